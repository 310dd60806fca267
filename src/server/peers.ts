/**
 * The packages that only a stand-in server needs. They are optional peers of runcast: whoever plans
 * schedules installs neither a router nor a database.
 */
import { type Peers, whyPeersFail } from "../host/peers.js";

const ROUTER: Peers = {
  hono: () => import("hono"),
  "@hono/node-server": () => import("@hono/node-server"),
};
const STORE: Peers = { lmdb: () => import("lmdb") };

/**
 * One line that says what to do before a server can run, one that keeps its jobs in a directory or
 * one that forgets them; `undefined` where all that it needs is there.
 */
export function missingPeers(keepsJobs: boolean): Promise<string | undefined> {
  return whyPeersFail("the stand-in server", keepsJobs ? { ...ROUTER, ...STORE } : ROUTER);
}
