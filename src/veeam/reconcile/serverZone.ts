/**
 * Where a server stands, from the next runs that it reports: the offsets and zones under which its
 * jobs would start then.
 *
 * Every report is a witness (R2). A fixed offset fits a witness if the job's next run under that
 * offset is the reported one; a zone likewise. The more witnesses one explains, the better; equally
 * good zones come most populous first.
 */
import type { SchedulePolicy } from "../../core/policy/types.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import { compileSchedule } from "../../core/schedule/schedule.js";
import { offsetName } from "../../core/time/calendar.js";
import { MINUTE_MS } from "../../core/time/instant.js";
import { fixedZone, offsetAt as zoneOffsetAt, type ZoneTable } from "../../core/time/zone.js";

/** A job's policy and the next run that the server reports, epoch ms. */
export interface Witness {
  readonly policy: SchedulePolicy;
  readonly reported: number;
}

/** What is known of zones, and by whom. */
export interface ZoneSource {
  readonly zoneOf: (name: string) => ZoneTable;
  /** Zones to try, the likeliest first. */
  readonly candidates: readonly string[];
  /**
   * What a zone's clock adds to UTC at an instant, ms: a cheap look that saves reading most zones
   * in full.
   */
  readonly offsetAt?: (name: string, instant: number) => number;
}

/** An offset that a server's clock may have. */
export interface ServerOffset {
  /** `UTC-07:00`. */
  readonly name: string;
  readonly offsetMs: number;
}

/** What the witnesses say of the server. */
export interface ServerZone {
  /**
   * Jobs that were heard: of a long list those with the 50 commonest pairs of policy and report.
   */
  readonly heard: number;
  /** How many of them the best offset or zone explains. */
  readonly explained: number;
  /** The fixed offsets that explain so many. */
  readonly offsets: readonly ServerOffset[];
  /** The zones that explain so many, most populous first; the first 30 where there are more. */
  readonly zones: readonly string[];
  /**
   * Between which offsets its clock stood at the reported runs, both included: by the fixed offsets
   * that explain them, else by the zones. Absent where nothing explains any.
   */
  readonly range?: { readonly low: ServerOffset; readonly high: ServerOffset };
}

const STEP_MS = 15 * MINUTE_MS;
/** From Baker Island to Kiritimati. */
const OFFSETS: readonly (ServerOffset & { readonly zone: ZoneTable })[] = Array.from(
  { length: 26 * 4 + 1 },
  (_, step) => {
    const offsetMs = step * STEP_MS - 12 * 60 * MINUTE_MS;
    const name = offsetName(offsetMs);
    return { name, offsetMs, zone: fixedZone(name, offsetMs) };
  },
);

/** More witnesses would say the same, and take longer. */
const MOST_HEARD = 50;

/**
 * More zones that explain everything say nothing about where the server is; none is read any more.
 */
const MOST_ZONES = 30;

/** Jobs with the same policy and report, and the offsets that explain them. */
interface Testimony extends Witness {
  readonly jobs: number;
  readonly offsets: readonly ServerOffset[];
}

/**
 * Infers the server's zone. `now` is when the list was made, epoch ms; witnesses from before it say
 * nothing.
 */
export function inferServerZone(
  witnesses: readonly Witness[],
  now: number,
  clock: ServerClock,
  source: ZoneSource,
): ServerZone {
  const heard = testimonies(
    witnesses.filter(({ reported }) => reported > now),
    now,
    clock,
  );
  const counts = OFFSETS.map((offset) =>
    jobsOf(heard.filter(({ offsets }) => offsets.includes(offset))),
  );
  const best = Math.max(...counts);
  const zones = fittingZones(heard, best, now, clock, source);
  const offsets =
    zones.explained > best || best === 0
      ? []
      : OFFSETS.filter((_, index) => counts[index] === best).map(({ name, offsetMs }) => ({
          name,
          offsetMs,
        }));
  const range = rangeOf(
    offsets.length > 0
      ? offsets.map(({ offsetMs }) => offsetMs)
      : zones.names.flatMap((name) => {
          const zone = source.zoneOf(name);
          return heard.map(({ reported }) => zoneOffsetAt(zone, reported));
        }),
  );
  return {
    heard: jobsOf(heard),
    explained: zones.explained,
    offsets,
    zones: zones.names,
    ...(range === undefined ? {} : { range }),
  };
}

function rangeOf(offsetsMs: readonly number[]): ServerZone["range"] {
  if (offsetsMs.length === 0) return undefined;
  const named = (offsetMs: number): ServerOffset => ({
    name: offsetName(offsetMs),
    offsetMs,
  });
  return {
    low: named(offsetsMs.reduce((least, each) => Math.min(least, each))),
    high: named(offsetsMs.reduce((most, each) => Math.max(most, each))),
  };
}

/** The offsets under which a job's next run is the reported one. */
export function offsetsThatFit(
  witness: Witness,
  now: number,
  clock: ServerClock,
): readonly ServerOffset[] {
  return OFFSETS.filter(({ name, zone }) => fits(witness, now, { ...clock, zone: name }, zone));
}

function fits(
  { policy, reported }: Witness,
  now: number,
  clock: ServerClock,
  zone: ZoneTable,
): boolean {
  return compileSchedule(policy, clock, zone).next(now) === reported;
}

/**
 * Each policy and report once, with the number of its jobs: a hundred that start at ten say what
 * one of them says.
 */
function testimonies(witnesses: readonly Witness[], now: number, clock: ServerClock): Testimony[] {
  const groups = new Map<string, Witness[]>();
  for (const witness of witnesses) {
    const key = JSON.stringify([witness.reported, witness.policy]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [witness]);
    else group.push(witness);
  }
  const alike = [...groups.values()].sort((a, b) => b.length - a.length).slice(0, MOST_HEARD);
  return alike.map((group) => ({
    ...group[0]!,
    jobs: group.length,
    offsets: offsetsThatFit(group[0]!, now, clock),
  }));
}

function jobsOf(heard: readonly Testimony[]): number {
  return heard.reduce((sum, { jobs }) => sum + jobs, 0);
}

/** The zones that explain the most jobs, and at least as many as the best fixed offset does. */
function fittingZones(
  heard: readonly Testimony[],
  best: number,
  now: number,
  clock: ServerClock,
  source: ZoneSource,
): { explained: number; names: string[] } {
  if (heard.length === 0) return { explained: 0, names: [] };
  const all = jobsOf(heard);
  const possible = source.candidates.filter((name) => looksPossible(name, heard, best, source));
  let explained = Math.max(best, 1);
  let names: string[] = [];
  for (const name of possible.length > 0 ? possible : source.candidates) {
    const zone = source.zoneOf(name);
    let missed = 0;
    for (const witness of heard) {
      if (!fits(witness, now, { ...clock, zone: name }, zone)) missed += witness.jobs;
      if (all - missed < explained) break;
    }
    const count = all - missed;
    if (count > explained) names = [];
    if (count >= explained) names.push(name);
    explained = Math.max(explained, count);
    if (explained === all && names.length === MOST_ZONES) break;
  }
  return names.length > 0
    ? { explained, names: names.slice(0, MOST_ZONES) }
    : { explained: best, names };
}

/**
 * Whether the zone's offset at the reported runs is one that fits, for as many jobs as the best
 * offset explains.
 */
function looksPossible(
  name: string,
  heard: readonly Testimony[],
  best: number,
  { offsetAt }: ZoneSource,
): boolean {
  if (offsetAt === undefined) return true;
  const alike = heard.filter(({ reported, offsets }) =>
    offsets.some(({ offsetMs }) => offsetMs === offsetAt(name, reported)),
  );
  return jobsOf(alike) >= Math.max(1, best);
}
