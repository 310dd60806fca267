/**
 * Whether a fleet is still as it was: a variation that changes the fleet it is given would change
 * what all others begin with.
 *
 * All that can change is looked up once and held against itself after each variation, value by
 * value: no copy is made, and what is frozen is not looked at again.
 */
import { pathTo } from "../../input/issues.js";

/** An object, where it stands, and its keys and values then. */
interface Seen {
  readonly object: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Remembers a value with all that it holds. What comes back says at which place it has changed
 * since: `jobs[3].rpo`; `undefined` while it has not.
 */
export function changeSince(value: unknown): () => string | undefined {
  const seen: Seen[] = [];
  const known = new Set<unknown>();
  // Depth first without recursion: a fleet may be as deep as its maker likes.
  const waiting: { readonly value: unknown; readonly path: string }[] = [{ value, path: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path } = next;
    if (next.value === null || typeof next.value !== "object" || known.has(next.value)) continue;
    known.add(next.value);
    const object = next.value as Record<string, unknown>;
    const keys = Object.keys(object);
    const values = keys.map((key) => object[key]);
    if (!Object.isFrozen(object)) seen.push({ object, path, keys, values });
    const isList = Array.isArray(object);
    keys.forEach((key, index) =>
      waiting.push({
        value: values[index],
        path: isList ? `${path}[${key}]` : pathTo(path, key),
      }),
    );
  }
  return () => {
    for (const { object, path, keys, values } of seen) {
      for (let index = 0; index < keys.length; index += 1)
        if (!Object.is(object[keys[index]!], values[index]))
          return Array.isArray(object) ? `${path}[${keys[index]!}]` : pathTo(path, keys[index]!);
      if (Object.keys(object).length !== keys.length) return path;
    }
    return undefined;
  };
}
