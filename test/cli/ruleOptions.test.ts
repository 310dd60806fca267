import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULE_NAMES, RULE_SWITCHES } from "../../src/core/simulation/rules.ts";
import { FLEET, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();
const SPAN = ["--from", "2026-01-05", "--days", "2"];

async function rulesOf(file: string, ...options: string[]): Promise<Record<string, unknown>> {
  const { out } = await runHere(["simulate", file, ...options, ...SPAN, "--json"]);
  return (JSON.parse(out) as { rules: Record<string, unknown> }).rules;
}

describe("options of the rules", () => {
  it("should be there for every rule and each of its choices, the usual one for none", async () => {
    const usual = await rulesOf(FLEET);
    for (const name of RULE_NAMES) {
      const { option, choices } = RULE_SWITCHES[name];
      expect(usual[name]).toBe(RULE_SWITCHES[name].usual);
      for (const { value } of choices)
        expect(await rulesOf(FLEET, `--${option}`, String(value).toUpperCase())).toEqual({
          ...usual,
          [name]: value,
        });
    }
  });

  it("should go before the rules of the file, and leave its others", async () => {
    const file = join(directory, "rules.json");
    const rules = { outage: "fail", restorePoint: "success" };
    const fleet = JSON.parse(readFileSync(FLEET, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...fleet, rules }));
    expect(await rulesOf(file)).toMatchObject(rules);
    expect(await rulesOf(file, "--outage", "wait")).toMatchObject({ ...rules, outage: "wait" });
    // both sides of a comparison
    const { out } = await runHere(["compare", file, FLEET, "--outage", "wait", ...SPAN]);
    expect(out).toContain("rules.restorePoint is success-or-warning (success before)");
    expect(out).not.toContain("rules.outage");
  });

  it("should say what an outage does", async () => {
    const failed = async (...more: string[]): Promise<unknown> => {
      const change = "proxy-1.outage=2026-01-05T20:00/6h";
      const args = ["simulate", FLEET, change, "failed=0", ...more, ...SPAN, "--json"];
      const { out } = await runHere(args);
      return (JSON.parse(out) as { summary: { fleet: { failed: number } } }).summary.fleet.failed;
    };
    // what runs when it begins fails in either case
    expect(await failed("--outage", "wait")).toBe(await failed());
    expect(await failed("--outage", "fail")).toBeGreaterThan((await failed()) as number);
  });

  it("should be refused where they are none, with the near one", async () => {
    const bad = ["--outage", "fial", "--retry-manual", "yes"];
    expect(await runHere(["simulate", FLEET, ...bad, ...SPAN])).toEqual({
      code: 2,
      out: "",
      err:
        '--retry-manual: expected one of true, false, received "yes"\n' +
        '--outage: expected one of wait, fail, received "fial"; did you mean fail?\n',
    });
  });

  it("should be written with what they led to", async () => {
    const out = join(directory, "written.json");
    const asked = ["--outage", "fail", "--write", out];
    expect((await runHere(["stagger", FLEET, ...asked, ...SPAN])).code).toBe(0);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ rules: { outage: "fail" } });
  });
});
