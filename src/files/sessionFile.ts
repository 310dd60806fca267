/**
 * A file of recorded sessions: JSON as the product's API gives it, or a table with a heading.
 */
import { formatIssue, type Issue } from "../core/input/issues.js";
import { readSessionTable } from "../veeam/lists/readSessionTable.js";
import { type FileResult, jsonContent, readFileAs } from "./files.js";

/** What a file of sessions holds. */
export interface SessionContent {
  /** The sessions in the product's words, as JSON. */
  readonly json: unknown;
  /** What of a table was left out, and what is odd about it. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/**
 * Reads a file of sessions; `-` is standard input. JSON begins with a bracket or a comment; another
 * text with several cells in its first lines is a table, and so is a file that is called so. A
 * reason begins with the path.
 */
export function readSessionFile(path: string): Promise<FileResult<SessionContent>> {
  return readFileAs<SessionContent>(path, (text) => {
    if (!isTable(text, path)) {
      const json = jsonContent(text);
      return json.ok
        ? { ok: true, content: { json: json.content, issues: [], warnings: [] } }
        : json;
    }
    const { sessions, issues, warnings } = readSessionTable(text);
    if (sessions.length === 0 && issues.length > 0)
      return { ok: false, reason: issues.map(formatIssue).join("; ") };
    return { ok: true, content: { json: sessions, issues, warnings } };
  });
}

function isTable(text: string, path: string): boolean {
  if (/^\s*(?:[[{]|\/[/*]|$)/.test(text)) return false;
  return /\.[ct]sv$/i.test(path) || /[,;\t]/.test(text.slice(0, 1_000).split("\n", 2).join("\n"));
}
