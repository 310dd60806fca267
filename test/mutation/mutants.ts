/**
 * What became of mutants, and the list of those that may live.
 *
 * A mutant is known by its line as it stands there and by what becomes of what, not by a number of
 * a line: so the list stays right when code moves, and an entry falls out when its line changes.
 * The invariant: each survivor is explained by its own entry, and each entry by a survivor.
 */

import { isDrawn, NOT_DRAWN } from "./draw.mjs";

/** As much of a report of Stryker as is asked here. */
export interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

/** A change of one place. Lines and columns count from 1. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
  readonly status: string;
  readonly statusReason?: string;
  readonly static?: boolean;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Mutants of one line that may live, each as `was -> becomes`, and why they change nothing. */
export interface Entry {
  readonly line: string;
  readonly mutants: readonly string[];
  readonly why: string;
}

/** Entries by path. */
export type Explained = Readonly<Record<string, readonly Entry[]>>;

/** One that no test noticed. */
export interface Survivor {
  /** Where it is just now: `12:5`. */
  readonly at: string;
  readonly line: string;
  readonly change: string;
  /** Whether any test came by. */
  readonly isReached: boolean;
}

/** How a file fared. */
export interface Verdict {
  /** Mutants that were tried: all, or those that were drawn. */
  readonly tried: number;
  readonly killed: number;
  /** Of the killed, those with which a loop goes on a hundred times as long. */
  readonly endless: number;
  /** Ended by the clock alone: neither killed nor alive. */
  readonly timeouts: number;
  /** Left out, by the reasons that Stryker was given. */
  readonly ignored: number;
  readonly explained: number;
  readonly unexplained: readonly Survivor[];
  /** Entries of the list that explain nobody; not known where a share was drawn. */
  readonly idle: readonly string[];
}

const LONGEST = 100;
const inOneLine = (text: string): string => {
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
};

function survivorOf(source: string, mutant: Mutant): Survivor {
  const lines = source.split("\n");
  const { start, end } = mutant.location;
  const touched = lines.slice(start.line - 1, end.line);
  touched[touched.length - 1] = touched.at(-1)!.slice(0, end.column - 1);
  touched[0] = touched[0]!.slice(start.column - 1);
  return {
    at: `${start.line}:${start.column}`,
    line: lines[start.line - 1]!.trim(),
    change: `${inOneLine(touched.join("\n"))} -> ${inOneLine(mutant.replacement ?? "")}`,
    isReached: mutant.status !== "NoCoverage",
  };
}

const keyOf = (line: string, change: string): string => `${line}\n${change}`;

/** Lines and columns of a report count from 1, those of a runner from 0. */
function drawnBy(path: string, mutant: Mutant): Parameters<typeof isDrawn>[1] {
  const { mutatorName, replacement, location } = mutant;
  const { start, end } = location;
  return {
    path,
    mutatorName,
    replacement,
    lines: [start.line - 1, end.line - 1],
    columns: [start.column - 1, end.column - 1],
  };
}

/** Holds what became of a file's mutants, or of a share of them, against that file's entries. */
export function judge(report: Report, path: string, entries: readonly Entry[], share = 1): Verdict {
  const { source, mutants } = report.files[path]!;
  const allowed = new Set(
    entries.flatMap(({ line, mutants: changes }) => changes.map((change) => keyOf(line, change))),
  );
  const idle = new Set(allowed);
  const unexplained: Survivor[] = [];
  let [killed, endless, timeouts, ignored, explained] = [0, 0, 0, 0, 0];
  const drawn = share === 1 ? mutants : mutants.filter((one) => isDrawn(share, drawnBy(path, one)));
  for (const mutant of drawn) {
    switch (mutant.status) {
      case "Killed":
      case "RuntimeError": // a test could not even be run
        if (mutant.statusReason === NOT_DRAWN)
          throw new Error("invariant: who runs mutants and who judges them draw the same");
        killed += 1;
        if (mutant.statusReason?.includes("Hit count limit reached") === true) endless += 1;
        break;
      case "Timeout":
        if (mutant.statusReason?.startsWith("Hit limit reached") !== true) timeouts += 1;
        else [killed, endless] = [killed + 1, endless + 1];
        break;
      case "Ignored":
        ignored += 1;
        break;
      default: {
        const survivor = survivorOf(source, mutant);
        const key = keyOf(survivor.line, survivor.change);
        idle.delete(key);
        if (allowed.has(key)) explained += 1;
        else unexplained.push(survivor);
      }
    }
  }
  const tried = drawn.length - ignored;
  const left = share < 1 ? [] : [...idle].map((key) => key.replace("\n", "   "));
  return { tried, killed, endless, timeouts, ignored, explained, unexplained, idle: left };
}
