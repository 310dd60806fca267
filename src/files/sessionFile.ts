/**
 * A file of recorded sessions: JSON as the product's API gives it, or a table with a header.
 */
import { type FileResult, jsonContent, readFileAs } from "./files.js";

/**
 * Reads a file of sessions; `-` is standard input. JSON begins with a bracket or a comment, and
 * whatever else has a line with separators is a table. A reason begins with the path.
 */
export function readSessionFile(path: string): Promise<FileResult<unknown>> {
  return readFileAs(path, jsonContent);
}
