import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describePolicy } from "../../../src/core/policy/describe.ts";
import { parsePolicy } from "../../../src/core/policy/parse.ts";
import { policies } from "../../support/policyArbitraries.ts";

const ALL_WEEK = Array.from({ length: 168 }, () => true);
const WEEKEND = ALL_WEEK.map((_, hour) => hour < 24 || hour >= 144);
const OFFICE = ALL_WEEK.map(
  (_, hour) => hour >= 24 && hour < 144 && hour % 24 >= 9 && hour % 24 < 17,
);

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00" };
const every = (periodicallyEvery: string) => ({ type: "Periodically", periodicallyEvery });
const retries = (retryNumber: number, retryWaitInterval: number) => ({
  retryEnabled: true,
  retryNumber,
  retryWaitInterval,
});
const window = (backupWindow: boolean[], minuteOffset = 0) => ({ backupWindow, minuteOffset });

describe("describePolicy", () => {
  it.each<[string, object]>([
    ["Every day at 01:00, up to 3 retries 10 minutes apart.", { ...daily, ...retries(3, 10) }],
    ["Every workday (Mon-Fri) at 01:00.", { ...daily, dailyType: "Workdays" }],
    [
      "Every Saturday and Sunday at 08:30.",
      { ...daily, dailyType: "Weekends", dailyTime: "08:30:00" },
    ],
    ["Every Wednesday at 23:59:59.", { ...daily, dailyType: "Wednesday", dailyTime: "23:59:59" }],
    ["Every 5 minutes.", every("Minutes5")],
    ["Every hour.", every("Hours1")],
    ["Every hour at :05.", { ...every("Hours1"), periodicallyOffsetMinutes: 5 }],
    ["Every 12 hours at :15.", { ...every("Hours12"), periodicallyOffsetMinutes: 15 }],
    [
      "Every 2 hours at :15, starting only Mon-Fri 09:00-17:00; backup window Sat-Sun all " +
        "day (UTC+0:15 clock), up to 3 retries 10 minutes apart.",
      {
        ...every("Hours2"),
        periodicallyOffsetMinutes: 15,
        periodicallyWindowSettings: window(OFFICE),
        backupWindowSettings: window(WEEKEND, 15),
        ...retries(3, 10),
      },
    ],
    [
      "Every 4 hours, starting only Mon-Fri 09:00-17:00 (UTC-7:00 clock).",
      { ...every("Hours4"), periodicallyWindowSettings: window(OFFICE, -420) },
    ],
    [
      "Every 4 hours, starting only at no hour.",
      {
        ...every("Hours4"),
        periodicallyWindowSettings: window(
          ALL_WEEK.map(() => false),
          60,
        ),
      },
    ],
    [
      "Every day at 01:00; backup window at any hour.",
      { ...daily, backupWindowSettings: window(ALL_WEEK, 330) },
    ],
    ["Every day at 01:00, up to 2 retries at once.", { ...daily, ...retries(2, 0) }],
    ["Every day at 01:00, 1 retry after 1 minute.", { ...daily, ...retries(1, 1) }],
    ["Every day at 01:00, 1 retry at once.", { ...daily, ...retries(1, 0) }],
    ["Every day at 01:00.", { ...daily, ...retries(0, 10) }],
    ["Only when started by hand.", { type: "ManualOnly", ...retries(3, 10) }],
    [
      "Only when started by hand; backup window Sat-Sun all day, which stops it when it closes.",
      { type: "ManualOnly", backupWindowSettings: window(WEEKEND) },
    ],
    ["Only when started by hand.", { type: "ManualOnly", backupWindowSettings: window(ALL_WEEK) }],
    [
      "Only when started by hand.",
      { type: "ManualOnly", backupWindowSettings: window(ALL_WEEK.map(() => false)) },
    ],
    [
      "Only when started by hand (switched off: every day at 01:00).",
      { scheduleEnabled: false, ...daily, ...retries(3, 10) },
    ],
    [
      "Only when started by hand (switched off: every 2 hours at :15, starting only Mon-Fri " +
        "09:00-17:00); backup window Sat-Sun all day (UTC-7:00 clock), which stops it when it " +
        "closes.",
      {
        scheduleEnabled: false,
        ...every("Hours2"),
        periodicallyOffsetMinutes: 15,
        periodicallyWindowSettings: window(OFFICE),
        backupWindowSettings: window(WEEKEND, -420),
      },
    ],
    ["Only when started by hand.", { scheduleEnabled: false, type: "ManualOnly" }],
    ["After each restore point of the job that it copies.", { type: "Immediate" }],
    [
      "After each restore point of the job that it copies; backup window Sat-Sun all day, which " +
        "stops it when it closes.",
      { type: "Immediate", backupWindowSettings: window(WEEKEND), ...retries(3, 10) },
    ],
    ["Only when started by hand.", { scheduleEnabled: false, type: "Immediate" }],
  ])("should say %j", (sentence, input) => {
    expect(describePolicy(parsePolicy(input))).toBe(sentence);
  });

  it("should leave out what has no effect: other types' settings, windows off or idle", () => {
    expect(describePolicy(parsePolicy({ ...every("Hours2"), ...daily, ...retries(0, 0) }))).toBe(
      "Every day at 01:00.",
    );
    expect(
      describePolicy(
        parsePolicy({
          ...daily,
          backupWindowEnabled: false,
          backupWindowSettings: window(WEEKEND),
        }),
      ),
    ).toBe("Every day at 01:00.");
    const gated = { periodicallyOffsetMinutes: 15, periodicallyWindowSettings: window(OFFICE) };
    expect(describePolicy(parsePolicy({ ...every("Minutes30"), ...gated }))).toBe(
      "Every 30 minutes.",
    );
    expect(
      describePolicy(
        parsePolicy({
          ...every("Hours2"),
          periodicallyWindowEnabled: false,
          periodicallyWindowSettings: window(OFFICE),
        }),
      ),
    ).toBe("Every 2 hours.");
    expect(
      describePolicy(
        parsePolicy({ ...every("Hours2"), periodicallyWindowSettings: window(ALL_WEEK) }),
      ),
    ).toBe("Every 2 hours.");
  });

  it("should be one short sentence for every policy", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const sentence = describePolicy(policy);
        expect(sentence).toMatch(/^(Every|Only) [^\n.]*\.$/);
        expect(sentence).not.toMatch(/undefined|NaN/);
        expect(sentence.length).toBeLessThan(400);
      }),
    );
  });
});
