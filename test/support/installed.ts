/**
 * What tests find on this machine besides Node.js.
 */
import { spawnSync } from "node:child_process";

/** Whether a program is on the `PATH`. One that is not is told of, and its tests are skipped. */
export function isInstalled(program: string): boolean {
  const isThere = spawnSync(program, ["--version"]).status === 0;
  if (!isThere) console.warn(`${program} is not installed: the tests that need it are skipped`);
  return isThere;
}
