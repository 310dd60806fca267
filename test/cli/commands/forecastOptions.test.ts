import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/cli/commands/forecastOptions.ts";

function problems(...args: string[]): string[] {
  const result = readOptions(args);
  return result.ok ? [] : result.problems;
}

describe("readOptions", () => {
  it("should have a default for everything", () => {
    expect(readOptions([])).toEqual({
      ok: true,
      options: {
        clock: {
          zone: "UTC",
          windowClock: "utc",
          gap: "shift",
          overlap: "first",
          gridOverlap: "both",
        },
        days: 7,
        runs: 3,
        json: false,
        help: false,
      },
    });
  });

  it("should read every option, and a file before or after them", () => {
    const args = [
      "--zone",
      "america/los_angeles",
      "--days=14",
      "jobs.json",
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
      "--json",
    ];
    expect(readOptions(args)).toEqual({
      ok: true,
      options: {
        file: "jobs.json",
        clock: {
          zone: "America/Los_Angeles",
          windowClock: "server",
          gap: "skip",
          overlap: "both",
          gridOverlap: "first",
        },
        from: Date.UTC(2026, 2, 8, 7, 30),
        days: 14,
        runs: 5,
        json: true,
        help: false,
      },
    });
    expect(readOptions(["-"])).toMatchObject({ options: { file: "-" } });
    expect(readOptions(["--zone", "-07:00"])).toMatchObject({
      options: { clock: { zone: "UTC-7" } },
    });
  });

  it.each([
    [["--zne", "UTC"], "unknown option --zne; did you mean --zone?"],
    [["--windowclock", "server"], "unknown option --windowclock; did you mean --window-clock?"],
    [["--frobnicate"], "unknown option --frobnicate; --help lists the options"],
    [["--zone"], "--zone needs a value; --help lists them"],
    [["--zone", "--json"], "--zone needs a value; --help lists them"],
    [["--json=yes"], '--json takes no value, received "yes"'],
    [["a.json", "b.json"], "one file at a time, received 2: a.json, b.json"],
    [
      ["--gap", "shfit"],
      "--gap: expected one of shift, gap-end, earlier, skip, " +
        'received "shfit"; did you mean shift?',
    ],
    [["--days", "0"], '--days: expected a whole number from 1 to 366, received "0"'],
    [["--days", "7.5"], '--days: expected a whole number from 1 to 366, received "7.5"'],
    [["--runs", "101"], '--runs: expected a whole number from 1 to 100, received "101"'],
    [["--from", "1969-12-31"], '--from: expected an instant from 1970 on, received "1969-12-31"'],
  ])("should answer %j", (args, problem) => {
    expect(problems(...args)).toEqual([problem]);
  });

  it.each([
    ["Europe/Berln", "did you mean Europe/Berlin?"],
    ["new york", "did you mean America/New_York?"],
    ["Kolkata", "did you mean Asia/Kolkata?"],
    ["Pacific Standard Time", "take the zone of a city, such as America/Los_Angeles"],
    ["Atlantis", "zones are named after a city"],
  ])("should help who looks for the zone %j", (zone, hint) => {
    expect(problems("--zone", zone)).toEqual([
      expect.stringMatching(/^--zone: expected an IANA time zone/),
    ]);
    expect(problems("--zone", zone)[0]).toContain(hint);
  });

  it("should list every problem at once", () => {
    expect(
      problems(
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
