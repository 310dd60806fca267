/**
 * How a checked fleet is made ready for its span, how much a span may hold, and what a function
 * workload that does not know its runs comes to.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../src/core/simulation/checkFleet.ts";
import { prepare, type Prepared } from "../../../src/core/simulation/prepare.ts";
import { DEFAULT_RULES } from "../../../src/core/simulation/rules.ts";
import { briefOf, ifKnown, summaryOf, timelineOf } from "../../../src/core/simulation/simulate.ts";
import { type Fleet, type Job, parsePolicy, PolicyError } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { at, daily, DAY, every, HOUR, mask, startWindow } from "../../support/scheduleBuilders.ts";
import { windowed } from "../../support/whatIf.ts";

const MON = at("2026-01-05T00:00Z");
const span = { from: MON, to: MON + 3 * DAY };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  workload: { duration: HOUR },
  ...more,
});
const prepared = (...jobs: Job[]): Prepared => prepare(checkedFleet({ jobs }, hostZone), span);

describe("prepare", () => {
  it("should count the due starts, blocked ones too, of jobs that start by themselves", () => {
    const immediate = parsePolicy({ type: "Immediate" });
    const off = { policy: daily("22:00", "Everyday", { scheduleEnabled: false }) };
    expect(prepared().due).toBe(0);
    expect(prepared(job("a")).due).toBe(3);
    expect(prepared(job("a"), job("b")).due).toBe(6);
    expect(prepared(job("a"), job("b", { policy: every("Hours8") })).due).toBe(3 + 9);
    expect(prepared(job("a"), job("b", { enabled: false }), job("c", off)).due).toBe(3);
    expect(prepared(job("a", { policy: windowed("22:00", 1, 2) })).due).toBe(3);
    // Of a copy, and of its copy, as many as the first source has.
    expect(prepared(job("a"), job("b", { policy: immediate, copyOf: "a" })).due).toBe(6);
    expect(
      prepared(
        job("c", { policy: immediate, copyOf: "b" }),
        job("b", { policy: immediate, copyOf: "a" }),
        job("a"),
      ).due,
    ).toBe(9);
  });

  it("should make its rosters once for each question", () => {
    const fleet = prepared(job("a", { policy: windowed("22:00", 1, 2) }), job("b"));
    expect(fleet.rosters(false)).toBe(fleet.rosters(false));
    expect(fleet.rosters(true)).toBe(fleet.rosters(true));
    expect(fleet.rosters(true)).not.toBe(fleet.rosters(false));
  });
});

describe("the size of a span", () => {
  const told = (run: () => unknown): string[] => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      return error.issues.map(({ path, message }) => `${path}: ${message}`);
    }
    return [];
  };
  // As if so much were due; who is alone would live through it slice by slice.
  const of = (due: number): Prepared => ({ ...prepared(job("a")), isAlone: false, due });
  const all = { seed: 0, keep: "all", rules: DEFAULT_RULES } as const;
  const summary = { ...all, keep: "summary" } as const;

  it("should have a limit, above which a timeline says what to do", () => {
    const issues = [
      "span: expected at most 200000000 due starts, received 200000001; " +
        'use keep: "summary" or a shorter span',
    ];
    for (const answer of [timelineOf, summaryOf, briefOf])
      expect(told(() => answer(of(200_000_001), all))).toEqual(issues);
    expect(told(() => briefOf(of(200_000_000), all))).toEqual([]);
  });

  it("should have a limit a thousand times as high for a summary", () => {
    const issues = [
      "span: expected at most 200000000000 due starts, received 200000000001; use a shorter span",
    ];
    for (const answer of [timelineOf, summaryOf, briefOf]) {
      expect(told(() => answer(of(200_000_000_001), summary))).toEqual(issues);
      expect(told(() => answer(of(200_000_000_000), summary))).toEqual([]);
    }
  });
});

describe("a summary without a timeline", () => {
  it("should be that of the timeline, and in brief its figures", () => {
    const hours = startWindow(mask((hour) => hour >= 8 && hour < 20));
    const fleet: Fleet = {
      jobs: [
        job("a", { proxyId: "p", rpo: DAY }),
        job("b", { proxyId: "p", rpo: 26 * HOUR, policy: daily("22:30") }),
        job("c", { policy: every("Hours8", hours) }),
        job("d", { policy: windowed("22:00", 20, 22), rpo: DAY }),
      ],
      proxies: [{ id: "p", slots: 1, threads: 4 }],
    };
    const ready = prepare(checkedFleet(fleet, hostZone), span);
    const under = { seed: 0, keep: "all", rules: DEFAULT_RULES } as const;
    const { summary } = timelineOf(ready, under);
    expect(JSON.stringify(summaryOf(ready, under))).toBe(JSON.stringify(summary));
    // Of c the starts at 0 o'clock are outside of its window; d is always blocked.
    expect(summary.jobs.map(({ due, blocked, started }) => [due, blocked, started])).toEqual([
      [3, { backupWindow: 0, startWindow: 0 }, 3],
      [3, { backupWindow: 0, startWindow: 0 }, 3],
      [9, { backupWindow: 0, startWindow: 3 }, 6],
      [3, { backupWindow: 3, startWindow: 0 }, 0],
    ]);
    const brief = briefOf(ready, under);
    expect([...brief.lostRuns]).toEqual([0, 0, 3, 3]);
    expect([...brief.isOverTarget]).toEqual([1, 0, 0, 1]);
    expect([...brief.worstExposure]).toEqual(summary.jobs.map(({ exposure }) => exposure.worst));
    expect([...brief.slowdown]).toEqual([1, 1, 1, 1]);
    // a and b one after the other, and c at no time with them.
    expect(brief.peak).toBe(1);
    // b waits for half an hour each night; 12 sessions.
    expect(brief.wait).toEqual({ mean: HOUR / 8, max: HOUR / 2 });
    expect(brief.demand).toBe(1);
  });
});

describe("the version of the zones of a timeline", () => {
  it("should be that of the first zone that has one, and else none", () => {
    const versionOf = (...zones: string[]): string => {
      const jobs = zones.map((zone) => job(zone, { clock: { zone } }));
      const under = { seed: 0, keep: "all", rules: DEFAULT_RULES } as const;
      return timelineOf(prepared(...jobs), under).zoneVersion;
    };
    const { version } = checkedFleet({ clock: { zone: "Europe/Berlin" }, jobs: [] }, hostZone).zone;
    expect(version).not.toBe("");
    expect([versionOf(), versionOf("UTC"), versionOf("UTC+1", "UTC")]).toEqual(["", "", ""]);
    expect(versionOf("UTC", "Europe/Berlin")).toBe(version);
    expect(versionOf("Europe/Berlin", "UTC")).toBe(version);
  });
});

describe("ifKnown", () => {
  const drawn = job("a");
  const given = job("b", { workload: () => ({ duration: HOUR, outcome: "Success" }) });
  const asked = (jobs: Job[], simulated: () => number): number | undefined =>
    ifKnown(checkedFleet({ jobs }, hostZone), simulated);
  const fails = (): never => {
    throw new Error("no such run");
  };

  it("should be what came of it", () => {
    expect(asked([drawn], () => 5)).toBe(5);
    expect(asked([given], () => 5)).toBe(5);
  });

  it("should be nothing where one function may not know its runs, and else the error", () => {
    expect(asked([given], fails)).toBe(undefined);
    expect(asked([drawn, given], fails)).toBe(undefined);
    expect(() => asked([drawn], fails)).toThrow("no such run");
    expect(() => asked([], fails)).toThrow("no such run");
  });
});
