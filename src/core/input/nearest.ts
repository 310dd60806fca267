/**
 * "Did you mean Sunday?": the known words that a mistyped one is nearest to, in any letter case.
 *
 * Work is bounded by the known words, never by the input: a word whose length alone puts it out of
 * reach is not compared.
 */

/** How far apart a typing error and its word may be: two letters added, lost or changed. */
const TYPING_ERRORS = 2;

/** More equally near words than this say nothing about which was meant. */
const WORDS_NAMED = 3;

/**
 * A hint for the end of a message, or `undefined` where no known word, or too many, are within two
 * typing errors (R26).
 * `didYouMean("Sonday", ["Sunday", "Monday", "Friday"]) // => "did you mean Sunday or Monday?"`
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const words = nearest(word, known);
  if (words.length === 0 || words.length > WORDS_NAMED) return undefined;
  return `did you mean ${words.join(" or ")}?`;
}

/**
 * The known words at the smallest edit distance from `word`, in their own order: none where that is
 * over `limit`. Letter case does not count.
 * `nearest("weekend", ["Everyday", "Weekends"]) // => ["Weekends"]`
 */
export function nearest(
  word: string,
  known: readonly string[],
  limit: number = TYPING_ERRORS,
): string[] {
  // a word of which no letter has to be right is near to nothing
  let best = Math.min(limit, word.length - 1);
  let words: string[] = [];
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > best) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), best);
    if (distance > best) continue;
    if (distance < best) words = [];
    best = distance;
    words.push(candidate);
  }
  return words;
}

/**
 * How many letters must be added, removed or changed to turn `from` into `to` (Levenshtein). Costs
 * the product of both lengths: look at the lengths first. Where it is over `limit`, what comes back
 * is, too, and costs less.
 * `editDistance("Fryday", "Friday") // => 1`
 */
export function editDistance(from: string, to: string, limit = Infinity): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 0; i < from.length; i++) {
    const below = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = row[j]! + (from[i] === to[j] ? 0 : 1);
      below.push(Math.min(changed, row[j + 1]! + 1, below[j]! + 1));
    }
    row = below;
    // no way on from here gets cheaper than the cheapest so far
    const cheapest = row.reduce((least, cost) => Math.min(least, cost));
    if (cheapest > limit) return cheapest;
  }
  return row[to.length]!;
}
