/**
 * How a run that keeps failing ends (R17 to R20): each ending, and one instant to either side of
 * it.
 */
import { describe, expect, it } from "vitest";
import { type FailingRun, retriesOf } from "../../../src/core/schedule/retries.ts";
import { compile, PolicyError, retrySequence, type SchedulePolicy } from "../../../src/index.ts";
import {
  at,
  backupWindow,
  clockChange,
  daily,
  every,
  HOUR,
  iso,
  mask,
  MINUTE,
  startWindow,
} from "../../support/scheduleBuilders.ts";

const nights = backupWindow(mask((hour) => hour >= 22 || hour < 6));
const retry = (retryNumber: number, retryWaitInterval: number) => ({
  retryEnabled: true,
  retryNumber,
  retryWaitInterval,
});

/** `0 22:00-22:30 Failed superseded` and so on; durations in minutes. */
function sequence(policy: SchedulePolicy, start: string, minutes: number[], clock = {}): string[] {
  const attempts = retrySequence(
    policy,
    { start, durations: minutes.map((m) => m * MINUTE) },
    clock,
  );
  return attempts.map(({ attempt, start: from, end, outcome, endedBy }) =>
    [attempt, `${iso(from).slice(11, -1)}-${iso(end).slice(11, -1)}`, outcome, endedBy]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

describe("retries-exhausted (R18)", () => {
  it("should end after retryNumber retries, each the wait after the last end", () => {
    expect(
      sequence(daily("22:00", "Everyday", retry(2, 10)), "2026-01-05T22:00Z", [30, 20, 10, 5]),
    ).toEqual([
      "0 22:00-22:30 Failed",
      "1 22:40-23:00 Failed",
      "2 23:10-23:20 Failed retries-exhausted",
    ]);
  });

  it("should end after the first attempt without retries", () => {
    expect(sequence(daily("22:00"), "2026-01-05T22:00Z", [30, 30])).toEqual([
      "0 22:00-22:30 Failed retries-exhausted",
    ]);
    expect(
      sequence(daily("22:00", "Everyday", retry(0, 10)), "2026-01-05T22:00Z", [30, 30]),
    ).toEqual(["0 22:00-22:30 Failed retries-exhausted"]);
    // What is there and switched off does not count.
    expect(
      sequence(
        daily("22:00", "Everyday", { ...retry(3, 10), retryEnabled: false }),
        "2026-01-05T22:00Z",
        [30, 30],
      ),
    ).toEqual(["0 22:00-22:30 Failed retries-exhausted"]);
  });

  it("should say nothing where the durations end first", () => {
    expect(sequence(daily("22:00", "Everyday", retry(2, 10)), "2026-01-05T22:00Z", [30])).toEqual([
      "0 22:00-22:30 Failed",
    ]);
    expect(sequence(daily("22:00", "Everyday", retry(2, 10)), "2026-01-05T22:00Z", [])).toEqual([]);
  });

  it("should bear ten thousand retries of no length", () => {
    const policy = daily("22:00", "Everyday", retry(10_000, 0));
    const attempts = retrySequence(policy, {
      start: "2026-01-05T22:00Z",
      durations: new Array(20_000).fill(0),
    });
    expect(attempts.length).toBe(10_001);
    expect(attempts.at(-1)).toEqual({
      attempt: 10_000,
      start: at("2026-01-05T22:00Z"),
      end: at("2026-01-05T22:00Z"),
      outcome: "Failed",
      endedBy: "retries-exhausted",
    });
  });
});

describe("window-closed", () => {
  it("should stop an attempt at the first prohibited instant, not if it ends there (R17)", () => {
    const policy = daily("23:00", "Everyday", { ...nights, ...retry(3, 10) });
    expect(sequence(policy, "2026-01-05T23:00Z", [421, 1])).toEqual([
      "0 23:00-06:00 Stopped window-closed",
    ]);
    expect(sequence(policy, "2026-01-05T23:00Z", [420, 1])).toEqual([
      "0 23:00-06:00 Failed window-closed",
    ]); // its retry is due at 06:10
    expect(sequence(policy, "2026-01-05T23:00Z", [60, 400])).toEqual([
      "0 23:00-00:00 Failed",
      "1 00:10-06:00 Stopped window-closed",
    ]);
  });

  it("should make no retry that is due in a prohibited hour (R19), to the minute", () => {
    const policy = daily("05:00", "Everyday", { ...nights, ...retry(3, 10) });
    expect(sequence(policy, "2026-01-05T05:00Z", [50, 1])).toEqual([
      "0 05:00-05:50 Failed window-closed",
    ]); // due at 06:00
    expect(sequence(policy, "2026-01-05T05:00Z", [49, 1])).toEqual([
      "0 05:00-05:49 Failed",
      "1 05:59-06:00 Failed window-closed",
    ]);
  });

  it("should try again in the next open spell where the wait reaches it", () => {
    const policy = daily("05:00", "Everyday", { ...nights, ...retry(1, 1_000) });
    expect(sequence(policy, "2026-01-05T05:00Z", [50, 5])).toEqual([
      "0 05:00-05:50 Failed",
      "1 22:30-22:35 Failed retries-exhausted",
    ]);
  });

  it("should stop a manual start in a prohibited hour at the next closing only (R21)", () => {
    expect(sequence(daily("23:00", "Everyday", nights), "2026-01-05T12:00Z", [20 * 60])).toEqual([
      "0 12:00-06:00 Stopped window-closed",
    ]);
  });

  it("should follow the server's clock over a change: nights end an hour earlier in UTC", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const policy = daily("23:00", "Everyday", nights);
    expect(
      sequence(policy, "2026-03-28T22:00Z", [600], {
        zone: "Europe/Berlin",
        windowClock: "server",
      }),
    ).toEqual(["0 22:00-04:00 Stopped window-closed"]);
    expect(sequence(policy, "2026-03-28T22:00Z", [600], { zone: "Europe/Berlin" })).toEqual([
      "0 22:00-06:00 Stopped window-closed",
    ]);
  });
});

describe("superseded (R20)", () => {
  const policy = every("Hours1", retry(3, 10));

  it("should let the next start win, at the same instant too", () => {
    expect(sequence(policy, "2026-01-05T22:00Z", [50, 1])).toEqual([
      "0 22:00-22:50 Failed superseded",
    ]);
    expect(sequence(policy, "2026-01-05T22:00Z", [49, 1])).toEqual([
      "0 22:00-22:49 Failed",
      "1 22:59-23:00 Failed superseded",
    ]);
  });

  it("should let a start win at the very end of the attempt, and none during it (R16)", () => {
    expect(sequence(policy, "2026-01-05T22:00Z", [60, 1])).toEqual([
      "0 22:00-23:00 Failed superseded",
    ]);
    expect(sequence(policy, "2026-01-05T22:00Z", [65, 1])).toEqual([
      "0 22:00-23:05 Failed",
      "1 23:15-23:16 Failed",
    ]);
  });

  it("should not let a run supersede itself, though its first attempt take no time", () => {
    expect(sequence(every("Hours1", retry(1, 10)), "2026-01-05T22:00Z", [0, 0])).toEqual([
      "0 22:00-22:00 Failed",
      "1 22:10-22:10 Failed retries-exhausted",
    ]);
  });

  it("should not let a blocked start win", () => {
    const once = every("Hours1", { ...startWindow(mask((hour) => hour === 22)), ...retry(1, 10) });
    expect(sequence(once, "2026-01-05T22:00Z", [55, 1])).toEqual([
      "0 22:00-22:55 Failed",
      "1 23:05-23:06 Failed retries-exhausted",
    ]);
  });

  it("should not be said of a retry that could not be made in any case (R19)", () => {
    // Closed from 23:45 on, and the retry would be due at 23:50: it is none, so the start of 23:00
    // supersedes nothing.
    const both = every("Hours1", {
      ...retry(1, 70),
      ...backupWindow(
        mask((hour) => hour !== 0),
        15,
      ),
    });
    expect(compile(both).isAllowed(at("2026-01-05T23:50Z"))).toBe(false);
    expect(sequence(both, "2026-01-05T22:00Z", [40, 1])).toEqual([
      "0 22:00-22:40 Failed window-closed",
    ]);
    // Due at 23:44, the last minute that is open: now it is the start of 23:00 that wins.
    expect(sequence(both, "2026-01-05T22:00Z", [34, 1])).toEqual([
      "0 22:00-22:34 Failed superseded",
    ]);
  });
});

describe("retrySequence", () => {
  it("should take the start as a number, an ISO string or a Date", () => {
    const policy = daily("22:00", "Everyday", retry(1, 10));
    const start = at("2026-01-05T22:00Z");
    const expected = [{ attempt: 0, start, end: start + HOUR, outcome: "Failed" }];
    for (const form of [start, "2026-01-05T22:00:00Z", "2026-01-05T23:00+01:00", new Date(start)]) {
      expect(retrySequence(policy, { start: form, durations: [HOUR] })).toEqual(expected);
    }
  });

  it("should refuse bad input with every issue and its path", () => {
    const issues = (attempt: unknown): string[] => {
      try {
        retrySequence(daily("22:00"), attempt as never);
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
        return (error as PolicyError).issues.map((issue) => issue.path);
      }
      return [];
    };
    expect(issues({ start: 0, durations: [1, -1, 0.5, NaN, "5", 2, Infinity] })).toEqual(
      [1, 2, 3, 4, 6].map((k) => `attempt.durations[${k}]`),
    );
    expect(issues({ start: 0 })).toEqual(["attempt.durations"]);
    expect(issues({ start: 0, durations: 5 })).toEqual(["attempt.durations"]);
    expect(issues({ start: "tomorrow", durations: [] })).toEqual(["attempt.start"]);
    expect(issues({ start: NaN, durations: [] })).toEqual(["attempt.start"]);
  });

  it("should take durations as texts", () => {
    const start = at("2026-01-05T22:00Z");
    const durations = ["PT30M", "1h30m"];
    const ends = retrySequence(daily("22:00", "Everyday", retry(3, 10)), { start, durations }).map(
      ({ end }) => end - start,
    );
    expect(ends).toEqual([30 * MINUTE, 130 * MINUTE]);
  });
});

describe("retriesOf", () => {
  const schedule = compile(daily("22:00", "Everyday", retry(1, 10)));

  it("should say in words what a run is made of", () => {
    const messages = (run: unknown): string[] => {
      try {
        retriesOf(schedule, run as FailingRun);
      } catch (error) {
        return (error as PolicyError).issues.map(({ path, message }) => `${path}: ${message}`);
      }
      return [];
    };
    expect(messages({ start: 0.5, durations: 5 })).toEqual([
      "attempt.start: expected a whole number of ms since 1970-01-01T00:00Z, received 0.5",
      "attempt.durations: expected an array of durations, one per attempt, received 5",
    ]);
    expect(messages({ start: 0, durations: [-1] })).toEqual([
      "attempt.durations[0]: expected a whole number of ms, 0 or more, received -1",
    ]);
  });

  it("should have no key for an end that is not there", () => {
    expect(retriesOf(schedule, { start: 0, durations: [0] })).toStrictEqual([
      { attempt: 0, start: 0, end: 0, outcome: "Failed" },
    ]);
  });
});
