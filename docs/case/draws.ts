/**
 * Numbers that look drawn, and are functions of a text: the same key gives the same number, in any
 * order and on any machine. So the provider is the same wherever it is made.
 */
import { createHash } from "node:crypto";

/** A number in `[0, 1)` that belongs to a text. */
export function draw(key: string): number {
  let hash = 0x811c9dc5; // FNV-1a, and the finish of MurmurHash3, so that near keys are far apart
  for (let at = 0; at < key.length; at += 1)
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A number of the normal distribution, mean 0 and deviation 1 (Box and Muller). */
export function drawNormal(key: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(`${key} radius`)));
  return radius * Math.cos(2 * Math.PI * draw(`${key} angle`));
}

/** One of some things, each as often as its weight says. */
export function drawOf<Thing>(key: string, things: readonly (readonly [Thing, number])[]): Thing {
  const sum = things.reduce((all, [, weight]) => all + weight, 0);
  let rest = draw(key) * sum;
  for (const [thing, weight] of things) {
    rest -= weight;
    if (rest < 0) return thing;
  }
  return things.at(-1)![0];
}

/** An id as the product gives it: 32 hexadecimal digits in five groups, those of a digest. */
export function idOf(key: string): string {
  const digits = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
