/**
 * A checked fleet, ready to live through a span: what all seeds and all rules share is made once.
 *
 * Schedules are compiled, due starts counted, jobs put into lanes and their chances into tables. A
 * simulation adds what changes while it goes on, and the keys of its draws.
 */
import type { CheckedFleet } from "./checkFleet.js";
import { areAlone } from "./engine/alone/alone.js";
import { type Lanes, lanesOf } from "./engine/capacity.js";
import { headsOfCopies } from "./engine/copies.js";
import { type Roster, rostersOf } from "./engine/rosters.js";
import { type Chances, chancesOf } from "./engine/luck.js";
import {
  type CompiledJobs,
  dueStarts,
  type JobPlan,
  planJobs,
  windowedAmong,
} from "./engine/plans.js";
import type { CheckedSpan } from "./span.js";

/** A checked fleet that is ready to live through a span, under any seed and rules. */
export interface Prepared {
  readonly checked: CheckedFleet;
  readonly from: number;
  readonly to: number;
  readonly plans: readonly JobPlan[];
  /** 1 for a job whose sessions a backup window can end. */
  readonly windowed: Uint8Array;
  /** Due starts in the span, blocked ones included; of copies as many as there may be. */
  readonly due: number;
  /** Whether no job can have part in what becomes of another. */
  readonly isAlone: boolean;
  readonly lanes: Lanes;
  readonly chances: Chances;
  /** Jobs with the same due starts; `blockedToo`: also those that a window blocks. */
  rosters(blockedToo: boolean): readonly Roster[];
}

/**
 * Makes a checked fleet ready for `[from, to)`. `known`: what was compiled for other fleets in the
 * same span.
 */
export function prepare(
  checked: CheckedFleet,
  { from, to }: Pick<CheckedSpan, "from" | "to">,
  known?: CompiledJobs,
): Prepared {
  const plans = planJobs(checked.jobs, from, to, known);
  const counted = new Map<unknown, number>();
  const own = plans.map((plan) => {
    const { schedule, scheduled } = plan;
    if (!scheduled) return 0;
    let due = counted.get(schedule);
    if (due === undefined) counted.set(schedule, (due = dueStarts(plan, from, to)));
    return due;
  });
  const ofCopies = headsOfCopies(checked.jobs).map((head) => own[head]!);
  const rosters = new Map<boolean, readonly Roster[]>();
  return {
    checked,
    from,
    to,
    plans,
    windowed: windowedAmong(plans),
    due: [...own, ...ofCopies].reduce((sum, count) => sum + count, 0),
    isAlone: areAlone(checked, plans),
    lanes: lanesOf(checked),
    chances: chancesOf(checked.jobs),
    rosters(blockedToo) {
      let made = rosters.get(blockedToo);
      if (made === undefined) rosters.set(blockedToo, (made = rostersOf(plans, blockedToo)));
      return made;
    },
  };
}
