/**
 * A chart as a picture on paper: what a package draws with is all behind this one function.
 */
import type { Chart } from "../charts/chart.js";
import type { Look } from "../drawing/look.js";
import { optionOf, sentenceOf } from "../drawing/option.js";
import { usualHeight } from "../drawing/size.js";
import { svgDocument } from "./document.js";
import { drawSvg } from "./engine.js";

/** How a picture looks; without a height it is as high as its chart needs. */
export interface PictureLook extends Omit<Look, "height" | "isStill"> {
  readonly height?: number;
}

/** Draws a chart as an SVG document. */
export type DrawPicture = (chart: Chart, look: PictureLook) => string;

/** Draws a chart as an SVG document: the same bytes for the same chart and look. */
export const drawPicture: DrawPicture = (chart, look) => {
  const rows = chart.kind === "sessions" ? (look.rows ?? chart.jobs).length : 0;
  const height = look.height ?? usualHeight(chart, rows);
  const option = optionOf(chart, { ...look, height, isStill: true });
  const description = sentenceOf(option);
  const title = description.slice(0, description.indexOf(". ") + 1) || description;
  return svgDocument(drawSvg(option, look.width, height), { title, description });
};
