/**
 * What people may write, to the compiler and to the readers: literals without `as const`, also
 * where they are made beforehand or in a `map`; misspelt keys don't compile.
 */
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  FLEET_KEYS,
  JOB_KEYS,
  RESOURCE_KEYS,
  WORKLOAD_KEYS,
} from "../../src/core/simulation/fleet.ts";
import type { PolicySetting } from "../../src/core/policy/types.ts";
import {
  compile,
  describePolicy,
  type Fleet,
  type FleetInput,
  headroom,
  type Job,
  type JobInput,
  lintPolicy,
  parsePolicy,
  type PolicyInput,
  type Resource,
  type ResourceInput,
  retrySequence,
  type SchedulePolicy,
  simulate,
  stagger,
  sweep,
} from "../../src/index.ts";

const ids = ["mail", "sites"];

/** Made beforehand: every word in it is any text to the compiler, every pair an array. */
const MADE = {
  clock: { zone: "Europe/Berlin", gap: "skip" },
  jobs: ids.map((id) => ({
    id,
    policy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" },
    workload: { duration: { uniform: ["30m", "1h"] }, failed: 0.1 },
    proxyId: "proxy",
    rpo: "26h",
    labels: { owner: "Ann" },
  })),
  proxies: [{ id: "proxy", slots: 1 }, { id: "unlimited" }],
};
const SPAN = {
  from: "2026-01-05",
  to: "2026-01-07",
  keep: "summary",
  rules: { pendingRetry: "first", retryManual: true },
};

describe("what people write", () => {
  it("should compile as it is, and come out canonical", () => {
    const { fleet, rules, span } = simulate(MADE, SPAN);
    expect(fleet).toEqual({
      ...MADE,
      jobs: ids.map((id) => ({
        ...MADE.jobs[0]!,
        id,
        policy: parsePolicy(MADE.jobs[0]!.policy),
        rpo: 26 * 3_600_000,
      })),
      proxies: [
        { id: "proxy", slots: 1 },
        { id: "unlimited", slots: Infinity },
      ],
    });
    expect([rules.pendingRetry, span.keep]).toEqual(["first", "summary"]);
    expect(simulate(fleet, SPAN).fleet).toBe(fleet);
    expect(simulate({ ...fleet, clock: {} }, SPAN).fleet.jobs).toBe(fleet.jobs);
  });

  it("should be parsed once for all jobs that share it", () => {
    const [policy] = MADE.jobs.map((job) => job.policy);
    const { fleet } = simulate({ jobs: ids.map((id) => ({ id, policy: policy! })) }, SPAN);
    expect(fleet.jobs[0]!.policy).toBe(fleet.jobs[1]!.policy);
  });

  it("should be taken by everything that takes a policy or a fleet", () => {
    const { policy } = MADE.jobs[0]!;
    const goal = { lower: "wait", within: "20:00-06:00" };
    const limits = { waitMax: "40m" };
    expect(compile(policy, MADE.clock).count(0, 86_400_000)).toBe(1);
    expect(describePolicy(policy)).toBe("Every day at 22:00.");
    expect(lintPolicy(policy, MADE.clock, "2026-01-01")).toEqual([]);
    const retries = { ...policy, retryEnabled: true, retryNumber: 1, retryWaitInterval: 10 };
    const attempt = { start: "2026-01-05T22:00Z", durations: ["5m", 60_000] };
    expect(retrySequence(retries, attempt).map(({ start, end }) => end - start)).toEqual([
      300_000, 60_000,
    ]);
    expect(stagger(MADE, SPAN, goal).lower).toBe("wait");
    const ask = ["durations"];
    expect(headroom(MADE, SPAN, { limits, ask, mostFactor: 1 }).limits).toEqual({
      waitMax: 2_400_000,
    });
    expect(sweep(MADE, { same: (fleet) => fleet }, SPAN).rows).toHaveLength(1);
  });

  it("should mean the same where a key is undefined as where it is not there", () => {
    const shapes: readonly (readonly [keys: readonly string[], made: (more: object) => object])[] =
      [
        [FLEET_KEYS, (more) => ({ ...more, ...MADE })],
        [JOB_KEYS, (more) => ({ ...MADE, jobs: MADE.jobs.map((job) => ({ ...more, ...job })) })],
        [
          RESOURCE_KEYS,
          (more) => ({ ...MADE, proxies: MADE.proxies.map((proxy) => ({ ...more, ...proxy })) }),
        ],
        [
          WORKLOAD_KEYS,
          (more) => ({
            ...MADE,
            jobs: MADE.jobs.map((job) => ({ ...job, workload: { ...more, ...job.workload } })),
          }),
        ],
        [
          ["zone", "windowClock", "gap", "overlap", "gridOverlap"],
          (clock) => ({
            ...MADE,
            jobs: MADE.jobs.map((job) => ({ ...job, clock })),
          }),
        ],
      ];
    const span = { from: SPAN.from, to: SPAN.to };
    const expected = [...simulate(MADE, span).rows()];
    expect(expected.length).toBeGreaterThan(2);
    for (const [keys, made] of shapes)
      fc.assert(
        fc.property(fc.subarray([...keys]), (some) => {
          const nothing = Object.fromEntries(some.map((key) => [key, undefined]));
          expect([...simulate(made(nothing) as FleetInput, span).rows()]).toEqual(expected);
        }),
        { numRuns: 20 },
      );
  });
});

describe("the types of what people write", () => {
  it("should take what comes out", () => {
    expectTypeOf<SchedulePolicy>().toExtend<PolicyInput>();
    expectTypeOf<Job>().toExtend<JobInput>();
    expectTypeOf<Resource>().toExtend<ResourceInput>();
    expectTypeOf<Fleet>().toExtend<FleetInput>();
  });

  it("should have the same keys as what comes out", () => {
    expectTypeOf<keyof PolicyInput>().toEqualTypeOf<PolicySetting>();
    expectTypeOf<keyof JobInput>().toEqualTypeOf<keyof Job>();
    expectTypeOf<keyof ResourceInput>().toEqualTypeOf<keyof Resource>();
    expectTypeOf<keyof FleetInput>().toEqualTypeOf<keyof Fleet>();
  });
});
