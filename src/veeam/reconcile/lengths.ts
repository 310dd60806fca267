/**
 * Seen lengths of sessions held against what two models of sharing predict for them: by slots,
 * where nobody slows anybody, and by threads, which those who run at once share (R28).
 *
 * Each session is predicted from the others of its job and kind, never from itself. By slots it
 * takes their mean. By threads all sessions are replayed, from the starts that they had, each with
 * the mean work of its job and kind; so much longer or shorter as sharing makes a session than the
 * others there, so much longer or shorter than their mean it is predicted. Both models are thus
 * right about the others on the mean, and differ only where a session had other company than they.
 *
 * The company is replayed and not taken from the ends that were seen: where all sessions of a
 * night are long for another reason, a slow tenant or a full network, they are beside each other
 * for longer, and it would look like sharing.
 *
 * What decides is nights and not sessions: those of one night are slow or fast together.
 */
import { type Issue, PolicyError } from "../../core/input/issues.js";
import { DAY_MS, HOUR_MS } from "../../core/time/instant.js";
import { offsetAt, type ZoneSource, type ZoneTable } from "../../core/time/zone.js";
import type { Estimate } from "../../core/whatif/estimate.js";
import { FEWEST_FOR_A_VERDICT, shareOfSeeds } from "../../core/whatif/evidence.js";
import { type ImportOptions, readServer, type ServerAnswers } from "../import/fleetOfServer.js";
import {
  isFinished,
  type MeasuredSession,
  measuredSessions,
  withKinds,
} from "../import/measuredSessions.js";
import { lengthsShared } from "./sharedLengths.js";

/** A session whose length both models predict. Lengths are ms. */
export interface PredictedLength {
  /** The place of its job in `jobs`. */
  readonly index: number;
  /** Epoch ms. */
  readonly start: number;
  readonly seenMs: number;
  /** What it takes by slots, and by threads. */
  readonly slotsMs: number;
  readonly threadsMs: number;
  /** Whether the two are so far apart that it tells something: by 5 % or more. */
  readonly tells: boolean;
}

/** How well one model predicts the sessions that tell. */
export interface ModelFit {
  /**
   * Half of them are off by no more than this share, either way: 0.5 where a predicted length is
   * one and a half times the seen one, or the seen one that of the predicted.
   */
  readonly medianOff: number;
  /** Those for which this model is closer than the other one. */
  readonly closer: number;
}

/** How well both models predict some sessions; without those that tell, nobody knows. */
export interface LengthFits {
  /** Sessions that finished, were not stopped, and are predicted. */
  readonly predicted: number;
  /** Those among them that tell. */
  readonly telling: number;
  readonly slots?: ModelFit;
  readonly threads?: ModelFit;
}

/** The sessions of one job. */
export interface JobLengths extends LengthFits {
  readonly index: number;
  readonly name: string;
  readonly id?: string;
}

/** Seen lengths held against both models. */
export interface LengthReconciliation extends LengthFits {
  /**
   * The model that fits: the one that is closer on so many nights that the 95 % interval of its
   * share leaves out one half, on at least ten, and whose median is the smaller one. Absent: these
   * sessions do not tell.
   */
  readonly verdict?: "slots" | "threads";
  /**
   * Nights, noon to noon on the server's clock, with sessions that tell. One is closer to the model
   * that is less off in the median of its sessions; `judged` are those that are closer to either.
   */
  readonly nights: { readonly judged: number; readonly slots: number; readonly threads: number };
  /** The share of the judged nights that are closer by threads; absent without any. */
  readonly threadsShare?: Estimate;
  /** In the order of the list. */
  readonly jobs: readonly JobLengths[];
  /** The sessions, those of a job together, in the order of time. */
  readonly lengths: readonly PredictedLength[];
  /** What was left out, and why (R26). */
  readonly issues: readonly Issue[];
  /** What is odd, or was assumed. */
  readonly warnings: readonly Issue[];
}

/** Lengths that are predicted less far apart are the same as far as anybody can tell. */
const APART = 1.05;

/**
 * Holds the sessions that a server answers against both models. Throws a `PolicyError` for what
 * are no answers, or no options.
 */
export function reconcileLengthsOf(
  answers: ServerAnswers,
  options: ImportOptions | undefined,
  zoneOf: ZoneSource,
): LengthReconciliation {
  const { placed, resources, sessions, settings, notes } = readServer(answers, options, zoneOf);
  const { zone, firstIsFull } = settings;
  const wrong: Issue[] = [];
  const measured = measuredSessions(sessions, placed, resources, settings, zone, notes, wrong);
  if (wrong.length > 0) throw new PolicyError(wrong);
  const { ran, threads, byJob } = measured;
  const alike = byJob.map((all) => alikeOf(withKinds(all, firstIsFull).told));
  const work = new Float64Array(ran.start.length).fill(Number.NaN);
  for (const group of alike.flat()) {
    const workMs = sumOf(group, ({ fullSpeedMs }) => fullSpeedMs) / group.length;
    for (const { row } of group) work[row] = workMs;
  }
  const shared = lengthsShared(ran, threads, work);
  const perJob = alike.map((groups, index) =>
    groups
      .flatMap((group) => predictedOf(group, shared, index))
      .sort((one, other) => one.start - other.start),
  );
  const lengths = perJob.flat();
  const fits = fitsOf(lengths);
  const { nights, threadsShare } = nightsOf(lengths, zone);
  const verdict = verdictOf(fits, threadsShare);
  return {
    ...(verdict === undefined ? {} : { verdict }),
    ...fits,
    nights,
    ...(threadsShare === undefined ? {} : { threadsShare }),
    jobs: placed.map(({ name, id }, index) => ({
      index,
      name,
      ...(id === undefined ? {} : { id }),
      ...fitsOf(perJob[index]!),
    })),
    lengths,
    issues: notes.issues,
    warnings: notes.warnings,
  };
}

/** Sessions of a job that can predict each other: of one kind, first attempts apart from retries. */
function alikeOf(sessions: readonly MeasuredSession[]): MeasuredSession[][] {
  const groups = new Map<string, MeasuredSession[]>();
  for (const session of sessions) {
    if (!isFinished(session.outcome)) continue;
    const key = `${session.kind ?? ""} ${session.isRetry}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [session]);
    else group.push(session);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function sumOf(group: readonly MeasuredSession[], of: (one: MeasuredSession) => number): number {
  return group.reduce((sum, one) => sum + of(one), 0);
}

/** Each session from the others; none that took no time, or whose others took none. */
function predictedOf(
  group: readonly MeasuredSession[],
  shared: Float64Array,
  index: number,
): PredictedLength[] {
  const allSeen = sumOf(group, ({ start, end }) => end - start);
  const allShared = sumOf(group, ({ row }) => shared[row]!);
  return group.flatMap(({ row, start, end }) => {
    const seenMs = end - start;
    const othersMs = allSeen - seenMs;
    const sharedMs = shared[row]!;
    // One work is behind them all: where this one takes none, no other takes any.
    if (seenMs === 0 || othersMs === 0 || !(sharedMs > 0)) return [];
    const slotsMs = othersMs / (group.length - 1);
    const threadsMs = (othersMs * sharedMs) / (allShared - sharedMs);
    const tells = Math.max(slotsMs / threadsMs, threadsMs / slotsMs) >= APART;
    return [{ index, start, seenMs, slotsMs, threadsMs, tells }];
  });
}

/** How far a prediction is off, as the logarithm of the factor, either way. */
function offBy(predictedMs: number, { seenMs }: PredictedLength): number {
  return Math.abs(Math.log(predictedMs / seenMs));
}

/** How far off both models are on sessions that tell; the one that is less so is closer. */
interface Errors {
  readonly slots: readonly number[];
  readonly threads: readonly number[];
}

function errorsOf(telling: readonly PredictedLength[]): Errors {
  return {
    slots: telling.map((one) => offBy(one.slotsMs, one)),
    threads: telling.map((one) => offBy(one.threadsMs, one)),
  };
}

function fitsOf(lengths: readonly PredictedLength[]): LengthFits {
  const telling = lengths.filter(({ tells }) => tells);
  const counts = { predicted: lengths.length, telling: telling.length };
  if (telling.length === 0) return counts;
  const { slots, threads } = errorsOf(telling);
  const fit = (own: readonly number[], other: readonly number[]): ModelFit => ({
    medianOff: Math.expm1(median(own)),
    closer: own.filter((error, at) => error < other[at]!).length,
  });
  return { ...counts, slots: fit(slots, threads), threads: fit(threads, slots) };
}

/** The middle of some numbers, at least one. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function nightsOf(
  lengths: readonly PredictedLength[],
  zone: ZoneTable,
): Pick<LengthReconciliation, "nights" | "threadsShare"> {
  const byNight = new Map<number, PredictedLength[]>();
  for (const one of lengths) {
    if (!one.tells) continue;
    const night = Math.floor((one.start + offsetAt(zone, one.start) - 12 * HOUR_MS) / DAY_MS);
    const known = byNight.get(night);
    if (known === undefined) byNight.set(night, [one]);
    else known.push(one);
  }
  let bySlots = 0;
  let byThreads = 0;
  for (const telling of byNight.values()) {
    const { slots, threads } = errorsOf(telling);
    const difference = median(slots) - median(threads);
    if (difference < 0) bySlots += 1;
    if (difference > 0) byThreads += 1;
  }
  const judged = bySlots + byThreads;
  return {
    nights: { judged, slots: bySlots, threads: byThreads },
    ...(judged === 0 ? {} : { threadsShare: shareOfSeeds(byThreads, judged) }),
  };
}

/** The model that fits better, where that is more than luck. */
function verdictOf(
  { slots, threads }: LengthFits,
  share: Estimate | undefined,
): LengthReconciliation["verdict"] {
  if (share === undefined || share.n < FEWEST_FOR_A_VERDICT) return undefined;
  const difference = slots!.medianOff - threads!.medianOff;
  if (share.low > 0.5 && difference > 0) return "threads";
  if (share.high < 0.5 && difference < 0) return "slots";
  return undefined;
}
