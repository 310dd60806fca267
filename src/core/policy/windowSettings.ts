/**
 * One weekly window as the input has it: a mask of exactly 168 hours and its clock's offset in minutes (R10, R11).
 *
 * The result is frozen, the mask included, and always says its `minuteOffset`. A mask of another length is one issue,
 * found before any cell is looked at; in a mask of the right length each bad cell is an issue of its own.
 */
import { issue } from "../input/issues.js";
import { knownKeys, ownValue, readKeys } from "../input/keys.js";
import { isGiven, readRequired, type Reader } from "../input/reader.js";
import { integerFrom, readBoolean } from "../input/scalars.js";
import type { WindowSettings } from "./types.js";
import { HOURS_PER_WEEK } from "./vocabulary.js";

const WINDOW_KEYS = knownKeys(["backupWindow", "minuteOffset"], [["backupIntervalsArray", "backupWindow"]]);

const WHOLE_MASK = `an array of ${HOURS_PER_WEEK} booleans, Sunday 00:00 first`;

/** Minutes in a day, less one: the widest offset of a window's clock (R11). */
const WIDEST_OFFSET_MINUTES = 1439;

const readMinuteOffset = integerFrom(-WIDEST_OFFSET_MINUTES, WIDEST_OFFSET_MINUTES);

/** Reads `{ backupWindow, minuteOffset }`, also with the `backupIntervalsArray` of v1 (R25). No `minuteOffset` is 0. */
export const readWindowSettings: Reader<WindowSettings> = (path, value, notes) => {
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
    const allowed = readBoolean(`${path}[${hour}]`, ownValue(value, String(hour)), notes);
    if (allowed !== undefined) mask.push(allowed);
  }
  return mask.length === HOURS_PER_WEEK ? Object.freeze(mask) : undefined;
};
