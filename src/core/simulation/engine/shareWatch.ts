/**
 * What sharing did to sessions, as it was seen: when each had less than it would have had alone, on
 * which resource, how much of its progress that took, and with whom it shared (R28).
 *
 * It stands around what divides the threads and reads off what is given: it changes nothing, and
 * who does not ask pays nothing. Progress is added up between divisions, when all is constant. The
 * invariant: a session alone on its resources is never held up, however few threads these have and
 * whatever their pace.
 */
import type { Needs, Sharing } from "./sharing.js";

/** The stretch of a session in which others held it up on one resource. */
export interface HeldStretch {
  /** The place of the resource. */
  readonly resource: number;
  /** From the first to the last instant at which it had less than alone, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** What it did in it, over what it would have done alone: below 1. */
  readonly speed: number;
  /** Jobs, itself among them, that had a session at work there in it: at least 2. */
  readonly jobs: number;
  /** Time at full speed that it lost, ms. */
  readonly lostMs: number;
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
/** Who has less than this share of what it would have alone is held up. */
const HELD = 1 - 1e-9;
/** Sessions that are over are forgotten once so many are known that nobody can ask for. */
const MOST_KNOWN = 1_024;

/** A part of a session in which it was held up on a resource. */
interface Hold {
  readonly from: number;
  to: number;
  lostMs: number;
  /** Progress, and progress alone, of the session up to `from`, and up to `to`. */
  readonly doneBefore: number;
  readonly aloneBefore: number;
  done: number;
  alone: number;
}

/** A session at work. */
interface Work {
  readonly job: number;
  readonly start: number;
  /** Resources with threads that it needs. */
  readonly needs: readonly number[];
  /** What it has of its most when it is alone. */
  readonly aloneShare: number;
  upTo: number;
  rate: number;
  aloneRate: number;
  full: readonly number[];
  done: number;
  alone: number;
  readonly holds: Map<number, Hold>;
}

interface Over {
  readonly job: number;
  readonly start: number;
  readonly end: number;
}

/** Watches who shares what. `asked`: of each job, the stretch that is asked for, epoch ms. */
export function shareWatch(
  { laneOf, laneNeeds }: Needs,
  threads: Float64Array,
  asked: (job: number) => { readonly from: number; readonly to: number },
): ShareWatch {
  const laneThreads = laneNeeds.map((needs) => needs.filter((need) => threads[need]! >= 0));
  const works = new Map<number, Work>();
  const atWork = Array.from(threads, () => new Set<Work>());
  const over = Array.from(threads, (): Over[] => []);
  const used = new Float64Array(threads.length);
  const told = new Set<number>();
  const found = new Map<
    number,
    { within: HeldStretch[]; ever: HeldStretch[]; lostMs: Map<number, number> }
  >();

  /** Its progress up to now, at what it had since it was last looked at. */
  function advance(work: Work, now: number): void {
    const lengthMs = now - work.upTo;
    if (lengthMs === 0) return;
    if (work.rate < work.aloneRate * HELD) {
      for (const resource of work.full) {
        let hold = work.holds.get(resource);
        if (hold === undefined) {
          const { upTo: from, done, alone } = work;
          hold = { from, to: from, lostMs: 0, doneBefore: done, aloneBefore: alone, done, alone };
          work.holds.set(resource, hold);
        }
        hold.to = now;
        hold.lostMs += (work.aloneRate - work.rate) * lengthMs;
        hold.done = work.done + work.rate * lengthMs;
        hold.alone = work.alone + work.aloneRate * lengthMs;
      }
    }
    work.done += work.rate * lengthMs;
    work.alone += work.aloneRate * lengthMs;
    work.upTo = now;
  }

  function look(sharing: Sharing, now: number): void {
    const looked = new Set<Work>();
    for (const resource of told) {
      for (const work of atWork[resource]!) {
        if (looked.has(work)) continue;
        looked.add(work);
        advance(work, now);
        work.rate = sharing.rateOf(work.job);
        work.aloneRate = work.aloneShare * sharing.paceOf(work.job);
        work.full = work.needs.filter((need) => used[need]! > threads[need]! - FREE);
      }
    }
    told.clear();
  }

  function begin(job: number, mostThreads: number, now: number): void {
    const needs = laneThreads[laneOf[job]!]!;
    const fewest = needs.reduce((least, need) => Math.min(least, threads[need]!), Infinity);
    const work: Work = {
      job,
      start: now,
      needs,
      aloneShare: mostThreads > fewest ? fewest / mostThreads : 1,
      upTo: now,
      rate: 0,
      aloneRate: 0,
      full: [],
      done: 0,
      alone: 0,
      holds: new Map(),
    };
    works.set(job, work);
    for (const need of needs) atWork[need]!.add(work);
  }

  function end(job: number, now: number): void {
    const work = works.get(job)!;
    advance(work, now);
    works.delete(job);
    for (const need of work.needs) {
      atWork[need]!.delete(work);
      over[need]!.push({ job, start: work.start, end: now });
      if (over[need]!.length >= MOST_KNOWN) forget(need);
    }
    if (work.holds.size > 0) note(work, now);
  }

  /** What was over before anybody who is at work began is not asked for any more. */
  function forget(resource: number): void {
    let since = Infinity;
    for (const { start } of atWork[resource]!) since = Math.min(since, start);
    over[resource] = over[resource]!.filter((one) => one.end > since);
  }

  function note(work: Work, now: number): void {
    const stretches: HeldStretch[] = [];
    let one = found.get(work.job);
    for (const [resource, { from, to, lostMs, ...hold }] of work.holds) {
      const speed = (hold.done - hold.doneBefore) / (hold.alone - hold.aloneBefore);
      const jobs = jobsBetween(resource, from, to, work.job);
      if (jobs < 2) continue;
      one ??= { within: [], ever: [], lostMs: new Map() };
      one.lostMs.set(resource, (one.lostMs.get(resource) ?? 0) + lostMs);
      stretches.push({ resource, from, to, speed, jobs, lostMs });
    }
    if (one === undefined || stretches.length === 0) return;
    found.set(work.job, one);
    stretches.sort((a, b) => b.lostMs - a.lostMs);
    const lost = (of: readonly HeldStretch[]): number => of[0]?.lostMs ?? 0;
    if (lost(stretches) > lost(one.ever)) one.ever = stretches;
    const { from, to } = asked(work.job);
    if (work.start >= from && now <= to && lost(stretches) > lost(one.within))
      one.within = stretches;
  }

  /** Jobs with a session at work on a resource in `[from, to)`, this one among them. */
  function jobsBetween(resource: number, from: number, to: number, own: number): number {
    const jobs = new Set([own]);
    for (const { job, start } of atWork[resource]!) if (start < to) jobs.add(job);
    for (const { job, start, end: until } of over[resource]!)
      if (start < to && until > from) jobs.add(job);
    return jobs.size;
  }

  return {
    around: (sharing) => ({
      ...sharing,
      begin(job, mostThreads, workMs, now) {
        begin(job, mostThreads, now);
        sharing.begin(job, mostThreads, workMs, now);
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
      for (const job of [...works.keys()]) end(job, to);
      return found;
    },
  };
}
