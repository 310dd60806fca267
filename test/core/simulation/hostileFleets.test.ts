/**
 * Fleets and spans that make no sense: every issue at once, each with its path (R26), or an answer
 * in bounded time (R27).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  type Job,
  PolicyError,
  simulate,
  type SimulationSpan,
  summarize,
  type Timeline,
  type WorkloadResult,
  type WorkloadRun,
} from "../../../src/index.ts";
import { at, daily, DAY, every, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const WEEK_SPAN: SimulationSpan = { from: FROM, to: FROM + 7 * DAY };
const NIGHTLY = daily("22:00");

/**
 * `path: what came` of every issue; an empty list where the input is taken. Anything but a
 * `PolicyError` fails the test.
 */
function issuesOf(fleet: unknown, span: unknown = WEEK_SPAN): string[] {
  try {
    simulate(fleet as Fleet, span as SimulationSpan);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const { message, expected } of error.issues) expect(message).toContain(expected);
    return error.issues.map(({ path, received }) => `${path}: ${received}`);
  }
  return [];
}

const job = (more: object = {}): object => ({ id: "A", policy: NIGHTLY, ...more });
const issuesOfJob = (more: object): string[] => issuesOf({ jobs: [job(more)] });
const workload = (value: unknown): string[] => issuesOfJob({ workload: value });

describe("a fleet that makes no sense", () => {
  it("should not take a number for a clock or rules, nor an endless target for a target", () => {
    expect(issuesOfJob({ clock: 5 })).toEqual(["jobs[0].clock: 5"]);
    expect(issuesOf({ clock: 5, jobs: [job()] })).toEqual(["clock: 5"]);
    expect(issuesOf({ jobs: [job()] }, { ...WEEK_SPAN, rules: 5 })).toEqual(["span.rules: 5"]);
    expect(issuesOfJob({ rpo: Infinity })).toEqual(["jobs[0].rpo: Infinity"]);
  });

  it("should have every issue named at once", () => {
    const fleet = {
      clock: { gap: "jump" },
      proxies: [
        { id: "P", slots: 0 },
        { id: "P", slots: Number.NaN },
        { id: "", slots: -1 },
        { id: "Q", slots: 1.5 },
      ],
      repositories: [{ id: "R", slots: "2" }, null],
      organizations: {},
      jobs: [
        job({ proxyId: "nowhere", repositoryId: "R", organizationId: 7 }),
        job({ rpo: -1, enabled: "yes", runNow: 1 }),
        null,
        { id: "C" },
        {
          id: "D",
          policy: {
            type: "Daily",
            dailyType: "Everyday",
            dailyTime: "25:00",
            retryEnabled: true,
            retryNumber: 1_000_000,
            retryWaitInterval: 1,
          },
        },
      ],
    };
    expect(
      issuesOf(fleet, {
        from: FROM,
        to: FROM - 1,
        seed: 0.5,
        keep: "some",
        rules: { pendingRetry: "last", retries: 3 },
      }).sort(),
    ).toEqual(
      [
        'clock.gap: "jump"',
        "proxies[0].slots: 0",
        'proxies[1].id: "P"',
        "proxies[1].slots: NaN",
        'proxies[2].id: ""',
        "proxies[2].slots: -1",
        "proxies[3].slots: 1.5",
        'repositories[0].slots: "2"',
        "repositories[1]: nothing",
        "organizations: an empty object",
        'jobs[0].proxyId: "nowhere"',
        "jobs[0].organizationId: 7",
        'jobs[1].id: "A"',
        "jobs[1].rpo: -1",
        'jobs[1].enabled: "yes"',
        "jobs[1].runNow: 1",
        "jobs[2]: nothing",
        "jobs[3].policy: nothing",
        'jobs[4].policy.dailyTime: "25:00"',
        "jobs[4].policy.retryNumber: 1000000",
        `span.to: ${FROM - 1}`,
        "span.seed: 0.5",
        'span.keep: "some"',
        'span.rules.pendingRetry: "last"',
        'span.rules.retries: "retries"',
      ].sort(),
    );
  });

  it("should have issues of workloads named with all others of the job and the fleet", () => {
    const jobs = [{ id: "A", policy: { type: "Daily" }, workload: { duration: -5 } }];
    expect(issuesOf({ jobs })).toEqual(
      expect.arrayContaining([
        "jobs[0].policy.dailyTime: nothing",
        "jobs[0].workload.duration: -5",
      ]),
    );
    expect(
      issuesOf({ clock: { gap: "jump" }, jobs: [job({ workload: { duration: -5 } })] }),
    ).toEqual(expect.arrayContaining(['clock.gap: "jump"', "jobs[0].workload.duration: -5"]));
  });

  it("should have unknown zones named with all others, at their place", () => {
    expect(issuesOf({ clock: { zone: "Mars/Olympus" }, jobs: [job()] })).toEqual([
      'clock.zone: "Mars/Olympus"',
    ]);
    expect(
      issuesOf({
        jobs: [
          job(),
          job({ id: "B", clock: { zone: "Mars/Olympus" } }),
          job({ id: "C", clock: { zone: "Moon/Tycho" }, rpo: -1 }),
        ],
      }),
    ).toEqual([
      'jobs[1].clock.zone: "Mars/Olympus"',
      "jobs[2].rpo: -1",
      'jobs[2].clock.zone: "Moon/Tycho"',
    ]);
  });

  it("should be refused where it is no fleet, and a span where it is no span", () => {
    for (const fleet of [null, undefined, 5, "fleet", []])
      expect(issuesOf(fleet).map((line) => line.split(":")[0])).toEqual([""]);
    for (const fleet of [{}, { jobs: null }, { jobs: "A" }, { jobs: { length: 3 } }])
      expect(issuesOf(fleet).map((line) => line.split(":")[0])).toEqual(["jobs"]);
    for (const span of [null, 5, "week", []])
      expect(issuesOf({ jobs: [] }, span).map((line) => line.split(":")[0])).toEqual(["span"]);
    for (const span of [
      {},
      { from: "x", to: Number.NaN },
      { from: Infinity, to: -Infinity },
      { from: 0.5, to: 1.5 },
      { from: 9e15, to: 9e15 },
    ]) {
      expect(issuesOf({ jobs: [] }, span).map((line) => line.split(":")[0])).toEqual(
        expect.arrayContaining(["span.from", "span.to"]),
      );
    }
    expect(issuesOf(null, null)).toEqual([": nothing", "span: nothing"]);
  });

  it("should be refused with labels that are no texts", () => {
    const labels = { owner: "Ann", cost: 5, "": null };
    const paths = [".cost: 5", '[""]: nothing'];
    const at = (place: string): string[] => paths.map((path) => `${place}labels${path}`);
    expect(issuesOfJob({ labels })).toEqual(at("jobs[0]."));
    expect(issuesOf({ jobs: [job()], labels })).toEqual(at(""));
    const proxies = [{ id: "P", slots: 1, labels }];
    expect(issuesOf({ jobs: [job()], proxies })).toEqual(at("proxies[0]."));
    for (const none of [5, "red", ["red"], null])
      expect(issuesOfJob({ labels: none }).map((line) => line.split(":")[0])).toEqual([
        "jobs[0].labels",
      ]);
    expect(issuesOfJob({ labels: { "any name": "any text" } })).toEqual([]);
  });

  it("should be refused where a list has holes", () => {
    expect(issuesOf({ jobs: [job(), , job({ id: "B" })] })).toEqual(["jobs[1]: nothing"]);
    expect(issuesOf({ jobs: [job()], proxies: [, { id: "P", slots: 1 }] }).length).toBeGreaterThan(
      0,
    );
  });

  it("should be told apart from one with odd names", () => {
    const odd: Fleet = {
      jobs: ["__proto__", "constructor", "toString", "a\nb", "💾"].map((id): Job => ({
        id,
        policy: NIGHTLY,
        proxyId: "__proto__",
      })),
      proxies: [{ id: "__proto__", slots: 1 }],
    };
    expect(issuesOf(odd)).toEqual([]);
    expect(issuesOfJob({ proxyId: "constructor" })).toEqual(['jobs[0].proxyId: "constructor"']);
    expect(issuesOf({ jobs: [] }, { ...WEEK_SPAN, rules: { constructor: true } })).toEqual([
      'span.rules.constructor: "constructor"',
    ]);
    expect(
      issuesOf({ jobs: [] }, { ...WEEK_SPAN, rules: JSON.parse('{"__proto__": 1}') as object }),
    ).toEqual(['span.rules.__proto__: "__proto__"']);
  });
});

describe("a workload that makes no sense", () => {
  it("should have its issues named, each at its place", () => {
    expect(workload(5)).toEqual(["jobs[0].workload: 5"]);
    expect(workload([])).toEqual(["jobs[0].workload: an array of 0"]);
    expect(workload({})).toEqual(["jobs[0].workload.duration: nothing"]);
    expect(workload({ duration: -1 })).toEqual(["jobs[0].workload.duration: -1"]);
    expect(workload({ duration: Number.NaN, failed: -0.1, warning: "x", retryShare: -2 })).toEqual([
      "jobs[0].workload.duration: NaN",
      "jobs[0].workload.failed: -0.1",
      'jobs[0].workload.warning: "x"',
      "jobs[0].workload.retryShare: -2",
    ]);
    expect(
      workload({ duration: 1, failed: 0.6, warning: 0.5 }).map((line) => line.split(":")[0]),
    ).toEqual(["jobs[0].workload"]);
    expect(workload({ duration: { lognormal: { p95: "PT5M" } } })).toEqual([
      "jobs[0].workload.duration.lognormal.median: nothing",
    ]);
    expect(
      workload({ duration: { empirical: Array.from({ length: 1_000_001 }, () => 1) } }),
    ).toEqual(["jobs[0].workload.duration.empirical: an array of 1,000,001"]);
  });

  it("should be named by run and attempt where a function returns nonsense", () => {
    const at22 = FROM + 22 * HOUR;
    const returned = (value: unknown): string[] => workload(() => value);
    const duration = `jobs[0].workload({ nominal: ${at22}, attempt: 0 }).duration`;
    const outcome = `jobs[0].workload({ nominal: ${at22}, attempt: 0 }).outcome`;
    for (const nothing of [
      undefined,
      null,
      5,
      "x",
      Promise.resolve({ duration: 1, outcome: "Success" }),
    ])
      expect(returned(nothing)).toEqual([`${duration}: nothing`, `${outcome}: nothing`]);
    expect(returned({ duration: Number.NaN, outcome: "Success" })).toEqual([`${duration}: NaN`]);
    expect(returned({ duration: -1, outcome: "Success" })).toEqual([`${duration}: -1`]);
    expect(returned({ duration: Infinity, outcome: "Success" })).toEqual([`${duration}: Infinity`]);
    expect(returned({ duration: "PT1H", outcome: "Success" })).toEqual([`${duration}: "PT1H"`]);
    for (const bad of ["Stopped", "Running", "success", "", 0, undefined])
      expect(returned({ duration: 1, outcome: bad })).toEqual([
        `${outcome}: ${bad === undefined ? "nothing" : JSON.stringify(bad)}`,
      ]);
  });

  it("should not have something else taken for a number of ms or an outcome", () => {
    for (const duration of [null, true, false, "60000", "", [], [5], 5n, new Date(5), -0.4])
      expect(workload(() => ({ duration, outcome: "Success" })).length, String(duration)).toBe(1);
    for (const duration of [Symbol("x"), Object.create(null)])
      expect(workload(() => ({ duration, outcome: "Success" })).length).toBe(1);
    for (const outcome of [
      ["Failed"],
      { toString: () => "Failed" },
      Object.create(null),
      Symbol("x"),
    ])
      expect(workload(() => ({ duration: 1, outcome })).length).toBe(1);
  });

  it("should say which attempt of which job its function threw at, and what", () => {
    const retried = every("Hours8", {
      retryEnabled: true,
      retryNumber: 1,
      retryWaitInterval: 10,
    });
    const threwAt = (attempt: number, cause: unknown): PolicyError => {
      const workload = (run: WorkloadRun): WorkloadResult => {
        if (run.attempt === attempt && run.nominal === FROM + 8 * HOUR) throw cause;
        return { duration: MINUTE, outcome: "Failed" };
      };
      const jobs: Job[] = [
        { id: "first", policy: retried, workload: { duration: 1 } },
        { id: "second", policy: retried, workload },
      ];
      try {
        simulate({ jobs }, WEEK_SPAN);
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
        return error as PolicyError;
      }
      throw new Error("nothing was thrown");
    };
    expect(threwAt(1, new RangeError("mine")).message).toBe(
      'jobs[1].workload: expected how attempt 1 of "second" goes, due 2026-01-05T08:00:00Z ' +
        `(nominal ${FROM + 8 * HOUR}), received "RangeError: mine"; the function threw it`,
    );
    fc.assert(
      fc.property(fc.nat(1), fc.anything(), (attempt, cause) => {
        const error = threwAt(attempt, cause);
        expect([error.code, error.cause]).toEqual(["workload-threw", cause]);
        expect(error.message).toContain(`attempt ${attempt} of "second"`);
      }),
      { numRuns: 50 },
    );
    expect(threwAt(0, new PolicyError([])).code).toBe("workload-threw");
  });
});

describe("what is odd but possible", () => {
  const summaryOf = (timeline: Timeline) => summarize(timeline).fleet;

  it("should run over an empty span and without jobs", () => {
    const empty = simulate(
      { jobs: [{ id: "A", policy: NIGHTLY, runNow: true }] },
      { from: FROM, to: FROM },
    );
    expect([empty.sessions.length, empty.missed.length, summaryOf(empty).due]).toEqual([0, 0, 0]);
    expect(
      simulate({ jobs: [], proxies: [{ id: "P", slots: 1 }] }, WEEK_SPAN).sessions.length,
    ).toBe(0);
  });

  it("should end a session that takes longer than time itself with the span", () => {
    const timeline = simulate(
      {
        jobs: [
          {
            id: "A",
            policy: NIGHTLY,
            workload: () => ({ duration: Number.MAX_SAFE_INTEGER, outcome: "Success" }),
          },
        ],
      },
      WEEK_SPAN,
    );
    expect([...timeline.rows()].map(({ end, outcome }) => [end, outcome])).toEqual([
      [WEEK_SPAN.to, "Running"],
    ]);
    expect(summaryOf(timeline).missed).toBe(6);
  });

  it("should take as many slots as there are numbers, and no end of them", () => {
    const peak = (slots: number): number =>
      summarize(
        simulate(
          {
            jobs: [{ id: "A", policy: NIGHTLY, proxyId: "P", workload: { duration: HOUR } }],
            proxies: [{ id: "P", slots }],
          },
          WEEK_SPAN,
        ),
      ).proxies[0]!.peak;
    expect([1, Number.MAX_SAFE_INTEGER, Infinity].map(peak)).toEqual([1, 1, 1]);
  });

  it("should end where every attempt fails in no time, with ten thousand retries at once", () => {
    const policy = every("Hours4", {
      retryEnabled: true,
      retryNumber: 10_000,
      retryWaitInterval: 0,
    });
    const timeline = simulate(
      { jobs: [{ id: "A", policy, workload: { duration: 0, failed: 1 } }] },
      { from: FROM, to: FROM + DAY },
    );
    expect(timeline.sessions.length).toBe(6 * 10_001);
    expect(timeline.sessions.attempt[10_000]).toBe(10_000);
  });

  it("should not retry where retries are switched off, whatever numbers stand beside", () => {
    const policy = every("Hours8", { retryEnabled: false, retryNumber: 3, retryWaitInterval: 10 });
    expect(
      simulate(
        { jobs: [{ id: "A", policy, workload: { duration: MINUTE, failed: 1 } }] },
        WEEK_SPAN,
      ).sessions.length,
    ).toBe(21);
  });

  it("should say where the present night ends in a span before 1970", () => {
    const timeline = simulate(
      { jobs: [{ id: "A", policy: NIGHTLY, runNow: true, workload: { duration: MINUTE } }] },
      { from: -DAY, to: -HOUR },
    );
    expect(summaryOf(timeline).waves.map(({ from, to, makespan }) => [from, to, makespan])).toEqual(
      [[-DAY, -DAY + MINUTE, MINUTE]],
    );
  });

  it("should count every night of two hundred years", () => {
    const years = { from: 0, to: Date.UTC(2170, 0, 1), keep: "summary" } as const;
    const jobs: Job[] = [{ id: "A", policy: NIGHTLY, workload: { duration: HOUR } }];
    expect(summaryOf(simulate({ jobs }, years)).started).toBe((years.to - years.from) / DAY);
  });
});
