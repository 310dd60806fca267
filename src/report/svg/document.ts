/**
 * A drawing as an SVG document of its own: named and described for who cannot see it, and the same
 * bytes whatever was drawn before.
 *
 * All that is done to a drawing's text is done within tags, which the drawing library wrote: texts
 * of others stand between tags, escaped, so that no `<`, `>` or `"` in a name can look like one.
 */
import { clean } from "../kit/safe.js";

/** What a picture is called, and what it shows in sentences. */
export interface PictureTexts {
  readonly title: string;
  readonly description: string;
}

/** A drawing as a document. Throws an `invariant:` error for what is no SVG element. */
export function svgDocument(drawing: string, { title, description }: PictureTexts): string {
  const open = /^<svg ([^>]*)>/.exec(drawing);
  if (open === null) throw new Error("invariant: a drawing begins with its svg element");
  const body = drawing.slice(open[0].length).replace(/<[^>]*>/g, tagOf(new Map()));
  return (
    `<svg ${open[1]!} role="img" aria-labelledby="title description">` +
    `<title id="title">${xmlText(title)}</title>` +
    `<desc id="description">${xmlText(description)}</desc>${body}\n`
  );
}

/** Ids count up over all that a process draws: here they are counted anew, in their order. */
function tagOf(names: Map<string, string>): (tag: string) => string {
  return (tag) =>
    tag.replace(/ ecmeta_\w+="[^"]*"/g, "").replace(/\bzr\d+-\w+\b/g, (name) => {
      const known = names.get(name) ?? `p${names.size}`;
      names.set(name, known);
      return known;
    });
}

/** Text in XML: cleaned and escaped. */
function xmlText(text: string): string {
  return clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
