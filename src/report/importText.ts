/**
 * An import as a value, and as text for whoever is to trust the fleet: which jobs have sessions and
 * which have none, on which proxy they run, how durations became those at full speed, what a job
 * begins with, what was assumed and what was left out.
 *
 * The text is made of the value alone, so a program reads what a person does (R40).
 */
import { grouped } from "../core/input/numberText.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { lengthText } from "../core/time/length.js";
import type { ImportedJob, ImportedLengths } from "../veeam/import/importSessions.js";
import { clean } from "./kit/safe.js";
import {
  countCell,
  labelled,
  lengthCell,
  NOTHING,
  numberTable,
  shareCell,
  wrap,
} from "./kit/table.js";
import { counted, someOf } from "./kit/words.js";

/** What is told of one job. */
export interface ImportedJobSummary extends ImportedJob {
  readonly name: string;
  /** The proxy on which it runs, itself or by its repository; absent where nobody says. */
  readonly proxyId?: string;
  /** Where its workload is from; absent where it has none. */
  readonly workload?: "sessions" | "file";
  /** Whether it begins with a full session in a simulation, and goes on with shorter ones (R31). */
  readonly beginsFull: boolean;
}

/** What is told of one proxy. */
export interface ImportedProxySummary {
  readonly id: string;
  readonly name: string;
  /** Absent where nothing is shared. */
  readonly threads?: number;
  /** How many jobs run on it. */
  readonly jobs: number;
}

/** Lengths of sessions that ran beside others on a proxy, means in ms. */
export interface BroughtBack {
  /** Jobs whose sessions were shorter at full speed than they were recorded, and their sessions. */
  readonly jobs: number;
  readonly samples: number;
  readonly recordedMs: number;
  readonly fullSpeedMs: number;
}

/** An import, told. */
export interface ImportSummary {
  readonly jobs: readonly ImportedJobSummary[];
  readonly proxies: readonly ImportedProxySummary[];
  /** Names of repositories that belong to no proxy, and have jobs. */
  readonly withoutProxy: readonly string[];
  /** Absent where no session was slowed by others, as far as anybody knows. */
  readonly broughtBack?: BroughtBack;
  /** What was left out, and what is odd or was assumed, a line each. */
  readonly leftOut: readonly string[];
  readonly warnings: readonly string[];
}

/** What an import is told by. */
export interface ImportGiven {
  readonly fleet: Fleet;
  readonly observed: readonly ImportedJob[];
  /** Ids of the jobs whose workload is the file's own. */
  readonly own: ReadonlySet<string>;
  /** What was left out, and what is odd or was assumed, a line each. */
  readonly leftOut: readonly string[];
  readonly warnings: readonly string[];
}

/** What is told of an imported fleet. */
export function importSummary(given: ImportGiven): ImportSummary {
  const { fleet, observed, own, leftOut, warnings } = given;
  const proxyOf = new Map(fleet.repositories?.map(({ id, proxyId }) => [id, proxyId]));
  const seen = new Map(observed.map((one) => [one.job, one]));
  const jobs = fleet.jobs.map((job): ImportedJobSummary => {
    const { id, name = id, workload } = job;
    const proxyId = job.proxyId ?? proxyOf.get(job.repositoryId ?? "");
    return {
      name,
      ...(seen.get(id) ?? { ...NOT_SEEN, job: id }),
      ...(proxyId === undefined ? {} : { proxyId }),
      ...(workload === undefined ? {} : { workload: own.has(id) ? "file" : "sessions" }),
      beginsFull: typeof workload === "object" && workload.full !== undefined,
    };
  });
  const broughtBack = slowed(observed.filter(({ job }) => !own.has(job)));
  return {
    jobs,
    proxies: (fleet.proxies ?? []).map(({ id, name = id, threads }) => ({
      id,
      name,
      ...(threads === undefined ? {} : { threads }),
      jobs: jobs.filter(({ proxyId }) => proxyId === id).length,
    })),
    withoutProxy: repositoriesWithoutProxy(fleet),
    ...(broughtBack === undefined ? {} : { broughtBack }),
    leftOut,
    warnings,
  };
}

const NO_LENGTHS: ImportedLengths = { samples: 0, recordedMs: 0, fullSpeedMs: 0 };
const NOT_SEEN: Omit<ImportedJob, "job"> = {
  samples: 0,
  outcomes: { Success: 0, Warning: 0, Failed: 0, Stopped: 0 },
  running: 0,
  kinds: "unknown",
  full: NO_LENGTHS,
  incremental: NO_LENGTHS,
  unmarked: NO_LENGTHS,
  retries: NO_LENGTHS,
};

function repositoriesWithoutProxy({ repositories = [], jobs }: Fleet): string[] {
  const used = new Set(jobs.flatMap((job) => (job.proxyId === undefined ? job.repositoryId : [])));
  return repositories
    .filter(({ id, proxyId }) => proxyId === undefined && used.has(id))
    .map(({ id, name = id }) => name);
}

function slowed(observed: readonly ImportedJob[]): BroughtBack | undefined {
  let [jobs, samples, recordedMs, fullSpeedMs] = [0, 0, 0, 0];
  for (const { full, incremental, unmarked, retries } of observed) {
    const all = [full, incremental, unmarked, retries];
    if (all.every((one) => one.fullSpeedMs === one.recordedMs)) continue;
    jobs += 1;
    for (const one of all) {
      samples += one.samples;
      recordedMs += one.samples * one.recordedMs;
      fullSpeedMs += one.samples * one.fullSpeedMs;
    }
  }
  if (jobs === 0) return undefined;
  return { jobs, samples, recordedMs: recordedMs / samples, fullSpeedMs: fullSpeedMs / samples };
}

const INDENT = 2;
const LABEL_WIDTH = 14;
/** More are counted. */
const NAMED = 5;
const JOBS_SHOWN = 40;
const WARNINGS_SHOWN = 10;

/** The text without its table: what stands beside a fleet that goes down a pipe. */
export function importLines(summary: ImportSummary, source: string, width: number): string[] {
  const { jobs, proxies, withoutProxy, broughtBack, leftOut, warnings } = summary;
  const having = jobs.filter(({ workload }) => workload === "sessions");
  const own = jobs.filter(({ workload }) => workload === "file");
  const silent = jobs.filter(({ workload }) => workload === undefined);
  const full = having.filter(({ beginsFull }) => beginsFull);
  const samples = having.reduce((sum, one) => sum + one.samples, 0);
  const all = jobs.length > 1 ? "all " : "";
  const lines = wrap(clean(`A fleet of ${counted(jobs.length, "job")}, from ${source}`), width);
  const add = (label: string, text: string): void => {
    const room = width - INDENT - LABEL_WIDTH;
    lines.push(...labelled(label, wrap(clean(text), room), LABEL_WIDTH, INDENT));
  };
  if (having.length > 0)
    add(
      "Sessions",
      `${counted(samples, "finished session")} of ${having.length === jobs.length ? all : ""}` +
        `${counted(having.length, "job")} became workloads`,
    );
  if (own.length > 0)
    add(
      "Kept",
      `${someOf(
        own.map(({ name }) => name),
        NAMED,
      )}: ` + `${own.length === 1 ? "its workload is" : "their workloads are"} the file's own`,
    );
  if (silent.length > 0)
    add(
      "No sessions",
      `${
        silent.length === jobs.length
          ? "of any job"
          : someOf(
              silent.map(({ name }) => name),
              NAMED,
            )
      }: they take no time in a simulation, unless --duration 45m is given there`,
    );
  if (full.length > 0)
    add(
      "Full",
      `${full.length === 1 ? "1 job has" : `${grouped(full.length)} jobs have`} full sessions ` +
        "apart from later ones, and a simulation begins with a full one, as on a new server; " +
        "--begins incremental goes on from where they are",
    );
  for (const { name, threads, jobs: count } of proxies)
    add(
      "Proxy",
      `${name}, ${threads === undefined ? "no threads known" : counted(threads, "thread")}: ` +
        (count === 0 ? "no job" : counted(count, "job")),
    );
  if (withoutProxy.length > 0)
    add(
      "No proxy",
      `known of ${withoutProxy.length === 1 ? "the repository" : "the repositories"} ` +
        `${someOf(withoutProxy, NAMED)}: jobs there share no threads`,
    );
  if (broughtBack !== undefined)
    add(
      "Full speed",
      `sessions of ${counted(broughtBack.jobs, "job")} ran beside others on their proxy: ` +
        `${lengthText(broughtBack.recordedMs, { toMinutes: true })} on average as recorded, ` +
        `${lengthText(broughtBack.fullSpeedMs, { toMinutes: true })} at full speed, ` +
        "to which their durations are brought back",
    );
  if (leftOut.length > 0)
    add(
      "Left out",
      `what could not be read: ${counted(leftOut.length, "issue")}, on standard error`,
    );
  for (const [place, line] of warnings.slice(0, WARNINGS_SHOWN).entries())
    add(place === 0 ? "Odd" : "", line);
  if (warnings.length > WARNINGS_SHOWN)
    add("", `and ${grouped(warnings.length - WARNINGS_SHOWN)} more: "warnings" of --json`);
  return lines;
}

/** The whole text, without a line feed at its end. */
export function importText(summary: ImportSummary, source: string, width: number): string {
  return [...importLines(summary, source, width), "", ...jobTable(summary.jobs, width)].join("\n");
}

/** Each job with its sessions; means of first attempts, and at full speed. */
function jobTable(jobs: readonly ImportedJobSummary[], width: number): string[] {
  const rows = jobs.slice(0, JOBS_SHOWN).map((job) => {
    const { full, outcomes, samples } = job;
    const later = job.incremental.samples > 0 ? job.incremental : job.unmarked;
    return [
      clean(job.name),
      countCell(samples),
      lengthCell(later.recordedMs),
      lengthCell(later.fullSpeedMs),
      countCell(full.samples),
      lengthCell(full.fullSpeedMs),
      shareCell(samples === 0 ? 0 : outcomes.Failed / samples),
      countCell(outcomes.Stopped),
    ];
  });
  const head = ["Job", "Sessions", "Mean", "Alone", "Fulls", "Full, alone", "Failed", "Stopped"];
  const rest = jobs.length - rows.length;
  // The first four say what is there and what is not; of the others, those that have anything.
  const isShown = head.map(
    (_, column) => column < 4 || rows.some((row) => row[column] !== NOTHING),
  );
  const shown = (row: readonly string[]): string[] => row.filter((_, column) => isShown[column]);
  const legend =
    "Mean: first attempts that are not full, as recorded; alone: at full speed, with nothing " +
    `beside them.${isShown.at(-1) === true ? " Stopped ones are in no workload." : ""} ` +
    "h:mm; · none.";
  return [
    ...numberTable(shown(head), rows.map(shown), width),
    ...(rest > 0 ? [`  and ${counted(rest, "more job")}: --json has all`] : []),
    ...wrap(legend, width - INDENT).map((line) => `  ${line}`),
  ];
}
