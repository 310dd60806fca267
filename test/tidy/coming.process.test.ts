/**
 * What docs/COMING.md says of other tools is what they do, where they are installed: croner among
 * the peers of the benches (`npm ci --prefix bench/peers`), SimPy in a Python.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as runcast from "runcast";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";
import { type Doors, type Example, examplesOf, runExample } from "./examples.ts";
import { sourceAt } from "./sources.ts";

const PAGE = "docs/COMING.md";
const CRONER = `${ROOT}bench/peers/node_modules/croner`;
const CRONER_FILE = `${CRONER}/dist/croner.js`;
const hasCroner = existsSync(CRONER_FILE);
const PYTHON = ["python3", "/usr/bin/python3"].find(
  (python) => spawnSync(python, ["-c", "import simpy"]).status === 0,
);

/** What does not hold of an example. */
async function problemsOf(example: Example, doors: Doors): Promise<string[]> {
  const checks = await runExample(example, doors, () => Promise.resolve({}));
  expect(checks.length).toBeGreaterThan(0);
  return checks.flatMap(({ place, code, problem }) =>
    problem === undefined ? [] : [`${place} ${code.trim()} ${problem}`],
  );
}

describe(PAGE, () => {
  const examples = examplesOf(sourceAt(PAGE)!);
  const ofCroner = examples.filter(({ code }) => code.includes('from "croner"'));
  const ofRuncast = examples.filter((example) => !ofCroner.includes(example));

  it("should have examples of both sides", () => {
    expect(ofCroner.length).toBeGreaterThan(3);
    expect(ofRuncast.length).toBeGreaterThan(3);
  });

  it.each(ofRuncast)("should be right about runcast: $place", async (example) => {
    expect(await problemsOf(example, { runcast })).toEqual([]);
  });

  it.skipIf(!hasCroner).each(ofCroner)("should be right about croner: $place", async (example) => {
    const croner = (await import(/* @vite-ignore */ CRONER_FILE)) as Doors[string];
    expect(await problemsOf(example, { runcast, croner })).toEqual([]);
  });

  it.skipIf(!hasCroner)("should pair patterns with policies that run alike", async () => {
    const pairs = [...sourceAt(PAGE)!.text.matchAll(/^\| `([^`]+)` \| `(\{ type[^`]+)` \|$/gm)];
    expect(pairs.length).toBeGreaterThan(3);
    const lines = pairs.map(
      ([, pattern, policy]) =>
        `new Cron("${pattern}", { timezone: "UTC" }).nextRuns(50, new Date(0)).map(Number)` +
        ` // => nextRuns(${policy}, 0, 50).map(Number)`,
    );
    const imports = ['import { Cron } from "croner";', 'import { nextRuns } from "runcast";'];
    const code = [...imports, ...lines].join("\n");
    const croner = (await import(/* @vite-ignore */ CRONER_FILE)) as Doors[string];
    const example = { place: `${PAGE}:1`, file: undefined, code };
    expect(await problemsOf(example, { runcast, croner })).toEqual([]);
  });

  it.skipIf(!hasCroner)("should name the croner that was tried", () => {
    const { version } = JSON.parse(readFileSync(`${CRONER}/package.json`, "utf8")) as {
      readonly version: string;
    };
    expect(sourceAt(PAGE)!.text).toContain(`croner ${version}.`);
  });

  const programs = [
    ...sourceAt(PAGE)!.text.matchAll(/```python\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g),
  ];

  it("should show what each program of SimPy prints", () => {
    expect(programs.length).toBeGreaterThan(2);
    expect(programs).toHaveLength(sourceAt(PAGE)!.text.match(/^```python$/gm)!.length);
  });

  it.skipIf(PYTHON === undefined)("should be right about SimPy", () => {
    for (const [, program, text] of programs) {
      const { stdout, stderr } = spawnSync(PYTHON!, ["-c", program!], { encoding: "utf8" });
      expect(stdout + stderr).toBe(text);
    }
  });
});
