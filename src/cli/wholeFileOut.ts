/**
 * A file that a command puts somewhere as a whole or not at all: whether it may go there is found
 * out before any work is done.
 */
import { codeOf, isOneOf } from "../files/files.js";
import { replaceFile, whyIrreplaceable } from "../files/replaceFile.js";
import { unwritableText } from "./fleetOut.js";

/** Notes why a file can't go there; `inputs` are the files that are read, `are` what they are. */
export async function checkWholeOut(
  path: string,
  inputs: readonly string[],
  are: string,
  problems: string[],
): Promise<void> {
  if (path === "" || path === "-") {
    problems.push("--out: expected the name of a file");
    return;
  }
  if (await isOneOf(path, inputs)) {
    problems.push(`--out: ${path} is ${are}`);
    return;
  }
  const why = await whyIrreplaceable(path);
  if (why !== "") problems.push(unwritableText("--out", path, why));
}

/** Writes a file; whether it is there now. What the system refuses is noted. */
export async function writeWholeOut(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  problems: string[],
): Promise<boolean> {
  try {
    await replaceFile(path, pieces);
    return true;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    problems.push(unwritableText("--out", path, codeOf(error)));
    return false;
  }
}
