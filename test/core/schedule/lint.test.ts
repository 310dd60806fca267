/**
 * Each finding, provoked, and not provoked by what is just this side of it.
 */
import { beforeAll, describe, expect, it } from "vitest";
import {
  compile,
  type FindingCode,
  lintPolicy,
  parsePolicy,
  retrySequence,
  type SchedulePolicy,
  type ServerClock,
} from "../../../src/index.ts";
import {
  at,
  backupWindow,
  clockChange,
  daily,
  every,
  iso,
  mask,
  startWindow,
} from "../../support/scheduleBuilders.ts";

const NOW = at("2026-01-01T00:00Z");
const nights = mask((hour) => hour >= 22 || hour < 6);
const berlin = { zone: "Europe/Berlin" };
const retry = (retryNumber: number, retryWaitInterval: number) => ({
  retryEnabled: true,
  retryNumber,
  retryWaitInterval,
});

const found = (policy: SchedulePolicy, clock: Partial<ServerClock> = {}): string[] =>
  lintPolicy(policy, clock, NOW).map(
    ({ code, severity, rule, message }) => `${code} ${severity} ${rule}: ${message}`,
  );
const codes = (policy: SchedulePolicy, clock: Partial<ServerClock> = {}): FindingCode[] =>
  lintPolicy(policy, clock, NOW).map((finding) => finding.code);

it("should find nothing in a policy that is as it should be", () => {
  expect(codes(daily("12:00"))).toEqual([]);
  expect(codes(daily("12:00", "Everyday", retry(3, 10)), berlin)).toEqual([]);
  expect(codes(every("Hours4"), berlin)).toEqual([]);
  expect(codes(daily("23:00", "Everyday", backupWindow(nights)))).toEqual([]);
});

describe("never-runs", () => {
  it("should say why", () => {
    expect(found(daily("12:00", "Everyday", backupWindow(nights)))).toEqual([
      "never-runs error R12: Never runs: all 7 starts of a week fall into hours that the " +
        "backup window prohibits (R12).",
    ]);
    expect(found(every("Hours1", startWindow(mask(() => false))))[0]).toMatch(
      /^never-runs error R13: /,
    );
    expect(codes(daily("12:00", "Everyday", backupWindow(mask((hour) => hour !== 12))))).toEqual([
      "never-runs",
    ]);
  });

  it("should not say so of one that runs once a week", () => {
    expect(
      codes(daily("12:00", "Everyday", backupWindow(mask((_, weekday) => weekday === 1)))),
    ).toEqual(["blocked-starts"]);
  });

  it("should look from now on: a zone that has changed its offset for good", () => {
    // Samoa jumped over the date line: its Monday 01:00 was Monday 12:00Z, and is Sunday 12:00Z.
    clockChange("Pacific/Apia", "2011-12-30T10:00Z", "00:00", "00:00");
    const policy = daily("01:00", "Monday", backupWindow(mask((_, weekday) => weekday === 1)));
    expect(
      compile(policy, { zone: "Pacific/Apia" }).count(
        at("2011-01-01T00:00Z"),
        at("2011-12-30T00:00Z"),
      ),
    ).toBe(52);
    expect(
      lintPolicy(policy, { zone: "Pacific/Apia" }, at("2011-06-01T00:00Z")).map(
        (finding) => finding.code,
      ),
    ).not.toContain("never-runs");
    expect(found(policy, { zone: "Pacific/Apia" })).toEqual([
      "never-runs error R12: Never runs: the only start of a week falls into hours that the " +
        "backup window prohibits (R12).",
    ]);
  });
});

describe("no-schedule", () => {
  it("should tell a manual policy from one that is switched off", () => {
    expect(found(parsePolicy({ type: "ManualOnly" }))).toEqual([
      "no-schedule info R9: No schedule: it runs only when somebody starts it.",
    ]);
    expect(found(every("Hours1", { scheduleEnabled: false }))).toEqual([
      "no-schedule info R9: The schedule is switched off: it runs only when somebody starts it.",
    ]);
  });

  it("should not say of a copy that somebody has to start it", () => {
    expect(found(parsePolicy({ type: "Immediate" }))).toEqual([
      "no-schedule info R32: No schedule: it runs after restore points of the job that it copies.",
    ]);
    expect(found(parsePolicy({ type: "Immediate", scheduleEnabled: false }))).toEqual([
      "no-schedule info R9: The schedule is switched off: it runs only when somebody starts it.",
    ]);
  });
});

describe("blocked-starts", () => {
  it("should count them for a week", () => {
    // Every 2 hours: 12 a day; open at 22, 0, 2 and 4.
    expect(found(every("Hours2", backupWindow(nights)))).toEqual([
      "blocked-starts warning R12: The backup window swallows 56 of 84 starts a week (67 " +
        "%); they are not made up later.",
    ]);
    expect(found(every("Hours2", startWindow(nights)))).toEqual([
      "blocked-starts info R13: The start window holds back 56 of 84 starts a week (67 %).",
    ]);
  });

  it("should look at every offset of the clock: 16:00 in Berlin is 15:00Z in winter only", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const policy = every("Hours8", backupWindow(mask((hour) => hour !== 15)));
    expect(found(policy, berlin)).toEqual([
      "blocked-starts warning R12: The backup window swallows 7 of 21 starts a week (33 %) " +
        "while the server's clock is at UTC+01:00, 0 at UTC+02:00; they are not made up later.",
    ]);
    expect(codes(policy, { ...berlin, windowClock: "server" })).toEqual([]);
    expect(codes(policy, { zone: "UTC+3" })).toEqual([]);
  });

  it("should say nothing where none is", () => {
    expect(codes(every("Hours8", backupWindow(mask((hour) => hour !== 7))))).toEqual([]);
  });
});

describe("short-window", () => {
  it("should warn where every start is close to the closing, to the minute", () => {
    expect(found(daily("05:30", "Everyday", backupWindow(nights)))).toEqual([
      "short-window warning R17: The backup window closes at most 30 minutes after every " +
        "start: sessions that take longer are stopped.",
    ]);
    expect(codes(daily("05:00", "Everyday", backupWindow(nights)))).toEqual([]);
    expect(codes(daily("05:00:01", "Everyday", backupWindow(nights)))).toEqual(["short-window"]);
  });

  it("should count the starts where only some are", () => {
    // Every 30 minutes from 22:00 to 05:30: 16 a night; 05:30 has 30 minutes left, 05:00 has 60.
    expect(found(every("Minutes30", backupWindow(nights)))).toContain(
      "short-window info R17: The backup window closes less than 60 minutes after 7 of 112 " +
        "starts: longer sessions are stopped.",
    );
  });
});

describe("retries-cut", () => {
  it("should see the next start come first, at the very instant too", () => {
    expect(found(every("Hours1", retry(6, 10)))).toEqual([
      "retries-cut warning R20: At most 5 of 6 retries can be made, even if every attempt " +
        "fails at once: the next start comes first (wait: 10 minutes).",
    ]);
    expect(codes(every("Hours1", retry(5, 10)))).toEqual([]);
  });

  it("should see the window close first", () => {
    const at5 = (number: number) =>
      daily("05:00", "Everyday", { ...backupWindow(nights), ...retry(number, 10) });
    expect(found(at5(6))).toEqual([
      "retries-cut warning R19: At most 5 of 6 retries can be made, even if every attempt " +
        "fails at once: the next one would come while the backup window is closed (wait: 10 " +
        "minutes).",
    ]);
    expect(codes(at5(5))).toEqual([]);
  });

  it("should not speak of retries that are switched off, none, or in no hurry", () => {
    expect(codes(every("Hours1", { retryEnabled: false }))).toEqual([]);
    expect(codes(every("Hours1", retry(0, 90)))).toEqual(["no-retry"]);
    // no wait: all nine can be made
    expect(codes(daily("12:00", "Everyday", retry(9, 0)))).toEqual([]);
  });

  it("should not say so if the wait reaches the next open spell, where R19 allows a retry", () => {
    // Sunday 05:00, retry 17 hours later, at 22:00, when the window is open again; the next start
    // is a week away.
    const policy = daily("05:00", "Sunday", { ...backupWindow(nights), ...retry(1, 1_020) });
    const attempts = retrySequence(policy, { start: "2026-01-04T05:00Z", durations: [0, 0] });
    expect(attempts.map((attempt) => iso(attempt.start))).toEqual([
      "2026-01-04T05:00Z",
      "2026-01-04T22:00Z",
    ]);
    expect(codes(policy)).not.toContain("retries-cut");
  });
});

describe("clock-gap and clock-overlap", () => {
  beforeAll(() => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    clockChange("Europe/Berlin", "2027-03-28T01:00Z", "02:00", "03:00");
    clockChange("Europe/Berlin", "2027-10-31T01:00Z", "03:00", "02:00");
  });

  it("should name the dates of the next two years", () => {
    expect(found(daily("02:30"), berlin)).toEqual([
      "clock-gap info R7: A start falls into an hour that the server's clock skips and runs " +
        "later by the length of the gap: 2026-03-29 (Sunday, 02:00 -> 03:00), 2027-03-28 " +
        "(Sunday, 02:00 -> 03:00).",
      "clock-overlap info R7: A start falls into an hour that the server's clock shows " +
        "twice and runs in the first of the two: 2026-10-25 (Sunday, 03:00 -> 02:00), " +
        "2027-10-31 (Sunday, 03:00 -> 02:00).",
    ]);
  });

  it("should say what the switches make of it", () => {
    const [skip, both] = found(daily("02:30"), { ...berlin, gap: "skip", overlap: "both" });
    expect(skip).toMatch(/^clock-gap warning R7: .* and is skipped: /);
    expect(both).toMatch(/^clock-overlap info R7: .* and runs twice: /);
    const [gapEnd, second] = found(daily("02:30"), {
      ...berlin,
      gap: "gap-end",
      overlap: "second",
    });
    expect(gapEnd).toMatch(/^clock-gap info R7: .* and runs at the end of the gap: /);
    const [earlier] = found(daily("02:30"), { ...berlin, gap: "earlier" });
    expect(earlier).toMatch(/^clock-gap info R7: .* and runs earlier by the length of the gap: /);
    expect(second).toMatch(/ and runs in the second of the two: /);
    expect(found(every("Hours2"), { ...berlin, gridOverlap: "first" })).toEqual([
      expect.stringMatching(/^clock-gap info R8: .* and does not exist: 2026-03-29/),
      expect.stringMatching(
        /^clock-overlap info R8: .* and runs in the first of the two: 2026-10-25/,
      ),
    ]);
  });

  it("should look at the windows where the start runs, which is not where it was due", () => {
    const but = (closed: number) =>
      daily("02:30", "Sunday", backupWindow(mask((hour) => hour !== closed)));
    const server = { ...berlin, windowClock: "server" } as const;
    const meets = (closed: number, gap: "shift" | "gap-end" | "earlier") =>
      codes(but(closed), { ...server, gap }).includes("clock-gap");
    expect([meets(1, "shift"), meets(3, "shift")]).toEqual([true, false]);
    expect([meets(1, "gap-end"), meets(3, "gap-end")]).toEqual([true, false]);
    expect([meets(1, "earlier"), meets(3, "earlier")]).toEqual([false, true]);
  });

  it("should name every change of a zone with four a year: Gaza, around Ramadan", () => {
    const changes = [
      ["2040-03-24T00:00Z", "02:00", "03:00"],
      ["2040-08-31T23:00Z", "02:00", "01:00"],
      ["2040-10-20T00:00Z", "02:00", "03:00"],
      ["2040-10-26T23:00Z", "02:00", "01:00"],
    ] as const;
    for (const [instant, from, to] of changes) clockChange("Asia/Gaza", instant, from, to);
    const [gap, overlap] = lintPolicy(
      every("Minutes5"),
      { zone: "Asia/Gaza" },
      at("2040-01-01T00:00Z"),
    );
    expect(gap!.message).toContain(
      "2040-03-24 (Saturday, 02:00 -> 03:00), 2040-10-20 (Saturday, 02:00 -> 03:00), 2041-",
    );
    expect(overlap!.message).toContain(
      "2040-09-01 (Saturday, 02:00 -> 01:00), 2040-10-27 (Saturday, 02:00 -> 01:00), 2041-",
    );
  });

  it("should say nothing of starts that no change touches", () => {
    expect(codes(daily("02:30", "Monday"), berlin)).toEqual([]); // the clock changes on Sundays
    expect(codes(daily("01:59"), berlin)).toEqual([]);
    expect(codes(daily("03:00"), berlin)).toEqual([]);
    expect(codes(every("Hours4"), berlin)).toEqual([]);
    expect(codes(daily("02:30"), { zone: "Asia/Tokyo" })).toEqual([]);
    expect(codes(daily("02:00"), berlin)).toEqual(["clock-gap", "clock-overlap"]);
  });
});

describe("retry-storm and no-retry", () => {
  it("should warn of ten retries or more under twenty minutes apart", () => {
    expect(found(daily("12:00", "Everyday", retry(10, 19)))).toEqual([
      "retry-storm warning R18: 10 retries only 19 minutes apart: a lasting fault is " +
        "hammered for 3.2 hours; waits of 20 minutes or more are kinder to the service.",
    ]);
    expect(codes(daily("12:00", "Everyday", retry(9, 19)))).toEqual([]);
    expect(codes(daily("12:00", "Everyday", retry(10, 20)))).toEqual([]);
  });

  it("should mention retries of which there are none", () => {
    expect(found(daily("12:00", "Everyday", retry(0, 10)))).toEqual([
      "no-retry info R18: Retries are enabled, but their number is 0: a failed run is not " +
        "tried again.",
    ]);
    expect(
      codes(daily("12:00", "Everyday", { ...retry(0, 10), retryEnabled: false })),
    ).not.toContain("no-retry");
  });
});

describe("window-without-effect", () => {
  it("should find windows that allow everything", () => {
    expect(
      found(
        every("Hours1", { ...backupWindow(mask(() => true)), ...startWindow(mask(() => true)) }),
      ),
    ).toEqual([
      "window-without-effect info R12: The backup window is enabled and allows all 168 " +
        "hours: it changes nothing.",
      "window-without-effect info R13: The start window is enabled and allows all 168 " +
        "hours: it changes nothing.",
    ]);
    expect(
      codes(every("Hours1", backupWindow(mask((hour, weekday) => weekday !== 0 || hour !== 5)))),
    ).not.toContain("window-without-effect");
  });
});

describe("ignored-setting", () => {
  it("should name each setting that the type ignores, or that is switched off", () => {
    const window = { backupWindow: nights, minuteOffset: 0 };
    const settings = {
      periodicallyEvery: "Hours1",
      periodicallyOffsetMinutes: 5,
      periodicallyWindowSettings: window,
    };
    const off = {
      backupWindowEnabled: false,
      backupWindowSettings: window,
      retryEnabled: false,
      retryNumber: 3,
      retryWaitInterval: 10,
    };
    expect(found(daily("12:00", "Everyday", { ...settings, ...off }))).toEqual([
      "ignored-setting info R5: periodicallyEvery is ignored: the type is Daily.",
      "ignored-setting info R6: periodicallyOffsetMinutes is ignored: the type is Daily.",
      "ignored-setting info R13: periodicallyWindowSettings is ignored: the type is Daily.",
      "ignored-setting info R12: backupWindowSettings is ignored: backupWindowEnabled is false.",
      "ignored-setting info R18: retryNumber is ignored: retryEnabled is false.",
      "ignored-setting info R18: retryWaitInterval is ignored: retryEnabled is false.",
    ]);
    expect(
      found(
        every("Minutes30", {
          dailyType: "Sunday",
          dailyTime: "12:00",
          periodicallyOffsetMinutes: 5,
          ...startWindow(nights),
        }),
      ),
    ).toEqual([
      "ignored-setting info R4: dailyType is ignored: the type is Periodically.",
      "ignored-setting info R4: dailyTime is ignored: the type is Periodically.",
      "ignored-setting info R6: periodicallyOffsetMinutes is ignored: the interval is " +
        "counted in minutes.",
      "ignored-setting info R13: periodicallyWindowSettings is ignored: the interval is " +
        "counted in minutes.",
    ]);
    expect(
      found(every("Hours1", { ...startWindow(nights), periodicallyWindowEnabled: false })),
    ).toEqual([
      "ignored-setting info R13: periodicallyWindowSettings is ignored: " +
        "periodicallyWindowEnabled is false.",
    ]);
  });

  it("should leave alone what counts", () => {
    expect(
      codes(
        every("Hours1", {
          periodicallyOffsetMinutes: 5,
          ...startWindow(mask((hour) => hour > 2)),
          ...retry(2, 5),
        }),
      ),
    ).toEqual(["blocked-starts"]);
  });
});

describe("all findings", () => {
  it("should come most severe first", () => {
    const policy = daily("02:30", "Everyday", {
      periodicallyEvery: "Hours1",
      ...backupWindow(mask((_, weekday) => weekday !== 1)),
      ...retry(10, 1),
    });
    const severities = lintPolicy(policy, { ...berlin, gap: "skip" }, NOW).map(
      (finding) => finding.severity,
    );
    expect(severities).toEqual(
      [...severities].sort(
        (a, b) => ["error", "warning", "info"].indexOf(a) - ["error", "warning", "info"].indexOf(b),
      ),
    );
    expect(new Set(severities)).toEqual(new Set(["warning", "info"]));
  });
});
