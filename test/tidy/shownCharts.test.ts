/**
 * The charts in the documents are what the command draws: the end of its golden text.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../support/paths.ts";

describe("the charts in the documents", () => {
  it("should be what the command draws last", () => {
    const page = readFileSync(inProject("docs/EXAMPLES.md"), "utf8");
    const golden = readFileSync(inProject("test/fixtures/cli/simulate-charts.txt"), "utf8");
    const [, shown = ""] = /the clock goes forward:\n\n```text\n([^`]*)```/.exec(page) ?? [];
    expect(shown.split("\n").length).toBeGreaterThan(20);
    expect(golden.endsWith(`\n\n${shown}`)).toBe(true);
  });
});
