import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { exportRuns, nextRuns, type RunExportOptions } from "../../src/index.ts";
import { names, textOf } from "../support/exported.ts";

const daily = (dailyTime: string) => ({ type: "Daily", dailyType: "Everyday", dailyTime });
const WEEK = { from: "2026-01-05", to: "2026-01-12" };

interface Event {
  readonly uid: string;
  readonly summary: string;
  readonly start: number;
  readonly end: number;
  readonly stamp: number;
  readonly alarms: readonly string[];
}

function eventsIn(text: string): Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const at = (time: ICAL.Time): number => time.toJSDate().getTime();
    return {
      uid: event.uid,
      summary: event.summary,
      start: at(event.startDate),
      end: at(event.endDate),
      stamp: at(component.getFirstPropertyValue("dtstamp") as ICAL.Time),
      alarms: component
        .getAllSubcomponents("valarm")
        .map((one) => String(one.getFirstPropertyValue("trigger"))),
    };
  });
}

const calendarOf = (
  jobs: readonly object[],
  options: RunExportOptions = {},
  clock = {},
): Promise<string> =>
  textOf((sink) =>
    exportRuns({ clock, jobs: jobs as [] }, WEEK, "ics", sink, { stamp: "2026-01-01", ...options }),
  );

describe("a calendar of predicted runs", () => {
  it("should have an event a run, in UTC, with the alarm that is asked for", async () => {
    const clock = { zone: "America/New_York" };
    const policy = daily("22:00");
    const text = await calendarOf([{ id: "mail", policy }], { alarmMinutes: 15 }, clock);
    expect(text.split("\r\n").slice(5, 16)).toEqual([
      "BEGIN:VEVENT",
      expect.stringMatching(/^UID:\d+-mail@runcast$/),
      "DTSTAMP:20260101T000000Z",
      "DTSTART:20260105T030000Z",
      "SUMMARY:mail",
      "TRANSP:TRANSPARENT",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "DESCRIPTION:mail",
      "TRIGGER:-PT15M",
      "END:VALARM",
    ]);
    const events = eventsIn(text);
    const expected = nextRuns(policy, "2026-01-04T23:59Z", 7, clock).map((run) => run.toMillis());
    expect(events.map(({ start }) => start)).toEqual(expected);
    expect(events.map(({ alarms }) => alarms)).toEqual(expected.map(() => ["-PT15M"]));
  });

  it("should last until the backup window closes where that is asked for", async () => {
    const backupWindow = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 4);
    const windowed = {
      ...daily("22:00"),
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow },
    };
    const jobs = [
      { id: "windowed", policy: windowed },
      { id: "free", policy: daily("23:00") },
    ];
    const events = eventsIn(await calendarOf(jobs, { withWindow: true }));
    expect(new Set(events.map(({ summary, start, end }) => `${summary} ${end - start}`))).toEqual(
      new Set([`windowed ${6 * 3_600_000}`, "free 0"]),
    );
    expect(eventsIn(await calendarOf(jobs)).every(({ start, end }) => start === end)).toBe(true);
  });

  it("should know a run again that is moved, and tell all apart", async () => {
    const uids = async (time: string): Promise<string[]> =>
      eventsIn(await calendarOf([{ id: "mail", policy: daily(time) }])).map(({ uid }) => uid);
    const before = await uids("22:00");
    expect(await uids("21:00")).toEqual(before);
    expect(await uids("22:00")).toEqual(before);
    const policy = { type: "Periodically", periodicallyEvery: "Minutes30" };
    const many = eventsIn(await calendarOf(["a", "b", "%61"].map((id) => ({ id, policy }))));
    expect(new Set(many.map(({ uid }) => uid)).size).toBe(3 * 48 * 7);
  });

  it("should be read back, whatever jobs are called, in lines of 75 bytes", async () => {
    await fc.assert(
      fc.asyncProperty(names, names, async (id, name) => {
        fc.pre(id.trim() !== "");
        const text = await calendarOf([{ id, name, policy: daily("22:00") }], { alarmMinutes: 0 });
        for (const line of text.split("\r\n")) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/(?!\t)\p{Cc}/u);
        }
        const events = eventsIn(text);
        expect(events).toHaveLength(7);
        const shown = name.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "\ufffd");
        for (const { summary } of events) expect(summary).toBe(shown);
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(7);
      }),
    );
  });

  it("should be one without events where nothing runs", async () => {
    const text = await calendarOf([{ id: "off", enabled: false, policy: daily("22:00") }]);
    expect(eventsIn(text)).toEqual([]);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
  });
});
