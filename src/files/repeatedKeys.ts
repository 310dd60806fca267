/**
 * Keys that stand twice in one object of a JSON text: a parser takes the last and says nothing, so
 * a setting that somebody typed is lost.
 *
 * One flat loop over a text that is JSON already, with one set a level of nesting, so the cost is
 * that of the text however it is made (R27). A key is what stands between the quotes: one that is
 * spelt with an escape is another.
 */
import { stringEnd } from "./lenientJson.js";

/** The first key that its object has already: its quote, counted from 0, and the key. */
export interface RepeatedKey {
  readonly at: number;
  readonly key: string;
}

/** Finds the first one; `undefined` where every object has each of its keys once. */
export function firstRepeatedKey(text: string): RepeatedKey | undefined {
  /** Of each level of brackets the keys of the object that is open there; of a list none. */
  const keys: Set<string>[] = [];
  let depth = -1;
  let string = { from: -1, to: -1 };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') {
      string = { from: at, to: stringEnd(text, at) };
      at = string.to;
    } else if (char === ":") {
      const key = text.slice(string.from + 1, string.to);
      if (keys[depth]!.has(key)) return { at: string.from, key };
      keys[depth]!.add(key);
    } else if (char === "{" || char === "[") {
      depth += 1;
      if (keys[depth] === undefined) keys.push(new Set());
      else keys[depth]!.clear();
    } else if (char === "}" || char === "]") depth -= 1;
  }
  return undefined;
}
