/**
 * From whatever an administrator, a file or an API of version 1 to 8 says to the one canonical
 * policy (R25, R26, R27).
 *
 * A canonical policy is made here and nowhere else, deep-frozen, and only from input without a
 * single issue. Parsing it again, as the object or as its JSON, gives an equal policy.
 */
import { issue, type Issue, PolicyError } from "../input/issues.js";
import { said } from "../input/ownShape.js";
import { emptyNotes, hasKey } from "../input/reader.js";
import { readSettings, type Settings } from "./settings.js";
import type { SchedulePolicy } from "./types.js";

/**
 * What `safeParsePolicy` gives: the policy, or every reason why there is none; what is odd but
 * usable either way.
 */
export type PolicyResult =
  | { readonly ok: true; readonly policy: SchedulePolicy; readonly warnings: Issue[] }
  | { readonly ok: false; readonly issues: Issue[]; readonly warnings: Issue[] };

/**
 * Reads a policy in any accepted spelling and gives the canonical one, frozen (R25). Throws one
 * `PolicyError` that lists every issue (R26). A policy that was made here before comes back as it
 * is.
 *
 * `parsePolicy({ Type: "daily", DailyType: "sunday", DailyTime: "08:00" }).dailyTime // => "08:00:00"`
 */
export function parsePolicy(input: unknown): SchedulePolicy {
  const result = safeParsePolicy(input);
  if (!result.ok) throw new PolicyError(result.issues);
  return result.policy;
}

/**
 * As `parsePolicy`, but gives the issues instead of throwing them, and the warnings as well (R26).
 * Each path begins with `place`, so that a reader of a whole fleet can say which job it means.
 *
 * `safeParsePolicy({ type: "ManualOnly" }).ok // => true`
 */
export function safeParsePolicy(input: unknown, place = "schedulePolicy"): PolicyResult {
  // In a `map` the index comes second, which is no path.
  const path = typeof place === "string" ? place : "schedulePolicy";
  if (isCanonical(input)) return { ok: true, policy: input, warnings: [] };
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    const isJson = typeof input === "string" && /^\s*[{[]/.test(input);
    return refused(
      issue(
        path,
        "a schedule policy object",
        input,
        isJson ? "pass it through JSON.parse first" : undefined,
      ),
    );
  }
  if (isWholeJob(input)) {
    return refused(
      issue(path, "a schedule policy", input, "this is a whole job: pass its schedulePolicy"),
    );
  }
  const notes = emptyNotes();
  const settings = readSettings(input, path, notes);
  if (notes.issues.length > 0) return { ok: false, ...notes };
  return { ok: true, policy: makePolicy(settings), warnings: notes.warnings };
}

/**
 * Whether `parsePolicy` made this very object, so that nothing about it has to be checked again.
 */
export function isCanonical(value: unknown): value is SchedulePolicy {
  return typeof value === "object" && value !== null && made.has(value);
}

const made = new WeakSet<object>();

/** An input that is no policy at all: its settings are not looked for. */
function refused(reason: Issue): PolicyResult {
  return { ok: false, issues: [reason], warnings: [] };
}

function isWholeJob(input: object): boolean {
  return (
    hasKey(input, "schedulePolicy") &&
    !hasKey(input, "type") &&
    !hasKey(input, "schedulePolicyType")
  );
}

/**
 * Settings without an issue, as the canonical policy: this order of keys, and no key for what is
 * absent.
 */
function makePolicy(settings: Settings): SchedulePolicy {
  const {
    scheduleEnabled,
    backupWindow,
    periodicallyOffsetMinutes: offset,
    startWindow,
    retries,
  } = settings;
  const policy = Object.freeze(
    said({
      scheduleEnabled: scheduleEnabled ? undefined : false,
      backupWindowEnabled: backupWindow.isEnabled,
      backupWindowSettings: backupWindow.settings,
      type: settings.type,
      dailyType: settings.dailyType,
      dailyTime: settings.dailyTime,
      periodicallyEvery: settings.periodicallyEvery,
      periodicallyOffsetMinutes: offset === 0 ? undefined : offset,
      periodicallyWindowEnabled:
        startWindow.settings === undefined ? undefined : startWindow.isEnabled,
      periodicallyWindowSettings: startWindow.settings,
      retryEnabled: retries.isEnabled,
      retryNumber: retries.retryNumber,
      retryWaitInterval: retries.retryWaitInterval,
    }),
  );
  made.add(policy);
  return policy as SchedulePolicy; // without issues there is a type, and all that it needs
}
