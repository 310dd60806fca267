/**
 * Text in columns: widths as a terminal shows them, whatever colours and scripts the text is in.
 *
 * All text of others (names, messages) goes through `clean` before it is laid out.
 */
import { grouped } from "../../core/input/numberText.js";
import { hoursMinutes } from "../../core/time/length.js";

/** Escape sequences of colours: they take no room. */
const COLOUR = /\u001b\[[\d;]*m/g;

/** Characters that take no column of their own: combining marks, joiners, variation selectors. */
const WIDTHLESS = /^[\p{Mn}\p{Me}\u200b-\u200f]$/u;

/** Characters that take two columns: East Asian wide and full-width forms, emoji. */
const WIDE = [
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3]$/u,
  /^[\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]$/u,
  /^[\u{16fe0}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u,
];

/** How many columns a text takes. Colours take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text.replace(COLOUR, ""))
    width += char <= "~" ? 1 : WIDTHLESS.test(char) ? 0 : isWide(char) ? 2 : 1;
  return width;
}

function isWide(char: string): boolean {
  return WIDE.some((kind) => kind.test(char));
}

/** The text with blanks after it, up to a width. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with blanks before it, up to a width. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** A text without colours, cut to a width with `...` where it is longer. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  for (const char of text) {
    if (displayWidth(kept + char) > width - 3) break;
    kept += char;
  }
  return `${kept}...`;
}

/**
 * A text without colours in lines of at most `width`, broken at blanks, of which one is left
 * between words; a longer word is cut.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((some) => some !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    lines.push(cut(line, width));
    line = word;
  }
  lines.push(cut(line, width));
  return lines;
}

/**
 * Rows of cells with every column as wide as its widest cell; two blanks between columns, none at
 * the ends of lines.
 */
export function table(rows: readonly (readonly string[])[], indent = 0): string[] {
  const widths = widthsOf(rows);
  return rows.map(
    (row) =>
      " ".repeat(indent) +
      row
        .map((cell, column) => padEnd(cell, widths[column]!))
        .join("  ")
        .trimEnd(),
  );
}

/** The widest cell of each column. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach(
      (cell, column) => (widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))),
    );
  return widths;
}

/** Names are not cut narrower than this. */
const NARROWEST_NAME = 12;

/**
 * As `table`, of at most `width` columns where that is to be had: the cells of one column, names as
 * a rule, are cut as narrow as it takes, to 12 columns at least.
 */
export function narrowTable(
  rows: readonly (readonly string[])[],
  width: number,
  names: number,
  indent = 0,
): string[] {
  const others = widthsOf(rows).reduce(
    (sum, each, column) => sum + (column === names ? 0 : each + 2),
    indent,
  );
  const room = Math.max(NARROWEST_NAME, width - others);
  return table(
    rows.map((row) => row.map((cell, column) => (column === names ? cut(cell, room) : cell))),
    indent,
  );
}

/** A label and lines beside it: the label on the first line, the others below its text. */
export function labelled(
  label: string,
  lines: readonly string[],
  labelWidth: number,
  indent = 0,
): string[] {
  return lines.map((line, index) =>
    `${" ".repeat(indent)}${padEnd(index === 0 ? label : "", labelWidth)}${line}`.trimEnd(),
  );
}

/** The sign for nothing: a zero would hide the numbers that matter. */
export const NOTHING = "\u00b7";

/**
 * A heading and rows below it, all as long, at most `width` columns where the names can be cut to
 * that; with `whole` a name that is too long has a line of its own instead, above its numbers.
 */
export function numberTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = 2,
  names: "cut" | "whole" = "cut",
): string[] {
  const widths = head.map((name, column) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[column] ?? "")), displayWidth(name)),
  );
  const numbers = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  const nameWidth = Math.min(widths[0] ?? 0, Math.max(12, width - indent - numbers));
  const blanks = " ".repeat(indent);
  return [head, ...rows].flatMap((row) => {
    const [name = "", ...cells] = row;
    const texts = cells.map((cell, column) => `  ${padStart(cell, widths[column + 1]!)}`);
    const line = (label: string): string =>
      (blanks + padEnd(label, nameWidth) + texts.join("")).trimEnd();
    return names === "whole" && displayWidth(name) > nameWidth
      ? [...wrap(name, width - indent).map((part) => blanks + part), line("")]
      : [line(cut(name, nameWidth))];
  });
}

/** `12`, or a dot for none. */
export function countCell(count: number): string {
  return count === 0 ? NOTHING : grouped(count);
}

/** `37 %`, `<1 %`, or a dot for none. */
export function shareCell(share: number): string {
  if (share === 0) return NOTHING;
  return share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`;
}

/** `26:05`, hours and minutes, or a dot for none. */
export function lengthCell(ms: number): string {
  return ms === 0 ? NOTHING : hoursMinutes(ms);
}
