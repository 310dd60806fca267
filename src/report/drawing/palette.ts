/**
 * The colours of charts, on light and on dark, and how outcomes and sides differ beside them.
 *
 * Hues are those of Okabe and Ito, which people with any kind of colour vision tell apart. No two
 * things differ by hue alone: outcomes by the height of a bar and by its form, sides by stroke,
 * shades by what is written in them.
 */
import type { SESSION_OUTCOMES } from "../charts/chart.js";

/** How a session ended. */
export type SessionOutcome = (typeof SESSION_OUTCOMES)[number];

/** The colours of a chart. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly rule: string;
  /** The two sides; a chart of one side has the candidate's. */
  readonly baseline: string;
  readonly candidate: string;
  /** What a side is compared with: a capacity, a target. */
  readonly limit: string;
  /** Where something is over its limit. */
  readonly over: string;
  readonly wait: string;
  readonly missed: string;
  readonly outcomes: Readonly<Record<SessionOutcome, string>>;
  /** Nothing, then from a little to the most; `inks` is what is written on each. */
  readonly shades: readonly string[];
  readonly inks: readonly string[];
}

const DARK_INK = "#10161d";
const LIGHT_INK = "#ffffff";

const LIGHT: Palette = {
  background: "#ffffff",
  text: "#1f2328",
  faint: "#59636e",
  rule: "#d9dfe5",
  baseline: "#6e7781",
  candidate: "#0072b2",
  limit: "#a33f00",
  over: "#d55e00",
  wait: "#8c959f",
  missed: "#1f2328",
  outcomes: {
    Success: "#0072b2",
    Warning: "#e69f00",
    Failed: "#d55e00",
    Stopped: "#a8487f",
    Running: "#009e73",
  },
  shades: ["#f3f5f7", "#cfe4f5", "#94c5e8", "#4d9fd3", "#1b74ae", "#084c7f"],
  inks: ["#59636e", DARK_INK, DARK_INK, DARK_INK, LIGHT_INK, LIGHT_INK],
};

const DARK: Palette = {
  background: "#12161b",
  text: "#e6edf3",
  faint: "#a3adb8",
  rule: "#313a44",
  baseline: "#a3adb8",
  candidate: "#56b4e9",
  limit: "#ffa477",
  over: "#e8743b",
  wait: "#6e7781",
  missed: "#e6edf3",
  outcomes: {
    Success: "#56b4e9",
    Warning: "#f0e442",
    Failed: "#ee7d3f",
    Stopped: "#cc79a7",
    Running: "#2fc79a",
  },
  shades: ["#1b2129", "#143552", "#17507c", "#2377b4", "#56a5dd", "#b0d9f7"],
  inks: ["#a3adb8", LIGHT_INK, LIGHT_INK, LIGHT_INK, DARK_INK, DARK_INK],
};

/** The colours for a light ground, or for a dark one. */
export function paletteOf(isDark: boolean): Palette {
  return isDark ? DARK : LIGHT;
}

/**
 * The form of a bar by its outcome: what share of the row is high, what is drawn inside. A bar of a
 * pixel still has its height.
 */
export const BAR_FORMS: Readonly<
  Record<SessionOutcome, { readonly height: number; readonly inside: BarInside }>
> = {
  Success: { height: 0.5, inside: "plain" },
  Warning: { height: 0.62, inside: "stripe" },
  Failed: { height: 0.86, inside: "cross" },
  Stopped: { height: 0.74, inside: "hollow" },
  Running: { height: 0.5, inside: "open" },
};

/**
 * What is drawn inside of a bar: nothing; a stripe along its foot; a diagonal; only its outline,
 * with a thick end; no end.
 */
export type BarInside = "plain" | "stripe" | "cross" | "hollow" | "open";
