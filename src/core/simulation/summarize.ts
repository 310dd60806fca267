/**
 * The metrics of a timeline, under its own rules or with another opinion of what makes a restore
 * point (R23).
 */
import { type Issue, issue, PolicyError } from "../input/issues.js";
import { type ExposureMetrics, exposureTracker } from "./books/exposure.js";
import { readRules, RULE_NAMES, type Rules } from "./rules.js";
import type { Summary } from "./summary.js";
import { causeOfOutcome, causeOfReason, makesRestorePoint } from "./books/tally.js";
import type { Timeline } from "./timeline.js";

/**
 * Metrics per job, per resource and for the fleet. `rules.restorePoint` may differ from the
 * simulation's, since it only says how exposure is read; the other rules shaped the timeline, and
 * another value for them is a `PolicyError`.
 */
export function summarize(
  timeline: Timeline,
  options: { readonly rules?: Partial<Rules> } = {},
): Summary {
  const issues: Issue[] = [];
  readRules(options.rules, "rules", issues);
  const rules: Rules = { ...timeline.rules, ...options.rules };
  for (const key of RULE_NAMES) {
    if (key === "restorePoint" || rules[key] === timeline.rules[key]) continue;
    issues.push(
      issue(
        `rules.${key}`,
        `${String(timeline.rules[key])}, as simulated`,
        rules[key],
        "simulate again under the other rule",
      ),
    );
  }
  const same = rules.restorePoint === timeline.rules.restorePoint;
  if (!same && timeline.span.keep === "summary") {
    issues.push(
      issue(
        "rules.restorePoint",
        `${timeline.rules.restorePoint}, as simulated: the sessions were not kept`,
        rules.restorePoint,
      ),
    );
  }
  if (issues.length > 0) throw new PolicyError(issues);
  return same ? timeline.summary : withExposure(timeline.summary, exposuresOf(timeline, rules));
}

/** The exposure of every job, read again from the rows. */
function exposuresOf(timeline: Timeline, rules: Rules): ExposureMetrics[] {
  const { fleet, span, sessions, missed } = timeline;
  const targets = Float64Array.from(fleet.jobs, (job) => job.rpo ?? Infinity);
  const tracker = exposureTracker(fleet.jobs.length, span.from, span.to, targets);
  // Rows of both kinds in the order in which they were known; a job's sessions end in the order in
  // which they start.
  const timeOf = (entry: number): number =>
    entry < sessions.length ? sessions.end[entry]! : missed.nominal[entry - sessions.length]!;
  // At one instant attempts end before starts are due; only a session of no length ends after what
  // met it (R22).
  const turnOf = (entry: number): number =>
    entry >= sessions.length ? 1 : sessions.start[entry]! < sessions.end[entry]! ? 0 : 2;
  const entries = Array.from({ length: sessions.length + missed.length }, (_, entry) => entry);
  entries.sort((a, b) => timeOf(a) - timeOf(b) || turnOf(a) - turnOf(b) || a - b);
  for (const entry of entries) {
    if (entry < sessions.length) {
      const job = sessions.job[entry]!;
      const outcome = sessions.outcome[entry]!;
      if (makesRestorePoint(outcome, rules))
        tracker.restorePoint(job, sessions.start[entry]!, sessions.end[entry]!);
      else if (causeOfOutcome(outcome) >= 0) tracker.note(job, causeOfOutcome(outcome));
    } else {
      const row = entry - sessions.length;
      const cause = causeOfReason(missed.reason[row]!);
      if (cause >= 0) tracker.note(missed.job[row]!, cause);
    }
  }
  return fleet.jobs.map((_, job) => tracker.metrics(job));
}

function withExposure(summary: Summary, exposures: readonly ExposureMetrics[]): Summary {
  const jobs = summary.jobs.map((job, index) => {
    const exposure = exposures[index]!;
    return {
      ...job,
      exposure,
      ...(job.rpo === undefined ? {} : { withinTarget: exposure.worst <= job.rpo }),
    };
  });
  const jobsOverTarget = jobs.filter((job) => job.withinTarget === false).map((job) => job.id);
  const worstExposure = jobs.reduce((worst, job) => Math.max(worst, job.exposure.worst), 0);
  return { ...summary, jobs, fleet: { ...summary.fleet, jobsOverTarget, worstExposure } };
}
