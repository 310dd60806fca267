/**
 * What jobs share, as it is read: slots, threads, pace and outages (R22, R28 to R30).
 */
import { type Issue, issue } from "../input/issues.js";
import { isObject, refuseUnknownKeys, type Unread } from "../input/ownShape.js";
import {
  isSlotCount,
  isThreadCount,
  type Needed,
  type Outage,
  OUTAGE_KEYS,
  type ResourceKind,
} from "./fleet.js";
import type { OutageInput, ResourceInput } from "./fleetInput.js";
import { INSTANT_TEXT } from "../time/instant.js";
import { instantOf } from "../time/written.js";
import type { ZoneTable } from "../time/zone.js";
import { readPace } from "./pace.js";

/** A resource without an issue. */
export interface ReadResource {
  readonly of: ResourceKind["name"];
  readonly id: string;
  readonly name: string | undefined;
  /** Sessions at once; `Infinity` without a limit. */
  readonly slots: number;
  /** Threads that its sessions share; `NaN` where it shares none. */
  readonly threads: number;
  /** 168 shares of full speed, Sunday 00:00 first; `undefined` where it is always full speed. */
  readonly pace: Float64Array | undefined;
  /** `[from, to)`, epoch ms, ascending; none touches the next. */
  readonly outages: readonly Outage[];
  /** Of a repository: the proxy that it belongs to. */
  readonly proxyId: string | undefined;
}

/** A resource as somebody's need. */
export function neededOf({ of, id, name }: ReadResource): Needed {
  return { of, id, ...(name === undefined ? {} : { name }) };
}

/** Whether a resource has slots at most: a session on it takes its time. */
export function isPlain({ threads, pace, outages }: ReadResource): boolean {
  return Number.isNaN(threads) && pace === undefined && outages.length === 0;
}

/** A resource has at most so many outages. */
const MOST_OUTAGES = 10_000;

/** Reads a resource of a kind, but for its id and its labels, which are taken as they stand. */
export function readResource(
  { id, name, slots, threads, pace, outages, proxyId }: Unread<ResourceInput>,
  of: ResourceKind["name"],
  path: string,
  issues: Issue[],
  zone: ZoneTable | undefined,
): ReadResource {
  if (slots !== undefined && !isSlotCount(slots))
    issues.push(issue(`${path}.slots`, "a whole number of slots from 1, or Infinity", slots));
  if (threads !== undefined && !isThreadCount(threads))
    issues.push(issue(`${path}.threads`, "a whole number of threads from 1", threads));
  if (proxyId !== undefined && (of !== "repository" || typeof proxyId !== "string"))
    issues.push(issue(`${path}.proxyId`, "the id of the proxy of a repository", proxyId));
  if (name !== undefined && typeof name !== "string")
    issues.push(issue(`${path}.name`, "a text", name));
  return {
    of,
    id: id as string,
    name: typeof name === "string" ? name : undefined,
    slots: isSlotCount(slots) ? slots : Infinity,
    threads: isThreadCount(threads) ? threads : Number.NaN,
    pace: pace === undefined ? undefined : readPace(pace, `${path}.pace`, issues),
    outages: readOutages(outages, `${path}.outages`, issues, zone),
    proxyId: typeof proxyId === "string" ? proxyId : undefined,
  };
}

/**
 * Reads outages in epoch ms, ascending; those that overlap or touch are one. Texts without an
 * offset are on the clock of `zone`; they are issues where there is none.
 */
export function readOutages(
  given: unknown,
  path: string,
  issues: Issue[],
  zone?: ZoneTable,
): readonly Outage[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.length > MOST_OUTAGES) {
    issues.push(issue(path, `an array of at most ${MOST_OUTAGES} { from, to }`, given));
    return [];
  }
  const read: Outage[] = [];
  given.forEach((outage: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isObject<OutageInput>(outage)) {
      issues.push(issue(at, "{ from, to }", outage));
      return;
    }
    refuseUnknownKeys(outage, at, OUTAGE_KEYS, issues);
    const from = readInstant(outage.from, `${at}.from`, issues, zone);
    const to = readInstant(outage.to, `${at}.to`, issues, zone);
    if (from === undefined || to === undefined) return;
    if (to > from) read.push({ from, to });
    else issues.push(issue(`${at}.to`, "an instant after its beginning", outage.to));
  });
  return joined(read);
}

function readInstant(
  value: unknown,
  path: string,
  issues: Issue[],
  zone: ZoneTable | undefined,
): number | undefined {
  const instant = instantOf(value, zone);
  if (instant === undefined) issues.push(issue(path, INSTANT_TEXT, value));
  return instant;
}

/** Outages that overlap or touch are one. */
function joined(outages: readonly Outage[]): Outage[] {
  const one: { from: number; to: number }[] = [];
  for (const { from, to } of outages.toSorted((a, b) => a.from - b.from)) {
    const last = one.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else one.push({ from, to });
  }
  return one;
}
