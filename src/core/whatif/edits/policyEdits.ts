/**
 * Edits of policies: single settings, and windows by their hours or by their length.
 *
 * What comes out is canonical wherever it makes sense. Where it does not, or did not before, it is
 * left as a draft, and whoever checks the fleet says what is wrong with it.
 */
import { effective } from "../../policy/effective.js";
import { safeParsePolicy } from "../../policy/parse.js";
import { HOURS_PER_WEEK, type SchedulePolicy, type WindowSettings } from "../../policy/types.js";
import { type JobEdit, onceEach } from "./fleetEdits.js";
import { having } from "../../input/ownShape.js";

/** Settings of a policy by canonical name, their values in any spelling. */
export type PolicySettings = Readonly<Record<string, unknown>>;

/** The settings that an edit gives to a policy; none: it stays as it is. */
export type PolicyChange = (policy: SchedulePolicy) => PolicySettings | undefined;

/** The edit of jobs that changes their policies. Jobs that shared one share the changed one. */
export function policyEdit(change: PolicyChange): JobEdit {
  const edit = onceEach((given: SchedulePolicy) => {
    const parsed = safeParsePolicy(given);
    const settings = parsed.ok ? change(parsed.policy) : undefined;
    return settings === undefined ? given : withSettings(given, settings);
  });
  return (job) => having(job, { policy: edit(job.policy) });
}

/**
 * The policy, in whatever spelling, with these settings; itself where it has them already, a draft
 * where that makes no policy.
 */
export function withSettings(policy: SchedulePolicy, settings: PolicySettings): SchedulePolicy {
  const parsed = safeParsePolicy(policy);
  if (!parsed.ok) return policy;
  const draft = { ...parsed.policy, ...settings };
  const result = safeParsePolicy(draft);
  if (!result.ok) return draft;
  return isSame(result.policy, parsed.policy) ? policy : result.policy;
}

/** Canonical policies are plain data with their keys in one order. */
function isSame(one: SchedulePolicy, other: SchedulePolicy): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The two windows, as the names of their settings begin. */
export type Window = "backupWindow" | "periodicallyWindow";

/** The window with these hours, switched on; its `minuteOffset` stays. */
export function windowWith(window: Window, hours: readonly boolean[]): PolicyChange {
  return (policy) => {
    const minuteOffset = settingsOf(policy, window)?.minuteOffset ?? 0;
    return {
      [`${window}Enabled`]: true,
      [`${window}Settings`]: { backupWindow: hours, minuteOffset } satisfies WindowSettings,
    };
  };
}

/** The window switched off; its hours are kept. */
export function windowOff(window: Window): PolicyChange {
  return () => ({ [`${window}Enabled`]: false });
}

/**
 * A backup window that is on, with every spell so many hours long from where it begins. A window
 * that never closes, or never opens, has no beginning and stays as it is.
 */
export function backupWindowLasting(hours: number): PolicyChange {
  return (policy) => {
    const present = effective(policy).backupWindow;
    return present && windowWith("backupWindow", spellsOf(hours, present.backupWindow))(policy);
  };
}

function settingsOf(policy: SchedulePolicy, window: Window): WindowSettings | undefined {
  return window === "backupWindow"
    ? policy.backupWindowSettings
    : policy.periodicallyWindowSettings;
}

function spellsOf(hours: number, mask: readonly boolean[]): readonly boolean[] {
  const before = (hour: number): boolean => mask[(hour + HOURS_PER_WEEK - 1) % HOURS_PER_WEEK]!;
  const opens = mask.flatMap((open, hour) => (open && !before(hour) ? [hour] : []));
  if (opens.length === 0) return mask;
  const out = new Array<boolean>(HOURS_PER_WEEK).fill(false);
  for (const open of opens)
    for (let step = 0; step < hours; step += 1) out[(open + step) % HOURS_PER_WEEK] = true;
  return out;
}
