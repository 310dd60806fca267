/**
 * A field of an object of the product's API: its name in any letter case, null as good as absent (R25).
 *
 * Unlike those of a policy, the other keys of a job or a session are nobody's concern: no warning names them.
 */
import { issue, pathTo } from "../../core/input/issues.js";
import { ownValue } from "../../core/input/keys.js";
import type { Field, Reader } from "../../core/input/reader.js";

/** Finds the field of that name, at every place where the object has it. */
export function fieldOf(object: object, path: string, name: string): Field {
  const spellings = Object.keys(object)
    .filter((key) => key.toLowerCase() === name.toLowerCase())
    .map((key) => ({ path: pathTo(path, key), value: ownValue(object, key) }))
    .filter(({ value }) => value !== undefined && value !== null);
  return { path: spellings[0]?.path ?? pathTo(path, name), spellings };
}

/** Reads a text on which nothing depends: a bad one is only a warning. Empty is absent. */
export const readOptionalText: Reader<string> = (path, value, notes) => {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  notes.warnings.push(issue(path, "a text", value, "it is ignored"));
  return undefined;
};

/** The last part of a link's path, which is the id of what it links to; `undefined` where there is no such link. */
export function linkedId(object: object, name: string): string | undefined {
  const links = fieldOf(object, "", "_links").spellings[0]?.value;
  const link = isObject(links) ? fieldOf(links, "", name).spellings[0]?.value : undefined;
  const href = isObject(link) ? fieldOf(link, "", "href").spellings[0]?.value : undefined;
  const id = typeof href === "string" ? /([^/?#]+)\/?(?:[?#].*)?$/.exec(href)?.[1] : undefined;
  return id;
}

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
