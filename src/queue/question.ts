/**
 * What a sweep asks of its workers: the fleet and what varies, sent once and known by its hash.
 *
 * It travels as a thread's task does, as a structured clone, so that a fleet is the same value on
 * both ends. Changes travel as they were typed: a variation is a function, and can't.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { gunzip, gzip } from "node:zlib";
import type { Fleet } from "../core/simulation/fleet.js";
import type { NumericSpan } from "../core/simulation/span.js";
import { grid } from "../core/whatif/sweep/dimensions.js";
import { type SweepPlan, sweepPlan } from "../core/whatif/sweep/sweep.js";
import { headerOf, type PartChange, type PartHeader, type PartOf } from "../files/partHeader.js";
import { readHostZone } from "../host/zones.js";
import { type FleetChange, noteOverridden, readChange } from "../library/fleetChange.js";

/** Compresses bytes, and brings them back. */
export const pack: (bytes: Uint8Array | string) => Promise<Buffer> = promisify(gzip);
export const unpack: (bytes: Uint8Array) => Promise<Buffer> = promisify(gunzip);

/** A sweep, as data. */
export interface Question {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
  readonly seeds: number;
  /** Changes as they are typed: `dailyTime=20:00..23:00`. */
  readonly changes: readonly string[];
  /** Of the one part of the sweep that is not cut. */
  readonly header: PartHeader;
}

/** A question, as it lies in Redis. */
export interface Packed {
  readonly bytes: Buffer;
  /** SHA-256 of what was packed, 64 digits. */
  readonly hash: string;
}

/** Changes that are read, of a fleet; what is wrong with them goes to `problems`. */
export function readChanges(
  texts: readonly string[],
  fleet: Fleet,
  problems: string[],
): FleetChange[] {
  const changes = texts.flatMap((text) => readChange(text, fleet, problems) ?? []);
  noteOverridden(changes, fleet, problems);
  return changes;
}

/** What changes are called in a header. */
export function changesIn(changes: readonly FleetChange[]): PartChange[] {
  return changes.map(({ name, variations }) => ({
    name,
    values: variations.map((one) => one.name),
  }));
}

/** A question about a fleet; `part` is what its header is made of. */
export function questionOf(part: Omit<PartOf, "shard">, changes: readonly string[]): Question {
  const { fleet, span, seeds } = part;
  const header = headerOf({ ...part, shard: { index: 1, count: 1 } });
  return { fleet, span, seeds, changes, header };
}

/**
 * Makes every variation and checks it; `undefined` after problems with the words of changes. Throws
 * a `PolicyError` with every issue of every variation.
 */
export function planOf(
  { fleet, span, seeds, changes }: Question,
  problems: string[],
): SweepPlan | undefined {
  const known = problems.length;
  const read = readChanges(changes, fleet, problems);
  if (problems.length > known) return undefined;
  const variations = grid(Object.fromEntries(read.map((one) => [one.name, one.variations])));
  return sweepPlan(fleet, variations, span, { seeds }, readHostZone);
}

/** The bytes of a question. Throws a `DataCloneError` for a fleet with a function in it. */
export async function packQuestion(question: Question): Promise<Packed> {
  const bytes = serialize(question);
  return { bytes: await pack(bytes), hash: hashOf(bytes) };
}

/** The question that was packed. Throws an error that says why where these are not its bytes. */
export async function unpackQuestion({ bytes, hash }: Packed): Promise<Question> {
  const unpacked = await unpack(bytes);
  if (hashOf(unpacked) !== hash) throw new Error("the question is not the one that was sent");
  return deserialize(unpacked) as Question;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
