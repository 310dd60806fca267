/**
 * One command from its words to its exit code: its arguments are read by its option table, what is
 * wrong with them is told at once, and its answer is printed.
 */
import { formatIssue, type Issue, PolicyError } from "../core/input/issues.js";
import { type OptionRow, type OptionTable, readArguments } from "./arguments.js";
import { instantOption } from "./typedInstant.js";
import { CLOCK_OPTIONS, readClockOptions } from "./clockOptions.js";
import type { Command, Request } from "./command.js";
import { helpOf } from "./help.js";
import { complain, EXIT, printAnswer } from "./printer.js";
import { SERVER_FIELDS } from "./serverOptions.js";
import type { World } from "./terminal.js";

/** What the help calls the value of an option that is an instant. */
const INSTANT = "INSTANT";

/** Options that every command has. */
const COMMON_OPTIONS = {
  json: { type: "boolean", says: "the same as data; its keys are stable" },
  help: { type: "boolean", short: "h", says: "this text" },
} as const satisfies OptionTable;

/** Runs a command with the arguments after its name, and gives its exit code. */
export async function runCommand(
  name: string,
  command: Command,
  args: readonly string[],
  world: World,
): Promise<number> {
  const { json, help } = COMMON_OPTIONS;
  const { zone, ...switches } = CLOCK_OPTIONS;
  const common = command.isLive === true ? { help } : { json, help };
  const options =
    command.hasNoClock === true
      ? { ...command.options, ...common }
      : { ...command.options, zone, ...common, ...switches };
  const problems: string[] = [];
  const { values, positionals } = readArguments<OptionTable>(args, options, problems);
  if (values.has("help")) {
    world.stdout.write(helpOf(name, command, options, world.program));
    return EXIT.good;
  }
  const clock = readClockOptions(values, problems);
  for (const [option, { value }] of Object.entries<OptionRow>(options)) {
    // On whatever clock it is read in the end: a bad one is told with all else that is wrong.
    if (value === INSTANT) instantOption(values, option, "UTC", { problems, notices: [] });
  }
  const request: Request<string> = {
    values,
    operands: positionals,
    clock,
    json: values.has("json"),
    world,
    problems,
    leftOut: [],
    notices: [],
  };
  try {
    const answer = await command.answer(request);
    if (answer !== undefined) return await printAnswer(answer, request, world);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.issues.map((one) => formatIssue(asTyped(one, command))));
  }
  return complain([...request.leftOut, ...problems], world);
}

/** What stands for `span` in the library, of every command that has one. */
const SPAN_FIELDS = { "span.seed": "--seed", "span.from": "--from", "span.to": "--to" };

/** An issue of a value that the library was given, under the option that was typed for it. */
function asTyped(one: Issue, { fields }: Command): Issue {
  const known = Object.entries({ ...SPAN_FIELDS, ...SERVER_FIELDS, ...fields });
  const found = known.find(([field]) => one.path === field || one.path.startsWith(`${field}.`));
  if (found === undefined) return one;
  const [field, option] = found;
  const within = one.path.slice(field.length + 1);
  return { ...one, path: within === "" ? option : `${option} ${within}` };
}
