/**
 * An SVG document as a strict reader of XML sees it: what is not well-formed throws.
 */
import { SaxesParser } from "saxes";

/** What a document says. */
export interface SvgRead {
  /** Attributes of its root. */
  readonly root: Readonly<Record<string, string>>;
  readonly title: string;
  readonly desc: string;
  /** What stands in each of its text elements. */
  readonly texts: readonly string[];
  /** Names of all elements. */
  readonly names: ReadonlySet<string>;
}

/** Reads a document; throws where it is not well-formed. */
export function svgRead(svg: string): SvgRead {
  const parser = new SaxesParser();
  const within: { name: string; text: string }[] = [];
  const read = { root: {}, title: "", desc: "", texts: [] as string[], names: new Set<string>() };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (within.length === 0) read.root = attributes;
    read.names.add(name);
    within.push({ name, text: "" });
  });
  parser.on("text", (text) => {
    const inner = within.at(-1);
    if (inner !== undefined) inner.text += text;
  });
  parser.on("closetag", () => {
    const { name, text } = within.pop()!;
    if (name === "text") read.texts.push(text);
    if (name === "title" || name === "desc") read[name] = text;
  });
  parser.write(svg).close();
  return read;
}
