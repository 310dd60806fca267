import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/kit/table.ts";
import { runHere, runProcess } from "../support/cliRun.ts";

const GOLDEN = fileURLToPath(new URL("../fixtures/cli/", import.meta.url));
const FLEET = fileURLToPath(new URL("../../examples/fleet.json", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "runcast-what-if-"));
afterAll(() => rmSync(directory, { recursive: true }));

const FROM = ["--from", "2025-01-06", "--days", "7"];

/** What a command prints, its file under the name that the golden texts have. */
async function textOf(args: readonly string[], code: number): Promise<string> {
  const result = await runHere(args);
  expect([result.code, result.err]).toEqual([code, ""]);
  for (const line of result.out.split("\n")) expect(displayWidth(line), line).toBeLessThan(100);
  expect(result.out).not.toMatch(/[^\P{Cc}\n]|undefined|NaN|\[object/u);
  return result.out.replaceAll(FLEET, "examples/fleet.json");
}

describe("what if, as text", () => {
  it("should show a sweep as a table, best first: sweep.txt", async () => {
    const args = [
      "sweep",
      FLEET,
      "Mail *.dailyTime=21:00..23:00",
      "proxies.slots=1..3",
      "--by",
      "waitP95",
      "--top",
      "5",
      ...FROM,
    ];
    await expect(await textOf(args, 0)).toMatchFileSnapshot(join(GOLDEN, "sweep.txt"));
  });
});

describe("what if, as data", () => {
  it("should have every row of a sweep, best first", async () => {
    const { out } = await runHere([
      "sweep",
      FLEET,
      "proxies.slots=1..3",
      "duration=x1,x2",
      "--by",
      "waitMean",
      "--json",
      ...FROM,
    ]);
    const { rows, dimensions, complete } = JSON.parse(out) as {
      rows: { metrics: { waitMean: number } }[];
      dimensions: string[];
      complete: boolean;
    };
    const waits = rows.map(({ metrics }) => metrics.waitMean);
    expect([rows.length, dimensions, complete]).toEqual([6, ["proxies.slots", "duration"], true]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });
});

describe("compare", () => {
  it("should read one side from standard input", async () => {
    const { code, out } = await runProcess(["compare", "-", FLEET, "--json", ...FROM], {
      input: readFileSync(FLEET),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isEmpty: true });
  });
});

describe("sweep", () => {
  it("should print what is finished when it is interrupted, and say so", async () => {
    let stop: (() => void) | undefined;
    let progress = "";
    const released: boolean[] = [];
    const { code, out, err } = await runHere(
      [
        "sweep",
        FLEET,
        "dailyTime=20:00..05:00/5",
        "proxies.slots=1..8",
        "--json",
        "--workers",
        "1",
        ...FROM,
      ],
      {
        errIsTerminal: true,
        stderr: {
          write: (text) => {
            progress += text;
            stop?.(); // as soon as there is something finished
          },
        },
        onInterrupt: (callback) => {
          stop = callback;
          return () => void released.push(true);
        },
      },
    );
    const { rows, complete } = JSON.parse(out) as { rows: object[]; complete: boolean };
    expect([code, err, complete, released]).toEqual([1, "", false, [true]]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(109 * 8);
    expect(progress).toContain(`\r${rows.length} of 872`);
    expect(progress).toContain(`stopped after ${rows.length} of 872 variations\n`);
  });
});
