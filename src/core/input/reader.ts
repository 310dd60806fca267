/**
 * Readers: from a value in any accepted spelling to the one canonical value, or to an issue.
 *
 * A reader never throws and never guesses: it gives a value, or `undefined` after it has noted why not. So a parser
 * can read on after the first mistake and report every issue at once (R26).
 */
import { issue, type Issue } from "./issues.js";

/** What a parser has to say beside its result: `issues` make the input unusable, `warnings` do not (R26). */
export interface Notes {
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** No notes yet. */
export function emptyNotes(): Notes {
  return { issues: [], warnings: [] };
}

/** Reads one value. `undefined` means that it noted an issue, as it does where the value itself is `undefined`. */
export type Reader<Value> = (path: string, value: unknown, notes: Notes) => Value | undefined;

/** One place in the input that gives a setting: its path as the input spells it, and its value. */
export interface Spelling {
  readonly path: string;
  readonly value: unknown;
}

/** A setting as the input has it. */
export interface Field {
  /** As the input spells it first; under the canonical name where the input does not have it. */
  readonly path: string;
  /** Every place that gives it, in the order of the input. None: absent. */
  readonly spellings: readonly Spelling[];
}

/** Whether the input has the setting at all, valid or not; `null` is absent (R25). */
export function isGiven(field: Field): boolean {
  return field.spellings.length > 0;
}

/**
 * Reads a setting that must be there; `undefined` where it is missing or bad. A setting given twice, in two letter
 * cases or beside its alias, is a warning where both say the same and an issue where they differ: at most one of
 * either per setting.
 */
export function readRequired<Value>(field: Field, read: Reader<Value>, notes: Notes): Value | undefined {
  const [first, ...others] = field.spellings;
  if (first === undefined) return read(field.path, undefined, notes);
  const value = read(first.path, first.value, notes);
  const [second] = others;
  if (second === undefined) return value;

  const canonical = JSON.stringify(value); // safe: what a reader gives is our own plain data
  const conflict = others.find(
    (other) => JSON.stringify(read(other.path, other.value, emptyNotes())) !== canonical,
  );
  const same = `the same as ${first.path}`;
  if (conflict !== undefined) notes.issues.push(issue(conflict.path, same, conflict.value, "the setting is given twice"));
  else notes.warnings.push(issue(second.path, "the setting once", second.value, `it is given twice, ${same}`));
  return value;
}

/** As `readRequired`, for a setting that may be absent: then nothing is noted. */
export function readOptional<Value>(field: Field, read: Reader<Value>, notes: Notes): Value | undefined {
  return isGiven(field) ? readRequired(field, read, notes) : undefined;
}
