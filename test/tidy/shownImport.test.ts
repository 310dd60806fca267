/**
 * The import in the documents is what the command prints.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { inProject } from "../support/paths.ts";

const folder = scratch();

describe("the import in the documents", () => {
  it("should be what is printed of the command that stands there", async () => {
    const page = readFileSync(inProject("docs/EXAMPLES.md"), "utf8");
    const [, command, told = ""] = /`npx runcast (import examples[^`]*)`([^]*)/.exec(page) ?? [];
    const [, shown] = /prints:\n\n```text\n([^`]*)```/.exec(told) ?? [];
    const out = join(folder, "fleet.json");
    const words = command!.split(/\s+/).map((word) => (word === "fleet.json" ? out : word));
    const result = await runHere(words);
    expect([result.code, result.err]).toEqual([0, ""]);
    const printed = result.out.replace(/Written to [\s\S]*\n$/, "Written to fleet.json.\n");
    expect(printed.split("\n").length).toBeGreaterThan(15);
    expect(printed).toBe(shown);
  });
});
