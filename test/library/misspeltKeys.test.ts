/**
 * A misspelt key, anywhere in what is the library's own to define, is an issue with the key that
 * was meant: it would change the answer without a word (R26).
 *
 * The cases are made from the tables of known keys, one edit each.
 */
import { describe, expect, it } from "vitest";
import {
  FLEET_KEYS,
  JOB_KEYS,
  RESOURCE_KEYS,
  WORKLOAD_KEYS,
} from "../../src/core/simulation/fleet.ts";
import { DISTRIBUTION_KEYS, LOGNORMAL_KEYS } from "../../src/core/simulation/duration.ts";
import { RULE_NAMES } from "../../src/core/simulation/rules.ts";
import { SPAN_KEYS } from "../../src/core/simulation/span.ts";
import { CLOCK_SETTINGS } from "../../src/core/schedule/clock.ts";
import { SUMMARY_KEYS } from "../../src/core/simulation/summarize.ts";
import { COMPARE_KEYS } from "../../src/core/whatif/compare/comparison.ts";
import { HEADROOM_KEYS } from "../../src/core/whatif/headroom/goal.ts";
import { KEY_METRICS } from "../../src/core/whatif/keyMetrics.ts";
import { PROGRESS_KEYS } from "../../src/core/whatif/progress.ts";
import { REPLICATE_KEYS } from "../../src/core/whatif/replicate.ts";
import { STAGGER_KEYS } from "../../src/core/whatif/stagger/proposal.ts";
import { SWEEP_KEYS } from "../../src/core/whatif/sweep/sweep.ts";
import {
  actOnJob,
  compare,
  compareReplicated,
  compile,
  createJob,
  describeCharts,
  describeComparison,
  describeForecast,
  describeProposal,
  describeReplicated,
  describeStudy,
  editJob,
  type Fleet,
  fleetFrom,
  fleetOf,
  forecast,
  headroom,
  type JobRecord,
  parsePolicy,
  PolicyError,
  readSessions,
  reconcile,
  reconcileLengths,
  replicate,
  replicateAsync,
  retrySequence,
  simulate,
  stagger,
  staggerAsync,
  summarize,
  sweep,
  sweepAsync,
  sweepParallel,
  upcomingRuns,
} from "../../src/index.ts";
import {
  CONTEXT_KEYS,
  CREATION_KEYS,
  RECONCILE_KEYS,
  SESSION_KEYS,
} from "../../src/library/product.ts";
import { FAILING_RUN_KEYS, UPCOMING_KEYS } from "../../src/library/schedules.ts";
import { ASYNC_KEYS, SWEEP_ASYNC_KEYS } from "../../src/library/asyncForms.ts";
import { FORECAST_KEYS } from "../../src/library/forecast.ts";
import { FORECAST_TEXT_KEYS } from "../../src/report/forecastText.ts";
import { JOB_TEXT_KEYS, TEXT_KEYS } from "../../src/report/kit/textOptions.ts";
import { STUDY_TEXT_KEYS } from "../../src/report/studyText.ts";
import { ANSWERS_KEYS, IMPORT_KEYS } from "../../src/veeam/import/fleetOfServer.ts";
import { FLEET_OPTIONS_KEYS } from "../../src/veeam/lists/fleetOf.ts";
import { SWEEP_OPTIONS_KEYS } from "../../src/library/sweepParallel.ts";

const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const fleet: Fleet = { jobs: [{ id: "mail", policy }] };
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
const same = { "as it is": (one: Fleet): Fleet => one };
const timeline = simulate(fleet, span);

const replicated = compareReplicated(fleet, fleet, span, { seeds: 2 });
const proposal = stagger(fleet, span);
const record: JobRecord = {
  id: "mail",
  organizationId: "o",
  name: "Mail",
  description: "",
  backupType: "EntireOrganization",
  repositoryId: "r",
  history: [{ at: 0, schedulePolicy: policy, isEnabled: true }],
};

/** A place that has keys: where it is, what they are, and a question with others in it. */
interface Place {
  readonly at: string;
  readonly keys: readonly string[];
  readonly ask: (keys: object) => unknown;
}

const ofJob = (more: object): unknown =>
  simulate({ jobs: [{ id: "mail", policy, ...more }] }, span);
const place = (at: string, keys: readonly string[], ask: (keys: never) => unknown): Place => ({
  at,
  keys,
  ask: ask as Place["ask"],
});

const PLACES: readonly Place[] = [
  place("", FLEET_KEYS, (more: object) => simulate({ ...fleet, ...more }, span)),
  place("jobs[0].", JOB_KEYS, ofJob),
  ...["proxies", "repositories", "organizations"].map((list) =>
    place(`${list}[0].`, RESOURCE_KEYS, (more: object) =>
      simulate({ ...fleet, [list]: [{ id: "P", slots: 1, ...more }] }, span),
    ),
  ),
  place("jobs[0].workload.", WORKLOAD_KEYS, (more: object) =>
    ofJob({ workload: { duration: 1, ...more } }),
  ),
  place("jobs[0].workload.duration.", DISTRIBUTION_KEYS, (more: object) =>
    ofJob({ workload: { duration: { uniform: [1, 2], ...more } } }),
  ),
  place("jobs[0].workload.duration.lognormal.", LOGNORMAL_KEYS, (more: object) =>
    ofJob({ workload: { duration: { lognormal: { median: 1, p95: 2, ...more } } } }),
  ),
  place("clock.", CLOCK_SETTINGS, (clock: object) => compile(policy, clock)),
  place("clock.", CLOCK_SETTINGS, (clock: object) => simulate({ ...fleet, clock }, span)),
  place("jobs[0].clock.", CLOCK_SETTINGS, (clock: object) => ofJob({ clock })),
  place("span.", SPAN_KEYS, (more: object) => simulate(fleet, { ...span, ...more })),
  place("span.rules.", RULE_NAMES, (rules: object) => simulate(fleet, { ...span, rules })),
  place("rules.", RULE_NAMES, (rules: object) => summarize(timeline, { rules })),
  place("options.", SUMMARY_KEYS, (options: object) => summarize(timeline, options)),
  place("options.", REPLICATE_KEYS, (more: object) =>
    replicate(fleet, span, { seeds: 2, ...more }),
  ),
  place("options.", REPLICATE_KEYS, (more: object) =>
    compareReplicated(fleet, fleet, span, { seeds: 2, ...more }),
  ),
  place("options.", COMPARE_KEYS, (options: object) => compare(timeline, timeline, options)),
  place("options.", SWEEP_KEYS, (options: object) => sweep(fleet, same, span, options as never)),
  place("options.", SWEEP_OPTIONS_KEYS, (options: object) =>
    sweepParallel(fleet, same, span, options),
  ),
  place("goal.", STAGGER_KEYS, (goal: object) => stagger(fleet, span, goal)),
  place("options.", PROGRESS_KEYS, (options: object) => stagger(fleet, span, {}, options)),
  place("goal.", HEADROOM_KEYS, (goal: object) =>
    headroom(fleet, span, { limits: { peak: 5 }, ...goal }),
  ),
  place("options.", FORECAST_KEYS, (options: object) => forecast(policy, options)),
  place("options.", FORECAST_TEXT_KEYS, (options: object) =>
    describeForecast(forecast(policy), options),
  ),
  place("run.", ASYNC_KEYS, (run: object) => staggerAsync(fleet, span, {}, run)),
  place("run.", SWEEP_ASYNC_KEYS, (run: object) => sweepAsync(fleet, same, span, {}, run)),
  place("options.", [...SWEEP_KEYS, ...SWEEP_ASYNC_KEYS], (options: object) =>
    sweepAsync(fleet, same, span, options),
  ),
  place("options.", [...REPLICATE_KEYS, ...ASYNC_KEYS], (options: object) =>
    replicateAsync(fleet, span, { seeds: 2, ...options }),
  ),
  place("span.", UPCOMING_KEYS, (more: object) =>
    upcomingRuns(policy, { from: 0, limit: 1, ...more }),
  ),
  place("attempt.", FAILING_RUN_KEYS, (more: object) =>
    retrySequence(policy, { start: 0, durations: [], ...more }),
  ),
  place("options.", FLEET_OPTIONS_KEYS, (options: object) => fleetOf([], options)),
  place("answers.", ANSWERS_KEYS, (more: object) => fleetFrom({ jobs: [], ...more })),
  place("options.", IMPORT_KEYS, (options: object) => fleetFrom({ jobs: [] }, options)),
  place("answers.", ANSWERS_KEYS, (more: object) => reconcileLengths({ jobs: [], ...more })),
  place("options.", IMPORT_KEYS, (options: object) => reconcileLengths({ jobs: [] }, options)),
  place("options.", RECONCILE_KEYS, (options: object) => reconcile([], options)),
  place("options.", SESSION_KEYS, (options: object) => readSessions([], options)),
  place("context.", CREATION_KEYS, (context: object) => createJob({}, { now: 0, ...context })),
  place("context.", CONTEXT_KEYS, (context: object) => editJob(record, {}, { now: 0, ...context })),
  place("context.", CONTEXT_KEYS, (context: object) =>
    actOnJob(record, {}, { now: 0, ...context }),
  ),
  place("options.", JOB_TEXT_KEYS, (options: object) =>
    describeComparison(compare(timeline, timeline), options),
  ),
  place("options.", JOB_TEXT_KEYS, (options: object) => describeReplicated(replicated, options)),
  place("options.", TEXT_KEYS, (options: object) => describeProposal(proposal, options)),
  place("options.", JOB_TEXT_KEYS, (options: object) => describeCharts(timeline, options)),
  place("options.", STUDY_TEXT_KEYS, (options: object) =>
    describeStudy(sweep(fleet, same, span), options),
  ),
  place("goal.limits.", KEY_METRICS, (limits: object) => headroom(fleet, span, { limits })),
  place("options.", PROGRESS_KEYS, (options: object) =>
    headroom(fleet, span, { limits: { peak: 5 } }, options),
  ),
];

/** The key with one letter less, more or another, at each place, or in another letter case. */
function misspelt(key: string): string[] {
  const edits = Array.from(key, (_, at) => [
    key.slice(0, at) + key.slice(at + 1),
    `${key.slice(0, at)}x${key.slice(at + 1)}`,
    `${key.slice(0, at)}x${key.slice(at)}`,
  ]).flat();
  // What is a single letter is near to nothing.
  return [...new Set([...edits, key.toUpperCase()])].filter((word) => word.length > 1);
}

async function issuesOf(ask: () => unknown): Promise<string[]> {
  try {
    await ask();
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe("a misspelt key", () => {
  it.each(PLACES.map((one): [string, Place] => [`${one.at}{ ${one.keys.join(", ")} }`, one]))(
    "should be an issue with the key that was meant in %s",
    async (_, { at, keys, ask }) => {
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys)
        for (const word of misspelt(key)) {
          if (keys.includes(word)) continue;
          const issues = await issuesOf(() => ask({ [word]: undefined }));
          const isNamed = (issue: string): boolean =>
            issue.startsWith(at.slice(0, -1)) && issue.includes(`, received "${word}"`);
          const named = issues.filter(isNamed);
          expect(named, `${at}${word} in ${issues.join("; ")}`).toHaveLength(1);
          expect(named[0]).toMatch(new RegExp(`; did you mean .*\\b${key}\\b.*\\?$`));
        }
    },
  );

  it("should be counted where there are many", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]));
    const issues = await issuesOf(() => ofJob(many));
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)).toMatch(/^jobs\[0\]: .*; 900 more keys are unknown$/);
  });
});
