/**
 * A checked fleet, ready to live through a span: what all seeds and all rules share is made once.
 *
 * Schedules are compiled, due starts counted, jobs put into lanes and their chances into tables. A
 * simulation adds what changes while it goes on, and the keys of its draws.
 */
import type { CheckedFleet } from "./checkFleet.js";
import {
  canLiveInParts,
  inOrder,
  type Order,
  type Part,
  partsOf,
  sameOrder,
} from "./engine/parts/parts.js";
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
  /** Where its jobs stand: in all that follows a job is known by its place. */
  readonly order: Order;
  /** Absent where the fleet is lived through as a whole. */
  readonly parts: readonly Part[] | undefined;
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

/** Which fleets live in parts. */
interface PartSizes {
  /** Those of so many jobs at least: the memory of fewer is at hand anyway. */
  readonly fleet: number;
  /** So many jobs make a part at least: to go from one to the other costs something, too. */
  readonly part: number;
  /** A part has at most this share of the jobs. */
  readonly share: number;
}

// Found with `bench/fleets.mjs`: of 5,000 jobs a session costs more in parts, of 10,000 less.
const PART_SIZES: PartSizes = { fleet: 10_000, part: 100, share: 1 / 2 };

/**
 * Makes a checked fleet ready for `[from, to)`. `known`: what was compiled for other fleets in the
 * same span.
 */
export function prepare(
  checked: CheckedFleet,
  { from, to }: Pick<CheckedSpan, "from" | "to">,
  known?: CompiledJobs,
  sizes = PART_SIZES,
): Prepared {
  const inFleet = planJobs(checked.jobs, from, to, known);
  const counted = new Map<unknown, number>();
  const own = new Float64Array(inFleet.length);
  let due = 0;
  for (let job = 0; job < own.length; job += 1) {
    const plan = inFleet[job]!;
    if (!plan.scheduled) continue;
    let count = counted.get(plan.schedule);
    if (count === undefined) counted.set(plan.schedule, (count = dueStarts(plan, from, to)));
    own[job] = count;
    due += count;
  }
  for (const head of headsOfCopies(checked.jobs)) due += own[head]!;
  const isAlone = areAlone(checked, inFleet);
  const lanes = lanesOf(checked);
  const canLive =
    !isAlone && checked.jobs.length >= sizes.fleet && canLiveInParts(checked, inFleet);
  const { order, parts } =
    (canLive ? partsOf(lanes, sizes.part, sizes.share) : undefined) ??
    ({ order: sameOrder(checked.jobs.length), parts: undefined } as const);
  const laneOf = new Int32Array(lanes.laneOf.length);
  for (let place = 0; place < laneOf.length; place += 1)
    laneOf[place] = lanes.laneOf[order.jobAt[place]!]!;
  const jobs = inOrder(order, checked.jobs);
  const plans = inOrder(order, inFleet);
  const rosters = new Map<boolean, readonly Roster[]>();
  return {
    checked,
    from,
    to,
    order,
    parts,
    plans,
    windowed: windowedAmong(plans),
    due,
    isAlone,
    lanes: { ...lanes, laneOf },
    chances: chancesOf(jobs),
    rosters(blockedToo) {
      let made = rosters.get(blockedToo);
      if (made === undefined) rosters.set(blockedToo, (made = rostersOf(plans, blockedToo)));
      return made;
    },
  };
}
