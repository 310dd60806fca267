/**
 * The packages that only a stand-in server needs. They are optional peers of runcast: whoever plans
 * schedules installs neither a router nor a database.
 */
import { listed } from "../report/kit/words.js";

const PEERS = {
  hono: () => import("hono"),
  "@hono/node-server": () => import("@hono/node-server"),
  lmdb: () => import("lmdb"),
};

type Peer = keyof typeof PEERS;

const ROUTER: readonly Peer[] = ["hono", "@hono/node-server"];

/**
 * One line that says what is to be installed for a server, for one that keeps its jobs in a
 * directory or one that forgets them; `undefined` where nothing is missing.
 */
export async function missingPeers(keepsJobs: boolean): Promise<string | undefined> {
  const needed: readonly Peer[] = keepsJobs ? [...ROUTER, "lmdb"] : ROUTER;
  const loaded = await Promise.all(needed.map(isThere));
  const missing = needed.filter((_, index) => !loaded[index]!);
  if (missing.length === 0) return undefined;
  const are = missing.length === 1 ? "is" : "are";
  return (
    `the stand-in server needs ${listed(missing)}, which ${are} not installed: ` +
    `npm install ${missing.join(" ")}`
  );
}

/** Whether a package is installed; what else is wrong with it shows when it is used. */
async function isThere(name: Peer): Promise<boolean> {
  try {
    await PEERS[name]();
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== "ERR_MODULE_NOT_FOUND";
  }
}
