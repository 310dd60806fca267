/**
 * A time zone as data: segments of constant offset, sorted, without a hole (R3).
 *
 * Segment `k` covers the instants `[starts[k], starts[k + 1])`; the first begins at `-Infinity`,
 * the last never ends. Neighbours differ in offset, and every segment lasts longer than the clock
 * changes at its two ends: so a wall time shows at most twice, and at two neighbouring segments.
 * `zoneTable` checks all of it; the arithmetic rests on it.
 */
import type { Issue } from "../input/issues.js";
import { weekPositionOf } from "./calendar.js";
import { DAY_MS, type Instant, type Wall, wallOf } from "./instant.js";

/**
 * A zone's clock from 1970 on. The offset in force before the first and after the last transition
 * holds without end.
 */
export interface ZoneTable {
  /** The IANA name, `UTC`, or a fixed offset such as `UTC+5:30`. */
  readonly name: string;
  /**
   * Which time-zone database the transitions come from, e.g. `2025b`; empty for fixed offsets,
   * which need none.
   */
  readonly version: string;
  /** First instant of each segment, ms, ascending; `starts[0]` is `-Infinity`. */
  readonly starts: Float64Array;
  /** What the segment's clock adds to UTC, ms. */
  readonly offsetsMs: Int32Array;
  /**
   * Kind of the clock change at the start of each segment, `-1` for the first. Two changes of one
   * kind go between the same offsets at the same hour of the week, far from others: what a weekly
   * schedule does there is the same.
   */
  readonly changeKinds: Int32Array;
  readonly changeKindCount: number;
  /** The offsets that occur, each once, ms; `offsetIndex` says which one each segment has. */
  readonly distinctOffsetsMs: Int32Array;
  readonly offsetIndex: Uint16Array;
  /**
   * The segment that holds the start of each stretch of `LOOKUP_MS` since 1970, up to the last
   * transition.
   */
  readonly lookup: Uint16Array;
}

/** One stretch of constant offset that a zone table is made of. */
export interface ZoneTransition {
  /** First instant with the new offset, ms. */
  readonly instant: number;
  /** The offset from there on, ms. */
  readonly offsetMs: number;
}

/** 2^32 ms, some 50 days: hardly ever more than one clock change, and a cheap division. */
const LOOKUP_MS = 4_294_967_296;

/**
 * Clock changes further apart than this do not see each other: a week, and a day for the shift
 * itself on either side.
 */
const ALONE_MS = 9 * DAY_MS;

/**
 * Makes a zone table from the offset in force before the first transition and the transitions, in
 * order. Throws where the table breaks the invariant above, with the transition that does.
 */
export function zoneTable(
  name: string,
  version: string,
  firstOffsetMs: number,
  transitions: readonly ZoneTransition[],
): ZoneTable {
  const size = transitions.length + 1;
  const starts = new Float64Array(size);
  const offsetsMs = new Int32Array(size);
  starts[0] = Number.NEGATIVE_INFINITY;
  offsetsMs[0] = firstOffsetMs;
  transitions.forEach(({ instant, offsetMs }, index) => {
    starts[index + 1] = instant;
    offsetsMs[index + 1] = offsetMs;
  });
  for (let k = 1; k < size; k += 1) {
    const start = starts[k]!;
    const shift = Math.abs(offsetsMs[k]! - offsetsMs[k - 1]!);
    const sound =
      Number.isInteger(start) &&
      shift > 0 &&
      start - starts[k - 1]! > shift &&
      (k + 1 >= size || starts[k + 1]! - start > shift);
    if (!sound)
      throw new Error(
        `invariant: ${name} has a transition at ${start} that is out of order, empty or ` +
          "longer than its segment",
      );
  }
  return {
    name,
    version,
    starts,
    offsetsMs,
    ...classifyChanges(starts, offsetsMs),
    ...indexOffsets(offsetsMs),
    lookup: lookupOf(starts),
  };
}

/** A clock that never changes. `fixedZone("UTC", 0)`; the offset is in ms. */
export function fixedZone(name: string, offsetMs: number): ZoneTable {
  return zoneTable(name, "", offsetMs, []);
}

/** Index of the segment that holds `instant`: a look-up and a step or two. */
export function segmentAt(zone: ZoneTable, instant: number): number {
  const { starts, lookup } = zone;
  const last = starts.length - 1;
  if (last === 0) return 0;
  let segment =
    instant < 0 ? 0 : lookup[Math.min(Math.floor(instant / LOOKUP_MS), lookup.length - 1)]!;
  while (segment < last && starts[segment + 1]! <= instant) segment += 1;
  return segment;
}

/** What the zone's clock adds to UTC at `instant`, ms. */
export function offsetAt(zone: ZoneTable, instant: number): number {
  return zone.offsetsMs[segmentAt(zone, instant)]!;
}

/**
 * The first instant at which the zone's clock shows `wall`; where it skips it, later by the length
 * of the gap (R7, `shift` and `first`).
 */
export function instantShowing(zone: ZoneTable, wall: Wall): Instant {
  const { starts, offsetsMs } = zone;
  // No offset is two days long, so the clock shows that time in this segment or in one of the next.
  let segment = segmentAt(zone, wall - 2 * DAY_MS);
  while (wall - offsetsMs[segment]! >= segmentEnd(zone, segment)) segment += 1;
  const instant = wall - offsetsMs[segment]!;
  return (instant >= starts[segment]! ? instant : wall - offsetsMs[segment - 1]!) as Instant;
}

/** Every instant at which the zone's clock shows `wall`: none in a gap, two in an overlap. */
export function instantsShowing(zone: ZoneTable, wall: Wall): Instant[] {
  const { offsetsMs } = zone;
  const first = instantShowing(zone, wall);
  const segment = segmentAt(zone, first);
  if (first + offsetsMs[segment]! !== wall) return [];
  const second = (wall - (offsetsMs[segment + 1] ?? 0)) as Instant;
  // The last segment never ends.
  return second >= segmentEnd(zone, segment) ? [first, second] : [first];
}

/** First instant after the segment; `+Infinity` for the last. */
export function segmentEnd(zone: ZoneTable, segment: number): number {
  return segment + 1 < zone.starts.length ? zone.starts[segment + 1]! : Number.POSITIVE_INFINITY;
}

/**
 * The part of a zone that matters to `[from, to)`: the same clock there, and far fewer segments.
 * A fleet that is simulated over a month does not need 130 years of clock changes for every job.
 */
export function cropZone(zone: ZoneTable, from: number, to: number): ZoneTable {
  const first = segmentAt(zone, from);
  const last = segmentAt(zone, to);
  const transitions: ZoneTransition[] = [];
  for (let k = first + 1; k <= last; k += 1)
    transitions.push({ instant: zone.starts[k]!, offsetMs: zone.offsetsMs[k]! });
  return zoneTable(zone.name, zone.version, zone.offsetsMs[first]!, transitions);
}

function indexOffsets(offsetsMs: Int32Array): Pick<ZoneTable, "distinctOffsetsMs" | "offsetIndex"> {
  const distinct = [...new Set(offsetsMs)];
  return {
    distinctOffsetsMs: Int32Array.from(distinct),
    offsetIndex: Uint16Array.from(offsetsMs, (offsetMs) => distinct.indexOf(offsetMs)),
  };
}

function lookupOf(starts: Float64Array): Uint16Array {
  const last = starts.length - 1;
  const lookup = new Uint16Array(Math.max(1, Math.floor(starts[last]! / LOOKUP_MS) + 2));
  let segment = 0;
  for (let stretch = 0; stretch < lookup.length; stretch += 1) {
    while (segment < last && starts[segment + 1]! <= stretch * LOOKUP_MS) segment += 1;
    lookup[stretch] = segment;
  }
  return lookup;
}

function classifyChanges(
  starts: Float64Array,
  offsetsMs: Int32Array,
): Pick<ZoneTable, "changeKinds" | "changeKindCount"> {
  const size = starts.length;
  const changeKinds = new Int32Array(size).fill(-1);
  const kinds = new Map<string, number>();
  for (let k = 1; k < size; k += 1) {
    const alone =
      starts[k]! - starts[k - 1]! > ALONE_MS &&
      (k + 1 >= size || starts[k + 1]! - starts[k]! > ALONE_MS);
    const position = weekPositionOf(wallOf(starts[k]! as Instant, offsetsMs[k - 1]!));
    const key = alone ? `${offsetsMs[k - 1]!},${offsetsMs[k]!},${position}` : `only ${k}`;
    let kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, (kind = kinds.size));
    changeKinds[k] = kind;
  }
  return { changeKinds, changeKindCount: kinds.size };
}

/**
 * Reads the name of a zone: the host's, or one of a test's own making. `undefined` after an issue
 * at `path` where there is no such zone.
 */
export type ZoneSource = (name: string, path: string, issues: Issue[]) => ZoneTable | undefined;
