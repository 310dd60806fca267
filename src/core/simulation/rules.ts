/**
 * The rules of a simulation that the documentation leaves open, with the choices of each (R18, R20,
 * R21, R23, R30).
 *
 * A new choice is a line of the table here; the engine and the books act on it.
 */
import { type Issue, issue } from "../input/issues.js";
import {
  readSwitches,
  type Settings,
  switchOf,
  usualSettings,
  type WrittenSettings,
} from "../input/switches.js";

/** The switches of a simulation. */
export const RULE_SWITCHES = {
  /** A session that ends with a warning is retried. Default `true` (R18). */
  retryOnWarning: switchOf({
    rule: "R18",
    option: "retry-on-warning",
    about: "a session that ends with a warning",
    usual: true,
    choices: [
      {
        value: true,
        does: "is retried",
        assumed: "A session that ends with a warning is retried",
      },
      {
        value: false,
        does: "is not retried",
        assumed: "A session that ends with a warning is not retried",
      },
    ],
  }),
  /** A start that meets a pending retry: which of them is made. Default `superseded` (R20). */
  pendingRetry: switchOf({
    rule: "R20",
    option: "pending-retry",
    about: "a retry that is pending when the next start comes",
    usual: "superseded",
    choices: [
      {
        value: "superseded",
        does: "is dropped for the start",
        assumed: "A start drops the retry that is pending",
      },
      {
        value: "first",
        does: "goes first, and the start is skipped",
        assumed: "A start is skipped while a retry is pending",
      },
    ],
  }),
  /** A manual start is retried too. Default `false` (R21). */
  retryManual: switchOf({
    rule: "R21",
    option: "retry-manual",
    about: "a start by hand that fails",
    usual: false,
    choices: [
      {
        value: true,
        does: "is retried as any other",
        assumed: "A start by hand is retried as any other",
      },
      { value: false, does: "is not retried", assumed: "A start by hand is not retried" },
    ],
  }),
  /** Which sessions make a restore point. Default `success-or-warning` (R23). */
  restorePoint: switchOf({
    rule: "R23",
    option: "restore-point",
    about: "a session that ends with a warning",
    usual: "success-or-warning",
    choices: [
      {
        value: "success-or-warning",
        does: "makes a restore point",
        assumed: "A session that ends with a warning makes a restore point",
      },
      {
        value: "success",
        does: "makes no restore point",
        assumed: "A session that ends with a warning makes no restore point",
      },
    ],
  }),
  /** An attempt that would start in an outage of what it needs. Default `wait` (R30). */
  outage: switchOf({
    rule: "R30",
    option: "outage",
    about: "an attempt that would start in an outage",
    usual: "wait",
    choices: [
      {
        value: "wait",
        does: "waits until the outage is over",
        assumed: "An attempt that would start in an outage waits until it is over",
      },
      {
        value: "fail",
        does: "is made and fails at once",
        assumed: "An attempt that would start in an outage fails at once",
      },
    ],
  }),
} as const;

/** The switches of R18, R20, R21, R23 and R30. */
export type Rules = Settings<typeof RULE_SWITCHES>;

/** Rules as people write them: some of the switches; the others have their defaults. */
export type RulesInput = WrittenSettings<typeof RULE_SWITCHES>;

/** What every switch is where the caller says nothing. */
export const DEFAULT_RULES: Rules = usualSettings(RULE_SWITCHES);

/** Every rule by its name, in order. */
export const RULE_NAMES = Object.keys(RULE_SWITCHES) as readonly (keyof Rules)[];

/**
 * Reads rules and fills in the defaults. Notes every unknown name and value, and gives `undefined`
 * then.
 */
export function readRules(given: unknown, path: string, issues: Issue[]): Rules | undefined {
  if (given === undefined) return DEFAULT_RULES;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    issues.push(issue(path, `an object of rules: ${RULE_NAMES.join(", ")}`, given));
    return undefined;
  }
  const before = issues.length;
  const rules = readSwitches(RULE_SWITCHES, given, path, issues, "rules");
  return issues.length > before ? undefined : rules;
}
