/**
 * Whether what the slow simulator is given makes sense: a wrong test shall fail with a sentence.
 */
import type { SlowFleet } from "./slowModel.ts";

/** Throws where ids are not unique, or where instants and lengths are no whole ms in order. */
export function checkInput(fleet: SlowFleet, from: number, to: number): void {
  if (!Number.isInteger(from) || !Number.isInteger(to))
    throw new Error(`[${from}, ${to}): expected whole ms`);
  for (const list of [fleet.jobs, fleet.proxies, fleet.repositories, fleet.organizations]) {
    const ids = list.map((item) => item.id);
    if (new Set(ids).size !== ids.length)
      throw new Error(`an id appears twice in ${ids.join(", ")}`);
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
  }
}
