/**
 * The targets that the project set itself, and whether a run of the benches met them. Judged by the
 * worst row, since one lucky row proves nothing. A figure from a noisy machine is evidence, not a
 * test: what must hold is tested by counting work (test/), so a bench that falls short says so and
 * still exits with 0.
 */
import { median } from "./measure.mjs";
import { significant, time, times } from "./table.mjs";

/**
 * A ratio that should be large: `found` as `ratio` gives it, a list, one per row. A target may have
 * a goal beyond it.
 */
export function atLeast(what, found, target, goal) {
  const worst = found
    .filter((entry) => entry !== undefined)
    .reduce((a, b) => (a.value <= b.value ? a : b));
  return verdict(
    what,
    worst.value >= target,
    goal === undefined ? undefined : worst.value >= goal,
    times(worst),
    `at least ${significant(target)}x${goal === undefined ? "" : `, goal ${significant(goal)}x`}`,
  );
}

/** A ratio that should be small. */
export function ratioAtMost(what, found, target) {
  const worst = found
    .filter((entry) => entry !== undefined)
    .reduce((a, b) => (a.value >= b.value ? a : b));
  return verdict(
    what,
    worst.value <= target,
    undefined,
    times(worst),
    `at most ${significant(target)}x`,
  );
}

/**
 * A time that should be small; `rows` are lists of samples in ns. Ratios outlive a busy machine,
 * absolute times do not: noise only adds, so a row is judged by its least sample, and the median is
 * shown beside it.
 */
export function timeAtMost(what, rows, targetNs) {
  const worst = rows.reduce((a, b) => (Math.min(...a) >= Math.min(...b) ? a : b));
  const least = Math.min(...worst);
  return verdict(
    what,
    least <= targetNs,
    undefined,
    `${time(least)}, median ${time(median(worst))}`,
    `at most ${time(targetNs)}`,
  );
}

/** A figure that should be small, with its unit. */
export function atMost(what, found, target, unit) {
  return verdict(
    what,
    found <= target,
    undefined,
    `${significant(found)}${unit}`,
    `at most ${significant(target)}${unit}`,
  );
}

function verdict(what, passed, goalMet, figure, target) {
  return { what, passed, figure, target, ...(goalMet === undefined ? {} : { goalMet }) };
}

/** `PASS`, `PASS, goal too` or `FALLS SHORT`. */
export function verdictText({ passed, goalMet }) {
  if (!passed) return "FALLS SHORT";
  return goalMet === undefined ? "PASS" : goalMet ? "PASS, goal too" : "PASS, not the goal";
}
