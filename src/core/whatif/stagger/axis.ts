/**
 * The time that is looked at, cut in cells: a week of each way in which the clocks stand in the
 * span.
 *
 * Starts repeat by the week as long as no clock is changed, and where two jobs are on two clocks,
 * what meets before a change need not meet after it. So the span falls into regimes, one for each
 * set of offsets of all its clocks; a stretch of the axis is a week of one of them, or the whole of
 * it where it is shorter. What is counted in one stretch never reaches into another.
 */
import { DAY_MS, type Instant, MINUTE_MS, modulo, wallOf, WEEK_MS } from "../../time/instant.js";
import { offsetAt, segmentAt, segmentEnd, type ZoneTable } from "../../time/zone.js";

/** A part of the axis in which no clock is changed. */
export interface Stretch {
  /** The beginning of its first cell, epoch ms. */
  readonly from: number;
  /** Starts in `[startsFrom, startsUntil)` count. */
  readonly startsFrom: number;
  readonly startsUntil: number;
  /** Its first cell, and how many they are. */
  readonly first: number;
  readonly cells: number;
  /** Whether its end meets its beginning: a week goes round. */
  readonly isRound: boolean;
}

/** The whole of it. */
export interface Axis {
  readonly cellMs: number;
  readonly cells: number;
  readonly stretches: readonly Stretch[];
  /** For each cell, where its stretch ends. */
  readonly ends: Int32Array;
  /** For each cell, how far back it goes on from that end; 0: nowhere. */
  readonly backs: Int32Array;
}

/** So many regimes are looked at, the longest ones: more would be clocks that no server has. */
const MOST_STRETCHES = 6;

/**
 * The axis of a span: cells of so many minutes, counted from midnight on the server's clock.
 * `zones`: those of all clocks that anything is read on.
 */
export function axisOf(
  span: { readonly from: number; readonly to: number },
  cellMinutes: number,
  server: ZoneTable,
  zones: readonly ZoneTable[] = [server],
): Axis {
  const cellMs = cellMinutes * MINUTE_MS;
  let first = 0;
  const stretches = regimesOf(span, zones).map((regime): Stretch => {
    const wall = wallOf(regime.from as Instant, offsetAt(server, regime.from));
    const from = regime.from - modulo(modulo(wall, DAY_MS), cellMs);
    const isRound = regime.to - regime.from >= WEEK_MS && WEEK_MS % cellMs === 0;
    const startsUntil = isRound ? from + WEEK_MS : Math.min(regime.to, from + WEEK_MS);
    // Without a round, sessions may run on past the last start, up to two days or the end of the
    // span.
    const cells = isRound
      ? WEEK_MS / cellMs
      : Math.max(1, Math.ceil((Math.min(span.to, startsUntil + 2 * DAY_MS) - from) / cellMs));
    const stretch = { from, startsFrom: regime.from, startsUntil, first, cells, isRound };
    first += cells;
    return stretch;
  });
  return axisOfStretches(cellMs, stretches);
}

/** The axis that consists of these stretches, one after the other. */
export function axisOfStretches(cellMs: number, stretches: readonly Stretch[]): Axis {
  const cells = stretches.reduce((sum, stretch) => sum + stretch.cells, 0);
  const ends = new Int32Array(cells);
  const backs = new Int32Array(cells);
  for (const { first, cells: length, isRound } of stretches) {
    ends.fill(first + length, first, first + length);
    backs.fill(isRound ? length : 0, first, first + length);
  }
  return { cellMs, cells, stretches, ends, backs };
}

interface Regime {
  readonly from: number;
  readonly to: number;
}

/** The longest time of each set of offsets, ascending; never none. */
function regimesOf(span: Regime, zones: readonly ZoneTable[]): Regime[] {
  const edges = new Set([span.from]);
  for (const zone of zones) {
    // Bound: a zone's table is finite, and each step goes to its next segment.
    for (let segment = segmentAt(zone, span.from); segment < zone.starts.length; segment += 1) {
      const end = segmentEnd(zone, segment);
      if (end >= span.to) break;
      edges.add(end);
    }
  }
  const ascending = [...edges].sort((a, b) => a - b);
  const longest = new Map<string, Regime>();
  ascending.forEach((from, index) => {
    const regime = { from, to: ascending[index + 1] ?? span.to };
    const offsets = zones.map((zone) => offsetAt(zone, from)).join();
    const known = longest.get(offsets);
    if (known === undefined || known.to - known.from < Math.min(WEEK_MS, regime.to - regime.from))
      longest.set(offsets, regime);
  });
  return [...longest.values()]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST_STRETCHES)
    .sort((a, b) => a.from - b.from);
}
