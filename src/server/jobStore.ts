/**
 * Where a stand-in keeps its jobs: in memory, or in a file that survives a crash. Both do the same
 * to the letter.
 *
 * The invariant: a promise that a store gives resolves when the change is durable, and not before.
 * A reader sees only what is durable, and a change is decided upon the latest of it: two changes at
 * once are one after the other. Where there is no room for a change, its promise rejects, nothing
 * has changed, and reading goes on.
 */
import { type JobRecord, printRecord } from "../veeam/standIn/jobRecord.js";
import { jobIndex, type JobIndex } from "./jobIndex.js";

/**
 * What became of a job, and what to tell whoever asked. The same job as before is not written
 * again.
 */
export interface Decision<Answer> {
  readonly job: JobRecord;
  readonly answer: Answer;
}

/** Says what is kept of a job that is removed, for the sake of others; nothing: `undefined`. */
export type Remains = (job: JobRecord) => JobRecord | undefined;

/** Of more removed jobs nothing remains. */
export const MOST_DEPARTED = 1_000;

/** A store of jobs, in the order of their ids. */
export interface JobStore {
  /** Which jobs there are. */
  readonly index: Omit<JobIndex, "put" | "drop">;
  readonly get: (id: string) => JobRecord | undefined;
  /** Keeps a new job. Rejects with an error that `isFull` knows where there is no room. */
  readonly create: (job: JobRecord) => Promise<void>;
  /** Changes a job; `undefined` where there is none of that id. Rejects as `create` does. */
  readonly change: <Answer>(
    id: string,
    decide: (job: JobRecord) => Decision<Answer>,
  ) => Promise<Answer | undefined>;
  /**
   * Forgets a job, but for what `remains` of it. `false` where there is none of that id.
   */
  readonly remove: (id: string, remains?: Remains) => Promise<boolean>;
  /** What remained of those that were removed last, `MOST_DEPARTED` at most. */
  readonly departed: () => Iterable<JobRecord>;
  readonly close: () => Promise<void>;
}

/** How much a store takes: a stand-in is for trying scripts. */
export interface Limits {
  readonly jobs: number;
  /** Of all jobs together, as JSON in UTF-8. */
  readonly bytes: number;
}

/** What memory holds beside everything else, in a process of 256 MiB, too. */
export const MEMORY_LIMITS: Limits = { jobs: 100_000, bytes: 48 * 1024 * 1024 };

const FULL = "STORE_FULL";

/** Codes of errors that say that there is no room: of a limit, of the database, of the disk. */
const NO_ROOM: readonly unknown[] = [FULL, "SQLITE_FULL", "ENOSPC", "EDQUOT"];

/** Whether an error says that there is no room. */
export function isFull(error: unknown): boolean {
  return NO_ROOM.includes((error as { readonly code?: unknown } | null)?.code);
}

/** Throws where one more change is over a limit; `jobs` and `bytes` are what it adds. */
export function checkRoom(
  index: Pick<JobIndex, "size" | "bytes">,
  limits: Limits,
  more: { readonly jobs: number; readonly bytes: number },
): void {
  const isOver =
    (more.jobs > 0 && index.size() + more.jobs > limits.jobs) ||
    (more.bytes > 0 && index.bytes() + more.bytes > limits.bytes);
  if (!isOver) return;
  const said = `the store takes ${limits.jobs} jobs of ${limits.bytes} bytes together`;
  throw Object.assign(new Error(said), { code: FULL });
}

/** A store that forgets everything when it is closed. */
export function memoryStore(limits: Limits = MEMORY_LIMITS): JobStore {
  const jobs = new Map<string, JobRecord>();
  const departed = new Map<string, JobRecord>();
  const index = jobIndex();
  const put = (job: JobRecord, isNew: boolean): void => {
    const bytes = Buffer.byteLength(printRecord(job));
    const more = { jobs: isNew ? 1 : 0, bytes: bytes - index.bytesOf(job.id) };
    checkRoom(index, limits, more);
    index.put(job, bytes);
    jobs.set(job.id, job);
    departed.delete(job.id);
  };
  return {
    index,
    get: (id) => jobs.get(id),
    create: async (job) => put(job, true),
    change: async (id, decide) => {
      const job = jobs.get(id);
      if (job === undefined) return undefined;
      const decision = decide(job);
      if (decision.job !== job) put(decision.job, false);
      return decision.answer;
    },
    remove: async (id, remains) => {
      const job = jobs.get(id);
      const left = job === undefined ? undefined : remains?.(job);
      index.drop(id);
      if (left !== undefined) departed.set(id, left);
      // a map is in the order of its making, so the first is the oldest
      for (const oldest of departed.keys()) {
        if (departed.size <= MOST_DEPARTED) break;
        departed.delete(oldest);
      }
      return jobs.delete(id);
    },
    departed: () => departed.values(),
    close: async () => jobs.clear(),
  };
}
