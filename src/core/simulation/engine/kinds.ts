/**
 * Work that goes on at one rate: members of one kind, and which of them is done first.
 *
 * A kind has reached so much work since it was empty; a member is done when its kind has reached
 * what it had when the member joined, and the member's own work. So when all of a kind go on, one
 * number changes; and the first to be done stands at the top of a heap. The invariant: no member
 * of a heap is done before the one above it.
 *
 * What is reached is kept in two numbers (`twofold.ts`), so that what is lost does not grow with
 * the number of changes. Each step loses one rounding of itself, and those of its rate.
 */
import { NEVER } from "../../time/instant.js";
import type { Sharers } from "./shares.js";
import { add, isAtMost, RESULT } from "./twofold.js";

/**
 * A member is done at the ms that exact arithmetic gives, or at the ms before where at most this
 * share of its work is left then: a third of a millionth of a ms for a day's.
 */
export const SLACK = 2 ** -48;

/**
 * The share that is taken as done. Rates have ten roundings at most (three paces, as they are
 * written and as they are multiplied; a share, and two quotients), a step has one more: eleven
 * times 2^-53 of the work, which is less than this, and together with it less than `SLACK`.
 */
const TAKEN = SLACK / 2;

/** Members at work, by kind. Kinds are numbered from 0; members and lanes by who asks. */
export interface Kinds extends Sharers {
  /** The kind of a member at work. */
  kindOf(member: number): number;
  isAtWork(member: number): boolean;
  /** A member of a lane begins; returns its kind. `workMs`: at the rate 1. */
  join(member: number, lane: number, most: number, workMs: number): number;
  leave(member: number): void;
  /** What is left of the work, `workMs`, of a member that is at work: 0 or more. */
  leftOf(member: number, workMs: number): number;
  /** The members of a kind do this share of a ms of work per ms. */
  setRate(kind: number, rate: number): void;
  rateOf(kind: number): number;
  /** They have been at it for so long. */
  goOn(kind: number, lengthMs: number): void;
  /** When the first of a kind is done, at its rate. */
  firstDone(kind: number, now: number): number;
  /** Visits those of a kind that are done when the first one is. */
  eachFirst(kind: number, now: number, visit: (member: number) => void): void;
}

/** Nobody is at work yet. */
export function kindsOf(memberCount: number, laneCount: number): Kinds {
  const kindOf = new Int32Array(memberCount);
  const placeOf = new Int32Array(memberCount).fill(-1);
  const doneHigh = new Float64Array(memberCount);
  const doneLow = new Float64Array(memberCount);
  const walk = new Int32Array(memberCount + 1);
  // Of each kind. A kind with nobody in it is taken for another, so a lane has no more of them
  // than members.
  const lane: number[] = [];
  const most: number[] = [];
  const rate: number[] = [];
  const reachedHigh: number[] = [];
  const reachedLow: number[] = [];
  const heaps: number[][] = [];
  const kindsOfLane: number[][] = Array.from({ length: laneCount }, () => []);

  function kindFor(ofLane: number, threads: number): number {
    const kinds = kindsOfLane[ofLane]!;
    let empty = -1;
    for (let index = 0; index < kinds.length; index += 1) {
      const kind = kinds[index]!;
      if (most[kind] === threads) return kind;
      if (heaps[kind]!.length === 0) empty = kind;
    }
    if (empty < 0) {
      empty = heaps.push([]) - 1;
      lane.push(ofLane);
      most.push(threads);
      rate.push(1);
      reachedHigh.push(0);
      reachedLow.push(0);
      kinds.push(empty);
    }
    most[empty] = threads;
    return empty;
  }

  function isBefore(a: number, b: number): boolean {
    return !isAtMost(doneHigh[b]!, doneLow[b]!, doneHigh[a]!, doneLow[a]!);
  }

  function put(heap: number[], place: number, member: number): void {
    heap[place] = member;
    placeOf[member] = place;
  }

  function rise(heap: number[], from: number, member: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(member, heap[above]!)) break;
      put(heap, place, heap[above]!);
      place = above;
    }
    put(heap, place, member);
  }

  function sink(heap: number[], from: number, member: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, member)) break;
      put(heap, place, heap[below]!);
      place = below;
    }
    put(heap, place, member);
  }

  /** What is left until it counts as done. */
  function toDo(member: number, kind: number): number {
    return doneHigh[member]! - reachedHigh[kind]! + (doneLow[member]! - reachedLow[kind]!);
  }

  function doneAt(member: number, kind: number, now: number): number {
    const left = toDo(member, kind);
    return left <= 0 ? now : now + Math.ceil(left / rate[kind]!);
  }

  return {
    countOf: (kind) => heaps[kind]!.length,
    laneOf: (kind) => lane[kind]!,
    mostOf: (kind) => most[kind]!,
    kindOf: (member) => kindOf[member]!,
    isAtWork: (member) => placeOf[member]! >= 0,
    join(member, ofLane, threads, workMs) {
      const kind = kindFor(ofLane, threads);
      const heap = heaps[kind]!;
      if (heap.length === 0) {
        reachedHigh[kind] = 0;
        reachedLow[kind] = 0;
      }
      add(reachedHigh[kind]!, reachedLow[kind]!, workMs, -workMs * TAKEN);
      doneHigh[member] = RESULT[0]!;
      doneLow[member] = RESULT[1]!;
      kindOf[member] = kind;
      rise(heap, heap.length, member);
      return kind;
    },
    leave(member) {
      const heap = heaps[kindOf[member]!]!;
      const place = placeOf[member]!;
      const last = heap.pop()!;
      placeOf[member] = -1;
      if (last === member) return;
      if (place > 0 && isBefore(last, heap[(place - 1) >> 1]!)) rise(heap, place, last);
      else sink(heap, place, last);
    },
    leftOf: (member, workMs) => Math.max(0, toDo(member, kindOf[member]!) + workMs * TAKEN),
    rateOf: (kind) => rate[kind]!,
    setRate(kind, share) {
      rate[kind] = share;
    },
    goOn(kind, lengthMs) {
      add(reachedHigh[kind]!, reachedLow[kind]!, rate[kind]! * lengthMs, 0);
      reachedHigh[kind] = RESULT[0]!;
      reachedLow[kind] = RESULT[1]!;
    },
    firstDone(kind, now) {
      const heap = heaps[kind]!;
      return heap.length === 0 ? NEVER : doneAt(heap[0]!, kind, now);
    },
    eachFirst(kind, now, visit) {
      const heap = heaps[kind]!;
      const first = doneAt(heap[0]!, kind, now);
      let depth = 0;
      walk[depth++] = 0;
      // Bound: nobody stands below two others.
      while (depth > 0) {
        const place = walk[--depth]!;
        if (place >= heap.length || doneAt(heap[place]!, kind, now) > first) continue;
        visit(heap[place]!);
        walk[depth++] = 2 * place + 1;
        walk[depth++] = 2 * place + 2;
      }
    },
  };
}
