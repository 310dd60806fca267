/**
 * A file that is there as a whole or not at all: it is written under another name, and renamed.
 *
 * Whoever looks for it never sees half of it, whatever ends the process; what was there before
 * stays until then.
 */
import { randomUUID } from "node:crypto";
import { access, constants, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf, whyUnwritable } from "./files.js";

/**
 * Why nothing can be put there, as a code of the system or a word, before there is anything to
 * write; `""` where nothing speaks against it.
 */
export async function whyIrreplaceable(path: string): Promise<string> {
  const unwritable = await whyUnwritable(path);
  if (unwritable !== "") return unwritable;
  const target = await targetOf(path);
  try {
    await access(dirname(target), constants.W_OK);
    // A device or a pipe would be replaced by a file.
    return (await stat(target)).isFile() ? "" : "not a file";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "" : codeOf(error);
  }
}

/**
 * Puts pieces of text or bytes there, with the permissions of `mode`. Rejects with the system's
 * error where that goes wrong, and with what whoever makes the pieces throws; then nothing is left
 * of it.
 */
export async function replaceFile(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  mode = 0o666,
): Promise<void> {
  const target = await targetOf(path);
  // The end keeps it out of `part*.ndjson`; no other process, on whatever machine, takes the name.
  const beside = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(beside, "wx", mode);
    try {
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Where a link leads: the link stays, and what it leads to is replaced. */
async function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
