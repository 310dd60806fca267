/**
 * Words with signs between them, where what stands in double quotes belongs together: so a name
 * with `=`, `,` or `.` can be typed.
 *
 * A quote inside quotes is written twice. One that is never closed is a letter like any other.
 */

/** The signs that can separate words. */
export type Separator = "=" | "," | ".";

const QUOTED_OR_SIGN = /"(?:[^"]|"")*"|[=,.]/g;

/** Where a sign stands outside of quotes, ascending. */
export function placesOutside(text: string, sign: Separator): number[] {
  return Array.from(text.matchAll(QUOTED_OR_SIGN)).flatMap(({ 0: found, index }) =>
    found === sign ? [index] : [],
  );
}

/**
 * The parts between signs outside of quotes, as they stand.
 * `splitOutside('"a,b",c', ",") // => ['"a,b"', "c"]`
 */
export function splitOutside(text: string, sign: Separator): string[] {
  const ends = [...placesOutside(text, sign), text.length];
  return ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1]! + 1, end));
}

/** Whether a word is in quotes from its first letter to its last, blanks around it aside. */
export function isQuoted(word: string): boolean {
  return /^"(?:[^"]|"")*"$/.test(word.trim());
}

/**
 * A word without blanks around it, and without its quotes where it is in quotes.
 * `unquoted('"5"" drive"') // => '5" drive'`
 */
export function unquoted(word: string): string {
  const trimmed = word.trim();
  return isQuoted(word) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
}
