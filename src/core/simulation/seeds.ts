/**
 * Seeds of luck (R24): one, or the list of them that a question is asked under.
 *
 * A list has no seed twice, since the same seed tells nothing new, and at least two, since one says
 * nothing about spread.
 */
import { type Issue, issue } from "../input/issues.js";
import { isWholeNumber } from "../input/scalars.js";

/** More seeds would take days and tell nothing new. */
export const MOST_SEEDS = 100_000;

/** Reads one seed, any safe integer. `undefined` after an issue. */
export function readSeed(seed: unknown, path: string, issues: Issue[]): number | undefined {
  if (Number.isSafeInteger(seed)) return seed as number;
  issues.push(issue(path, "a whole number", seed));
  return undefined;
}

/**
 * Reads the seeds that are asked for, 2 to 100,000: so many, counted from `first` on, or an array
 * of them. `undefined` after issues, each at its place: `seeds[1]`.
 * `readSeeds(3, 10, []) // => [10, 11, 12]`
 */
export function readSeeds(
  asked: unknown,
  first: number,
  issues: Issue[],
  path = "seeds",
): readonly number[] | undefined {
  if (Array.isArray(asked)) return readList(asked, issues, path);
  if (isWholeNumber(asked, 2, MOST_SEEDS))
    return Array.from({ length: asked }, (_, index) => first + index);
  issues.push(issue(path, `a number of seeds from 2 to ${MOST_SEEDS}, or an array of them`, asked));
  return undefined;
}

function readList(
  list: readonly unknown[],
  issues: Issue[],
  path: string,
): readonly number[] | undefined {
  if (list.length < 2 || list.length > MOST_SEEDS) {
    issues.push(issue(path, `2 to ${MOST_SEEDS} seeds`, list));
    return undefined;
  }
  const places = new Map<number, number>();
  for (let index = 0; index < list.length; index += 1) {
    const seed = readSeed(list[index], `${path}[${index}]`, issues);
    if (seed === undefined) continue;
    const before = places.get(seed);
    if (before === undefined) places.set(seed, index);
    else
      issues.push(
        issue(
          `${path}[${index}]`,
          "a seed that occurs once",
          seed,
          `it is ${path}[${before}] too, and the same seed tells nothing new`,
        ),
      );
  }
  return places.size === list.length ? [...places.keys()] : undefined;
}
