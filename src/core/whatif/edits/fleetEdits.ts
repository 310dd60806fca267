/**
 * Edits: a fleet in, another fleet out.
 *
 * An edit leaves the fleet that it is given as it is, and shares with it whatever it does not
 * change, up to the whole of it. What jobs shared before they share after: it is compiled once.
 */
import {
  type Fleet,
  type Job,
  type Resource,
  RESOURCE_KINDS,
  type ResourceKind,
} from "../../simulation/fleet.js";

/** What makes a fleet of a fleet. Bad input is not its business: who simulates, checks. */
export type Edit = (fleet: Fleet) => Fleet;

/** What an edit does to one job. */
export type JobEdit = (job: Job) => Job;

/** What an edit does to one resource. */
export type ResourceEdit = (resource: Resource) => Resource;

/** The lists of resources that a fleet has. */
export type ResourceList = ResourceKind["list"];

/** The fleet with its jobs edited, each with its place in the list. */
export function editedJobs(fleet: Fleet, edit: (job: Job, index: number) => Job): Fleet {
  const jobs = editedList(fleet.jobs, edit);
  return jobs === fleet.jobs ? fleet : { ...fleet, jobs };
}

/** The fleet with its resources edited, each with the list that it is in. */
export function editedResources(
  fleet: Fleet,
  edit: (resource: Resource, list: ResourceList) => Resource,
): Fleet {
  let edited = fleet;
  for (const { list } of RESOURCE_KINDS) {
    const was = fleet[list];
    if (was === undefined) continue;
    const now = editedList(was, (resource) => edit(resource, list));
    if (now !== was) edited = { ...edited, [list]: now };
  }
  return edited;
}

function editedList<Item>(
  list: readonly Item[],
  edit: (item: Item, index: number) => Item,
): readonly Item[] {
  const edited = list.map(edit);
  return edited.every((item, index) => item === list[index]) ? list : edited;
}

/**
 * The edit of a part, made once for each part, however many jobs share it and in however many
 * fleets. A part that is no object is edited each time.
 */
export function onceEach<Part>(edit: (part: Part) => Part): (part: Part) => Part {
  const made = new WeakMap<WeakKey, Part>();
  return (part) => {
    if (part === null || (typeof part !== "object" && typeof part !== "function"))
      return edit(part);
    let edited = made.get(part);
    if (edited === undefined) made.set(part, (edited = edit(part)));
    return edited;
  };
}

/**
 * The fleet with so many more jobs: copies of the one with the id `like`, or of all in turn. A copy
 * has an id, and so luck, of its own (R24).
 */
export function withMoreJobs(fleet: Fleet, more: number, like?: string): Fleet {
  const models = like === undefined ? fleet.jobs : fleet.jobs.filter((job) => job.id === like);
  const taken = new Set(fleet.jobs.map((job) => job.id));
  const copies = Array.from({ length: more }, (_, index): Job => {
    const model = models[index % models.length]!;
    const copy = `(copy ${Math.floor(index / models.length) + 1})`;
    let id = `${model.id} ${copy}`;
    while (taken.has(id)) id += "'"; // somebody's own job has this very id
    taken.add(id);
    return {
      ...model,
      id,
      ...(typeof model.name === "string" ? { name: `${model.name} ${copy}` } : {}),
    };
  });
  return { ...fleet, jobs: [...fleet.jobs, ...copies] };
}
