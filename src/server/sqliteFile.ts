/**
 * A file of SQLite that holds jobs: how it is opened, what stands in it, and why it is refused.
 *
 * It belongs to one server at a time, and what is committed is on the disk (`synchronous=FULL`). It
 * is looked through when it is opened, so that a damaged one is refused then and not met later.
 */
import { createHash } from "node:crypto";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { type JobRecord, parseRecord } from "../veeam/standIn/jobRecord.js";

/** "runc" in ASCII: no other program's file has it. */
const APPLICATION = 0x72_75_6e_63;

/** Goes up when what is in a file can no longer be read by those before. */
const FORMAT = 1;

const READ_AT_ONCE = 500;

/** A row of the file, as bytes: the library ends the process over a text that is no UTF-8. */
export interface Row {
  readonly id: ArrayBuffer;
  readonly text: ArrayBuffer;
  /** The digest of the text: what the disk has changed is not taken for a job. */
  readonly digest: ArrayBuffer;
}

const COLUMNS = "CAST(id AS BLOB) id, CAST(text AS BLOB) text, CAST(digest AS BLOB) digest";

/**
 * Makes a folder, and those above it. Step by step: Node's own way never ends where a folder that
 * exists takes no other, as in `/proc`.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Opens the file, makes it where there is none, and looks it through. Throws in a sentence where it
 * cannot be opened, or what the system says.
 */
export function openFile(file: string): Database.Database {
  makeFolder(dirname(file));
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
export function orClosed<Value>(db: Database.Database, file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    release(db);
    throw told(file, error);
  }
}

/** A question of the file, ready to be asked. */
interface Statement<Values extends readonly unknown[]> {
  readonly run: (...values: Values) => { readonly changes: number };
  readonly get: (...values: Values) => unknown;
}

/** What is asked of the file again and again. */
export interface Statements {
  readonly select: Statement<[id: string]>;
  readonly replace: Statement<[id: string, text: string, digest: string]>;
  readonly forget: Statement<[id: string]>;
}

/** Makes them ready. */
export function statementsOf(db: Database.Database): Statements {
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
export function release(db: Database.Database): void {
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

/** All rows, ascending by their ids, a few at a time. */
export function* allRows(db: Database.Database): Generator<Row, undefined> {
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
export function recordIn({ id, text, digest }: Row): JobRecord {
  if (digestOf(textOf(text)) !== textOf(digest)) throw new Error("it is not what was written");
  const job = parseRecord(textOf(text));
  if (job.id !== textOf(id)) throw new Error(`it says that it is ${job.id}`);
  return job;
}

/** Bytes that are no UTF-8 become a text that nobody wrote. */
export function textOf(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString();
}

/** What stands beside a text in the file. */
export function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("base64url");
}
