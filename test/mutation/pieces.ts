/**
 * The pieces in which the core is mutated: what is changed, and the tests that have to see it. They
 * are the ones that stand beside the sources, since a floor has to be held by its own tests.
 */
import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { ROOT } from "../support/paths.ts";

/** Which sources are changed, and which tests judge. */
export interface Piece {
  /** A folder of `src/core`; `deep`, with the folders in it. */
  readonly folder: string;
  readonly deep?: boolean;
  /** Folders of `test/core`, with the folders in them. */
  readonly tests: readonly string[];
  /**
   * What share of their draws properties make, where all of them would take too long: a mutant that
   * lives costs all tests that come by.
   */
  readonly draws?: number;
}

const own = (folder: string): Piece => ({ folder, deep: true, tests: [folder] });

/** All pieces by name, from the ground up. */
export const PIECES: Readonly<Record<string, Piece>> = {
  input: { ...own("input"), tests: ["input", "policy"] },
  time: own("time"),
  policy: { ...own("policy"), draws: 0.1 },
  schedule: { ...own("schedule"), draws: 0.02 },
  simulation: { folder: "simulation", tests: ["simulation"], draws: 0.03 },
  books: { ...own("simulation/books"), tests: ["simulation"], draws: 0.03 },
  engine: { folder: "simulation/engine", tests: ["simulation"], draws: 0.03 },
  alone: { ...own("simulation/engine/alone"), tests: ["simulation"], draws: 0.03 },
  parts: { ...own("simulation/engine/parts"), tests: ["simulation"], draws: 0.03 },
  forecast: { ...own("forecast"), draws: 0.1 },
  whatif: { folder: "whatif", tests: ["whatif"], draws: 0.03 },
  edits: { ...own("whatif/edits"), draws: 0.05 },
  compare: { ...own("whatif/compare"), draws: 0.03 },
  sweep: { ...own("whatif/sweep"), draws: 0.03 },
  stagger: { ...own("whatif/stagger"), draws: 0.03 },
  headroom: { ...own("whatif/headroom"), draws: 0.03 },
};

const SLOW = /\.(?:spy|process)\.test\.ts$/;

function filesUnder(folder: string, deep: boolean, isWanted: (name: string) => boolean): string[] {
  return readdirSync(`${ROOT}${folder}`, { encoding: "utf8", recursive: deep })
    .filter(isWanted)
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .toSorted();
}

/** The files that are changed in a piece, from the top of the project. */
export const filesOf = ({ folder, deep = false }: Piece): string[] =>
  filesUnder(`src/core/${folder}`, deep, (name) => name.endsWith(".ts"));

/** The files of tests that judge a piece: examples and laws. */
export const testFilesOf = ({ tests }: Piece): string[] =>
  tests.flatMap((folder) =>
    filesUnder(
      `test/core/${folder}`,
      true,
      (name) => name.endsWith(".test.ts") && !SLOW.test(name),
    ),
  );

/** The piece in which a file is changed; `undefined` where it is of none. */
export const pieceOf = (path: string): string | undefined =>
  Object.keys(PIECES).find((name) => filesOf(PIECES[name]!).includes(path));
