/**
 * What a terminal shows, as a picture: lines of text with their colours, in an SVG that needs
 * nothing but a monospaced font. For the documents.
 *
 * Every run of characters stands where its column is, so that a font of another width moves nothing
 * out of line.
 */

const COLUMN = 8.4;
const LINE = 18;
const MARGIN = 16;
const INK = "#d6d6d6";
const PAPER = "#1e1e1e";

/** The colours of the palette that the reports use; others fail, so that none is forgotten. */
const PALETTE: Readonly<Record<string, string>> = {
  "16": "#000000",
  "160": "#d70000",
  "208": "#ff8700",
  "215": "#ffaf5f",
  "223": "#ffd7af",
  "231": "#ffffff",
  "238": "#444444",
  "240": "#585858",
  "246": "#949494",
  "247": "#9e9e9e",
  "248": "#a8a8a8",
};
const NAMED: Readonly<Record<string, string>> = {
  "31": "#f14c4c",
  "32": "#23d18b",
  "33": "#e5e510",
};

interface Style {
  readonly ink: string;
  readonly paper?: string;
  readonly isStrong: boolean;
}

const PLAIN: Style = { ink: INK, isStrong: false };

/** The picture of a text with the escape sequences of colours in it; others are refused. */
export function terminalPicture(text: string, title: string): string {
  const lines = text.trimEnd().split("\n");
  const shapes: string[] = [];
  let widest = 0;
  lines.forEach((line, row) => {
    const top = MARGIN + row * LINE;
    let column = 0;
    let style = PLAIN;
    // Odd pieces are the codes of an escape sequence, even ones are text.
    line.split(/\u001b\[([\d;]*)m/).forEach((piece, index) => {
      if (index % 2 === 1) style = styleOf(piece);
      else {
        const length = [...piece].length;
        if (length > 0) shapes.push(...drawn(piece, MARGIN + column * COLUMN, top, style));
        column += length;
      }
    });
    widest = Math.max(widest, column);
  });
  const width = Math.ceil(2 * MARGIN + widest * COLUMN);
  const height = 2 * MARGIN + lines.length * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"`,
    `  font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>`,
    ...shapes,
    "</svg>",
    "",
  ].join("\n");
}

function styleOf(codes: string): Style {
  if (codes === "0" || codes === "") return PLAIN;
  let style = PLAIN;
  const parts = codes.split(";");
  for (let at = 0; at < parts.length; at += 1) {
    const code = parts[at]!;
    if (code === "1") style = { ...style, isStrong: true };
    else if (code === "2") style = { ...style, ink: "#8c8c8c" };
    else if (code === "38" || code === "48") {
      const colour = PALETTE[parts[at + 2]!];
      if (parts[at + 1] !== "5" || colour === undefined) throw new Error(`no colour for ${codes}`);
      style = code === "38" ? { ...style, ink: colour } : { ...style, paper: colour };
      at += 2;
    } else {
      const colour = NAMED[code];
      if (colour === undefined) throw new Error(`no colour for ${codes}`);
      style = { ...style, ink: colour };
    }
  }
  return style;
}

function drawn(text: string, left: number, top: number, { ink, paper, isStrong }: Style): string[] {
  const width = ([...text].length * COLUMN).toFixed(1);
  const x = left.toFixed(1);
  const weight = isStrong ? ' font-weight="bold"' : "";
  const behind = `<rect x="${x}" y="${top}" width="${width}" height="${LINE}" fill="${paper}"/>`;
  const words =
    `<text x="${x}" y="${top + 13}" textLength="${width}" fill="${ink}"${weight} ` +
    `xml:space="preserve">${escaped(text)}</text>`;
  return [...(paper === undefined ? [] : [behind]), ...(text.trim() === "" ? [] : [words])];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
