/**
 * `runcast reconcile jobs.json`: the prediction held against the next runs that the list itself
 * reports.
 */
import { formatIssue } from "../../core/input/issues.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import { readJsonFile } from "../../files/files.js";
import { reconcile } from "../../library/product.js";
import { clean } from "../../report/kit/table.js";
import { reconcileText } from "../../report/reconcileText.js";
import { readJobs } from "../../veeam/lists/readJobs.js";
import { instantOption, readArguments } from "../arguments.js";
import { CLOCK_OPTIONS, CLOCK_USAGE, readClockOptions } from "../clockOptions.js";
import { type CommandIo, EXIT } from "../terminal.js";

const OPTIONS = {
  ...CLOCK_OPTIONS,
  now: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** The text of `--help`. */
const USAGE = `Do the jobs start when the server says they do, and in which time zone does it stand?

  runcast reconcile jobs.json [options]

The file is a job list as the API of Veeam Backup for Microsoft 365 gives it, with the
nextRun of each job; "-" reads standard input.

  --zone NAME          the backup server's time zone; without it, the reports decide
  --now INSTANT        when the list was made, ISO 8601 (default: just before the first
                       run that it reports)
  --json               the same as data; its keys are stable

${CLOCK_USAGE}
Exit code: 0 all jobs agree, 1 some differ, 2 a bad option or file.

  curl -s -H "Authorization: Bearer $TOKEN" https://backup:4443/v7/Jobs | runcast reconcile -
`;

/** Where nobody says how wide the text may be. */
const USUAL_WIDTH = 100;

/**
 * Runs the command and gives its exit code. Every problem with the input is a line on `stderr`,
 * never an exception.
 */
export async function runReconcile(argv: readonly string[], io: CommandIo): Promise<number> {
  const problems: string[] = [];
  const { values, positionals } = readArguments(argv, OPTIONS, problems);
  if (values.has("help")) {
    io.stdout.write(USAGE);
    return EXIT.good;
  }
  const clock = readClockOptions(values, problems);
  const now = instantOption(values, "now", clock?.zone ?? "UTC", problems);
  const [file, ...others] = positionals;
  if (file === undefined)
    problems.push('one file is needed, or "-" for standard input; --help says more');
  if (others.length > 0)
    problems.push(`one file at a time, received ${positionals.length}: ${positionals.join(", ")}`);
  if (problems.length > 0 || clock === undefined || file === undefined)
    return complain(problems, io);

  const json = await readJsonFile(file);
  if (!json.ok) return complain([json.reason], io);
  const list = readJobs(json.content);
  if (list.issues.length > 0) complain(list.issues.map(formatIssue), io);
  if (list.jobs.length === 0)
    return list.issues.length > 0
      ? EXIT.badInput
      : complain([`${file}: there is no job in it`], io);

  const { zone, ...switches } = clock;
  const given: Partial<ServerClock> = values.has("zone") ? { ...switches, zone } : switches;
  const result = reconcile(list.jobs, { ...(now === undefined ? {} : { now }), clock: given });
  const label = file === "-" ? "standard input" : file;
  const columns = Number(io.env["COLUMNS"]);
  const width = Number.isInteger(columns) && columns >= 40 ? columns : USUAL_WIDTH;
  const data = {
    format: "runcast.reconciliation/1",
    source: label,
    ...result,
    issues: list.issues,
  };
  io.stdout.write(
    values.has("json")
      ? `${JSON.stringify(data, undefined, 2)}\n`
      : reconcileText(result, label, width),
  );
  if (list.issues.length > 0) return EXIT.badInput;
  return result.differing > 0 ? EXIT.findings : EXIT.good;
}

function complain(problems: readonly string[], io: CommandIo): number {
  io.stderr.write(problems.map((problem) => `${clean(problem)}\n`).join(""));
  return EXIT.badInput;
}
