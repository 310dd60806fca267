/**
 * Colour as a set of functions, chosen once: every report takes a `Paint` and never asks whether
 * there is a terminal.
 *
 * Colour only repeats what the characters say, so plain text loses nothing.
 */

/** Wraps a text in a style; `PLAIN` gives it back as it is. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  /** A cell of a heat map: 0 is the quietest there is and 1 the hottest. */
  readonly heat: (share: number, text: string) => string;
  /** A cell in which something is prohibited: near 0 to few, 1 to all. */
  readonly shade: (share: number, text: string) => string;
}

const asIs = (text: string): string => text;

/** No colour at all. */
export const PLAIN: Paint = {
  strong: asIs,
  faint: asIs,
  good: asIs,
  warn: asIs,
  bad: asIs,
  heat: (_, text) => text,
  shade: (_, text) => text,
};

/**
 * Foreground and background of the 256-colour palette, cool to hot, for dark and light terminals
 * alike; cold has none.
 */
const HEAT = [
  "",
  "38;5;16;48;5;223",
  "38;5;16;48;5;215",
  "38;5;16;48;5;208",
  "1;38;5;231;48;5;160",
] as const;

/** Greys, from a little to all. */
const SHADES = ["38;5;247", "38;5;248;48;5;238", "38;5;246;48;5;240"] as const;

/** Colours that terminals of the last twenty years show: 16 for text, 256 for the map. */
export const COLOURED: Paint = {
  strong: styled("1"),
  faint: styled("2"),
  good: styled("32"),
  warn: styled("33"),
  bad: styled("1;31"),
  heat: (share, text) => styled(stepOf(HEAT, share))(text),
  shade: (share, text) => styled(stepOf(SHADES, share))(text),
};

function styled(code: string): (text: string) => string {
  return (text) => (text === "" || code === "" ? text : `\u001b[${code}m${text}\u001b[0m`);
}

/** The step for a share in [0, 1]; the last one only for the hottest. */
function stepOf(steps: readonly string[], share: number): string {
  return steps[Math.min(steps.length - 1, Math.floor(share * (steps.length - 1)))]!;
}

/**
 * Whether to colour: `FORCE_COLOR` decides where it is set (`0` and `false` are no), then
 * `NO_COLOR` (anything but empty is no), then whether it is a terminal that can (`TERM` is not
 * `dumb`). As Node and no-color.org have it.
 */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force.toLowerCase() !== "false";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}
