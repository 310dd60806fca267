/**
 * Random fleets for the laws of charts: everything that a picture shows, under drawn workloads.
 *
 * Sessions have lengths and start at whole minutes, since what comes and goes within one instant
 * leaves no trace in rows; proxies and repositories have slots, threads or both, a repository may
 * bring its proxy, jobs are retried, stopped and copied, and half of the spans have a clock change.
 */
import fc from "fast-check";
import { type Fleet, type Job, parsePolicy, type Resource } from "../../src/index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A fleet, a span and a seed. */
export interface ChartScenario {
  readonly fleet: Fleet;
  readonly span: { readonly from: number; readonly to: number; readonly seed: number };
}

const BEGINS = [Date.UTC(2026, 0, 5), Date.UTC(2026, 2, 28, 7), Date.UTC(2026, 9, 24, 13, 25)];

const resources = (letter: string): fc.Arbitrary<Resource[]> =>
  fc
    .array(
      fc.record(
        {
          slots: fc.constantFrom(1, 2, Infinity),
          threads: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
        },
        { noNullPrototype: true },
      ),
      { maxLength: 2 },
    )
    .map((list) =>
      list.map(({ slots, threads }, index) => ({
        id: `${letter}${index}`,
        ...(index === 0 ? {} : { name: `${letter.toUpperCase()} ${index}` }),
        slots,
        ...(threads === undefined ? {} : { threads }),
      })),
    );

const policies = fc.oneof(
  fc.constantFrom("22:00", "22:00", "21:30", "01:00", "02:30").map((dailyTime) => ({
    type: "Daily",
    dailyType: "Everyday",
    dailyTime,
  })),
  fc.constantFrom("Hours1", "Hours2", "Hours4", "Minutes30").map((periodicallyEvery) => ({
    type: "Periodically",
    periodicallyEvery,
  })),
);

const settings = fc.record(
  {
    retries: fc.option(fc.constantFrom(5, 30, 90), { nil: undefined }),
    window: fc.option(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 2, max: 9 })), {
      nil: undefined,
    }),
  },
  { noNullPrototype: true },
);

const workloads = fc.record(
  {
    minutes: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 300 })),
    full: fc.option(fc.integer({ min: 60, max: 600 }), { nil: undefined }),
    threads: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    failed: fc.constantFrom(0, 0.2, 0.5),
    warning: fc.constantFrom(0, 0.3),
  },
  { noNullPrototype: true },
);

interface JobDraft {
  readonly policy: object;
  readonly settings: {
    readonly retries?: number | undefined;
    readonly window?: readonly [number, number] | undefined;
  };
  readonly work: {
    readonly minutes: readonly [number, number];
    readonly full: number | undefined;
    readonly threads: number | undefined;
    readonly failed: number;
    readonly warning: number;
  };
  readonly rpo: number | undefined;
  readonly picks: readonly number[];
  readonly copy: "at once" | "by itself" | undefined;
}

const drafts: fc.Arbitrary<JobDraft> = fc.record(
  {
    policy: policies,
    settings,
    work: workloads,
    rpo: fc.option(fc.constantFrom(6 * HOUR, 24 * HOUR, 26 * HOUR), { nil: undefined }),
    picks: fc.array(fc.constantFrom(0, 0, 1, 9), { minLength: 3, maxLength: 3 }),
    copy: fc.constantFrom(undefined, undefined, "at once", "by itself"),
  },
  { noNullPrototype: true },
);

function jobOf(draft: JobDraft, index: number, lists: readonly Resource[][]): Job {
  const {
    settings: { retries, window },
    work,
    picks,
    copy,
    rpo,
  } = draft;
  const copies = index > 0 ? copy : undefined;
  const policy = parsePolicy({
    ...(copies === "at once" ? { type: "Immediate" } : draft.policy),
    ...(retries === undefined
      ? {}
      : { retryEnabled: true, retryNumber: 2, retryWaitInterval: retries }),
    ...(window === undefined
      ? {}
      : {
          backupWindowEnabled: true,
          backupWindowSettings: {
            backupWindow: Array.from(
              { length: 168 },
              (_, hour) => (hour + window[0]) % (window[0] + window[1]) < window[1],
            ),
          },
        }),
  });
  const [low, more] = work.minutes;
  const [proxy, repository, organization] = lists.map((list, kind) => list[picks[kind]!]);
  return {
    id: `j${index}`,
    policy,
    workload: {
      duration: { uniform: [`PT${low}M`, `PT${low + more}M`] },
      ...(work.full === undefined ? {} : { full: `PT${work.full}M` }),
      ...(work.threads === undefined ? {} : { threads: work.threads }),
      failed: work.failed,
      warning: work.warning,
    },
    ...(copies === undefined ? {} : { copyOf: `j${(picks[0]! + index) % index}` }),
    ...(rpo === undefined ? {} : { rpo }),
    ...(proxy === undefined ? {} : { proxyId: proxy.id }),
    ...(repository === undefined ? {} : { repositoryId: repository.id }),
    ...(organization === undefined ? {} : { organizationId: organization.id }),
  };
}

/** Fleets of up to eight jobs, over one to four days in Berlin. */
export const chartScenarios: fc.Arbitrary<ChartScenario> = fc
  .record(
    {
      lists: fc.tuple(resources("p"), resources("r"), resources("o")),
      bringsProxy: fc.boolean(),
      jobs: fc.array(drafts, { minLength: 1, maxLength: 8 }),
      from: fc.constantFrom(...BEGINS),
      hours: fc.integer({ min: 20, max: 96 }),
      seed: fc.nat(1_000),
    },
    { noNullPrototype: true },
  )
  .map(({ lists, bringsProxy, jobs, from, hours, seed }) => {
    const [proxies, repositories, organizations] = lists;
    const proxyId = proxies[0]?.id;
    return {
      fleet: {
        clock: { zone: "Europe/Berlin" },
        jobs: jobs.map((draft, index) => jobOf(draft, index, lists)),
        proxies,
        repositories: repositories.map((repository) =>
          bringsProxy && proxyId !== undefined ? { ...repository, proxyId } : repository,
        ),
        organizations,
      },
      span: { from, to: from + hours * HOUR, seed },
    };
  });

/** A span whose clock changes, for tests that must have one. */
export const CHANGE = { from: Date.UTC(2026, 2, 28), to: Date.UTC(2026, 2, 28) + 3 * DAY };
