/**
 * `runcast reconcile jobs.json`: the prediction held against the next runs that the list itself
 * reports.
 */
import { grouped } from "../../core/input/numberText.js";
import { listedJobs, pickJobs, serverZoneOf } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { reconcile } from "../../library/product.js";
import { counted } from "../../report/kit/words.js";
import { lengthsText } from "../../report/lengthsText.js";
import { reconcileText } from "../../report/reconcileText.js";
import type { LengthReconciliation } from "../../veeam/reconcile/lengths.js";
import type { ReconciledJob, Reconciliation } from "../../veeam/reconcile/reconcile.js";
import { type OptionTable } from "../arguments.js";
import { instantOption } from "../typedInstant.js";
import type { Command } from "../command.js";
import { FILE_ABOUT, readOneFile } from "../request.js";
import { readServerFiles } from "../serverFiles.js";
import { SERVER_OPTIONS } from "../serverOptions.js";
import { serverLengths } from "../serverLengths.js";

// What a simulation begins with is of no concern here.
const { begins: _, ...SERVER } = SERVER_OPTIONS;

const OPTIONS = {
  now: {
    type: "string",
    value: "INSTANT",
    says: "when the list was made, ISO 8601 (default: just before the first run that it reports)",
  },
  job: {
    type: "string",
    value: "NAME",
    says: "the answer is of this job only; all say where the server stands; * for any letters",
  },
  ...SERVER,
  sessions: {
    ...SERVER.sessions,
    says:
      "recorded sessions, JSON or CSV: do their lengths fit slots, or sharing by threads? Give " +
      "it once for each page",
  },
} as const satisfies OptionTable;

/** Do the jobs start when the server says they do? */
export const reconcileCommand: Command<typeof OPTIONS> = {
  asks: "Do the jobs start when the server says they do, and in which time zone does it stand?",
  operands: ["FILE [options]"],
  about: [
    FILE_ABOUT,
    "A list of jobs has the next run that the server reports for each; other files have nothing " +
      "to hold a prediction against. Without --zone, the reports decide where the server stands.",
    "With --sessions, seen lengths are held against what two models of sharing predict (R28): " +
      "slots, by which nobody slows anybody, and the threads of a proxy, which sessions share.",
  ],
  options: OPTIONS,
  examples: [
    `curl -s -H "Authorization: Bearer $TOKEN" https://backup:4443/v7/Jobs |`,
    "  runcast reconcile -",
    "runcast reconcile jobs.json --sessions sessions.json --proxies proxies.json \\",
    "  --repositories repositories.json",
  ],
  exitCodes: "Exit code: 0 all jobs agree, 1 some differ, 2 a bad option or file.",
  async answer(request) {
    const { values, operands, problems, clock } = request;
    const files = await readServerFiles(request, operands);
    const input = await readOneFile(request);
    if (input === undefined) return undefined;
    const now = instantOption(values, "now", serverZoneOf(input), request);
    const picked = new Set(pickJobs(input.fleet, values.get("job"), problems));
    if (problems.length > 0) return undefined;
    // A fleet file says where its server stands; of a list, only the command line does.
    const given = input.kind === "fleet" ? input.fleet.clock : clock;
    const all = reconcile(listedJobs(input), {
      ...(now === undefined ? {} : { now }),
      ...(given === undefined ? {} : { clock: given }),
    });
    const result = toldOf(all, (place) => picked.has(input.fleet.jobs[place]!));
    const lengths =
      files === undefined ? undefined : serverLengths(input, files, all.clock, request);
    if (problems.length > 0) return undefined;
    const ids = new Set([...picked].flatMap(({ id, name = id }) => [id, name]));
    const places = new Set(
      lengths?.jobs.flatMap(({ index, id, name }) => (ids.has(id ?? name) ? [index] : [])),
    );
    const { label, issues } = input;
    const jobs = result.jobs.length;
    const part =
      jobs === all.jobs.length
        ? label
        : `${grouped(jobs)} of ${counted(all.jobs.length, "job")} of ${label}`;
    return {
      data: () => ({
        format: "runcast.reconciliation/1",
        source: label,
        ...result,
        issues,
        ...(lengths === undefined
          ? {}
          : { lengths: lengthsOf(lengths, (place) => places.has(place)) }),
      }),
      zone: hostZone(result.clock.zone),
      text: ({ width }) =>
        [
          reconcileText(result, part, width),
          ...(lengths === undefined
            ? []
            : ["", lengthsText(lengths, (place) => places.has(place), width)]),
        ].join("\n"),
      hasFindings: result.differing > 0,
    };
  },
};

/** The result with the jobs at some places of the list, and no others. */
function toldOf(result: Reconciliation, isTold: (place: number) => boolean): Reconciliation {
  const jobs = result.jobs.filter((_, place) => isTold(place));
  const having = (verdict: ReconciledJob["verdict"]): number =>
    jobs.filter((job) => job.verdict === verdict).length;
  return { ...result, jobs, agreeing: having("agrees"), differing: having("differs") };
}

/** The lengths with the jobs at some places, and no others; both models are held against all. */
function lengthsOf(
  { issues: _issues, warnings: _warnings, ...all }: LengthReconciliation,
  isTold: (index: number) => boolean,
): object {
  const told = <Of extends { readonly index: number }>(some: readonly Of[]): readonly Of[] =>
    some.filter(({ index }) => isTold(index));
  return { ...all, jobs: told(all.jobs), lengths: told(all.lengths) };
}
