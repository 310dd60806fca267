/**
 * The settings that an edit can change: one row each, from what a person types to what it does.
 *
 * A new setting is a row here, or in the lists of resources' and of workloads' settings, and what
 * acts on it.
 */
import { issue } from "../../input/issues.js";
import { didYouMean } from "../../input/nearest.js";
import { having, without } from "../../input/ownShape.js";
import { readBoolean } from "../../input/scalars.js";
import { deafTo } from "../../policy/effective.js";
import type { PolicySetting, SchedulePolicy } from "../../policy/types.js";
import { parseWindow } from "../../policy/windowWords.js";
import { CLOCK_SETTINGS, type ServerClock } from "../../schedule/clock.js";
import { checkCopies } from "../../simulation/checkJobs.js";
import { RESOURCE_KINDS, type ResourceKind } from "../../simulation/fleet.js";
import { readTypedLength } from "../../time/duration.js";
import { policyEdit, type Window, windowOff, windowWith } from "./policyEdits.js";
import { RESOURCE_SETTINGS } from "./resourceSettings.js";
import { isNone, type Setting } from "./settingRow.js";
import { oneJobMeant } from "./who.js";
import { WORKLOAD_SETTINGS } from "./workloadSettings.js";

/**
 * Whether a setting of the policy has a say in when, and how often, its job runs: a daily time has
 * none beside type Periodically, retries have none where only starts by hand could want them (R21).
 */
export function settingCounts(policy: SchedulePolicy, setting: PolicySetting): boolean {
  if (setting.startsWith("retry") && policy.type === "ManualOnly") return false;
  return deafTo(setting, policy) === undefined;
}

/** Every setting that an edit can change, in the order of a help text. */
export const SETTINGS: readonly Setting[] = [
  ofPolicy("type"),
  ofPolicy("dailyType"),
  ofPolicy("dailyTime"),
  ofPolicy("periodicallyEvery"),
  ofPolicy("periodicallyOffsetMinutes"),
  ofPolicy("scheduleEnabled"),
  ofPolicy("retryEnabled"),
  ofPolicy("retryNumber", { retryEnabled: true }),
  ofPolicy("retryWaitInterval", { retryEnabled: true }),
  ofWindow("backupWindow", "backupWindow"),
  ofWindow("startWindow", "periodicallyWindow"),
  {
    name: "enabled",
    of: "job",
    read(text, notes) {
      const enabled = readBoolean("enabled", text, notes);
      return enabled === undefined ? undefined : (job) => having(job, { enabled });
    },
  },
  ...WORKLOAD_SETTINGS,
  {
    name: "rpo",
    of: "job",
    words: "26h",
    read(text, notes) {
      const rpo = readTypedLength(text, "rpo", "h", notes.issues);
      return rpo === undefined ? undefined : (job) => having(job, { rpo });
    },
  },
  ...RESOURCE_KINDS.map(ofResource),
  {
    name: "copyOf",
    of: "job",
    words: "another job, none",
    concerns: ({ copyOf }) => copyOf !== undefined,
    read(text, notes, { fleet }) {
      if (isNone(text)) return (job) => without(job, "copyOf");
      const source = oneJobMeant(fleet, text, "copyOf", notes.issues);
      return source && ((job) => having(job, { copyOf: source.id }));
    },
    check: ({ jobs }, issues) => {
      const places = new Map(jobs.map(({ id }, index) => [id, index]));
      checkCopies(jobs, "jobs", places, issues);
    },
  },
  ...RESOURCE_SETTINGS,
  ...CLOCK_SETTINGS.map(ofClock),
];

/**
 * A setting that is one value, read as the parser of policies reads it once it has a policy around
 * it; `also` are settings without which it would have no effect.
 */
function ofPolicy(name: PolicySetting, also: object = {}): Setting {
  return {
    name,
    of: "job",
    concerns: ({ policy }) => settingCounts(policy, name),
    read: (text) => policyEdit(() => ({ ...also, [name]: text })),
  };
}

function ofWindow(name: string, window: Window): Setting {
  return {
    name,
    of: "job",
    words: "hours in words, or none",
    hasCommas: true,
    concerns: ({ policy }) => settingCounts(policy, `${window}Settings`),
    read(text, notes) {
      if (isNone(text)) return policyEdit(windowOff(window));
      const hours = parseWindow(text);
      if (hours !== undefined) return policyEdit(windowWith(window, hours));
      const expected = 'hours such as "Mon-Fri 20:00-06:00 and Sat-Sun all day", or none';
      notes.issues.push(issue(name, expected, text));
      return undefined;
    },
  };
}

function ofResource({ list, key }: ResourceKind): Setting {
  return {
    name: key,
    of: "job",
    read(text, notes, { fleet }) {
      const ids = (fleet[list] ?? []).map(({ id }) => id);
      if (ids.includes(text)) return (job) => having(job, { [key]: text });
      const near = didYouMean(text, ids);
      notes.issues.push(issue(key, `the id of one of the ${list}`, text, near));
      return undefined;
    },
  };
}

function ofClock(name: keyof ServerClock): Setting {
  return {
    name,
    of: "clock",
    read: (text) => (of) => {
      const clock = having(of.clock ?? {}, { [name]: text });
      return clock === of.clock ? of : { ...of, clock };
    },
  };
}
