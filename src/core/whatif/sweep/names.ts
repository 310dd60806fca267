/**
 * The names of variations: each its own, all in the order in which they were given.
 *
 * Nothing that was asked for falls away because two of it are called alike: the second one is
 * `22:00 (2)`. An object puts keys such as "10" and "2" in an order of its own; a list keeps the
 * one that it has.
 */
import { type Issue, issue, pathTo, PolicyError } from "../../input/issues.js";
import type { Fleet } from "../../simulation/fleet.js";
import type { Variation, Variations } from "./study.js";

/**
 * A variation with a name, for a list of them: where names are numbers, or alike, an object would
 * lose their order, or one of them. Throws a `PolicyError` for what is no name or no function.
 *
 * ```ts
 * const first = (count: number) =>
 *   variation(String(count), (fleet) => ({ ...fleet, jobs: fleet.jobs.slice(0, count) }));
 * [first(10), first(2)].map(({ name }) => name) // => ["10", "2"]
 * ```
 */
export function variation(
  name: string,
  change: (fleet: Fleet) => Fleet,
  dimensions?: Readonly<Record<string, string>>,
): Variation {
  const issues: Issue[] = [];
  if (typeof name !== "string") issues.push(issue("name", "a text", name));
  if (typeof change !== "function")
    issues.push(issue("change", "a function that makes a fleet of a fleet", change));
  if (issues.length > 0) throw new PolicyError(issues);
  const named: Variation = (fleet) => change(fleet);
  Object.defineProperty(named, "name", { value: name });
  return dimensions === undefined ? named : Object.assign(named, { dimensions });
}

/** A variation, its name, and where it was given: `variations[3]`. */
export interface NamedVariation {
  readonly name: string;
  readonly path: string;
  readonly variation: Variation;
}

/**
 * Variations with names of their own, in their order: by key, or of a list by the functions' names,
 * `variation 3` for the third if it has none. What is no function is an issue.
 */
export function namedVariations(
  variations: Variations | undefined,
  path: string,
  issues: Issue[],
): NamedVariation[] {
  const given: [name: string, path: string, variation: Variation][] = Array.isArray(variations)
    ? Array.from(variations as ArrayLike<Variation>, (one, index) => [
        one?.name || `variation ${index + 1}`,
        `${path}[${index}]`,
        one,
      ])
    : variations !== null && typeof variations === "object"
      ? Object.entries(variations).map(([name, one]) => [name, pathTo(path, name), one])
      : [];
  for (const [, at, one] of given)
    if (typeof one !== "function")
      issues.push(issue(at, "a function that makes a fleet of a fleet", one));
  const names = ownNames(given.map(([name]) => name));
  return given.map(([, at, one], index) => ({ name: names[index]!, path: at, variation: one }));
}

/** `ownNames(["a", "b", "a"]) // => ["a", "b", "a (2)"]` */
export function ownNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const given = new Map<string, number>();
  return names.map((name) => {
    let count = (given.get(name) ?? 0) + 1;
    let own = name;
    // Bound: every name that is taken is tried at most once for each that is called so.
    if (count > 1) while (taken.has((own = `${name} (${count})`))) count += 1;
    given.set(name, count);
    taken.add(own);
    return own;
  });
}
