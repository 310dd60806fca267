/**
 * `runcast merge`: the parts of a sweep that was cut in shards become its table, or its one file.
 */
import { estimatedStudyOf } from "../../core/whatif/sweep/study.js";
import { KEY_METRICS } from "../../core/whatif/keyMetrics.js";
import { readModel } from "../../core/whatif/edits/model.js";
import { readSeeds } from "../../core/simulation/seeds.js";
import { type MergedParts, mergeParts } from "../../files/mergeParts.js";
import { instantFrom } from "../../host/instants.js";
import { hostZone } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import { wrap } from "../../report/kit/table.js";
import { counted } from "../../report/kit/words.js";
import type { OptionTable } from "../arguments.js";
import type { Answer, Command } from "../command.js";
import { sourceLabel, spanLine } from "../fleetRequest.js";
import { modelData } from "../modelOption.js";
import { checkPartOut, writePartOut } from "../partOut.js";
import { readStudyLook, STUDY_OPTIONS, studyAnswer, type StudyLook } from "../studyAnswer.js";

const OPTIONS = {
  ...STUDY_OPTIONS,
  out: {
    type: "string",
    value: "ALL",
    says: "no table: all rows into one file, as runcast sweep --shard 1/1 writes it",
  },
} as const satisfies OptionTable;

/** What do the parts of a sweep say together? */
export const mergeCommand: Command<typeof OPTIONS> = {
  asks: "What do the parts of a sweep say together?",
  operands: ["PART... [options]"],
  about: [
    "Each PART is the file of one shard, as runcast sweep --shard I/N --out PART writes it; all " +
      "shards of a sweep are needed, in any order. The table is the one that runcast sweep " +
      "prints. Where a shard is missing or there twice, or a part is of another run, nothing is " +
      "merged.",
  ],
  options: OPTIONS,
  hasNoClock: true,
  examples: [
    "runcast merge part-*.ndjson --by peak",
    "runcast merge part-*.ndjson --out all.ndjson",
  ],
  exitCodes: "Exit code: 0, or 2 where an option or a part was wrong.",
  async answer({ values, operands, problems }) {
    const look = readStudyLook(values, problems);
    const out = values.get("out");
    if (operands.length === 0 && problems.length === 0)
      problems.push("the parts of a sweep are needed; --help says more");
    if (out !== undefined) {
      for (const name of ["by", "top"] as const)
        if (values.has(name)) problems.push(`--${name}: with --out there is no table`);
      await checkPartOut(out, operands, "one of the parts", problems);
    }
    if (problems.length > 0) return undefined;
    const merged = await mergeParts(operands, problems);
    if (merged === undefined) return undefined;
    return out === undefined ? tableOf(merged, look) : written(merged, out, problems);
  },
};

/** The table of the sweep that was not cut: values are folded in the order of the seeds (R24). */
function tableOf({ header, variations, values }: MergedParts, look: StudyLook): Answer {
  const { source, seed, model: typed } = header;
  const model = typed === undefined ? undefined : readModel(typed, "model", []);
  const zone = hostZone(header.zone);
  const from = instantFrom(header.from, "from");
  const to = instantFrom(header.to, "to");
  const size = header.seeds * KEY_METRICS.length;
  const rows = variations.map((variation, index) => ({
    ...variation,
    values: values.subarray(index * size, (index + 1) * size),
  }));
  const seeds = readSeeds(header.seeds, seed, []) ?? [];
  const frame = { from, to, seeds, complete: true, workers: 0, notes: [] };
  const scenario = spanLine(zone, { from, to, seed }, sourceLabel(source, model));
  const asked = { source, ...modelData(model) };
  return studyAnswer(estimatedStudyOf(frame, rows), look, zone, scenario, asked);
}

/** The one part of the sweep that was not cut. */
async function written(
  { header, variations, values, parts }: MergedParts,
  out: string,
  problems: string[],
): Promise<Answer | undefined> {
  const names = variations.map(({ name }) => name);
  if (!(await writePartOut(out, header, names, values, problems))) return undefined;
  const rows = names.length * header.seeds;
  const from = instantFrom(header.from, "from");
  const to = instantFrom(header.to, "to");
  return {
    data: () => ({ ...header, from, to, rows, parts, written: out }),
    zone: hostZone(header.zone),
    text: ({ width }) =>
      wrap(
        `${counted(rows, "row")} of ${counted(parts, "part")}, written to ${clean(out)}.`,
        width,
      ).join("\n"),
    hasFindings: false,
  };
}
