/**
 * The settings that an edit can change: one row each, from what a person types to what it does.
 *
 * A new setting is a row here, and what acts on it. Values are read, never guessed: what is none is
 * noted, with what was expected.
 */
import { issue } from "../../input/issues.js";
import { didYouMean } from "../../input/nearest.js";
import type { Notes } from "../../input/reader.js";
import { readBoolean } from "../../input/scalars.js";
import { deafTo } from "../../policy/effective.js";
import type { PolicySetting, SchedulePolicy } from "../../policy/types.js";
import { parseWindow } from "../../policy/windowWords.js";
import { CLOCK_SETTINGS, type ServerClock } from "../../schedule/clock.js";
import { readTypedLength } from "../../time/duration.js";
import {
  type Fleet,
  isSlotCount,
  isThreadCount,
  type Job,
  type Resource,
  RESOURCE_KINDS,
  type ResourceKind,
} from "../../simulation/fleet.js";
import { readPace } from "../../simulation/pace.js";
import type { JobEdit, ResourceEdit } from "./fleetEdits.js";
import { having } from "../../input/ownShape.js";
import { policyEdit, type Window, windowOff, windowWith } from "./policyEdits.js";
import { sessionsEnding, sessionsLasting, sessionsTimes } from "./workloadEdits.js";

/** What an edit does to the clock of a fleet, or of a job. */
export type ClockEdit = <Of extends { readonly clock?: Partial<ServerClock> }>(of: Of) => Of;

interface Row<Of extends string, Change> {
  readonly name: string;
  /** Whose it is. A clock is the fleet's where nobody is named, else the jobs'. */
  readonly of: Of;
  /** What values look like, in a few words, where the name does not say it. */
  readonly words?: string;
  /** Whether a comma before a blank belongs to a value: `Mon, Wed 20:00-06:00`. */
  readonly hasCommas?: true;
  /** Which jobs are meant where nobody is named; absent for all. */
  readonly concerns?: (job: Job) => boolean;
  /** Reads a typed value. `undefined` where it is none, which is noted. */
  readonly read: (text: string, notes: Notes, fleet: Fleet) => Change | undefined;
}

/** A setting that an edit can change. */
export type Setting = Row<"job", JobEdit> | Row<"resource", ResourceEdit> | Row<"clock", ClockEdit>;

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
  {
    name: "duration",
    of: "job",
    words: "45m, x1.5",
    read(text, notes) {
      const factor = /^x(\d+(?:\.\d+)?)$/i.exec(text)?.[1];
      if (factor !== undefined) return sessionsTimes(Number(factor));
      const ms = readTypedLength(text, "duration", "m", notes.issues);
      return ms === undefined ? undefined : sessionsLasting(ms);
    },
  },
  ofOutcome("failed"),
  ofOutcome("warning"),
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
    name: "slots",
    of: "resource",
    words: "4, unlimited",
    read(text, notes) {
      const slots = text.toLowerCase() === "unlimited" ? Infinity : Number(text);
      if (isSlotCount(slots)) return (resource) => having(resource, { slots });
      notes.issues.push(issue("slots", 'a whole number from 1, or "unlimited"', text));
      return undefined;
    },
  },
  {
    name: "threads",
    of: "resource",
    words: "64, none",
    read(text, notes) {
      if (text.toLowerCase() === "none") return (resource) => without(resource, "threads");
      const threads = Number(text);
      if (isThreadCount(threads)) return (resource) => having(resource, { threads });
      notes.issues.push(issue("threads", "a whole number from 1, or none", text));
      return undefined;
    },
  },
  {
    name: "pace",
    of: "resource",
    words: "Mon-Fri 08:00-18:00 40 %, or none",
    hasCommas: true,
    read(text, notes) {
      if (text.toLowerCase() === "none") return (resource) => without(resource, "pace");
      const pace = readPace(text, "pace", notes.issues);
      if (pace === undefined) return undefined;
      return (resource) =>
        pace.every((share, hour) => share === resource.pace?.[hour])
          ? resource
          : having(resource, { pace: Array.from(pace) });
    },
  },
  ...CLOCK_SETTINGS.map(ofClock),
];

/** The resource without a setting; itself where it has none. */
function without(resource: Resource, setting: "threads" | "pace"): Resource {
  if (resource[setting] === undefined) return resource;
  const { [setting]: _, ...rest } = resource;
  return rest;
}

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
      if (text.toLowerCase() === "none") return policyEdit(windowOff(window));
      const hours = parseWindow(text);
      if (hours !== undefined) return policyEdit(windowWith(window, hours));
      const expected = 'hours such as "Mon-Fri 20:00-06:00 and Sat-Sun all day", or none';
      notes.issues.push(issue(name, expected, text));
      return undefined;
    },
  };
}

function ofOutcome(name: "failed" | "warning"): Setting {
  return {
    name,
    of: "job",
    words: "a share, 0 to 1",
    read(text, notes) {
      const share = text === "" ? Number.NaN : Number(text);
      if (share >= 0 && share <= 1) return sessionsEnding(name, share);
      notes.issues.push(issue(name, "a share from 0 to 1", text));
      return undefined;
    },
  };
}

function ofResource({ list, key }: ResourceKind): Setting {
  return {
    name: key,
    of: "job",
    read(text, notes, fleet) {
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
