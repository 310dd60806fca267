/**
 * Who is meant: jobs by id or name, resources by id, name or kind, as people type them; or by ids
 * alone.
 *
 * Nobody is not an answer: a word that means no one is an issue, with what it may have meant.
 */
import { type Issue, issue } from "../../input/issues.js";
import { didYouMean } from "../../input/nearest.js";
import {
  aResource,
  type Fleet,
  type Job,
  type Resource,
  RESOURCE_KINDS,
  type ResourceKind,
} from "../../simulation/fleet.js";
import type { ResourceList } from "./fleetEdits.js";

/**
 * Whether a name is meant by a pattern: the same in any letter case, `*` for any letters, also for
 * none. The work grows with name and pattern, however many stars there are.
 *
 * `nameMatcher("mail *")("Mail Berlin") // => true`
 */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const [first = "", ...pieces] = folded(pattern).split("*");
  const last = pieces.pop();
  return (name) => {
    const letters = folded(name);
    if (last === undefined) return letters === first;
    if (!letters.startsWith(first) || !letters.endsWith(last)) return false;
    // The leftmost place of a piece leaves most room for the next: no other has to be tried.
    let at = first.length;
    for (const piece of pieces) {
      const found = letters.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= letters.length - last.length;
  };
}

/** Without letter case. The two small sigmas are one letter: which it is depends on its place. */
function folded(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/**
 * The jobs whose id or name is meant. Notes an issue where there is none; `alike` is the setting
 * that resources have instead of this one.
 */
export function jobsMeant(
  fleet: Fleet,
  who: string,
  path: string,
  issues: Issue[],
  alike?: string,
): Job[] {
  const jobs = jobsCalled(fleet, who);
  if (jobs.length === 0) {
    const known = fleet.jobs.flatMap(({ id, name }) => (name === undefined ? [id] : [name, id]));
    const hint =
      alike !== undefined && resourcesCalled(fleet, who).size > 0
        ? `of a resource it is ${alike}`
        : didYouMean(who, [...new Set(known)]);
    issues.push(issue(path, "the id or name of a job", who, hint));
  }
  return jobs;
}

function jobsCalled(fleet: Fleet, who: string): Job[] {
  const isMeant = nameMatcher(who);
  return fleet.jobs.filter(({ id, name }) => isMeant(id) || (name !== undefined && isMeant(name)));
}

/** The one job with this id, or else with this name. Notes an issue where there is not one. */
export function oneJobMeant(
  fleet: Fleet,
  who: string,
  path: string,
  issues: Issue[],
): Job | undefined {
  const byId = fleet.jobs.find(({ id }) => id === who);
  if (byId !== undefined) return byId;
  const [job, ...others] = jobsMeant(fleet, who, path, issues);
  if (others.length === 0) return job;
  const expected = "the id or name of one job";
  issues.push(issue(path, expected, who, `it is that of ${others.length + 1}`));
  return undefined;
}

/** Ids of resources, by the list in which they stand. */
export type ResourceIds = ReadonlyMap<ResourceList, ReadonlySet<string>>;

/**
 * The resources whose id or name, or whose list (`proxies`), is meant. Notes an issue where there
 * is none; `alike` is the setting that jobs have instead of this one.
 */
export function resourcesMeant(
  fleet: Fleet,
  who: string | undefined,
  path: string,
  issues: Issue[],
  alike?: string,
): ResourceIds {
  const meant = resourcesCalled(fleet, who);
  if (meant.size === 0) {
    const known = RESOURCE_KINDS.flatMap(({ list }) =>
      (fleet[list] ?? []).flatMap(({ id, name = id }) => [list, name, id]),
    );
    const hint =
      who === undefined
        ? `say whose: proxy-1.${path}=..., proxies.${path}=...`
        : alike !== undefined && jobsCalled(fleet, who).length > 0
          ? `of a job it is ${alike}`
          : didYouMean(who, [...new Set(known)]);
    issues.push(issue(path, `the id or name of a resource, or ${LISTS}`, who, hint));
  }
  return meant;
}

function resourcesCalled(fleet: Fleet, who: string | undefined): ResourceIds {
  const isMeant = nameMatcher(who ?? "");
  return idsWhere(
    fleet,
    ({ id, name }, list) =>
      list === who?.toLowerCase() || isMeant(id) || (name !== undefined && isMeant(name)),
  );
}

/** `proxies, repositories or organizations`, and the same of one. */
const LISTS = anyOf(RESOURCE_KINDS.map(({ list }) => list));
const NAMES = anyOf(RESOURCE_KINDS.map(({ name }) => name));

function anyOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/**
 * The one resource with this very id, of the kind if one is given. Notes an issue under
 * `path.resourceId` where there is none, under `path.kind` where there are several.
 */
export function resourceWithId(
  fleet: Fleet,
  id: string,
  kind: ResourceKind["name"] | undefined,
  path: string,
  issues: Issue[],
): ResourceIds {
  const found = idsWhere(
    fleet,
    (each, list) => each.id === id && (kind === undefined || kind === nameOf(list)),
  );
  if (found.size === 0) {
    const expected = `the id of ${aResource(kind ?? NAMES)} of the fleet`;
    issues.push(issue(`${path}.resourceId`, expected, id));
  }
  if (found.size > 1) {
    const kinds = [...found.keys()].map(nameOf).join(" or ");
    const expected = `${kinds}, since both have the id ${JSON.stringify(id)}`;
    issues.push(issue(`${path}.kind`, expected, kind));
  }
  return found;
}

function nameOf(list: ResourceList): ResourceKind["name"] {
  return RESOURCE_KINDS.find((kind) => kind.list === list)!.name;
}

function idsWhere(
  fleet: Fleet,
  isMeant: (resource: Resource, list: ResourceList) => boolean,
): ResourceIds {
  const ids = new Map<ResourceList, ReadonlySet<string>>();
  for (const { list } of RESOURCE_KINDS) {
    const meant = (fleet[list] ?? []).filter((one) => isMeant(one, list)).map(({ id }) => id);
    if (meant.length > 0) ids.set(list, new Set(meant));
  }
  return ids;
}
