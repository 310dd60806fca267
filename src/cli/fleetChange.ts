/**
 * Changes of a fleet, as one types them: `mail.dailyTime=21:00`, `proxy-1.slots=4`,
 * `duration=x1.5`, and with several values, for a sweep, `dailyTime=20:00..23:00,01:00`.
 *
 * Left of the last dot is who changes: an id or a name, `*` for any letters, a kind of resource;
 * without it all jobs that the setting means something to. Each change is checked against the fleet
 * at once, so that nothing is simulated in vain.
 */
import { formatIssue, type Issue, issue } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { safeParsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import { parseWindow } from "../core/policy/windowWords.js";
import { durationMs } from "../core/simulation/duration.js";
import { type Fleet, type Job, RESOURCE_KINDS, type Workload } from "../core/simulation/fleet.js";
import { scaledWorkload } from "../core/whatif/scaledWorkload.js";
import type { Variation } from "../core/whatif/sweep/study.js";
import { WINDOW_TEXT } from "../files/fleetShape.js";

/** One change, with one variation for each of its values. */
export interface FleetChange {
  /** What is left of `=`. */
  readonly name: string;
  /** By value, in the order in which they were typed. */
  readonly variations: Readonly<Record<string, Variation>>;
}

/** Settings of a policy that are one value, taken as the parser of policies takes them. */
const POLICY_SETTINGS = [
  "type",
  "dailyType",
  "dailyTime",
  "periodicallyEvery",
  "periodicallyOffsetMinutes",
  "scheduleEnabled",
  "retryEnabled",
  "retryNumber",
  "retryWaitInterval",
] as const;
const WINDOW_SETTINGS = {
  backupWindow: "backupWindow",
  startWindow: "periodicallyWindow",
} as const;
const RESOURCE_SETTINGS = {
  proxyId: "proxies",
  repositoryId: "repositories",
  organizationId: "organizations",
} as const;
const CLOCK_SETTINGS = ["zone", "windowClock", "gap", "overlap", "gridOverlap"] as const;

/** Every setting that a change may name. */
export const CHANGE_SETTINGS: readonly string[] = [
  ...POLICY_SETTINGS,
  ...Object.keys(WINDOW_SETTINGS),
  "enabled",
  "duration",
  "failed",
  "warning",
  "rpo",
  ...Object.keys(RESOURCE_SETTINGS),
  "slots",
  ...CLOCK_SETTINGS,
];

/** Whether an operand of the command line is a change rather than a file. */
export function isChange(operand: string): boolean {
  return operand.includes("=");
}

/** Reads one change; `undefined` where something is wrong with it, which is noted. */
export function readChange(
  text: string,
  fleet: Fleet,
  problems: string[],
): FleetChange | undefined {
  const equals = text.indexOf("=");
  const name = text.slice(0, equals).trim();
  const dot = name.lastIndexOf(".");
  const who = dot < 0 ? undefined : name.slice(0, dot);
  const word = name.slice(dot + 1);
  const setting = CHANGE_SETTINGS.find((known) => known.toLowerCase() === word.toLowerCase());
  if (setting === undefined) {
    problems.push(
      `${text}: unknown setting ${JSON.stringify(word)}; ` +
        (didYouMean(word, CHANGE_SETTINGS) ?? `settings are ${CHANGE_SETTINGS.join(", ")}`),
    );
    return undefined;
  }
  const issues: Issue[] = [];
  const variations: Record<string, Variation> = {};
  for (const value of valuesIn(text.slice(equals + 1), setting, name, issues)) {
    const variation =
      setting === "slots"
        ? slotsOf(fleet, who, value, issues)
        : isClockSetting(setting) && who === undefined
          ? clockOf(setting, value)
          : jobsOf(fleet, who, setting, value, issues);
    if (variation !== undefined) variations[value] = variation;
  }
  if (Object.keys(variations).length === 0 && issues.length === 0)
    issues.push(issue(name, "at least one value after =", undefined));
  // What is wrong with each of a hundred jobs alike is told once.
  problems.push(...new Set(issues.map((one) => `${text}: ${formatIssue(one)}`)));
  return issues.length > 0 ? undefined : { name, variations };
}

function isClockSetting(setting: string): boolean {
  return (CLOCK_SETTINGS as readonly string[]).includes(setting);
}

function clockOf(setting: string, value: string): Variation {
  return (fleet) => ({ ...fleet, clock: { ...fleet.clock, [setting]: value } });
}

function slotsOf(
  fleet: Fleet,
  who: string | undefined,
  value: string,
  issues: Issue[],
): Variation | undefined {
  const slots = value.toLowerCase() === "unlimited" ? Infinity : Number(value);
  if (!(Number.isInteger(slots) || slots === Infinity) || slots < 1)
    issues.push(issue("slots", 'a whole number from 1, or "unlimited"', value));
  const all = RESOURCE_KINDS.flatMap(({ list }) =>
    (fleet[list] ?? []).map(({ id }) => ({ list, id })),
  );
  const matches = matcher(who ?? "");
  const chosen = all.filter(({ list, id }) => list === who?.toLowerCase() || matches(id));
  if (chosen.length === 0) {
    const near =
      who === undefined
        ? "say whose: proxy-1.slots=4, proxies.slots=4"
        : didYouMean(who, [...new Set(all.flatMap(({ list, id }) => [list, id]))]);
    issues.push(
      issue("slots", "the id of a resource, or proxies, repositories or organizations", who, near),
    );
  }
  if (issues.length > 0) return undefined;
  const isChosen = (list: string, id: string): boolean =>
    chosen.some((one) => one.list === list && one.id === id);
  return (given) => ({
    ...given,
    ...Object.fromEntries(
      RESOURCE_KINDS.filter(({ list }) => given[list] !== undefined).map(({ list }) => [
        list,
        given[list]!.map((resource) =>
          isChosen(list, resource.id) ? { ...resource, slots } : resource,
        ),
      ]),
    ),
  });
}

function jobsOf(
  fleet: Fleet,
  who: string | undefined,
  setting: string,
  value: string,
  issues: Issue[],
): Variation | undefined {
  const matches = matcher(who ?? "*");
  const chosen = fleet.jobs
    .filter((job) => matches(job.id) || (job.name !== undefined && matches(job.name)))
    .filter((job) => who !== undefined || concerns(job, setting));
  if (chosen.length === 0) {
    const near =
      who === undefined
        ? undefined
        : didYouMean(who, [
            ...new Set(
              fleet.jobs.flatMap(({ id, name }) => (name === undefined ? [id] : [name, id])),
            ),
          ]);
    issues.push(
      issue(
        setting,
        who === undefined ? "a job that has this setting" : "the id or name of a job",
        who,
        near,
      ),
    );
    return undefined;
  }
  const ids = new Set(chosen.map(({ id }) => id));
  const change = changeOf(setting, value, fleet, issues);
  if (change === undefined) return undefined;
  const apply = (job: Job): Job => change(job);
  chosen.forEach((job) => policyIssues(apply(job).policy, issues));
  // Jobs that share a policy share the changed one too: it is compiled once.
  return (given) => ({
    ...given,
    jobs: given.jobs.map((job) => (ids.has(job.id) ? apply(job) : job)),
  });
}

/** Whether a setting means something to a job, so that a change without a name reaches it. */
function concerns({ policy }: Job, setting: string): boolean {
  if (setting === "dailyTime" || setting === "dailyType") return policy.type === "Daily";
  if (setting.startsWith("periodically") || setting === "startWindow")
    return policy.type === "Periodically";
  if (setting.startsWith("retry")) return policy.type !== "ManualOnly";
  return true;
}

/** What the change does to one job; `undefined` where the value is none, which is noted. */
function changeOf(
  setting: string,
  value: string,
  fleet: Fleet,
  issues: Issue[],
): ((job: Job) => Job) | undefined {
  const before = issues.length;
  const change = ((): ((job: Job) => Job) => {
    if ((POLICY_SETTINGS as readonly string[]).includes(setting)) {
      const retries =
        setting === "retryNumber" || setting === "retryWaitInterval" ? { retryEnabled: true } : {};
      return changedPolicies((policy) => ({ ...policy, ...retries, [setting]: value }));
    }
    if (setting === "backupWindow" || setting === "startWindow")
      return windowChange(setting, value, issues);
    if (isClockSetting(setting))
      return (job) => ({ ...job, clock: { ...job.clock, [setting]: value } });
    if (setting === "enabled") {
      if (!/^(?:true|false)$/i.test(value)) issues.push(issue(setting, "true or false", value));
      return (job) => ({ ...job, enabled: value.toLowerCase() === "true" });
    }
    if (setting === "rpo") {
      const rpo = durationMs(numberOr(value), setting, issues);
      return (job) => ({ ...job, rpo });
    }
    if (setting === "duration") return durationChange(value, issues);
    if (setting === "failed" || setting === "warning") {
      const share = Number(value);
      if (!(share >= 0 && share <= 1)) issues.push(issue(setting, "a share from 0 to 1", value));
      return (job) =>
        typeof job.workload === "function"
          ? job
          : { ...job, workload: { duration: 0, ...job.workload, [setting]: share } };
    }
    const list = RESOURCE_SETTINGS[setting as keyof typeof RESOURCE_SETTINGS];
    const ids = (fleet[list] ?? []).map(({ id }) => id);
    if (!ids.includes(value))
      issues.push(issue(setting, `the id of one of the ${list}`, value, didYouMean(value, ids)));
    return (job) => ({ ...job, [setting]: value });
  })();
  return issues.length > before ? undefined : change;
}

function numberOr(value: string): number | string {
  return /^\d+$/.test(value) ? Number(value) : value;
}

/** `x1.5` stretches what a job has; anything else is how long its sessions take. */
function durationChange(value: string, issues: Issue[]): (job: Job) => Job {
  const factor = /^x(\d+(?:\.\d+)?)$/i.exec(value.trim())?.[1];
  if (factor !== undefined)
    return (job) =>
      job.workload === undefined
        ? job
        : { ...job, workload: scaledWorkload(job.workload, Number(factor)) };
  const duration = durationMs(numberOr(value), "duration", issues);
  return (job) => ({
    ...job,
    workload: (typeof job.workload === "function"
      ? { duration }
      : { ...job.workload, duration }) satisfies Workload,
  });
}

function windowChange(
  setting: keyof typeof WINDOW_SETTINGS,
  value: string,
  issues: Issue[],
): (job: Job) => Job {
  const key = WINDOW_SETTINGS[setting];
  if (value.trim().toLowerCase() === "none")
    return changedPolicies((policy) => ({ ...policy, [`${key}Enabled`]: false }));
  const backupWindow = parseWindow(value);
  if (backupWindow === undefined) issues.push(issue(setting, `${WINDOW_TEXT}, or none`, value));
  return changedPolicies((policy) => {
    const { minuteOffset = 0 } =
      (setting === "backupWindow"
        ? policy.backupWindowSettings
        : policy.periodicallyWindowSettings) ?? {};
    return {
      ...policy,
      [`${key}Enabled`]: true,
      [`${key}Settings`]: { backupWindow, minuteOffset },
    };
  });
}

/**
 * Changes policies, equal objects once. What comes out is parsed where it can be; the rest is an
 * issue when it is tried.
 */
function changedPolicies(change: (policy: SchedulePolicy) => object): (job: Job) => Job {
  const known = new Map<SchedulePolicy, SchedulePolicy>();
  return (job) => {
    let policy = known.get(job.policy);
    if (policy === undefined) {
      const draft = change(job.policy);
      const result = safeParsePolicy(draft);
      known.set(job.policy, (policy = result.ok ? result.policy : (draft as SchedulePolicy)));
    }
    return { ...job, policy };
  };
}

function policyIssues(policy: SchedulePolicy, issues: Issue[]): void {
  const result = safeParsePolicy(policy, "");
  if (!result.ok) issues.push(...result.issues);
}

/** Whether an id or a name is meant: the same in any letter case, `*` for any letters. */
function matcher(who: string): (name: string) => boolean {
  const escaped = who.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const pattern = new RegExp(`^${escaped.join(".*")}$`, "iu");
  return (name) => pattern.test(name);
}

/** More values than this in one dimension nobody reads. */
const MOST_VALUES = 1_000;
const MINUTES_PER_DAY = 1_440;

/**
 * Values between commas; in the hours of a window a comma before a blank belongs to its value
 * (`Mon, Wed 20:00-06:00`). `A..B` are whole numbers or times of day from one to the other, `/N` in
 * steps of so many, minutes for times (usually 1, and 60). A range of times may go over midnight.
 * What is wrong is noted.
 *
 * `valuesIn("1..3,8", "slots", "slots", []) // => ["1", "2", "3", "8"]`
 */
export function valuesIn(text: string, setting: string, name: string, issues: Issue[]): string[] {
  const values = text
    .split(setting.endsWith("Window") ? /,(?! )/ : ",")
    .map((value) => value.trim())
    .filter((value) => value !== "")
    .flatMap((value) => rangeOf(value, setting, issues) ?? [value]);
  if (values.length > MOST_VALUES)
    issues.push(issue(name, `at most ${MOST_VALUES} values`, values));
  return values.slice(0, MOST_VALUES);
}

function rangeOf(value: string, setting: string, issues: Issue[]): string[] | undefined {
  const match = /^(\S+?)\.\.([^\s/]+)(?:\/(\d+))?$/.exec(value);
  if (match === null) return undefined;
  const [low, high] = [pointOf(match[1]!), pointOf(match[2]!)];
  if (
    low === undefined ||
    high === undefined ||
    low.isTime !== high.isTime ||
    (!low.isTime && high.at < low.at)
  ) {
    issues.push(
      issue(
        setting,
        "a range from a smaller to a larger whole number, or from a time of day to another, " +
          "such as 1..8 or 20:00..23:00/30",
        value,
      ),
    );
    return [];
  }
  const step = Number(match[3] ?? (low.isTime ? 60 : 1));
  const last = low.isTime && high.at < low.at ? high.at + MINUTES_PER_DAY : high.at;
  if (step < 1 || (last - low.at) / step > MOST_VALUES) {
    issues.push(issue(setting, `a range of at most ${MOST_VALUES} steps`, value));
    return [];
  }
  return Array.from({ length: Math.floor((last - low.at) / step) + 1 }, (_, index) =>
    low.isTime ? timeText(low.at + index * step) : String(low.at + index * step),
  );
}

function pointOf(text: string): { readonly at: number; readonly isTime: boolean } | undefined {
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (time !== null) return { at: Number(time[1]) * 60 + Number(time[2]), isTime: true };
  return /^\d{1,9}$/.test(text) ? { at: Number(text), isTime: false } : undefined;
}

function timeText(minutes: number): string {
  const ofDay = minutes % MINUTES_PER_DAY;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}
