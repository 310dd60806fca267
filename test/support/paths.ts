/**
 * Where the files of the project are, wherever a test that asks lies.
 */
import { fileURLToPath } from "node:url";

/** The top of the project, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The absolute path of a file or folder of the project: `inProject("examples/fleet.json")`. */
export function inProject(path: string): string {
  return ROOT + path;
}
