/**
 * The packages that only a stand-in server needs. They are optional peers of runcast: whoever plans
 * schedules installs neither a router nor a database, nor what makes certificates.
 */
import { type Peers, whyPeersFail } from "../host/peers.js";

const ROUTER: Peers = {
  hono: () => import("hono"),
  "@hono/node-server": () => import("@hono/node-server"),
};
const STORE: Peers = { libsql: () => import("libsql") };
const CERTIFICATE: Peers = { selfsigned: () => import("selfsigned") };

/** What a server is to do that only some do. */
export interface ServerNeeds {
  /** It keeps its jobs in a directory. */
  readonly keepsJobs: boolean;
  /** It speaks HTTPS with a certificate of its own making. */
  readonly makesCertificate: boolean;
}

/**
 * One line that says what to do before such a server can run; `undefined` where all that it needs
 * is there.
 */
export function missingPeers(needs: ServerNeeds): Promise<string | undefined> {
  return whyPeersFail("the stand-in server", {
    ...ROUTER,
    ...(needs.keepsJobs ? STORE : {}),
    ...(needs.makesCertificate ? CERTIFICATE : {}),
  });
}
