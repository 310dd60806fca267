/**
 * What is luck, and what the edges of the span may do, at their borders (R24, R34, R35).
 */
import { describe, expect, it } from "vitest";
import type { CheckedJob } from "../../../../src/core/simulation/checkJobs.ts";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  drawnAnew,
  drawsLuck,
  isCutBySpan,
  isWaitCutBySpan,
  withoutLuck,
} from "../../../../src/core/whatif/compare/luckOfSides.ts";
import {
  compare,
  type Comparison,
  type Fleet,
  type Job,
  type JobMetrics,
  parsePolicy,
  simulate,
  type Workload,
} from "../../../../src/index.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { daily, DAY, HOUR, MINUTE, nightly } from "../../../support/whatIf.ts";

const uniform = { duration: { uniform: ["PT1H", "PT3H"] as const } };
const checked = (job: Partial<Job>, fleet: Partial<Fleet> = {}): CheckedJob =>
  checkedFleet({ ...fleet, jobs: [{ id: "mail", policy: daily("22:00"), ...job }] }, hostZone)
    .jobs[0]!;
const grid = (periodicallyEvery: string, more: object = {}): Job["policy"] =>
  parsePolicy({ type: "Periodically", periodicallyEvery, ...more });

describe("a workload", () => {
  it.each<[boolean, string, Workload | undefined]>([
    [false, "none", undefined],
    [false, "of one length", { duration: "PT1H" }],
    [false, "of one length until there is a restore point", { duration: "PT1H", full: "PT5H" }],
    [true, "of several lengths", uniform],
    [true, "that fails at times", { duration: "PT1H", failed: 0.1 }],
    [true, "with a warning at times", { duration: "PT1H", warning: 0.1 }],
    [true, "of several lengths at first", { duration: "PT1H", full: uniform.duration }],
    [true, "that is a function", () => ({ duration: HOUR, outcome: "Success" })],
  ])("should draw luck or not (%s): one %s", (draws, _, workload) => {
    expect(drawsLuck(checked(workload === undefined ? {} : { workload }).workload)).toBe(draws);
  });

  it.each([
    { failed: 0.6, warning: 0.4, middle: [1, 0] },
    { failed: 0.51, warning: 0, middle: [1, 0] },
    { failed: 0.5, warning: 0, middle: [0, 0] },
    { failed: 0.5, warning: 0.1, middle: [0, 1] },
    { failed: 0.2, warning: 0.4, middle: [0, 1] },
    { failed: 0.2, warning: 0.3, middle: [0, 0] },
    { failed: 0, warning: 0, middle: [0, 0] },
  ])("should end as the middle draw does: $failed, $warning", ({ failed, warning, middle }) => {
    const { workload } = withoutLuck(checked({ workload: { ...uniform, failed, warning } }));
    expect([workload.failed, workload.warning]).toEqual(middle);
    expect([workload.constantMs, workload.quantile(0.9), workload.full]).toEqual([
      2 * HOUR,
      2 * HOUR,
      undefined,
    ]);
  });

  it("should have the middle length at first, too, and of a function", () => {
    const full = { uniform: ["PT4H", "PT6H"] as const };
    const first = withoutLuck(checked({ workload: { ...uniform, full } })).workload;
    expect([first.full!(0), first.full!(0.99)]).toEqual([5 * HOUR, 5 * HOUR]);
    const given = withoutLuck(
      checked({ workload: ({ random }) => ({ duration: random("length"), outcome: "Success" }) }),
    );
    const ask = given.workload.given as unknown as (run: object) => object;
    expect(ask({ random: () => 0.9 })).toEqual({ duration: 0.5, outcome: "Success" });
  });
});

describe("luck that is drawn anew", () => {
  const window = (opens: number): object => ({
    periodicallyWindowEnabled: true,
    periodicallyWindowSettings: { backupWindow: nightly(opens, 23) },
  });
  const off = daily("22:00", { scheduleEnabled: false });
  it.each<[string | undefined, Job["policy"], Job["policy"]]>([
    [undefined, daily("22:00"), daily("03:00")],
    ["other days", daily("22:00"), daily("22:00", { dailyType: "Workdays" })],
    ["another type of schedule", daily("22:00"), grid("Hours1")],
    ["another interval", grid("Hours2"), grid("Hours1")],
    [undefined, grid("Hours2"), grid("Hours2", { periodicallyOffsetMinutes: 15 })],
    [undefined, grid("Hours2", window(9)), grid("Hours2", window(9))],
    ["another start window", grid("Hours2", window(9)), grid("Hours2", window(10))],
    ["another start window", grid("Hours2"), grid("Hours2", window(10))],
    [undefined, daily("22:00"), off],
  ])("should say why: %s", (why, was, is) => {
    for (const [one, other] of [
      [was, is],
      [is, was],
    ] as const) {
      const before = checked({ policy: one, workload: uniform });
      const now = checked({ policy: other, workload: uniform });
      expect(drawnAnew(before, now)).toBe(why);
      const sure = checked({ policy: other });
      expect(drawnAnew(before, sure)).toBe(why);
      expect(drawnAnew(sure, before)).toBe(why);
      expect(drawnAnew(checked({ policy: one }), sure)).toBeUndefined();
    }
  });

  it("should be no verdict where the middle of all draws is no worse, or better", () => {
    // Under this seed Tuesdays are longer than Wednesdays, for whoever waits for them, too.
    const fleet = (dailyType: string): Fleet => ({
      jobs: [
        { id: "1", name: "First", policy: daily("22:00", { dailyType }), workload: uniform },
        { id: "mail", policy: daily("22:00"), workload: { duration: "PT30M" } },
      ].map((job) => ({ ...job, proxyId: "p" })),
      proxies: [{ id: "p", slots: 1 }],
    });
    const span = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 9, 12) };
    const [tuesday, wednesday] = ["Tuesday", "Wednesday"].map((day) => simulate(fleet(day), span));
    const objection = (comparison: Comparison): unknown =>
      comparison.unjudged.filter(({ job }) => job === "mail");
    const text =
      "the luck of First, which it may wait for, was drawn anew (other days), and with the " +
      "middle of all draws it is no";
    const forth = compare(tuesday!, wednesday!);
    expect([...forth.worse, ...forth.better].map(({ job }) => job)).not.toContain("mail");
    expect(objection(forth)).toEqual([
      { job: "mail", because: "drawn-anew", text: `${text} better` },
    ]);
    expect(objection(compare(wednesday!, tuesday!))).toEqual([
      { job: "mail", because: "drawn-anew", text: `${text} worse` },
    ]);
  });

  it("should be no verdict where nobody knows what the middle of all draws is", () => {
    const fleet = (dailyType: string): Fleet => ({
      jobs: [
        {
          id: "mail",
          policy: daily("22:00", { dailyType }),
          workload: ({ random }) => {
            const luck = random("length");
            if (luck === 0.5) throw new Error("no such run");
            return { duration: luck * HOUR, outcome: "Success" };
          },
        },
      ],
    });
    const span = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 9, 12) };
    const [tuesday, wednesday] = ["Tuesday", "Wednesday"].map((day) => simulate(fleet(day), span));
    const { worse, better, unjudged } = compare(tuesday!, wednesday!);
    expect([worse, better, unjudged]).toEqual([
      [],
      [],
      [{ job: "mail", because: "drawn-anew", text: "its luck was drawn anew (other days)" }],
    ]);
  });

  it("should be that of another seed, for all", () => {
    const sides = [1, 2].map((seed) =>
      simulate(
        { jobs: [{ id: "mail", policy: daily("22:00"), workload: uniform }] },
        { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 9, 12), seed },
      ),
    );
    expect(compare(sides[0]!, sides[1]!).unjudged).toEqual([
      {
        job: "mail",
        because: "other-seed",
        text: "the two sides drew different luck (seeds 1 and 2)",
      },
    ]);
  });
});

describe("the edges of the span", () => {
  const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
  /** A job whose worst exposure is so long, and lies so far behind the start of the span. */
  const side = (job: CheckedJob, worst: number, behind: number) => ({
    checked: job,
    metrics: {
      exposure: {
        worst,
        worstInterval: { from: span.from + behind, to: span.from + behind + worst },
      },
    } as JobMetrics,
  });
  const ten = checked({});
  const later = checked({ policy: daily("22:10") });
  const far = 2 * DAY;
  it.each([
    { apart: 10 * MINUTE, behind: 0, isCut: true },
    { apart: 10 * MINUTE, behind: 10 * MINUTE, isCut: true },
    { apart: 10 * MINUTE, behind: 10 * MINUTE + 1, isCut: false },
    { apart: 10 * MINUTE + 1, behind: 0, isCut: false },
    { apart: 1, behind: 0, isCut: true },
    { apart: 0, behind: 0, isCut: false },
    // from the end of the span
    { apart: 10 * MINUTE, behind: 7 * DAY - DAY - 10 * MINUTE, isCut: true },
    { apart: 10 * MINUTE, behind: 7 * DAY - DAY - 10 * MINUTE - 1, isCut: false },
  ])("should cut an exposure that differs by $apart ms: $isCut", ({ apart, behind, isCut }) => {
    const near = side(ten, DAY, behind);
    for (const worst of [DAY + apart, DAY - apart]) {
      expect(isCutBySpan(near, side(later, worst, far), span)).toBe(isCut);
      expect(isCutBySpan(side(later, worst, far), near, span)).toBe(isCut);
    }
    expect(isCutBySpan(near, side(ten, DAY + apart, far), span)).toBe(false);
  });

  it.each<[number, CheckedJob, CheckedJob]>([
    [30 * MINUTE, ten, checked({ policy: daily("21:30") })],
    [5 * HOUR + 30 * MINUTE, ten, checked({}, { clock: { zone: "Asia/Kolkata" } })],
    [
      15 * MINUTE,
      checked({ policy: grid("Hours1") }),
      checked({ policy: grid("Hours2", { periodicallyOffsetMinutes: 15 }) }),
    ],
    [0, ten, checked({ policy: grid("Hours1") })],
    [0, ten, checked({ policy: daily("21:30", { scheduleEnabled: false }) })],
  ])("should reach %i ms, as far as starts moved", (reach, was, is) => {
    const cuts = (apart: number): boolean =>
      isCutBySpan(side(was, DAY, 0), side(is, DAY + apart, 0), span);
    expect([cuts(1), cuts(reach), cuts(reach + 1)]).toEqual([reach > 0, reach > 0, false]);
  });

  /** So many waits, of which so many came to no start; in minutes. */
  const waits = (sessions: number, unfinished: number, mean: number, max: number): JobMetrics =>
    ({ sessions, wait: { mean, max, unfinished } }) as JobMetrics;
  it.each([
    // Three come to 120: without one of 60 at most, the mean of two is 30 or more; of 0, it is 60.
    { now: waits(2, 1, 40, 60), least: 30, most: 60 },
    { now: waits(1, 1, 30, 60), least: 0, most: 60 },
    { now: waits(4, 1, 10, 20), least: 7.5, most: 12.5 },
    // There is nothing beside it.
    { now: waits(0, 1, 50, 50), least: 50, most: 50 },
    { now: waits(3, 0, 40, 60), least: 40, most: 40 },
  ])("should cut a mean wait from $least to $most", ({ now, least, most }) => {
    for (const [mean, isCut] of [
      [least - 0.5, false],
      [least, true],
      [most, true],
      [most + 0.5, false],
    ] as const) {
      const is = isCut && mean !== now.wait.mean;
      expect([mean, isWaitCutBySpan(waits(3, 0, mean, mean), now)]).toEqual([mean, is]);
      expect([mean, isWaitCutBySpan(now, waits(3, 0, mean, mean))]).toEqual([mean, is]);
    }
  });
});
