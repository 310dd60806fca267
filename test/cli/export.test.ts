import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere } from "../support/cliRun.ts";
import { NASTY } from "../support/exported.ts";
import { scratch } from "../support/scratch.ts";

const home = scratch();
const MONDAY = ["--from", "2026-01-05", "--days", "2"];

const exported = (...words: string[]) => runHere(["export", FLEET, ...MONDAY, ...words]);

async function problems(...words: string[]): Promise<string[]> {
  const { code, out, err } = await exported(...words);
  expect([code, out]).toEqual([2, ""]);
  return err.split("\n").slice(0, -1);
}

describe("the format", () => {
  it.each([
    ["a.csv", /^job,name,nominal,start,end,attempt,outcome\n/],
    ["a.CSV", /^job,/],
    ["a.ndjson", /^\{"job":"[^]*\}\n$/],
    ["a.jsonl", /^\{"job":"/],
    ["a.parquet", /^PAR1[^]*PAR1$/],
    ["a.trace", /^\{"displayTimeUnit":"ms","traceEvents":\[/],
    ["a.trace.json", /^\{"displayTimeUnit":"ms","traceEvents":\[/],
    ["a.ics", /^BEGIN:VCALENDAR\r\n/],
  ])("should be what the name says: %s", async (name, begin) => {
    const path = join(home, name);
    const { code, out, err } = await exported("-o", path);
    expect([code, err]).toEqual([0, ""]);
    expect(readFileSync(path, "latin1")).toMatch(begin);
    const rows = name.endsWith("ics") ? "runs" : "sessions";
    expect(out).toMatch(
      new RegExp(`^examples/fleet.json, 2 days from Mon .*\\n\\n[1-9][\\d,]* ${rows}, written`),
    );
    expect(readdirSync(home).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  it("should be CSV for standard output, and what --format says before all", async () => {
    const [plain, dash, named] = [
      await exported(),
      await exported("-o", "-"),
      await exported("--format", "csv", "-o", join(home, "a.txt")),
    ];
    expect(dash).toEqual(plain);
    expect(plain.out).toMatch(/^job,name,/);
    expect(named.code).toBe(0);
    expect(readFileSync(join(home, "a.txt"), "utf8")).toBe(plain.out);
  });

  it.each<[readonly string[], readonly string[]]>([
    [
      ["-o", "a.json"],
      [
        "--out: the end of a.json says no format (.csv, .ndjson, .jsonl, .parquet, .trace, " +
          ".trace.json, .ics); --format names one",
      ],
    ],
    [
      ["-o", "a.ics", "--what", "sessions"],
      ["--format: a session is written as csv, ndjson, parquet, trace, received ics"],
    ],
    [
      ["--what", "metrics", "--format", "trace"],
      ["--format: a row of metrics is written as csv, ndjson, parquet, received trace"],
    ],
    [
      ["--alarm", "5", "--window"],
      [
        "--alarm: only a calendar has it: --format ics",
        "--window: only a calendar has it: --format ics",
      ],
    ],
    [["-o", "a.parquet", "--times", "server"], ["--times: parquet is always in UTC"]],
    [["--json"], ["--json: standard output has the rows; --out FILE puts them elsewhere"]],
    [
      ["--format", "cvs"],
      [
        "--format: expected one of csv, ndjson, parquet, trace, ics, " +
          'received "cvs"; did you mean csv?',
      ],
    ],
    [["--out="], ["--out: expected the name of a file"]],
    [["-o", "missing/a.csv"], ["--out: missing/a.csv cannot be written (ENOENT)"]],
    [["-o", FLEET, "--format", "csv"], [`--out: ${FLEET} is a file that is read`]],
    [["--job", "Nobody"], [expect.stringMatching(/^--job: expected .*Nobody/)]],
  ])("should be told where it can't be: %j", async (words, expected) => {
    expect(await problems(...words)).toEqual(expected);
    expect(existsSync("a.json")).toBe(false);
  });
});

describe("what is exported", () => {
  it("should be what --what says, of the job that is asked for, as it is changed", async () => {
    const job = ["--job", "Mail Berlin"];
    const runs = await exported("--what", "runs", ...job, '"Mail Berlin".dailyTime=23:00');
    expect(runs.out.split("\n")).toEqual([
      "job,name,nominal",
      "mail-berlin,Mail Berlin,2026-01-05T22:00:00.000Z",
      "mail-berlin,Mail Berlin,2026-01-06T22:00:00.000Z",
      "",
    ]);
    const local = await exported("--what", "runs", ...job, "--times", "server");
    expect(local.out).toContain("mail-berlin,Mail Berlin,2026-01-05T22:00:00.000+01:00\n");
    const metrics = await exported("--what", "metrics", ...job);
    expect(metrics.out.split("\n").map((line) => line.split(",", 3).join())).toEqual([
      "of,id,name",
      "job,mail-berlin,Mail Berlin",
      "",
    ]);
    const missed = await exported("--what", "missed");
    expect(missed.out).toMatch(
      /^job,name,nominal,reason\n(.*,(start-window|still-running|still-waiting)\n)+$/,
    );
  });

  it("should be told as data, with its rows counted", async () => {
    for (const [what, noun] of [
      ["sessions", "session"],
      ["missed", "missed run"],
      ["metrics", "row"],
      ["runs", "run"],
    ] as const) {
      const path = join(home, `${what}.csv`);
      for (const job of [[], ["--job", "Mail *"]]) {
        const { out } = await exported("--what", what, "-o", path, "--json", ...job);
        const { rows, written, format } = JSON.parse(out) as Record<string, unknown>;
        expect([format, written]).toEqual(["runcast.export/1", path]);
        expect(readFileSync(path, "utf8").split("\n").length - 2, noun).toBe(rows);
      }
    }
  });

  it("should say nothing of workloads where only runs are asked for", async () => {
    const list = ["export", "examples/sample-jobs.json", ...MONDAY];
    expect((await runHere([...list, "--what", "runs"])).err).toBe("");
    expect((await runHere(list)).err).toContain("no job has a workload");
  });
});

describe("a terminal", () => {
  const path = join(home, "hostile.json");
  const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
  const escape = "\u001b[2J\u001b]0;owned\u0007\u202e";
  const jobs = [...NASTY, escape].map((name, index) => ({ id: `job-${index}`, name, policy }));
  writeFileSync(path, JSON.stringify({ jobs }));
  const words = ["export", path, ...MONDAY, "--duration", "5m"];

  it("should be shown nothing but text; a file, and a pipe, get every byte", async () => {
    const shown = await runHere(words, { isTerminal: true });
    expect(shown.out).not.toMatch(/(?!\n)[\p{Cc}\u202e\u2028\u2029\u200d]/u);
    expect(shown.out.split("\n").length).toBeGreaterThan(2 * jobs.length);
    expect((await runHere(words)).out).toContain(escape);
    const safe = await runHere([...words, "--format", "ndjson"]);
    expect(safe.out).not.toMatch(/(?!\n)[\p{Cc}\u202e\u2028\u2029\u200d]/u);
  });

  it("should not be given Parquet", async () => {
    const { code, err } = await runHere([...words, "--format", "parquet"], { isTerminal: true });
    expect([code, err]).toEqual([
      2,
      "--out: Parquet is nothing for a terminal; --out FILE names a file\n",
    ]);
  });
});
