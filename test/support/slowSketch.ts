/**
 * Fleets of the slow simulator in a few words, and its answers in a line each: for examples that
 * are worked out on paper.
 */
import type {
  SlowFleet,
  SlowJob,
  SlowOutcome,
  SlowResource,
  SlowRules,
  SlowRun,
  SlowTimeline,
} from "./slowModel.ts";
import type { SlowPaceStep } from "./slowPace.ts";
import { slowSimulate } from "./slowSimulator.ts";

const RULES: SlowRules = {
  retryOnWarning: true,
  pendingRetry: "superseded",
  retryManual: false,
  restorePoint: "success-or-warning",
};

type Work = [duration: number, outcome: SlowOutcome, threads?: number | undefined];

/** What a job has beside its starts and its work. */
export interface Sketch extends Partial<Omit<SlowJob, "id" | "due" | "workload">> {
  /** Hours of no running, `[start, end)`. */
  prohibited?: [number, number][];
}

/** A job without retries, windows or resources, but for what the sketch says. */
export function job(
  id: string,
  due: number[],
  work: Work | ((nominal: number, attempt: number, run: SlowRun) => Work),
  sketch: Sketch = {},
): SlowJob {
  const { prohibited = [], ...rest } = sketch;
  return {
    id,
    due,
    retryEnabled: false,
    retryNumber: 0,
    retryWaitMs: 0,
    isAllowed: (t) => !prohibited.some(([start, end]) => start <= t && t < end),
    windowEnd: (t) =>
      Math.min(Infinity, ...prohibited.map(([start]) => start).filter((start) => start > t)),
    workload(told) {
      const [duration, outcome, threads] =
        typeof work === "function" ? work(told.nominal, told.attempt, told) : work;
      return { duration, outcome, ...(threads === undefined ? {} : { threads }) };
    },
    ...rest,
  };
}

/** Jobs, and the resources that are named. */
export function fleet(
  jobs: SlowJob[],
  resources: Partial<Omit<SlowFleet, "jobs">> = {},
): SlowFleet {
  return { jobs, proxies: [], repositories: [], organizations: [], ...resources };
}

/** What the fleet does in `[from, to)` ms, under the default rules but for those named. */
export function run(
  of: SlowFleet,
  rules: Partial<SlowRules> = {},
  from = 0,
  to = 100,
): SlowTimeline {
  return slowSimulate(of, from, to, { ...RULES, ...rules });
}

/** `job@nominal#attempt start..end outcome` for each session. */
export function sessions(timeline: SlowTimeline): string[] {
  return timeline.sessions.map(
    (s) => `${s.job}@${s.nominal}#${s.attempt} ${s.start}..${s.end} ${s.outcome}`,
  );
}

/** `job@nominal reason` for each start that did not run. */
export function missed(timeline: SlowTimeline): string[] {
  return timeline.missed.map((m) => `${m.job}@${m.nominal} ${m.reason}`);
}

/** `#attempt@nominal arrival..until fate` for each attempt that was due. */
export function waits(timeline: SlowTimeline, id: string): string[] {
  return timeline
    .waits(id)
    .map((w) => `#${w.attempt}@${w.nominal} ${w.arrival}..${w.until} ${w.fate}`);
}

/** `job@nominal#attempt due .., at .. reason` for each retry that was not made. */
export function notMade(timeline: SlowTimeline): string[] {
  return timeline.retriesNotMade.map(
    (r) => `${r.job}@${r.nominal}#${r.attempt} due ${r.due}, at ${r.at} ${r.reason}`,
  );
}

/** So many retries, each so many ms after an attempt. */
export const retries = (retryNumber: number, retryWaitMs: number): Sketch => ({
  retryEnabled: true,
  retryNumber,
  retryWaitMs,
});
/** The proxy `p`, with one slot, and a job on it. */
export const ONE_PROXY = { proxies: [{ id: "p", slots: 1 }] };
export const ON_P: Sketch = { proxyId: "p" };

/** The proxy `p` as it is told. */
export const P = (more: Omit<SlowResource, "id">): { proxies: SlowResource[] } => ({
  proxies: [{ id: "p", ...more }],
});

/** A pace from steps `[from, share]`. */
export const pace = (...steps: [number, number][]): { pace: SlowPaceStep[] } => ({
  pace: steps.map(([from, share]) => ({ from, share })),
});

/** An Immediate copy of the job S. */
export const OF_S: Sketch = { copyOf: "S", isImmediate: true };

/** `start..end of data` for each restore point of a job. */
export function points(timeline: SlowTimeline, id: string): string[] {
  return timeline.restorePoints(id).map(({ start, end, asOf }) => `${start}..${end} of ${asOf}`);
}
