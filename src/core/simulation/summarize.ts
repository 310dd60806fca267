/**
 * The metrics of a timeline, under its own rules or with another opinion of what makes a restore
 * point (R23).
 */
import { type Issue, issue, PolicyError } from "../input/issues.js";
import { checkMade, isObject, keysOf, readOptions } from "../input/ownShape.js";
import { readRules, RULE_NAMES, type Rules } from "./rules.js";
import type { Summary } from "./summary.js";
import type { Timeline } from "./timeline.js";

/** How a timeline is summed up. */
export interface SummaryOptions {
  readonly rules?: Partial<Rules>;
}

/** The keys of these options. */
export const SUMMARY_KEYS = keysOf<SummaryOptions>({ rules: true });

const DATA = ["fleet", "span", "rules", "sessions", "missed", "summary"];
const QUESTIONS = ["rows", "missedRows", "summaryUnder"];

/** Notes what is no timeline; also a copy of one, which is its data and can't be asked. */
export function checkTimeline(value: unknown, path: string, issues: Issue[]): boolean {
  const isFleet = isObject<Timeline["fleet"]>(value) && Array.isArray(value.jobs);
  const isCopy = isObject<object>(value) && DATA.every((part) => part in value);
  const hint = isFleet
    ? "this is a fleet: simulate it first"
    : isCopy
      ? "this is a copy: timelineFrom brings it back"
      : undefined;
  const made = "a timeline, as simulate gives it";
  return checkMade(value, path, [...DATA, ...QUESTIONS], made, issues, hint);
}

/**
 * Metrics per job, per resource and for the fleet. `rules.restorePoint` may differ from the
 * simulation's, since it only says how exposure is read; the other rules shaped the timeline, and
 * another value for them is a `PolicyError`. A rule that is absent or `undefined` is as simulated.
 */
export function summarize(timeline: Timeline, options?: SummaryOptions): Summary {
  const issues: Issue[] = [];
  checkTimeline(timeline, "timeline", issues);
  const { rules } = readOptions<SummaryOptions>(options, SUMMARY_KEYS, issues);
  readRules(rules, "rules", issues);
  if (issues.length > 0) throw new PolicyError(issues);
  const asked = (rules ?? {}) as Partial<Rules>;
  for (const key of RULE_NAMES) {
    const rule = asked[key] ?? timeline.rules[key];
    if (key === "restorePoint" || rule === timeline.rules[key]) continue;
    issues.push(
      issue(
        `rules.${key}`,
        `${String(timeline.rules[key])}, as simulated`,
        rule,
        "simulate again under the other rule",
      ),
    );
  }
  if (issues.length > 0) throw new PolicyError(issues);
  const restorePoint = asked.restorePoint ?? timeline.rules.restorePoint;
  return restorePoint === timeline.rules.restorePoint
    ? timeline.summary
    : timeline.summaryUnder(restorePoint);
}
