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
}

/**
 * The two largest units that are not zero, the rest cut off; below a second with a digit after the
 * point. A minus sign for what is below 0. `lengthText(89_100_000) // => "24 h 45 min"`
 */
export function lengthText(ms: number, { toMinutes = false }: LengthOptions = {}): string {
  if (!Number.isFinite(ms)) return ms > 0 ? "without end" : String(ms);
  if (ms < 0) return `-${lengthText(-ms, { toMinutes })}`;
  if (ms < SECOND_MS) return ms === 0 ? "0 s" : `${Math.max(0.1, Math.floor(ms / 100) / 10)} s`;
  const parts: string[] = [];
  let rest = toMinutes && ms >= MINUTE_MS ? Math.round(ms / MINUTE_MS) * MINUTE_MS : ms;
  const hasDays = rest >= DAYS_FROM_MS;
  for (const [name, length] of UNITS) {
    if (name === "d" && !hasDays) continue;
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 && parts.length < 2) parts.push(`${grouped(count)} ${name}`);
  }
  return parts.join(" ");
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
