/**
 * Fleets and changes of them as data, so that a change can be taken back by putting the fleet
 * together anew, and what a comparison says of its causes can be asked of a simulation (R33).
 */
import fc from "fast-check";
import {
  compare,
  type Comparison,
  type Fleet,
  type Job,
  type JobMetrics,
  parsePolicy,
  simulate,
  type Verdict,
  type VerdictFigure,
} from "../../src/index.ts";
import { HOUR, MINUTE, nightly } from "./whatIf.ts";

/** One change of a fleet, told as the comparison tells it: whose, and which setting. */
export interface Edit {
  readonly of: string;
  readonly id: string;
  readonly setting: string;
  readonly value: unknown;
}

/** A fleet of jobs at two proxies, and what is changed of it. */
export interface Draft {
  /** A time of day, or an interval. */
  readonly times: readonly string[];
  readonly minutes: readonly number[];
  readonly slots: readonly [number, number];
  /** Threads of the proxies, of which each session can use `SESSION_THREADS`. */
  readonly threads?: readonly [number, number];
  readonly edits: readonly Edit[];
}

const PROXIES = ["p0", "p1"];
const SESSION_THREADS = 8;
const TIMES = ["20:00", "21:00", "21:30", "22:00", "22:00", "22:00", "23:15"];
/** The week that these fleets live through, and the seed of its luck. */
export const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12), seed: 3 };

/** The fleet of a draft with some of its edits made: put together anew, nothing reverted. */
export function fleetOf({ times, minutes, slots, threads }: Draft, edits: readonly Edit[]): Fleet {
  const made = (id: string, setting: string): unknown =>
    edits.find((edit) => edit.id === id && edit.setting === setting)?.value;
  const jobs = times.flatMap((time, index): Job[] => {
    const id = `j${index}`;
    if (made(id, "") === "removed") return [];
    if (index === 0 && made(id, "") !== "added") return []; // only an edit brings it
    const window = made(id, "policy.backupWindowSettings") as number | undefined;
    return [
      {
        id,
        policy: parsePolicy({
          ...(time.startsWith("Hours")
            ? {
                type: "Periodically",
                periodicallyEvery: made(id, "policy.periodicallyEvery") ?? time,
                periodicallyOffsetMinutes: made(id, "policy.periodicallyOffsetMinutes") ?? 0,
              }
            : {
                type: "Daily",
                dailyType: made(id, "policy.dailyType") ?? "Everyday",
                dailyTime: made(id, "policy.dailyTime") ?? time,
              }),
          retryEnabled: true,
          retryNumber: 2,
          retryWaitInterval: made(id, "policy.retryNumber") ?? 10,
          backupWindowEnabled: window !== undefined,
          ...(window === undefined
            ? {}
            : { backupWindowSettings: { backupWindow: nightly(20, window) } }),
        }),
        proxyId: (made(id, "proxyId") as string | undefined) ?? PROXIES[index % 2]!,
        rpo: ((made(id, "rpo") as number | undefined) ?? 26) * HOUR,
        workload: {
          duration: ((made(id, "workload") as number | undefined) ?? minutes[index]!) * MINUTE,
          failed: 0.2,
          ...(threads === undefined ? {} : { threads: SESSION_THREADS }),
        },
      },
    ];
  });
  const proxies = PROXIES.map((id, index) => {
    const share = made(id, "pace") as number | undefined;
    return {
      id,
      slots: (made(id, "slots") as number | undefined) ?? slots[index]!,
      ...(threads === undefined
        ? {}
        : { threads: (made(id, "threads") as number | undefined) ?? threads[index]! }),
      ...(share === undefined ? {} : { pace: eveningPace(share) }),
    };
  });
  return { jobs, proxies };
}

/** This share of full speed from 20:00 on, and full speed before. */
const eveningPace = (share: number): number[] =>
  Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 20 ? share : 1));

const aJob = fc.nat(7).map((index) => `j${index}`);
const jobEdit = (setting: string, values: readonly unknown[]): fc.Arbitrary<Edit> =>
  fc.record({
    of: fc.constant("job"),
    id: aJob,
    setting: fc.constant(setting),
    value: fc.constantFrom(...values),
  });
const proxyEdit = (setting: string, values: readonly unknown[]): fc.Arbitrary<Edit> =>
  fc.record({
    of: fc.constant("proxy"),
    id: fc.constantFrom(...PROXIES),
    setting: fc.constant(setting),
    value: fc.constantFrom(...values),
  });
const edits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: jobEdit("policy.dailyTime", ["20:30", "21:45", "22:10", "01:00"]) },
  jobEdit("policy.dailyType", ["Workdays"]),
  jobEdit("policy.retryNumber", [20, 90]),
  jobEdit("policy.backupWindowSettings", [22, 23, 4]),
  { weight: 2, arbitrary: jobEdit("proxyId", PROXIES) },
  { weight: 2, arbitrary: jobEdit("workload", [25, 100, 240]) },
  jobEdit("rpo", [20, 30]),
  proxyEdit("slots", [1, 2, 3]),
  fc.constant({ of: "job", id: "j0", setting: "", value: "added" }),
  fc.constant({ of: "job", id: "j1", setting: "", value: "removed" }),
);

/** Drafts with one edit to seven, no two of one setting. */
export const drafts: fc.Arbitrary<Draft> = fc.record({
  times: fc.array(fc.constantFrom(...TIMES), { minLength: 3, maxLength: 8 }),
  minutes: fc.array(fc.constantFrom(15, 45, 60, 150), { minLength: 8, maxLength: 8 }),
  slots: fc.tuple(fc.constantFrom(1, 1, 2), fc.constantFrom(1, 2)),
  edits: fc.uniqueArray(edits, {
    selector: ({ id, setting }) => `${id} ${setting}`,
    minLength: 1,
    maxLength: 7,
  }),
});

/** Drafts of fleets that share threads, some jobs every few hours, paces among the edits. */
export const sharingDrafts: fc.Arbitrary<Draft> = fc.record({
  times: fc.array(fc.constantFrom(...TIMES, "Hours4", "Hours8", "Hours12"), {
    minLength: 3,
    maxLength: 8,
  }),
  minutes: fc.array(fc.constantFrom(15, 45, 60, 150), { minLength: 8, maxLength: 8 }),
  slots: fc.tuple(fc.constantFrom(2, 3, 8), fc.constantFrom(3, 8)),
  threads: fc.tuple(fc.constantFrom(8, 12, 20), fc.constantFrom(8, 16)),
  edits: fc.uniqueArray(
    fc.oneof(
      { weight: 6, arbitrary: edits },
      { weight: 2, arbitrary: proxyEdit("threads", [4, 16, 64]) },
      proxyEdit("pace", [0.3, 0.7]),
      jobEdit("policy.periodicallyEvery", ["Hours2", "Hours12"]),
      jobEdit("policy.periodicallyOffsetMinutes", [10, 45]),
    ),
    { selector: ({ id, setting }) => `${id} ${setting}`, minLength: 1, maxLength: 7 },
  ),
});

/** A job's figure, read off its summary without asking the comparison. */
export function valueOf(metric: VerdictFigure["metric"], job: JobMetrics): number {
  if (metric === "exposure.worst") return job.exposure.worst;
  if (metric === "wait.mean") return job.wait.mean;
  const { backupWindow, startWindow } = job.blocked;
  return Object.values(job.missed).reduce(
    (sum, count) => sum + count,
    backupWindow + startWindow + job.stopped,
  );
}

/** The job in the candidate without the changes at these places, the whole fleet simulated anew. */
export function jobWithout(
  draft: Draft,
  { changes }: Comparison,
  places: readonly number[],
  id: string,
): JobMetrics {
  const gone = places.map((place) => changes[place]!);
  // A job that is back is the job that it was.
  const kept = draft.edits.filter(
    ({ id: whose, setting }) =>
      !gone.some(
        (change) =>
          change.id === whose && (change.setting === setting || change.kind === "removed"),
      ),
  );
  return simulate(fleetOf(draft, kept), week).summary.jobs.find((job) => job.id === id)!;
}

/** The fleet without its edits, against the fleet with all of them. */
export function compared(draft: Draft): Comparison {
  return compare(simulate(fleetOf(draft, []), week), simulate(fleetOf(draft, draft.edits), week));
}

/** Every verdict, with 1 before it where the job got worse and -1 where it got better. */
export const sidesOf = ({ worse, better }: Comparison): (readonly [number, Verdict])[] => [
  ...worse.map((verdict) => [1, verdict] as const),
  ...better.map((one) => [-1, one] as const),
];
