/**
 * A timeline as text, with the host's zones behind it.
 */
import { summarize } from "../core/simulation/summarize.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { timelineText } from "../report/timelineText.js";
import { hostZone } from "../host/zones.js";

/**
 * What a simulation found, as text of at most 100 columns: jobs, closest to missing their target first; how full
 * resources were; which jobs miss their target and why. Times are on the fleet's clock.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const fleet = { jobs: [{ id: "mail", policy, rpo: 86_400_000, workload: { duration: "PT45M" } }] };
 * const text = describeTimeline(simulate(fleet, { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) }));
 * text.split("\n").at(-2) // => "  mail  24 h 45 min, target 24 h, Mon 2026-01-05 22:00 to Tue 2026-01-06 22:45: nothing went wrong,"
 * ```
 */
export function describeTimeline(timeline: Timeline): string {
  return timelineText(summarize(timeline), { zone: hostZone(timeline.fleet.clock?.zone ?? "UTC") });
}
