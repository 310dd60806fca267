/**
 * A summary's metrics as a flat list of numbers, each under the way to it: `wait.p95`,
 * `busyByHour[22]`.
 *
 * Whatever the summary measures is here: a metric added there is compared here without a line of
 * code. What names a thing instead of measuring it is left out; waves go by their night, so that
 * nights keep their place.
 */
import { pathTo } from "../input/issues.js";
import { CAUSES } from "../simulation/books/exposure.js";
import type { Wave } from "../simulation/books/waves.js";

/**
 * What a metric counts: ms, epoch ms, things, a share from 0 to 1, minutes from midnight; `truth`:
 * 1 for true, 0 for false.
 */
export type MetricUnit = "ms" | "instant" | "count" | "share" | "minute" | "truth";

/** Metrics by the way to them, in the order of the summary. */
export type FlatMetrics = Map<string, number>;

/** Keys that name instead of measure; settings are compared as settings. */
const LABELS: readonly string[] = ["id", "name", "slots", "rpo", "night"];

const UNIT_OF: Readonly<Record<string, MetricUnit>> = {
  worst: "ms",
  mean: "ms",
  min: "ms",
  max: "ms",
  p50: "ms",
  p95: "ms",
  busy: "ms",
  makespan: "ms",
  timeAtCapacity: "ms",
  worstExposure: "ms",
  peakAt: "instant",
  longestQueueAt: "instant",
  from: "instant",
  to: "instant",
  shareOver: "share",
  shareAtCapacity: "share",
  utilisation: "share",
  concentration: "share",
  busiestMinute: "minute",
  withinTarget: "truth",
};

/** The unit of a metric, by the last word of the way to it. */
export function unitOf(metric: string): MetricUnit {
  return UNIT_OF[metric.slice(metric.lastIndexOf(".") + 1)] ?? "count";
}

/** The metrics of one job, one resource or the fleet, as they stand in a summary. */
export function flatMetrics(thing: object): FlatMetrics {
  const flat: FlatMetrics = new Map();
  walk(thing, "", flat);
  return flat;
}

function walk(value: unknown, path: string, flat: FlatMetrics): void {
  if (typeof value === "number" || typeof value === "boolean") {
    flat.set(path, Number(value));
  } else if (path === "jobsOverTarget") {
    flat.set(path, (value as readonly string[]).length);
  } else if (path === "waves") {
    for (const wave of value as readonly Wave[]) walk(wave, `waves[${wave.night}]`, flat);
  } else if (path.endsWith("worstInterval.causes")) {
    const causes = value as Readonly<Record<string, number>>;
    for (const cause of CAUSES) flat.set(pathTo(path, cause), causes[cause] ?? 0);
  } else if (value instanceof Float64Array) {
    value.forEach((item, index) => flat.set(`${path}[${index}]`, item));
  } else if (value !== null && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      if (!LABELS.includes(key)) walk(inner, pathTo(path, key), flat);
    }
  }
}
