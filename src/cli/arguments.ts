/**
 * The arguments of a command: from words to named values, or to every problem at once.
 *
 * A problem is a line for whoever typed it. What is unknown is answered with the nearest known
 * option.
 */
import { grouped } from "../core/input/numberText.js";
import { parseArgs } from "node:util";
import { didYouMean } from "../core/input/nearest.js";

/** One option. */
export interface OptionRow {
  /** `string` takes a value, `boolean` none. */
  readonly type: "string" | "boolean";
  /** One letter that says the same. */
  readonly short?: string;
  /** It may be given several times, with a value each. */
  readonly repeats?: true;
  /** It may also stand without a value, before another option or at the end. */
  readonly standsAlone?: true;
  /** Its value may be a password: no message shows it. */
  readonly isSecret?: true;
  /** What the help calls its value: `N`, `INSTANT`. */
  readonly value?: string;
  /** What it does, for the help. */
  readonly says: string;
}

/** The options of a command, by name, in the order in which its help lists them. */
export type OptionTable = Readonly<Record<string, OptionRow>>;

/** The values that were given, by option; of an option without a value, `""`. */
export interface OptionValues<Name extends string> {
  /** The value; of several the last. */
  get(name: Name): string | undefined;
  /** All values, in the order in which they were typed. */
  all(name: Name): readonly string[];
  has(name: Name): boolean;
}

/** Reads the arguments after the command's name; `positionals` is what belongs to no option. */
export function readArguments<const Options extends OptionTable>(
  args: readonly string[],
  options: Options,
  problems: string[],
): { values: OptionValues<keyof Options & string>; positionals: string[] } {
  const values = new Map<keyof Options & string, string[]>();
  const positionals: string[] = [];
  const { rest, alone } = withoutAlone(args, options);
  for (const name of alone) values.set(name, [""]);
  const { tokens } = parseArgs({
    args: rest,
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(options, token.name)) {
      const near = nearHint(
        token.rawName,
        Object.keys(options).map((name) => `--${name}`),
      );
      problems.push(`unknown option ${token.rawName}${near || "; --help lists the options"}`);
      continue;
    }
    const { type, repeats, standsAlone, isSecret } = options[token.name]!;
    const takesValue = type === "string";
    const lacksValue =
      token.value === undefined ||
      (!token.inlineValue && token.value.startsWith("--")) ||
      (standsAlone === true && token.value === "");
    if (takesValue && lacksValue)
      problems.push(`${token.rawName} needs a value; --help lists them`);
    else if (!takesValue && token.value !== undefined)
      problems.push(`${token.rawName} takes no value, received ${JSON.stringify(token.value)}`);
    else {
      const value = token.value ?? "";
      const before = values.get(token.name) ?? [];
      if (repeats !== true && before.length > 0 && before[0] !== value)
        problems.push(
          isSecret === true
            ? `${token.rawName} is given twice`
            : `${token.rawName} is given twice: ${JSON.stringify(before[0])} and ` +
                JSON.stringify(value),
        );
      values.set(token.name, repeats === true ? [...before, value] : [value]);
    }
  }
  return {
    values: {
      get: (name) => values.get(name)?.at(-1),
      all: (name) => values.get(name) ?? [],
      has: (name) => values.has(name),
    },
    positionals,
  };
}

/**
 * The words without the options that stand alone though they could take a value, and their names. A
 * word that begins with a dash is no value of theirs, but `-` is: standard input.
 */
function withoutAlone<const Options extends OptionTable>(
  args: readonly string[],
  options: Options,
): { readonly rest: string[]; readonly alone: (keyof Options & string)[] } {
  const rest: string[] = [];
  const alone: (keyof Options & string)[] = [];
  let isOver = false; // what follows `--` is no option
  args.forEach((word, at) => {
    isOver ||= word === "--";
    const name = word.slice(2);
    const next = args[at + 1];
    const isAlone =
      !isOver &&
      word.startsWith("--") &&
      Object.hasOwn(options, name) &&
      options[name]!.standsAlone === true &&
      (next === undefined || (next.startsWith("-") && next !== "-"));
    if (isAlone) alone.push(name);
    else rest.push(word);
  });
  return { rest, alone };
}

/** A whole number from `least` to `most`, or `usual` where the option is not given. */
export function integerOption<Name extends string, Usual extends number | undefined>(
  values: OptionValues<Name>,
  name: Name,
  usual: Usual,
  least: number,
  most: number,
  problems: string[],
): number | Usual {
  const text = values.get(name);
  if (text === undefined) return usual;
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  problems.push(
    `--${name}: expected a whole number from ${grouped(least)} to ${grouped(most)}, ` +
      `received ${JSON.stringify(text)}`,
  );
  return usual;
}

/** One of some words, in any letter case; `undefined` where it is not given, or bad and noted. */
export function choiceOption<Name extends string, const Choice extends string>(
  values: OptionValues<Name>,
  name: Name,
  choices: readonly Choice[],
  problems: string[],
): Choice | undefined {
  const text = values.get(name);
  return text === undefined ? undefined : readChoice(`--${name}`, text, choices, problems);
}

/** Some of these words, between commas; as above, for each. */
export function choicesOption<Name extends string, const Choice extends string>(
  values: OptionValues<Name>,
  name: Name,
  choices: readonly Choice[],
  problems: string[],
): Choice[] | undefined {
  return values
    .get(name)
    ?.split(",")
    .flatMap((text) => readChoice(`--${name}`, text, choices, problems, "some of") ?? []);
}

function readChoice<const Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
  problems: string[],
  among = "one of",
): Choice | undefined {
  const word = text.trim().toLowerCase();
  const choice = choices.find((known) => known.toLowerCase() === word);
  if (choice !== undefined) return choice;
  problems.push(
    `${option}: expected ${among} ${choices.join(", ")}, received ${JSON.stringify(text)}` +
      nearHint(text, choices),
  );
  return undefined;
}

/** What may have been meant, at the end of a problem; nothing where nothing is near. */
export function nearHint(text: string, known: readonly string[]): string {
  const near = didYouMean(text.trim(), known);
  return near === undefined ? "" : `; ${near}`;
}
