/**
 * Liberal in, strict out, for single values: quoted booleans and integers, names in any letter
 * case, times of day (R25).
 *
 * Surrounding blanks never matter. A spelling that R25 accepts is read without a word; nothing else
 * is guessed.
 */
import { issue } from "./issues.js";
import { didYouMean } from "./nearest.js";
import type { Reader } from "./reader.js";

/**
 * One of some words as code has it: the word, or a text, to which TypeScript widens it in an object
 * that is made beforehand. Which word the text is, its reader finds out.
 */
export type Written<Word extends string> = Word | (string & Record<never, never>);

/** Reads `true` or `false`, also as text in any letter case: `"True"`. Numbers are not booleans. */
export const readBoolean: Reader<boolean> = (path, value, notes) => {
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === true || word === "true") return true;
  if (word === false || word === "false") return false;
  notes.issues.push(issue(path, "true or false", value));
  return undefined;
};

/** Whether a value is a whole number from `low` to `high`, both included; a text is none. */
export function isWholeNumber(value: unknown, low: number, high: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
}

/**
 * Makes a reader of integers from `low` to `high`, both included, also as text: `"15"`, `" -30 "`.
 */
export function integerFrom(low: number, high: number): Reader<number> {
  return (path, value, notes) => {
    const number =
      typeof value === "string" && /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
    if (isWholeNumber(number, low, high)) return number + 0; // + 0 turns -0 into 0
    notes.issues.push(issue(path, `an integer from ${low} to ${high}`, value));
    return undefined;
  };
}

/**
 * Makes a reader of one of `names`, in any letter case; a near miss is answered with "did you
 * mean".
 */
export function oneOf<const Name extends string>(names: readonly Name[]): Reader<Name> {
  const expected = `one of ${names.join(", ")}`;
  return (path, value, notes) => {
    const word = typeof value === "string" ? value.trim() : undefined;
    const name = names.find((candidate) => candidate.toLowerCase() === word?.toLowerCase());
    if (name !== undefined) return name;
    notes.issues.push(
      issue(path, expected, value, word === undefined ? undefined : didYouMean(word, names)),
    );
    return undefined;
  };
}

/**
 * Reads a time of day, `HH:mm` or `HH:mm:ss` below 24:00, as `HH:mm:ss` (R25). A fraction of zeros,
 * which .NET writes (`01:00:00.0000000`), is dropped with a warning.
 */
export const readTimeOfDay: Reader<string> = (path, value, notes) => {
  const text = typeof value === "string" ? value.trim() : "";
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.0{1,9})?)?$/.exec(text);
  if (match === null) {
    notes.issues.push(issue(path, "a time of day as HH:mm or HH:mm:ss, below 24:00", value));
    return undefined;
  }
  const [, hours, minutes, seconds = "00", fraction] = match;
  const time = `${hours}:${minutes}:${seconds}`;
  if (fraction !== undefined)
    notes.warnings.push(issue(path, "a time of day as HH:mm:ss", value, `it is read as ${time}`));
  return time;
};
