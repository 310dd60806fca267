/**
 * Lengths of time as people say them: `45 min`, `24 h 45 min`, `49 h`, `12 d 3 h`.
 */
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

/**
 * The two largest units that are not zero, the rest cut off; below a second with a digit after the
 * point. A minus sign for what is below 0. `lengthText(89_100_000) // => "24 h 45 min"`
 */
export function lengthText(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? "without end" : String(ms);
  if (ms < 0) return `-${lengthText(-ms)}`;
  if (ms < SECOND_MS) return ms === 0 ? "0 s" : `${Math.max(0.1, Math.floor(ms / 100) / 10)} s`;
  const parts: string[] = [];
  let rest = ms;
  for (const [name, length] of UNITS) {
    if (name === "d" && ms < DAYS_FROM_MS) continue;
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${name}`);
  }
  return parts.join(" ");
}
