/**
 * Random small fleets with threads, pace, outages, growth and copies (R28 to R32), for the slow
 * simulator and whatever is held against it.
 *
 * A fleet of `scenarios` is given these settings. Ties are what it is for: threads are few and most
 * works round, so that sessions end together; half of the spans lie around a clock change, where
 * paces change, too; and outages begin and end where, without them, a session started or ended, or
 * where an hour begins, as windows close there.
 */
import fc from "fast-check";
import { type Job, parsePolicy, type WorkloadResult } from "../../src/index.ts";
import { noise, onceIn, type Scenario, scenarios } from "./fleetArbitraries.ts";
import {
  type ImmediatePolicy,
  type SharingFleet,
  type SharingJob,
  type SharingResource,
  type SharingResult,
  type SharingRun,
  slowTimelineOf,
} from "./slowFleet.ts";
import { lengthOf, type SlowGrowth } from "./slowGrowth.ts";
import type { SlowRules } from "./slowModel.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LISTS = ["proxies", "repositories", "organizations"] as const;

/** A fleet with the settings of R28 to R32, a span and rules. */
export interface SharingScenario {
  readonly fleet: SharingFleet;
  readonly from: number;
  readonly to: number;
  readonly rules: SlowRules & { readonly outage: "wait" | "fail" };
}

// --- resources

interface OutageDraft {
  /** Which of the instants at which something happens: 0 to 1 of them. */
  readonly place: number;
  /** Its length in ms; `undefined`: until something else happens. */
  readonly lengthMs: number | undefined;
}

interface ResourceDraft {
  readonly threads: number | undefined;
  readonly keepsSlots: boolean;
  readonly pace: readonly number[] | undefined;
  readonly outages: readonly OutageDraft[];
}

/** Shares by turns, from Sunday 00:00 on, each for a few hours. */
const paces: fc.Arbitrary<number[]> = fc
  .tuple(
    fc.array(fc.constantFrom(1, 0.5, 0.25, 0.4, 0.1, 0.3, 0.75), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(1, 1, 2, 3, 8),
    fc.nat(5),
  )
  .map(([shares, hours, first]) =>
    Array.from(
      { length: 168 },
      (_, hour) => shares[Math.floor((hour + first) / hours) % shares.length]!,
    ),
  );

const outageDrafts: fc.Arbitrary<OutageDraft> = fc.record(
  {
    place: fc.nat(99).map((hundredths) => hundredths / 100),
    lengthMs: fc.constantFrom(undefined, undefined, 1, 5 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR),
  },
  { noNullPrototype: true },
);

const resourceDrafts: fc.Arbitrary<ResourceDraft> = fc.record(
  {
    threads: fc.constantFrom(undefined, 1, 2, 3, 4, 5, 6, 7, 8),
    keepsSlots: onceIn(3),
    pace: fc.option(paces, { nil: undefined, freq: 2 }),
    outages: fc.array(outageDrafts, { maxLength: 2 }),
  },
  { noNullPrototype: true },
);

function resourceOf(
  slots: number,
  { threads, keepsSlots, pace }: ResourceDraft,
): Omit<SharingResource, "id"> {
  return {
    ...(keepsSlots || threads === undefined ? { slots } : {}),
    ...(threads === undefined ? {} : { threads }),
    ...(pace === undefined ? {} : { pace }),
  };
}

// --- jobs

interface JobDraft {
  /** The threads of every attempt; `by run`: others for each; `undefined`: none are named. */
  readonly threads: number | "by run" | undefined;
  /** What becomes of the drawn work: all of it, odd parts of it, or a ms for each minute. */
  readonly scale: "round" | "odd" | "tiny";
  readonly grows: SlowGrowth | undefined;
  readonly full: number | undefined;
  readonly copies: "at once" | "by itself" | undefined;
  /** Which of the jobs that may be its source. */
  readonly source: number;
}

const jobDrafts: fc.Arbitrary<JobDraft> = fc.record(
  {
    threads: fc.constantFrom<JobDraft["threads"][]>(undefined, 1, 2, 3, 4, 6, 8, 16, "by run"),
    scale: fc.constantFrom("round", "round", "round", "odd", "tiny"),
    grows: fc.option(
      fc.record(
        {
          per: fc.constantFrom(HOUR, 4 * HOUR, 24 * HOUR),
          share: fc.constantFrom(1, 0.5, 0.1),
          most: fc.constantFrom(Infinity, 2 * HOUR),
        },
        { noNullPrototype: true },
      ),
      { nil: undefined, freq: 2 },
    ),
    full: fc.constantFrom(undefined, undefined, 0, 2 * HOUR),
    copies: fc.constantFrom(undefined, "at once", "at once", "by itself"),
    source: fc.nat(20),
  },
  { noNullPrototype: true },
);

function workloadOf(
  { threads, scale, grows, full }: JobDraft,
  base: (run: SharingRun) => WorkloadResult,
): (run: SharingRun) => SharingResult {
  return (run) => {
    const { duration, outcome } = base(run);
    const drawn =
      scale === "round" ? duration : Math.round(duration / (scale === "odd" ? 7 : MINUTE));
    const most =
      threads === "by run" ? 1 + Math.floor(noise(run.nominal, run.attempt, 7) * 16) : threads;
    return {
      duration: lengthOf(
        {
          drawn,
          ...(full === undefined ? {} : { full }),
          ...(grows === undefined ? {} : { grows }),
        },
        run,
      ),
      outcome,
      ...(most === undefined ? {} : { threads: most }),
    };
  };
}

/** The window and the retries of a policy, with starts when the source makes a restore point. */
function immediate(policy: Job["policy"]): ImmediatePolicy {
  const { backupWindowEnabled, backupWindowSettings, retryEnabled, ...more } = policy;
  const { retryNumber, retryWaitInterval } = more;
  return {
    ...parsePolicy({
      type: "ManualOnly",
      ...(backupWindowSettings && { backupWindowEnabled, backupWindowSettings }),
      ...(retryNumber !== undefined && { retryEnabled, retryNumber, retryWaitInterval }),
    }),
    type: "Immediate",
  };
}

function jobOf(job: Job, draft: JobDraft, sources: readonly Job[]): SharingJob {
  const { copies, source } = draft;
  const base = job.workload as unknown as (run: SharingRun) => WorkloadResult;
  const workload = workloadOf(draft, base);
  if (copies === undefined || sources.length === 0) return { ...job, workload };
  const copyOf = sources[source % sources.length]!.id;
  const policy = copies === "at once" ? immediate(job.policy) : job.policy;
  return { ...job, workload, policy, copyOf };
}

// --- outages

/** Where something happens in a fleet without outages, and the beginnings of hours, ascending. */
function instantsOf({ fleet, from, to, rules }: SharingScenario): number[] {
  const { sessions } = slowTimelineOf(fleet, from, to, rules);
  const hours = Array.from({ length: (to - from) / HOUR }, (_, hour) => from + hour * HOUR);
  const instants = [...sessions.flatMap(({ start, end }) => [start, end]), ...hours];
  return [...new Set(instants)].sort((a, b) => a - b);
}

function outagesOf(
  drafts: readonly OutageDraft[],
  instants: readonly number[],
): { from: number; to: number }[] {
  return drafts.map(({ place, lengthMs }) => {
    const index = Math.floor(place * instants.length);
    const from = instants[index]!;
    const next = instants[index + 1] ?? from + HOUR;
    return { from, to: lengthMs === undefined ? next : from + lengthMs };
  });
}

// --- fleets

/** When clocks change in 2026, by zone. */
const CLOCK_CHANGES = new Map([
  ["America/New_York", ["2026-03-08T07:00Z", "2026-11-01T06:00Z"]],
  ["Australia/Lord_Howe", ["2026-04-04T15:00Z", "2026-10-03T15:30Z"]],
]);

/** Some whole hours before a clock change of the fleet's zone, where it has any. */
function beforeClockChange({ fleet, from }: Scenario, which: number, hours: number): number {
  const changes = CLOCK_CHANGES.get(fleet.clock!.zone!) ?? [];
  const change = changes[which % changes.length];
  return change === undefined ? from : Math.floor(Date.parse(change) / HOUR - hours) * HOUR;
}

/** Fleets of `scenarios`, mostly in zones whose clocks change, with the settings of R28 to R32. */
export function sharingScenarios(): fc.Arbitrary<SharingScenario> {
  const zones = ["UTC", "America/New_York", "America/New_York", "Australia/Lord_Howe"];
  const bases = fc.oneof(
    scenarios({ zones, mostJobs: 5 }),
    scenarios({ zones, mostJobs: 5, tight: true }),
  );
  return fc
    .record({
      base: bases,
      resources: fc.array(resourceDrafts, { minLength: 6, maxLength: 6 }),
      jobs: fc.array(jobDrafts, { minLength: 5, maxLength: 5 }),
      /** Whether copies stand before their sources, or after them. */
      copiesFirst: fc.boolean(),
      outage: fc.constantFrom("wait", "wait", "fail"),
      /** Which clock change, and the hours before it at which the span begins. */
      change: fc.option(fc.tuple(fc.nat(1), fc.constantFrom(1, 1, 2, 2, 3, 5)), {
        nil: undefined,
        freq: 2,
      }),
    })
    .map(({ base, resources, jobs, copiesFirst, outage, change }) => {
      const from = change === undefined ? base.from : beforeClockChange(base, ...change);
      const moved = { ...base, from, to: from + base.to - base.from };
      const scenario = sharing(moved, resources, jobs, copiesFirst, outage);
      return withOutages(change === undefined ? scenario : startedByHand(scenario), resources);
    });
}

function sharing(
  { fleet, from, to, rules }: Scenario,
  resources: readonly ResourceDraft[],
  jobs: readonly JobDraft[],
  copiesFirst: boolean,
  outage: "wait" | "fail",
): SharingScenario {
  const lists = LISTS.map((list, kind) =>
    (fleet[list] ?? []).map(({ id, slots }, index) => ({
      id,
      ...resourceOf(slots, resources[2 * kind + index]!),
    })),
  );
  return {
    fleet: {
      clock: fleet.clock!,
      jobs: fleet.jobs.map((job, index) =>
        jobOf(
          job,
          jobs[index]!,
          copiesFirst ? fleet.jobs.slice(index + 1) : fleet.jobs.slice(0, index),
        ),
      ),
      proxies: lists[0]!,
      repositories: lists[1]!,
      organizations: lists[2]!,
    },
    from,
    to,
    rules: { ...rules, outage },
  };
}

/** All jobs start by hand, so that somebody is at work when the clock changes soon after. */
function startedByHand(scenario: SharingScenario): SharingScenario {
  const jobs = scenario.fleet.jobs.map((job) => ({ ...job, runNow: true }));
  return { ...scenario, fleet: { ...scenario.fleet, jobs } };
}

function withOutages(
  scenario: SharingScenario,
  resources: readonly ResourceDraft[],
): SharingScenario {
  if (resources.every(({ outages }) => outages.length === 0)) return scenario;
  const instants = instantsOf(scenario);
  const [proxies, repositories, organizations] = LISTS.map((list, kind) =>
    scenario.fleet[list]!.map((resource, index): SharingResource => {
      const outages = outagesOf(resources[2 * kind + index]!.outages, instants);
      return { ...resource, ...(outages.length > 0 && { outages }) };
    }),
  );
  return {
    ...scenario,
    fleet: {
      ...scenario.fleet,
      proxies: proxies!,
      repositories: repositories!,
      organizations: organizations!,
    },
  };
}
