/**
 * ECharts as the page draws with it: on a canvas, which takes hundreds of thousands of bars, and
 * for paper as SVG, since browsers lose parts of a canvas there.
 */
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { ChartOption } from "../report/drawing/look.js";
import { LIVE_PARTS, STILL_PARTS } from "../report/svg/parts.js";

use([...STILL_PARTS, ...LIVE_PARTS, CanvasRenderer, SVGRenderer] as Parameters<typeof use>[0]);

/** A drawing in an element. */
export type Drawing = ECharts;

/** Begins a drawing in an element of some size. */
export function drawingIn(place: HTMLElement): Drawing {
  return init(place, undefined, { renderer: "canvas" });
}

/** A drawing that stands still, as SVG. */
export function stillDrawing(option: ChartOption, width: number, height: number): string {
  const drawing = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawing.setOption(option);
    // what it says of pointing at something is nothing for paper, nor for the page's policy
    return drawing.renderToSVGString().replace(/<style[^>]*>[^]*?<\/style>/g, "");
  } finally {
    drawing.dispose();
  }
}
