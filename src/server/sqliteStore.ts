/**
 * A store that survives: jobs in a file of SQLite, whole whenever the process is killed, whatever
 * the disk does.
 *
 * A commit is on the disk before anybody is told of it; changes that arrive together share one. A
 * job that cannot be read is left out and told of, and hurts no other.
 */
import Database from "libsql";
import { type JobRecord, printRecord } from "../veeam/standIn/jobRecord.js";
import { dataPaths } from "./dataPaths.js";
import { jobIndex } from "./jobIndex.js";
import { checkRoom, type JobStore, type Limits, MOST_DEPARTED } from "./jobStore.js";
import {
  allRows,
  digestOf,
  openFile,
  orClosed,
  recordIn,
  release,
  type Row,
  statementsOf,
  textOf,
} from "./sqliteFile.js";

/** What a file may hold. */
export const FILE_LIMITS: Limits = { jobs: 100_000, bytes: 512 * 1024 * 1024 };

/** How a store is opened. */
export interface FileOptions {
  readonly limits?: Limits;
  /** Told of each job that is left out, in a line. */
  readonly onUnreadable?: (line: string) => void;
}

const MOST_IN_A_COMMIT = 200;

/** A change that waits for its commit. */
interface Waiting {
  /** Does it, inside of a transaction; what it gives is done once that is durable. */
  readonly carryOut: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Opens the store at `path`, a directory, or a file where the name has an extension; makes it where
 * there is none. Throws in a sentence where it cannot be opened, or what the system says.
 */
export function sqliteStore(path: string, options: FileOptions = {}): JobStore {
  const { limits = FILE_LIMITS, onUnreadable = () => undefined } = options;
  const file = dataPaths(path).jobs;
  const db = openFile(file);
  const index = jobIndex();
  const departed = new Map<string, JobRecord>();
  /** The job of a row; where that is none, it is told of, and lists go on without it. */
  const readable = (row: Row): JobRecord | undefined => {
    try {
      return recordIn(row);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      const id = textOf(row.id);
      onUnreadable(`${file}: job ${id} cannot be read and is left out: ${reason}`);
      index.drop(id);
      return undefined;
    }
  };
  const { select, replace, forget } = orClosed(db, file, () => {
    for (const row of allRows(db)) {
      const job = readable(row);
      if (job?.removed === true) departed.set(job.id, job);
      else if (job !== undefined) index.put(job, row.text.byteLength);
    }
    return statementsOf(db);
  });
  const recent = recentRecords();
  /** A row; where the disk does not give it, that is told of, and lists go on without it. */
  const rowOf = (id: string): Row | undefined => {
    try {
      return select.get(id) as Row | undefined;
    } catch (error) {
      onUnreadable(`${file}: job ${id} cannot be read: ${String(error)}`);
      return undefined;
    }
  };
  const get = (id: string): JobRecord | undefined => {
    const bytes = index.bytesOf(id);
    if (bytes === 0) return undefined;
    const known = recent.get(id);
    if (known !== undefined) return known;
    const row = rowOf(id);
    const job = row === undefined ? undefined : readable(row);
    if (job !== undefined) recent.put(job, bytes);
    return job;
  };

  // what this commit has added so far, which the index does not know yet
  let added = { jobs: 0, bytes: 0 };
  const touched = new Map<string, JobRecord | undefined>();
  const put = (job: JobRecord, isNew: boolean): (() => void) => {
    const text = printRecord(job);
    const bytes = Buffer.byteLength(text);
    const more = {
      jobs: added.jobs + (isNew ? 1 : 0),
      bytes: added.bytes + bytes - index.bytesOf(job.id),
    };
    checkRoom(index, limits, more);
    replace.run(job.id, text, digestOf(text));
    added = more;
    touched.set(job.id, job);
    return () => {
      index.put(job, bytes);
      recent.put(job, bytes);
      departed.delete(job.id);
    };
  };
  /** What remains of a job takes its row, and the oldest such row goes where there are many. */
  const leave = (job: JobRecord): (() => void) => {
    const text = printRecord(job);
    replace.run(job.id, text, digestOf(text));
    const [oldest] = departed.size < MOST_DEPARTED ? [] : departed.keys();
    if (oldest !== undefined) forget.run(oldest);
    return () => {
      if (oldest !== undefined) departed.delete(oldest);
      departed.set(job.id, job);
    };
  };

  /** Of a row that is there still, though its job is not, nothing more is to be forgotten. */
  const forgotten = (id: string): boolean => !departed.has(id) && forget.run(id).changes > 0;

  let waiting: Waiting[] = [];
  const commitAll = (): void => {
    const batch = waiting.slice(0, MOST_IN_A_COMMIT);
    waiting = waiting.slice(MOST_IN_A_COMMIT);
    if (waiting.length > 0) setImmediate(commitAll);
    added = { jobs: 0, bytes: 0 };
    touched.clear();
    commit(db, batch);
  };
  const enqueue = <Answer>(
    carryOut: () => { readonly answer: Answer; readonly done?: () => void },
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commitAll);
      waiting.push({
        carryOut: () => {
          const { answer, done } = carryOut();
          return () => {
            done?.();
            resolve(answer);
          };
        },
        fail: reject,
      });
    });

  /** The latest state, of what this commit has done so far, too. */
  const latest = (id: string): JobRecord | undefined =>
    touched.has(id) ? touched.get(id) : get(id);
  return {
    index,
    get,
    create: (job) => enqueue(() => ({ answer: undefined, done: put(job, true) })),
    change: (id, decide) =>
      enqueue(() => {
        const before = latest(id);
        if (before === undefined) return { answer: undefined };
        const { job, answer } = decide(before);
        return job === before ? { answer } : { answer, done: put(job, false) };
      }),
    remove: (id, remains) =>
      enqueue(() => {
        const job = latest(id);
        const left = job === undefined ? undefined : remains?.(job);
        const answer = left === undefined ? forgotten(id) : true;
        const remain = left === undefined ? undefined : leave(left);
        touched.set(id, undefined);
        return {
          answer,
          done: () => {
            remain?.();
            index.drop(id);
            recent.drop(id);
          },
        };
      }),
    departed: () => departed.values(),
    close: async () => {
      while (waiting.length > 0) commitAll(); // each round makes it shorter
      release(db);
    },
  };
}

/** Records that were read or written lately are at hand, up to so many bytes of them. */
const RECENT_BYTES = 8 * 1024 * 1024;

function recentRecords() {
  const records = new Map<string, { readonly job: JobRecord; readonly bytes: number }>();
  let total = 0;
  const drop = (id: string): void => {
    total -= records.get(id)?.bytes ?? 0;
    records.delete(id);
  };
  return {
    get: (id: string): JobRecord | undefined => records.get(id)?.job,
    put: (job: JobRecord, bytes: number): void => {
      drop(job.id);
      records.set(job.id, { job, bytes });
      total += bytes;
      // a map is in the order of its making, so the first is the oldest
      for (const oldest of records.keys()) {
        if (total <= RECENT_BYTES) break;
        drop(oldest);
      }
    },
    drop,
  };
}

/**
 * Carries out changes in one transaction. One that fails by itself hurts no other; where the
 * database fails, all of them do, and nothing has happened.
 */
function commit(db: Database.Database, batch: readonly Waiting[]): void {
  const done: (() => void)[] = [];
  try {
    db.exec("BEGIN IMMEDIATE");
    for (const change of batch) {
      try {
        done.push(change.carryOut());
      } catch (error) {
        if (error instanceof Database.SqliteError) throw error;
        change.fail(error);
      }
    }
    db.exec("COMMIT");
  } catch (error) {
    rollBack(db);
    for (const { fail } of batch) fail(error);
    return;
  }
  for (const tell of done) tell();
}

/** The database does it itself where the disk is full; where it cannot, the next begin says so. */
function rollBack(db: Database.Database): void {
  try {
    if (db.inTransaction) db.exec("ROLLBACK");
  } catch {
    // whoever waits for the change is told of its failure
  }
}
