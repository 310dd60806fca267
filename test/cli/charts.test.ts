/**
 * `--charts`: what stands below the text of `simulate` and `compare`, as it was looked at and found
 * right, and that nothing else changes with it.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/kit/table.ts";
import { FLEET, runHere } from "../support/cliRun.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/cli/");
// On Sunday 2026-03-29 the clock goes forward.
const SPAN = ["--from", "2026-03-27", "--days", "4"];
const SIMULATE = ["simulate", FLEET, ...SPAN];
const COMPARE = ["compare", FLEET, "proxy-2.slots=2", ...SPAN];

describe("--charts", () => {
  it.each([
    ["simulate-charts.txt", [...SIMULATE, "--charts"], 80, 1],
    ["simulate-charts-wide.txt", [...SIMULATE, "--charts", "--job", "Mail *"], 120, 1],
    ["compare-charts.txt", [...COMPARE, "--charts"], 80, 1],
  ])("should draw what was found right, as in %s", async (name, args, columns, code) => {
    const { code: exit, out, err } = await runHere(args, { env: { COLUMNS: String(columns) } });
    expect([exit, err]).toEqual([code, ""]);
    for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThan(columns);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, name));
    const coloured = await runHere(args, { env: { COLUMNS: String(columns), FORCE_COLOR: "1" } });
    expect(coloured.out).not.toBe(out);
    expect(coloured.out.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(out);
  });

  it.each([[SIMULATE], [COMPARE]])("should leave text and data as they are: %j", async (args) => {
    const { out } = await runHere(args);
    const drawn = await runHere([...args, "--charts"]);
    expect(drawn.out.startsWith(`${out}\n`)).toBe(true);
    const [data, same] = [
      (await runHere([...args, "--json"])).out,
      (await runHere([...args, "--json", "--charts"])).out,
    ];
    expect(same).toBe(data);
  });

  it("should say that there is not one course of things under several seeds", async () => {
    expect(await runHere([...COMPARE, "--charts", "--seeds", "10"])).toMatchObject({
      code: 2,
      err: "--charts: under several seeds there is no single course of things to draw\n",
    });
  });
});
