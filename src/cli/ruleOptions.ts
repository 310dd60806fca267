/**
 * The options that say how sessions go where the product's documentation leaves room: one for each
 * rule of a simulation (R18, R20, R21, R23, R30). What they say goes before the file's rules.
 */
import { switchText } from "../core/input/switches.js";
import { RULE_NAMES, RULE_SWITCHES, type Rules } from "../core/simulation/rules.js";
import { choiceOption, type OptionRow, type OptionValues } from "./arguments.js";

type RuleOption = (typeof RULE_SWITCHES)[keyof Rules]["option"];

/** The options of the rules, for a command's table. */
export const RULE_OPTIONS = Object.fromEntries(
  RULE_NAMES.map((name): [string, OptionRow] => {
    const row = RULE_SWITCHES[name];
    const value = row.option.split("-").at(-1)!.charAt(0).toUpperCase();
    return [row.option, { type: "string", value, says: switchText(row) }];
  }),
) as Readonly<Record<RuleOption, OptionRow>>;

/** The rules of a file with those that the options name; what is wrong becomes problems. */
export function readRuleOptions(
  values: OptionValues<RuleOption>,
  ofFile: Partial<Rules> | undefined,
  problems: string[],
): Partial<Rules> | undefined {
  const given = RULE_NAMES.flatMap((name) => {
    const { option, choices } = RULE_SWITCHES[name];
    const words = choices.map(({ value }) => String(value));
    const word = choiceOption(values, option, words, problems);
    return word === undefined ? [] : [[name, choices[words.indexOf(word)]!.value] as const];
  });
  return given.length === 0 ? ofFile : { ...ofFile, ...Object.fromEntries(given) };
}
