/**
 * `#drawing` in a browser, and wherever else nobody can load a file at once: what draws pictures is
 * a part of the bundle, and of no bundle that draws none.
 */
import { drawPicture as draw } from "./echartsSvg.cjs";
import type { DrawPicture } from "../report/svg/picture.js";

/** Draws a chart as an SVG document. */
export const drawPicture: DrawPicture = draw;
