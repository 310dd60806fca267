/**
 * The parts of a sweep put together: all shards of one run, each of them once, each row where it
 * belongs.
 *
 * Parts are read one after the other, line by line, so that a pipe does as well as a file; of what
 * is refused only the first fault is told, a line a part. Nothing is guessed: a part that lacks a
 * row, or has one too many, is no part.
 */
import { createReadStream } from "node:fs";
import type { Issue } from "../core/input/issues.js";
import { grouped } from "../core/input/numberText.js";
import { readSeeds } from "../core/simulation/seeds.js";
import { KEY_METRICS } from "../core/whatif/keyMetrics.js";
import {
  type EstimatedRow,
  estimatedStudyOf,
  type Row,
  type Study,
} from "../core/whatif/sweep/study.js";
import { instantFrom } from "../host/instants.js";
import { failureOf } from "./files.js";
import { linesOf } from "./lines.js";
import { headerDifferences, type PartHeader, readHeader, variationsOf } from "./partHeader.js";
import { readLine, reasonOf, rowReader, type RowReader } from "./partRows.js";

/** All of a sweep. */
export interface MergedParts {
  /** As of the one part of an uncut sweep. */
  readonly header: PartHeader;
  readonly variations: readonly Row[];
  /** Key metrics of the first variation under the first seed, then under the next. */
  readonly values: Float64Array;
  /** How many parts there were. */
  readonly parts: number;
}

/** The study of the sweep that was not cut: values are folded in the order of the seeds (R24). */
export function studyOfParts({ header, variations, values }: MergedParts): Study<EstimatedRow> {
  const size = header.seeds * KEY_METRICS.length;
  const rows = variations.map((variation, index) => ({
    ...variation,
    values: values.subarray(index * size, (index + 1) * size),
  }));
  const from = instantFrom(header.from, "from");
  const to = instantFrom(header.to, "to");
  const seeds = readSeeds(header.seeds, header.seed, []) ?? [];
  return estimatedStudyOf({ from, to, seeds, complete: true, workers: 0, notes: [] }, rows);
}

/** What the first good part says of all. */
interface Run {
  readonly path: string;
  readonly header: PartHeader;
  readonly variations: readonly Row[];
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** Which file each shard is in. */
  readonly places: Map<number, string>;
}

/** Reads and merges parts; `undefined` after problems, a line each. */
export async function mergeParts(
  paths: readonly string[],
  problems: string[],
): Promise<MergedParts | undefined> {
  const known = problems.length;
  let run: Run | undefined;
  for (const path of paths) {
    const fail = (reason: string): void => void problems.push(`${path}: ${reason}`);
    let line = 0;
    let rows: RowReader | undefined;
    const begin = (text: string): string | undefined => {
      const issues: Issue[] = [];
      const given = readLine(text, issues);
      const header = issues.length > 0 ? undefined : readHeader(given, issues);
      if (header === undefined) return reasonOf(issues);
      run ??= runOf(path, header);
      const why = whyNotOf(run, header);
      if (why !== undefined) return why;
      run.places.set(header.shard, path);
      rows = rowReader(header, run.names, run.values);
      return undefined;
    };
    const before = problems.length;
    const take = (texts: readonly string[]): boolean => {
      for (const text of texts) {
        line += 1;
        const why = rows === undefined ? begin(text) : rows.take(text);
        if (why === undefined) continue;
        fail(rows === undefined ? why : `line ${grouped(line)}: ${why}`);
        return false;
      }
      return true;
    };
    try {
      for await (const texts of linesOf(createReadStream(path), fail)) if (!take(texts)) break;
    } catch (error) {
      fail(failureOf(error));
    }
    if (problems.length > before) continue;
    const why = rows === undefined ? "empty: a part begins with its header" : rows.whyNotAll();
    if (why !== undefined) fail(why);
  }
  if (run === undefined) return undefined;
  const { header, variations, values, places } = run;
  const missing = missingShards(places, header.shards);
  if (missing !== undefined) problems.push(missing);
  if (problems.length > known) return undefined;
  return {
    header: { ...header, shard: 1, shards: 1 },
    variations,
    values,
    parts: places.size,
  };
}

/** Gaps among the shards, at most so many of them. */
const MOST_GAPS = 20;

function runOf(path: string, header: PartHeader): Run {
  const variations = variationsOf(header.changes);
  const values = new Float64Array(variations.length * header.seeds * KEY_METRICS.length);
  const names = variations.map(({ name }) => name);
  return { path, header, variations, names, values, places: new Map() };
}

/** Why a part does not belong to those that were read before it. */
function whyNotOf({ path, header: first, places }: Run, header: PartHeader): string | undefined {
  const differences = headerDifferences(header, first);
  if (differences.length > 0) return `it does not go with ${path}: ${differences.join("; ")}`;
  const place = places.get(header.shard);
  return place === undefined
    ? undefined
    : `shard ${header.shard} of ${header.shards} once more: it is in ${place}`;
}

/** `shards 2 and 5 to 7 of 8 are missing`; `undefined` where none is. */
function missingShards(places: ReadonlyMap<number, string>, shards: number): string | undefined {
  const gaps: string[] = [];
  let count = 0;
  let from = 0; // where a gap began, 0 outside of one
  for (let shard = 1; shard <= shards + 1; shard += 1) {
    const isMissing = shard <= shards && !places.has(shard);
    if (isMissing) count += 1;
    if (isMissing && from === 0) from = shard;
    if (isMissing || from === 0) continue;
    gaps.push(from === shard - 1 ? String(from) : `${from} to ${shard - 1}`);
    from = 0;
  }
  if (count === 0) return undefined;
  const rest = gaps.length - MOST_GAPS;
  const told = gaps.slice(0, MOST_GAPS).join(", ") + (rest > 0 ? `, and more` : "");
  return count === 1
    ? `shard ${told} of ${shards} is missing`
    : `shards ${told} of ${shards} are missing`;
}
