/**
 * Seen lengths of sessions held against what two models of sharing predict for them: by slots,
 * where nobody slows anybody, and by threads, which those who run at once share (R28).
 *
 * Each session is predicted from the others of its job and kind, never from itself. By slots it
 * takes their mean. By threads each has the mean work of its job and kind, and shares threads with
 * those beside it; so much longer or shorter as that makes it than the others, so much longer or
 * shorter than their mean it is predicted. Both models are thus right about the others on the mean,
 * and differ only where a session had other company than they.
 *
 * Who was beside it is taken in two ways, since each can mislead. `replayed`: all begin when they
 * did and end when sharing says; where lengths vary much, that misses who was really there. `seen`:
 * the others end when they did; where all sessions of a night are long for another reason, a slow
 * tenant or a full network, they are beside each other for longer, and it looks like sharing. A
 * verdict is given only where both ways come to the same.
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
import { lengthsBeside } from "./lengthsBeside.js";
import { lengthsShared } from "./sharedLengths.js";

/** A session whose length both models predict. Lengths are ms. */
export interface PredictedLength {
  /** The place of its job in `jobs`. */
  readonly index: number;
  /** Epoch ms. */
  readonly start: number;
  readonly seenMs: number;
  /** What it takes by slots. */
  readonly slotsMs: number;
  /** What it takes by threads, beside those that are replayed. */
  readonly threadsMs: number;
  /** The same beside those that were seen. */
  readonly seenBesideMs: number;
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
  readonly sessions: number;
  /** Those among them that tell: the two predictions are 5 % or more apart. */
  readonly telling: number;
  readonly slots?: ModelFit;
  readonly threads?: ModelFit;
}

/** The same with the nights. */
export interface NightlyFits extends LengthFits {
  /**
   * Nights, noon to noon on the server's clock, with sessions that tell. One is closer to the model
   * that is less off in the median of its sessions; `judged` are those that are closer to either.
   */
  readonly nights: { readonly judged: number; readonly slots: number; readonly threads: number };
  /** The share of the judged nights that are closer by threads; absent without any. */
  readonly threadsShare?: Estimate;
}

/** The sessions of one job, beside those that are replayed. */
export interface JobLengths extends LengthFits {
  readonly index: number;
  readonly name: string;
  readonly id?: string;
}

/** Seen lengths held against both models. */
export interface LengthReconciliation {
  /**
   * The model that fits, beside those that are replayed and beside those that were seen: it is
   * closer on so many nights that the 95 % interval of its share leaves out one half, on at least
   * ten, and its median is the smaller one. Absent: these sessions do not tell.
   */
  readonly verdict?: SessionModel;
  /** Beside those that began when they did and end when sharing says. */
  readonly replayed: NightlyFits;
  /** Beside those that began and ended when they did. */
  readonly seen: NightlyFits;
  /** In the order of the list. */
  readonly jobs: readonly JobLengths[];
  /** The sessions, those of a job together, in the order of time. */
  readonly lengths: readonly PredictedLength[];
  /** What was left out, and why (R26). */
  readonly issues: readonly Issue[];
  /** What is odd, or was assumed. */
  readonly warnings: readonly Issue[];
}

/** A model of sharing that predicts the lengths of sessions. */
export type SessionModel = "slots" | "threads";

/** Lengths that are predicted less far apart are the same as far as anybody can tell. */
const APART = Math.log(1.05);

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
  const isShared = ({ row }: MeasuredSession): boolean => threads[ran.proxy[row]!]! >= 1;
  const alike = byJob.map((all) => alikeOf(withKinds(all, firstIsFull).told, isShared));
  const work = new Float64Array(ran.start.length).fill(Number.NaN);
  for (const group of alike.flat()) {
    const workMs = sumOf(group, ({ fullSpeedMs }) => fullSpeedMs) / group.length;
    for (const { row } of group) work[row] = workMs;
  }
  const replayed = lengthsShared(ran, threads, work);
  const beside = lengthsBeside(ran, threads, work);
  const perJob = alike.map((groups, index) =>
    groups
      .flatMap((group) => predictedOf(group, replayed, beside, index))
      .sort((one, other) => one.start - other.start),
  );
  const lengths = perJob.flat();
  const ways = [threadsReplayed, threadsBeside].map((by) => nightlyFits(lengths, by, zone));
  const verdicts = ways.map(verdictOf);
  return {
    ...(verdicts[0] === undefined || verdicts[0] !== verdicts[1] ? {} : { verdict: verdicts[0] }),
    replayed: ways[0]!,
    seen: ways[1]!,
    jobs: placed.map(({ name, id }, index) => ({
      index,
      name,
      ...(id === undefined ? {} : { id }),
      ...fitsOf(perJob[index]!, threadsReplayed),
    })),
    lengths,
    issues: notes.issues,
    warnings: notes.warnings,
  };
}

/**
 * Sessions of a job that can predict each other: of one kind, retries apart; and those apart of
 * which nobody knows what they shared, so that these are not taken to have been alone.
 */
function alikeOf(
  sessions: readonly MeasuredSession[],
  isShared: (session: MeasuredSession) => boolean,
): MeasuredSession[][] {
  const groups = new Map<string, MeasuredSession[]>();
  for (const session of sessions) {
    if (!isFinished(session.outcome)) continue;
    const key = `${session.kind ?? ""} ${session.isRetry} ${isShared(session)}`;
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
  replayed: Float64Array,
  beside: Float64Array,
  index: number,
): PredictedLength[] {
  const sums = {
    seen: sumOf(group, ({ start, end }) => end - start),
    replayed: sumOf(group, ({ row }) => replayed[row]!),
    beside: sumOf(group, ({ row }) => beside[row]!),
  };
  return group.flatMap(({ row, start, end }) => {
    const seenMs = end - start;
    const othersMs = sums.seen - seenMs;
    // One work is behind them all: where this one takes none, no other takes any.
    if (seenMs === 0 || othersMs === 0 || !(replayed[row]! > 0 && beside[row]! > 0)) return [];
    const scaled = (lengths: Float64Array, sum: number): number =>
      (othersMs * lengths[row]!) / (sum - lengths[row]!);
    return [
      {
        index,
        start,
        seenMs,
        slotsMs: othersMs / (group.length - 1),
        threadsMs: scaled(replayed, sums.replayed),
        seenBesideMs: scaled(beside, sums.beside),
      },
    ];
  });
}

/** What a session takes by threads, in one of the two ways. */
type ByThreads = (one: PredictedLength) => number;
const threadsReplayed: ByThreads = ({ threadsMs }) => threadsMs;
const threadsBeside: ByThreads = ({ seenBesideMs }) => seenBesideMs;

/** How far both models are off, each as the logarithm of the factor, either way. */
interface Errors {
  readonly slots: number[];
  readonly threads: number[];
}

/** A session's errors go in where it tells. */
function addErrors(one: PredictedLength, byThreads: ByThreads, errors: Errors): boolean {
  const slots = Math.log(one.slotsMs);
  const threads = Math.log(byThreads(one));
  if (Math.abs(slots - threads) < APART) return false;
  const seen = Math.log(one.seenMs);
  errors.slots.push(Math.abs(slots - seen));
  errors.threads.push(Math.abs(threads - seen));
  return true;
}

function fitsOf(lengths: readonly PredictedLength[], byThreads: ByThreads): LengthFits {
  const errors: Errors = { slots: [], threads: [] };
  for (const one of lengths) addErrors(one, byThreads, errors);
  const { slots, threads } = errors;
  const counts = { sessions: lengths.length, telling: slots.length };
  if (slots.length === 0) return counts;
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

function nightlyFits(
  lengths: readonly PredictedLength[],
  byThreads: ByThreads,
  zone: ZoneTable,
): NightlyFits {
  const byNight = new Map<number, Errors>();
  for (const one of lengths) {
    const night = Math.floor((one.start + offsetAt(zone, one.start) - 12 * HOUR_MS) / DAY_MS);
    const errors = byNight.get(night) ?? { slots: [], threads: [] };
    if (addErrors(one, byThreads, errors)) byNight.set(night, errors);
  }
  let onSlots = 0;
  let onThreads = 0;
  for (const { slots, threads } of byNight.values()) {
    const difference = median(slots) - median(threads);
    if (difference < 0) onSlots += 1;
    if (difference > 0) onThreads += 1;
  }
  const judged = onSlots + onThreads;
  return {
    ...fitsOf(lengths, byThreads),
    nights: { judged, slots: onSlots, threads: onThreads },
    ...(judged === 0 ? {} : { threadsShare: shareOfSeeds(onThreads, judged) }),
  };
}

/** The model that fits better in one way, where that is more than luck. */
function verdictOf({ slots, threads, threadsShare: share }: NightlyFits): SessionModel | undefined {
  if (share === undefined || share.n < FEWEST_FOR_A_VERDICT) return undefined;
  const difference = slots!.medianOff - threads!.medianOff;
  if (share.low > 0.5 && difference > 0) return "threads";
  if (share.high < 0.5 && difference < 0) return "slots";
  return undefined;
}
