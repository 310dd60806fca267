/**
 * Instants that somebody types: which reading was taken is said where the server's clock shows a
 * time never, or twice, by every command that takes one; and nowhere else.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localText } from "../../src/core/time/moments.ts";
import { instantsShowing } from "../../src/core/time/zone.ts";
import type { Wall } from "../../src/core/time/instant.ts";
import { hostZone } from "../../src/host/zones.ts";
import { readWhen } from "../../src/cli/typedInstant.ts";
import { FLEET, runHere } from "../support/cliRun.ts";

/** What is said of a text, and what it was read as. */
function read(text: string, zone: string): { instant: number | undefined; said: string[] } {
  const [problems, notices]: [string[], string[]] = [[], []];
  const instant = readWhen("INSTANT", text, zone, { problems, notices });
  expect(problems).toEqual([]);
  return { instant, said: notices };
}

describe("a typed instant", () => {
  it("should be told as it was read where the clock skips it", () => {
    expect(read("2026-03-29T02:30", "Europe/Berlin")).toEqual({
      instant: Date.UTC(2026, 2, 29, 1, 30),
      said: [
        'INSTANT: the clock of Europe/Berlin skips "2026-03-29T02:30"; it is read as ' +
          "2026-03-29T03:30:00+02:00",
      ],
    });
  });

  it("should be told as it was read where the clock shows it twice, with the other reading", () => {
    const { instant, said } = read("2026-10-25T02:30", "Europe/Berlin");
    expect(instant).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(said).toEqual([
      'INSTANT: the clock of Europe/Berlin shows "2026-10-25T02:30" twice; the first is meant, ' +
        "2026-10-25T02:30:00+02:00, and not 2026-10-25T02:30:00+01:00",
    ]);
    expect(read("2026-10-25T02:30:00+01:00", "Europe/Berlin")).toEqual({
      instant: Date.UTC(2026, 9, 25, 1, 30),
      said: [],
    });
  });

  it("should not be explained where it names its offset: in London a gap is at 01:30Z", () => {
    expect(read("2026-03-29T01:30Z", "Europe/London").said).toEqual([]);
    expect(read("2026-03-29T01:30", "Europe/London").said).toHaveLength(1);
  });

  it("should be explained exactly where the clock does not show it once", () => {
    const zones = fc.constantFrom(
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "UTC",
    );
    const minutes = fc.integer({ min: 0, max: 5 * 366 * 24 * 60 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const wall = Date.UTC(2024, 0, 1) + minute * 60_000;
        const text = new Date(wall).toISOString().slice(0, "2024-01-01T00:00".length);
        const shown = instantsShowing(hostZone(zone), wall as Wall);
        const { instant, said } = read(text, zone);
        expect(said).toHaveLength(shown.length === 1 ? 0 : 1);
        for (const line of said)
          expect(line).toContain(localText(hostZone(zone), shown[0] ?? instant!));
      }),
    );
  });

  it.each([
    ["explain", [FLEET, "2026-03-29T02:30"], "INSTANT"],
    ["next", [FLEET, "--after", "2026-03-29T02:30"], "--after"],
    ["runs", [FLEET, "--from", "2026-03-29T02:30"], "--from"],
    ["simulate", [FLEET, "--from", "2026-03-20", "--to", "2026-03-29T02:30"], "--to"],
    ["forecast", [FLEET, "--from", "2026-03-29T02:30"], "--from"],
    ["lint", [FLEET, "--from", "2026-03-29T02:30"], "--from"],
  ])("should be told once by %s", async (command, args, what) => {
    const { err } = await runHere([command, ...args]);
    expect(err).toBe(
      `${what}: the clock of Europe/Berlin skips "2026-03-29T02:30"; it is read as ` +
        "2026-03-29T03:30:00+02:00\n",
    );
  });
});
