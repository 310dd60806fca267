import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { World } from "../../../src/cli/terminal.ts";
import { displayWidth } from "../../../src/report/kit/table.ts";
import { runHere } from "../../support/cliRun.ts";
import { scratch } from "../../support/scratch.ts";
import { inProject } from "../../support/paths.ts";

const SAMPLE = inProject("examples/sample-jobs.json");
const GOLDEN = inProject("test/fixtures/forecast/");

const directory = scratch();

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** The command in this process, as `npm start` calls it, with a world of the test's own. */
function run(args: string[], world: Partial<World> = {}) {
  return runHere(["forecast", ...args], { program: "npm start --", ...world });
}

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const listOf = (...jobs: unknown[]) => file("jobs.json", JSON.stringify(jobs));

describe("the forecast of the bundled sample", () => {
  // Spans in the past: no later change of zone rules touches them. `npx vitest run test/host -u`
  // takes over a new text.
  it.each([
    ["utc-100.txt", ["--from", "2022-01-03T09:30:00Z"], { COLUMNS: "100" }],
    [
      "los-angeles-back-80.txt",
      ["--from", "2020-10-30T13:30:00Z", "--zone", "America/Los_Angeles"],
      { COLUMNS: "80" },
    ],
    [
      "los-angeles-forward-server-windows-120.txt",
      [
        "--from",
        "2020-03-06T08:00:00Z",
        "--zone",
        "America/Los_Angeles",
        "--window-clock",
        "server",
        "--gap",
        "skip",
        "--days",
        "14",
        "--runs",
        "5",
      ],
      { COLUMNS: "120" },
    ],
    ["utc-colour-80.txt", ["--from", "2022-01-03T09:30:00Z"], { COLUMNS: "80", FORCE_COLOR: "1" }],
  ])("should be as in %s", async (name, args, env) => {
    const { code, out, err } = await run(args, { env });
    expect([code, err]).toEqual([0, ""]);
    const width = Number("COLUMNS" in env ? env.COLUMNS : 100);
    for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThan(width);
    await expect(out.replace(/(time-zone database) \S+/, "$1 (the host's)")).toMatchFileSnapshot(
      join(GOLDEN, name),
    );
  });

  it("should tell of so many jobs one by one, those that need a look first", async () => {
    const from = ["--from", "2026-01-05"];
    const blocks = (out: string): string[] => out.split("\n\n");
    const named = (out: string): string[] =>
      out.split("\n").flatMap((line) => /^(\S.*?) {2,}.* starts? in 7 days$/.exec(line)?.[1] ?? []);
    const all = (await run(from)).out;
    const three = (await run([...from, "--jobs", "3"])).out;
    expect(named(all)).toHaveLength(14);
    expect(named(three)).toEqual([
      "SharePoint, backup window at night",
      "Legal hold, noon on Wednesdays",
      named(all)[0],
    ]);
    expect(blocks(three)[4]).toBe("... and 13 more jobs: --jobs N");
    // what is said of all of them stays
    expect(blocks(three).slice(5)).toEqual(blocks(all).slice(17));
    const none = blocks((await run([...from, "--jobs", "0"])).out);
    expect(none.slice(1)).toEqual(["... 16 jobs: --jobs N", ...blocks(all).slice(17)]);
    const many = Array.from({ length: 101 }, (_, at) => ({ id: `${at}`, schedulePolicy: daily }));
    expect(named((await run([listOf(...many), ...from])).out)).toHaveLength(100);
  });

  it("should give the same as data", async () => {
    const { code, out } = await run(["--from", "2022-01-03T09:30:00Z", "--json"]);
    const data = JSON.parse(out) as {
      format: string;
      jobs: { name: string; starts: number }[];
      week: { peak: object };
    };
    expect(code).toBe(0);
    expect(data).toMatchObject({
      format: "runcast.forecast/1",
      source: "the bundled sample",
      days: 7,
      from: { utc: "2022-01-03T09:30:00Z" },
      issues: [],
    });
    expect(Object.keys(data)).toEqual([
      "format",
      "source",
      "clock",
      "zoneDatabase",
      "days",
      "from",
      "to",
      "clockChanges",
      "assumptions",
      "jobs",
      "week",
      "issues",
      "warnings",
    ]);
    const text = (await run(["--from", "2022-01-03T09:30:00Z"])).out;
    for (const { name } of data.jobs) expect(text).toContain(`\n${name} `);
  });
});

describe("the exit code", () => {
  it("should be 0, or 2 with every issue if some jobs are bad; the good are forecast", async () => {
    expect(await run([listOf({ name: "Mail", schedulePolicy: daily })])).toMatchObject({
      code: 0,
      err: "",
    });
    const path = listOf(
      { name: "Mail", schedulePolicy: daily },
      {
        name: "Broken",
        schedulePolicy: { type: "Daily", dailyType: "Sonday", dailyTime: "25:00" },
      },
    );
    const { code, out, err } = await run([path]);
    expect(code).toBe(2);
    expect(out).toContain("\nMail ");
    expect(out).not.toContain("Broken");
    expect(err.replaceAll(`${path}: `, "").split("\n")).toEqual([
      "[1].schedulePolicy.dailyType: expected one of Everyday, Workdays, Weekends, Monday, " +
        'Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, received "Sonday"; did you ' +
        'mean Monday or Sunday? (job "Broken")',
      "[1].schedulePolicy.dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
        '24:00, received "25:00" (job "Broken")',
      "",
    ]);
  });

  it("should be 2, with nothing on standard output, if nothing can be forecast", async () => {
    const cases = [
      ["--zne", "UTC"],
      [join(directory, "missing.json")],
      [directory],
      [file("bad.json", "[1,,]")],
      [file("none.json", '{"payload": {}}')],
      [listOf(5)],
    ];
    for (const args of cases)
      expect(await run(args)).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringMatching(/^\S.*\n$/),
      });
    expect((await run([join(directory, "bad.json")])).err).toBe(
      `${join(directory, "bad.json")}: not JSON: line 1, column 4: a value was expected ` +
        "after the comma, found ,\n",
    );
  });

  it("should be 0 for --help, and 2 for an empty list, as everywhere", async () => {
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("--grid-overlap"),
    });
    expect(await run([listOf()])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("expected at least one job"),
    });
  });
});

describe("a fleet", () => {
  it("should be told on the server's clock, and a job with one of its own on that", async () => {
    const night = { type: "Daily", dailyType: "Everyday", dailyTime: "01:30" };
    const path = file(
      "zones.json",
      JSON.stringify({
        clock: { zone: "Europe/Berlin" },
        jobs: [
          { id: "here", policy: night },
          { id: "there", policy: night, clock: { zone: "America/New_York" } },
        ],
      }),
    );
    // Berlin's clock changed a week before New York's, which shows 01:30 twice on 2 November 2025.
    const { code, out, err } = await run([path, "--from", "2025-11-01T12:00"]);
    expect([code, err]).toEqual([0, ""]);
    const [, here = "", there = ""] = /\n(here [\s\S]*?)\n\n(there [\s\S]*?)\n\n/.exec(out) ?? [];
    expect(here).toContain("in UTC     Sun 2025-11-02 00:30  Mon 2025-11-03 00:30");
    expect(here).not.toMatch(/Zone|Clock/);
    expect(there).toContain("Zone       America/New_York, its own: times below are read there.");
    expect(there).toContain("Next       Sun 2025-11-02 01:30  Mon 2025-11-03 01:30");
    expect(there).toContain("in UTC     Sun 2025-11-02 05:30  Mon 2025-11-03 06:30");
    expect(there).toContain("Clock      Sun 2025-11-02, the clock goes back from 02:00 to 01:00");
    // The week is the server's: 05:30Z is 06:30 in Berlin, 06:30Z is 07:30.
    const data = JSON.parse((await run([path, "--from", "2025-11-01T12:00", "--json"])).out) as {
      jobs: { zone?: string }[];
      week: { days: { day: string; hours: { starts: number }[] }[] };
    };
    expect(data.jobs.map(({ zone }) => zone)).toEqual([undefined, "America/New_York"]);
  });
});

describe("the text", () => {
  it("should begin at the minute that it is, unless told otherwise", async () => {
    const list = listOf({ name: "Mail", schedulePolicy: daily });
    expect((await run([list], { now: Date.UTC(2026, 0, 5, 12, 34, 56, 789) })).out).toContain(
      "Mon 2026-01-05 12:34 to Mon 2026-01-12 12:34 UTC, 7 days",
    );
  });

  it("should tell a server whose own next run does not fit the zone", async () => {
    const list = listOf(
      { name: "Mail", nextRun: "2017-06-01T08:00:00Z", schedulePolicy: daily },
      { name: "No date", nextRun: "soon", schedulePolicy: daily },
    );
    expect((await run([list])).out).toMatch(/It fits a server at\s+UTC-07:00/);
    expect((await run([list, "--zone", "America/Los_Angeles"])).out).not.toContain("Zone check");
  });

  it("should tell much trouble by kind", async () => {
    const never = { ...daily, backupWindowSettings: { backupWindow: new Array(168).fill(false) } };
    const tenants = Array.from({ length: 30 }, (_, index) => ({
      name: `Tenant ${index}`,
      schedulePolicy: never,
    }));
    const { out } = await run([listOf(...tenants)], { env: { COLUMNS: "100" } });
    expect(out).toContain(
      "30 jobs need a look:\n  30 jobs: never runs  Tenant 0; Tenant 1; Tenant 2; Tenant 3; " +
        "Tenant 4; and 25 more\n",
    );
  });

  it("should not let a job's name do anything to the terminal", async () => {
    const list = listOf(
      { name: "\u001b[2J\u001b]0;gone\u0007\nMail\u202e", schedulePolicy: daily },
      { name: "\u001b[31m", schedulePolicy: 5 },
    );
    const { out, err } = await run([list]);
    expect(out + err).not.toMatch(/[^\P{C}\n]/u);
  });

  it("should survive any bytes, and any damage to a good list, without an exception", async () => {
    const sample = readFileSync(SAMPLE);
    const damaged = fc
      .array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((edits) => {
        const bytes = Uint8Array.from(sample);
        for (const [at, byte] of edits) bytes[at] = byte;
        return bytes;
      });
    const values = fc
      .oneof(
        fc.jsonValue(),
        fc.array(fc.record({ name: fc.jsonValue(), schedulePolicy: fc.jsonValue() })),
      )
      .map((value) => Buffer.from(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(damaged, values, fc.uint8Array({ maxLength: 400 })),
        async (bytes) => {
          const { code, out, err } = await run([file("fuzz.json", bytes), "--from", "2022-01-03"]);
          expect([0, 2]).toContain(code);
          expect(code === 2).toBe(err !== "");
          expect(out + err).not.toMatch(/undefined|NaN|\[object|^ {4}at /m);
        },
      ),
      { numRuns: 150 },
    );
  });
});
