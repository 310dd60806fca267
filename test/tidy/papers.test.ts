/**
 * The papers hold together: no link leads nowhere, no file is cited that is not there, and every
 * rule that anybody cites has its heading in docs/RULES.md.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const under = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => !path.includes("/node_modules/"));

const papers = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...under("docs").filter((name) => name.endsWith(".md")),
];
const sources = ["src", "test", "bench", "examples", "lint"]
  .flatMap(under)
  .filter((path) => /\.(?:ts|js|mjs)$/.test(path) && !path.startsWith("test/tidy/"));

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  const plain = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
  return plain.trim().replace(/\s/g, "-");
}

const anchorsOf = (path: string): Set<string> =>
  new Set(Array.from(read(path).matchAll(/^#+ (.*)$/gm), ([, heading]) => anchorOf(heading!)));

describe("the papers", () => {
  it("should all be there", () =>
    expect(papers).toEqual(
      expect.arrayContaining([
        "README.md",
        "CONTRIBUTING.md",
        "DESIGN.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "docs/RULES.md",
      ]),
    ));

  it.each(papers)("should have no link that leads nowhere: %s", (path) => {
    for (const [, target] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target!)) continue;
      const [file = "", anchor] = target!.split("#");
      const there = file === "" ? path : join(dirname(path), file);
      expect(existsSync(join(ROOT, there)), `${path}: ${target}`).toBe(true);
      if (anchor !== undefined)
        expect([...anchorsOf(there)], `${path}: ${target}`).toContain(anchor);
    }
  });

  it("should cite only files that are there", () => {
    const missing: string[] = [];
    for (const path of [...papers, ...sources]) {
      const text = read(path);
      const cited = [
        ...text.matchAll(
          /\b((?:src|test|bench|docs|examples|lint)\/[\w./-]*\w\.(?:ts|mjs|js|json|md|svg))\b/g,
        ),
        ...text.matchAll(/\b([A-Z]{4,}\.md)\b/g),
      ].map(([, file]) => file!);
      for (const file of new Set(cited)) {
        const places = [join(ROOT, file), join(ROOT, "docs", file)];
        if (!places.some(existsSync)) missing.push(`${path}: ${file}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("should have a heading for every rule that is cited", () => {
    const rules = new Set(
      Array.from(read("docs/RULES.md").matchAll(/^## (R\d+) /gm), ([, rule]) => rule!),
    );
    expect(rules.size).toBeGreaterThan(25);
    const missing: string[] = [];
    for (const path of [...papers, ...sources]) {
      for (const [, rule] of read(path).matchAll(/\b(R\d{1,2})\b/g))
        if (!rules.has(rule!)) missing.push(`${path}: ${rule}`);
    }
    expect([...new Set(missing)]).toEqual([]);
  });
});
