/**
 * Load against a slow count: at each instant, which rows are there.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, type Job, simulate, type Timeline } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { LoadFigures, LoadLine } from "../../../src/report/charts/chart.ts";
import { loadOfTimelines } from "../../../src/report/charts/loadChart.ts";
import { chartScenarios } from "../../support/chartFleets.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const BERLIN = hostZone("Europe/Berlin");
const KINDS = [
  ["proxy", "proxies", "proxyId"],
  ["repository", "repositories", "repositoryId"],
  ["organization", "organizations", "organizationId"],
] as const;

/** The id of what a job uses of a kind, said plainly: R22, R28. */
function usedBy(job: Job, fleet: Fleet, of: LoadLine["of"]): string | undefined {
  if (of === "fleet") return "";
  const key = KINDS.find(([name]) => name === of)![2];
  if (of === "proxy" && job.proxyId === undefined)
    return fleet.repositories?.find(({ id }) => id === job.repositoryId)?.proxyId;
  return job[key];
}

/** The threads that a session of a job can use (R28). */
function threadsOf(job: Job, fleet: Fleet): number {
  const { threads } = job.workload as { readonly threads?: number };
  if (threads !== undefined) return threads;
  const used = KINDS.map(
    ([of, list]) => fleet[list]?.find(({ id }) => id === usedBy(job, fleet, of))?.threads,
  );
  return Math.min(...used.filter((each) => each !== undefined));
}

/** How much is there at an instant, row by row. */
function levelAt({ fleet, rows }: Timeline, line: LoadLine, instant: number): number {
  let level = 0;
  for (const row of rows()) {
    if (row.start > instant || row.end <= instant) continue;
    const job = fleet.jobs.find(({ id }) => id === row.job)!;
    if (usedBy(job, fleet, line.of) !== line.id) continue;
    level += line.measure === "sessions" ? 1 : threadsOf(job, fleet);
  }
  return level;
}

const sideOf = (timeline: Timeline) => [{ side: "", timeline }] as const;

/** The level of steps at an instant. */
function shownAt({ at, most }: LoadFigures, instant: number): number {
  let step = at.length - 1;
  while (step > 0 && at[step]! > instant) step -= 1;
  return most[step]!;
}

/** The mean over the span, weighed by time. */
function meanOf({ at, mean }: LoadFigures, to: number): number {
  const total = to - at[0]!;
  return mean.reduce(
    (sum, level, step) => sum + (level * ((at[step + 1] ?? to) - at[step]!)) / total,
    0,
  );
}

describe("loadOfTimelines", () => {
  it("should have at each instant what the rows have, and the summary's peak and mean", () => {
    fc.assert(
      fc.property(chartScenarios, ({ fleet, span }) => {
        const timeline = simulate(fleet, span);
        const { lines } = loadOfTimelines(sideOf(timeline), BERLIN);
        const ends = [...timeline.rows()].flatMap(({ start, end }) => [start, end, end - 1]);
        for (const line of lines) {
          const [figures] = line.sides;
          expect(figures!.at[0]).toBe(span.from);
          expect(Math.max(...figures!.most)).toBe(figures!.peak);
          for (const instant of new Set([span.from, ...ends, span.to - 1]))
            if (instant < span.to)
              expect(shownAt(figures!, instant)).toBe(levelAt(timeline, line, instant));
          if (line.measure === "sessions")
            expect(meanOf(figures!, span.to)).toBeCloseTo(figures!.meanOfSpan, 9);
        }
      }),
      runs(150),
    );
  });

  it("should say of each of a few stretches the most and the mean that its steps have", () => {
    fc.assert(
      fc.property(chartScenarios, fc.integer({ min: 1, max: 60 }), ({ fleet, span }, mostSteps) => {
        const timeline = simulate(fleet, span);
        const exact = loadOfTimelines(sideOf(timeline), BERLIN, { mostSteps: Infinity }).lines;
        const coarse = loadOfTimelines(sideOf(timeline), BERLIN, { mostSteps }).lines;
        coarse.forEach(({ measure, sides: [few] }, place) => {
          const all = exact[place]!.sides[0]!;
          expect(few!.at.length).toBeLessThanOrEqual(Math.max(1, mostSteps));
          expect(Math.max(...few!.most)).toBe(few!.peak);
          if (measure === "sessions") expect(meanOf(few!, span.to)).toBeCloseTo(few!.meanOfSpan, 9);
          if (few!.everyMs === undefined) {
            expect(few).toEqual(all);
            return;
          }
          few!.at.forEach((from, step) => {
            const to = few!.at[step + 1] ?? span.to;
            const inside = [from, ...all.at].filter((at) => at >= from && at < to);
            expect(few!.most[step]).toBe(Math.max(...inside.map((at) => shownAt(all, at))));
            const cuts = [...new Set([...inside, to])].sort((a, b) => a - b);
            const area = cuts
              .slice(1)
              .reduce((sum, cut, at) => sum + shownAt(all, cuts[at]!) * (cut - cuts[at]!), 0);
            expect(few!.mean[step]).toBeCloseTo(area / (to - from), 9);
          });
        });
      }),
      runs(150),
    );
  });

  it("should reach the summary's peak also where sessions take no time", () => {
    fc.assert(
      fc.property(
        scenarios(),
        fc.constantFrom(1, 5, 2_000),
        ({ fleet, from, to, rules }, mostSteps) => {
          const timeline = simulate(fleet, { from, to, rules });
          const zone = hostZone(fleet.clock!.zone!);
          for (const {
            measure,
            sides: [figures],
          } of loadOfTimelines(sideOf(timeline), zone, { mostSteps }).lines) {
            expect(Math.max(...figures!.most)).toBe(figures!.peak);
            if (measure === "sessions")
              expect(meanOf(figures!, to)).toBeCloseTo(figures!.meanOfSpan, 9);
          }
        },
      ),
      runs(300),
    );
  });
});
