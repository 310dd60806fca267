/**
 * A store that survives: LMDB, whose file is whole at every moment, whenever the process is killed.
 *
 * A commit is synchronous with the disk (`overlappingSync: false`): what a promise has acknowledged
 * is there after a crash, and what a reader sees has been acknowledged or is about to be. Writes
 * that arrive together share a commit.
 */
import { closeSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { type JobRecord, parseRecord, printRecord } from "../veeam/standIn/jobRecord.js";
import { dataPaths } from "./dataPaths.js";
import { type JobStore, MOST_KEPT } from "./jobStore.js";

/**
 * So often a change is decided anew because another one came first; more means that something is
 * wrong.
 */
const MOST_ROUNDS = 10_000;

/**
 * Opens the store at `path`, a directory, or a file where the name has an extension; makes it where
 * there is none. Throws what the system says where it cannot be opened.
 */
export function lmdbStore(path: string, most: number = MOST_KEPT): JobStore {
  const { isFile, jobs } = dataPaths(path);
  mkdirSync(isFile ? dirname(path) : path, { recursive: true, mode: 0o700 });
  refuseOthers(jobs);
  const db = open<string, string>({
    path,
    noSubdir: isFile,
    encoding: "string",
    useVersions: true,
    overlappingSync: false,
  });
  const read = (id: string): JobRecord | undefined => {
    const text = db.get(id);
    return text === undefined ? undefined : parseRecord(text);
  };
  return {
    size: () => sizeOf(db),
    get: read,
    list: (after, limit) => {
      const range = after === undefined ? {} : { start: after, exclusiveStart: true };
      return Array.from(db.getRange({ ...range, limit }), ({ value }) => parseRecord(value));
    },
    create: async (job) => sizeOf(db) < most && (await db.put(job.id, printRecord(job), 1)),
    change: async (id, decide) => {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const entry = db.getEntry(id);
        if (entry === undefined) return undefined;
        const before = parseRecord(entry.value);
        const { job, answer } = decide(before);
        const version = entry.version ?? 1;
        if (job === before || (await db.put(id, printRecord(job), version + 1, version)))
          return answer;
      }
      throw tooManyRounds(id);
    },
    remove: async (id) => {
      // By its version, so that of two who remove a job at once only one has done it.
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const entry = db.getEntry(id);
        if (entry === undefined) return false;
        if (await db.remove(id, entry.version ?? 1)) return true;
      }
      throw tooManyRounds(id);
    },
    close: () => db.close(),
  };
}

function tooManyRounds(id: string): Error {
  return new Error(`invariant: job ${id} was changed ${MOST_ROUNDS} times while one change waited`);
}

/** What stands in the header of every LMDB file, in the machine's own order of bytes. */
const MAGIC = 0xbeefc0de;
const HEADER_BYTES = 32;

/**
 * Throws for a file that is something else: the library takes anything for its own, and the process
 * ends without a word.
 */
function refuseOthers(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return; // new, or killed before its first byte
  const header = new Uint32Array(HEADER_BYTES / Uint32Array.BYTES_PER_ELEMENT);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (!header.includes(MAGIC)) throw new Error(`${path} is no store of runcast`);
}

function sizeOf(db: RootDatabase<string, string>): number {
  const { entryCount } = db.getStats() as { entryCount: number };
  return entryCount;
}
