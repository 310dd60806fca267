/**
 * JSON text to its value, or to the first place where it stops being JSON: line, column and what to
 * do there. What people add to it and everybody understands is taken (R25).
 *
 * The engine reads the good text; its messages about bad text name no place, or a place without a
 * line. So bad text is walked once more, in one flat loop, however deep it nests.
 */
import { show } from "../core/input/issues.js";
import { lookOver } from "./lenientJson.js";
import { firstRepeatedKey } from "./repeatedKeys.js";

/**
 * The value, or where and why there is none; `line` and `column` count from 1. `oddity`: what of
 * the text did not come into the value.
 */
export type JsonResult =
  | { readonly ok: true; readonly value: unknown; readonly oddity?: string }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly reason: string };

/**
 * Reads JSON text, bounded in depth and in elements. `parseJson('[1,\n,]')` gives line 2, column 1,
 * "a value was expected after the comma, found ,". Oddities are looked for where somebody typed the
 * text and will be told.
 */
export function parseJson(given: string, tellsOddities = false): JsonResult {
  const { text, fault } = lookOver(given);
  if (fault !== undefined) return placed(text, fault);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return placed(text, firstError(text));
  }
  const repeated = tellsOddities ? firstRepeatedKey(text) : undefined;
  if (repeated === undefined) return { ok: true, value };
  const { line, column } = placeOf(text, repeated.at);
  const oddity =
    `line ${line}, column ${column}: ${show(repeated.key)} stands twice in one object, and only ` +
    "the last counts";
  return { ok: true, value, oddity };
}

/** A fault with its line and column. */
function placed(text: string, { at, reason }: Fault): JsonResult {
  return { ok: false, ...placeOf(text, at), reason };
}

/** The line and the column of a place in a text. */
function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  let line = 1;
  for (let from = text.indexOf("\n"); from >= 0 && from < at; from = text.indexOf("\n", from + 1))
    line += 1;
  return { line, column: at - lineStart + 1 };
}

interface Fault {
  readonly at: number;
  readonly reason: string;
}

/** What may stand at the next place. */
type Expected =
  "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or ]" | "comma or }" | "end";

const IN_WORDS: Readonly<Record<Expected, string>> = {
  value: "a value was expected",
  "value or ]": "a value or ] was expected",
  key: "a name in double quotes was expected",
  "key or }": "a name in double quotes or } was expected",
  colon: "a colon was expected after the name",
  "comma or ]": "a comma or ] was expected",
  "comma or }": "a comma or } was expected",
  end: "the end of the text was expected",
};

/** The first fault of a text that is not JSON. Every round reads at least one character. */
function firstError(text: string): Fault {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const char = text[at]!;
    if (expected === "colon") {
      if (char !== ":") return faultAt(text, at, expected);
      expected = "value";
      at += 1;
    } else if (expected === "key" || expected === "key or }" || expected === "comma or }") {
      if (char === "}" && expected !== "key") expected = closed(open);
      else if (char === "," && expected === "comma or }") expected = "key";
      else if (char === '"' && expected !== "comma or }") {
        const end = stringEnd(text, at);
        if (typeof end !== "number") return end;
        at = end - 1;
        expected = "colon";
      } else return faultAt(text, at, expected);
      at += 1;
    } else if (expected === "comma or ]" || (expected === "value or ]" && char === "]")) {
      if (char === "]") expected = closed(open);
      else if (char === ",") expected = "value";
      else return faultAt(text, at, expected);
      at += 1;
    } else if (expected === "end") return faultAt(text, at, expected);
    else if (char === "[" || char === "{") {
      open.push(char);
      expected = char === "[" ? "value or ]" : "key or }";
      at += 1;
    } else {
      const end = char === '"' ? stringEnd(text, at) : scalarEnd(text, at);
      if (end === undefined) return faultAt(text, at, expected);
      if (typeof end !== "number") return end;
      at = end;
      expected = afterValue(open);
    }
    at = skipBlanks(text, at);
  }
  const reason =
    text.trim() === "" ? "the text is empty" : `the text ends too early: ${IN_WORDS[expected]}`;
  return { at, reason };
}

function faultAt(text: string, at: number, expected: Expected): Fault {
  return { at, reason: reasonAt(text, at, expected) };
}

function closed(open: ("[" | "{")[]): Expected {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly ("[" | "{")[]): Expected {
  const inner = open.at(-1);
  return inner === undefined ? "end" : inner === "[" ? "comma or ]" : "comma or }";
}

function reasonAt(text: string, at: number, expected: Expected): string {
  const char = text[at]!;
  const afterComma = (expected === "value" || expected === "key") && previousIs(text, at, ",");
  const found =
    char === "'"
      ? "a single quote"
      : char < " " || char > "~"
        ? `character U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`
        : char;
  return `${IN_WORDS[expected]}${afterComma ? " after the comma" : ""}, found ${found}`;
}

function previousIs(text: string, at: number, wanted: string): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) before -= 1;
  return text[before] === wanted;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Just past the string that begins at `from`, or what is wrong inside it. */
function stringEnd(text: string, from: number): number | Fault {
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') return at + 1;
    if (char < " ")
      return {
        at,
        reason:
          char === "\n" || char === "\r"
            ? "a text in quotes goes over the end of the line"
            : "a text in quotes has a control character",
      };
    if (char !== "\\") continue;
    const next = text[at + 1];
    const isEscape =
      next === "u"
        ? /^[0-9a-f]{4}$/i.test(text.slice(at + 2, at + 6))
        : next !== undefined && '"\\/bfnrt'.includes(next);
    if (!isEscape) return { at, reason: "a backslash stands alone in a text: write it twice" };
    at += next === "u" ? 5 : 1;
  }
  return { at: text.length, reason: "the text ends inside quotes" };
}

/**
 * Just past the number, `true`, `false` or `null` that begins at `from`; `undefined` where none
 * does.
 */
function scalarEnd(text: string, from: number): number | undefined {
  let to = from;
  while (to < text.length && /[\w.+-]/.test(text[to]!)) to += 1;
  return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(
    text.slice(from, to),
  )
    ? to
    : undefined;
}
