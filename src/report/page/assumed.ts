/**
 * The choices behind a simulation, in words, and whether they mattered: as far as what happened
 * says so, since nobody simulates every other choice for it.
 */
import type { Assumption } from "../../core/forecast/assumptions.js";
import { choiceOf, type Switch } from "../../core/input/switches.js";
import { RULE_NAMES, RULE_SWITCHES, type Rules } from "../../core/simulation/rules.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import type { Summary } from "../../core/simulation/summary.js";
import type { PageAssumption } from "./pageData.js";

/** The choices of a clock, as a forecast under it has them. */
export function clockAssumptions(assumptions: readonly Assumption[]): PageAssumption[] {
  return assumptions.map(({ rule, text, option, matters }) => ({
    rule,
    text,
    ...(option === undefined ? {} : { option }),
    matters: matters ? "yes" : "no",
  }));
}

/** The choices of a simulation's rules. */
export function ruleAssumptions(rules: Rules, fleet: Fleet, summary: Summary): PageAssumption[] {
  const count = (of: (job: Summary["jobs"][number]) => number): number =>
    summary.jobs.reduce((sum, job) => sum + of(job), 0);
  const warnings = count(({ outcomes }) => outcomes.Warning);
  const dropped = count(({ retriesDropped }) => retriesDropped.superseded);
  const skipped = count(({ missed }) => missed.retryPending);
  const resources = [fleet.proxies, fleet.repositories, fleet.organizations].flatMap(
    (list) => list ?? [],
  );
  const happened: Readonly<Record<keyof Rules, PageAssumption["matters"]>> = {
    retryOnWarning: warnings === 0 ? "no" : "unknown",
    // A start met a pending retry: the other choice makes the other of them.
    pendingRetry: dropped + skipped > 0 ? "yes" : "no",
    retryManual: fleet.jobs.some(({ runNow }) => runNow === true) ? "unknown" : "no",
    // One choice counts a warning among the restore points, and the other does not.
    restorePoint: warnings === 0 ? "no" : "yes",
    outage: resources.some(({ outages = [] }) => outages.length > 0) ? "unknown" : "no",
  };
  return RULE_NAMES.map((name) => {
    const row: Switch = RULE_SWITCHES[name];
    return {
      rule: row.rule,
      text: choiceOf(row, rules[name]).assumed,
      option: `--${row.option}`,
      matters: happened[name],
    };
  });
}
