/**
 * A directory of a test file's own, which is gone when the file is done.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes an empty one; to be called outside of `it`. A dot is in its name, as `mktemp` has it. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "runcast."));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
