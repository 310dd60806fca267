/**
 * Each difference has a class: every run that only one side has, and every run that a peer gives
 * twice, is explained by what the clock does there, or listed as unexplained.
 *
 * The class is found from the zone's table alone, wall time by wall time, and from what the peer
 * gives for it; never from what the peer is known to do.
 */
import { indexAt, nominalsOf } from "./clocks.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The differences between our runs and a peer's in `[from, to)`: `[{ name, run, side, nominal }]`,
 * with `side` "ours", "theirs" or "twice". `found` is what the peer gave; `foreign`, periods in
 * which its zone data are others; `elapsedFrom`, where an interval of elapsed time begins.
 */
export function classify({ clock, schedule, mine, found, from, to, foreign = [], elapsedFrom }) {
  const { runs: theirs, failed } = found;
  const counts = new Map();
  for (const run of theirs) counts.set(run, (counts.get(run) ?? 0) + 1);
  const ownRuns = new Set(mine);
  const union = [...new Set([...mine, ...theirs])].sort((a, b) => a - b);
  if (union.every((run) => ownRuns.has(run) && counts.get(run) === 1)) return [];

  const shownAt = new Map();
  const skipped = [];
  for (const nominal of nominalsOf(clock, schedule, from, to)) {
    if (nominal.shown.length === 0) skipped.push(nominal);
    for (const run of nominal.shown) shownAt.set(run, nominal);
  }
  const lastOfTheirs = theirs.at(-1) ?? -Infinity;
  const isForeign = (run) => foreign.some(([since, until]) => run >= since && run < until);
  const stands = (nominal, run) => [nominal.gapEnd, nominal.shift, nominal.earlier].includes(run);
  const near = { clock, counts, shownAt, skipped, from, to };

  const differences = [];
  const note = (name, run, side, nominal) => differences.push({ name, run, side, nominal });
  for (const run of union) {
    const often = counts.get(run) ?? 0;
    const isOurs = ownRuns.has(run);
    const nominal = shownAt.get(run);
    const moved = skipped.filter((one) => stands(one, run));
    for (let copy = 1; copy < often; copy += 1)
      note(moved.length > 0 ? "double-at-gap" : "double", run, "twice", moved[0] ?? nominal);
    if (isOurs === often > 0) continue;
    const side = isOurs ? "ours" : "theirs";
    if (isForeign(run)) note("zone-data", run, side, nominal);
    else if (isOurs && failed !== undefined && run > lastOfTheirs)
      note("throws", run, side, nominal);
    else if (isOurs && nominal === undefined) {
      const own = moved.find((one) => one.shift === run) ?? moved[0];
      note(fateOf(own, near), run, side, own);
    } else if (nominal !== undefined) {
      note(nameOfShown(nominal, run, isOurs, near, schedule), run, side, nominal);
    } else note(nameOfMoved(moved, run, near, schedule, elapsedFrom), run, side, moved[0]);
  }
  // Whoever takes another offset here has not moved a skipped time earlier: it fell there.
  return differences.some(({ name }) => name === "other-offset")
    ? differences.map((one) =>
        one.name === "gap-earlier" ? { ...one, name: "other-offset" } : one,
      )
    : differences;
}

/** What a peer made of a time that the clock skips. */
function fateOf({ gapEnd, earlier, shift }, { counts, shownAt }) {
  const has = (run) => counts.has(run) && !shownAt.has(run);
  if (has(gapEnd)) return "gap-end";
  if (has(earlier)) return "gap-earlier";
  for (const run of counts.keys())
    if (!shownAt.has(run) && Math.abs(run - shift) < 3 * HOUR) return "gap-elsewhere";
  return "gap-skip";
}

/** A wall time that the clock does show, at an instant that only one side has. */
function nameOfShown({ shown }, run, isOurs, near, { elapsedMs }) {
  const { clock, counts, shownAt, from, to } = near;
  if (shown.length === 2) {
    // What lies outside of what was asked for is taken to be there.
    const [first, second] = shown.map((one) => counts.has(one) || one < from || one >= to);
    if (first && second) return "repeat-both";
    if (first) return "repeat-first";
    return second ? "repeat-second" : "repeat-none";
  }
  if (!isOurs) return "unexplained";
  if (elapsedMs !== undefined) return "elapsed";
  const index = indexAt(clock, run);
  const offset = clock.offsets[index];
  for (const other of [clock.offsets[index - 1], clock.offsets[index + 1]]) {
    const there = run + offset - other; // the same wall time under the offset before or after
    if (there !== run && counts.has(there) && !shownAt.has(there)) return "other-offset";
  }
  const isGap = index > 0 && offset > clock.offsets[index - 1];
  if (run - clock.starts[index] < DAY) return isGap ? "lost-after-gap" : "lost-after-repeat";
  return (clock.starts[index + 1] ?? Infinity) - run < DAY ? "lost-before-change" : "lost";
}

/** A run of theirs at a wall time that is none of the schedule. */
function nameOfMoved(moved, run, near, { kind, minutes, elapsedMs }, elapsedFrom) {
  const { clock, counts, skipped, to } = near;
  const isElapsed = elapsedMs !== undefined && (run - elapsedFrom) % elapsedMs === 0;
  if (isElapsed && (counts.has(run + elapsedMs) || run + elapsedMs >= to)) return "elapsed";
  if (moved.length > 0 && moved.every(({ lost }) => lost)) return "lost-date";
  const isAfter = ({ gapEnd, shift, earlier }) => run >= gapEnd && run < gapEnd + shift - earlier;
  if (kind !== "daily" && skipped.some(isAfter)) return "grid-made-up";
  if (moved.some(({ gapEnd }) => gapEnd === run)) return "gap-end";
  if (moved.some(({ shift }) => shift === run)) return "gap-shift";
  if (moved.some(({ earlier }) => earlier === run)) return "gap-earlier";
  const index = indexAt(clock, run);
  for (const offset of [clock.offsets[index - 1], clock.offsets[index + 1]]) {
    if (offset === undefined) continue;
    const minute = Math.floor((run + offset) / 60_000);
    const ofWeek = (((minute + 4 * 1_440) % 10_080) + 10_080) % 10_080;
    if (minutes.includes(ofWeek)) return "other-offset";
  }
  const isNear = ({ shift }) => Math.abs(run - shift) < 3 * HOUR;
  return kind === "daily" && skipped.some(isNear) ? "gap-elsewhere" : "unexplained";
}
