/**
 * The stand-in server, from its parts: gate, routes, store and clock.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type AppWorld, standInApp } from "./app.js";
import { refuse, responseOf, toldIssue } from "./answers.js";
import { gatedServer } from "./gate.js";

/** Where and for whom the server works. */
export interface ServerOptions extends AppWorld {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly token: string;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:4443`. */
  readonly url: string;
  /** Takes no more connections, lets requests end, and closes the store. */
  readonly stop: () => Promise<void>;
}

/** Requests that take longer than this to end are cut off when the server stops. */
const LAST_REQUESTS_MS = 5_000;

/** Starts the server. Rejects with what the system says where the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = standInApp(options);
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    hostname: "localhost", // where a client names no host
    errorHandler: () =>
      responseOf(refuse(400, [toldIssue("headers.host", "a host name and a URL", "what is none")])),
  });
  const server = gatedServer(options.token, listener);
  await listen(server, options);
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    stop: async () => {
      const cutOff = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(cutOff);
      await options.store.close();
    },
  };
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
