/**
 * A drawing as an SVG document of its own: named and described for who cannot see it, and the same
 * bytes whatever was drawn before.
 *
 * All that is done to the drawing's text is done to tags and attributes of the drawing library:
 * texts of others are escaped there, so that no `<`, `>` or `"` in a name can look like one.
 */
import { clean } from "../kit/safe.js";

/** Draws options at a size, px, as the text of an SVG element. */
export type DrawSvg = (
  option: Readonly<Record<string, unknown>>,
  width: number,
  height: number,
) => string;

/** What a picture is called, and what it shows in sentences. */
export interface PictureTexts {
  readonly title: string;
  readonly description: string;
}

/** The drawing as a document. Throws an `invariant:` error where it is no SVG element. */
export function svgDocument(drawing: string, { title, description }: PictureTexts): string {
  const open = /^<svg ([^>]*)>/.exec(drawing);
  if (open === null) throw new Error("invariant: a drawing begins with its svg element");
  const names = new Map<string, string>();
  const body = drawing
    .slice(open[0].length)
    // Ids and classes count up over all pictures of a process.
    .replace(/\bzr\d+-(cls|ani|[a-z])-?(\d+)\b(?=[^<>]*>|[^<]*<\/style>|[^<]*\]\]>)/g, (name) => {
      const known = names.get(name) ?? `p${names.size}`;
      names.set(name, known);
      return known;
    })
    .replace(/ ecmeta_[a-z_]+="[^"<>]*"/g, "");
  return (
    `<svg ${open[1]!} role="img" aria-labelledby="title description">` +
    `<title id="title">${xmlText(title)}</title>` +
    `<desc id="description">${xmlText(description)}</desc>${body}\n`
  );
}

/** Text in XML. */
export function xmlText(text: string): string {
  return clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
