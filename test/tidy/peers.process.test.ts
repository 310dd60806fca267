/**
 * What docs/PEERS.md says holds: its examples, ours always and the peers' where they are installed
 * (`npm ci --prefix bench/peers`), and a small part of its simulations, where there is SimPy.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject, ROOT } from "../support/paths.ts";

const hasPeers = existsSync(inProject("bench/peers/node_modules/effect"));
const hasSimPy = ["python3", "/usr/bin/python3"].some(
  (python) => spawnSync(python, ["-c", "import simpy"]).status === 0,
);

const run = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });

interface Row {
  readonly title: string;
  readonly theory?: number;
  readonly overlaps: boolean;
  readonly sides: readonly {
    readonly name: string;
    readonly mean: number;
    readonly half: number;
  }[];
}

describe("docs/PEERS.md", () => {
  it("should have examples that are so with us", () => {
    const { stdout, stderr, status } = run("bench/compare/examples.mjs");
    expect(stdout + stderr).toMatch(/^\d\d examples, 0 peers asked\n$/);
    expect(status).toBe(0);
  });

  it.skipIf(!hasPeers)("should have examples that are so with the peers", () => {
    const { stdout, stderr, status } = run("bench/compare/examples.mjs", "--theirs");
    expect(stdout + stderr).toMatch(/^\d\d examples, \d\d peers asked\n$/);
    expect(status).toBe(0);
  });

  it("should have something between all of its marks, and every class with a verdict", () => {
    const text = readFileSync(inProject("docs/PEERS.md"), "utf8");
    const parts = [...text.matchAll(/<!-- (peers: [\w ]+) -->\n([\s\S]*?)<!-- \/\1 -->/g)];
    expect(parts).toHaveLength(7);
    for (const [, name, part] of parts) expect(part!.trim(), name).not.toBe("");
    expect(text).not.toContain("Nobody has looked into it.");
    expect(text).not.toContain("### Unexplained");
  });

  it.skipIf(!hasSimPy)("should be right about simulations: theory, and the same as SimPy", () => {
    const args = ["--seeds", "8", "--models", "3", "--json"];
    const { stdout, stderr } = run("--import", "tsx", "bench/compare/queues.mjs", ...args);
    expect(stderr).toBe("");
    const { rows } = JSON.parse(stdout) as { readonly rows: readonly Row[] };
    expect(rows).toHaveLength(15);
    for (const { title, theory, overlaps, sides } of rows) {
      expect(sides.map(({ name }) => name)).toContain("simpy");
      expect(overlaps, title).toBe(true);
      for (const { mean, half } of sides)
        expect(Math.abs(mean - theory!), title).toBeLessThan(2 * half);
    }
  });
});

describe.skipIf(!hasPeers)("npm run peers", () => {
  it("should compare a peer in a zone, count each difference, and have a verdict for each", () => {
    const { stdout, stderr, status } = run(
      ...["--import", "tsx", "bench/compare/main.mjs", "--kept", "", "--workers", "1"],
      ...["--only", "the text,croner", "--zones", "America/New_York"],
    );
    expect(stderr).not.toContain("verdict");
    expect(stdout).toMatch(/\| croner +\| +4 \| +1 \| +[\d,]+ \| +[\d,]+ \| +40 \| +1 \|/);
    expect(stdout).toContain('`gap: "gap-end", overlap: "first"` ');
    expect(status).toBe(0);
  });
});
