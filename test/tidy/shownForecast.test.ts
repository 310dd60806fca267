/**
 * The forecast in the README is what the command prints: every line of it stands, in order, in the
 * golden text.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the forecast in the README", () => {
  it("should consist of lines that the command prints, in their order", () => {
    const [, excerpt] =
      /--from 2020-10-30T13:30Z --zone America\/Los_Angeles` prints:\n\n```text\n([^`]*)```/.exec(
        read("README.md"),
      ) ?? [];
    expect(excerpt).toBeDefined();
    const golden = read("test/fixtures/forecast/los-angeles-back-80.txt").split("\n");
    const lines = excerpt!
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "...");
    expect(lines.length).toBeGreaterThan(30);
    let at = 0;
    for (const line of lines) {
      const found = golden.indexOf(line, at);
      expect(found, `"${line}" is not what the command prints there`).toBeGreaterThanOrEqual(0);
      at = found + 1;
    }
  });
});
