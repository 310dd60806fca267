/**
 * A fleet that a command puts into a file: whether it may go there is found out before any work is
 * done, and what it looks like there is the same whoever writes it.
 */
import { writeFile } from "node:fs/promises";
import { codeOf, isOneOf, whyUnwritable } from "../files/files.js";
import { safeJson } from "../report/kit/safe.js";

/** Where a fleet is to go. */
export interface FleetOut {
  /** The option that names the file: `--write`. */
  readonly option: string;
  /** The file; `undefined` where none is asked for. */
  readonly path: string | undefined;
  /** Whether it may take the place of a file that is read. */
  readonly force: boolean;
}

/** Notes why a fleet can't go there; `inputs` are the files that are read. */
export async function checkOut(
  { option, path, force }: FleetOut,
  inputs: readonly string[],
  problems: string[],
): Promise<void> {
  if (path === undefined) return;
  if (!force && (await isOneOf(path, inputs)))
    problems.push(`${option}: ${path} is the file that is read; --force puts the new one there`);
  const unwritable = await whyUnwritable(path);
  if (unwritable !== "") problems.push(unwritableText(option, path, unwritable));
}

/** Writes the JSON value of a fleet file; what goes wrong is noted. */
export async function writeOut(
  { option, path }: FleetOut,
  file: object,
  problems: string[],
): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, `${fleetFileText(file)}\n`);
  } catch (error) {
    problems.push(unwritableText(option, path, codeOf(error)));
  }
}

/**
 * The JSON value of a fleet file as text: a list of numbers on one line, since nobody reads a
 * thousand durations, and each on a line of its own takes twice the room.
 */
export function fleetFileText(file: object): string {
  // A line break in the text is the layout's: in strings they are escaped.
  return safeJson(file).replace(/\[\n\s+(-?\d[^"[\]{}]*?)\n\s+\]/g, (_, numbers: string) => {
    return `[${numbers.replace(/\n\s+/g, " ")}]`;
  });
}

/** Why a file can't be written that an option names; `code` is the system's. */
export function unwritableText(option: string, path: string, code: string): string {
  return `${option}: ${path} cannot be written${code === "" ? "" : ` (${code})`}`;
}
