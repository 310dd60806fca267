/**
 * Sweeps from the command line, which start threads, and a comparison that reads from a pipe.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProcess } from "../support/cliProcess.ts";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/cli/");
const directory = scratch();

const FROM = ["--from", "2025-01-06", "--days", "7"];

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
  it("should be a table, best first: sweep.txt", async () => {
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

  it("should tell under several seeds which are not clearly worse: sweep-seeds.txt", async () => {
    const words = ["sweep", FLEET, "proxies.slots=10,2,1", "--by", "waitP95", "--seeds", "10"];
    await expect(await textOf([...words, ...FROM], 0)).toMatchFileSnapshot(
      join(GOLDEN, "sweep-seeds.txt"),
    );
    const data = JSON.parse((await runHere([...words, ...FROM, "--json"])).out) as {
      seeds: number[];
      best: string[];
      rows: { name: string; metrics: { waitP95: { mean: number; low: number; high: number } } }[];
    };
    expect(data.seeds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(data.best).toEqual([data.rows[0]!.name]);
    for (const { metrics } of data.rows)
      expect(metrics.waitP95.low <= metrics.waitP95.mean).toBe(true);
  });

  it("should keep every value, whatever it is called", async () => {
    const file = join(directory, "proto.json");
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const proxies = ["__proto__", "toString", "a=b, c"].map((id, at) => ({ id, slots: at + 1 }));
    const jobs = ["constructor", "__proto__"].map((id) => ({ id, policy, proxyId: "toString" }));
    writeFileSync(file, JSON.stringify({ proxies, jobs }));
    const change = 'proxyId=__proto__,toString,"a=b, c"';
    const { code, out } = await runHere(["sweep", file, change, ...FROM, "--json"]);
    const { rows } = JSON.parse(out) as { rows: { dimensions: { proxyId: string } }[] };
    expect(code).toBe(0);
    expect(rows.map(({ dimensions }) => dimensions.proxyId)).toEqual(proxies.map(({ id }) => id));
  });

  it("should not let a name do anything to the terminal", async () => {
    const file = join(directory, "names.json");
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const jobs = ["a", "b", "c"].map((id) => ({
      id,
      name: `\u001b[2J${id}`,
      policy,
      workload: { duration: "PT45M" },
      proxyId: "\u001b[31mp",
    }));
    writeFileSync(file, JSON.stringify({ proxies: [{ id: "\u001b[31mp", slots: 1 }], jobs }));
    const { out, err } = await runHere(["sweep", file, "proxies.slots=1,2", ...FROM]);
    expect(err + out).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it("should be data, if asked: runcast.study/1, every row, best first", async () => {
    const { out, err } = await runHere([
      "sweep",
      FLEET,
      "proxies.slots=1..3",
      "duration=x1,x2",
      "--by",
      "waitMean",
      "--json",
      ...FROM,
    ]);
    expect(err).toBe("");
    const { format, rows, dimensions, complete } = JSON.parse(out) as {
      format: string;
      rows: { metrics: { waitMean: number } }[];
      dimensions: string[];
      complete: boolean;
    };
    const waits = rows.map(({ metrics }) => metrics.waitMean);
    expect(format).toBe("runcast.study/1");
    expect([rows.length, dimensions, complete]).toEqual([6, ["proxies.slots", "duration"], true]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  /** A clock on which a second passes between any two looks. */
  const seconds = (): (() => number) => {
    let now = 0;
    return () => (now += 1_000);
  };

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
        ticks: seconds(),
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
    expect(progress).toContain(`${rows.length} of 872 variations, `);
    expect(progress).toContain(`stopped after ${rows.length} of 872 variations\n`);
  });
});
