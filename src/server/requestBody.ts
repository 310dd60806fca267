/**
 * The body of a request, from bytes to JSON: bounded, and at least as tolerant as the product's own
 * reader.
 *
 * That reader takes a comma after the last element and a non-breaking space between elements, and
 * the vendor's examples have both; so they are taken here, as in files. Anything else that is not
 * JSON is refused, with the line and the column.
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
  const json = parseJson(text);
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
