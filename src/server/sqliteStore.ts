/**
 * A store that survives: SQLite, whose file is whole at every moment, whenever the process is
 * killed and whatever the disk does.
 *
 * A commit is on the disk before anybody is told of it (`synchronous=FULL`); changes that arrive
 * together share one. The file belongs to one server at a time. It is looked through when it is
 * opened, so a damaged one is refused then; a job that cannot be read is left out and told of, and
 * hurts no other.
 */
import { createHash } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { type JobRecord, parseRecord, printRecord } from "../veeam/standIn/jobRecord.js";
import { dataPaths } from "./dataPaths.js";
import { jobIndex } from "./jobIndex.js";
import { checkRoom, type JobStore, type Limits } from "./jobStore.js";

/** What a file may hold. */
export const FILE_LIMITS: Limits = { jobs: 100_000, bytes: 512 * 1024 * 1024 };

/** How a store is opened. */
export interface FileOptions {
  readonly limits?: Limits;
  /** Told of each job that is left out, in a line. */
  readonly onUnreadable?: (line: string) => void;
}

/** "runc" in ASCII: no other program's file has it. */
const APPLICATION = 0x72_75_6e_63;

/** Goes up when what is in a file can no longer be read by those before. */
const FORMAT = 1;

const READ_AT_ONCE = 500;
const MOST_IN_A_COMMIT = 200;

/** A row of the file, as bytes: the library ends the process over a text that is no UTF-8. */
interface Row {
  readonly id: ArrayBuffer;
  readonly text: ArrayBuffer;
  /** The digest of the text: what the disk has changed is not taken for a job. */
  readonly digest: ArrayBuffer;
}

const COLUMNS = "CAST(id AS BLOB) id, CAST(text AS BLOB) text, CAST(digest AS BLOB) digest";

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
      if (job !== undefined) index.put(job, row.text.byteLength);
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
    };
  };

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
    remove: (id) =>
      enqueue(() => {
        const answer = forget.run(id).changes > 0;
        touched.set(id, undefined);
        return {
          answer,
          done: () => {
            index.drop(id);
            recent.drop(id);
          },
        };
      }),
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

function openFile(file: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  refuseOthers(file);
  closeSync(openSync(file, "a", 0o600)); // what the database keeps beside it is as private
  chmodSync(file, 0o600);
  const db = new Database(file);
  orClosed(db, file, () => {
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.exec("BEGIN IMMEDIATE");
    const isNew = valueOf(db, "SELECT count(*) AS value FROM sqlite_schema") === 0;
    if (isNew) {
      db.exec(
        "CREATE TABLE job (id TEXT PRIMARY KEY, text TEXT NOT NULL, digest TEXT NOT NULL) STRICT",
      );
      db.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${FORMAT}`);
    }
    db.exec("COMMIT");
    if (valueOf(db, "SELECT application_id AS value FROM pragma_application_id") !== APPLICATION)
      throw new Error(`${file} is no store of runcast`);
    if (valueOf(db, "SELECT user_version AS value FROM pragma_user_version") !== FORMAT)
      throw new Error(`${file} was written by another version of runcast`);
    const health = valueOf(
      db,
      "SELECT CAST(integrity_check AS BLOB) AS value FROM pragma_integrity_check(1)",
    );
    if (textOf(health as ArrayBuffer) !== "ok") throw damaged(file, textOf(health as ArrayBuffer));
  });
  return db;
}

/** What stands at the beginning of every file of SQLite, and how small the smallest is. */
const MAGIC = "SQLite format 3\0";
const LEAST_BYTES = 512;

/** Throws for a file that is something else, which stays as it is; new or empty ones are taken. */
function refuseOthers(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const head = Buffer.alloc(MAGIC.length);
  const opened = openSync(file, "r");
  const read = readSync(opened, head, 0, head.length, 0);
  closeSync(opened);
  if (!MAGIC.startsWith(head.toString("latin1", 0, read)))
    throw new Error(`${file} is no store of runcast`);
  // the database takes a few bytes for nothing at all, and would begin anew
  if (size < LEAST_BYTES) throw damaged(file, `it has ${size} bytes`);
}

/** Does what belongs to opening; where that fails, closes the file, and throws in a sentence. */
function orClosed<Value>(db: Database.Database, file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    release(db);
    throw told(file, error);
  }
}

function statementsOf(db: Database.Database) {
  return {
    select: db.prepare<[string]>(`SELECT ${COLUMNS} FROM job WHERE id = ?`),
    replace: db.prepare<[string, string, string]>(
      "INSERT INTO job (id, text, digest) VALUES (?, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET text = excluded.text, digest = excluded.digest",
    ),
    forget: db.prepare<[string]>("DELETE FROM job WHERE id = ?"),
  };
}

/**
 * Lets go of the file. Closing alone does not: the library holds it for as long as one of its
 * statements is not collected.
 */
function release(db: Database.Database): void {
  try {
    db.pragma("journal_mode = DELETE");
    db.pragma("locking_mode = NORMAL");
    valueOf(db, "SELECT count(*) AS value FROM sqlite_schema");
  } catch {
    // a file that cannot be read is nobody's
  }
  db.close();
}

/** What the database says, as a sentence for whoever starts a server. */
function told(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code === "SQLITE_NOTADB") return new Error(`${file} is no store of runcast`);
  if (error.code.startsWith("SQLITE_BUSY")) return new Error(`${file} is in use by another server`);
  if (error.code.startsWith("SQLITE_CORRUPT")) return damaged(file, error.message);
  return new Error(`${file} cannot be opened: ${error.message.split("\n")[0]}`);
}

function damaged(file: string, what: string): Error {
  const reason = what.split("\n").at(-1)!;
  return new Error(`${file} is damaged (${reason}): put a copy in its place, or remove it`);
}

function valueOf(db: Database.Database, sql: string): unknown {
  return (db.prepare(sql).get() as { readonly value: unknown } | undefined)?.value;
}

function* allRows(db: Database.Database): Generator<Row, undefined> {
  const page = db.prepare<[string, number]>(
    `SELECT ${COLUMNS} FROM job WHERE id > ? ORDER BY id LIMIT ?`,
  );
  let after = "";
  for (;;) {
    const rows = page.all(after, READ_AT_ONCE) as Row[];
    yield* rows;
    if (rows.length < READ_AT_ONCE) return;
    after = textOf(rows.at(-1)!.id); // later than before, so this comes to an end
  }
}

/** Throws in a sentence where the row is no job. */
function recordIn({ id, text, digest }: Row): JobRecord {
  if (digestOf(textOf(text)) !== textOf(digest)) throw new Error("it is not what was written");
  const job = parseRecord(textOf(text));
  if (job.id !== textOf(id)) throw new Error(`it says that it is ${job.id}`);
  return job;
}

/** Bytes that are no UTF-8 become a text that nobody wrote. */
function textOf(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString();
}

function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("base64url");
}
