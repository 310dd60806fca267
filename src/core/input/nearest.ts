/**
 * "Did you mean Sunday?": the known words that a mistyped one is nearest to, in any letter case.
 *
 * Work is bounded by the known words, never by the input: a word whose length alone puts it out of
 * reach is not compared.
 */

/** How far apart a typing error and its word may be: letters added, lost, changed or swapped. */
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
  // a word of which fewer than half of the letters have to be right is near to nothing
  let best = Math.min(limit, Math.floor(word.length / 2));
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
 * How many letters must be added, removed, changed or swapped with the next one to turn `from`
 * into `to`. Costs the product of both lengths: look at the lengths first. Where it is over
 * `limit`, what comes back is, too, and costs less.
 * `editDistance("Fryday", "Friday") // => 1`
 */
export function editDistance(from: string, to: string, limit = Infinity): number {
  let above: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 0; i < from.length; i++) {
    const below = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = row[j]! + (from[i] === to[j] ? 0 : 1);
      const isSwap = i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j];
      const swapped = isSwap ? above[j - 1]! + 1 : Infinity;
      below.push(Math.min(changed, row[j + 1]! + 1, below[j]! + 1, swapped));
    }
    // no way on gets cheaper than the cheapest so far: of two lines, since a swap skips one
    const cheapest = [...row, ...below].reduce((least, cost) => Math.min(least, cost));
    if (cheapest > limit) return cheapest;
    above = row;
    row = below;
  }
  return row[to.length]!;
}
