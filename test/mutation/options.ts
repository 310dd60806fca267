/**
 * What `npm run mutation` is asked.
 */
import { parseArgs } from "node:util";
import { filesOf, pieceOf, PIECES } from "./pieces.ts";

/** How it is used. */
export const USAGE = `npm run mutation -- [--piece NAME[,NAME] | --only FILE[,FILE]] [--share 0.1]
                    [--list] [--again] [--workers 2]

  --piece NAME  ${Object.keys(PIECES).slice(0, 8).join(", ")},
                ${Object.keys(PIECES).slice(8).join(", ")}; default: all
  --only FILE   one file of them: src/core/time/zone.ts
  --share S     about this share of the mutants, drawn from what they are; default: all
  --list        how each piece fares as far as it is known, and nothing is run
  --again       forget what is kept of these files
  --workers N   so many processes at once; default: 1`;

/** What is wanted. */
export interface Options {
  /** Paths of the files to mutate, by the name of their piece. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** The share of the mutants that is tried, above 0 and up to 1. */
  readonly share: number;
  readonly isList: boolean;
  readonly isAgain: boolean;
  readonly workers: number;
}

/** Reads the arguments. Throws an `Error` with what is wrong with them. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      piece: { type: "string" },
      only: { type: "string" },
      share: { type: "string", default: "1" },
      list: { type: "boolean", default: false },
      again: { type: "boolean", default: false },
      workers: { type: "string", default: "1" },
    },
  });
  const workers = Number(values.workers);
  if (!(Number.isSafeInteger(workers) && workers > 0))
    throw new Error(`--workers: expected a whole number from 1, received ${values.workers}`);
  const share = Number(values.share);
  if (!(share > 0 && share <= 1))
    throw new Error(`--share: expected a number above 0, up to 1, received ${values.share}`);
  if (values.piece !== undefined && values.only !== undefined)
    throw new Error("expected --piece or --only, received both");

  const files = new Map<string, string[]>();
  if (values.only !== undefined)
    for (const path of values.only.split(",")) {
      const name = pieceOf(path);
      if (name === undefined) throw new Error(`--only: ${path} is a file of no piece`);
      files.set(name, [...(files.get(name) ?? []), path]);
    }
  else
    for (const name of values.piece?.split(",") ?? Object.keys(PIECES)) {
      const piece = PIECES[name];
      if (piece === undefined)
        throw new Error(
          `--piece: expected ${Object.keys(PIECES).join(", ")}, received ${JSON.stringify(name)}`,
        );
      files.set(name, filesOf(piece));
    }
  return { files, share, isList: values.list, isAgain: values.again, workers };
}
