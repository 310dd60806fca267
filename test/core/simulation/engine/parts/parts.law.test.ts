/**
 * A big fleet lives part by part, a small one as a whole. Nothing of what comes out may tell which
 * it was.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../../src/core/simulation/checkFleet.ts";
import { lanesOf } from "../../../../../src/core/simulation/engine/capacity.ts";
import { partsOf } from "../../../../../src/core/simulation/engine/parts/parts.ts";
import { prepare, type Prepared } from "../../../../../src/core/simulation/prepare.ts";
import { timelineOf } from "../../../../../src/core/simulation/simulate.ts";
import { checkSpan } from "../../../../../src/core/simulation/span.ts";
import { readHostZone } from "../../../../../src/host/zones.ts";
import type {
  Distribution,
  DrawnWorkload,
  Fleet,
  Job,
  Resource,
  Rules,
  Timeline,
} from "../../../../../src/index.ts";
import { scenarios } from "../../../../support/fleetArbitraries.ts";
import { runs } from "../../../../support/scheduleArbitraries.ts";
import {
  at,
  backupWindow,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
} from "../../../../support/scheduleBuilders.ts";

interface Span {
  readonly from: number;
  readonly to: number;
  readonly rules?: Rules;
  readonly keep: "all" | "summary";
  readonly seed: number;
}

/** The fleet in a span, to live as a whole, and in parts of so many jobs at least. */
function bothWays(fleet: Fleet, span: Span, fewest: number): [whole: Prepared, parted: Prepared] {
  const checked = checkFleet(fleet, [], readHostZone)!;
  const prepared = (from: number): Prepared =>
    prepare(checked, span, undefined, { fleet: from, part: fewest, share: 1 });
  return [prepared(Infinity), prepared(0)];
}

function lived(prepared: Prepared, span: Span): Timeline {
  return timelineOf(prepared, checkSpan(span, [])!);
}

function said({ sessions, missed, summary }: Timeline): unknown {
  return JSON.parse(JSON.stringify({ sessions, missed, summary })) as unknown;
}

const LENGTHS: Distribution[] = [
  15 * MINUTE,
  30 * MINUTE,
  { uniform: [MINUTE, 2 * HOUR] },
  { lognormal: { median: 20 * MINUTE, p95: 3 * HOUR } },
  { empirical: [100, 59_999, 15 * MINUTE, HOUR] },
];

const workloads: fc.Arbitrary<DrawnWorkload> = fc.record(
  {
    duration: fc.constantFrom(...LENGTHS),
    full: fc.constantFrom<Distribution>(HOUR, { uniform: [HOUR, 3 * HOUR] }),
    grows: fc.constant({ per: DAY, share: 0.9 }),
    failed: fc.constantFrom(0, 0.3, 0.6),
    warning: fc.constantFrom(0, 0.3),
    retryShare: fc.constantFrom(0.5, 1),
  },
  { noNullPrototype: true, requiredKeys: ["duration", "failed", "warning", "retryShare"] },
);

/** What a job has of its part: its proxy, its repository, its organization, or nothing. */
const picks = fc.record(
  {
    part: fc.nat(4),
    proxy: fc.boolean(),
    repository: fc.boolean(),
    organization: fc.boolean(),
    workload: workloads,
  },
  { noNullPrototype: true },
);

const slots = fc.constantFrom(1, 1, 2, Infinity);
const asked = fc.record({
  scenario: fc.boolean().chain((tight) => scenarios({ tight, mostJobs: 14 })),
  own: fc.array(picks, { minLength: 14, maxLength: 14 }),
  limits: fc.array(fc.tuple(slots, slots, slots), { minLength: 5, maxLength: 5 }),
  keep: fc.constantFrom<"all" | "summary">("all", "summary"),
  seed: fc.nat(1_000),
  // The span need not begin or end with an hour.
  shifts: fc.tuple(fc.constantFrom(0, 0, 40_001), fc.constantFrom(0, 0, 1_740_003)),
  fewest: fc.constantFrom(1, 1, 3),
});

type Asked = typeof asked extends fc.Arbitrary<infer Of> ? Of : never;

/** A retry that is due at once would be another round of one instant. */
function laterRetries(policy: Job["policy"]): Job["policy"] {
  return policy.retryWaitInterval === 0 ? { ...policy, retryWaitInterval: 5 } : policy;
}

/** Jobs of a scenario with drawn work, on resources of up to five parts. */
function parted({ scenario: { fleet }, own, limits }: Asked): Fleet {
  const all = (letter: string, kind: 0 | 1 | 2): Resource[] =>
    limits.map((limit, part) => ({ id: `${letter}${part}`, slots: limit[kind] }));
  return {
    ...fleet,
    jobs: fleet.jobs.map((job, index): Job => {
      const { part, proxy, repository, organization, workload } = own[index]!;
      const { proxyId: _p, repositoryId: _r, organizationId: _o, ...rest } = job;
      return {
        ...rest,
        policy: laterRetries(job.policy),
        workload,
        ...(proxy && { proxyId: `p${part}` }),
        ...(repository && { repositoryId: `r${part}` }),
        ...(organization && { organizationId: `o${part}` }),
      };
    }),
    proxies: all("p", 0),
    repositories: all("r", 1),
    organizations: all("o", 2),
  };
}

/** How many first attempts that had waited started at one instant, at most. */
function mostWaitedFor({ sessions: { length, start, nominal, attempt } }: Timeline): number {
  const counts = new Map<number, number>();
  for (let row = 0; row < length; row += 1) {
    if (attempt[row] !== 0 || start[row] === nominal[row]) continue;
    counts.set(start[row]!, (counts.get(start[row]!) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

describe("a fleet that lives in parts", () => {
  it("should come to what it comes to as a whole, in the columns and in every figure", () => {
    let inParts = 0;
    let sessions = 0;
    let waited = 0;
    let dropped = 0;
    fc.assert(
      fc.property(asked, (one) => {
        const { scenario, keep, seed, shifts, fewest } = one;
        const { from, to, rules } = scenario;
        const span = { from: from + shifts[0], to: to + shifts[1], rules, keep, seed };
        const [whole, apart] = bothWays(parted(one), span, fewest);
        expect(whole.parts).toBe(undefined);
        if (apart.parts !== undefined && apart.parts.length > 1) inParts += 1;
        const timeline = lived(apart, span);
        expect(said(timeline)).toEqual(said(lived(whole, span)));
        sessions += timeline.summary.fleet.sessions;
        if (timeline.summary.fleet.wait.max > 0) waited += 1;
        for (const { missed } of timeline.summary.jobs) dropped += missed.windowClosed;
      }),
      runs(250),
    );
    expect(inParts).toBeGreaterThan(120);
    expect(sessions).toBeGreaterThan(3_000);
    expect(waited).toBeGreaterThan(50);
    expect(dropped).toBeGreaterThan(5);
  });

  it("should do so where all that happens happens at few instants, to many at once", () => {
    const lengths = fc.constantFrom(5, 10, 10, 20);
    const crowded = fc.record({
      jobs: fc.array(fc.record({ every: fc.nat(2), length: lengths, proxy: fc.nat(3) }), {
        minLength: 80,
        maxLength: 160,
      }),
      slots: fc.array(fc.integer({ min: 8, max: 30 }), { minLength: 3, maxLength: 3 }),
      retryWaitInterval: fc.constantFrom(5, 10, 15),
      keep: fc.constantFrom<"all" | "summary">("all", "summary"),
      seed: fc.nat(1_000),
    });
    let mixed = 0;
    fc.assert(
      fc.property(crowded, ({ jobs, slots, retryWaitInterval, keep, seed }) => {
        const policies = (["Minutes5", "Minutes10", "Minutes15"] as const).map((interval) =>
          every(interval, { retryEnabled: true, retryNumber: 2, retryWaitInterval }),
        );
        const fleet: Fleet = {
          jobs: jobs.map((job, index) => ({
            id: `j${index}`,
            policy: policies[job.every]!,
            workload: { duration: job.length * MINUTE, failed: 0.3 },
            ...(job.proxy < slots.length && { proxyId: `p${job.proxy}` }),
          })),
          proxies: slots.map((size, index) => ({ id: `p${index}`, slots: size })),
        };
        const from = at("2026-01-05T00:00Z");
        const span = { from, to: from + 3 * HOUR, keep, seed };
        const [whole, apart] = bothWays(fleet, span, 1);
        expect(apart.parts).toBeDefined();
        const timeline = lived(apart, span);
        expect(said(timeline)).toEqual(said(lived(whole, span)));
        if (keep === "all") mixed += mostWaitedFor(timeline);
      }),
      runs(40),
    );
    expect(mixed).toBeGreaterThan(20 * 16);
  });

  it("should do so over many slices of time, whatever runs or waits when one is over", () => {
    const jobs = Array.from({ length: 120 }, (_, index): Job => ({
      id: `job-${index}`,
      policy: every(index % 3 === 0 ? "Minutes5" : "Minutes10", {
        ...(index % 4 === 0 ? backupWindow(mask((hour) => hour % 24 > 2)) : {}),
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 7,
      }),
      rpo: DAY,
      runNow: index % 11 === 0,
      workload: {
        duration: index % 7 === 0 ? 10 * MINUTE : { uniform: [2 * MINUTE, 25 * MINUTE] },
        failed: 0.1,
        warning: 0.1,
      },
      ...(index % 5 === 0 ? {} : { proxyId: `p${index % 6}` }),
      ...(index % 2 === 0 ? {} : { repositoryId: `r${index % 3}` }),
    }));
    const fleet: Fleet = {
      clock: { zone: "Europe/Berlin" },
      jobs,
      proxies: Array.from({ length: 6 }, (_, index) => ({ id: `p${index}`, slots: 1 + index })),
      repositories: [5, 8, Infinity].map((size, index) => ({ id: `r${index}`, slots: size })),
    };
    // Where clocks change, and slices are over between events; and every 40 hours, at full hours.
    for (const [keep, from, to] of [
      ["all", at("2026-03-26T10:20:30Z"), at("2026-04-02T22:00Z")],
      ["summary", at("2026-03-26T10:20:30Z"), at("2026-04-02T22:00Z")],
      ["all", at("2026-05-04T00:00Z"), at("2026-05-14T00:00Z")],
    ] as const) {
      const span = { from, to, seed: 5, keep };
      const [whole, apart] = bothWays(fleet, span, 1);
      expect(apart.parts!.length).toBeGreaterThan(2);
      const timeline = lived(apart, span);
      expect(timeline.summary.fleet.due).toBeGreaterThan(3 * 40_000);
      expect(said(timeline)).toEqual(said(lived(whole, span)));
    }
  });
});

describe("the parts of a fleet", () => {
  it("should have each job once, in the order of the fleet, and share no resource", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const lanes = lanesOf(checkFleet(parted(one), [], readHostZone)!);
        const { parts, order } = partsOf(lanes, one.fewest, 1)!;
        const { jobAt, placeOf } = order;
        expect(Array.from(jobAt, (job) => placeOf[job])).toEqual([...jobAt.keys()]);
        const owners = new Map<number, number>();
        let next = 0;
        parts.forEach(({ first, last, resources }, part) => {
          expect(first).toBe(next);
          next = last;
          const jobs = [...jobAt.subarray(first, last)];
          expect(jobs).toEqual(jobs.toSorted((a, b) => a - b));
          if (part + 1 < parts.length) expect(jobs.length).toBeGreaterThanOrEqual(one.fewest);
          for (const resource of resources) {
            expect(owners.has(resource)).toBe(false);
            owners.set(resource, part);
          }
          for (const job of jobs)
            for (const need of lanes.laneNeeds[lanes.laneOf[job]!] ?? [])
              expect(resources).toContain(need);
        });
        expect(next).toBe(jobAt.length);
      }),
      runs(100),
    );
  });

  it("should be asked for where jobs are many, and share slots and nothing else", () => {
    const policy = every("Hours1");
    const fleetOf = (size: number, more: Partial<Resource> = {}, proxies = 100): Fleet => ({
      jobs: Array.from({ length: size }, (_, index) => ({
        id: `job-${index}`,
        policy,
        workload: { duration: HOUR },
        proxyId: `p${index % proxies}`,
      })),
      proxies: Array.from({ length: proxies }, (_, index) => ({
        id: `p${index}`,
        slots: 5,
        ...more,
      })),
    });
    const partsIn = (fleet: Fleet): number | undefined =>
      prepare(checkFleet(fleet, [], readHostZone)!, { from: 0, to: HOUR }).parts?.length;
    expect(partsIn(fleetOf(10_000))).toBe(100);
    expect(partsIn(fleetOf(9_999))).toBe(undefined);
    expect(partsIn(fleetOf(10_000, {}, 2))).toBe(2);
    expect(partsIn(fleetOf(10_000, {}, 1))).toBe(undefined);
    expect(partsIn(fleetOf(10_000, { threads: 4 }))).toBe(undefined);
    expect(partsIn(fleetOf(10_000, { outages: [{ from: 0, to: HOUR }] }))).toBe(undefined);
    expect(partsIn(fleetOf(10_000, { slots: Infinity }))).toBe(undefined);
  });
});
