/**
 * Switches: settings that are one of a few choices, declared as the rows of a table.
 *
 * Whatever is said of a switch anywhere (types, defaults, messages, options and their help, shapes
 * of files, assumptions) is made from its row: a new choice is a line of its table, and what the
 * engine does with it.
 */
import { type Issue, issue, pathTo } from "./issues.js";
import { didYouMean } from "./nearest.js";
import { refuseUnknownKeys } from "./ownShape.js";
import type { Written } from "./scalars.js";

/** What a switch can be: a word, or a flag. */
export type SwitchValue = string | boolean;

/** One choice of a switch. */
export interface Choice<Value extends SwitchValue = SwitchValue> {
  readonly value: Value;
  /** What it does, to follow what the switch is about: `runs later by the length of the gap`. */
  readonly does: string;
  /** The same as an assumption, one sentence without its full stop. */
  readonly assumed: string;
}

/** One row: a question that the documentation leaves open, and the answers to choose from. */
export interface Switch<Value extends SwitchValue = SwitchValue, Option extends string = string> {
  /** The rule that it decides: `R7`. */
  readonly rule: string;
  /** Its option on the command line, without the dashes. */
  readonly option: Option;
  /** What it is about: `a daily time that the clock skips`. */
  readonly about: string;
  /** The choice of who says nothing. */
  readonly usual: Value;
  /** At least one, in the order in which they are told. */
  readonly choices: readonly Choice<Value>[];
}

/** Switches by their name. */
export type SwitchTable = Readonly<Record<string, Switch>>;

/** What a table describes: one value for each of its switches. */
export type Settings<Table extends SwitchTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Switch<infer Value> ? Value : never;
};

/** The same as code has it: any of the switches, words as they come. */
export type WrittenSettings<Table extends SwitchTable> = {
  readonly [Name in keyof Table]?:
    (Settings<Table>[Name] extends string ? Written<Settings<Table>[Name]> : boolean) | undefined;
};

/** Makes a row of what it says; the type of its values is that of its choices. */
export function switchOf<const Value extends SwitchValue, const Option extends string>(
  row: Switch<Value, Option>,
): Switch<Value, Option> {
  return row;
}

/** Every switch as it is where nobody says anything, frozen. */
export function usualSettings<Table extends SwitchTable>(table: Table): Settings<Table> {
  return Object.freeze(
    Object.fromEntries(Object.entries(table).map(([name, { usual }]) => [name, usual])),
  ) as Settings<Table>;
}

/** The choice that a switch is at. */
export function choiceOf<Value extends SwitchValue>(
  { choices }: Switch<Value>,
  value: Value,
): Choice<Value> {
  return choices.find((choice) => choice.value === value) ?? choices[0]!;
}

/**
 * A switch in words: what it is about, and each choice with what it does.
 * `a daily time that the clock skips: shift (default; runs later by the length of the gap), ...`
 */
export function switchText({ about, usual, choices }: Switch): string {
  const words = choices.map(
    ({ value, does }) => `${String(value)} (${value === usual ? "default; " : ""}${does})`,
  );
  return `${about}: ${words.join(", ")}`;
}

/** What a switch takes, to follow "expected": `one of first, second, both`, `true or false`. */
export function choicesText({ choices }: Switch): string {
  const values = choices.map(({ value }) => value);
  return typeof values[0] === "boolean" ? "true or false" : `one of ${values.join(", ")}`;
}

/**
 * Reads the switches of an object, the usual choice where one is absent or `undefined`. Notes every
 * unknown name, of which `others` belong to somebody else, and every value that is no choice (R26);
 * what comes back then is not to be used. `kind` is what the switches are called: `rules`.
 */
export function readSwitches<Table extends SwitchTable>(
  table: Table,
  given: object,
  path: string,
  issues: Issue[],
  kind = "switches",
  others: readonly string[] = [],
): Settings<Table> {
  refuseUnknownKeys(given, path, [...others, ...Object.keys(table)], issues, kind);
  const settings: Record<string, SwitchValue> = {};
  for (const [name, row] of Object.entries(table)) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    const choice = row.choices.find((one) => one.value === value);
    settings[name] = choice?.value ?? row.usual;
    if (value === undefined || choice !== undefined) continue;
    const words = row.choices.flatMap((one) => (typeof one.value === "string" ? [one.value] : []));
    const near = typeof value === "string" ? didYouMean(value, words) : undefined;
    issues.push(issue(pathTo(path, name), choicesText(row), value, near));
  }
  return settings as Settings<Table>;
}
