/**
 * The body of a request, from bytes to JSON: bounded, and as tolerant as the product's own reader.
 *
 * That reader takes a comma after the last element and a non-breaking space between elements, and
 * the vendor's examples have both; so they are taken here. Anything else that is not JSON is
 * refused, with the line and the column.
 */
import { type Issue, issue } from "../core/input/issues.js";
import { parseJson } from "../files/jsonText.js";
import { toldIssue } from "./answers.js";

/** A body, or why there is none. */
export type BodyResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 415; readonly issues: readonly Issue[] };

/**
 * Larger bodies are refused: hundreds of selected items have room, and the worst of this size is
 * answered in some 50 ms.
 */
export const LARGEST_BODY_BYTES = 256 * 1024;

/**
 * Bodies that nest deeper are refused: the examples need four levels, and a parser takes long over
 * a million.
 */
const DEEPEST_BODY = 64;

/** The body of a request, which the gate has read already. */
export async function bodyOf(request: Request): Promise<BodyResult> {
  return readBody(new Uint8Array(await request.arrayBuffer()), {
    contentType: request.headers.get("content-type") ?? undefined,
    contentEncoding: request.headers.get("content-encoding") ?? undefined,
  });
}

/** What a request says of its body. */
export interface BodyHeaders {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** Reads a body as JSON. A body without a type counts as JSON. */
export function readBody(
  bytes: Uint8Array,
  { contentType, contentEncoding }: BodyHeaders,
): BodyResult {
  const type = contentType?.toLowerCase() ?? "";
  if (type !== "" && !/^(?:application|text)\/(?:[\w.+-]+\+)?json\s*(?:;|$)/.test(type)) {
    return unsupported(
      "headers.content-type",
      "application/json",
      contentType,
      "with curl: -H 'Content-Type: application/json'",
    );
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/.exec(type)?.[1] ?? "utf-8";
  if (!["utf-8", "utf8", "us-ascii"].includes(charset))
    return unsupported("headers.content-type", "charset utf-8", charset);
  const encoding = contentEncoding?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "")
    return unsupported(
      "headers.content-encoding",
      "a body that is not compressed",
      contentEncoding,
    );

  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return {
      ok: false,
      status: 400,
      issues: [toldIssue("", "JSON in UTF-8", `${bytes.length} bytes that are not`)],
    };
  }
  if (nestsTooDeep(text))
    return {
      ok: false,
      status: 400,
      issues: [toldIssue("", `JSON that nests at most ${DEEPEST_BODY} deep`, "what nests deeper")],
    };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // Read once more, with what is tolerated taken out.
  }
  const json = parseJson(tolerated(text));
  if (json.ok) return { ok: true, value: json.value };
  return {
    ok: false,
    status: 400,
    issues: [
      toldIssue(
        "",
        "a JSON document",
        `what is none at line ${json.line}, column ${json.column}: ${json.reason}`,
      ),
    ],
  };
}

function unsupported(path: string, expected: string, value: unknown, hint?: string): BodyResult {
  return { ok: false, status: 415, issues: [issue(path, expected, value, hint)] };
}

/** Whether brackets outside of texts nest too deep. One flat loop. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && inText) at += 1;
    else if (code === QUOTE) inText = !inText;
    else if (inText) continue;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > DEEPEST_BODY) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

const [BACKSLASH, QUOTE, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = Array.from(
  '\\"[]{}',
  (char) => char.charCodeAt(0),
) as [number, number, number, number, number, number];

/**
 * The same text with blanks for what is tolerated: as long as before, so that lines and columns
 * stay. One flat loop.
 */
function tolerated(text: string): string {
  const blanks: number[] = [];
  let inText = false;
  let comma = -1; // a comma after an element, with only blanks behind it so far
  let previous = ""; // the last character that is no blank
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (inText) {
      if (char === "\\") at += 1;
      else if (char === '"') inText = false;
      continue;
    }
    if (char === "\u00a0") blanks.push(at);
    if (char === "\u00a0" || char === " " || char === "\n" || char === "\r" || char === "\t")
      continue;
    if (char === '"') inText = true;
    if ((char === "]" || char === "}") && comma >= 0) blanks.push(comma);
    comma = char === "," && previous !== "" && !"[{,:".includes(previous) ? at : -1;
    previous = char;
  }
  const parts: string[] = [];
  let kept = 0;
  for (const at of blanks.sort((a, b) => a - b)) {
    parts.push(text.slice(kept, at), " ");
    kept = at + 1;
  }
  return parts.join("") + text.slice(kept);
}
