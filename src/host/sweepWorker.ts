/**
 * What a worker thread does: it simulates fleets that it gets as data and answers with summaries,
 * or asks a whole question and tells how far it is.
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
import { nothingCompiled } from "../core/simulation/engine/plans.js";
import { prepare } from "../core/simulation/prepare.js";
import { summaryOf } from "../core/simulation/simulate.js";
import { keyMetricsOf } from "../core/whatif/keyMetrics.js";
import { keyValuesOf } from "../core/whatif/sweep/sweep.js";
import type { HeadroomGoal } from "../core/whatif/headroom/goal.js";
import { headroomOf } from "../core/whatif/headroom/headroom.js";
import type { StaggerGoal } from "../core/whatif/stagger/proposal.js";
import { staggerFleet } from "../core/whatif/stagger/stagger.js";
import type { QuestionTask, SummariesAnswer, SummariesTask } from "./questionTask.js";
import type { SweepAnswer, SweepTask } from "./sweepTask.js";
import type { ThreadAnswer } from "./workerPool.js";
import { readHostZone } from "./zones.js";

parentPort?.on("message", (task: SweepTask | QuestionTask) => {
  let answer: ThreadAnswer;
  try {
    answer = { answer: "kind" in task ? answerTo(task) : simulateTask(task) };
  } catch (error) {
    answer = { error };
  }
  parentPort?.postMessage(answer);
});

function answerTo(task: QuestionTask): unknown {
  if (task.kind === "summaries") return summariesOf(task);
  const onProgress = (progress: unknown): void => {
    const message: ThreadAnswer = { progress };
    parentPort?.postMessage(message);
  };
  const { kind, fleet, span, goal } = task;
  return kind === "stagger"
    ? staggerFleet(fleet, span, goal as StaggerGoal, readHostZone, { onProgress })
    : headroomOf(fleet, span, goal as HeadroomGoal, readHostZone, { onProgress });
}

function summariesOf({ fleets, span, seeds }: SummariesTask): SummariesAnswer {
  const prepared = fleets.map((fleet) => prepare(checkedFleet(fleet, readHostZone), span));
  return seeds.map((seed) => serialize(prepared.map((one) => summaryOf(one, { ...span, seed }))));
}

/** The answers for a task's pieces, in their order. */
function simulateTask({ pieces, span }: SweepTask): SweepAnswer[] {
  // Data that has travelled is no longer known to be canonical. Read each policy once, not once for
  // every job that has it.
  const read = new Map<SchedulePolicy, SchedulePolicy>();
  const canonical = (policy: SchedulePolicy): SchedulePolicy => {
    if (!read.has(policy)) read.set(policy, parsePolicy(policy));
    return read.get(policy)!;
  };
  const compiled = nothingCompiled();
  return pieces.map(({ fleet, seeds }) => {
    const jobs = fleet.jobs.map((job) => ({ ...job, policy: canonical(job.policy) }));
    const checked = checkedFleet({ ...fleet, jobs }, readHostZone);
    if (seeds !== undefined) return { values: keyValuesOf(checked, span, seeds, compiled) };
    const summary = summaryOf(prepare(checked, span, compiled), span);
    return { metrics: keyMetricsOf(summary), summary: serialize(summary) };
  });
}
