/**
 * The reference is written without a warning, and has a page for what the doors hand out.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as runcast from "runcast";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";

const folder = `${scratch()}/reference`;

/** What a page says, without its markup. */
const textOf = (path: string): string =>
  readFileSync(`${folder}/${path}.html`, "utf8")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">");

describe("the reference", () => {
  let ended: { readonly status: number | null; readonly said: string };
  beforeAll(() => {
    const { status, stdout, stderr } = spawnSync("node", ["src/reference.mjs", folder], {
      cwd: ROOT,
      encoding: "utf8",
    });
    ended = { status, said: stdout + stderr };
  });

  it("should have nothing to warn of", () => {
    expect(ended.said).not.toContain("warning");
    expect(ended.status, ended.said).toBe(0);
  });

  it("should have a page for each door, and for each name of the library", () => {
    for (const door of ["runcast", "runcast_node", "runcast_server", "runcast_bullmq"])
      expect(existsSync(`${folder}/modules/${door}.html`), door).toBe(true);
    const kinds = ["functions", "variables", "classes"];
    for (const name of Object.keys(runcast)) {
      const pages = kinds.filter((kind) => existsSync(`${folder}/${kind}/runcast.${name}.html`));
      expect(pages, name).toHaveLength(1);
    }
  });

  it("should say what a door is, and group its names as its comments do", () => {
    const page = textOf("modules/runcast");
    expect(page).toContain("The public surface.");
    const groups = ["Policies", "The friendly way in", "Simulate", "What if", "Pictures"];
    expect(groups.map((group) => page.indexOf(`${group} `))).not.toContain(-1);
    expect(page).toMatch(/ The friendly way in .* nextRun nextRuns .* Simulate /);
  });

  it("should show the words of a table that is not public, and keep the examples", () => {
    expect(textOf("types/runcast.DailyType")).toContain('"Everyday" | "Workdays"');
    expect(textOf("types/runcast.ApiVersion")).toContain("3 | 4 | 5 | 6 | 7 | 8");
    expect(textOf("functions/runcast.compile")).toContain("// => Date.UTC(2017, 5, 1, 8)");
  });

  it("should be what npm run docs makes, and not a part of the package", () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(scripts["docs"]).toMatch(/node src\/reference\.mjs$/);
    const packed = execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(packed).toContain("dist/run/library.js");
    expect(packed).not.toContain("dist/reference");
  });
});
