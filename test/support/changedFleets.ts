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

/** A fleet of daily jobs at two proxies, and what is changed of it. */
export interface Draft {
  readonly times: readonly string[];
  readonly minutes: readonly number[];
  readonly slots: readonly [number, number];
  readonly edits: readonly Edit[];
}

const PROXIES = ["p0", "p1"];
const TIMES = ["20:00", "21:00", "21:30", "22:00", "22:00", "22:00", "23:15"];
/** The week that these fleets live through, and the seed of its luck. */
export const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12), seed: 3 };

/** The fleet of a draft with some of its edits made: put together anew, nothing reverted. */
export function fleetOf({ times, minutes, slots }: Draft, edits: readonly Edit[]): Fleet {
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
          type: "Daily",
          dailyType: made(id, "policy.dailyType") ?? "Everyday",
          dailyTime: made(id, "policy.dailyTime") ?? time,
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
        },
      },
    ];
  });
  const proxies = PROXIES.map((id, index) => ({
    id,
    slots: (made(id, "slots") as number | undefined) ?? slots[index]!,
  }));
  return { jobs, proxies };
}

const aJob = fc.nat(7).map((index) => `j${index}`);
const jobEdit = (setting: string, values: readonly unknown[]): fc.Arbitrary<Edit> =>
  fc.record({
    of: fc.constant("job"),
    id: aJob,
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
  fc.record({
    of: fc.constant("proxy"),
    id: fc.constantFrom(...PROXIES),
    setting: fc.constant("slots"),
    value: fc.constantFrom(1, 2, 3),
  }),
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
