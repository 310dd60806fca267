/**
 * ECharts as the page draws with it: on a canvas, which takes hundreds of thousands of bars.
 */
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { LIVE_PARTS, STILL_PARTS } from "../report/svg/parts.js";

use([...STILL_PARTS, ...LIVE_PARTS, CanvasRenderer] as Parameters<typeof use>[0]);

/** A drawing in an element. */
export type Drawing = ECharts;

/** Begins a drawing in an element of some size. */
export function drawingIn(place: HTMLElement): Drawing {
  return init(place, undefined, { renderer: "canvas" });
}
