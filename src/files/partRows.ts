/**
 * A part of a sweep as lines of JSON: its header, then a row for each point of its shard, in their
 * order (`blocksOf`).
 *
 * A point always gives the same row, to the byte: its keys have one order, and numbers are written
 * as JavaScript does, the shortest text that is the same number again.
 */
import { formatIssue, type Issue, issue, pathTo } from "../core/input/issues.js";
import { grouped } from "../core/input/numberText.js";
import { isObject, refuseUnknownKeys } from "../core/input/ownShape.js";
import { KEY_METRICS, type KeyMetrics } from "../core/whatif/keyMetrics.js";
import { type Block, blocksOf, pointsIn } from "../core/whatif/sweep/shard.js";
import { parseJson } from "./jsonText.js";
import type { PartHeader } from "./partHeader.js";

/** So much text is made at once, in characters. */
const CHUNK = 65_536;
const ROW_KEYS = ["variation", "seed", "metrics"];

/**
 * A part as text, in pieces: `names` are those of all variations, `values` the key metrics of the
 * shard's points. Throws an `invariant:` error for a value that JSON has no number for.
 */
export function* partText(
  header: PartHeader,
  names: readonly string[],
  values: Float64Array,
): Generator<string, undefined> {
  let chunk = `${JSON.stringify(header)}\n`;
  const heads = KEY_METRICS.map((metric, place) => `${place === 0 ? "" : ","}"${metric}":`);
  let at = 0;
  for (const { variation, from, to } of blocksOfPart(header, names.length)) {
    const name = JSON.stringify(names[variation]);
    for (let seed = header.seed + from; seed < header.seed + to; seed += 1) {
      chunk += `{"variation":${name},"seed":${seed},"metrics":{`;
      for (const head of heads) {
        const value = values[at]!;
        if (!Number.isFinite(value)) throw new Error(`invariant: ${head}${value} is no number`);
        chunk += head + String(value);
        at += 1;
      }
      chunk += "}}\n";
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
  return undefined;
}

/** Takes the lines of a part, one after the other. */
export interface RowReader {
  /** Reads the next row; why it can't be, where that is so. */
  take(line: string): string | undefined;
  /** Why the lines that were taken are not all; `undefined` if they are. */
  whyNotAll(): string | undefined;
}

/**
 * A reader of the rows below a header, each of which must be the one that is next. It puts their
 * values where they stand among those of all variations under all seeds.
 */
export function rowReader(
  header: PartHeader,
  names: readonly string[],
  values: Float64Array,
): RowReader {
  const blocks = blocksOfPart(header, names.length);
  const total = pointsIn(blocks);
  let taken = 0;
  let block = 0;
  let place = blocks[0]?.from ?? 0;
  return {
    take(line) {
      if (taken === total) return `more rows than the ${grouped(total)} of its shard`;
      const issues: Issue[] = [];
      const { variation } = blocks[block]!;
      const metrics = readRow(line, names[variation]!, header.seed + place, issues);
      if (metrics === undefined) return reasonOf(issues);
      const at = (variation * header.seeds + place) * KEY_METRICS.length;
      for (let metric = 0; metric < KEY_METRICS.length; metric += 1)
        values[at + metric] = metrics[KEY_METRICS[metric]!];
      taken += 1;
      place += 1;
      if (place === blocks[block]!.to) {
        block += 1;
        place = blocks[block]?.from ?? 0;
      }
      return undefined;
    },
    whyNotAll: () =>
      taken === total
        ? undefined
        : `it ends after ${grouped(taken)} of ${grouped(total)} rows: is it copied to the end?`,
  };
}

/** What of all that is wrong with one line is told. */
const MOST_TOLD = 3;

/** What is wrong with a line, the first of it. */
export function reasonOf(issues: readonly Issue[]): string {
  return issues.slice(0, MOST_TOLD).map(formatIssue).join("; ");
}

/** The points of the header's shard. */
function blocksOfPart({ shard, shards, seeds }: PartHeader, variations: number): Block[] {
  return blocksOf({ index: shard, count: shards }, variations, seeds);
}

/** Reads a line that is to be this point's; `undefined` after issues. */
function readRow(
  line: string,
  variation: string,
  seed: number,
  issues: Issue[],
): KeyMetrics | undefined {
  const row = readLine(line, issues);
  if (issues.length > 0) return undefined;
  if (!isObject<{ variation: string; seed: number; metrics: KeyMetrics }>(row)) {
    issues.push(issue("", "a row { variation, seed, metrics }", row));
    return undefined;
  }
  refuseUnknownKeys(row, "", ROW_KEYS, issues);
  if (row.variation !== variation)
    issues.push(issue("variation", JSON.stringify(variation), row.variation));
  if (row.seed !== seed) issues.push(issue("seed", String(seed), row.seed));
  const { metrics } = row;
  if (!isObject<KeyMetrics>(metrics)) {
    issues.push(issue("metrics", "the key metrics by name", metrics));
    return undefined;
  }
  refuseUnknownKeys(metrics, "metrics", KEY_METRICS, issues);
  for (const metric of KEY_METRICS)
    if (!Object.hasOwn(metrics, metric) || !Number.isFinite(metrics[metric]))
      issues.push(issue(pathTo("metrics", metric), "a number", metrics[metric]));
  return issues.length > 0 ? undefined : (metrics as KeyMetrics);
}

/** A line as JSON; `undefined` after an issue. */
export function readLine(line: string, issues: Issue[]): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    const json = parseJson(line);
    const where = json.ok ? "" : `: column ${json.column}: ${json.reason}`;
    issues.push({ path: "", message: `not JSON${where}`, expected: "JSON", received: "no JSON" });
    return undefined;
  }
}
