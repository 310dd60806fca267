/**
 * Which settings of a policy count, and which are there and do nothing: known here, asked by
 * everybody.
 *
 * One table says what each setting needs before it counts. Starts, texts, findings and warnings all
 * go back to it, so that none of them names a setting that another one calls idle. A new setting
 * that counts only sometimes is a row here.
 */
import {
  type DailyType,
  INTERVAL_MINUTES,
  isHourly,
  type PeriodicallyEvery,
  type PolicySetting,
  type PolicyType,
  type SchedulePolicy,
  type WindowSettings,
} from "./types.js";

/** What a setting needs before it counts; without any of these it always does. */
interface Need {
  /** The rule that says what the setting does. */
  readonly rule: string;
  /** The one type that looks at it. */
  readonly type?: PolicyType;
  /** Only intervals of whole hours look at it. */
  readonly hourly?: true;
  /** The switch that must be on. */
  readonly behind?: Switch;
}

type Switch = "backupWindowEnabled" | "periodicallyWindowEnabled" | "retryEnabled";

/**
 * Settings of a schedule that is switched off wait to be switched on again, and are not called
 * idle; nor are retries and windows of a policy without a schedule, which starts by hand may meet
 * (R21).
 */
const NEEDS: Readonly<Record<PolicySetting, Need>> = {
  scheduleEnabled: { rule: "R9" },
  type: { rule: "R9" },
  dailyType: { rule: "R4", type: "Daily" },
  dailyTime: { rule: "R4", type: "Daily" },
  periodicallyEvery: { rule: "R5", type: "Periodically" },
  periodicallyOffsetMinutes: { rule: "R6", type: "Periodically", hourly: true },
  periodicallyWindowEnabled: { rule: "R13", type: "Periodically", hourly: true },
  periodicallyWindowSettings: {
    rule: "R13",
    type: "Periodically",
    hourly: true,
    behind: "periodicallyWindowEnabled",
  },
  backupWindowEnabled: { rule: "R12" },
  backupWindowSettings: { rule: "R12", behind: "backupWindowEnabled" },
  retryEnabled: { rule: "R18" },
  retryNumber: { rule: "R18", behind: "retryEnabled" },
  retryWaitInterval: { rule: "R18", behind: "retryEnabled" },
};

/** What decides which settings count: a policy, or as much of one as could be read. */
export interface Deciders extends Readonly<Partial<Record<Switch, boolean | undefined>>> {
  readonly type?: PolicyType | undefined;
  readonly periodicallyEvery?: PeriodicallyEvery | undefined;
}

/**
 * Whether the type of a policy, or its interval, is deaf to a setting, however its switches are:
 * `undefined` where the setting can count.
 * `deafTo("dailyTime", { type: "Periodically" }) // => "type"`
 */
export function deafTo(
  setting: PolicySetting,
  { type, periodicallyEvery }: Pick<Deciders, "type" | "periodicallyEvery">,
): "type" | "interval" | undefined {
  const need = NEEDS[setting];
  if (need.type !== undefined && need.type !== type) return "type";
  const isDeaf =
    need.hourly === true && periodicallyEvery !== undefined && !isHourly(periodicallyEvery);
  return isDeaf ? "interval" : undefined;
}

/** A setting that is there and does nothing. */
export interface IgnoredSetting {
  readonly setting: PolicySetting;
  /** The rule that says what it would do. */
  readonly rule: string;
  /** Why it does nothing: `the type is Daily`. */
  readonly reason: string;
}

/** Whether a setting, if it is there, has an effect beside the other settings of the policy. */
export function counts(setting: PolicySetting, policy: Deciders): boolean {
  const { behind } = NEEDS[setting];
  return (behind === undefined || policy[behind] === true) && deafTo(setting, policy) === undefined;
}

/**
 * The settings that are there and do nothing, in the order of the table above. A switch is not
 * listed beside what it switches.
 */
export function ignoredSettings(policy: SchedulePolicy): IgnoredSetting[] {
  const idle = (Object.keys(NEEDS) as PolicySetting[]).filter(
    (setting) =>
      policy[setting] !== undefined &&
      setting !== "periodicallyWindowEnabled" &&
      !counts(setting, policy),
  );
  return idle.map((setting) => {
    const deaf = deafTo(setting, policy);
    const reason =
      deaf === "type"
        ? `the type is ${policy.type}`
        : deaf === "interval"
          ? "the interval is counted in minutes"
          : `${NEEDS[setting].behind!} is false`;
    return { setting, rule: NEEDS[setting].rule, reason };
  });
}

/** One start a day on some weekdays (R4). */
export interface DailyStarts {
  readonly kind: "daily";
  readonly dailyType: DailyType;
  /** `HH:mm:ss` on the server's wall clock. */
  readonly dailyTime: string;
}

/** Starts on a grid that begins at every local midnight (R5). */
export interface GridStarts {
  readonly kind: "grid";
  readonly every: PeriodicallyEvery;
  readonly intervalMinutes: number;
  /** Minutes, 0 to 59, by which all are later; `undefined` where no offset counts (R6). */
  readonly offsetMinutes: number | undefined;
}

/** Nothing starts by itself (R9). */
export interface NoStarts {
  readonly kind: "none";
  /** A policy of another type that is switched off as well is told to be switched off. */
  readonly why: "manual-only" | "immediate" | "switched-off";
}

/** What makes a policy start, once the settings that do not count are left out. */
export type Starts = DailyStarts | GridStarts | NoStarts;

/** How a run that fails is tried again (R18). */
export interface Retries {
  /** After the first attempt, 1 to 10,000. */
  readonly number: number;
  /** From the end of an attempt to the next, minutes. */
  readonly waitMinutes: number;
}

/** What a policy says, as far as it counts. */
export interface Effective {
  readonly starts: Starts;
  /** Gates the starts of a grid of hours, and nothing else (R13). */
  readonly startWindow: WindowSettings | undefined;
  /**
   * Blocks starts (R12) and stops sessions where it closes (R17), those of starts by hand too
   * (R21): it counts whatever the type. `everCloses` says whether it can stop any.
   */
  readonly backupWindow: WindowSettings | undefined;
  /**
   * Of a run that starts by itself and, under the rule `retryManual`, of a start by hand (R21);
   * `undefined` where nothing is retried.
   */
  readonly retries: Retries | undefined;
  /** The same where something starts by itself, so that they count under every rule. */
  readonly scheduledRetries: Retries | undefined;
}

/**
 * Reduces a policy to what counts; it need not be frozen. Nothing is cached: an answer costs a
 * hundredth of a compilation.
 */
export function effective(policy: SchedulePolicy): Effective {
  const starts = startsOf(policy);
  const retries = retriesOf(policy);
  return {
    starts,
    startWindow:
      starts.kind === "grid" && counts("periodicallyWindowSettings", policy)
        ? policy.periodicallyWindowSettings
        : undefined,
    backupWindow: counts("backupWindowSettings", policy) ? policy.backupWindowSettings : undefined,
    retries,
    scheduledRetries: starts.kind === "none" ? undefined : retries,
  };
}

function startsOf(policy: SchedulePolicy): Starts {
  if (policy.scheduleEnabled === false) return { kind: "none", why: "switched-off" };
  switch (policy.type) {
    case "ManualOnly":
      return { kind: "none", why: "manual-only" };
    case "Immediate":
      return { kind: "none", why: "immediate" };
    case "Daily":
      return { kind: "daily", dailyType: policy.dailyType, dailyTime: policy.dailyTime };
    case "Periodically":
      return {
        kind: "grid",
        every: policy.periodicallyEvery,
        intervalMinutes: INTERVAL_MINUTES[policy.periodicallyEvery],
        offsetMinutes: counts("periodicallyOffsetMinutes", policy)
          ? (policy.periodicallyOffsetMinutes ?? 0)
          : undefined,
      };
  }
}

function retriesOf(policy: SchedulePolicy): Retries | undefined {
  const { retryNumber = 0, retryWaitInterval = 0 } = policy;
  return counts("retryNumber", policy) && retryNumber > 0
    ? { number: retryNumber, waitMinutes: retryWaitInterval }
    : undefined;
}

/**
 * Whether a policy starts by itself: it has a schedule, and that is on (R9). Of a job it is asked
 * with `jobStartsByItself`.
 */
export function startsByItself(policy: SchedulePolicy): boolean {
  return startsOf(policy).kind !== "none";
}
