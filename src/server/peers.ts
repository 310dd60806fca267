/**
 * The packages that only a stand-in server needs. They are optional peers of runcast: whoever plans
 * schedules installs neither a router nor a database, nor what makes certificates.
 */
import { listed } from "../report/kit/words.js";

const PEERS = {
  hono: () => import("hono"),
  "@hono/node-server": () => import("@hono/node-server"),
  libsql: () => import("libsql"),
  selfsigned: () => import("selfsigned"),
};

type Peer = keyof typeof PEERS;

const ROUTER: readonly Peer[] = ["hono", "@hono/node-server"];

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
export async function missingPeers(needs: ServerNeeds): Promise<string | undefined> {
  const needed: readonly Peer[] = [
    ...ROUTER,
    ...(needs.keepsJobs ? (["libsql"] as const) : []),
    ...(needs.makesCertificate ? (["selfsigned"] as const) : []),
  ];
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
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    const text = String(message);
    // what it needs itself may be missing as well, and then has another name
    const isItself = new RegExp(`['"]${name}['"]`).test(text);
    return code === "ERR_MODULE_NOT_FOUND" && isItself ? "not installed" : text.split("\n")[0]!;
  }
}
