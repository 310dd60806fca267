/**
 * What `npm run deep` is asked.
 */
import { parseArgs } from "node:util";
import { PART_NAMES, type PartName } from "./part.ts";

/** How it is used. */
export const USAGE = `npm run deep -- [--seed N] [--only PART[,PART]] [--share 0.01] [--at "PART X"]

  --seed N       draw what N draws; default: another one each time, which is printed
  --only PART    ${PART_NAMES.toSorted().join(", ")}; default: all of them
  --share S      so much of each part, above 0, up to 1; default: 1
  --at "PART X"  replay one case, as it was printed, under the same --seed`;

/** What is wanted. */
export interface Options {
  readonly seed: number;
  readonly parts: readonly PartName[];
  readonly share: number;
  /** Of the one part: what is replayed. */
  readonly at?: string;
}

/** Reads the arguments. Throws an `Error` with what is wrong with them. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string" },
      only: { type: "string" },
      share: { type: "string" },
      at: { type: "string" },
    },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed: expected a whole number from 0, received ${values.seed}`);
  const share = values.share === undefined ? 1 : Number(values.share);
  if (!(share > 0 && share <= 1))
    throw new Error(`--share: expected a number above 0, up to 1, received ${values.share}`);
  const [named, ...rest] = (values.at ?? "").split(" ");
  const wanted = values.at === undefined ? (values.only ?? PART_NAMES.join(",")) : named!;
  const parts = wanted.split(",").map((word) => {
    const part = PART_NAMES.find((name) => name === word);
    if (part === undefined)
      throw new Error(`expected ${PART_NAMES.join(", ")}, received ${JSON.stringify(word)}`);
    return part;
  });
  return {
    seed,
    parts: PART_NAMES.filter((name) => parts.includes(name)),
    share,
    ...(values.at !== undefined && { at: rest.join(" ") }),
  };
}
