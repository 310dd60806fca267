/**
 * The forecast in the documents is what the command prints: every line of it stands, in order, in
 * the golden text, and the picture in the README is drawn from what a terminal would show.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runHere } from "../support/cliRun.ts";
import { terminalPicture } from "../support/terminalPicture.ts";
import { inProject } from "../support/paths.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The lines of a block, in their order, are lines of the golden text. */
function expectShown(block: string | undefined, least: number): void {
  const golden = read("test/fixtures/forecast/los-angeles-back-80.txt").split("\n");
  const lines = block!
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "...");
  expect(lines.length).toBeGreaterThan(least);
  let at = 0;
  for (const line of lines) {
    const found = golden.indexOf(line, at);
    expect(found, `"${line}" is not what the command prints there`).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
}

describe("the forecast in the documents", () => {
  it("should consist of lines that the command prints, in their order", () => {
    const [, excerpt] =
      /--from 2020-10-30T13:30Z --zone America\/Los_Angeles` prints:\n\n```text\n([^`]*)```/.exec(
        read("docs/EXAMPLES.md"),
      ) ?? [];
    expectShown(excerpt, 30);
    const [, job] = /becomes of its starts:\n\n```text\n([^`]*)```/.exec(read("README.md")) ?? [];
    expectShown(job, 5);
  });

  it("should have the picture that a terminal shows: the week, and who needs a look", async () => {
    const span = ["--from", "2020-10-30T13:30Z", "--zone", "America/Los_Angeles"];
    const { out } = await runHere(["forecast", ...span], {
      env: { FORCE_COLOR: "1", COLUMNS: "100" },
    });
    const week = out.slice(out.indexOf("\u001b[1mStarts per hour"));
    const picture = terminalPicture(
      week,
      "A week of all jobs: starts per hour of the server's clock",
    );
    await expect(picture).toMatchFileSnapshot(inProject("docs/forecast.svg"));
  });
});
