/**
 * Files in, as text: bounded, whatever the path turns out to be, and every failure a sentence.
 *
 * PowerShell writes UTF-16 with a byte order mark when an administrator redirects a job list into a
 * file: the mark decides the encoding, UTF-8 where there is none.
 */
import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { parseJson } from "./jsonText.js";

/**
 * No input is larger than this: a list of 10,000 jobs with a window each has 15 to 35 MiB (R27).
 */
export const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/**
 * What a file holds, and what of it could not be read as text; or one line that says why nobody can
 * tell.
 */
export type FileResult<Content> =
  | { readonly ok: true; readonly content: Content; readonly damage?: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a file as JSON; `-` is standard input. A reason begins with the path:
 * `jobs.json: line 3, column 7: ...`.
 */
export async function readJsonFile(path: string): Promise<FileResult<unknown>> {
  return readFileAs(path, jsonContent);
}

/**
 * Reads a file and what its text says; `read` gives that, or why there is nothing. Reasons and
 * damage begin with the path.
 */
export async function readFileAs<Content>(
  path: string,
  read: (text: string) => FileResult<Content>,
): Promise<FileResult<Content>> {
  const label = labelOf(path);
  const text = await readTextFile(path);
  if (!text.ok) return { ok: false, reason: `${label}: ${text.reason}` };
  const result = read(text.content);
  if (!result.ok)
    return {
      ok: false,
      reason: [`${label}: ${result.reason}`, text.damage ?? []].flat().join("; "),
    };
  const damage = [text.damage ?? [], result.damage ?? []].flat().join("; ");
  const told = damage === "" ? {} : { damage: `${label}: ${damage}` };
  return { ok: true, content: result.content, ...told };
}

/** What a text says as JSON: `not JSON: line 3, column 7: ...`. */
export function jsonContent(text: string): FileResult<unknown> {
  const json = parseJson(text, true);
  if (json.ok)
    return {
      ok: true,
      content: json.value,
      ...(json.oddity === undefined ? {} : { damage: json.oddity }),
    };
  return {
    ok: false,
    reason: `not JSON: line ${json.line}, column ${json.column}: ${json.reason}`,
  };
}

/** What people call a file: `-` is standard input. */
export function labelOf(path: string): string {
  return path === "-" ? "standard input" : path;
}

/**
 * Reads a file as text; `-` is standard input. Stops at the limit, also where a pipe or a device
 * has no size.
 */
export async function readTextFile(
  path: string,
  limitBytes: number = LARGEST_FILE_BYTES,
): Promise<FileResult<string>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const stream: AsyncIterable<Uint8Array> = path === "-" ? process.stdin : createReadStream(path);
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limitBytes)
        return { ok: false, reason: `larger than ${Math.round(limitBytes / 1024 / 1024)} MiB` };
      chunks.push(chunk);
    }
    return { ok: true, ...decodeText(Buffer.concat(chunks, size)) };
  } catch (error) {
    return { ok: false, reason: failureOf(error) };
  }
}

/**
 * Decodes by byte order mark: UTF-16 of either order, else UTF-8. Bytes that are neither become
 * U+FFFD, and that is said.
 */
function decodeText(bytes: Uint8Array): { readonly content: string; readonly damage?: string } {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return { content: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const name = encoding === "utf-8" ? "UTF-8" : "UTF-16";
    return {
      content: new TextDecoder(encoding).decode(bytes),
      damage: `not ${name} throughout: letters that are not are shown as \ufffd; save it as UTF-8`,
    };
  }
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "a directory, not a file",
  EACCES: "no permission to read it",
  EPERM: "no permission to read it",
  ENOTDIR: "no such file: a part of the path is not a directory",
  ENAMETOOLONG: "no such file: the name is too long",
  ERR_INVALID_ARG_VALUE: "not a file name",
};

/** Whether two paths lead to the same file, by whatever way; `false` where one leads to none. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all(
      [one, other].map((path) => stat(path, { bigint: true })),
    );
    return first!.dev === second!.dev && first!.ino === second!.ino;
  } catch {
    return false;
  }
}

/** Whether a path leads to the same file as one of these. */
export async function isOneOf(path: string, others: readonly string[]): Promise<boolean> {
  for (const other of others) if (await isSameFile(path, other)) return true;
  return false;
}

/**
 * Why a file can't be written, as a code of the system, before there is anything to write; `""`
 * where nothing speaks against it.
 */
export async function whyUnwritable(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return "EISDIR";
    await access(path, constants.W_OK);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return codeOf(error);
    try {
      await access(dirname(path), constants.W_OK);
    } catch (missing) {
      return codeOf(missing);
    }
  }
  return "";
}

/**
 * The code that node gives an error of the system, `ENOENT`; `""` where it has none. What a signal
 * aborts has a number, and is no such error.
 */
export function codeOf(error: unknown): string {
  const isCoded = error instanceof Error && "code" in error && typeof error.code === "string";
  return isCoded ? String(error.code) : "";
}

/** What went wrong when a file was read, in a few words. */
export function failureOf(error: unknown): string {
  const code = codeOf(error);
  return FAILURES[code] ?? `cannot be read${code === "" ? "" : ` (${code})`}`;
}
