/**
 * Whether what the slow simulator is given makes sense: a wrong test shall fail with a sentence.
 */
import type { SlowFleet, SlowJob, SlowResource, SlowWork } from "./slowModel.ts";

/**
 * Throws where ids are not unique, where instants and lengths are no whole ms in order, where
 * threads, a pace or an outage are none, and where copies have no source or go round.
 */
export function checkInput(fleet: SlowFleet, from: number, to: number): void {
  if (!Number.isInteger(from) || !Number.isInteger(to))
    throw new Error(`[${from}, ${to}): expected whole ms`);
  for (const list of [fleet.jobs, fleet.proxies, fleet.repositories, fleet.organizations]) {
    const ids = list.map((item) => item.id);
    if (new Set(ids).size !== ids.length)
      throw new Error(`an id appears twice in ${ids.join(", ")}`);
    for (const resource of list) checkResource(resource, from);
  }
  for (const job of fleet.jobs) {
    job.due.forEach((instant, i) => {
      const ascends = i === 0 || instant > job.due[i - 1]!;
      if (!Number.isInteger(instant) || instant < from || instant >= to || !ascends) {
        throw new Error(
          `due of ${job.id}: expected ascending whole ms in [${from}, ${to}), received ${instant}`,
        );
      }
    });
    if (!Number.isInteger(job.retryWaitMs) || job.retryWaitMs < 0)
      throw new Error(`retryWaitMs of ${job.id}`);
    checkSource(job, fleet.jobs);
  }
}

/** Throws where a workload's answer makes no sense. */
export function checkWork(job: string, { duration, threads }: SlowWork): void {
  if (!Number.isInteger(duration) || duration < 0)
    throw new Error(`workload of ${job}: expected whole ms, received ${duration}`);
  if (threads !== undefined && !isCount(threads))
    throw new Error(`workload of ${job}: expected threads from 1, received ${threads}`);
}

function checkSource(
  { id, isImmediate, due, blocked = [], copyOf }: SlowJob,
  jobs: SlowJob[],
): void {
  if (isImmediate === true && (copyOf === undefined || due.length > 0 || blocked.length > 0))
    throw new Error(`${id} is Immediate: expected a source, and no starts of its own`);
  let source = copyOf;
  for (let steps = 0; source !== undefined; steps += 1) {
    const found: SlowJob | undefined = jobs.find((job) => job.id === source);
    if (found === undefined) throw new Error(`copies of ${id}: no job ${source}`);
    if (steps === jobs.length) throw new Error(`copies of ${id} go round`);
    source = found.copyOf;
  }
}

function checkResource({ id, threads, pace = [], outages = [] }: SlowResource, from: number): void {
  if (threads !== undefined && !isCount(threads))
    throw new Error(`threads of ${id}: expected a whole number from 1, received ${threads}`);
  pace.forEach((step, i) => {
    const follows = i === 0 ? step.from <= from : step.from > pace[i - 1]!.from;
    if (!Number.isInteger(step.from) || !follows)
      throw new Error(`pace of ${id}: expected steps from ${from} or before, ascending`);
    if (!(step.share > 0 && step.share <= 1))
      throw new Error(`pace of ${id}: expected shares above 0, up to 1, received ${step.share}`);
  });
  for (const { from: begins, to: ends } of outages)
    if (!Number.isInteger(begins) || !Number.isInteger(ends) || !(begins < ends))
      throw new Error(`outage of ${id}: expected whole ms in order, received ${begins} to ${ends}`);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
