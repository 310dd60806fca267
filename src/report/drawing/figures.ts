/**
 * Figures in their units: as texts write them, and round ticks for axes of them.
 */
import { digits } from "../../core/time/calendar.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time/instant.js";
import type { MetricUnit } from "../../core/whatif/metrics.js";
import type { ChartClock } from "../charts/chart.js";
import { valueText } from "../changeWords.js";
import { roundUp } from "./scale.js";
import { instantText } from "./timeAxis.js";

/** A figure as texts have it; an instant on a clock, minutes of a day as its time. */
export function figureText(unit: MetricUnit, value: number, clock?: ChartClock): string {
  if (unit === "instant" && clock !== undefined) return instantText(clock, value);
  if (unit === "minute") {
    const minute = Math.round(value);
    return `${digits(Math.floor(minute / 60), 2)}:${digits(minute % 60, 2)}`;
  }
  return valueText(unit, value);
}

/** A mean with its interval where it has one: `12 (10 to 14)`. */
export function intervalText(
  unit: MetricUnit,
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  clock?: ChartClock,
): string {
  const mean = figureText(unit, value, clock);
  return low === high
    ? mean
    : `${mean} (${figureText(unit, low, clock)} to ${figureText(unit, high, clock)})`;
}

const LENGTHS_MS = [
  SECOND_MS,
  5 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MS),
] as const;

/** A round step, no more than `most` of which lie in a length. */
export function roundStep(unit: MetricUnit, length: number, most: number): number {
  const least = length / most;
  if (unit === "ms" || unit === "instant")
    return LENGTHS_MS.find((step) => step >= least) ?? DAY_MS * Math.ceil(roundUp(least / DAY_MS));
  if (unit === "minute")
    return [1, 5, 15, 30, 60, 120, 180, 360].find((step) => step >= least) ?? 720;
  return roundUp(least);
}

/** Round values in `[low, high]`, at most `most + 1` of them. */
export function roundTicks(unit: MetricUnit, low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const step = roundStep(unit, high - low, most);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(14)),
  );
}
