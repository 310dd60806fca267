/**
 * Every setting of a policy, read one by one, and then what they ask of each other: what the type
 * needs, which flag stands for which settings, and a warning of what does not count (R25, R26).
 *
 * Nothing is guessed: a number is assumed, or a setting ignored, only with a warning.
 */
import { issue } from "../input/issues.js";
import {
  type Field,
  isGiven,
  knownKeys,
  type Notes,
  ownCell,
  type Reader,
  readKeys,
  readOptional,
  readRequired,
} from "../input/reader.js";
import { integerFrom, oneOf, readBoolean, readTimeOfDay } from "../input/scalars.js";
import { deafTo } from "./effective.js";
import {
  DAILY_TYPES,
  type DailyType,
  HOURS_PER_WEEK,
  INTERVALS,
  type PeriodicallyEvery,
  POLICY_SETTINGS,
  POLICY_TYPES,
  type PolicySetting,
  type PolicyType,
  type WindowSettings,
} from "./types.js";

/** The settings as far as they could be read; `undefined` is absent, or bad and noted. */
export interface Settings {
  readonly scheduleEnabled: boolean;
  readonly backupWindow: SwitchedWindow;
  readonly type: PolicyType | undefined;
  readonly dailyType: DailyType | undefined;
  readonly dailyTime: string | undefined;
  readonly periodicallyEvery: PeriodicallyEvery | undefined;
  readonly periodicallyOffsetMinutes: number | undefined;
  readonly startWindow: SwitchedWindow;
  readonly retries: Retries;
}

/** A window and whether it is switched on. */
interface SwitchedWindow {
  readonly isEnabled: boolean;
  readonly settings: WindowSettings | undefined;
}

interface Retries {
  readonly isEnabled: boolean;
  readonly retryNumber: number | undefined;
  readonly retryWaitInterval: number | undefined;
}

const POLICY_KEYS = knownKeys(POLICY_SETTINGS, [
  ["schedulePolicyType", "type"], // the service provider console
  // the table of v3, beside `periodicallyEvery` in its example
  ["PeriodicInterval", "periodicallyEvery"],
  ["backupWindow", "backupWindowSettings"], // v1
]);

/**
 * The setting that a key of a policy object means; `undefined` for an unknown key.
 * `settingOf("PeriodicInterval") // => "periodicallyEvery"`
 */
export function settingOf(key: string): PolicySetting | undefined {
  return POLICY_KEYS.canonical.get(key.toLowerCase());
}

type Fields = (name: PolicySetting) => Field;

/**
 * Reads every setting of the policy object `input`. What is missing, bad or odd is noted: every
 * issue at once (R26).
 */
export function readSettings(input: object, path: string, notes: Notes): Settings {
  const field = readKeys(input, path, POLICY_KEYS, notes);
  const scheduleEnabled = readOptional(field("scheduleEnabled"), readBoolean, notes) ?? true;
  const type = readPolicyType(field("type"), scheduleEnabled, notes);
  const readDaily = type === "Daily" ? readRequired : readOptional;
  const readPeriodic = type === "Periodically" ? readRequired : readOptional;
  const settings: Settings = {
    scheduleEnabled,
    backupWindow: readWindow(field("backupWindowEnabled"), field("backupWindowSettings"), notes),
    type,
    dailyType: readDaily(field("dailyType"), readDailyType, notes),
    dailyTime: readDaily(field("dailyTime"), readTimeOfDay, notes),
    periodicallyEvery: readPeriodic(field("periodicallyEvery"), readInterval, notes),
    periodicallyOffsetMinutes: readOptional(
      field("periodicallyOffsetMinutes"),
      readOffsetMinutes,
      notes,
    ),
    startWindow: readWindow(
      field("periodicallyWindowEnabled"),
      field("periodicallyWindowSettings"),
      notes,
    ),
    retries: readRetries(field, notes),
  };
  warnOfIgnored(settings, field, notes);
  return settings;
}

const readDailyType = oneOf(DAILY_TYPES);
const readInterval = oneOf(INTERVALS);
const readOffsetMinutes = integerFrom(0, 59);

/** A policy that is switched off need not say what type it is; any other must (R9, R26). */
function readPolicyType(
  field: Field,
  scheduleEnabled: boolean,
  notes: Notes,
): PolicyType | undefined {
  if (isGiven(field) || scheduleEnabled) return readRequired(field, readTypeName, notes);
  const hint = "it is read as ManualOnly, since scheduleEnabled is false";
  notes.warnings.push(issue(field.path, `one of ${POLICY_TYPES.join(", ")}`, undefined, hint));
  return "ManualOnly";
}

const readOwnTypeName = oneOf(POLICY_TYPES);

/** Reads a type, also under the name that copy jobs have for Daily (R25). */
const readTypeName: Reader<PolicyType> = (path, value, notes) => {
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (word === "dailyattime") {
    notes.warnings.push(
      issue(path, "Daily", value, "a copy job's name for it, it is read as Daily"),
    );
    return "Daily";
  }
  return readOwnTypeName(path, value, notes);
};

/**
 * A window is on where its flag says so, or where there is a window and no flag; a window that is
 * on must be there.
 */
function readWindow(flag: Field, field: Field, notes: Notes): SwitchedWindow {
  const isEnabled = readOptional(flag, readBoolean, notes) ?? isGiven(field);
  const settings = (isEnabled ? readRequired : readOptional)(field, readWindowSettings, notes);
  return { isEnabled, settings };
}

/**
 * What is assumed where retries are on and nobody says, and how far the product's own cmdlets go
 * (R26).
 */
const RETRY_NUMBER = { assumed: 3, usualMost: 777 };
const RETRY_WAIT_MINUTES = { assumed: 10, usualMost: 999 };

/** The most retries, and minutes between them, that are taken at all (R26). */
const RETRY_AMOUNT_MOST = 10_000;
const readRetryAmount = integerFrom(0, RETRY_AMOUNT_MOST);

function readRetries(field: Fields, notes: Notes): Retries {
  const [number, wait] = [field("retryNumber"), field("retryWaitInterval")];
  const isEnabled =
    readOptional(field("retryEnabled"), readBoolean, notes) ?? (isGiven(number) || isGiven(wait));

  const amountOf = (
    amount: Field,
    { assumed, usualMost }: typeof RETRY_NUMBER,
  ): number | undefined => {
    if (isEnabled && !isGiven(amount)) {
      notes.warnings.push(
        issue(
          amount.path,
          `an integer from 0 to ${RETRY_AMOUNT_MOST}`,
          undefined,
          `${assumed} is assumed`,
        ),
      );
      return assumed;
    }
    const value = readOptional(amount, readRetryAmount, notes);
    if (value !== undefined && (value < 1 || value > usualMost)) {
      notes.warnings.push(
        issue(
          amount.path,
          `an integer from 1 to ${usualMost}, the limits of the product's own cmdlets`,
          value,
        ),
      );
    }
    return value;
  };
  return {
    isEnabled,
    retryNumber: amountOf(number, RETRY_NUMBER),
    retryWaitInterval: amountOf(wait, RETRY_WAIT_MINUTES),
  };
}

/** Names the settings that would have an effect with another type or interval (R6, R13, R26). */
function warnOfIgnored(settings: Settings, field: Fields, notes: Notes): void {
  const { type, periodicallyEvery, periodicallyOffsetMinutes: offset, startWindow } = settings;
  if (type === undefined) return;
  const given: Partial<Record<PolicySetting, unknown>> = {
    dailyType: settings.dailyType,
    dailyTime: settings.dailyTime,
    periodicallyEvery,
    periodicallyOffsetMinutes: offset === 0 ? undefined : offset, // 0 is as good as absent
    periodicallyWindowSettings: startWindow.isEnabled ? startWindow.settings : undefined,
  };
  for (const [name, value] of Object.entries(given) as [PolicySetting, unknown][]) {
    const deaf = value === undefined ? undefined : deafTo(name, { type, periodicallyEvery });
    if (deaf === undefined) continue;
    const { path, spellings } = field(name);
    const beside = deaf === "type" ? `type ${type}` : periodicallyEvery;
    notes.warnings.push(
      issue(path, `nothing beside ${beside}`, spellings[0]?.value, "it is kept and has no effect"),
    );
  }
}

const WINDOW_KEYS = knownKeys(
  ["backupWindow", "minuteOffset"],
  [["backupIntervalsArray", "backupWindow"]],
);

const WHOLE_MASK = `an array of ${HOURS_PER_WEEK} booleans, Sunday 00:00 first`;

/** Minutes in a day, less one: the widest offset of a window's clock (R11). */
const WIDEST_OFFSET_MINUTES = 1439;

const readMinuteOffset = integerFrom(-WIDEST_OFFSET_MINUTES, WIDEST_OFFSET_MINUTES);

/**
 * Reads `{ backupWindow, minuteOffset }`, also with the `backupIntervalsArray` of v1 (R25). No
 * `minuteOffset` is 0.
 */
const readWindowSettings: Reader<WindowSettings> = (path, value, notes) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const hint = Array.isArray(value) ? "write { backupWindow: [...] }" : undefined;
    notes.issues.push(issue(path, "an object with backupWindow and minuteOffset", value, hint));
    return undefined;
  }
  const field = readKeys(value, path, WINDOW_KEYS, notes);
  const backupWindow = readRequired(field("backupWindow"), readMask, notes);
  const offset = field("minuteOffset");
  const minuteOffset = isGiven(offset) ? readRequired(offset, readMinuteOffset, notes) : 0;
  if (backupWindow === undefined || minuteOffset === undefined) return undefined;
  return Object.freeze({ backupWindow, minuteOffset });
};

/** Reads the 168 cells, each `true` or `false` in any accepted spelling (R10). */
const readMask: Reader<readonly boolean[]> = (path, value, notes) => {
  if (!Array.isArray(value) || value.length !== HOURS_PER_WEEK) {
    notes.issues.push(issue(path, WHOLE_MASK, value));
    return undefined;
  }
  const mask: boolean[] = [];
  for (let hour = 0; hour < HOURS_PER_WEEK; hour++) {
    const cell = ownCell(value, hour);
    // No path is made for a cell that is right.
    const allowed = typeof cell === "boolean" ? cell : readBoolean(`${path}[${hour}]`, cell, notes);
    if (allowed !== undefined) mask.push(allowed);
  }
  return mask.length === HOURS_PER_WEEK ? Object.freeze(mask) : undefined;
};
