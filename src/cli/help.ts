/**
 * The help of a command, made of its declaration: what stands in its option table can be typed, and
 * what can be typed stands here.
 */
import { labelled, wrap } from "../report/kit/table.js";
import type { OptionRow, OptionTable } from "./arguments.js";
import { CLOCK_OPTIONS } from "./clockOptions.js";
import type { Command } from "./command.js";
import { RULE_OPTIONS } from "./ruleOptions.js";

/** Every terminal has so many columns; the last one stays free. */
const WIDTH = 79;
const INDENT = 2;
const LABEL_WIDTH = 21;

/**
 * The text of `--help`: `options` are all that the command takes, `program` is what it was called
 * as where that is not `runcast NAME`.
 */
export function helpOf(
  name: string,
  command: Command,
  options: OptionTable,
  program = `runcast ${name}`,
): string {
  const own = Object.entries(options).filter(([name]) => !isSwitch(name));
  const switches = Object.entries(options).filter(([name]) => isSwitch(name));
  const blocks = [
    wrap(command.asks, WIDTH),
    command.operands.map((operands) => `  ${program} ${operands}`),
    ...command.about.map((paragraph) => wrap(paragraph, WIDTH)),
    own.flatMap(optionLines),
    switches.length === 0
      ? []
      : ["Where the product's documentation leaves room:", ...switches.flatMap(optionLines)],
    command.examples.length === 0
      ? []
      : ["Examples:", ...command.examples.map((e) => `  ${e.replace(`runcast ${name}`, program)}`)],
    wrap(command.exitCodes, WIDTH),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join("\n")}\n`)
    .join("\n");
}

/** The switches of clocks and rules stand apart: hardly anybody needs them. */
function isSwitch(name: string): boolean {
  return (
    name !== "zone" && (Object.hasOwn(CLOCK_OPTIONS, name) || Object.hasOwn(RULE_OPTIONS, name))
  );
}

function optionLines([name, { short, value, says }]: [string, OptionRow]): string[] {
  const dashed = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const label = value === undefined ? dashed : `${dashed} ${value}`;
  return labelled(label, wrap(says, WIDTH - INDENT - LABEL_WIDTH), LABEL_WIDTH, INDENT);
}
