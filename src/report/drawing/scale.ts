/**
 * Amounts as a few shades: round bounds from nothing to the most, the same for every part of a
 * chart.
 */
import { grouped } from "../../core/input/numberText.js";
import type { OptionPart } from "./look.js";
import type { Palette } from "./palette.js";

/** A shade, what it stands for, and the ink that is read on it. */
export interface Shade {
  /** From more than `above` to `upTo`; of whole numbers those between. */
  readonly above: number;
  readonly upTo: number;
  readonly label: string;
  readonly colour: string;
  readonly ink: string;
}

const MOST_SHADES = 5;

/** The smallest round number that is not below a value: 1, 2, 2.5 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(12));
}

/** Shades for 0 and for up to five ranges as far as `most`. `isWhole`: of whole numbers. */
export function shadesOf(most: number, isWhole: boolean, palette: Palette): Shade[] {
  const none: Shade = {
    above: Number.NEGATIVE_INFINITY,
    upTo: 0,
    label: "0",
    colour: palette.shades[0]!,
    ink: palette.inks[0]!,
  };
  if (!(most > 0)) return [none];
  const rounded = roundUp(most / MOST_SHADES);
  const step = isWhole ? Math.max(1, Math.ceil(rounded)) : rounded;
  const count = Math.min(MOST_SHADES, Math.ceil(most / step - 1e-9));
  const shades = Array.from({ length: count }, (_, index): Shade => {
    const at = Math.round(((index + 1) / count) * MOST_SHADES);
    const above = Number((index * step).toPrecision(12));
    const upTo = index === count - 1 ? most : Number(((index + 1) * step).toPrecision(12));
    const least = isWhole ? above + 1 : above;
    const label =
      isWhole && least >= upTo
        ? grouped(upTo)
        : `${amountText(least)} to ${amountText(isWhole ? upTo : Math.max(upTo, least))}`;
    return { above, upTo, label, colour: palette.shades[at]!, ink: palette.inks[at]! };
  });
  return [none, ...shades];
}

/** The shade of an amount. */
export function shadeOf(shades: readonly Shade[], amount: number): Shade {
  return shades.find(({ upTo }) => amount <= upTo) ?? shades.at(-1)!;
}

/** An amount with two digits after the point at most. */
export function amountText(amount: number): string {
  return grouped(Math.round(amount * 100) / 100);
}

/** The same where there is room for four characters: `12k` for 12,345, `1.2k` for 1,234. */
export function shortAmount(amount: number): string {
  const units = [
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const;
  const rounded = Math.round(amount * 10) / 10;
  for (const [name, size] of units) {
    if (rounded < size) continue;
    const inUnits = rounded / size;
    return `${inUnits < 10 ? Math.floor(inUnits * 10) / 10 : Math.floor(inUnits)}${name}`;
  }
  return amount > 0 && rounded === 0
    ? "<0.1"
    : grouped(rounded >= 100 ? Math.round(amount) : rounded);
}

/** Shades as a legend that one can point at. */
export function shadeLegend(
  shades: readonly Shade[],
  palette: Palette,
  isWhole: boolean,
  more: OptionPart,
): OptionPart {
  return {
    type: "piecewise",
    orient: "horizontal",
    pieces: shades.map(({ above, upTo, label, colour }) => ({
      ...(Number.isFinite(above) ? (isWhole ? { gte: above + 1 } : { gt: above }) : {}),
      lte: upTo,
      label,
      color: colour,
    })),
    itemWidth: 18,
    itemHeight: 12,
    itemGap: 12,
    padding: 0,
    itemSymbol: "rect",
    textStyle: { color: palette.text, fontSize: 12 },
    ...more,
  };
}
