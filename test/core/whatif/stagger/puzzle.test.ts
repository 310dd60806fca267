/**
 * A fleet as a puzzle: who may move and why not, and what those who stay take up.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { checkSpan } from "../../../../src/core/simulation/span.ts";
import { checkGoal } from "../../../../src/core/whatif/stagger/proposal.ts";
import { type Board, boardOf } from "../../../../src/core/whatif/stagger/puzzle.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { type Fleet, type Job, parsePolicy, type StaggerGoal } from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5);
const workload = { duration: HOUR };

function board(fleet: Fleet, goal: StaggerGoal = {}): Board {
  const span = checkSpan({ from: FROM, to: FROM + 7 * DAY }, [])!;
  const aims = checkGoal({ gridMinutes: 60, ...goal }, fleet, []);
  return boardOf(checkedFleet(fleet, hostZone), span, aims);
}

/** Why each job stays; `undefined` of who may move. */
function reasons(fleet: Fleet, goal: StaggerGoal): (string | undefined)[] {
  const { stay } = board(fleet, goal);
  return fleet.jobs.map(({ id }) => stay.find(({ job }) => job === id)?.because);
}

const one = (job: Partial<Job>, more: Partial<Fleet> = {}): Fleet => ({
  jobs: [{ id: "a", policy: daily("22:00"), workload, ...job }],
  ...more,
});

describe("a job that may not move", () => {
  const nothing = {
    wait: "it needs nothing that has limited slots, so it never waits",
    demand: "it needs nothing that has threads, so it asks for none",
    exposure: "it waits for nothing and has room in its window, so no start lowers its exposure",
  } as const;

  it("should be one that the goal does not touch, with the reason of that goal", () => {
    for (const lower of ["wait", "demand", "exposure"] as const)
      expect(reasons(one({}), { lower }), lower).toEqual([nothing[lower]]);
    expect(reasons(one({}), { lower: "peak" })).toEqual([undefined]);
  });

  it("should not be one whose exposure another start may lower", () => {
    const free = (proxy: object): Partial<Fleet> => ({
      proxies: [{ id: "p", slots: Infinity, ...proxy }],
    });
    const because = (job: Partial<Job>, proxy: object = {}): unknown =>
      reasons(one({ proxyId: "p", ...job }, free(proxy)), { lower: "exposure" })[0];
    expect(because({})).toBe(nothing.exposure);
    for (const moves of [
      because({ policy: windowed("05:30", 20, 6) }),
      because({ workload: { duration: HOUR, full: HOUR } }),
      because({ workload: { duration: HOUR, grows: { per: DAY } } }),
      because({}, { pace: "Sun all day 50 %" }),
      because({}, { slots: 1 }),
      because({}, { threads: 4 }),
    ])
      expect(moves).toBeUndefined();
  });

  it("should be one that waits for slots, where threads are asked for, and the other way", () => {
    const slots: Partial<Fleet> = { proxies: [{ id: "p", slots: 1 }] };
    const threads: Partial<Fleet> = { proxies: [{ id: "p", slots: Infinity, threads: 4 }] };
    const because = (more: Partial<Fleet>, lower: "wait" | "demand"): unknown =>
      reasons(one({ proxyId: "p" }, more), { lower })[0];
    expect([because(slots, "wait"), because(threads, "demand")]).toEqual([undefined, undefined]);
    expect(because(slots, "demand")).toBe(nothing.demand);
    expect(because(threads, "wait")).toBe(nothing.wait);
  });

  it("should be one without room elsewhere, but for the very room that it needs", () => {
    const hours = (open: (hour: number) => boolean): Partial<Job> => ({
      policy: daily("20:00", {
        backupWindowEnabled: true,
        backupWindowSettings: {
          backupWindow: Array.from({ length: 168 }, (_, hour) => open(hour % 24)),
        },
      }),
    });
    expect(reasons(one(hours((hour) => hour === 20)), {})).toEqual([
      "at every other start that it may have, fewer runs take place",
    ]);
    const almost = { ...hours((hour) => hour === 20), workload: { duration: HOUR - 40_000 } };
    expect(reasons(one(almost), { gridMinutes: 5 })).toEqual([
      "its window is too short: no other start leaves the 59 min that it may take",
    ]);
    // Two spells of an hour each: there is the same room at the begin of either.
    expect(reasons(one(hours((hour) => hour === 20 || hour === 2)), {})).toEqual([undefined]);
    // Two hours, then one.
    const shorter = hours((hour) => hour === 20 || hour === 21 || hour === 2);
    expect(reasons(one({ ...shorter, workload: { duration: 2 * HOUR } }), {})).toEqual([
      "its window is too short: no other start leaves the 2 h that it may take",
    ]);
    expect(reasons(one({ ...shorter, workload: { duration: HOUR } }), {})).toEqual([undefined]);
  });

  it("should be one of which the grid has no other start, near enough or at all", () => {
    const hourly = parsePolicy({ type: "Periodically", periodicallyEvery: "Hours4" });
    expect(reasons(one({ policy: hourly }), { atMostMinutes: 1_000 })).toEqual([
      "no other start on the grid is at most 1,000 min away",
    ]);
    expect(reasons(one({ policy: hourly }), {})).toEqual(["no other start is on the grid"]);
  });

  it("should be told with its name, and not be moved", () => {
    const { stay, jobs } = board(
      {
        jobs: [
          { id: "a", name: "Mail", policy: daily("22:00"), workload },
          { id: "b", policy: daily("22:00"), workload },
          { id: "c", policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours4" }) },
        ],
      },
      { keep: ["a"], gridMinutes: 30 },
    );
    expect(stay).toEqual([{ job: "a", name: "Mail", because: "it is to be kept where it is" }]);
    expect(jobs).toEqual([
      { index: 1, setting: "dailyTime" },
      { index: 2, setting: "periodicallyOffsetMinutes" },
    ]);
  });
});

describe("what those who stay take up", () => {
  const fleet: Fleet = {
    proxies: [
      { id: "p", slots: 2, threads: 8 },
      { id: "q", slots: Infinity, threads: 4 },
      { id: "free", slots: Infinity },
    ],
    repositories: [{ id: "r", slots: 3 }],
    jobs: [
      { id: "kept", policy: daily("22:00"), workload, proxyId: "p", repositoryId: "r" },
      {
        id: "narrow",
        policy: daily("23:00"),
        workload: { duration: 90 * MINUTE, threads: 3 },
        proxyId: "q",
      },
      { id: "moves", policy: daily("22:00"), workload, proxyId: "p" },
      { id: "alone", policy: daily("22:00"), workload, proxyId: "free" },
    ],
  };
  const goal = { keep: ["kept", "narrow"] };
  /** The hours of the first night in which there is anybody, with how much. */
  const nightOf = (crowd: Float64Array): Record<number, number> =>
    Object.fromEntries(
      Array.from(crowd.slice(12, 36)).flatMap((now, at) => (now > 0 ? [[12 + at, now]] : [])),
    );

  it("should be the ground of the fleet, and of each limit that counts for the goal", () => {
    const found = (lower: "peak" | "wait" | "demand"): unknown[] => {
      const { limits, fixed, pieces } = board(fleet, { ...goal, lower }).puzzleAt(0.01, false);
      return [limits, fixed.map(nightOf), pieces.map(({ needs, weights }) => [needs, weights])];
    };
    const whole = { 22: 1_000, 23: 1_000, 24: 1_000 };
    expect(found("peak")).toEqual([
      [2, 8, 4, 3],
      [whole, { 22: 1_000 }, { 22: 8_000 }, { 23: 3_000, 24: 3_000 }, { 22: 1_000 }],
      [
        [
          [0, 1],
          [1, 8],
        ],
        [[], []],
      ],
    ]);
    // for these goals whoever needs nothing that is scarce stays as well
    const more = { ...whole, 22: 2_000 };
    expect(found("wait")).toEqual([[2, 3], [more, { 22: 1_000 }, { 22: 1_000 }], [[[0], [1]]]]);
    expect(found("demand")).toEqual([
      [8, 4],
      [more, { 22: 8_000 }, { 23: 3_000, 24: 3_000 }],
      [[[0], [8]]],
    ]);
  });

  it("should leave each piece the starts that lose nothing, on its own date on request", () => {
    const nightly: Fleet = { jobs: [{ id: "a", policy: windowed("22:00", 20, 2), workload }] };
    const of = (tail: number, keepsDate: boolean, goalOf: StaggerGoal = {}): unknown[] => {
      const [piece] = board(nightly, goalOf).puzzleAt(tail, keepsDate).pieces;
      return [piece!.choices.map(({ value }) => value), piece!.present];
    };
    const evening = ["20:00:00", "21:00:00", "22:00:00", "23:00:00"];
    expect(of(0.01, false)).toEqual([[...evening, "00:00:00", "01:00:00"], 2]);
    expect(of(0.01, true)).toEqual([evening, 2]);
    expect(of(0.01, false, { within: "21:00-01:00" })).toEqual([
      ["21:00:00", "22:00:00", "23:00:00", "00:00:00"],
      1,
    ]);
  });

  it("should ask a run's length as surely as its tail wants", () => {
    const varied: Fleet = {
      jobs: [
        {
          id: "a",
          policy: windowed("20:00", 20, 6),
          workload: {
            duration: { empirical: [...Array.from({ length: 19 }, () => HOUR), 6 * HOUR] },
          },
        },
      ],
    };
    const { puzzleAt } = board(varied);
    const of = (tail: number): unknown[] => {
      const { choices, reachMs, leastRoomMs } = puzzleAt(tail, false).pieces[0]!;
      return [choices.at(-1)!.value, reachMs / HOUR, leastRoomMs / HOUR];
    };
    expect(of(0.1)).toEqual(["05:00:00", 1, 1]);
    expect(of(0.01)).toEqual(["00:00:00", 6, 6]);
  });
});
