import { describe, expect, it } from "vitest";
import {
  compare,
  type Comparison,
  durationFactor,
  type Fleet,
  type Job,
  parsePolicy,
  PolicyError,
  simulate,
  type Timeline,
  windowHours,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, nightly, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const at = (text: string): number => Date.parse(`${text}Z`);

function compared(baseline: Fleet, candidate: Fleet, span = week): Comparison {
  return compare(simulate(baseline, span), simulate(candidate, span));
}

const one = (job: Partial<Job>, more: Partial<Fleet> = {}): Fleet => ({
  jobs: [{ id: "mail", policy: daily("22:00"), workload: { duration: "PT45M" }, ...job }],
  ...more,
});

describe("compare, by example", () => {
  it("should call each night's run moved when a job moves by an hour, and say by how much", () => {
    const { runs, jobs, changes, isEmpty } = compared(one({}), one({ policy: daily("21:00") }));
    expect(isEmpty).toBe(false);
    expect(changes).toEqual([
      {
        of: "job",
        id: "mail",
        kind: "changed",
        setting: "policy.dailyTime",
        baseline: "22:00:00",
        candidate: "21:00:00",
        text: "starts at 21:00 (22:00 before)",
      },
    ]);
    expect([runs!.added, runs!.removed, runs!.changed]).toEqual([[], [], []]);
    expect(runs!.moved).toHaveLength(7);
    expect(runs!.moved[0]).toEqual({
      job: "mail",
      baseline: {
        nominal: at("2026-01-05T22:00"),
        start: at("2026-01-05T22:00"),
        end: at("2026-01-05T22:45"),
        sessions: 1,
        outcome: "Success",
      },
      candidate: {
        nominal: at("2026-01-05T21:00"),
        start: at("2026-01-05T21:00"),
        end: at("2026-01-05T21:45"),
        sessions: 1,
        outcome: "Success",
      },
      byMs: -HOUR,
    });
    expect(jobs[0]!.runs).toEqual({
      added: 0,
      removed: 0,
      moved: 7,
      changed: 0,
      movedByMs: -HOUR,
      example: { baseline: "2026-01-05T22:00:00Z", candidate: "2026-01-05T21:00:00Z" },
    });
  });

  it("should pair starts around midnight; what the span's edges cut off is gone or new", () => {
    const { runs, jobs } = compared(one({}), one({ policy: daily("01:00") }));
    expect(jobs[0]!.runs).toMatchObject({ added: 1, removed: 1, moved: 6, movedByMs: 3 * HOUR });
    expect(runs!.added.map((run) => [run.nominal, run.otherwise])).toEqual([
      [at("2026-01-05T01:00"), "not-due"],
    ]);
    expect(runs!.removed.map((run) => [run.nominal, run.otherwise])).toEqual([
      [at("2026-01-11T22:00"), "not-due"],
    ]);
  });

  it("should pair twelve hours on the same date", () => {
    const forth = compared(one({ policy: daily("10:00") }), one({ policy: daily("22:00") }));
    expect(forth.jobs[0]!.runs).toMatchObject({
      added: 0,
      removed: 0,
      moved: 7,
      movedByMs: 12 * HOUR,
    });
    expect(
      compared(one({ policy: daily("22:00") }), one({ policy: daily("10:00") })).jobs[0]!.runs,
    ).toMatchObject({ moved: 7, movedByMs: -12 * HOUR });
  });

  it("should leave the nights alone that are only gone", () => {
    const { runs } = compared(one({}), one({ policy: daily("21:00", { dailyType: "Weekends" }) }));
    expect([runs!.moved.length, runs!.removed.length, runs!.added.length]).toEqual([2, 5, 0]);
    expect(runs!.moved.map((run) => run.byMs)).toEqual([-HOUR, -HOUR]);
  });

  it("should tell a run that waits from one that is elsewhere", () => {
    const jobs = ["mail", "sites"].map((id): Job => ({
      id,
      policy: daily("22:00"),
      proxyId: "p",
      workload: { duration: "PT45M" },
    }));
    const { runs, resources, worse, fleet } = compared(
      { jobs, proxies: [{ id: "p", slots: 2 }] },
      { jobs, proxies: [{ id: "p", slots: 1 }] },
    );
    expect(
      runs!.moved.every(
        ({ job, byMs, baseline, candidate }) =>
          job === "sites" && byMs === 45 * MINUTE && baseline.nominal === candidate.nominal,
      ),
    ).toBe(true);
    expect(runs!.moved).toHaveLength(7);
    expect(resources).toHaveLength(1);
    expect(resources[0]!.metrics).toContainEqual({
      metric: "peak",
      unit: "count",
      baseline: 2,
      candidate: 1,
      difference: -1,
    });
    expect(fleet).toContainEqual({
      metric: "wait.max",
      unit: "ms",
      baseline: 0,
      candidate: 45 * MINUTE,
      difference: 45 * MINUTE,
    });
    expect(worse.map(({ job, text }) => [job, text])).toEqual([
      [
        "sites",
        "proxy p has 1 slot (2 slots before) -> waits of up to 45 min (no wait before), for " +
          "proxy p",
      ],
    ]);
  });

  it("should say why a window that closes earlier breaks a target, link by link", () => {
    const fleet = one({
      policy: windowed("22:00", 20, 6),
      rpo: 26 * HOUR,
      workload: ({ nominal }) => ({
        duration: (nominal - at("2026-01-05T22:00")) % (2 * DAY) === 0 ? 90 * MINUTE : 30 * MINUTE,
        outcome: "Success",
      }),
    });
    const { worse, crossings, peak, better } = compared(
      fleet,
      windowHours(["20:00-23:00"])["20:00-23:00"]!(fleet),
    );
    expect(worse.map((verdict) => verdict.text)).toEqual([
      "the window now closes at 23:00 (06:00 before) -> 4 of 7 sessions stopped (0 of 7 " +
        "before) -> 3 restore points (7 before) -> worst exposure 48 h 30 min (25 h 30 min " +
        "before), target 26 h",
    ]);
    expect(
      worse[0]!.chain.map(({ kind, about, baseline, candidate }) => [
        kind,
        about,
        baseline,
        candidate,
      ]),
    ).toEqual([
      ["setting", "policy.backupWindowSettings", undefined, undefined],
      ["stopped", "stopped", 0, 4],
      ["restore-points", "exposure.restorePoints", 7, 3],
      ["exposure", "exposure.worst", 25.5 * HOUR, 48.5 * HOUR],
    ]);
    expect(crossings).toEqual([
      {
        job: "mail",
        crossing: "missed",
        baseline: 25.5 * HOUR,
        candidate: 48.5 * HOUR,
        target: { baseline: 26 * HOUR, candidate: 26 * HOUR },
      },
    ]);
    expect([peak, better]).toEqual([undefined, []]);
  });

  it("should count a session that a window stopped for more than a shorter exposure", () => {
    // Before, two nights in a row fail; after, one night is too long for the window. The exposure
    // falls, and yet a run is lost.
    const nights = (failing: readonly number[], long: readonly number[]): Fleet =>
      one({
        policy: windowed("22:00", 20, 6),
        workload: ({ nominal }) => {
          const night = Math.floor((nominal - week.from) / DAY);
          return {
            duration: long.includes(night) ? 12 * HOUR : HOUR,
            outcome: failing.includes(night) ? "Failed" : "Success",
          };
        },
      });
    const { worse, better } = compared(nights([2, 3], []), nights([], [4]));
    expect(better).toEqual([]);
    expect(worse.map(({ chain }) => chain.slice(1).map(({ text }) => text))).toEqual([
      ["1 of 7 sessions stopped (0 of 7 before)"],
    ]);
  });

  it("should pair runs that are equally far apart by their date", () => {
    const span = { from: at("2026-01-05T06:00"), to: at("2026-01-12T06:00") };
    const { runs, jobs } = compared(
      one({ policy: daily("12:00") }),
      one({ policy: daily("00:00") }),
      span,
    );
    expect([runs!.moved.length, runs!.removed.length, runs!.added.length]).toEqual([6, 1, 1]);
    expect(jobs[0]!.runs).toMatchObject({
      movedByMs: -12 * HOUR,
      example: { baseline: "2026-01-06T12:00:00Z", candidate: "2026-01-06T00:00:00Z" },
    });
  });

  it("should tell a window that is read at another offset", () => {
    const offset = (minuteOffset: number): Fleet =>
      one({
        policy: windowed("22:00", 20, 6, {
          backupWindowSettings: { backupWindow: nightly(20, 6), minuteOffset },
        }),
      });
    expect(compared(offset(0), offset(-30)).changes.map(({ text }) => text)).toEqual([
      "the window is read at an offset of -30 min (0 min before)",
    ]);
    const always = (minuteOffset: number): Fleet =>
      one({
        policy: windowed("22:00", 20, 6, {
          backupWindowSettings: { backupWindow: nightly(0, 24), minuteOffset },
        }),
      });
    // open at any hour, whatever the offset
    expect(compared(always(0), always(-30)).isEmpty).toBe(true);
  });

  it("should point at the neighbours where a job's own settings are as they were", () => {
    const job = (id: string, time: string): Job => ({
      id,
      policy: daily(time),
      proxyId: "p",
      workload: { duration: "PT45M" },
    });
    const proxies = [{ id: "p", slots: 1 }];
    const { worse } = compared(
      { jobs: [job("mail", "22:00"), job("sites", "23:00")], proxies },
      { jobs: [job("mail", "23:00"), job("sites", "23:00")], proxies },
      { from: at("2026-01-05T12:00"), to: at("2026-01-12T12:00") },
    );
    expect(worse.find(({ job: id }) => id === "sites")!.text).toBe(
      "mail starts at 23:00 (22:00 before) -> waits of up to 45 min (no wait before), for proxy p",
    );
  });

  it("should tell why a run is not there on the other side", () => {
    const { runs } = compared(
      one({ policy: windowed("22:00", 20, 6) }),
      one({ policy: windowed("22:00", 0, 6) }),
    );
    expect(runs!.removed.map(({ otherwise }) => otherwise)).toEqual(
      new Array(7).fill("backup-window"),
    );
  });

  it("should tell runs that only end otherwise", () => {
    const fleet = one({});
    const { runs } = compared(fleet, durationFactor([2])["x2"]!(fleet));
    expect([runs!.changed.length, runs!.moved.length]).toEqual([7, 0]);
    expect(runs!.changed[0]!.candidate.end - runs!.changed[0]!.baseline.end).toBe(45 * MINUTE);
  });

  it("should name each kind of change", () => {
    const before: Fleet = {
      jobs: [
        { id: "a", policy: daily("22:00") },
        { id: "b", policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours2" }) },
        { id: "c", policy: windowed("22:00", 20, 6) },
        { id: "d", policy: daily("22:00") },
      ],
      proxies: [
        { id: "p", slots: 1 },
        { id: "q", slots: 1 },
      ],
    };
    const after: Fleet = {
      clock: { zone: "Europe/Berlin" },
      jobs: [
        {
          id: "a",
          policy: daily("22:00", {
            dailyType: "Workdays",
            retryEnabled: true,
            retryNumber: 2,
            retryWaitInterval: 10,
          }),
          rpo: DAY,
          proxyId: "p",
          enabled: false,
          workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.1 },
        },
        {
          id: "b",
          policy: parsePolicy({
            type: "Periodically",
            periodicallyEvery: "Hours4",
            periodicallyOffsetMinutes: 15,
            periodicallyWindowEnabled: true,
            periodicallyWindowSettings: { backupWindow: nightly(9, 17) },
          }),
        },
        { id: "c", policy: windowed("22:00", 21, 6), clock: { gap: "skip" } },
        { id: "e", policy: daily("22:00") },
      ],
      proxies: [
        { id: "p", slots: Infinity },
        { id: "r", slots: 1 },
      ],
    };
    expect(
      compared(before, after).changes.map(({ of, id, kind, setting, text }) =>
        [of, id, kind, setting, text].join(" | "),
      ),
    ).toEqual([
      "job | a | changed | policy.dailyType | runs on workdays (every day before)",
      "job | a | changed | policy.retryNumber | 2 retries, 10 min apart (no retries before)",
      "job | a | changed | enabled | disabled (enabled before)",
      "job | a | changed | proxyId | proxy p (no proxy before)",
      "job | a | changed | rpo | target 24 h (no target before)",
      "job | a | changed | workload | sessions take lognormal, median 45 min, p95 2 h, 0.1 " +
        "failed (0 s before)",
      "job | b | changed | policy.periodicallyEvery | runs every 4 hours (every 2 hours before)",
      "job | b | changed | policy.periodicallyOffsetMinutes | starts at :15 (:00 before)",
      "job | b | changed | policy.periodicallyWindowSettings | the start window is open " +
        "every day 09:00-17:00 (at any hour before)",
      "job | c | changed | policy.backupWindowSettings | the window now opens at 21:00 " +
        "(20:00 before)",
      "job | c | changed | clock.gap | clock gap: skip (as the fleet's before)",
      "job | d | removed |  | is gone",
      "job | e | added |  | is new",
      "proxy | p | changed | slots | has slots without limit (1 slot before)",
      "proxy | q | removed |  | is gone",
      "proxy | r | added |  | is new",
      "fleet |  | changed | clock.zone | clock zone: Europe/Berlin (UTC before)",
    ]);
  });

  it("should not call another spelling a change", () => {
    const odd = {
      type: "daily",
      DailyType: "everyday",
      dailyTime: " 22:00 ",
      periodicallyEvery: "Hours1",
    } as unknown as Job["policy"];
    expect(
      compared(
        one({ workload: { duration: 45 * MINUTE, failed: 0 }, enabled: true }),
        one({ policy: odd, workload: { duration: "PT45M" } }, { clock: { gap: "shift" } }),
      ).isEmpty,
    ).toBe(true);
  });

  it.each(["zone", "windowClock", "gap", "overlap", "gridOverlap"])(
    "should not call a clock setting that is undefined a change: %s",
    (setting) => {
      const clock = { [setting]: undefined };
      expect(compared(one({}), one({}, { clock })).changes).toEqual([]);
      expect(compared(one({ clock }), one({})).changes).toEqual([]);
    },
  );

  it("should compare timelines of which only the summary was kept, without the runs", () => {
    const summary = { ...week, keep: "summary" as const };
    const full = compared(one({}), one({ policy: daily("21:00") }));
    const { runs, ...rest } = compare(
      simulate(one({}), summary),
      simulate(one({ policy: daily("21:00") }), summary),
    );
    expect(runs).toBeUndefined();
    expect(rest.jobs.map(({ id, metrics }) => [id, metrics])).toEqual(
      full.jobs.map(({ id, metrics }) => [id, metrics]),
    );
    expect(rest.changes).toEqual(full.changes);
  });

  it("should say what else differs: seed and rules", () => {
    const fleet = one({ workload: { duration: { uniform: ["PT10M", "PT2H"] } } });
    const { changes } = compare(
      simulate(fleet, week),
      simulate(fleet, { ...week, seed: 7, rules: { restorePoint: "success" } }),
    );
    expect(
      changes.map(({ setting, baseline, candidate }) => [setting, baseline, candidate]),
    ).toEqual([
      ["seed", 0, 7],
      ["rules.restorePoint", "success-or-warning", "success"],
    ]);
  });
});

describe("compare, chains of causes", () => {
  it("should find a change of slots that is felt by a job which does not need them", () => {
    // Two jobs queue at the proxy now, which leaves room in the repository for the third.
    const job = (id: string, more: Partial<Job>): Job => ({
      id,
      policy: daily("22:00"),
      repositoryId: "r",
      workload: { duration: "PT1H" },
      ...more,
    });
    const fleetWith = (slots: number): Fleet => ({
      jobs: [job("a", { proxyId: "p" }), job("b", { proxyId: "p" }), job("c", {})],
      proxies: [{ id: "p", slots }],
      repositories: [{ id: "r", slots: 2 }],
    });
    const { worse, better } = compared(fleetWith(2), fleetWith(1));
    expect(worse.map(({ job: id, text }) => [id, text.split(" -> ").slice(0, 2)])).toEqual([
      [
        "b",
        [
          "proxy p has 1 slot (2 slots before)",
          "waits of up to 1 h (no wait before), for proxy p or repository r",
        ],
      ],
    ]);
    const called = { ...fleetWith(1), proxies: [{ id: "p", name: "old-01", slots: 1 }] };
    expect(compared(fleetWith(2), called).worse[0]!.text).toContain(
      "waits of up to 1 h (no wait before), for proxy old-01 or repository r",
    );
    expect(better.map(({ job: id, text }) => [id, text.split(" -> ").slice(0, 2)])).toEqual([
      [
        "c",
        [
          "proxy p, which it does not use, has 1 slot (2 slots before)",
          "no wait (waits of up to 1 h before), for repository r",
        ],
      ],
    ]);
  });
});

describe("compare, hostile input", () => {
  it("should name what is no timeline, and spans that differ", () => {
    const timeline = simulate(one({}), week);
    const issues = (...sides: unknown[]): string[] => {
      try {
        compare(...(sides as [Timeline, Timeline]));
      } catch (error) {
        if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
        throw error;
      }
      return [];
    };
    expect(issues(undefined, { span: {} })).toEqual(["baseline", "candidate"]);
    expect(issues(timeline, 3)).toEqual(["candidate"]);
    expect(issues(timeline, simulate(one({}), { from: week.from + 1, to: week.to + 1 }))).toEqual([
      "candidate.span.from",
      "candidate.span.to",
    ]);
  });

  it("should keep jobs apart whose ids look like something else", () => {
    const ids = ["__proto__", "constructor", "a b", ""].slice(0, 3);
    const fleet: Fleet = {
      jobs: ids.map((id) => ({ id, policy: daily("22:00"), proxyId: "__proto__" })),
      proxies: [{ id: "__proto__", slots: 2 }],
    };
    const moved: Fleet = {
      ...fleet,
      jobs: fleet.jobs.map((job) => ({ ...job, policy: daily("21:00") })),
    };
    expect(compared(fleet, fleet).isEmpty).toBe(true);
    expect(compared(fleet, moved).jobs.map(({ id, runs }) => [id, runs!.moved])).toEqual(
      ids.map((id) => [id, 7]),
    );
  });
});
