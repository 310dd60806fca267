/**
 * Headroom as text: for each question how far it goes and under how many seeds, and what breaks
 * beyond.
 */
import { grouped } from "../core/input/numberText.js";
import type { Estimate } from "../core/whatif/estimate.js";
import type { Broken, Edge, Headroom } from "../core/whatif/headroom/goal.js";
import { amountText, namedJobs } from "../core/whatif/headroom/limits.js";
import { KEY_METRICS, keyMetricRule } from "../core/whatif/keyMetrics.js";
import { clean } from "./kit/safe.js";
import { counted } from "./kit/words.js";
import { checkText } from "./kit/textOptions.js";

const BRACKETS = "In brackets: the seeds that held, with the 95 % interval of their share.";

/** Headroom in lines of text, without colours. */
export function describeHeadroom(found: Headroom): string {
  const given = { path: "found", value: found, parts: ["holds", "share", "seeds", "limits"] };
  checkText(given, "a headroom, as headroom gives it");
  const { holds, share, jobs, slots, threads, durations } = found;
  const lines = [limitsText(found)];
  if (!holds)
    return [
      ...lines,
      `As it is they hold under ${seedsText(share)}: too few; ${brokenText(found)}. ` +
        "There is no headroom.",
    ].join("\n");
  if (jobs !== undefined) {
    const most = jobs.holds === 0 ? "no more jobs" : counted(jobs.holds, "more job");
    lines.push(edgeText(most, jobs, (count) => `with ${grouped(count)}`, "more were not tried"));
  }
  for (const resource of slots ?? []) lines.push(fewerText(resource, resource.slots, "slot"));
  for (const resource of threads ?? []) {
    lines.push(fewerText(resource, resource.threads, "thread"));
    if (resource.unnamed > 0) lines.push(unnamedText(resource.unnamed));
  }
  if (threads?.length === 0) lines.push("  no resource has threads");
  if (durations !== undefined) {
    const { holds: factor } = durations;
    const most =
      factor === 1 ? "sessions as long as they are, no longer" : `sessions ${factor} times as long`;
    const open = "longer ones were not tried";
    lines.push(edgeText(most, durations, (times) => `at ${times} times`, open));
  }
  return [...lines, `${BRACKETS} ${elsewhereText(found)}`].join("\n");
}

/** How few slots or threads of a resource would do, of so many. */
function fewerText(
  resource: Edge & { readonly of: string; readonly id: string; readonly name?: string },
  count: number,
  noun: "slot" | "thread",
): string {
  const enough =
    resource.holds < count
      ? `${grouped(resource.holds)} of ${counted(count, noun)} would do`
      : resource.breaks === undefined
        ? `has one ${noun} only`
        : `needs all of its ${grouped(count)} ${noun}s`;
  const what = `${resource.of} ${clean(resource.name ?? resource.id)}: ${enough}`;
  return edgeText(what, resource, (fewer) => `with ${grouped(fewer)}`);
}

/** Fewer threads slow a job that can use more; who names none can use as many as there are. */
function unnamedText(unnamed: number): string {
  return (
    `    ${counted(unnamed, "job names", "jobs name")} no threads, so fewer slow ` +
    `${unnamed === 1 ? "it" : "them"} only beside others (R28)`
  );
}

/** `Limits, under at least 95 % of 20 seeds: jobs over target at most 0.` */
function limitsText({ limits, overTarget, atLeast, seeds }: Headroom): string {
  const least = (overTarget ?? []).reduce((fewest, count) => Math.min(fewest, count), Infinity);
  const texts = KEY_METRICS.flatMap((metric) => {
    const limit = limits[metric];
    if (limit === undefined) return [];
    const { label, better } = keyMetricRule(metric);
    if (overTarget !== undefined && least < limit)
      return [`${label} at most as many as there are under the same seed, ${least} to ${limit}`];
    return [`${label} ${better === "less" ? "at most" : "at least"} ${amountText(metric, limit)}`];
  });
  const enough = `${percent(atLeast)} of ${counted(seeds.length, "seed")}`;
  return `Limits, to hold under at least ${enough}: ${texts.join(", ")}.`;
}

/** What holds, under how many seeds; below it what breaks beyond, or beside it that nothing did. */
function edgeText(
  holds: string,
  edge: Edge,
  value: (breaks: number) => string,
  open?: string,
): string {
  const { share, breaks, breaksShare } = edge;
  const held = `held under ${seedsText(share)}`;
  return breaks === undefined || breaksShare === undefined
    ? `  ${holds} (${held}${open === undefined ? "" : `; ${open}`})`
    : `  ${holds} (${held})\n` +
        `    ${value(breaks)}, ${countText(breaksShare)} break: ${brokenText(edge)}`;
}

/**
 * `under seed 3 jobs over target 1, limit 0: mail; under any: mail, teams`: what breaks under one
 * seed, and where others break it under others, who does so newly.
 */
function brokenText({ seed, because = "", broken = [], called = broken }: Broken): string {
  const all = namedJobs(called);
  const rest = broken.length === 0 || because.endsWith(`: ${all}`) ? "" : `; under any: ${all}`;
  return clean(`under seed ${seed} ${because}${rest}`);
}

/** Of other seeds than these nothing was seen; what can be said of them is said. */
function elsewhereText({ breaksElsewhere, seeds }: Headroom): string {
  const others = `Other seeds than these ${grouped(seeds.length)}`;
  return breaksElsewhere === undefined
    ? `${others}, on which the edges were found, may break them more often.`
    : `Under another seed than these ${grouped(seeds.length)}, an edge breaks in up to ` +
        `${percent(breaksElsewhere)} of cases on average.`;
}

/** `19 of 20 seeds`. */
function countText({ mean, n }: Estimate): string {
  return `${grouped(Math.round(mean * n))} of ${counted(n, "seed")}`;
}

/** `19 of 20 seeds, 76-99 %`: with the interval of the share. */
function seedsText(share: Estimate): string {
  return `${countText(share)}, ${Math.round(100 * share.low)}-${Math.round(100 * share.high)} %`;
}

/** `95 %`, `9.5 %`. */
function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
