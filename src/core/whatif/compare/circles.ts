/**
 * Who can feel whom: jobs in circles that share what may run out.
 *
 * A job holds one slot at a time of each thing that it needs. So a resource with as many slots as
 * jobs that need it, on either side and anywhere between, makes nobody wait, and joins nobody.
 * Jobs that meet through what is scarcer, or share threads, directly or by way of others, are one
 * circle, and so are a copy and its source. The
 * invariant: what a job goes through depends on its circle alone.
 */
import { RESOURCE_KINDS } from "../../simulation/fleet.js";
import { joinedSets } from "../../simulation/joinedSets.js";
import { isPlain } from "../../simulation/resource.js";
import { idsOfBoth, neededId } from "./fleetChanges.js";
import { canBeTakenBack, type TwoSides } from "./takenBack.js";

/** Jobs that may feel each other, and the changes that they may feel. */
export interface Circle {
  readonly ids: ReadonlySet<string>;
  /** Places in the comparison's list: their own, those of what they share, those of the fleet. */
  readonly changes: readonly number[];
}

/** The circle of each job of either side, by id. */
export function circlesOf({ baseline, candidate, changes }: TwoSides): Map<string, Circle> {
  const ids = idsOfBoth(baseline.fleet.jobs, candidate.fleet.jobs);
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const sets = joinedSets(ids.length);
  const join = (id: string, other: string): void =>
    sets.join(placeOf.get(id)!, placeOf.get(other)!);
  const headOf = (id: string): number => sets.headOf(placeOf.get(id)!);
  const firstUser = new Map<string, string>(); // of what is scarce
  const firstLed = new Map<string, string>(); // of who has its proxy from a repository
  for (const { list, key, name } of RESOURCE_KINDS) {
    const users = new Map<string, Set<string>>();
    const slots = new Map<string, number>();
    for (const { fleet, resources } of [baseline, candidate]) {
      for (const { id } of fleet[list] ?? []) {
        const resource = resources.get(`${name} ${id}`)!;
        // What slows or cuts sessions is felt by all of them, at once.
        const most = isPlain(resource) ? resource.slots : 0;
        slots.set(id, Math.min(slots.get(id) ?? Infinity, most));
      }
      for (const job of fleet.jobs) {
        if (job.proxyId === undefined && job.repositoryId !== undefined)
          firstLed.set(job.repositoryId, job.id);
        // Between the sides a repository may bring the proxy of either.
        for (const side of [baseline, candidate]) {
          const id = neededId(job, key, side.resources);
          if (id !== undefined) users.set(id, (users.get(id) ?? new Set()).add(job.id));
        }
      }
    }
    for (const [id, those] of users) {
      if (those.size <= slots.get(id)!) continue;
      const [first, ...others] = those;
      firstUser.set(`${name} ${id}`, first!);
      for (const other of others) join(other, first!);
    }
  }

  for (const { fleet } of [baseline, candidate])
    for (const { id, copyOf } of fleet.jobs) if (copyOf !== undefined) join(id, copyOf);

  const circles = new Map<number, { ids: Set<string>; changes: number[] }>();
  for (const id of ids) {
    const head = headOf(id);
    const circle = circles.get(head) ?? { ids: new Set<string>(), changes: [] };
    circles.set(head, circle);
    circle.ids.add(id);
  }
  for (const [place, change] of changes.entries()) {
    if (!canBeTakenBack(change)) continue;
    if (change.of === "fleet") for (const circle of circles.values()) circle.changes.push(place);
    else {
      const who =
        change.of === "job"
          ? change.id
          : change.setting === "proxyId"
            ? firstLed.get(change.id)
            : firstUser.get(`${change.of} ${change.id}`);
      if (who !== undefined) circles.get(headOf(who))!.changes.push(place);
    }
  }
  return new Map(ids.map((id) => [id, circles.get(headOf(id))!]));
}
