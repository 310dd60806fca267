/**
 * The widest span gets an answer in bounded time (R27).
 */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../support/paths.ts";

describe("what is odd but possible", () => {
  it("should answer for the widest span that there is, or say that it will not", () => {
    // In a process of its own, so that a simulation without end ends this test and not all of them.
    const library = JSON.stringify(new URL("../../../src/index.ts", import.meta.url).href);
    const program = `
      import { PolicyError, simulate } from ${library};
      try {
        console.log(simulate({ jobs: [] }, { from: -8.64e15, to: 8.64e15 }).sessions.length);
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        console.log(error.issues.map(({ path }) => path).join());
      }`;
    const { stdout, signal } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", program],
      {
        encoding: "utf8",
        timeout: 4 * 60_000, // for an answer that takes no time
        cwd: ROOT,
      },
    );
    expect(signal).toBe(null);
    expect(stdout).toMatch(/^(0|span.*)\n$/);
  });
});
