/**
 * The engine of pictures: options of ECharts to SVG, without a screen.
 *
 * The same options give the same text, wherever and after whatever: texts are measured by a table
 * of widths also where there is a screen, and names that would count up from picture to picture are
 * counted anew in each.
 */
import { init, setPlatformAPI, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { displayWidth } from "../kit/table.js";
import type { ChartOption } from "../drawing/look.js";
import { STILL_PARTS } from "./parts.js";

let isReady = false;

/** Draws options at a size, px, as the text of an SVG element, and forgets them. */
export function drawSvg(option: ChartOption, width: number, height: number): string {
  if (!isReady) {
    use([...STILL_PARTS, SVGRenderer] as Parameters<typeof use>[0]);
    setPlatformAPI({ measureText: (text, font) => ({ width: widthOf(text, font ?? "") }) });
    isReady = true;
  }
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** What letters take of the size of their font, as wide a one as machines have. */
const NARROW = /[ijlft1I.,:;'|!()[\]{} -]/;
const BROAD = /[mwMW@%&]/;

function widthOf(text: string, font: string): number {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  let width = 0;
  for (const letter of text) {
    const columns = displayWidth(letter);
    width +=
      columns !== 1
        ? columns * 0.52
        : NARROW.test(letter)
          ? 0.38
          : BROAD.test(letter)
            ? 0.92
            : /[A-Z]/.test(letter)
              ? 0.7
              : 0.61;
  }
  return width * size * (font.includes("bold") ? 1.08 : 1);
}
