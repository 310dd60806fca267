/**
 * A file's lines as they come, so that none of any size is ever in memory as a whole.
 */
import { grouped } from "../core/input/numberText.js";

/** No line is longer, in characters. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * The lines of a stream of UTF-8, as many at once as come at once, without their line feeds. What
 * ends it early, also a last line that no line feed ends, is told to `fail` in a few words, and is
 * the end.
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  fail: (reason: string) => void,
): AsyncGenerator<string[], undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let begun = ""; // of the line that goes on in the next piece
  let line = 1; // its number
  for await (const bytes of stream) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      fail(`line ${grouped(line)} or soon after it is not UTF-8`);
      return undefined;
    }
    const lines = text.split("\n");
    const last = lines.pop()!;
    if (lines.length > 0) {
      lines[0] = begun + lines[0]!;
      begun = last;
      line += lines.length;
      yield lines;
    } else begun += last;
    if (begun.length > LONGEST_LINE) {
      fail(`line ${grouped(line)} is longer than ${grouped(LONGEST_LINE)} characters`);
      return undefined;
    }
  }
  if (begun !== "") fail(`line ${grouped(line)} is cut off: is it copied to the end?`);
  return undefined;
}
