/**
 * `runcast COMMAND`: finds the command, loads it and nothing else, has it answered and printed, and
 * makes sure that nobody ever reads a stack trace for a mistake of theirs.
 */
import { didYouMean } from "../core/input/nearest.js";
import { messageOf } from "../host/message.js";
import { table } from "../report/kit/table.js";
import type { Command } from "./command.js";
import { complain, EXIT } from "./printer.js";
import type { World } from "./terminal.js";

/** A command before it is loaded. */
interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  forecast: {
    summary: "a week of all jobs at a glance, with what needs a look",
    load: async () => (await import("./commands/forecast.js")).forecastCommand,
  },
  next: {
    summary: "when each job runs next",
    load: async () => (await import("./commands/next.js")).nextCommand,
  },
  runs: {
    summary: "every run in a span, and on demand those that a window blocks",
    load: async () => (await import("./commands/runs.js")).runsCommand,
  },
  explain: {
    summary: "why a job runs at an instant, or why it does not",
    load: async () => (await import("./commands/explain.js")).explainCommand,
  },
  lint: {
    summary: "what is odd about the policies, before it bites",
    load: async () => (await import("./commands/lint.js")).lintCommand,
  },
  simulate: {
    summary: "what happens to the runs: sessions, waits, targets missed",
    load: async () => (await import("./commands/simulate.js")).simulateCommand,
  },
  compare: {
    summary: "what a change does, and why",
    load: async () => (await import("./commands/compare.js")).compareCommand,
  },
  sweep: {
    summary: "many variations of a fleet, best first",
    load: async () => (await import("./commands/sweep.js")).sweepCommand,
  },
  merge: {
    summary: "the parts of a sweep that many machines share, as one",
    load: async () => (await import("./commands/merge.js")).mergeCommand,
  },
  worker: {
    summary: "does the work of sweeps that others ask, over Redis",
    load: async () => (await import("./commands/worker.js")).workerCommand,
  },
  stagger: {
    summary: "start times that keep out of each other's way",
    load: async () => (await import("./commands/stagger.js")).staggerCommand,
  },
  headroom: {
    summary: "how much more a fleet bears",
    load: async () => (await import("./commands/headroom.js")).headroomCommand,
  },
  import: {
    summary: "a fleet file of what a server answers: sessions, proxies and so on",
    load: async () => (await import("./commands/import.js")).importCommand,
  },
  report: {
    summary: "a page to look at and hand on, or one chart as SVG",
    load: async () => (await import("./commands/report.js")).reportCommand,
  },
  export: {
    summary: "sessions, metrics and runs as CSV, Parquet, a calendar and so on",
    load: async () => (await import("./commands/export.js")).exportCommand,
  },
  reconcile: {
    summary: "do jobs start when the server says so, and in which zone is it?",
    load: async () => (await import("./commands/reconcile.js")).reconcileCommand,
  },
  serve: {
    summary: "a stand-in for the product's server, to try scripts on",
    load: async () => (await import("./commands/serve.js")).serveCommand,
  },
};

const HELP = `When will our backups really run, and what happens if we change the schedule?

  runcast COMMAND [options]

${table(
  Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary]),
  2,
).join("\n")}

  runcast COMMAND --help   options and examples of a command
  runcast --version

Files are fleets, lists of jobs as the API of Veeam Backup for Microsoft 365
gives them, single jobs or schedule policies; "-" is standard input. Every
command but serve and worker has --json.

Examples:
  runcast forecast jobs.json --zone America/Los_Angeles
  runcast simulate examples/fleet.json --from 2026-01-05 --days 14
  runcast compare examples/fleet.json proxy-1.slots=6
  runcast sweep examples/fleet.json dailyTime=20:00..23:00 proxy-1.slots=2,4
  runcast simulate jobs.json --sessions sessions.json --proxies proxies.json

Exit code: 0 fine, 1 findings (a target missed, a policy with an error), 2 bad
input.
`;

/** Runs a command line and gives its exit code. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    world.stderr.write(HELP);
    return EXIT.badInput;
  }
  if (first === "--version" || first === "-V") {
    const zones = process.versions["tz"] ?? "unknown";
    world.stdout.write(`runcast ${world.version}, time-zone database ${zones}\n`);
    return EXIT.good;
  }
  const asksForHelp = first === "help" || first === "--help" || first === "-h";
  const [topic] = rest;
  if (asksForHelp && topic === undefined) {
    world.stdout.write(HELP);
    return EXIT.good;
  }
  const name = asksForHelp ? topic! : first;
  if (!Object.hasOwn(COMMANDS, name)) return complain([unknown(name)], world);
  try {
    const { runCommand } = await import("./runCommand.js");
    const command = await COMMANDS[name]!.load();
    return await runCommand(name, command, asksForHelp ? ["--help"] : rest, world);
  } catch (error) {
    const message = messageOf(error);
    return complain([`runcast ${name}: this should not have happened: ${message}`], world);
  }
}

function unknown(name: string): string {
  if (name.startsWith("-"))
    return (
      `the command comes first, then its options: runcast COMMAND ${name}; --help lists the ` +
      "commands"
    );
  const near = didYouMean(name, Object.keys(COMMANDS)) ?? "--help lists the commands";
  return `unknown command ${JSON.stringify(name)}; ${near}`;
}
