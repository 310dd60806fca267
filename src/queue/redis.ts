/**
 * A connection to Redis, or to Valkey, that speaks the same.
 *
 * Before the first answer, what goes wrong is a sentence, within seconds. After it, a connection
 * that is lost is made again, for ever, and what was asked meanwhile is asked then. No message has
 * the password in it: an address is shown as its label.
 */
import type { Redis } from "ioredis";
import { SECOND_MS } from "../core/time/instant.js";
import { whyPeersFail } from "../host/peers.js";
import { within } from "./pause.js";

/** Where a Redis is. */
export interface RedisAddress {
  /** With user and password. */
  readonly url: string;
  /** Without: `redis://backup:6379/1`. */
  readonly label: string;
}

/** What an address looks like, for messages. */
export const REDIS_URL_TEXT = "redis://HOST:PORT, or rediss:// with TLS";

/** Nobody waits longer for the first answer. */
const CONNECT_MS = 5 * SECOND_MS;
/** And no longer between two tries of what was there already. */
const MOST_BETWEEN_MS = 2 * SECOND_MS;

/**
 * Reads an address; `undefined` for what is none. `readRedisUrl("redis://:secret@host/1")?.label //
 * => "redis://host/1"`
 */
export function readRedisUrl(text: unknown): RedisAddress | undefined {
  if (typeof text !== "string" || !/^rediss?:\/\/[^/]/i.test(text)) return undefined;
  try {
    const { protocol, host, pathname } = new URL(text);
    if (host === "") return undefined;
    return { url: text, label: `${protocol}//${host}${pathname === "/" ? "" : pathname}` };
  } catch {
    return undefined;
  }
}

/** One line that says what to install before a sweep can go over Redis. */
export function missingQueuePeers(): Promise<string | undefined> {
  return whyPeersFail("a sweep over Redis", {
    bullmq: () => import("bullmq"),
    ioredis: () => import("ioredis"),
  });
}

/**
 * Connects; `tell` is told in a sentence when the connection is lost, and when it is there again.
 * What keeps it from being there in the first place goes to `problems`.
 */
export async function connectTo(
  { url, label }: RedisAddress,
  tell: (sentence: string) => void,
  problems: string[],
): Promise<Redis | undefined> {
  const missing = await missingQueuePeers();
  if (missing !== undefined) {
    problems.push(missing);
    return undefined;
  }
  const { Redis } = await import("ioredis");
  let wasThere = false;
  let isLost = false;
  let last: unknown;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    disconnectTimeout: SECOND_MS / 2, // who does not answer does not say good-bye either
    maxRetriesPerRequest: null, // a command waits until there is a connection again
    retryStrategy: (times) => (wasThere ? Math.min(MOST_BETWEEN_MS, 50 * 2 ** times) : null),
  });
  client.on("error", (error) => (last = error)); // without a listener it would be printed
  const first = await within(
    CONNECT_MS,
    client
      .connect()
      .then(() => client.ping())
      .catch((error: unknown) => ({ why: reasonOf(last ?? error) })),
  );
  if (first !== "PONG") {
    if (client.status !== "end") client.disconnect();
    const why = typeof first === "object" ? first.why : NO_ANSWER;
    problems.push(`${label} cannot be reached: ${why}`);
    return undefined;
  }
  wasThere = true;
  client.on("reconnecting", () => {
    if (!isLost) tell(`the connection to ${label} is lost; trying again`);
    isLost = true;
  });
  client.on("ready", () => {
    if (isLost) tell(`the connection to ${label} is there again`);
    isLost = false;
  });
  return client;
}

const NO_ANSWER = "no answer";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such name",
  ETIMEDOUT: NO_ANSWER,
  EHOSTUNREACH: "there is no way to it",
};

/** What a server, or who answers in its place, says first, in words. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^NOAUTH/, "it wants a password"],
  [/^WRONGPASS/, "it does not take this user and password"],
  [/RESP/, "what answers there is no Redis"],
];

function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const text = String(message).split("\n")[0]!;
  const answer = ANSWERS.find(([pattern]) => pattern.test(text));
  return REASONS[String(code)] ?? answer?.[1] ?? text;
}
