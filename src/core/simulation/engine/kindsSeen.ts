/**
 * How far sessions at work have come, and where others held them up, by kind.
 *
 * Members of one kind need the same and have the same at any instant. So what was seen of a kind
 * since a member joined it is what was seen of the member: to look costs by kinds, not by members.
 * The invariant: a kind with nobody in it has seen nothing, so that nights that are alike are told
 * alike, to the digit. What adds up is kept in two numbers (`twofold.ts`) for that, too.
 */
import { add, RESULT } from "./twofold.js";

/** Who has less than this share of what it would have alone is held up. */
const HELD = 1 - 1e-9;
/** Stretches are forgotten once so many of a resource are known. */
const MOST_KNOWN = 1_024;

/** What was done up to an instant, and what would have been alone: ms at full speed. */
interface Progress {
  at: number;
  done: number;
  doneLow: number;
  alone: number;
  aloneLow: number;
}

/** A time without a gap in which a kind was held up on a resource. */
interface Stretch {
  readonly from: Readonly<Progress>;
  /** Grows while it lasts. */
  readonly to: Progress;
}

/** What a resource did to a kind. */
interface HeldOn {
  readonly resource: number;
  isFull: boolean;
  /** Time at full speed that was lost, ms, in two numbers. */
  lost: number;
  lostLow: number;
  /** Those that somebody who is at work may have been in. */
  stretches: Stretch[];
  /** How many were before them. */
  forgotten: number;
}

/** What was seen of a kind since it was empty. */
export interface KindSeen {
  readonly number: number;
  readonly progress: Progress;
  /** Of each resource with threads that it needs. */
  readonly heldOn: readonly HeldOn[];
  /** What it has of its most when it is alone. */
  aloneShare: number;
  count: number;
  rate: number;
  aloneRate: number;
  /** So many are kept until those that nobody can ask for are forgotten. */
  mostStretches: number;
}

/** What a member's kind had seen when it joined. */
export interface Joined {
  readonly kind: KindSeen;
  readonly progress: Readonly<Progress>;
  /** By the place of the resource among those of the kind. */
  readonly lost: readonly number[];
  readonly lostLow: readonly number[];
  readonly stretches: readonly number[];
}

/** What a resource did to a member. */
export interface Hold {
  readonly resource: number;
  /** From the first to the last instant at which it had less than alone, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** What it did in it, over what it would have done alone: below 1. */
  readonly speed: number;
  readonly lostMs: number;
}

/** A kind of `sharing.ts`, by its number, that needs these resources; nobody is in it yet. */
export function kindSeen(number: number, needs: readonly number[]): KindSeen {
  return {
    number,
    progress: { at: 0, done: 0, doneLow: 0, alone: 0, aloneLow: 0 },
    heldOn: needs.map((resource) => ({
      resource,
      isFull: false,
      lost: 0,
      lostLow: 0,
      stretches: [],
      forgotten: 0,
    })),
    aloneShare: 1,
    count: 0,
    rate: 0,
    aloneRate: 0,
    mostStretches: MOST_KNOWN,
  };
}

/** A member joins; who is the first has nothing behind it. */
export function join(kind: KindSeen, aloneShare: number, now: number): Joined {
  if (kind.count === 0) empty(kind, aloneShare, now);
  else advance(kind, now);
  kind.count += 1;
  return {
    kind,
    progress: { ...kind.progress },
    lost: kind.heldOn.map((held) => held.lost),
    lostLow: kind.heldOn.map((held) => held.lostLow),
    stretches: kind.heldOn.map((held) => held.forgotten + held.stretches.length),
  };
}

/** One that is up to now leaves. */
export function leave({ kind }: Joined): void {
  kind.count -= 1;
}

function empty(kind: KindSeen, aloneShare: number, now: number): void {
  Object.assign(kind.progress, { at: now, done: 0, doneLow: 0, alone: 0, aloneLow: 0 });
  Object.assign(kind, { aloneShare, rate: 0, aloneRate: 0 });
  for (const held of kind.heldOn)
    Object.assign(held, { isFull: false, lost: 0, lostLow: 0, stretches: [], forgotten: 0 });
}

/** The progress of a kind up to now, at what it had since it was last looked at. */
export function advance(kind: KindSeen, now: number): void {
  const { progress, heldOn, rate, aloneRate } = kind;
  const lengthMs = now - progress.at;
  if (lengthMs === 0) return;
  const isHeld = rate < aloneRate * HELD;
  if (isHeld) for (const held of heldOn) if (held.isFull) hold(held, kind, lengthMs);
  add(progress.done, progress.doneLow, rate * lengthMs, 0);
  progress.done = RESULT[0]!;
  progress.doneLow = RESULT[1]!;
  add(progress.alone, progress.aloneLow, aloneRate * lengthMs, 0);
  progress.alone = RESULT[0]!;
  progress.aloneLow = RESULT[1]!;
  progress.at = now;
  if (!isHeld) return;
  for (const { isFull, stretches } of heldOn)
    if (isFull) Object.assign(stretches.at(-1)!.to, progress);
}

/** It is held up there for so long from where it has come to. */
function hold(held: HeldOn, { progress, rate, aloneRate }: KindSeen, lengthMs: number): void {
  add(held.lost, held.lostLow, (aloneRate - rate) * lengthMs, 0);
  held.lost = RESULT[0]!;
  held.lostLow = RESULT[1]!;
  if (held.stretches.at(-1)?.to.at === progress.at) return;
  held.stretches.push({ from: { ...progress }, to: { ...progress } });
}

/** What held a member up since it joined, as its resources come; the kind is up to now. */
export function holdsSince({ kind, progress, lost, lostLow, stretches }: Joined): Hold[] {
  const holds: Hold[] = [];
  kind.heldOn.forEach((held, place) => {
    const to = held.stretches.at(-1)?.to;
    if (to === undefined || to.at <= progress.at) return;
    // The stretch that it joined in, or the first one after that.
    const next = stretches[place]! - held.forgotten;
    const isIn = next > 0 && held.stretches[next - 1]!.to.at > progress.at;
    const from = isIn ? progress : held.stretches[next]!.from;
    const done = difference(to.done, to.doneLow, from.done, from.doneLow);
    const alone = difference(to.alone, to.aloneLow, from.alone, from.aloneLow);
    const lostMs = difference(held.lost, held.lostLow, lost[place]!, lostLow[place]!);
    const { resource } = held;
    holds.push({ resource, from: from.at, to: to.at, speed: done / alone, lostMs });
  });
  return holds;
}

function difference(high: number, low: number, lessHigh: number, lessLow: number): number {
  add(high, low, -lessHigh, -lessLow);
  return RESULT[0]!;
}

/** Forgets stretches that were over before any of the members that are left joined. */
export function forgetStretches(kind: KindSeen, members: Iterable<Joined>): void {
  const all = Array.from(members);
  kind.mostStretches = MOST_KNOWN;
  kind.heldOn.forEach((held, place) => {
    // One that somebody joined in may go on.
    const first = all.reduce(
      (least, { stretches }) => Math.min(least, stretches[place]!),
      Infinity,
    );
    const over = Math.min(held.stretches.length, Math.max(0, first - 1 - held.forgotten));
    held.stretches = held.stretches.slice(over);
    held.forgotten += over;
    kind.mostStretches = Math.max(kind.mostStretches, 2 * held.stretches.length);
  });
}
