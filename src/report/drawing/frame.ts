/**
 * What every chart has around its figures: a title, the figures in a sentence or two, a legend, and
 * the same sentences for who cannot see it.
 *
 * Texts of others are cleaned before they are laid out, and escaped where they become HTML.
 */
import { clean } from "../kit/safe.js";
import { displayWidth, wrap } from "../kit/table.js";
import type { ChartOption, Look, OptionPart } from "./look.js";
import { type Palette, paletteOf } from "./palette.js";

/** The font of all text: what the viewer's machine has. */
export const FONT = "sans-serif";

/** Air between a chart and its edge, px. */
export const EDGE = 16;

const TITLE_LINE = 20;
const TEXT_LINE = 16;
const LEGEND_LINE = 20;
/** Columns of a terminal in px, at 12 px: a little more than letters take in the middle. */
const COLUMN_PX = 6.6;

/** An entry of a legend: the name of its series, and how it looks. */
export interface LegendEntry {
  readonly name: string;
  readonly icon?: string;
  readonly itemStyle?: OptionPart;
  readonly lineStyle?: OptionPart;
}

/** What stands around a chart, and where there is room for the chart itself. */
export interface Frame {
  readonly option: OptionPart;
  readonly palette: Palette;
  /** The first row of px below title, figures and legend. */
  readonly top: number;
}

/** What a frame says. */
export interface FrameTexts {
  readonly title: string;
  /** Sentences of the figures, a line each where there is room. */
  readonly lines: readonly string[];
  readonly legend?: readonly LegendEntry[];
  /** Sentences that only who cannot see the chart is told, since it shows them. */
  readonly spoken?: readonly string[];
}

/** The frame of a chart. Its label for who cannot see it has the title, and all sentences. */
export function frameOf(look: Look, { title, lines, legend = [], spoken = [] }: FrameTexts): Frame {
  const palette = paletteOf(look.isDark);
  const columns = Math.max(20, Math.floor((look.width - 2 * EDGE) / COLUMN_PX));
  const shown = clean(look.title ?? title);
  const titleLines = shown === "" ? [] : wrap(shown, Math.floor(columns * 0.8));
  const subLines = lines.flatMap((line) => wrap(clean(line), columns));
  const below = EDGE + titleLines.length * TITLE_LINE + subLines.length * TEXT_LINE;
  const legendTop = below + 8;
  const top = legend.length === 0 ? below : legendTop + legendRows(legend, look) * LEGEND_LINE;
  return {
    palette,
    top: top + (legend.length === 0 ? 10 : 4),
    option: {
      animation: false,
      backgroundColor: palette.background,
      textStyle: { fontFamily: FONT, fontSize: 12, color: palette.text },
      color: [palette.candidate, palette.baseline],
      aria: {
        enabled: true,
        label: { description: sentencesOf([look.title ?? title, ...lines, ...spoken]) },
        decal: { show: false },
      },
      title: {
        left: EDGE - 5,
        top: EDGE - 5,
        itemGap: 4,
        text: titleLines.join("\n"),
        subtext: subLines.join("\n"),
        textStyle: {
          color: palette.text,
          fontFamily: FONT,
          fontSize: 15,
          fontWeight: "bold",
          lineHeight: TITLE_LINE,
        },
        subtextStyle: {
          color: palette.faint,
          fontFamily: FONT,
          fontSize: 12,
          lineHeight: TEXT_LINE,
        },
      },
      ...(legend.length === 0 ? {} : { legend: legendOf(legend, legendTop, palette) }),
      tooltip: {
        renderMode: "html",
        confine: true,
        transitionDuration: 0,
        backgroundColor: palette.background,
        borderColor: palette.rule,
        textStyle: { color: palette.text, fontFamily: FONT, fontSize: 12 },
      },
    },
  };
}

/** How many px a text takes at 12 px, rather more than less. */
export function textPx(text: string): number {
  return Math.ceil(displayWidth(text) * 7);
}

function legendRows(entries: readonly LegendEntry[], { width }: Look): number {
  let rows = 1;
  let x = 0;
  for (const { name } of entries) {
    const entry = textPx(name) + 18 + 5 + 16;
    if (x > 0 && x + entry > width - 2 * EDGE) {
      rows += 1;
      x = 0;
    }
    x += entry;
  }
  return rows;
}

function legendOf(entries: readonly LegendEntry[], top: number, palette: Palette): OptionPart {
  return {
    top,
    left: EDGE,
    right: EDGE,
    padding: 0,
    itemWidth: 18,
    itemHeight: 10,
    itemGap: 16,
    align: "left",
    data: entries,
    textStyle: { color: palette.text, fontFamily: FONT, fontSize: 12 },
    inactiveColor: palette.rule,
  };
}

/** Sentences one after the other, each with its full stop. */
function sentencesOf(lines: readonly string[]): string {
  return lines
    .map((line) => clean(line).trim())
    .filter((line) => line !== "")
    .map((line) => (/[.!?]$/.test(line) ? line : `${line}.`))
    .join(" ");
}

/** Text as HTML: cleaned, escaped, and kept from turning the direction of what is beside it. */
export function htmlText(text: string): string {
  const escaped = clean(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
  return `<bdi>${escaped}</bdi>`;
}

/** Lines of plain text as a tooltip, the first one strong. */
export function tooltipLines(lines: readonly string[]): string {
  const [head = "", ...rest] = lines.map(htmlText);
  return [`<b>${head}</b>`, ...rest].join("<br>");
}

/** A picture that has nothing to draw says so, in its middle. */
export function emptyOption(look: Look, title: string, why: string): ChartOption {
  const { option, palette } = frameOf(look, { title, lines: [why] });
  return { ...option, xAxis: [], yAxis: [], series: [], color: [palette.candidate] };
}
