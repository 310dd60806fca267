/**
 * What sharing did to sessions, as it was seen: when each had less than it would have had alone, on
 * which resource, how much of its progress that took, and with whom it shared (R28).
 *
 * It stands around what divides the threads and reads off what is given: it changes nothing, and
 * who does not ask pays nothing. Progress is added up between divisions, when all is constant, of
 * all that are alike at once (`kindsSeen.ts`). The invariant: a session alone on its resources is
 * never held up, however few threads these have and whatever their pace.
 */
import {
  advance,
  forgetStretches,
  type Hold,
  holdsSince,
  join,
  type Joined,
  type KindSeen,
  kindSeen,
  leave,
} from "./kindsSeen.js";
import type { Needs, Sharing } from "./sharing.js";

/** The stretch of a session in which others held it up on one resource, by its place. */
export interface HeldStretch extends Hold {
  /** Jobs, itself among them, that had a session at work there in it: at least 2. */
  readonly jobs: number;
}

/** What was seen of one job. */
export interface SharesSeen {
  /** Of the session that lost most in the stretch that was asked for, what cost most first. */
  readonly within: readonly HeldStretch[];
  /** Of the session that lost most of all. */
  readonly ever: readonly HeldStretch[];
  /** What all its sessions lost, ms, by the place of the resource. */
  readonly lostMs: ReadonlyMap<number, number>;
}

/** Watches a simulation; to be used for one. */
export interface ShareWatch {
  /** What divides threads, watched. `divided` is to be told what it tells. */
  around(sharing: Sharing): Sharing;
  divided(resource: number, used: number): void;
  /** At the end of the span: what was seen of each job; nothing of one that nobody held up. */
  seen(to: number): ReadonlyMap<number, SharesSeen>;
}

/** A resource is full where less than this is free: shares are sums of fractions. */
const FREE = 1e-9;
/** What is over is forgotten once so much is known that nobody can ask for. */
const MOST_KNOWN = 1_024;

/** A session that is over. */
interface Over {
  readonly job: number;
  readonly start: number;
  readonly end: number;
}

/** Who shares a resource, and shared it. */
interface Sharers {
  /** Jobs at work, in the order in which they began. */
  readonly atWork: Set<number>;
  /** The kinds of these. */
  readonly kinds: Set<KindSeen>;
  /** In the order in which they ended. */
  over: Over[];
  /** So many are kept until those that nobody can ask for are forgotten. */
  mostOver: number;
}

/**
 * Watches who shares what. `asked`: of each job, the stretch that is asked for, epoch ms;
 * `mostKnown`: sessions that are over, of a resource, before some of them are forgotten.
 */
export function shareWatch(
  { laneOf, laneNeeds }: Needs,
  threads: Float64Array,
  asked: (job: number) => { readonly from: number; readonly to: number },
  mostKnown = MOST_KNOWN,
): ShareWatch {
  const laneThreads = laneNeeds.map((needs) => needs.filter((need) => threads[need]! >= 0));
  const sharersOf = Array.from(threads, (): Sharers => {
    return { atWork: new Set(), kinds: new Set(), over: [], mostOver: mostKnown };
  });
  const kinds: KindSeen[] = [];
  const atWork = new Map<number, Joined>();
  // Of each job: when its last session began, and in which count it was counted last.
  const startOf = new Float64Array(laneOf.length);
  const countedIn = new Float64Array(laneOf.length);
  let counts = 0;
  const used = new Float64Array(threads.length);
  const told = new Set<number>();
  const found = new Map<
    number,
    { within: HeldStretch[]; ever: HeldStretch[]; lostMs: Map<number, number> }
  >();

  function look(sharing: Sharing, now: number): void {
    const looked = new Set<KindSeen>();
    for (const resource of told) for (const kind of sharersOf[resource]!.kinds) looked.add(kind);
    told.clear();
    for (const kind of looked) {
      advance(kind, now);
      kind.rate = sharing.rateOf(kind.number);
      kind.aloneRate = kind.aloneShare * sharing.paceOf(kind.number);
      for (const held of kind.heldOn)
        held.isFull = used[held.resource]! > threads[held.resource]! - FREE;
    }
  }

  function begin(job: number, mostThreads: number, number: number, now: number): void {
    const needs = laneThreads[laneOf[job]!]!;
    const fewest = needs.reduce((least, need) => Math.min(least, threads[need]!), Infinity);
    const kind = (kinds[number] ??= kindSeen(number, needs));
    startOf[job] = now;
    atWork.set(job, join(kind, mostThreads > fewest ? fewest / mostThreads : 1, now));
    for (const need of needs) {
      sharersOf[need]!.atWork.add(job);
      sharersOf[need]!.kinds.add(kind);
    }
  }

  function end(job: number, now: number): void {
    const joined = atWork.get(job)!;
    const { kind, progress } = joined;
    advance(kind, now);
    note(job, joined, now); // while those who shared with it are known
    leave(joined);
    atWork.delete(job);
    for (const { resource } of kind.heldOn) {
      const sharers = sharersOf[resource]!;
      sharers.atWork.delete(job);
      if (kind.count === 0) sharers.kinds.delete(kind);
      sharers.over.push({ job, start: progress.at, end: now });
      if (sharers.over.length >= sharers.mostOver) forgetOver(sharers);
    }
    if (kind.heldOn.some(({ stretches }) => stretches.length >= kind.mostStretches))
      forgetStretches(kind, membersOf(kind));
  }

  /** What was over before anybody who is at work began is not asked for any more. */
  function forgetOver(sharers: Sharers): void {
    let since = Infinity;
    for (const job of sharers.atWork) since = Math.min(since, startOf[job]!);
    sharers.over = sharers.over.filter((one) => one.end > since);
    sharers.mostOver = Math.max(mostKnown, 2 * sharers.over.length);
  }

  function* membersOf(kind: KindSeen): Generator<Joined> {
    for (const joined of atWork.values()) if (joined.kind === kind) yield joined;
  }

  function note(job: number, joined: Joined, now: number): void {
    const holds = holdsSince(joined).filter((hold) => jobsIn(hold, job, 2) === 2);
    if (holds.length === 0) return;
    let one = found.get(job);
    if (one === undefined) found.set(job, (one = { within: [], ever: [], lostMs: new Map() }));
    for (const { resource, lostMs } of holds)
      one.lostMs.set(resource, (one.lostMs.get(resource) ?? 0) + lostMs);
    holds.sort((a, b) => b.lostMs - a.lostMs || a.from - b.from);
    const { from, to } = asked(job);
    const isMost = isMore(holds, one.ever);
    const isWithin = joined.progress.at >= from && now <= to && isMore(holds, one.within);
    if (!isMost && !isWithin) return;
    const stretches = holds.map((hold) => ({ ...hold, jobs: jobsIn(hold, job) }));
    if (isMost) one.ever = stretches;
    if (isWithin) one.within = stretches;
  }

  /**
   * Jobs with a session at work there meanwhile, this one among them: all, or `enough` where there
   * are more.
   */
  function jobsIn({ resource, from, to }: Hold, own: number, enough = Infinity): number {
    const { atWork: those, over } = sharersOf[resource]!;
    counts += 1;
    countedIn[own] = counts;
    let jobs = 1;
    const count = (job: number): void => {
      if (countedIn[job] === counts) return;
      countedIn[job] = counts;
      jobs += 1;
    };
    // The newest first: mostly it is one of them.
    for (let index = over.length - 1; index >= 0 && over[index]!.end > from; index -= 1) {
      if (jobs >= enough) return jobs;
      if (over[index]!.start < to) count(over[index]!.job);
    }
    for (const job of those) {
      if (startOf[job]! >= to || jobs >= enough) break;
      count(job);
    }
    return jobs;
  }

  return {
    around: (sharing) => ({
      ...sharing,
      begin(job, mostThreads, workMs, now) {
        sharing.begin(job, mostThreads, workMs, now);
        begin(job, mostThreads, sharing.kindOf(job), now);
      },
      end(job, now) {
        end(job, now);
        sharing.end(job, now);
      },
      settle(now, first) {
        sharing.settle(now, first);
        look(sharing, now);
      },
    }),
    divided(resource, usedNow) {
      used[resource] = usedNow;
      told.add(resource);
    },
    seen(to) {
      for (const job of [...atWork.keys()]) end(job, to);
      return found;
    },
  };
}

/** Whether the first of some holds, which is the worst, is worse than that of others. */
function isMore(those: readonly Hold[], others: readonly Hold[]): boolean {
  return (those[0]?.lostMs ?? 0) > (others[0]?.lostMs ?? 0);
}
