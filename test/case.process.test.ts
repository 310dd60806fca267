/**
 * The provider's case runs end to end, and docs/CASE.md shows the commands that it runs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { SMALL, stepsOf, WHOLE } from "../docs/case/steps.ts";
import { inProject, ROOT } from "./support/paths.ts";
import { scratch } from "./support/scratch.ts";
import { svgRead } from "./support/svgRead.ts";

const PAGE = readFileSync(inProject("docs/CASE.md"), "utf8");

describe("docs/CASE.md", () => {
  it("should show the commands that are run, all of them in their order", () => {
    const shown = Array.from(PAGE.matchAll(/```sh\n([^`]*)```/g), ([, block]) => block!)
      .flatMap((block) =>
        block
          .replaceAll(/ *\\\n */g, " ")
          .trim()
          .split("\n"),
      )
      .filter((command) => !command.includes("docs/case/run.ts"));
    expect(shown).toEqual(stepsOf(WHOLE).map(({ command }) => command));
  });

  it("should have its pictures", () => {
    const pictures = Array.from(PAGE.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g), ([, path]) => path!);
    expect(pictures.length).toBeGreaterThan(1);
    for (const path of pictures) expect(existsSync(inProject(`docs/${path}`)), path).toBe(true);
  });
});

describe("the case in small", () => {
  const folder = scratch();
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  let ran: readonly unknown[] = [];
  let printed = "";

  beforeAll(() => {
    const script = inProject("docs/case/run.ts");
    const words = ["--import", "tsx", script, folder, "--small"];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: ROOT,
      encoding: "utf8",
    });
    ran = [status, stderr];
    printed = stdout;
  });

  it("should have no step that ends otherwise than it should, or lacks a line", () =>
    expect(ran).toEqual([0, ""]));

  it("should print each command, its time and what it answers", () => {
    const commands = Array.from(printed.matchAll(/^\$ (.*)$/gm), ([, command]) => command!);
    expect(commands).toEqual(stepsOf(SMALL).map(({ command }) => command));
    expect(
      printed.match(/^ {2}\[\d+\.\d s, \d+\.\d s of a processor, exit code \d\]$/gm),
    ).toHaveLength(commands.length);
    for (const line of ["  the same bytes", "  A fleet of 200 jobs, from jobs.json, sessions.json"])
      expect(printed).toContain(`\n${line}`);
    expect(printed).toMatch(/^ {2}jobs\.json: .* \(job "x04 mail"\)$/m);
    expect(printed).toMatch(/^ {2}\d+ moves: the peak of the demand on threads/m);
    expect(printed).toMatch(/^ {2} +fleet: sessions at once, most /m);
  });

  it("should merge shards to the bytes of the sweep that was not cut", () => {
    expect(read("sweep.txt").split("\n").length).toBeGreaterThan(8);
    expect(read("merge.txt")).toBe(read("sweep.txt"));
  });

  it("should make the page and its pictures", () => {
    expect(read("change.html")).toContain("<title>fleet.json");
    for (const name of ["week.svg", "load.svg"]) expect(() => svgRead(read(name))).not.toThrow();
  });
});
