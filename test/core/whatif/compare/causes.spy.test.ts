/**
 * Laws of causes: whatever is named, taken back in a simulation of the whole fleet, changes that
 * job as was said (R33); and what no change does alone, none does.
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  compare,
  type Comparison,
  type Fleet,
  type Job,
  type JobMetrics,
  parsePolicy,
  simulate,
  type Timeline,
  type VerdictFigure,
} from "../../../../src/index.ts";
import * as simulations from "../../../../src/core/simulation/simulate.ts";
import { daily, HOUR, MINUTE, nightly } from "../../../support/whatIf.ts";

vi.mock("../../../../src/core/simulation/simulate.ts", { spy: true });

/** One change of a fleet, told as the comparison tells it: whose, and which setting. */
interface Edit {
  readonly of: string;
  readonly id: string;
  readonly setting: string;
  readonly value: unknown;
}

interface Draft {
  readonly times: readonly string[];
  readonly minutes: readonly number[];
  readonly slots: readonly [number, number];
  readonly edits: readonly Edit[];
}

const PROXIES = ["p0", "p1"];
const TIMES = ["20:00", "21:00", "21:30", "22:00", "22:00", "22:00", "23:15"];
const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12), seed: 3 };

/** The fleet of a draft with some of its edits made: put together anew, nothing reverted. */
function fleetOf({ times, minutes, slots }: Draft, edits: readonly Edit[]): Fleet {
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

const drafts: fc.Arbitrary<Draft> = fc.record({
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
function valueOf(metric: VerdictFigure["metric"], job: JobMetrics): number {
  if (metric === "exposure.worst") return job.exposure.worst;
  if (metric === "wait.mean") return job.wait.mean;
  const { backupWindow, startWindow } = job.blocked;
  return Object.values(job.missed).reduce(
    (sum, count) => sum + count,
    backupWindow + startWindow + job.stopped,
  );
}

/** The job in the candidate without the changes at these places, the whole fleet simulated anew. */
function jobWithout(
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

function compared(draft: Draft): Comparison {
  return compare(simulate(fleetOf(draft, []), week), simulate(fleetOf(draft, draft.edits), week));
}

const sidesOf = ({ worse, better }: Comparison) => [
  ...worse.map((verdict) => [1, verdict] as const),
  ...better.map((one) => [-1, one] as const),
];

describe("a cause that is named", () => {
  it("should change its job when it is taken back, by as much as is said", () => {
    let named = 0;
    fc.assert(
      fc.property(drafts, (draft) => {
        const comparison = compared(draft);
        expect(comparison.causesComplete).toBe(true);
        for (const [side, { job, figure, chain }] of sidesOf(comparison)) {
          for (const { changes, without } of chain) {
            if (changes === undefined) continue;
            named += 1;
            const fresh = valueOf(figure.metric, jobWithout(draft, comparison, changes, job));
            expect(without).toBe(fresh);
            expect(Math.sign(figure.candidate - fresh)).toBe(side);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(named).toBeGreaterThan(200);
  });

  it("should be single where one change alone is enough, and be missing nowhere", () => {
    let together = 0;
    fc.assert(
      fc.property(drafts, (draft) => {
        const comparison = compared(draft);
        for (const [side, { job, figure, chain }] of sidesOf(comparison)) {
          const [first] = chain;
          expect(["setting", "neighbours", "together"]).toContain(first!.kind);
          if (first!.kind !== "together") continue;
          together += 1;
          expect(first!.text).toMatch(/^no single change explains it: /);
          for (const [place, { setting }] of comparison.changes.entries()) {
            if (setting === "rpo") continue;
            const fresh = valueOf(figure.metric, jobWithout(draft, comparison, [place], job));
            expect(side * (figure.candidate - fresh)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(together).toBeGreaterThan(0);
  });
});

describe("causes of many changes", () => {
  it("should find one among 400 that moved in some dozens of simulations", () => {
    const time = (minute: number): string =>
      [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const fleet = (shift: number, meeting: number): Fleet => ({
      jobs: Array.from({ length: 400 }, (_, index): Job => ({
        id: `job ${index}`,
        policy: daily(time((index === meeting ? 301 : index) * 3 + shift)),
        proxyId: "p",
        workload: { duration: "PT1M" },
      })),
      proxies: [{ id: "p", slots: 1 }],
    });
    const [was, is] = [fleet(0, -1), fleet(1, 7)].map((one) => simulate(one, week)) as [
      Timeline,
      Timeline,
    ];
    vi.clearAllMocks();
    const comparison = compare(was, is);
    expect(comparison.changes).toHaveLength(400);
    expect(comparison.worse.map(({ text }) => text)).toEqual([
      "starts at 15:04 (15:03 before); without it: waits of 0 s on average and job 7 starts at " +
        "15:04 (00:21 before); without it: waits of 0 s on average -> waits of up to 1 min " +
        "(0 s before), for proxy p",
    ]);
    const { summaryOf } = vi.mocked(simulations);
    expect(summaryOf.mock.calls.length).toBeLessThan(40);
  });
});
