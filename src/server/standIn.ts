/**
 * The stand-in server for programs: one call starts it, in the process of a test of an automation
 * script, say.
 *
 * The router and the database are loaded when a server starts, since they are optional peers.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { type ClockInput, readClock, type ServerClock } from "../core/schedule/clock.js";
import { idSource } from "../host/idSource.js";
import { type InstantLike, readInstant } from "../host/instants.js";
import { messageOf } from "../host/message.js";
import { hostZone, readHostZone } from "../host/zones.js";
import { type Certificate, keptCertificate, readCertificate } from "./certificate.js";
import { dataPaths } from "./dataPaths.js";
import type { JobStore } from "./jobStore.js";
import { missingPeers } from "./peers.js";
import { type Seed, seedOf, sow } from "./seed.js";
import { newToken, tokenBook } from "./tokens.js";
import { FASTEST, LAST_INSTANT, virtualClock, type VirtualClock } from "./virtualClock.js";

/** What a stand-in is like; everything has a default. */
export interface StandInOptions {
  /** For whom it listens. Default: `127.0.0.1`, this machine only. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /**
   * A token that requests may bear for ever: 1 to 4,096 visible ASCII characters. Default: a random
   * one.
   */
  readonly token?: string;
  /** For which `POST /token` hands out tokens, to any user. Default: a random one. */
  readonly password?: string;
  /** How long such a token is good, in minutes of the real clock. Default: 60. */
  readonly tokenMinutes?: number;
  /**
   * Whether it speaks HTTPS, with a certificate of its own making that is kept in `data`, or with
   * this one, in PEM. Default: it does not.
   */
  readonly tls?: boolean | { readonly cert: string; readonly key: string };
  /** A directory in which jobs survive a restart, or a crash. Default: they are kept in memory. */
  readonly data?: string;
  /** What its clock shows at the start, 1970 to 2100. Default: the present. */
  readonly now?: InstantLike;
  /** How many seconds that clock shows for each that passes, 0 to 86,400. Default: 1. */
  readonly speed?: number;
  /** The backup server's clock. Default: UTC (R2). */
  readonly clock?: ClockInput;
  /** What whole links begin with. Default: the address at which it listens. */
  readonly baseUrl?: string;
  /**
   * Jobs to begin with, and what stands around them: a fleet, as `readFleetAt` gives it. Jobs that
   * `data` has already stay as they are there. Default: none.
   */
  readonly fleet?: FleetInput;
  /**
   * Whether there is a page to look at, `/_runcast/page`: a browser asks for the password. Default:
   * `false`.
   */
  readonly page?: boolean;
  /** Told of faults of the server itself, which no client sees. Default: nobody. */
  readonly onFault?: (error: unknown) => void;
}

/** A stand-in that listens. */
export interface StandIn {
  /** `http://127.0.0.1:49152`. */
  readonly url: string;
  /** What links begin with, where they are no paths. */
  readonly baseUrl: string;
  readonly token: string;
  readonly password: string;
  /** What it speaks HTTPS with; absent without `tls`. */
  readonly certificate?: { readonly cert: string; readonly fingerprint: string };
  /** Its clock, which can be set. */
  readonly time: VirtualClock;
  /** Takes no more connections, lets requests end, and closes the store. */
  readonly stop: () => Promise<void>;
}

/** No token is good for longer: a year. */
export const MOST_MINUTES = 525_600;

const STAND_IN_KEYS = keysOf<StandInOptions>({
  host: true,
  port: true,
  token: true,
  password: true,
  tokenMinutes: true,
  tls: true,
  data: true,
  now: true,
  speed: true,
  clock: true,
  baseUrl: true,
  fleet: true,
  page: true,
  onFault: true,
});

/** Whether a header can carry it: 1 to 4,096 visible ASCII characters. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(text);
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
  const { data, tls, ...settings } = checkedOptions(options);
  const missing = await missingPeers({
    keepsJobs: data !== undefined,
    makesCertificate: tls === true,
  });
  if (missing !== undefined) throw new Error(missing);
  const store = await openStore(data, settings.onFault);
  if (tls !== true) return standInOn(store, { ...settings, certificate: tls });
  return standInOn(store, { ...settings, certificate: await ownCertificate(data, settings) });
}

/**
 * The certificate that a server made for itself: kept under `data` where that is given, for the
 * names that it is told. Rejects in a sentence, or with what the system says.
 */
export function ownCertificate(
  data: string | undefined,
  { host, baseUrl }: Pick<StandInSettings, "host" | "baseUrl">,
): Promise<Certificate> {
  const path = data === undefined ? undefined : dataPaths(data).certificate;
  const told = baseUrl === undefined ? [] : [new URL(baseUrl).hostname.replace(/^\[|\]$/g, "")];
  const listens = ["0.0.0.0", "::"].includes(host) ? [] : [host];
  return keptCertificate(path, [...listens, ...told], Date.now());
}

/**
 * Opens the store of a directory, or one in memory. Throws what the system says, or a sentence.
 * `onUnreadable` is told of each job that is left out.
 */
export async function openStore(
  data: string | undefined,
  onUnreadable: (line: string) => void,
): Promise<JobStore> {
  if (data === undefined) return (await import("./jobStore.js")).memoryStore();
  return (await import("./sqliteStore.js")).sqliteStore(data, { onUnreadable });
}

/** What a stand-in is like, without an issue and its defaults filled in. */
export interface StandInSettings {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly password: string;
  readonly tokenMinutes: number;
  /** With it, the server speaks HTTPS. */
  readonly certificate: Certificate | undefined;
  /** What its clock shows when it starts, and how fast that goes. */
  readonly start: { readonly now: number; readonly speed: number };
  readonly clock: ServerClock;
  readonly baseUrl: string | undefined;
  /** What it begins with. */
  readonly seed: Seed | undefined;
  /** Whether there is a page to look at. */
  readonly hasPage: boolean;
  readonly onFault: (error: unknown) => void;
}

/**
 * A stand-in that listens, over a store that it closes when it stops. Rejects with what the system
 * says where the address cannot be had; then the store is closed, too.
 */
export async function standInOn(store: JobStore, settings: StandInSettings): Promise<StandIn> {
  const { start, clock, baseUrl, seed, host, port, token, password, certificate, onFault } =
    settings;
  const time = virtualClock(start, () => performance.now());
  try {
    if (seed !== undefined) await sow(store, seed);
    // The router is loaded where it is needed only.
    const { startServer } = await import("./server.js");
    const {
      url,
      baseUrl: links,
      stop,
    } = await startServer({
      store,
      time,
      clock,
      zoneOf: hostZone,
      newId: idSource(Date.now),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(seed === undefined ? {} : { surroundings: seed.surroundings }),
      host,
      port,
      hasPage: settings.hasPage,
      tokens: tokenBook({ token, password, minutes: settings.tokenMinutes, realNow: Date.now }),
      onFault,
    });
    return {
      ...{ url, baseUrl: links, token, password, time, stop },
      ...(certificate === undefined
        ? {}
        : { certificate: { cert: certificate.cert, fingerprint: certificate.fingerprint } }),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function checkedOptions(options: StandInOptions): Omit<StandInSettings, "certificate"> & {
  readonly data: string | undefined;
  /** `true` for a certificate of its own. */
  readonly tls: true | Certificate | undefined;
} {
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
  const { baseUrl, onFault = () => undefined, password = newToken(), tokenMinutes = 60 } = given;
  const { page = false } = given;
  check("host", "the name or the address of this machine", host, isText);
  check("port", "a whole number from 0 to 65535", port, (value) => isWholeNumber(value, 0, 65_535));
  check(
    "token",
    "1 to 4096 visible ASCII characters",
    token,
    (text) => isText(text) && isToken(text),
  );
  check("password", "a text", password, isText);
  check("tokenMinutes", `a whole number from 1 to ${MOST_MINUTES}`, tokenMinutes, (value) =>
    isWholeNumber(value, 1, MOST_MINUTES),
  );
  const tls = checkedTls(given.tls, issues);
  check("data", "the path of a directory", data, isText);
  check("speed", `a whole number from 0 to ${FASTEST}`, speed, (value) =>
    isWholeNumber(value, 0, FASTEST),
  );
  const isUrl = (text: string): boolean => isText(text) && linkBase(text) !== undefined;
  check("baseUrl", "a URL such as https://support.east.local:4443", baseUrl, isUrl);
  check("page", "true or false", page, (value) => typeof value === "boolean");
  check("onFault", "a function", onFault, (value) => typeof value === "function");
  const clock = readClock(given.clock, "options.clock", issues);
  if (clock !== undefined) readHostZone(clock.zone, "options.clock.zone", issues);
  const instant = now === undefined ? Date.now() : readInstant(now, "options.now", issues);
  if (instant !== undefined && !(instant >= 0 && instant <= LAST_INSTANT))
    issues.push(issue("options.now", "an instant from 1970 to 2100", now));
  if (issues.length > 0 || clock === undefined || instant === undefined)
    throw new PolicyError(issues);
  const fleet =
    given.fleet === undefined ? undefined : checkFleet(given.fleet, issues, hostZone)?.fleet;
  if (issues.length > 0) throw new PolicyError(issues);
  const links = baseUrl === undefined ? undefined : linkBase(baseUrl);
  return {
    host,
    port,
    token,
    password,
    tokenMinutes,
    tls,
    data,
    start: { now: instant, speed },
    clock,
    baseUrl: links,
    seed: fleet === undefined ? undefined : seedOf(fleet, instant),
    hasPage: page,
    onFault,
  };
}

/** Reads `tls`; what is wrong goes to `issues`. */
function checkedTls(tls: unknown, issues: Issue[]): true | Certificate | undefined {
  if (tls === undefined || typeof tls === "boolean") return tls === true ? true : undefined;
  const { cert, key } = (tls ?? {}) as { readonly cert?: unknown; readonly key?: unknown };
  if (typeof cert !== "string" || typeof key !== "string") {
    issues.push(issue("options.tls", "true, or an object with cert and key in PEM", tls));
    return undefined;
  }
  try {
    return readCertificate(cert, key);
  } catch (error) {
    const reason = messageOf(error);
    issues.push({
      ...issue("options.tls", "a certificate and its key", undefined),
      message: reason,
    });
    return undefined;
  }
}
