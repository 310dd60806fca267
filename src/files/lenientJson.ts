/**
 * JSON as people, web pages and Windows write it, looked over once before any memory is spent: how
 * deep it nests, how much is in it, and what in it no JSON parser takes but everybody understands.
 *
 * Taken are a comma after the last element, no-break spaces between elements, and comments (R25).
 * The look costs one flat loop, however the text is made (R27).
 */
import { grouped } from "../core/input/numberText.js";

/** Brackets nest no deeper: lists of jobs need about ten levels, fleets eight. */
const DEEPEST = 64;

/**
 * No more brackets and commas: 10,000 jobs with two windows each have some four million, and a
 * parser needs up to a hundred bytes for each.
 */
const MOST_ELEMENTS = 10_000_000;

/** More than this that no parser takes, and the text is not meant as JSON. */
const MOST_ODDITIES = 100_000;

/** What a look at a text found. Places count from 0. */
export interface JsonLook {
  /** Why the text is not read, where it is too deep or too large. */
  readonly fault?: { readonly at: number; readonly reason: string };
  /** The same text with blanks for what no parser takes: lines and columns stay. */
  readonly text: string;
}

/** A part of a text, `[from, to)`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** Looks over a text that means to be JSON. */
export function lookOver(text: string): JsonLook {
  const lastEnd = text.lastIndexOf("*/");
  const odd: Part[] = [];
  let depth = 0;
  let elements = 0;
  let comma = -1; // a comma after an element, with only blanks behind it so far
  let previous = ""; // the last character that is no blank
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === " " || char === "\n" || char === "\r" || char === "\t") continue;
    const comment = char === "/" ? commentEnd(text, at, lastEnd) : at;
    if (comment > at || char === "\u00a0") {
      if (odd.length > MOST_ODDITIES) return { text };
      const to = Math.max(comment, at + 1);
      odd.push({ from: at, to });
      at = to - 1;
      continue;
    }
    if (char === '"') at = stringEnd(text, at);
    if (char === "[" || char === "{") depth += 1;
    if (char === "]" || char === "}") {
      depth -= 1;
      if (comma >= 0) odd.push({ from: comma, to: comma + 1 });
    }
    if (char === "[" || char === "{" || char === ",") elements += 1;
    if (depth > DEEPEST)
      return { text, fault: { at, reason: `brackets nest deeper than ${DEEPEST}` } };
    if (elements > MOST_ELEMENTS)
      return { text, fault: { at, reason: `more than ${grouped(MOST_ELEMENTS)} elements` } };
    comma = char === "," && previous !== "" && !"[{,:".includes(previous) ? at : -1;
    previous = char;
  }
  return { text: blanked(text, odd) };
}

/**
 * Just past the comment that begins here; the same place where none does, or it never ends. Nothing
 * is searched for beyond `lastEnd`, where the last block ends: it would be again and again.
 */
function commentEnd(text: string, from: number, lastEnd: number): number {
  if (text[from + 1] === "/") {
    const end = text.indexOf("\n", from);
    return end < 0 ? text.length : end;
  }
  const isBlock = text[from + 1] === "*" && from + 2 <= lastEnd;
  return isBlock ? text.indexOf("*/", from + 2) + 2 : from;
}

/** The quote that ends the string which begins here, or the end of the text. */
export function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** The text with blanks for some of its parts; their line breaks stay. */
function blanked(text: string, parts: Part[]): string {
  if (parts.length === 0) return text;
  const pieces: string[] = [];
  let kept = 0;
  for (const { from, to } of parts.sort((a, b) => a.from - b.from)) {
    pieces.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, " "));
    kept = to;
  }
  return pieces.join("") + text.slice(kept);
}
