/**
 * A store whose changes are told to those who simulate jobs that share: once they are durable, and
 * before whoever asked for them is answered.
 */
import { departedJob } from "../veeam/standIn/jobRecord.js";
import type { JobStore } from "./jobStore.js";
import type { SharedJobs } from "./sharedJobs.js";

/** The store, and what it tells. `now` is the clock by which jobs are removed, epoch ms. */
export function watchedStore(store: JobStore, shared: SharedJobs, now: () => number): JobStore {
  const tell = (id: string): void => {
    const job = store.get(id);
    if (job !== undefined) shared.put(job);
  };
  return {
    ...store,
    create: async (job) => {
      await store.create(job);
      tell(job.id);
    },
    change: async (id, decide) => {
      const answer = await store.change(id, decide);
      if (answer !== undefined) tell(id);
      return answer;
    },
    remove: async (id) => {
      let left: ReturnType<typeof departedJob> | undefined;
      const wasThere = await store.remove(id, (job) => {
        left = shared.concern(job) ? departedJob(job, now(), shared.nextOrder()) : undefined;
        return left;
      });
      if (wasThere && left !== undefined) shared.put(left);
      return wasThere;
    },
  };
}
