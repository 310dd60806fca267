/**
 * Which runs are told of, in which order, and by how much most of them moved.
 */
import { describe, expect, it } from "vitest";
import {
  compare,
  type Comparison,
  type Fleet,
  type Job,
  parsePolicy,
  simulate,
  type WorkloadResult,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE } from "../../../support/whatIf.ts";

const monday = Date.UTC(2026, 0, 5);
const compared = (
  baseline: readonly Job[],
  candidate: readonly Job[],
  { from = monday, days = 3 } = {},
): Comparison => {
  const [was, is] = [baseline, candidate].map((jobs) =>
    simulate({ jobs }, { from, to: from + days * DAY }),
  );
  return compare(was!, is!);
};
const job = (id: string, policy: Job["policy"], more: Partial<Job> = {}): Job => ({
  id,
  policy,
  workload: { duration: "PT45M" },
  ...more,
});
const hourOf = (instant: number): number => (instant - monday) / HOUR;

describe("runs that differ", () => {
  // In the fleet `b` stands before `a`, and the early one behind both.
  const line = (late: string, early: string, dailyType: string): Job[] => [
    job("b", daily(late, { dailyType })),
    job("a", daily(late, { dailyType })),
    job("c", daily(early, { dailyType })),
  ];

  it("should be told by their start, and those of one start by their job", () => {
    const [some, all] = [line("22:00", "20:00", "Monday"), line("22:00", "20:00", "Everyday")];
    const order = [
      ["c", 44],
      ["a", 46],
      ["b", 46],
      ["c", 68],
      ["a", 70],
      ["b", 70],
    ];
    const { added, removed } = compared(some, all).runs!;
    expect(added.map((run) => [run.job, hourOf(run.start)])).toEqual(order);
    expect(removed).toEqual([]);
    const back = compared(all, some).runs!;
    expect(back.removed.map((run) => [run.job, hourOf(run.start)])).toEqual(order);
    expect(back.added).toEqual([]);
  });

  it("should be told by the first of their two starts where they moved", () => {
    const { moved } = compared(
      line("22:00", "20:30", "Everyday"),
      line("20:00", "23:00", "Everyday"),
    ).runs!;
    expect(moved.map((run) => [run.job, hourOf(run.baseline.start), run.byMs / HOUR])).toEqual([
      ["a", 22, -2],
      ["b", 22, -2],
      ["c", 20.5, 2.5],
      ["a", 46, -2],
      ["b", 46, -2],
      ["c", 44.5, 2.5],
      ["a", 70, -2],
      ["b", 70, -2],
      ["c", 68.5, 2.5],
    ]);
  });

  it("should be told in the same order where they only end otherwise", () => {
    const jobs = line("22:00", "20:00", "Everyday");
    const longer = jobs.map((one) => ({ ...one, workload: { duration: "PT1H" } }));
    const { changed, moved } = compared(jobs, longer).runs!;
    expect(moved).toEqual([]);
    expect(changed.map((run) => [run.job, hourOf(run.baseline.start)])).toEqual([
      ["c", 20],
      ["a", 22],
      ["b", 22],
      ["c", 44],
      ["a", 46],
      ["b", 46],
      ["c", 68],
      ["a", 70],
      ["b", 70],
    ]);
  });

  const retrying = daily("22:00", { retryEnabled: true, retryNumber: 2, retryWaitInterval: 10 });
  const attempts = (...results: readonly WorkloadResult[]): Job[] => [
    job("mail", retrying, { workload: ({ attempt }) => results[attempt]! }),
  ];
  const failed = { duration: 5 * MINUTE, outcome: "Failed" } as const;
  const done = { duration: 30 * MINUTE, outcome: "Success" } as const;
  const warned = { ...failed, outcome: "Warning" } as const;
  const side = (sessions: number, minutes: number, outcome: string): object => ({
    nominal: monday + 22 * HOUR,
    start: monday + 22 * HOUR,
    end: monday + 22 * HOUR + minutes * MINUTE,
    sessions,
    outcome,
  });
  it.each([
    [
      "other outcome",
      [failed, failed, done],
      [failed, warned, done],
      side(3, 60, "Success"),
      side(3, 60, "Success"),
    ],
    [
      "other outcome of the last",
      [failed, failed, failed],
      [failed, failed, warned],
      side(3, 35, "Failed"),
      side(3, 35, "Warning"),
    ],
    [
      "longer retry",
      [failed, done],
      [failed, { ...done, duration: HOUR }],
      side(2, 45, "Success"),
      side(2, 75, "Success"),
    ],
    ["retry", [done], [failed, done], side(1, 30, "Success"), side(2, 45, "Success")],
    [
      "further retry",
      [failed, done],
      [failed, failed, done],
      side(2, 45, "Success"),
      side(3, 60, "Success"),
    ],
  ])("should be told with all their sessions: %s", (_, was, is, baseline, candidate) => {
    const forth = compared(attempts(...was), attempts(...is), { days: 1 }).runs!;
    expect(forth).toEqual({
      added: [],
      removed: [],
      moved: [],
      changed: [{ job: "mail", baseline, candidate, byMs: 0 }],
    });
  });

  it("should not be told where every session is the same", () => {
    const { runs } = compared(attempts(failed, done), attempts({ ...failed }, { ...done }));
    expect(runs).toEqual({ added: [], removed: [], moved: [], changed: [] });
  });
});

describe("the shift of most moved runs", () => {
  /** 22:00 in UTC is 23:00 in Berlin in winter, and midnight in summer. */
  const shiftIn = (from: number, days: number): unknown => {
    const [was, is] = ["UTC", "Europe/Berlin"].map((zone): Fleet => ({
      clock: { zone },
      jobs: [job("mail", daily("22:00"))],
    }));
    const span = { from, to: from + days * DAY };
    const { moved, movedByMs, example } = compare(simulate(was!, span), simulate(is!, span))
      .jobs[0]!.runs!;
    return [moved, movedByMs! / HOUR, example!.baseline];
  };
  it.each([
    ["the later one", Date.UTC(2026, 2, 27, 12), 5, -2, "2026-03-29T22:00:00Z"],
    ["the earlier one", Date.UTC(2026, 2, 26, 12), 4, -1, "2026-03-26T22:00:00Z"],
    ["the later one, which is shorter", Date.UTC(2026, 9, 23, 12), 5, -1, "2026-10-25T22:00:00Z"],
    ["the shorter of as many", Date.UTC(2026, 2, 27, 12), 4, -1, "2026-03-27T22:00:00Z"],
    ["the shorter of as many, later", Date.UTC(2026, 9, 23, 12), 4, -1, "2026-10-25T22:00:00Z"],
  ])("should be %s", (_, from, days, hours, first) => {
    expect(shiftIn(from, days)).toEqual([days, hours, first]);
  });

  /** One that runs at these hours from Monday on. */
  const runsAt = (...hours: readonly number[]): Job[] => [
    job(
      "mail",
      parsePolicy({
        type: "Periodically",
        periodicallyEvery: "Hours1",
        periodicallyWindowEnabled: true,
        periodicallyWindowSettings: {
          // a week begins on Sunday
          backupWindow: Array.from({ length: 168 }, (_, hour) => hours.includes(hour - 24)),
        },
      }),
      { workload: { duration: "PT5M" } },
    ),
  ];
  it.each([
    // both are two hours away: the one of the same date, and then the earlier one
    { was: [24], is: [22, 26], moved: [[24, 26]], added: [22], removed: [] },
    { was: [22, 26], is: [24], moved: [[26, 24]], added: [], removed: [22] },
    { was: [12], is: [10, 14], moved: [[12, 10]], added: [14], removed: [] },
    { was: [10, 14], is: [12], moved: [[10, 12]], added: [], removed: [14] },
    // the closest two first, whoever is left over
    { was: [4, 10], is: [9, 20], moved: [[10, 9]], added: [20], removed: [4] },
    {
      was: [4, 10, 11],
      is: [6, 12],
      moved: [
        [4, 6],
        [11, 12],
      ],
      added: [],
      removed: [10],
    },
    { was: [1, 2, 3], is: [40], moved: [[3, 40]], added: [], removed: [1, 2] },
    // what both have is a pair already
    { was: [5, 6], is: [6, 7], moved: [[5, 7]], added: [], removed: [] },
  ])("should pair $was with $is: $moved", ({ was, is, moved, added, removed }) => {
    const { runs } = compared(runsAt(...was), runsAt(...is));
    expect({
      moved: runs!.moved.map((run) => [
        hourOf(run.baseline.nominal),
        hourOf(run.candidate.nominal),
      ]),
      added: runs!.added.map(({ nominal }) => hourOf(nominal)),
      removed: runs!.removed.map(({ nominal }) => hourOf(nominal)),
    }).toEqual({ moved, added, removed });
  });

  it.each([
    { was: [6, 18], is: [8, 16], by: 2, example: ["05T06", "05T08"] },
    { was: [8, 16], is: [6, 18], by: -2, example: ["05T08", "05T06"] },
    { was: [6, 30], is: [8, 28], by: 2, example: ["05T06", "05T08"] },
    { was: [6, 30, 50, 60], is: [8, 28, 51, 61], by: 1, example: ["07T02", "07T03"] },
    // over midnight, and then not
    { was: [23, 34], is: [25, 36], by: 2, example: ["05T23", "06T01"] },
    { was: [23, 36], is: [25, 34], by: 2, example: ["05T23", "06T01"] },
    { was: [6, 18], is: [8, 17], by: -1, example: ["05T18", "05T17"] },
    { was: [6, 18, 42], is: [8, 17, 44], by: 2, example: ["05T06", "05T08"] },
    { was: [6, 18, 42], is: [7, 20, 44], by: 2, example: ["05T18", "05T20"] },
  ])("should be $by h from $was to $is", ({ was, is, by, example: [baseline, candidate] }) => {
    const { jobs } = compared(runsAt(...was), runsAt(...is));
    expect(jobs[0]!.runs).toEqual({
      added: 0,
      removed: 0,
      moved: was.length,
      changed: 0,
      movedByMs: by * HOUR,
      example: {
        baseline: `2026-01-${baseline}:00:00Z`,
        candidate: `2026-01-${candidate}:00:00Z`,
      },
    });
  });
});
