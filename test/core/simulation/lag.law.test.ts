/**
 * How far copies are behind their sources (R32), against a reading of the rows.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, parsePolicy, simulate, type Timeline } from "../../../src/index.ts";
import { at, daily, DAY, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";

interface Point {
  readonly data: number;
  readonly end: number;
  /** Its session took no time: of what starts at that instant, some comes before its end. */
  readonly isTimeless: boolean;
}

/**
 * The lags of each copy, one for each point that it took over; none where rows do not say what came
 * first.
 */
function lagsOf({ fleet, sessions, outcomes, rules }: Timeline) {
  const good = rules.restorePoint === "success" ? ["Success"] : ["Success", "Warning"];
  const rows = Array.from({ length: sessions.length }, (_, row) => row)
    .filter((row) => good.includes(outcomes[sessions.outcome[row]!]!))
    .sort((a, b) => sessions.end[a]! - sessions.end[b]!);
  const points = new Map<string, Point[]>();
  const lags = new Map<string, number[]>();
  const unclear = new Set<string>();
  const read = (id: string): Point[] => {
    const known = points.get(id);
    if (known !== undefined) return known;
    const place = fleet.jobs.findIndex((job) => job.id === id);
    const { copyOf } = fleet.jobs[place]!;
    const list: Point[] = [];
    points.set(id, list);
    const source = copyOf === undefined ? undefined : read(copyOf);
    if (copyOf !== undefined && unclear.has(copyOf)) unclear.add(id);
    for (const row of rows.filter((one) => sessions.job[one] === place)) {
      const [start, end] = [sessions.start[row]!, sessions.end[row]!];
      const isTimeless = start === end;
      if (source === undefined) {
        list.push({ data: start, end, isTimeless });
        continue;
      }
      if (source.some((point) => point.isTimeless && point.end === start)) unclear.add(id);
      const taken = source.findLast((point) => point.end <= start);
      if (taken === undefined) continue;
      if (taken.data !== list.at(-1)?.data)
        lags.set(id, [...(lags.get(id) ?? []), end - taken.end]);
      list.push({ data: taken.data, end, isTimeless });
    }
    return list;
  };
  for (const { id } of fleet.jobs) read(id);
  return { lags, unclear };
}

describe("the lag of copies", () => {
  it("should be from the end of the one session to that of the other", () => {
    const fleet: Fleet = {
      jobs: [
        { id: "mail", policy: daily("22:00"), workload: { duration: 40 * MINUTE } },
        {
          id: "copy",
          policy: parsePolicy({ type: "Immediate" }),
          copyOf: "mail",
          workload: { duration: 30 * MINUTE },
        },
        // By its own schedule, twice a day: the second time there is nothing new.
        { id: "late", policy: daily("06:00"), copyOf: "mail", workload: { duration: HOUR } },
        { id: "none", policy: daily("06:00"), copyOf: "off" },
        { id: "off", policy: daily("05:00"), enabled: false },
      ],
    };
    const from = at("2026-01-05T12:00Z");
    const { jobs } = simulate(fleet, { from, to: from + 3 * DAY }).summary;
    expect(jobs.map(({ lag }) => lag)).toEqual([
      undefined,
      { mean: 30 * MINUTE, max: 30 * MINUTE },
      { mean: 8 * HOUR + 20 * MINUTE, max: 8 * HOUR + 20 * MINUTE },
      undefined,
      undefined,
    ]);
  });

  it("should be what the rows say", () => {
    let compared = 0;
    fc.assert(
      fc.property(sharingScenarios(), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet as Fleet, { from, to, rules });
        const { lags, unclear } = lagsOf(timeline);
        for (const { id, lag } of timeline.summary.jobs) {
          if (unclear.has(id)) continue;
          const own = lags.get(id);
          if (own === undefined) expect(lag).toBeUndefined();
          else {
            compared += 1;
            expect(lag!.max).toBe(Math.max(...own));
            expect(lag!.mean).toBeCloseTo(own.reduce((sum, one) => sum + one, 0) / own.length, 6);
          }
        }
      }),
      runs(200),
    );
    expect(compared).toBeGreaterThan(30);
  });
});
