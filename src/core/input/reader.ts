/**
 * Readers: from a value in any accepted spelling to the one canonical value, or to an issue.
 *
 * A reader never throws and never guesses: it gives a value, or `undefined` after it has noted why
 * not. So a parser can read on after the first mistake and report every issue at once (R26). The
 * settings of an object are found under their names in any letter case, or under an alias of
 * another version (R25). Only own data is looked at, and no key of the input ever becomes a key of
 * ours: `__proto__` and friends are unknown keys like any other, and a getter is not called (R27).
 * What is not known is named in a warning, not dropped in silence.
 */
import { issue, type Issue, pathTo } from "./issues.js";
import { didYouMean } from "./nearest.js";

/**
 * What a parser has to say beside its result: `issues` make the input unusable, `warnings` do not
 * (R26).
 */
export interface Notes {
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** No notes yet. */
export function emptyNotes(): Notes {
  return { issues: [], warnings: [] };
}

/**
 * Reads one value. `undefined` means that it noted an issue, as it does where the value itself is
 * `undefined`.
 */
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
 * Reads a setting that must be there; `undefined` where it is missing or bad. A setting given
 * twice, in two letter cases or beside its alias, is a warning where both say the same and an issue
 * where they differ: at most one of either per setting.
 */
export function readRequired<Value>(
  field: Field,
  read: Reader<Value>,
  notes: Notes,
): Value | undefined {
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
  if (conflict !== undefined)
    notes.issues.push(issue(conflict.path, same, conflict.value, "the setting is given twice"));
  else
    notes.warnings.push(
      issue(second.path, "the setting once", second.value, `it is given twice, ${same}`),
    );
  return value;
}

/** As `readRequired`, for a setting that may be absent: then nothing is noted. */
export function readOptional<Value>(
  field: Field,
  read: Reader<Value>,
  notes: Notes,
): Value | undefined {
  return isGiven(field) ? readRequired(field, read, notes) : undefined;
}

/** More unknown keys than this are counted, not listed (R27). */
export const UNKNOWN_KEYS_LISTED = 100;

/** The names that an object's settings go by. */
export interface KnownKeys<Name extends string> {
  readonly names: readonly Name[];
  /** From a lower-case name or alias to the canonical name. */
  readonly canonical: ReadonlyMap<string, Name>;
}

/**
 * Makes the table of names, and of the aliases that other versions have for them:
 * `["PeriodicInterval", "periodicallyEvery"]`.
 */
export function knownKeys<const Name extends string>(
  names: readonly Name[],
  aliases: readonly (readonly [alias: string, name: NoInfer<Name>])[],
): KnownKeys<Name> {
  const canonical = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const [alias, name] of aliases) canonical.set(alias.toLowerCase(), name);
  return { names, canonical };
}

/**
 * Finds the settings of `object`; the answer gives the field of each canonical name. `null` counts
 * as absent. Warns once of each alias, and of unknown keys: the first 100, then how many more.
 */
export function readKeys<Name extends string>(
  object: object,
  path: string,
  known: KnownKeys<Name>,
  notes: Notes,
): (name: Name) => Field {
  const found = new Map<Name, Spelling[]>();
  const aliased = new Set<Name>();
  let unknownCount = 0;
  for (const key of Object.keys(object)) {
    const name = known.canonical.get(key.toLowerCase());
    if (name === undefined) {
      unknownCount += 1;
      if (unknownCount > UNKNOWN_KEYS_LISTED) continue;
      const near = didYouMean(key, known.names);
      const hint = near === undefined ? "it is ignored" : `it is ignored, ${near}`;
      notes.warnings.push(issue(pathTo(path, key), "a known setting", key, hint));
      continue;
    }
    const value = ownValue(object, key);
    if (value === undefined || value === null) continue;
    const spellings = found.get(name);
    if (spellings === undefined) found.set(name, [{ path: pathTo(path, key), value }]);
    else spellings.push({ path: pathTo(path, key), value });
    if (key.toLowerCase() === name.toLowerCase() || aliased.has(name)) continue;
    aliased.add(name);
    notes.warnings.push(issue(pathTo(path, key), `the name ${name}`, key, `it is read as ${name}`));
  }
  if (unknownCount > UNKNOWN_KEYS_LISTED) {
    const more = unknownCount - UNKNOWN_KEYS_LISTED;
    notes.warnings.push(
      issue(path, "known settings", object, `${more} more unknown keys are ignored`),
    );
  }
  return (name) => {
    const spellings = found.get(name) ?? [];
    return { path: spellings[0]?.path ?? pathTo(path, name), spellings };
  };
}

/** Whether the object has an own key of that name, in any letter case. */
export function hasKey(object: object, name: string): boolean {
  return Object.keys(object).some((key) => key.toLowerCase() === name.toLowerCase());
}

/**
 * An own property's data; for a getter the getter itself, uncalled: no reader takes a function, so
 * it ends as an issue.
 */
export function ownValue(object: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key);
  return property?.get ?? property?.value;
}

/**
 * As `ownValue`, for a cell of an array, and at a third of its price: no descriptor is made of what
 * is no getter. The masks of a large fleet have hundreds of thousands of cells.
 */
export function ownCell(array: readonly unknown[], index: number): unknown {
  if (!Object.hasOwn(array, index)) return undefined;
  return getterOf.call(array, index) ?? array[index];
}

/** Every engine has it; the library of TypeScript does not. */
const getterOf = (
  Object.prototype as unknown as {
    __lookupGetter__(this: object, key: PropertyKey): (() => unknown) | undefined;
  }
).__lookupGetter__;
