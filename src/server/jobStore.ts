/**
 * Where a stand-in keeps its jobs: in memory, or in a file that survives a crash. Both do the same
 * to the letter.
 *
 * The invariant: a promise that a store gives resolves when the change is durable, and not before.
 * A reader sees only what is durable, and a change is decided upon the latest of it: two changes at
 * once are one after the other.
 */
import type { JobRecord } from "../veeam/standIn/jobRecord.js";

/**
 * What became of a job, and what to tell whoever asked. The same job as before is not written
 * again.
 */
export interface Decision<Answer> {
  readonly job: JobRecord;
  readonly answer: Answer;
}

/** A store of jobs, in the order of their ids. */
export interface JobStore {
  readonly size: () => number;
  readonly get: (id: string) => JobRecord | undefined;
  /** Up to so many jobs with ids after this one; from the first on where there is none. */
  readonly list: (after: string | undefined, limit: number) => JobRecord[];
  /** Keeps a new job. `false` where the store is full. */
  readonly create: (job: JobRecord) => Promise<boolean>;
  /**
   * Changes a job; `undefined` where there is none of that id. `decide` may be asked again if
   * somebody else was faster.
   */
  readonly change: <Answer>(
    id: string,
    decide: (job: JobRecord) => Decision<Answer>,
  ) => Promise<Answer | undefined>;
  /** Forgets a job. `false` where there is none of that id. */
  readonly remove: (id: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** A store holds so many jobs: a stand-in is for trying scripts. */
export const MOST_KEPT = 100_000;

/** A store that forgets everything when it is closed. */
export function memoryStore(most: number = MOST_KEPT): JobStore {
  const jobs = new Map<string, JobRecord>();
  return {
    size: () => jobs.size,
    get: (id) => jobs.get(id),
    list: (after, limit) => {
      // New ids are greater than all before, so the map's own order is theirs.
      const page: JobRecord[] = [];
      for (const [id, job] of jobs) {
        if (page.length >= limit) break;
        if (after === undefined || id > after) page.push(job);
      }
      return page;
    },
    create: async (job) => {
      if (jobs.size >= most) return false;
      jobs.set(job.id, job);
      return true;
    },
    change: async (id, decide) => {
      const job = jobs.get(id);
      if (job === undefined) return undefined;
      const decision = decide(job);
      jobs.set(id, decision.job);
      return decision.answer;
    },
    remove: async (id) => jobs.delete(id),
    close: async () => jobs.clear(),
  };
}
