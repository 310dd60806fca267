/**
 * The arguments of a command: from words to named values, or to every problem at once.
 *
 * A problem is a line for whoever typed it. What is unknown is answered with the nearest known
 * option.
 */
import { parseArgs } from "node:util";
import { PolicyError } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { instantFrom } from "../host/instants.js";
import { hostZone } from "../host/zones.js";

/** The options of a command: `string` takes a value, `boolean` none. */
export type OptionTable = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>
>;

/** The values that were given, by option; of an option without a value, `""`. */
export interface OptionValues<Name extends string> {
  get(name: Name): string | undefined;
  has(name: Name): boolean;
}

/** Reads the arguments after the command's name; `positionals` is what belongs to no option. */
export function readArguments<const Options extends OptionTable>(
  args: readonly string[],
  options: Options,
  problems: string[],
): { values: OptionValues<keyof Options & string>; positionals: string[] } {
  const values = new Map<keyof Options & string, string>();
  const positionals: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(options, token.name)) {
      const near = didYouMean(
        token.rawName,
        Object.keys(options).map((name) => `--${name}`),
      );
      problems.push(
        "unknown option " +
          `${token.rawName}${near === undefined ? "; --help lists the options" : `; ${near}`}`,
      );
      continue;
    }
    const takesValue = options[token.name]!.type === "string";
    const lacksValue =
      token.value === undefined || (!token.inlineValue && token.value.startsWith("--"));
    if (takesValue && lacksValue)
      problems.push(`${token.rawName} needs a value; --help lists them`);
    else if (!takesValue && token.value !== undefined)
      problems.push(`${token.rawName} takes no value, received ${JSON.stringify(token.value)}`);
    else values.set(token.name, token.value ?? "");
  }
  return { values, positionals };
}

/** A whole number from `least` to `most`, or `usual` where the option is not given. */
export function integerOption<Name extends string>(
  values: OptionValues<Name>,
  name: Name,
  usual: number,
  least: number,
  most: number,
  problems: string[],
): number {
  const text = values.get(name);
  if (text === undefined) return usual;
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  problems.push(
    `--${name}: expected a whole number from ${least} to ${most}, received ${JSON.stringify(text)}`,
  );
  return usual;
}

/**
 * An instant from 1970 on, epoch ms, read on the clock of a zone where it names no offset;
 * `undefined` where the option is not given, or bad and noted. `most` is the last one.
 */
export function instantOption<Name extends string>(
  values: OptionValues<Name>,
  name: Name,
  zone: string,
  problems: string[],
  most = 8.64e15,
): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  try {
    const instant = instantFrom(text, `--${name}`, hostZone(zone));
    if (instant >= 0 && instant <= most) return instant;
    problems.push(`--${name}: expected an instant from 1970 on, received ${JSON.stringify(text)}`);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(
      `--${name}: expected an ISO 8601 instant such as 2026-03-08 or 2026-03-08T07:30:00Z, ` +
        `received ${JSON.stringify(text)}`,
    );
  }
  return undefined;
}
