/**
 * The file of a part: whether it may go there is found out before any work is done, and it is there
 * as a whole or not at all.
 */
import { codeOf, isOneOf } from "../files/files.js";
import type { PartHeader } from "../files/partHeader.js";
import { partText } from "../files/partRows.js";
import { replaceFile, whyIrreplaceable } from "../files/replaceFile.js";
import { unwritableText } from "./fleetOut.js";

/** Notes why a part can't go there; `inputs` are the files that are read, `are` what they are. */
export async function checkPartOut(
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

/** Writes a part; whether it is there now. What goes wrong is noted. */
export async function writePartOut(
  path: string,
  header: PartHeader,
  names: readonly string[],
  values: Float64Array,
  problems: string[],
): Promise<boolean> {
  try {
    await replaceFile(path, partText(header, names, values));
    return true;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    problems.push(unwritableText("--out", path, codeOf(error)));
    return false;
  }
}
