/**
 * The stand-in server for programs: one call starts it, in the process of a test of an automation
 * script, say.
 *
 * The router and the database are loaded when a server starts, since they are optional peers.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import { type ClockInput, readClock, type ServerClock } from "../core/schedule/clock.js";
import { idSource } from "../host/idSource.js";
import { type InstantLike, readInstant } from "../host/instants.js";
import { hostZone, readHostZone } from "../host/zones.js";
import type { JobStore } from "./jobStore.js";
import { missingPeers } from "./peers.js";
import { FASTEST, LAST_INSTANT, virtualClock, type VirtualClock } from "./virtualClock.js";

/** What a stand-in is like; everything has a default. */
export interface StandInOptions {
  /** For whom it listens. Default: `127.0.0.1`, this machine only. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** What every request must bear: 1 to 4,096 visible ASCII characters. Default: a random one. */
  readonly token?: string;
  /** A directory in which jobs survive a restart, or a crash. Default: they are kept in memory. */
  readonly data?: string;
  /** What its clock shows at the start, 1970 to 2100. Default: the present. */
  readonly now?: InstantLike;
  /** How many seconds that clock shows for each that passes, 0 to 86,400. Default: 1. */
  readonly speed?: number;
  /** The backup server's clock. Default: UTC (R2). */
  readonly clock?: ClockInput;
  /** What whole links begin with. Default: what the client used. */
  readonly baseUrl?: string;
  /** Told of faults of the server itself, which no client sees. Default: nobody. */
  readonly onFault?: (error: unknown) => void;
}

/** A stand-in that listens. */
export interface StandIn {
  /** `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly token: string;
  /** Its clock, which can be set. */
  readonly time: VirtualClock;
  /** Takes no more connections, lets requests end, and closes the store. */
  readonly stop: () => Promise<void>;
}

const STAND_IN_KEYS = keysOf<StandInOptions>({
  host: true,
  port: true,
  token: true,
  data: true,
  now: true,
  speed: true,
  clock: true,
  baseUrl: true,
  onFault: true,
});

/** Whether a header can carry it: 1 to 4,096 visible ASCII characters. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(text);
}

/** A token that nobody guesses. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Buffer.from(bytes).toString("base64url");
}

/** What links begin with, without a slash at the end; `undefined` where the text is no such URL. */
export function linkBase(text: string): string | undefined {
  return /^https?:\/\/[^\s/]+(?:\/[^\s?#]*)?$/i.test(text) && URL.canParse(text)
    ? text.replace(/\/+$/, "")
    : undefined;
}

/**
 * Starts a stand-in for the product's job endpoints. Rejects with a `PolicyError` that has every
 * issue of the options, with one line that says what to install where a package is missing, and
 * with what the system says where the address or the directory cannot be had.
 *
 * ```ts
 * const { url, token, time, stop } = await startStandIn({ now: "2026-03-08T01:00Z" });
 * const headers = { Authorization: `Bearer ${token}` };
 * const reply = await fetch(`${url}/v8/Jobs`, { headers });
 * const { results } = await reply.json();
 * time.now() >= Date.UTC(2026, 2, 8, 1) // => true
 * await stop();
 * [reply.status, results] // => [200, []]
 * ```
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { data, ...settings } = checkedOptions(options);
  const missing = await missingPeers(data !== undefined);
  if (missing !== undefined) throw new Error(missing);
  return standInOn(await openStore(data), settings);
}

/** Opens the store of a directory, or one in memory. Throws what the system says. */
export async function openStore(data: string | undefined): Promise<JobStore> {
  if (data === undefined) return (await import("./jobStore.js")).memoryStore();
  return (await import("./lmdbStore.js")).lmdbStore(data);
}

/** What a stand-in is like, without an issue and its defaults filled in. */
export interface StandInSettings {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** What its clock shows when it starts, and how fast that goes. */
  readonly start: { readonly now: number; readonly speed: number };
  readonly clock: ServerClock;
  readonly baseUrl: string | undefined;
  readonly onFault: (error: unknown) => void;
}

/**
 * A stand-in that listens, over a store that it closes when it stops. Rejects with what the system
 * says where the address cannot be had; then the store is closed, too.
 */
export async function standInOn(store: JobStore, settings: StandInSettings): Promise<StandIn> {
  const { start, clock, baseUrl, host, port, token, onFault } = settings;
  const time = virtualClock(start, () => performance.now());
  try {
    // The router is loaded where it is needed only.
    const { startServer } = await import("./server.js");
    const { url, stop } = await startServer({
      store,
      time,
      clock,
      zoneOf: hostZone,
      newId: idSource(Date.now),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      host,
      port,
      token,
      onFault,
    });
    return { url, token, time, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function checkedOptions(
  options: StandInOptions,
): StandInSettings & { readonly data: string | undefined } {
  const issues: Issue[] = [];
  const given = readOptions<StandInOptions>(options, STAND_IN_KEYS, issues) as StandInOptions;
  const check = <Value>(
    name: keyof StandInOptions,
    expected: string,
    value: Value,
    isRight: (value: NonNullable<Value>) => boolean,
  ): void => {
    if (value === undefined || (value !== null && isRight(value))) return;
    issues.push(issue(`options.${name}`, expected, value));
  };
  const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
  const { host = "127.0.0.1", port = 0, token = newToken(), data, now, speed = 1 } = given;
  const { baseUrl, onFault = () => undefined } = given;
  check("host", "the name or the address of this machine", host, isText);
  check("port", "a whole number from 0 to 65535", port, (value) => isWholeNumber(value, 0, 65_535));
  check(
    "token",
    "1 to 4096 visible ASCII characters",
    token,
    (text) => isText(text) && isToken(text),
  );
  check("data", "the path of a directory", data, isText);
  check("speed", `a whole number from 0 to ${FASTEST}`, speed, (value) =>
    isWholeNumber(value, 0, FASTEST),
  );
  const isUrl = (text: string): boolean => isText(text) && linkBase(text) !== undefined;
  check("baseUrl", "a URL such as https://support.east.local:4443", baseUrl, isUrl);
  check("onFault", "a function", onFault, (value) => typeof value === "function");
  const clock = readClock(given.clock, "options.clock", issues);
  if (clock !== undefined) readHostZone(clock.zone, "options.clock.zone", issues);
  const instant = now === undefined ? Date.now() : readInstant(now, "options.now", issues);
  if (instant !== undefined && !(instant >= 0 && instant <= LAST_INSTANT))
    issues.push(issue("options.now", "an instant from 1970 to 2100", now));
  if (issues.length > 0 || clock === undefined || instant === undefined)
    throw new PolicyError(issues);
  const links = baseUrl === undefined ? undefined : linkBase(baseUrl);
  return {
    host,
    port,
    token,
    data,
    start: { now: instant, speed },
    clock,
    baseUrl: links,
    onFault,
  };
}
