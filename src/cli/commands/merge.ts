/**
 * `runcast merge`: the parts of a sweep that was cut in shards become its table, or its one file.
 */
import { mergeParts } from "../../files/mergeParts.js";
import type { OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import { mergedAnswer } from "../mergedAnswer.js";
import { checkWholeOut } from "../wholeFileOut.js";
import { readStudyLook, STUDY_OPTIONS } from "../studyAnswer.js";

const OPTIONS = {
  ...STUDY_OPTIONS,
  out: {
    type: "string",
    value: "ALL",
    says: "no table: all rows into one file, as runcast sweep --shard 1/1 writes it",
  },
  report: {
    type: "string",
    value: "FILE",
    says: "the table as a page as well, as runcast report makes it of a sweep",
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
    "runcast merge part-*.ndjson --report study.html",
    "runcast merge part-*.ndjson --out all.ndjson",
  ],
  exitCodes: "Exit code: 0, or 2 where an option or a part was wrong.",
  async answer({ values, operands, problems }) {
    const look = readStudyLook(values, problems);
    const out = values.get("out");
    const report = values.get("report");
    if (operands.length === 0 && problems.length === 0)
      problems.push("the parts of a sweep are needed; --help says more");
    if (out !== undefined) {
      for (const name of ["by", "top", "report"] as const)
        if (values.has(name)) problems.push(`--${name}: with --out there is no table`);
      await checkWholeOut(out, operands, "one of the parts", problems);
    }
    if (report !== undefined)
      await checkWholeOut(report, operands, "one of the parts", problems, "--report");
    if (problems.length > 0) return undefined;
    const merged = await mergeParts(operands, problems);
    if (merged === undefined) return undefined;
    return mergedAnswer(merged, look, { out, report }, problems);
  },
};
