/**
 * What a worker thread of a parallel sweep does: it simulates fleets that it gets as data and
 * answers with summaries.
 *
 * A summary is thousands of small objects; put together again by the thread that waits for all
 * workers, they would cost it a tenth of what they cost to make. So they travel as bytes, and are
 * read when somebody looks at them.
 */
import { serialize } from "node:v8";
import { parentPort } from "node:worker_threads";
import { parsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { checkedFleet } from "../core/simulation/checkFleet.js";
import { prepare, summaryOf } from "../core/simulation/simulate.js";
import { keyMetricsOf } from "../core/whatif/keyMetrics.js";
import { keyValuesOf } from "../core/whatif/sweep/sweep.js";
import type { SweepAnswer, SweepTask } from "./sweepTask.js";
import type { ThreadAnswer } from "./workerPool.js";
import { readHostZone } from "./zones.js";

parentPort?.on("message", (task: SweepTask) => {
  let answer: ThreadAnswer;
  try {
    answer = { answer: simulateTask(task) };
  } catch (error) {
    answer = { error };
  }
  parentPort?.postMessage(answer);
});

/** The answers for a task's pieces, in their order. */
function simulateTask({ pieces, span }: SweepTask): SweepAnswer[] {
  // Data that has travelled is no longer known to be canonical. Read each policy once, not once for
  // every job that has it.
  const read = new Map<SchedulePolicy, SchedulePolicy>();
  const canonical = (policy: SchedulePolicy): SchedulePolicy => {
    if (!read.has(policy)) read.set(policy, parsePolicy(policy));
    return read.get(policy)!;
  };
  return pieces.map(({ fleet, seeds }) => {
    const jobs = fleet.jobs.map((job) => ({ ...job, policy: canonical(job.policy) }));
    const checked = checkedFleet({ ...fleet, jobs }, readHostZone);
    if (seeds !== undefined) return { values: keyValuesOf(checked, span, seeds) };
    const summary = summaryOf(prepare(checked, span), span);
    return { metrics: keyMetricsOf(summary), summary: serialize(summary) };
  });
}
