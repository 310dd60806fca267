import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import {
  CLOCK_SETTINGS,
  clockWith,
  DEFAULT_CLOCK,
  readClock,
} from "../../../src/core/schedule/clock.ts";
import { PolicyError } from "../../../src/index.ts";

function issuesOf(clock: unknown, path?: string): string[] {
  try {
    clockWith(clock as Parameters<typeof clockWith>[0], path);
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).issues.map((issue) => `${issue.path}: ${issue.message}`);
  }
  throw new Error("expected issues");
}

describe("clockWith", () => {
  it("should fill in the defaults of R2, R7, R8 and R11", () => {
    const defaults = {
      zone: "UTC",
      windowClock: "utc",
      gap: "shift",
      overlap: "first",
      gridOverlap: "both",
    };
    expect(clockWith()).toEqual(defaults);
    expect(clockWith({})).toEqual(defaults);
    expect(DEFAULT_CLOCK).toEqual(defaults);
    expect(Object.isFrozen(DEFAULT_CLOCK)).toBe(true);
    expect(clockWith({ gap: "skip" })).toEqual({ ...defaults, gap: "skip" });
  });

  it("should take every switch, and `undefined` as absent", () => {
    const all = {
      zone: "Europe/Berlin",
      windowClock: "server",
      gap: "gap-end",
      overlap: "both",
      gridOverlap: "second",
    } as const;
    expect(clockWith(all)).toEqual(all);
    expect(clockWith({ ...all, gap: undefined })).toEqual({ ...all, gap: "shift" });
  });

  it("should name every bad switch at once, with its path", () => {
    expect(
      issuesOf({ zone: 5, gap: "shfit", overlap: "FIRST", gridOverlap: null, windowClock: "UTC" }),
    ).toEqual([
      'clock.zone: expected an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30", ' +
        "received 5",
      'clock.windowClock: expected one of utc, server, received "UTC"; did you mean utc?',
      "clock.gap: expected one of shift, gap-end, earlier, skip, " +
        'received "shfit"; did you mean shift?',
      'clock.overlap: expected one of first, second, both, received "FIRST"; did you mean first?',
      "clock.gridOverlap: expected one of both, first, second, received nothing",
    ]);
    expect(issuesOf({ timezone: "UTC" }, "fleet.clock")).toEqual([
      "fleet.clock.timezone: expected one of the switches zone, windowClock, gap, overlap, " +
        'gridOverlap, received "timezone"',
    ]);
    expect(issuesOf({ gaps: "shift" })[0]).toMatch(/did you mean gap\?$/);
  });

  it("should take nothing but an object", () => {
    for (const clock of [null, "UTC", 5, [], true]) expect(issuesOf(clock)).toHaveLength(1);
    expect(issuesOf("Europe/Berlin")[0]).toContain(
      'clock: expected an object of clock switches such as { zone: "Europe/Berlin" }',
    );
  });
});

describe("readClock", () => {
  it("should note what clockWith throws, and throw nothing", () => {
    for (const bad of [null, "UTC", 5, [], { gap: "shfit" }, { zone: 5, timezone: "UTC" }]) {
      const issues: Issue[] = [];
      expect(readClock(bad, "fleet.clock", issues)).toBeUndefined();
      expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual(
        issuesOf(bad, "fleet.clock"),
      );
    }
  });

  it("should read a good clock as clockWith does, beside issues of others", () => {
    const issues = [{ path: "jobs", message: "", expected: "", received: "" }];
    expect(readClock(undefined, "clock", issues)).toEqual(DEFAULT_CLOCK);
    expect(readClock({ gap: "earlier" }, "clock", issues)).toEqual(clockWith({ gap: "earlier" }));
    expect(issues).toHaveLength(1);
  });

  it("should take no switch from where it does not belong: own keys are data (R27)", () => {
    const issues: Issue[] = [];
    const hostile: unknown = JSON.parse('{"__proto__": {"gap": "skip"}, "constructor": 1}');
    expect(readClock(hostile, "clock", issues)).toBeUndefined();
    expect(issues.map(({ path }) => path)).toEqual(["clock.__proto__", "clock.constructor"]);
  });

  it("should know every setting that a clock has", () =>
    expect(CLOCK_SETTINGS).toEqual(Object.keys(DEFAULT_CLOCK)));
});
