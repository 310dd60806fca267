/**
 * What a sweep says whose parts were merged: its table, or its one file.
 */
import { partText } from "../files/partRows.js";
import { instantFrom } from "../host/instants.js";
import { hostZone } from "../host/zones.js";
import { readModel } from "../core/whatif/edits/model.js";
import { type MergedParts, studyOfParts } from "../files/mergeParts.js";
import { clean } from "../report/kit/safe.js";
import { wrap } from "../report/kit/table.js";
import { counted } from "../report/kit/words.js";
import type { AnyStudy } from "../report/studyText.js";
import type { Answer } from "./command.js";
import { sourceLabel, spanLine } from "./fleetRequest.js";
import { modelData } from "./modelOption.js";
import { writeWholeOut } from "./wholeFileOut.js";
import { studyAnswer, type StudyLook } from "./studyAnswer.js";

/** Where what was merged goes: all rows into one file, or the table as a page as well. */
export interface MergedOut {
  readonly out?: string | undefined;
  readonly report?: string | undefined;
}

/** The table, or with `out` the file; `undefined` after problems. */
export async function mergedAnswer(
  merged: MergedParts,
  look: StudyLook,
  { out, report }: MergedOut,
  problems: string[],
): Promise<Answer | undefined> {
  if (out !== undefined) return written(merged, out, problems);
  const { scenario, answer, study } = tableOf(merged, look);
  if (report === undefined) return answer;
  // what makes pages is loaded by who wants one
  const { reportHtml } = await import("../library/report.js");
  const page = reportHtml(study, { source: scenario });
  return (await writeWholeOut(report, [page], problems, "--report")) ? answer : undefined;
}

/** The table of the sweep that was not cut. */
function tableOf(
  merged: MergedParts,
  look: StudyLook,
): { readonly scenario: string; readonly answer: Answer; readonly study: AnyStudy } {
  const { source, seed, zone: name, model: typed } = merged.header;
  const model = typed === undefined ? undefined : readModel(typed, "model", []);
  const zone = hostZone(name);
  const study = studyOfParts(merged);
  const { from, to } = study;
  const scenario = spanLine(zone, { from, to, seed }, sourceLabel(source, model));
  const answer = studyAnswer(study, look, zone, scenario, { source, ...modelData(model) });
  return { scenario, answer, study };
}

/** The one part of the sweep that was not cut. */
async function written(
  { header, variations, values, parts }: MergedParts,
  out: string,
  problems: string[],
): Promise<Answer | undefined> {
  const names = variations.map(({ name }) => name);
  if (!(await writeWholeOut(out, partText(header, names, values), problems))) return undefined;
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
