/**
 * Work that shares threads, as exact fractions: an oracle for the engine's bookkeeping alone (R28,
 * R29).
 *
 * Members work on; whoever asks says who begins and ends, and at what pace resources go. Threads
 * are divided by `slowSharing.ts`, and nothing is ever rounded.
 */
import {
  ceiling,
  compared,
  decimal,
  dividedBy,
  type Fraction,
  fraction,
  minus,
  ONE,
  times,
  ZERO,
} from "./fraction.ts";
import type { SlowResource } from "./slowModel.ts";
import { mostThreads, shareThreads } from "./slowSharing.ts";

/** What a member does now. */
interface AtWork {
  readonly most: number | undefined;
  left: Fraction;
  rate: Fraction;
  share: Fraction | undefined;
}

/** Members `0` to `n - 1`, each of which needs some of the resources. */
export interface ExactSharing {
  begin(member: number, most: number | undefined, workMs: number): void;
  end(member: number): void;
  pace(resource: number, pace: number): void;
  /** Time goes on by so many ms. */
  goOn(lengthMs: number): void;
  /** The members at work, ascending. */
  atWork(): number[];
  leftOf(member: number): Fraction;
  /** The threads that a member has; `undefined` where it shares none. */
  shareOf(member: number): Fraction | undefined;
  /** The ms until a member's work is done, if nothing changes. */
  untilDone(member: number): number;
}

/** `threads`: of each resource; `undefined` for one that shares none. */
export function exactSharing(
  threads: readonly (number | undefined)[],
  needsOf: readonly (readonly number[])[],
): ExactSharing {
  const resources = threads.map((count, index): SlowResource => ({
    id: String(index),
    ...(count === undefined ? {} : { threads: count }),
  }));
  const paces = threads.map(() => ONE);
  const present = new Map<number, AtWork>();
  const own = (member: number): SlowResource[] => needsOf[member]!.map((need) => resources[need]!);

  function divide(): void {
    const sharers = [...present].filter(([, { most }]) => most !== undefined);
    const shares = shareThreads(
      sharers.map(([member, { most }]) => ({ most: most!, resources: own(member) })),
    );
    const shareOf = new Map(sharers.map(([member], index) => [member, shares[index]!]));
    for (const [member, work] of present) {
      work.share = shareOf.get(member);
      const speed = work.share === undefined ? ONE : dividedBy(work.share, fraction(work.most!));
      work.rate = needsOf[member]!.reduce((rate, need) => times(rate, paces[need]!), speed);
    }
  }

  return {
    begin(member, most, workMs) {
      present.set(member, {
        most: mostThreads(most, own(member)),
        left: fraction(workMs),
        rate: ZERO,
        share: undefined,
      });
      divide();
    },
    end(member) {
      present.delete(member);
      divide();
    },
    pace(resource, pace) {
      paces[resource] = decimal(pace);
      divide();
    },
    goOn(lengthMs) {
      for (const work of present.values())
        work.left = minus(work.left, times(work.rate, fraction(lengthMs)));
    },
    atWork: () => [...present.keys()].sort((a, b) => a - b),
    leftOf: (member) => present.get(member)!.left,
    shareOf: (member) => present.get(member)!.share,
    untilDone(member) {
      const { left, rate } = present.get(member)!;
      return compared(left, ZERO) <= 0 ? 0 : ceiling(dividedBy(left, rate));
    },
  };
}
