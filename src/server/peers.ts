/**
 * The packages that only a stand-in server needs. They are optional peers of runcast: whoever plans
 * schedules installs neither a router nor a database.
 */
import { failureOf as failureOfPackage } from "../host/packages.js";
import { listed } from "../report/kit/words.js";

const PEERS = {
  hono: () => import("hono"),
  "@hono/node-server": () => import("@hono/node-server"),
  lmdb: () => import("lmdb"),
};

type Peer = keyof typeof PEERS;

const ROUTER: readonly Peer[] = ["hono", "@hono/node-server"];

/**
 * One line that says what to do before a server can run, one that keeps its jobs in a directory or
 * one that forgets them; `undefined` where all that it needs is there.
 */
export async function missingPeers(keepsJobs: boolean): Promise<string | undefined> {
  const needed: readonly Peer[] = keepsJobs ? [...ROUTER, "lmdb"] : ROUTER;
  const failures = await Promise.all(needed.map(failureOf));
  const missing = needed.filter((_, index) => failures[index] === "not installed");
  if (missing.length > 0) {
    const are = missing.length === 1 ? "is" : "are";
    return (
      `the stand-in server needs ${listed(missing)}, which ${are} not installed: ` +
      `npm install ${missing.join(" ")}`
    );
  }
  const broken = failures.findIndex((failure) => failure !== undefined);
  return broken < 0
    ? undefined
    : `the stand-in server needs ${needed[broken]}, which cannot be loaded: ${failures[broken]}`;
}

/** Why a package cannot be loaded, in a line; `undefined` where it can. */
async function failureOf(name: Peer): Promise<string | undefined> {
  try {
    await PEERS[name]();
    return undefined;
  } catch (error) {
    return failureOfPackage(name, error);
  }
}
