import { describe, expect, it } from "vitest";
import { SAMPLE_FILE } from "../../src/cli/request.ts";
import { runHere } from "../support/cliRun.ts";

async function problems(...args: string[]): Promise<string[]> {
  const { err } = await runHere(["forecast", ...args]);
  return err.split("\n").slice(0, -1);
}

interface Read {
  readonly clock: object;
  readonly days: number;
  readonly from: { readonly epochMs: number };
  readonly jobs: readonly { readonly nextRuns: readonly object[] }[];
}

async function read(...args: string[]): Promise<Read> {
  return JSON.parse((await runHere(["forecast", "--json", ...args])).out) as Read;
}

describe("options", () => {
  it("should have a default for everything", async () => {
    const { clock, days, from, jobs } = await read();
    expect(clock).toEqual({
      zone: "UTC",
      windowClock: "utc",
      gap: "shift",
      overlap: "first",
      gridOverlap: "both",
    });
    expect([days, from.epochMs]).toEqual([7, Date.UTC(2026, 0, 5, 12)]);
    expect(Math.max(...jobs.map(({ nextRuns }) => nextRuns.length))).toBe(3);
  });

  it("should all be read, and a file before or after them", async () => {
    const args = [
      "--zone",
      "america/los_angeles",
      "--days=14",
      SAMPLE_FILE,
      "--from",
      "2026-03-08T07:30Z",
      "--runs",
      "5",
      "--window-clock",
      "server",
      "--gap",
      "skip",
      "--overlap",
      "both",
      "--grid-overlap",
      "first",
    ];
    const { clock, days, from, jobs } = await read(...args);
    expect(clock).toEqual({
      zone: "America/Los_Angeles",
      windowClock: "server",
      gap: "skip",
      overlap: "both",
      gridOverlap: "first",
    });
    expect([days, from.epochMs]).toEqual([14, Date.UTC(2026, 2, 8, 7, 30)]);
    expect(Math.max(...jobs.map(({ nextRuns }) => nextRuns.length))).toBe(5);
    expect(await read(...args.slice(3), ...args.slice(0, 3))).toEqual(await read(...args));
    expect(await read("--zone", "-07:00")).toMatchObject({ clock: { zone: "UTC-7" } });
  });

  it.each([
    [["--zne", "UTC"], "unknown option --zne; did you mean --zone?"],
    [["--windowclock", "server"], "unknown option --windowclock; did you mean --window-clock?"],
    [["--frobnicate"], "unknown option --frobnicate; --help lists the options"],
    [["--zone"], "--zone needs a value; --help lists them"],
    [["--zone", "--json"], "--zone needs a value; --help lists them"],
    [["--json=yes"], '--json takes no value, received "yes"'],
    [["a.json", "b.json"], "one file is enough, received 2: a.json, b.json"],
    [
      ["--gap", "shfit"],
      '--gap: expected one of shift, gap-end, earlier, skip, received "shfit"; did you mean shift?',
    ],
    [["--days", "0"], '--days: expected a whole number from 1 to 366, received "0"'],
    [["--days", "7.5"], '--days: expected a whole number from 1 to 366, received "7.5"'],
    [["--runs", "101"], '--runs: expected a whole number from 1 to 100, received "101"'],
    [["--from", "1969-12-31"], '--from: expected an instant from 1970 on, received "1969-12-31"'],
  ])("should answer %j", async (args, problem) => {
    expect(await problems(...args)).toEqual([problem]);
  });

  it.each([
    ["Europe/Berln", "did you mean Europe/Berlin?"],
    ["new york", "did you mean America/New_York?"],
    ["Kolkata", "did you mean Asia/Kolkata?"],
    ["Pacific Standart Time", "did you mean Pacific Standard Time?"],
    ["Atlantis", "zones are named after a city"],
  ])("should help who looks for the zone %j", async (zone, hint) => {
    expect(await problems("--zone", zone)).toEqual([
      expect.stringMatching(/^--zone: expected an IANA time zone/),
    ]);
    expect((await problems("--zone", zone))[0]).toContain(hint);
  });

  it("should take what Windows calls a zone, and tell it as the database does", async () => {
    const { clock } = await read("--zone", "W. Europe Standard Time");
    expect(clock).toMatchObject({ zone: "Europe/Berlin" });
  });

  it("should list every problem at once", async () => {
    expect(
      await problems(
        "--zne",
        "x",
        "--zone",
        "Atlantis",
        "--gap",
        "x",
        "--overlap",
        "x",
        "--days",
        "x",
        "--runs",
        "x",
        "--from",
        "x",
      ),
    ).toHaveLength(7);
  });
});
