/**
 * One shard of a sweep, simulated and put into its file: all of its rows, or none.
 */
import { partText } from "../files/partRows.js";
import { formatIssue, type Issue } from "../core/input/issues.js";
import { grouped } from "../core/input/numberText.js";
import type { Shard } from "../core/whatif/sweep/shard.js";
import type { Variation } from "../core/whatif/sweep/study.js";
import { headerOf, PART_FORMAT, type PartOf, readHeader } from "../files/partHeader.js";
import { clockZone } from "../host/zones.js";
import { sweepShard } from "../library/sweepShard.js";
import { clean } from "../report/kit/safe.js";
import { wrap } from "../report/kit/table.js";
import { counted } from "../report/kit/words.js";
import type { Answer } from "./command.js";
import { type FleetRequest, scenarioLine } from "./fleetRequest.js";
import { followed, stoppedAnswer } from "./followed.js";
import type { PartAsked } from "./partOptions.js";
import { writeWholeOut } from "./wholeFileOut.js";

/** Simulates a shard and writes its part; `undefined` after problems. */
export async function writePart(
  request: FleetRequest<string>,
  variations: Readonly<Record<string, Variation>>,
  { shard, out }: PartAsked,
  seeds: number,
  workers: number | undefined,
): Promise<Answer | undefined> {
  const { fleet, span, input, notices, problems } = request;
  const zone = clockZone(fleet);
  const header = headerOf(partOf(request, shard, seeds));
  // Hours of work must not end in a part that nobody can read.
  const issues: Issue[] = [];
  readHeader(header, issues);
  problems.push(...issues.map(formatIssue));
  if (problems.length > 0) return undefined;
  const result = await followed(request, "simulation", ({ signal, tell }) =>
    sweepShard(fleet, variations, span, {
      seeds,
      shard,
      onProgress: tell,
      signal,
      ...(workers === undefined ? {} : { workers }),
    }),
  );
  if (result?.complete !== true) {
    notices.push(`stopped: nothing is written to ${out}`);
    return stoppedAnswer(PART_FORMAT, input.label, zone);
  }
  const { names, values, rows } = result;
  notices.push(...result.notes);
  if (!(await writeWholeOut(out, partText(header, names, values), problems))) return undefined;
  return {
    data: () => ({ ...header, from: span.from, to: span.to, rows, written: out }),
    zone,
    text: ({ width }) =>
      [
        ...wrap(scenarioLine(request), width),
        "",
        ...wrap(
          `Shard ${grouped(shard.index)} of ${grouped(shard.count)}: ${grouped(rows)} of ` +
            `${counted(names.length * seeds, "simulation")}, written to ${clean(out)}.`,
          width,
        ),
      ].join("\n"),
    hasFindings: false,
  };
}

/** What the header of a part of this sweep is made of. */
export function partOf(
  { fleet, span, input, changes, model, world }: FleetRequest<string>,
  shard: Shard,
  seeds: number,
): PartOf {
  const varied = changes.map(({ name, variations }) => ({
    name,
    values: variations.map((one) => one.name),
  }));
  const { version } = world;
  return { fleet, span, seeds, changes: varied, source: input.label, model, version, shard };
}
