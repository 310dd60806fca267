/**
 * Work that shares threads, as exact fractions: an oracle for the engine's bookkeeping alone (R28,
 * R29).
 *
 * Members work on; whoever asks says who begins and ends, and at what pace resources go. How fast
 * that makes the work is said by `slowWork.ts`, and nothing is ever rounded.
 */
import { type Fraction, fraction, ONE } from "./fraction.ts";
import type { SlowResource } from "./slowModel.ts";
import { doneAt, flowsAt, leftAfter, type Work } from "./slowWork.ts";

/** What a member does now. */
interface AtWork extends Work {
  speed: Fraction;
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
  const present = new Map<number, AtWork>();

  function divide(): void {
    const works = [...present.values()];
    flowsAt(works, 0).forEach(({ speed }, index) => {
      works[index]!.speed = speed;
    });
  }

  return {
    begin(member, most, workMs) {
      present.set(member, {
        named: most,
        left: fraction(workMs),
        resources: needsOf[member]!.map((need) => resources[need]!),
        speed: ONE,
      });
      divide();
    },
    end(member) {
      present.delete(member);
      divide();
    },
    pace(resource, pace) {
      resources[resource]!.pace = [{ from: 0, share: pace }];
      divide();
    },
    goOn(lengthMs) {
      for (const work of present.values()) work.left = leftAfter(work.left, work.speed, lengthMs);
    },
    atWork: () => [...present.keys()].sort((a, b) => a - b),
    untilDone(member) {
      const { left, speed } = present.get(member)!;
      return doneAt(left, speed, 0);
    },
  };
}
