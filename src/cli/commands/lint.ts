/**
 * `runcast lint`: what is odd about the policies, before it bites?
 */
import { grouped } from "../../core/input/numberText.js";
import { formatIssue } from "../../core/input/issues.js";
import { type Finding, lintSchedule } from "../../core/schedule/lint.js";
import { type JobInput, pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { SEVERITY_LABELS, severityStyles } from "../../report/findingWords.js";
import type { Paint } from "../../report/kit/style.js";
import { clean } from "../../report/kit/safe.js";
import { cut, labelled, wrap } from "../../report/kit/table.js";
import { counted, listed } from "../../report/kit/words.js";
import { type OptionTable } from "../arguments.js";
import { instantOption } from "../typedInstant.js";
import type { Command } from "../command.js";
import { FILE_ABOUT, JOB_OPTION, readOneFile } from "../request.js";
import { type ScheduledJob, schedulesOf } from "../schedules.js";
import type { Layout } from "../terminal.js";

const OPTIONS = {
  from: {
    type: "string",
    value: "INSTANT",
    says: "where the two years begin, ISO 8601 (default: now)",
  },
  ...JOB_OPTION,
  strict: { type: "boolean", says: "a warning is a finding too, for the exit code" },
  quiet: { type: "boolean", short: "q", says: "errors and warnings only, no notes" },
} as const satisfies OptionTable;

const LABEL_WIDTH = 9;
const INDENT = 2;
const WARNINGS_SHOWN = 30;

/** A job and what was found. */
interface Linted {
  readonly job: ScheduledJob;
  readonly findings: readonly Finding[];
}

/** What is odd about the policies, before it bites? */
export const lintCommand: Command<typeof OPTIONS> = {
  asks: "What is odd about the policies, before it bites?",
  operands: ["FILE [options]"],
  about: [
    FILE_ABOUT,
    "Finds jobs that never run, starts that a window swallows, retries that cannot be made, " +
      "clock changes of the next two years, settings without effect, and odd spellings in the " +
      "file.",
  ],
  options: OPTIONS,
  examples: [
    "runcast lint examples/sample-jobs.json --zone America/New_York",
    "runcast lint policy.json --quiet && echo fine",
  ],
  exitCodes: "Exit code: 0 no error, 1 a job with an error, 2 a bad option or file.",
  async answer(request) {
    const { values, problems, world } = request;
    const input = await readOneFile(request);
    if (input === undefined) return undefined;
    const now = instantOption(values, "from", serverZoneOf(input), request) ?? world.now;
    const picked = pickJobs(input.fleet, values.get("job"), problems);
    if (problems.length > 0) return undefined;
    const isQuiet = values.has("quiet");
    const linted = schedulesOf(input.fleet, picked).map((job): Linted => ({
      job,
      findings: findingsOf(job, now).filter(({ severity }) => !isQuiet || severity !== "info"),
    }));
    const counts = (severity: Finding["severity"]): boolean =>
      linted.some(({ findings }) => findings.some((finding) => finding.severity === severity));
    return {
      data: () => dataOf(linted, input),
      zone: hostZone(serverZoneOf(input)),
      text: (layout) => textOf(linted, input, isQuiet, layout).join("\n"),
      hasFindings: counts("error") || (values.has("strict") && counts("warning")),
    };
  },
};

/** A job that is switched off cannot miss a backup by its schedule. */
function findingsOf({ job, schedule }: ScheduledJob, now: number): Finding[] {
  return job.enabled === false
    ? [
        {
          code: "no-schedule",
          severity: "info",
          rule: "R9",
          message: "The job is disabled: it does not start by itself.",
        },
      ]
    : lintSchedule(schedule, now);
}

function dataOf(linted: readonly Linted[], input: JobInput): object {
  const jobs = linted.map(({ job: { job }, findings }) => ({
    id: job.id,
    ...(job.name === undefined ? {} : { name: job.name }),
    findings,
  }));
  return { format: "runcast.lint/1", source: input.label, jobs, warnings: input.warnings };
}

function textOf(
  linted: readonly Linted[],
  input: JobInput,
  isQuiet: boolean,
  { width, paint }: Layout,
): string[] {
  const lines: string[] = [];
  for (const { names, findings } of alike(linted)) {
    lines.push(...namesOf(names, width).map(paint.strong));
    for (const { severity, message } of findings) {
      const { label, body } = severityStyles(severity, paint);
      lines.push(
        ...labelled(
          label(SEVERITY_LABELS[severity]),
          wrap(clean(message), width - INDENT - LABEL_WIDTH).map(body),
          LABEL_WIDTH,
          INDENT,
        ),
      );
    }
    lines.push("");
  }
  if (!isQuiet && input.warnings.length > 0) {
    lines.push(...wrap(`Odd in ${clean(input.label)}`, width).map(paint.strong));
    for (const warning of input.warnings.slice(0, WARNINGS_SHOWN))
      lines.push(
        ...labelled(
          "",
          wrap(clean(formatIssue(warning)), width - INDENT - 2).map(hanging),
          0,
          INDENT,
        ),
      );
    if (input.warnings.length > WARNINGS_SHOWN)
      lines.push(
        `  ... and ${counted(input.warnings.length - WARNINGS_SHOWN, "more note")}: --json`,
      );
    lines.push("");
  }
  return [...lines, verdict(linted, paint)];
}

/** Jobs of which the same is found, at the place of the first of them. */
function alike(
  linted: readonly Linted[],
): { readonly names: readonly string[]; readonly findings: readonly Finding[] }[] {
  const groups = new Map<string, { names: string[]; findings: readonly Finding[] }>();
  for (const { job, findings } of linted) {
    if (findings.length === 0) continue;
    const key = JSON.stringify(findings.map(({ severity, message }) => [severity, message]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: [job.label], findings });
    else group.names.push(job.label);
  }
  return [...groups.values()];
}

/** `t0011 files`, or `3 jobs: t0011 files; t0023 files; t0038 files`. */
function namesOf(names: readonly string[], width: number): string[] {
  const short = names.map((name) => cut(clean(name), width));
  if (names.length === 1) return short;
  const line = `${counted(names.length, "job")}: ${short.join("; ")}`;
  return wrap(line, width - INDENT).map(hanging);
}

function hanging(line: string, index: number): string {
  return index === 0 ? line : `  ${line}`;
}

/** `24 jobs: 2 with an error, 3 with a warning.` */
function verdict(linted: readonly Linted[], paint: Paint): string {
  const has = (severity: Finding["severity"]): number =>
    linted.filter(({ findings }) => findings.some((finding) => finding.severity === severity))
      .length;
  const errors = has("error");
  const warnings = has("warning");
  const parts = [
    ...(errors === 0 ? [] : [paint.bad(`${grouped(errors)} with an error`)]),
    ...(warnings === 0 ? [] : [paint.warn(`${grouped(warnings)} with a warning`)]),
  ];
  return (
    `${counted(linted.length, "job")}: ` +
    `${parts.length === 0 ? paint.good("no error, no warning") : listed(parts)}.`
  );
}
