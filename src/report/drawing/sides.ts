/**
 * How the two sides of a what-if look: told apart by colour and by stroke, the baseline the fainter
 * one.
 */
import type { SideName } from "../charts/chart.js";
import type { LegendEntry } from "./frame.js";
import type { OptionPart } from "./look.js";
import type { Palette } from "./palette.js";

/** The colour of a side; where there is one side, that of a candidate. */
export function sideColour(side: SideName, palette: Palette): string {
  return side === "baseline" ? palette.baseline : palette.candidate;
}

/** The stroke of a side. */
export function sideStroke(side: SideName, isTwo: boolean): OptionPart {
  return side === "baseline" && isTwo
    ? { type: [5, 3], width: 1.5 }
    : { type: "solid", width: 1.5 };
}

/** A side in the legend of lines. */
export function sideEntry(side: SideName, palette: Palette): LegendEntry {
  return {
    name: side,
    icon: side === "baseline" ? "path://M0,6h8v3h-8zM12,6h8v3h-8z" : "path://M0,6h20v3h-20z",
    itemStyle: { color: sideColour(side, palette) },
    lineStyle: { color: sideColour(side, palette), ...sideStroke(side, true) },
  };
}

/** A sentence about a side: `Baseline: no start`; `No start` where there is one side. */
export function ofSide(side: SideName, sentence: string): string {
  return side === ""
    ? sentence.charAt(0).toUpperCase() + sentence.slice(1)
    : `${side === "baseline" ? "Baseline" : "Candidate"}: ${sentence}`;
}
