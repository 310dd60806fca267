/**
 * Columns of sessions against the rows of the timeline, read one by one.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeTimeline, parsePolicy, simulate, type Timeline } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { SESSION_OUTCOMES, type SessionsChart } from "../../../src/report/charts/chart.ts";
import { exposureOf } from "../../../src/report/charts/exposureChart.ts";
import { sessionsOfTimelines } from "../../../src/report/charts/sessionsChart.ts";
import { chartScenarios } from "../../support/chartFleets.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BERLIN = hostZone("Europe/Berlin");
const chartOf = (timeline: Timeline, mostSessions?: number): SessionsChart =>
  sessionsOfTimelines(
    [{ side: "", timeline }],
    BERLIN,
    mostSessions === undefined ? {} : { mostSessions },
  )!;

const nightly = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const FROM = Date.UTC(2026, 0, 5);
const WEEK = { from: FROM, to: FROM + 7 * 24 * HOUR };

describe("sessionsOfTimelines", () => {
  it("should say when attempts were due, and which make a restore point, a full one first", () => {
    const policy = parsePolicy({
      ...nightly,
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 10,
    });
    const workload = ({ nominal, attempt }: { nominal: number; attempt: number }) => ({
      duration: HOUR,
      outcome:
        nominal < FROM + 24 * HOUR && attempt < 2 ? ("Failed" as const) : ("Success" as const),
    });
    const fleet = {
      jobs: [
        { id: "mail", name: "Mail", policy, workload, repositoryId: "r" },
        { id: "sites", policy, workload: { duration: "1h", full: "3h" }, rpo: 30 * HOUR },
      ],
      proxies: [{ id: "p", name: "Proxy 1", slots: Infinity }],
      repositories: [{ id: "r", slots: 1, proxyId: "p" }],
    };
    const chart = chartOf(simulate(fleet, { from: FROM, to: FROM + 48 * HOUR }));
    // Sites has a target, and comes first.
    expect(chart.jobs).toEqual([
      { id: "sites", label: "sites", isCopy: false, rpo: 30 * HOUR },
      { id: "mail", label: "Mail", isCopy: false, proxy: "Proxy 1", repository: "r" },
    ]);
    const [{ length, job, due, start, attempt, outcome, point }] = chart.sides as [
      SessionsChart["sides"][number],
    ];
    const rows = Array.from({ length }, (_, row) => [
      chart.jobs[job[row]!]!.id,
      (due[row]! - FROM) / MINUTE,
      (start[row]! - FROM) / MINUTE,
      attempt[row],
      SESSION_OUTCOMES[outcome[row]!],
      point[row],
    ]);
    const ten = 22 * 60;
    expect(rows).toEqual([
      ["mail", ten, ten, 0, "Failed", 0],
      ["sites", ten, ten, 0, "Success", 2],
      ["mail", ten + 70, ten + 70, 1, "Failed", 0],
      ["mail", ten + 140, ten + 140, 2, "Success", 1],
      ["mail", ten + 1_440, ten + 1_440, 0, "Success", 1],
      ["sites", ten + 1_440, ten + 1_440, 0, "Success", 1],
    ]);
  });

  it("should tell the copies' data from their sessions, and each job by its own side", () => {
    const fleet = {
      jobs: [
        { id: "mail", policy: parsePolicy(nightly), workload: { duration: "2h" } },
        {
          id: "copy",
          copyOf: "mail",
          policy: parsePolicy({ type: "Immediate" }),
          workload: { duration: "3h" },
        },
      ],
    };
    const baseline = simulate(fleet, WEEK);
    const candidate = simulate({ jobs: fleet.jobs.slice(0, 1) }, WEEK);
    const chart = sessionsOfTimelines(
      [
        { side: "baseline", timeline: baseline },
        { side: "candidate", timeline: candidate },
      ],
      BERLIN,
    )!;
    const place = chart.jobs.findIndex(({ id }) => id === "copy");
    const [was] = chart.sides;
    const copies = [...was!.job].flatMap((job, row) => (job === place ? [row] : []));
    expect(copies).toHaveLength(6); // the last point of its source is there as the span ends
    for (const row of copies) {
      expect((was!.dataFrom[row]! - FROM) % (24 * HOUR)).toBe(22 * HOUR);
      expect(was!.start[row]! - was!.dataFrom[row]!).toBe(2 * HOUR);
      expect(was!.point[row]).toBe(1);
    }
    expect(exposureOf(chart, place)!.sides.map(({ side }) => side)).toEqual(["baseline"]);
  });

  it("should have every row, never start one before it was due, and mark restore points", () => {
    fc.assert(
      fc.property(chartScenarios, ({ fleet, span }) => {
        const timeline = simulate(fleet, span);
        const rows = [...timeline.rows()];
        const chart = chartOf(timeline);
        const [side] = chart.sides;
        expect(side!.length).toBe(rows.length);
        expect(side!.leftOut).toBe(0);
        const points = new Map<string, number>();
        rows.forEach((row, at) => {
          const job = fleet.jobs.find(({ id }) => id === row.job)!;
          expect(chart.jobs[side!.job[at]!]!.id).toBe(row.job);
          expect([side!.start[at], side!.end[at], side!.attempt[at]]).toEqual([
            row.start,
            row.end,
            row.attempt,
          ]);
          expect(SESSION_OUTCOMES[side!.outcome[at]!]).toBe(row.outcome);
          const before = rows.find(
            ({ job: other, nominal, attempt }) =>
              other === row.job && nominal === row.nominal && attempt === row.attempt - 1,
          );
          const wait = (job.policy.retryWaitInterval ?? 0) * MINUTE;
          expect(side!.due[at]).toBe(before === undefined ? row.nominal : before.end + wait);
          expect(side!.start[at]).toBeGreaterThanOrEqual(side!.due[at]!);
          if (side!.point[at]! > 0) points.set(row.job, (points.get(row.job) ?? 0) + 1);
          const isFull = (job.workload as { full?: unknown }).full !== undefined;
          if (side!.point[at] === 2) expect([isFull, points.get(row.job)]).toEqual([true, 1]);
          if (side!.point[at] === 1 && points.get(row.job) === 1) expect(isFull).toBe(false);
        });
        for (const { id, exposure } of timeline.summary.jobs)
          expect(points.get(id) ?? 0).toBe(exposure.restorePoints);
        const missed = [...timeline.missedRows()];
        expect(
          Array.from({ length: side!.missed.length }, (_, at) => [
            chart.jobs[side!.missed.job[at]!]!.id,
            side!.missed.nominal[at],
          ]),
        ).toEqual(missed.map(({ job, nominal }) => [job, nominal]));
      }),
      runs(100),
    );
  });

  it("should rank as the table does, and leave out whole jobs, the last ones", () => {
    fc.assert(
      fc.property(chartScenarios, fc.nat(60), ({ fleet, span }, most) => {
        const timeline = simulate(fleet, span);
        const all = chartOf(timeline);
        const table = describeTimeline(timeline).split("\n\n")[1]!.split("\n");
        const inTable = table.flatMap((line) => /^ {2}(j\d)/.exec(line)?.[1] ?? []);
        expect(all.jobs.map(({ id }) => id)).toEqual(inTable);
        const some = chartOf(timeline, most);
        expect(some.jobs).toEqual(all.jobs);
        const [side] = some.sides;
        const rowsOf = (place: number): number =>
          [...timeline.rows()].filter(({ job }) => job === all.jobs[place]!.id).length +
          [...timeline.missedRows()].filter(({ job }) => job === all.jobs[place]!.id).length;
        const { jobsDrawn, leftOut, length } = side!;
        let rows = 0;
        for (let place = 0; place < jobsDrawn; place += 1) rows += rowsOf(place);
        expect(length + side!.missed.length).toBe(rows);
        expect(rows).toBeLessThanOrEqual(most);
        if (jobsDrawn < all.jobs.length) expect(rows + rowsOf(jobsDrawn)).toBeGreaterThan(most);
        expect(length + leftOut).toBe(timeline.sessions.length);
        expect(exposureOf(some, jobsDrawn)).toBeUndefined();
        if (jobsDrawn > 0) expect(exposureOf(some, 0)).toEqual(exposureOf(all, 0));
      }),
      runs(100),
    );
  });

  it("should be none where rows were not kept", () => {
    const timeline = simulate(
      { jobs: [{ id: "mail", policy: parsePolicy(nightly) }] },
      { ...WEEK, keep: "summary" },
    );
    expect(sessionsOfTimelines([{ side: "", timeline }], BERLIN)).toBeUndefined();
  });
});
