/**
 * Numbers with their nouns, lists of them, instants to the minute: as one says them.
 */
import { grouped } from "../../core/input/numberText.js";
import { MINUTE_MS } from "../../core/time/instant.js";
import { localDayTime, momentAt } from "../../core/time/moments.js";
import type { ZoneTable } from "../../core/time/zone.js";

/** `1 start`, `2 starts`, `10,080 starts`; `plural` where the noun has its own. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

/** The same with the first `most` of them, and how many more: `a, b and 40 more`. */
export function someOf(words: readonly string[], most: number): string {
  const rest = words.length - most;
  return listed(rest > 1 ? [...words.slice(0, most), `${grouped(rest)} more`] : words);
}

/** `Mon 2026-01-05 22:40`, the minute in which the instant lies, on the clock of a zone. */
export function minuteText(zone: ZoneTable, instant: number): string {
  return localDayTime(momentAt(zone, Math.floor(instant / MINUTE_MS) * MINUTE_MS));
}
