/**
 * A server that is killed again and again while many clients work with it, and a book of what it
 * acknowledged.
 *
 * Every client has jobs of its own, so that nobody but itself changes them: it creates, edits and
 * deletes, one request at a time, and notes what was acknowledged. The request that a kill cut off
 * may have been carried out or not.
 */
import { once } from "node:events";
import { jobsAfter } from "./storedJobs.ts";
import { sqliteStore } from "../../src/server/sqliteStore.ts";
import { killableServer } from "./killableServer.ts";
import { type SecureClient, secureClient } from "./secureFetch.ts";
import { request as job } from "./veeamJobs.ts";

const TOKEN = "crash-test";

/** What a job must be after the last crash. */
interface Expected {
  readonly name: string;
  /** What was acknowledged last; `deleted` for a job that must be gone. */
  acknowledged: string;
  /** What was asked and not answered when the server was killed. */
  pending?: string;
}

/** What came of it. */
export interface CrashReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Jobs in the store at the end. */
  readonly kept: number;
  /**
   * One line for each acknowledged change that is not there, each job that is there twice, each
   * that should be gone.
   */
  readonly losses: readonly string[];
}

const DELETED = "deleted";

/**
 * Lets `clients` work on a server with its data in `path`, killing it in the middle of its work
 * once it has acknowledged a random number of requests out of `life`, until `enough` says so.
 */
export async function crashRepeatedly(
  path: string,
  clients: number,
  life: readonly [number, number],
  enough: (kills: number) => boolean,
): Promise<CrashReport> {
  const book = new Map<string, Expected>();
  const orphans = new Set<string>(); // names that were sent, and never acknowledged
  let kills = 0;
  let acknowledged = 0;
  while (!enough(kills)) {
    const client = secureClient(undefined, clients);
    const { process: server, url } = await killableServer(["--token", TOKEN, "--data", path]);
    const exit = once(server, "exit");
    const last = acknowledged + life[0] + Math.floor(Math.random() * (life[1] - life[0]));
    let alive = true;
    const work = Array.from({ length: clients }, async (_, worker) => {
      for (let count = 0; alive; count += 1) {
        const done = await oneStep(
          client,
          url,
          `${kills}.${worker}.${count}`,
          book,
          orphans,
          () => {
            acknowledged += 1;
            if (acknowledged !== last) return;
            alive = false;
            setTimeout(() => server.kill("SIGKILL"), Math.random() * 5);
          },
        );
        if (!done) return;
      }
    });
    await exit;
    alive = false;
    await Promise.all(work);
    client.close();
    kills += 1;
  }
  return { kills, acknowledged, ...check(path, book, orphans) };
}

/**
 * Creates a job, edits it, deletes some, and tells of each request that was acknowledged. Gives
 * whether all were: not once the server is gone.
 */
async function oneStep(
  client: SecureClient,
  url: string,
  name: string,
  book: Map<string, Expected>,
  orphans: Set<string>,
  onAcknowledged: () => void,
): Promise<boolean> {
  orphans.add(name);
  const created = await ask(client, `${url}/v3/Organizations/o/Jobs`, "POST", {
    ...job,
    name,
    description: "0",
  });
  if (created === undefined) return false;
  onAcknowledged();
  orphans.delete(name);
  const id = (JSON.parse(created) as { id: string }).id;
  const expected: Expected = { name, acknowledged: "0" };
  book.set(id, expected);
  for (const [description, method] of [
    ["1", "PUT"],
    [DELETED, "DELETE"],
  ] as const) {
    if (method === "DELETE" && Math.random() < 0.7) return true;
    expected.pending = description;
    const answer = await ask(
      client,
      `${url}/v3/Jobs/${id}`,
      method,
      method === "PUT" ? { description } : undefined,
    );
    if (answer === undefined) return false;
    onAcknowledged();
    expected.acknowledged = description;
    delete expected.pending;
  }
  return true;
}

/** The body of a good answer; `undefined` where none came. */
async function ask(
  client: SecureClient,
  url: string,
  method: string,
  body?: object,
): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const asked = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await client.ask(url, { method, headers, ...asked }).catch(() => undefined);
  if (answer !== undefined && answer.status >= 300)
    throw new Error(`invariant: ${method} ${url} was answered ${answer.status} ${answer.text}`);
  return answer?.text;
}

function check(
  path: string,
  book: Map<string, Expected>,
  orphans: Set<string>,
): Pick<CrashReport, "kept" | "losses"> {
  const store = sqliteStore(path);
  const losses: string[] = [];
  const names = new Set<string>();
  const all = jobsAfter(store, undefined, Number.MAX_SAFE_INTEGER);
  for (const { id, name, description } of all) {
    if (names.has(name)) losses.push(`${name} is there twice`);
    names.add(name);
    const expected = book.get(id);
    if (expected === undefined && !orphans.has(name))
      losses.push(`${name} is there and was never asked for`);
    if (expected !== undefined && expected.acknowledged === DELETED)
      losses.push(`${name} is there and was deleted`);
    if (
      expected !== undefined &&
      description !== expected.acknowledged &&
      description !== expected.pending
    )
      losses.push(`${name} is ${description}, acknowledged was ${expected.acknowledged}`);
  }
  for (const { name, acknowledged, pending } of book.values()) {
    if (acknowledged !== DELETED && pending !== DELETED && !names.has(name))
      losses.push(`${name} is gone`);
  }
  void store.close();
  return { kept: all.length, losses };
}
