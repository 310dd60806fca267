/**
 * The first line of a part of a sweep: which sweep it is of, and which shard.
 *
 * All parts of a sweep have the same header but for the number of the shard, so parts that belong
 * together are known by their headers alone; and a header says everything that a table of the
 * merged parts needs, so that nobody has to read the fleet again.
 */
import { createHash } from "node:crypto";
import { type Issue, issue, pathTo, show } from "../core/input/issues.js";
import { isObject, keysOf, refuseUnknownKeys } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { DEFAULT_RULES } from "../core/simulation/rules.js";
import type { NumericSpan } from "../core/simulation/span.js";
import { formatUtc } from "../core/time/calendar.js";
import { plainData } from "../core/time/plainData.js";
import { modelText, readModel, type SharingModel } from "../core/whatif/edits/model.js";
import { grid } from "../core/whatif/sweep/dimensions.js";
import { variation } from "../core/whatif/sweep/names.js";
import { MOST_SHARDS, type Shard } from "../core/whatif/sweep/shard.js";
import type { Row, Variation } from "../core/whatif/sweep/study.js";
import { readInstant } from "../host/instants.js";
import { clockZone, readHostZone, zoneDatabaseVersion } from "../host/zones.js";

/** What the first line of every part begins with. */
export const PART_FORMAT = "runcast.part/1";

/** A part has at most so many variations, seeds, and values of one change. */
export const PART_LIMITS = {
  variations: 100_000,
  seeds: 10_000,
  values: 1_000,
  simulations: 5_000_000,
  /** Characters of the names of all variations, each of their dimensions counted with 16 more. */
  names: 64 * 1024 * 1024,
} as const;

/** The header of a part, its keys in the order in which they are written. */
export interface PartHeader {
  readonly format: typeof PART_FORMAT;
  /** Of runcast, and of the zone database, that simulated it. */
  readonly version: string;
  readonly zoneDatabase: string;
  /** A hash of all that the values depend on: see `runHash`. */
  readonly run: string;
  /** What the fleet's file was called. */
  readonly source: string;
  /** How its proxies are shared, as one types it; absent where no option says it. */
  readonly model?: string;
  /** The zone of the fleet's clock. */
  readonly zone: string;
  /** The span, UTC. */
  readonly from: string;
  readonly to: string;
  /** The first seed, and how many. */
  readonly seed: number;
  readonly seeds: number;
  /** What varies, and its values; the last change varies fastest. */
  readonly changes: readonly PartChange[];
  /** From 1 on. */
  readonly shard: number;
  readonly shards: number;
}

/** One dimension of a sweep. */
export interface PartChange {
  readonly name: string;
  readonly values: readonly string[];
}

const HEADER_KEYS = keysOf<PartHeader>({
  format: true,
  version: true,
  zoneDatabase: true,
  run: true,
  source: true,
  model: true,
  zone: true,
  from: true,
  to: true,
  seed: true,
  seeds: true,
  changes: true,
  shard: true,
  shards: true,
});
const CHANGE_KEYS = keysOf<PartChange>({ name: true, values: true });

/** All that the header of a part is made of. */
export interface PartOf {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
  readonly seeds: number;
  readonly changes: readonly PartChange[];
  readonly source: string;
  readonly model: SharingModel | undefined;
  /** Of runcast. */
  readonly version: string;
  readonly shard: Shard;
}

/** The header of a part that is simulated here. */
export function headerOf(part: PartOf): PartHeader {
  const { fleet, span, seeds, changes, source, model, version, shard } = part;
  const { from, to, seed = 0 } = span;
  const rules = { ...DEFAULT_RULES, ...span.rules };
  return {
    format: PART_FORMAT,
    version,
    zoneDatabase: zoneDatabaseVersion,
    run: runHash({ fleet, from, to, seed, seeds, changes, rules }),
    source,
    ...(model === undefined ? {} : { model: modelText(model) }),
    zone: clockZone(fleet).name,
    from: formatUtc(from),
    to: formatUtc(to),
    seed,
    seeds,
    changes,
    shard: shard.index,
    shards: shard.count,
  };
}

/** The SHA-256 of a fleet, and whatever else a sweep's values depend on, as 64 digits. */
function runHash(given: object): string {
  return createHash("sha256")
    .update(JSON.stringify(plainData(given, (instant) => instant)))
    .digest("hex");
}

/** The variations of a sweep in their order, named and placed as `grid` does it. */
export function variationsOf(changes: readonly PartChange[]): Row[] {
  const dimensions = changes.map(({ name, values }): [string, Variation[]] => [
    name,
    values.map((value) => variation(value, (fleet) => fleet)),
  ]);
  return Object.entries(grid(Object.fromEntries(dimensions))).map(([name, one]) => {
    return { name, dimensions: one.dimensions ?? {} };
  });
}

/** Reads the JSON value of a first line; `undefined` after issues. */
export function readHeader(given: unknown, issues: Issue[]): PartHeader | undefined {
  const known = issues.length;
  if (!isObject<PartHeader>(given) || given.format !== PART_FORMAT) {
    const format = isObject<PartHeader>(given) ? given.format : given;
    const hint = "is it written by runcast sweep --out, of this version?";
    issues.push(issue("format", JSON.stringify(PART_FORMAT), format, hint));
    return undefined;
  }
  refuseUnknownKeys(given, "", HEADER_KEYS, issues);
  for (const key of ["version", "zoneDatabase", "source"] as const)
    if (typeof given[key] !== "string") issues.push(issue(key, "a text", given[key]));
  if (typeof given.run !== "string" || !/^[\da-f]{64}$/.test(given.run))
    issues.push(issue("run", "a hash of 64 digits from 0 to f", given.run));
  checkModelText(given.model, issues);
  readHostZone(given.zone, "zone", issues);
  const [from, to] = (["from", "to"] as const).map((key) => checkUtc(given[key], key, issues));
  if (from !== undefined && to !== undefined && to <= from)
    issues.push(issue("to", "an instant after the beginning", given.to));
  if (!Number.isSafeInteger(given.seed)) issues.push(issue("seed", "a whole number", given.seed));
  const { seeds, shard, shards } = given;
  if (!isWholeNumber(seeds, 2, PART_LIMITS.seeds))
    issues.push(issue("seeds", `a whole number from 2 to ${PART_LIMITS.seeds}`, seeds));
  const isCount = isWholeNumber(shards, 1, MOST_SHARDS);
  if (!isCount) issues.push(issue("shards", `a whole number from 1 to ${MOST_SHARDS}`, shards));
  else if (!isWholeNumber(shard, 1, shards))
    issues.push(issue("shard", `a whole number from 1 to ${shards}`, shard));
  checkChanges(given.changes, issues);
  if (issues.length > known) return undefined;
  // Every key was looked at above.
  const header = given as PartHeader;
  const points = header.changes.reduce((product, { values }) => product * values.length, 1);
  if (points > PART_LIMITS.variations)
    issues.push(issue("changes", `at most ${PART_LIMITS.variations} combinations`, points));
  else if (points * header.seeds > PART_LIMITS.simulations)
    issues.push(
      issue("seeds", `at most ${PART_LIMITS.simulations} simulations`, points * header.seeds),
    );
  else if (points * longestName(header) > PART_LIMITS.names)
    issues.push(
      issue(
        "changes",
        `names of at most ${PART_LIMITS.names} characters in all`,
        points * longestName(header),
      ),
    );
  return issues.length > known ? undefined : header;
}

/** What a variation's name and dimensions take at most. */
function longestName({ changes }: PartHeader): number {
  return changes.reduce(
    (sum, { name, values }) =>
      sum + 16 + name.length + values.reduce((most, value) => Math.max(most, value.length), 0),
    0,
  );
}

/** In what a header is of another run than the first, a few words each; nothing if it is not. */
export function headerDifferences(header: PartHeader, first: PartHeader): string[] {
  const differ = HEADER_KEYS.filter(
    (key) => key !== "shard" && JSON.stringify(header[key]) !== JSON.stringify(first[key]),
  );
  if (differ.length === 1 && differ[0] === "run")
    return ["run differs: the fleet's content, or the rules"];
  return differ
    .filter((key) => key !== "run")
    .map((key) =>
      key === "changes"
        ? `changes are ${changesText(header)}, not ${changesText(first)}`
        : `${key} is ${show(header[key])}, not ${show(first[key])}`,
    );
}

function changesText({ changes }: PartHeader): string {
  return show(changes.map(({ name, values }) => `${name}=${values.join(",")}`).join(" "));
}

function checkModelText(model: unknown, issues: Issue[]): void {
  if (model === undefined) return;
  const read = typeof model === "string" ? readModel(model, "model", issues) : undefined;
  if (typeof model !== "string" || (read !== undefined && modelText(read) !== model))
    issues.push(issue("model", "slots=8, threads or threads=64", model));
}

/** An instant as `formatUtc` writes it, so that there is one way to write each header. */
function checkUtc(text: unknown, path: string, issues: Issue[]): number | undefined {
  const instant = typeof text === "string" ? readInstant(text, path, []) : undefined;
  if (instant !== undefined && formatUtc(instant) === text) return instant;
  issues.push(issue(path, "an instant in UTC, such as 2026-01-05T00:00:00Z", text));
  return undefined;
}

function checkChanges(changes: unknown, issues: Issue[]): void {
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > PART_LIMITS.values) {
    issues.push(issue("changes", `an array of 1 to ${PART_LIMITS.values} changes`, changes));
    return;
  }
  const names = new Set<unknown>();
  changes.forEach((change: unknown, index) => {
    const path = `changes[${index}]`;
    if (!isObject<PartChange>(change)) {
      issues.push(issue(path, "{ name, values }", change));
      return;
    }
    refuseUnknownKeys(change, path, CHANGE_KEYS, issues);
    const { name, values } = change;
    if (typeof name !== "string" || names.has(name))
      issues.push(issue(pathTo(path, "name"), "a text of its own", name));
    names.add(name);
    const areTexts =
      Array.isArray(values) &&
      values.length > 0 &&
      values.length <= PART_LIMITS.values &&
      values.every((value) => typeof value === "string");
    if (!areTexts)
      issues.push(issue(pathTo(path, "values"), `1 to ${PART_LIMITS.values} texts`, values));
  });
}
