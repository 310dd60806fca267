/**
 * A stand-in server for a test, in the test's own process, on a port of its own.
 */
import { clockWith } from "../../src/core/schedule/clock.ts";
import { idSource } from "../../src/host/idSource.ts";
import { type JobStore, memoryStore } from "../../src/server/jobStore.ts";
import { type ServerOptions, startServer } from "../../src/server/server.ts";
import { tokenBook } from "../../src/server/tokens.ts";
import { virtualClock } from "../../src/server/virtualClock.ts";
import { hostZone } from "../../src/host/zones.ts";
import { PAGE_NOW } from "./veeamJobs.ts";

export const TOKEN = "test-token-0123456789";

export const PASSWORD = "test-password";

/** A response, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `undefined` where there is none. */
  readonly body: ReplyBody;
}

/** What a test may look for in a body: each of it is there in some. */
export interface ReplyBody extends Record<string, unknown> {
  readonly id: string;
  readonly description: string;
  readonly now: string;
  readonly speed: number;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly results: readonly Record<string, unknown>[];
  readonly _links: Record<"self" | "organization" | "excludedItems", { readonly href: string }>;
}

/** A server that listens, and what a test does with it. */
export interface StandIn {
  readonly url: string;
  readonly store: JobStore;
  readonly faults: unknown[];
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  stop(): Promise<void>;
}

/** Starts one at the page's time and place, its clock standing still. */
export async function standIn(options: Partial<ServerOptions> = {}): Promise<StandIn> {
  const faults: unknown[] = [];
  const store = options.store ?? memoryStore();
  const server = await startServer({
    store,
    time: virtualClock({ now: PAGE_NOW, speed: 0 }, () => performance.now()),
    clock: clockWith({ zone: "America/Los_Angeles" }),
    zoneOf: hostZone,
    newId: idSource(Date.now),
    host: "127.0.0.1",
    port: 0,
    tokens: tokenBook({ token: TOKEN, password: PASSWORD, minutes: 60, realNow: Date.now }),
    onFault: (error) => void faults.push(error),
    ...options,
  });
  return {
    url: server.url,
    store,
    faults,
    stop: server.stop,
    async request(method, path, body, headers = {}) {
      const text =
        body === undefined || typeof body === "string" || body instanceof Uint8Array
          ? body
          : JSON.stringify(body);
      const type: Record<string, string> =
        body === undefined ? {} : { "content-type": "application/json" };
      const init = {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...type, ...headers },
        ...(text === undefined ? {} : { body: text as string }),
      };
      const response = await fetch(server.url + path, init);
      const reply = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text: reply,
        body: (reply === "" ? undefined : JSON.parse(reply)) as ReplyBody,
      };
    },
  };
}
