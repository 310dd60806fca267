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

/** The drawing as a document. Throws an `invariant:` error for what is no SVG element. */
export function svgDocument(drawing: string, { title, description }: PictureTexts): string {
  const open = /^<svg ([^>]*)>/.exec(drawing);
  if (open === null) throw new Error("invariant: a drawing begins with its svg element");
  const body = drawing
    .slice(open[0].length)
    // What lights up under a pointer: on paper nothing does.
    .replace(/<style[^>]*>\s*<!\[CDATA\[.*?\]\]>\s*<\/style>\n?/gs, "")
    .replace(/<[^>]*>/g, tagOf(new Map()));
  // A page may have many pictures in it, so ids are those of this one.
  const own = `r${hashOf(open[1]! + title + description + body)}`;
  return (
    `<svg ${open[1]!} role="img" aria-labelledby="${own}-title ${own}-text">` +
    `<title id="${own}-title">${xmlText(title)}</title>` +
    `<desc id="${own}-text">${xmlText(description)}</desc>` +
    body.replace(/<[^>]*>/g, (tag) => tag.replace(/\bzr-(\d+)\b/g, `${own}-$1`)) +
    "\n"
  );
}

/** Ids count up over all that a process draws: here they are counted anew, in their order. */
function tagOf(names: Map<string, string>): (tag: string) => string {
  return (tag) =>
    tag.replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, "").replace(/\bzr\d+-\w+\b/g, (name) => {
      const known = names.get(name) ?? `zr-${names.size}`;
      names.set(name, known);
      return known;
    });
}

/** A short name for a text, by Fowler, Noll and Vo: eight hexadecimal digits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Text in XML: cleaned and escaped. */
function xmlText(text: string): string {
  return clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
