/**
 * The forms of sessions and of what came to none, drawn at a place: what a bar or a mark looks
 * like, and nothing of where it lies.
 *
 * Each outcome differs from the others by its form as well as by its colour.
 */
import type { OptionPart } from "./look.js";
import type { BarInside, Palette } from "./palette.js";

/** Draws a bar between two px, about a middle, in a lane so high. */
export type Render = (
  left: number,
  right: number,
  middle: number,
  lane: number,
  isRetry: boolean,
) => OptionPart;

/** Half the width of a mark at an instant, px. */
export const MARK = 4;
/** From here on a bar is wide enough to have something inside. */
const ROOMY = 6;

/** From the instant at which an attempt was due to its start. */
export function waitBar(palette: Palette): Render {
  return (x, right, middle, lane) => {
    const height = Math.max(1, Math.min(4, lane * 0.2));
    return rect(x, middle - height / 2, right - x, height, { fill: palette.wait });
  };
}

/** A session, so high as its share of a lane says, with its outcome inside; a retry is lower. */
export function sessionBar(
  share: number,
  inside: BarInside,
  colour: string,
  palette: Palette,
): Render {
  return (x, right, middle, lane, isRetry) => {
    const height = Math.max(1, lane * share * (isRetry ? 0.6 : 1));
    const y = middle - height / 2;
    const width = right - x;
    const outline = isRetry && width >= ROOMY ? { stroke: palette.text, lineWidth: 1 } : {};
    const whole = rect(x, y, width, height, { fill: colour, ...outline });
    if (inside === "plain" || width < ROOMY || height < 4) return whole;
    if (inside === "stripe") {
      const stripe = rect(x, y + height * 0.68, width, Math.max(1, height * 0.16), {
        fill: palette.background,
      });
      return group(whole, stripe);
    }
    if (inside === "hollow")
      return group(
        rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, {
          fill: palette.background,
          stroke: colour,
          lineWidth: 1.5,
        }),
        rect(right - 3, y, 3, height, { fill: colour }),
      );
    if (inside === "open") {
      const tip = Math.min(5, width / 2);
      const points = [
        [x, y],
        [right - tip, y],
        [right, middle],
        [right - tip, y + height],
        [x, y + height],
      ];
      return { type: "polygon", shape: { points }, style: { fill: colour, ...outline } };
    }
    return group(whole, ...slashes(x, y, width, height, palette));
  };
}

/** A few slashes through a bar, so many however wide it is. */
function slashes(
  x: number,
  y: number,
  width: number,
  height: number,
  palette: Palette,
): OptionPart[] {
  const slant = Math.min(height * 0.7, width);
  const step = Math.max(7, width / 12);
  const lines: OptionPart[] = [];
  for (let at = ((width - slant) % step) / 2; at + slant <= width; at += step)
    lines.push({
      type: "line",
      shape: { x1: x + at, y1: y + height, x2: x + at + slant, y2: y },
      style: { stroke: palette.background, lineWidth: 1.5 },
    });
  return lines;
}

/** A diamond where a full begins. */
export function fullMark(palette: Palette): Render {
  return (x, _, middle, lane) => {
    const half = Math.max(1.5, Math.min(MARK, lane * 0.28));
    const points = [
      [x, middle - half],
      [x + half, middle],
      [x, middle + half],
      [x - half, middle],
    ];
    return {
      type: "polygon",
      shape: { points },
      style: { fill: palette.text, stroke: palette.background, lineWidth: half > 2 ? 1 : 0 },
    };
  };
}

/** A dash: nothing that should have run did not. */
export function blockedMark(palette: Palette): Render {
  return (x, _, middle, lane) => {
    const half = Math.max(1.5, Math.min(MARK, lane * 0.2));
    return {
      type: "line",
      shape: { x1: x - half, y1: middle, x2: x + half, y2: middle },
      style: { stroke: palette.wait, lineWidth: half > 2 ? 2 : 1 },
    };
  };
}

/** A cross: a run that came to no session. */
export function missedMark(palette: Palette): Render {
  return (x, _, middle, lane) => {
    const half = Math.max(1.5, Math.min(MARK, lane * 0.34));
    const style = { stroke: palette.missed, lineWidth: half > 2 ? 1.8 : 1 };
    const line = (up: number): OptionPart => ({
      type: "line",
      shape: { x1: x - half, y1: middle + up * half, x2: x + half, y2: middle - up * half },
      style,
    });
    return group(line(1), line(-1));
  };
}

function rect(x: number, y: number, width: number, height: number, style: OptionPart): OptionPart {
  return {
    type: "rect",
    shape: { x, y, width: Math.max(0, width), height: Math.max(0, height) },
    style,
  };
}

function group(...children: OptionPart[]): OptionPart {
  return { type: "group", children };
}
