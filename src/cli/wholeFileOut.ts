/**
 * A file that a command puts somewhere as a whole or not at all: whether it may go there is found
 * out before any work is done.
 */
import { codeOf, isOneOf } from "../files/files.js";
import { replaceFile, whyIrreplaceable } from "../files/replaceFile.js";
import { unwritableText } from "./fleetOut.js";

/**
 * Notes why a file can't go there; `inputs` are the files that are read, `are` what they are, and
 * `option` is what names it.
 */
export async function checkWholeOut(
  path: string,
  inputs: readonly string[],
  are: string,
  problems: string[],
  option = "--out",
): Promise<void> {
  if (path === "" || path === "-") {
    problems.push(`${option}: expected the name of a file`);
    return;
  }
  if (await isOneOf(path, inputs)) {
    problems.push(`${option}: ${path} is ${are}`);
    return;
  }
  const why = await whyIrreplaceable(path);
  if (why !== "") problems.push(unwritableText(option, path, why));
}

/** Writes a file; whether it is there now. What the system refuses is noted. */
export async function writeWholeOut(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  problems: string[],
  option = "--out",
): Promise<boolean> {
  try {
    await replaceFile(path, pieces);
    return true;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    problems.push(unwritableText(option, path, codeOf(error)));
    return false;
  }
}
