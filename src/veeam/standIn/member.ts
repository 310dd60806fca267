/**
 * What the sessions of a job depend on, where it shares something: the part of its record that the
 * simulation of its neighbours needs, too.
 */
import type { SchedulePolicy } from "../../core/policy/types.js";
import type { JobChange, JobRecord, Place } from "./jobRecord.js";
import type { Placed } from "./limits.js";
import { scheduleFor, type SessionWorld } from "./sessions.js";
import type { DueCount } from "./grid.js";

/** A job among those that share. */
export type Member = Placed & Pick<JobRecord, "workload" | "rank">;

/** What of a record makes it a member. */
export function memberOf(job: JobRecord): Member {
  const { id, organizationId, repositoryId, proxyId, workload, history } = job;
  const { rank, filledIn, copyOf } = job;
  return {
    ...{ id, organizationId, repositoryId, history },
    ...(proxyId === undefined ? {} : { proxyId }),
    ...(workload === undefined ? {} : { workload }),
    ...(rank === undefined ? {} : { rank }),
    ...(filledIn === undefined ? {} : { filledIn }),
    ...(copyOf === undefined ? {} : { copyOf }),
  };
}

/** Members in the order in which they are served where they come at once (R22). */
export function inOrder(members: readonly Member[]): Member[] {
  return [...members].sort(
    (one, other) =>
      (one.rank ?? Infinity) - (other.rank ?? Infinity) ||
      (one.id < other.id ? -1 : Number(one.id > other.id)),
  );
}

/** The place of a job from its change of this index on. */
export function placeFrom({ history, ...job }: Member, index: number): Place {
  const moved = history.slice(index + 1).find(({ before }) => before !== undefined);
  if (moved !== undefined) return moved.before!;
  const { repositoryId, proxyId, filledIn } = job;
  return {
    repositoryId,
    ...(proxyId === undefined ? {} : { proxyId }),
    ...(filledIn === undefined ? {} : { filledIn }),
  };
}

/** When the first of the changes of members was; `Infinity` where there is none. */
export function firstChange(members: readonly Member[]): number {
  return members.reduce((first, { history }) => Math.min(first, history[0]!.at), Infinity);
}

/** When two histories begin to differ; `Infinity` for those that are the same. */
export function differsFrom(one: readonly JobChange[], other: readonly JobChange[]): number {
  if (one === other) return Infinity;
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [one[index], other[index]];
    if (a === b || (a !== undefined && b !== undefined && isSame(a, b))) continue;
    return Math.min(a?.at ?? Infinity, b?.at ?? Infinity);
  }
  return Infinity;
}

function isSame(one: JobChange, other: JobChange): boolean {
  return (
    one.at === other.at &&
    one.order === other.order &&
    one.action === other.action &&
    one.isEnabled === other.isEnabled &&
    (one.schedulePolicy === other.schedulePolicy ||
      JSON.stringify(one.schedulePolicy) === JSON.stringify(other.schedulePolicy))
  );
}

/** Compiles the schedules of members, in parts. */
export function* compiling(
  members: readonly Member[],
  world: SessionWorld,
): Generator<undefined, undefined> {
  const seen = new Set<SchedulePolicy>();
  for (const { history } of members)
    for (const { schedulePolicy } of history) {
      if (seen.has(schedulePolicy)) continue;
      seen.add(schedulePolicy);
      scheduleFor(schedulePolicy, world);
      yield;
    }
}

/** Counts due runs of members; those with the same schedule and the same changes at once. */
export function dueCountOf(members: readonly Member[], world: SessionWorld): DueCount {
  interface Stretch {
    readonly policy: SchedulePolicy;
    readonly since: number;
    readonly until: number;
    jobs: number;
  }
  const stretches = new Map<SchedulePolicy, Map<string, Stretch>>();
  for (const { history } of members) {
    history.forEach(({ at, schedulePolicy: policy, isEnabled }, index) => {
      if (!isEnabled) return;
      const until = (history[index + 1]?.at ?? Infinity) + 1;
      const own = stretches.get(policy) ?? new Map<string, Stretch>();
      stretches.set(policy, own);
      const key = `${at} ${until}`;
      const known = own.get(key);
      if (known === undefined) own.set(key, { policy, since: at + 1, until, jobs: 1 });
      else known.jobs += 1;
    });
  }
  const all = [...stretches.values()].flatMap((own) => [...own.values()]);
  return (from, to) => {
    let sum = 0;
    for (const { policy, since, until, jobs } of all) {
      const [begin, end] = [Math.max(from, since), Math.min(to, until)];
      if (begin < end) sum += jobs * scheduleFor(policy, world).count(begin, end);
    }
    return sum;
  };
}

/**
 * The last instant before `before` at which a run of a member was due or something was decided;
 * `-Infinity` where nothing was.
 */
export function lastActivity(
  members: readonly Member[],
  before: number,
  world: SessionWorld,
): number {
  let last = -Infinity;
  for (const { history } of members) {
    const index = history.findLastIndex(({ at }) => at < before);
    if (index < 0) continue;
    const { at, schedulePolicy, isEnabled } = history[index]!;
    const due = isEnabled ? scheduleFor(schedulePolicy, world).previous(before) : -Infinity;
    last = Math.max(last, at, due);
  }
  return last;
}
