/**
 * Headroom as text: for each question how far it goes, and what breaks beyond.
 */
import { lengthText } from "../core/time/length.js";
import type { Edge, Headroom } from "../core/whatif/headroom/goal.js";
import { KEY_METRICS, keyMetricRule } from "../core/whatif/keyMetrics.js";
import { clean } from "./kit/table.js";
import { counted } from "./kit/words.js";

/** Headroom in lines of text, without colours. */
export function describeHeadroom({
  holds,
  because,
  limits,
  jobs,
  slots,
  durations,
}: Headroom): string {
  const limitTexts = KEY_METRICS.flatMap((metric) => {
    const limit = limits[metric];
    if (limit === undefined) return [];
    const { label, unit, better } = keyMetricRule(metric);
    return [
      `${label} ${better === "less" ? "at most" : "at least"} ` +
        (unit === "ms" ? lengthText(limit) : String(limit)),
    ];
  });
  const lines = [`Limits: ${limitTexts.join(", ")}.`];
  if (!holds)
    return [
      ...lines,
      `They do not hold as it is: ${clean(because ?? "")}. There is no headroom.`,
    ].join("\n");
  const beyond = (
    { breaks, because: why }: Edge,
    value: (breaks: number) => string,
    open: string,
  ): string => (breaks === undefined ? open : `; ${value(breaks)}: ${clean(why ?? "")}`);
  if (jobs !== undefined) {
    const most = jobs.holds === 0 ? "no more jobs" : counted(jobs.holds, "more job");
    lines.push(`  ${most}${beyond(jobs, (count) => `with ${count}`, " (more were not tried)")}`);
  }
  for (const resource of slots ?? []) {
    const enough =
      resource.holds < resource.slots
        ? `${resource.holds} of ${counted(resource.slots, "slot")} would do`
        : resource.breaks === undefined
          ? "has one slot only"
          : `needs all of its ${resource.slots} slots`;
    lines.push(
      `  ${resource.of} ${clean(resource.id)}: ` +
        `${enough}${beyond(resource, (count) => `with ${count}`, "")}`,
    );
  }
  if (durations !== undefined) {
    const { holds: factor } = durations;
    const most = factor === 1 ? "no longer than they are" : `${factor} times as long`;
    const open = " (longer ones were not tried)";
    lines.push(`  sessions ${most}${beyond(durations, (times) => `at ${times} times`, open)}`);
  }
  return lines.join("\n");
}
