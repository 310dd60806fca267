/**
 * The stand-in server, from its parts: gate, routes, store and clock.
 */
import type { IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { hostname } from "node:os";
import { getRequestListener } from "@hono/node-server";
import { type AppWorld, standInApp } from "./app.js";
import { refuse, responseOf, toldIssue } from "./answers.js";
import { ALL_DIALECTS, pathRoot } from "../veeam/standIn/dialects.js";
import { NO_SURROUNDINGS, resourcesOf, type Surroundings } from "../veeam/standIn/resources.js";
import type { Certificate } from "./certificate.js";
import { limitsOf } from "../veeam/standIn/limits.js";
import { type GatedServer, gatedServer } from "./gate.js";
import { sharedJobs } from "./sharedJobs.js";
import { TOKEN_PATH } from "./tokenRoutes.js";
import { watchedStore } from "./watchedStore.js";

/** Where and for whom the server works. */
export interface ServerOptions extends Omit<AppWorld, "baseUrl" | "resources" | "shared"> {
  /** What stands around the jobs, where somebody said it. */
  readonly surroundings?: Surroundings;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** With it, the server speaks HTTPS. */
  readonly certificate?: Certificate;
  /** What links begin with; where absent, the server's own address. */
  readonly baseUrl?: string;
}

/** A server that listens. */
export interface RunningServer {
  /** `https://127.0.0.1:4443`. */
  readonly url: string;
  /** What links begin with. */
  readonly baseUrl: string;
  /** Takes no more connections, lets requests end, and closes the store. */
  readonly stop: () => Promise<void>;
}

/** Requests that take longer than this to end are cut off when the server stops. */
const LAST_REQUESTS_MS = 700;

/** Starts the server. Rejects with what the system says where the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { certificate, dialects = ALL_DIALECTS, tokens, time } = options;
  const { limits: lists = {}, copies = [] } = options.surroundings ?? NO_SURROUNDINGS;
  const limits = limitsOf(lists, new Set(copies.map(({ copyOf }) => copyOf!)));
  const shared = limits && sharedJobs(limits, options.store, copies);
  const store =
    shared === undefined ? options.store : watchedStore(options.store, shared, time.now);
  let baseUrl = options.baseUrl ?? "";
  const resources = resourcesOf(options.surroundings ?? NO_SURROUNDINGS, store.index);
  const app = standInApp({ ...options, store, shared, resources, baseUrl: () => baseUrl });
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    hostname: "localhost", // where a client names no host
    errorHandler: () =>
      responseOf(refuse(400, [toldIssue("headers.host", "a host name and a URL", "what is none")])),
  });
  const open = new Set(dialects.map((dialect) => `${pathRoot(dialect)}${TOKEN_PATH}`));
  const { server, closing } = gatedServer({
    isGood: tokens.isGood,
    isOpen: ({ method, url }: IncomingMessage) =>
      method === "POST" && open.has((url ?? "").replace(/\/?(?:\?.*)?$/, "").toLowerCase()),
    certificate,
    route: listener,
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, options);
  const { address, port, family } = server.address() as AddressInfo;
  const scheme = certificate === undefined ? "http" : "https";
  const urlOf = (name: string): string => `${scheme}://${name}:${port}`;
  const url = urlOf(family === "IPv6" ? `[${address}]` : address);
  // a link to "every address" leads nowhere
  if (baseUrl === "") baseUrl = ["0.0.0.0", "::"].includes(address) ? urlOf(hostname()) : url;
  return {
    url,
    baseUrl,
    stop: async () => {
      closing();
      const cutOff = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, LAST_REQUESTS_MS);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(cutOff);
      await store.close();
    },
  };
}

function listen(server: GatedServer, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
