/**
 * From a start rule and a zone to pieces of time, in each of which the starts repeat every week.
 *
 * Between two clock changes that is true of the whole segment: its piece has the weekly list of its
 * offset. Where a change makes something else happen (a start moved over a gap, an opening whose
 * closed spell began on the other side) a short piece with a list of its own stands around it;
 * where one pass of an overlap does not count, an empty one. Pieces are sorted, touch each other,
 * and cover everything from 1970 to the end of time.
 */
import { sundayBase } from "../time/calendar.js";
import { END_OF_TIME, EPOCH, NEVER, WEEK_MS } from "../time/instant.js";
import { segmentEnd, type ZoneTable } from "../time/zone.js";
import type { StartRule } from "./rule.js";
import { countsFrom, countsTo, isMoved, movedWithin, passOf, startsIn } from "./starts.js";
import { countBefore, EMPTY_LIST, type WeekList, weekList } from "./weekList.js";
import { type Fate, isOffsetFree, nominalPositions, weekStarts } from "./weekStarts.js";
import { isOpen, nextChange } from "./window.js";

/** All starts of one fate, as parallel columns, one row a piece. */
export interface Pieces {
  readonly count: number;
  /**
   * First instant of each piece; piece `p` ends where `p + 1` begins, the last at `END_OF_TIME`. At
   * least `count + 1` entries.
   */
  readonly starts: Float64Array;
  /** An instant from which the piece's list counts its weeks. */
  readonly bases: Float64Array;
  readonly lists: readonly WeekList[];
  /** Runs before each piece, from 1970 on; `ranks[count]` is all runs there are. */
  readonly ranks: Float64Array;
  /** `rank(t) = biases[p] + weeks * list.size + countBefore(position)`, for `t` in piece `p`. */
  readonly biases: Float64Array;
  /**
   * The piece that holds the first instant of each of the zone's segments, 1970 for the first:
   * where a search begins.
   */
  readonly firstOfSegment: Uint16Array;
}

/**
 * Starts near one clock change that no weekly list holds; instants relative to the change, at most
 * a week long.
 */
interface Exception {
  readonly from: number;
  readonly to: number;
  readonly list: WeekList;
}

/**
 * A segment has at most so many pieces: two of exceptions, an empty one on either side, and its
 * weekly one.
 */
const PIECES_PER_SEGMENT = 5;

/**
 * Builds the pieces of the starts that run, or of those that one of the windows blocks: the same
 * tables, another choice. Cost: one weekly list per distinct offset, one exception per kind of
 * clock change, one row per change.
 */
export function compilePieces(rule: StartRule, zone: ZoneTable, fate: Fate = "admitted"): Pieces {
  const segments = zone.starts.length;
  const weekLists = weekListsOf(rule, zone, fate);
  const exceptionsOf = exceptionsByKind(rule, zone, fate);
  const pass = passOf(rule);
  const starts = new Float64Array(segments * PIECES_PER_SEGMENT + 1);
  const bases = new Float64Array(segments * PIECES_PER_SEGMENT);
  const ranks = new Float64Array(segments * PIECES_PER_SEGMENT + 1);
  const biases = new Float64Array(segments * PIECES_PER_SEGMENT);
  const lists: WeekList[] = [];
  const firstOfSegment = new Uint16Array(segments);
  let count = 0;
  let cursor = EPOCH;
  /** Adds the piece from the cursor to `to`, if there is any time between them. */
  function add(to: number, base: number, list: WeekList): void {
    if (to <= cursor) return;
    const before = countFromBase(list, cursor - base);
    starts[count] = cursor;
    bases[count] = base;
    lists.push(list);
    biases[count] = ranks[count]! - before;
    ranks[count + 1] = ranks[count]! + countFromBase(list, to - base) - before;
    count += 1;
    starts[count] = cursor = to;
  }
  for (let segment = 0; segment < segments; segment += 1) {
    const begin = zone.starts[segment]!;
    const end = Math.min(segmentEnd(zone, segment), END_OF_TIME);
    const isCovered = end <= cursor;
    for (const exception of isCovered ? NO_EXCEPTIONS : exceptionsOf(segment))
      add(begin + exception.to, begin + exception.from, exception.list);
    // An exception may have begun before this segment: then one of the pieces so far holds its
    // first instant.
    let first = count;
    while (first > 0 && starts[first]! > begin) first -= 1;
    firstOfSegment[segment] = first;
    if (isCovered) continue;
    const following = exceptionsOf(segment + 1)[0];
    const regularTo =
      following === undefined ? Math.min(end, countsTo(zone, segment, pass)) : end + following.from;
    add(Math.min(countsFrom(zone, segment, pass), regularTo), cursor, EMPTY_LIST);
    const offsetMs = zone.offsetsMs[segment]!;
    add(regularTo, sundayBase(offsetMs), weekLists[zone.offsetIndex[segment]!]!);
    if (following === undefined) add(end, cursor, EMPTY_LIST);
  }
  return { count, starts, bases, lists, ranks, biases, firstOfSegment };
}

/**
 * The weekly list of each of the zone's distinct offsets; one for all where the rule does not look
 * at UTC.
 */
function weekListsOf(rule: StartRule, zone: ZoneTable, fate: Fate): WeekList[] {
  const nominal = nominalPositions(rule);
  const offsets = Array.from(zone.distinctOffsetsMs);
  if (!isOffsetFree(rule))
    return offsets.map((offsetMs) => weekList(weekStarts(rule, nominal, offsetMs, fate)));
  const shared = weekList(weekStarts(rule, nominal, 0, fate));
  return offsets.map(() => shared);
}

const NO_EXCEPTIONS: readonly Exception[] = [];

/**
 * A lookup from segment to the exceptions at its start, worked out once per kind of clock change.
 */
function exceptionsByKind(
  rule: StartRule,
  zone: ZoneTable,
  fate: Fate,
): (segment: number) => readonly Exception[] {
  const known = new Array<readonly Exception[] | undefined>(zone.changeKindCount);
  const needed =
    rule.startWindow !== undefined || (rule.times.kind === "daily" && rule.clock.gap !== "skip");
  return (segment) => {
    if (!needed || segment < 1 || segment >= zone.starts.length) return NO_EXCEPTIONS;
    return (known[zone.changeKinds[segment]!] ??= exceptionsAt(rule, zone, segment, fate));
  };
}

function exceptionsAt(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  fate: Fate,
): readonly Exception[] {
  const change = zone.starts[segment]!;
  const [from, to] =
    rule.startWindow === undefined
      ? movedAround(rule, zone, segment)
      : [countsTo(zone, segment - 1, passOf(rule)), openingsUntil(rule, zone, segment)];
  const exceptions: Exception[] = [];
  // Bound: a closed spell is at most a week long on either side of a change, so this goes round two
  // or three times.
  for (let begin = from; begin < to; begin += WEEK_MS) {
    const end = Math.min(begin + WEEK_MS, to);
    const chosen = startsIn(rule, zone, begin, end, fate === "start-window").filter(
      (start) => (start.reason ?? "admitted") === fate,
    );
    const list = weekList(Int32Array.from(chosen, (start) => start.instant - begin));
    exceptions.push({ from: begin - change, to: end - change, list });
  }
  return exceptions;
}

/**
 * The stretch beside a clock change, `[from, to)`, into which skipped daily starts are moved (R7);
 * empty if there are none.
 */
function movedAround(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
): readonly [from: number, to: number] {
  const [from, to] = movedWithin(rule.clock.gap, zone, segment);
  return startsIn(rule, zone, from, to).some(isMoved) ? [from, to] : [to, to];
}

/**
 * The end of the stretch after a clock change in which the start window's openings depend on both
 * sides (R13): just after the first instant at which the window is open. From there on every closed
 * spell begins on this side. (The weekly list may have an opening where the clock jumped into the
 * middle of an open spell, so that instant counts too.)
 */
function openingsUntil(rule: StartRule, zone: ZoneTable, segment: number): number {
  const window = rule.startWindow!;
  const settled = countsFrom(zone, segment, passOf(rule));
  const open = isOpen(window, zone, settled) ? settled : nextChange(window, zone, settled, true);
  return open === NEVER ? settled : open + 1;
}

/**
 * Positions of a list that repeats every week, from its base on and before `distance`; negative to
 * the left of the base.
 */
function countFromBase(list: WeekList, distance: number): number {
  if (list.size === 0) return 0;
  const weeks = Math.floor(distance / WEEK_MS);
  return weeks * list.size + countBefore(list, distance - weeks * WEEK_MS);
}
