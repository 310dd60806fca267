/**
 * Lengths of time as people read them, in two forms: in words (`45 min`, `24 h 45 min`, `49 h`,
 * `12 d 3 h`), and as hours and minutes for columns of numbers (`26:05`).
 *
 * Neither shows nothing where there is something, and a longer time never shows as a shorter one.
 */
import { grouped } from "../input/numberText.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./instant.js";

const UNITS = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
] as const;

/**
 * Up to here hours are counted through: an exposure of 49 h against a target of 24 h reads better
 * than 2 d 1 h.
 */
const DAYS_FROM_MS = 4 * DAY_MS;

/** How exactly a length is told. */
export interface LengthOptions {
  /** Whether lengths from a minute on are rounded to the minute. Default `false`. */
  readonly toMinutes?: boolean;
  /** Whether it never says more than there is, for what is "at least" so long. Default `false`. */
  readonly down?: boolean;
}

/**
 * A unit and the next smaller one, rounded to that: days and hours, hours and minutes, minutes and
 * seconds; below a second with a digit after the point. A minus sign for what is below 0.
 * `lengthText(89_100_000) // => "24 h 45 min"`
 */
export function lengthText(ms: number, options: LengthOptions = {}): string {
  if (!Number.isFinite(ms)) return ms > 0 ? "without end" : String(ms);
  if (ms < 0) return `-${lengthText(-ms, options)}`;
  if (ms === 0) return "0 s";
  const { toMinutes = false, down = false } = options;
  const round = down ? Math.floor : Math.round;
  const tenths = Math.max(1, round(ms / 100));
  if (tenths < 10) return `${tenths / 10} s`;
  const step = stepOf(ms, toMinutes);
  // Rounded up it may be whole in a larger unit: 59 min 59.6 s is 1 h.
  let rest = round(ms / step) * step;
  const hasDays = rest >= DAYS_FROM_MS;
  const parts: string[] = [];
  for (const [name, length] of UNITS) {
    if (name === "d" && !hasDays) continue;
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${grouped(count)} ${name}`);
  }
  return parts.join(" ");
}

/** What a length is rounded to. */
function stepOf(ms: number, toMinutes: boolean): number {
  if (ms >= DAYS_FROM_MS) return HOUR_MS;
  return ms >= HOUR_MS || (toMinutes && ms >= MINUTE_MS) ? MINUTE_MS : SECOND_MS;
}

/**
 * The second form: hours and minutes, for columns in which lengths are compared. Rounded to the
 * minute, what is shorter counts as one. `hoursMinutes(93_900_000) // => "26:05"`
 */
export function hoursMinutes(ms: number): string {
  if (!Number.isFinite(ms)) return lengthText(ms);
  if (ms < 0) return `-${hoursMinutes(-ms)}`;
  const minutes = ms === 0 ? 0 : Math.max(1, Math.round(ms / MINUTE_MS));
  return `${grouped(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, "0")}`;
}
