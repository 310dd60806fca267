/**
 * The doors: what `compile` takes beside a canonical policy, and what it refuses.
 */
import { describe, expect, it } from "vitest";
import {
  compile,
  lintPolicy,
  NEVER,
  parsePolicy,
  PolicyError,
  type SchedulePolicy,
} from "../../src/index.ts";
import { at, clockChange, daily, iso } from "../support/scheduleBuilders.ts";

const handwritten = {
  Type: "daily",
  dailytype: "EVERYDAY",
  dailyTime: "01:00",
} as unknown as SchedulePolicy;

function pathsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
    throw error;
  }
  throw new Error("expected a PolicyError");
}

describe("compile", () => {
  it("should take what parsePolicy made as it is, and parse what was written by hand", () => {
    const policy = parsePolicy(handwritten);
    expect(compile(policy).policy).toBe(policy);
    expect(compile(handwritten).policy).toEqual(policy);
    expect(iso(compile(handwritten).next(0))).toBe("1970-01-01T01:00Z");
  });

  it("should not mind that a policy was copied: it is parsed again", () => {
    const copy = structuredClone<SchedulePolicy>(daily("01:00"));
    expect(compile(copy).policy).toEqual(daily("01:00"));
  });

  it("should refuse a bad policy, an unknown zone and an unknown switch", () => {
    expect(pathsOf(() => compile({ type: "Daily" }))).toEqual([
      "schedulePolicy.dailyType",
      "schedulePolicy.dailyTime",
    ]);
    expect(pathsOf(() => compile(daily("01:00"), { zone: "Mars/Olympus" }))).toEqual([
      "clock.zone",
    ]);
    expect(pathsOf(() => compile(daily("01:00"), { gap: "leap" as never }))).toEqual(["clock.gap"]);
    expect(pathsOf(() => compile(undefined as never))).toEqual(["schedulePolicy"]);
    expect(pathsOf(() => compile(daily("01:00"), null as never))).toEqual(["clock"]);
  });

  it("should leave the caller's clock alone, and not follow it later", () => {
    const clock: { zone: string } = { zone: "Europe/Berlin" };
    const schedule = compile(daily("01:00"), clock);
    clock.zone = "Asia/Tokyo";
    expect(schedule.clock.zone).toBe("Europe/Berlin");
    expect(clock).toEqual({ zone: "Asia/Tokyo" });
  });
});

describe("lintPolicy", () => {
  it("should look two years ahead of `now`, in any form", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    for (const now of ["2026-01-01", at("2026-01-01T00:00Z"), new Date("2026-01-01T00:00Z")]) {
      expect(
        lintPolicy(daily("02:30"), { zone: "America/New_York" }, now).map(
          (finding) => finding.code,
        ),
      ).toEqual(["clock-gap"]);
    }
    expect(
      lintPolicy(daily("02:30"), { zone: "America/New_York" }, "2099-12-31").map(
        (finding) => finding.code,
      ),
    ).toEqual([]);
    expect(pathsOf(() => lintPolicy(daily("02:30"), {}, "soon"))).toEqual(["now"]);
  });

  it("should take the present where nothing is said", () => {
    expect(lintPolicy(daily("12:00"))).toEqual([]);
    expect(compile(daily("12:00")).next(Date.now())).not.toBe(NEVER);
  });
});
