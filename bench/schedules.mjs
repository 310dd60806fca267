/**
 * The schedules that all benches share, and every peer's spelling of them.
 *
 * A spelling is a list, since one cron expression or one RRULE cannot say "nights on workdays, all
 * day on weekends": peers then get two, and take the earlier of two answers, which is what their
 * users do. No spelling: not expressible.
 */
import { compile, parsePolicy } from "runcast";

// none, an hour, and half an hour of daylight saving
export const ZONES = ["UTC", "America/New_York", "Australia/Lord_Howe"];

/**
 * The timelines: what one simulates, the oldest archive one keeps, and all that a zone table covers
 * well.
 */
export const SPANS = [10, 70, 100].map((years) => {
  const first = years === 10 ? 2020 : 2000;
  return { years, from: Date.UTC(first, 0, 1), to: Date.UTC(first + years, 0, 1) };
});

/**
 * 19:00 to 08:00 from Monday to Friday, and the whole weekend; index = weekday * 24 + hour, 0 =
 * Sunday.
 */
export const NIGHTS = Array.from({ length: 168 }, (_, cell) => {
  const day = Math.floor(cell / 24);
  const hour = cell % 24;
  return day === 0 || day === 6 || hour < 8 || hour >= 19;
});

const WORKDAYS = "BYDAY=MO,TU,WE,TH,FR";
const WEEKEND = "BYDAY=SA,SU";
const NIGHT_HOURS = "BYHOUR=0,1,2,3,4,5,6,7,19,20,21,22,23";

const daily = (hour, minute) => ({
  policy: { type: "Daily", dailyType: "Everyday", dailyTime: `${hour}:${minute}` },
  cron: () => [`${Number(minute)} ${Number(hour)} * * *`],
  rrule: () => [`FREQ=DAILY;BYHOUR=${Number(hour)};BYMINUTE=${Number(minute)};BYSECOND=0`],
});

/**
 * Each: `policy` and `clock` for us, `cron(zone)` and `rrule(zone)` for the peers (undefined:
 * cannot be said).
 */
export const SCHEDULES = [
  { id: "daily", title: "daily 22:00", stepMs: 86_400_000, ...daily("22", "00") },
  {
    id: "quarters",
    title: "every 15 min",
    stepMs: 900_000,
    policy: { type: "Periodically", periodicallyEvery: "Minutes15" },
    cron: () => ["*/15 * * * *"],
    rrule: () => ["FREQ=MINUTELY;INTERVAL=15"],
  },
  {
    id: "windowed",
    title: "every 5 min, backup window",
    stepMs: 300_000,
    policy: {
      type: "Periodically",
      periodicallyEvery: "Minutes5",
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow: NIGHTS, minuteOffset: 0 },
    },
    clock: { windowClock: "server" }, // the only clock that cron and RRULE have
    cron: () => ["*/5 0-7,19-23 * * 1-5", "*/5 * * * 0,6"],
    rrule: () => [
      `FREQ=MINUTELY;INTERVAL=5;${WORKDAYS};${NIGHT_HOURS}`,
      `FREQ=MINUTELY;INTERVAL=5;${WEEKEND}`,
    ],
  },
  {
    id: "gated",
    title: "every 4 h +15, start window",
    stepMs: 14_400_000,
    policy: {
      type: "Periodically",
      periodicallyEvery: "Hours4",
      periodicallyOffsetMinutes: 15,
      periodicallyWindowEnabled: true,
      periodicallyWindowSettings: { backupWindow: NIGHTS, minuteOffset: 0 },
    },
    // The window is on UTC, the grid on the wall clock: where the two differ, the list changes with
    // every clock change.
    cron: (zone) => (zone === "UTC" ? ["15 0,4,19,20 * * 1-5", "15 */4 * * 0,6"] : undefined),
    rrule: (zone) =>
      zone === "UTC"
        ? [
            `FREQ=DAILY;${WORKDAYS};BYHOUR=0,4,19,20;BYMINUTE=15;BYSECOND=0`,
            `FREQ=DAILY;${WEEKEND};BYHOUR=0,4,8,12,16,20;BYMINUTE=15;BYSECOND=0`,
          ]
        : undefined,
  },
];

/**
 * Times that clocks skip and show twice: their answers are compared, but there is nothing to time
 * in them.
 */
export const CORNER_SCHEDULES = [
  { id: "in-gap", title: "daily 02:15 (in the gap)", stepMs: 86_400_000, ...daily("02", "15") },
  {
    id: "in-overlap",
    title: "daily 01:45 (in the overlap)",
    stepMs: 86_400_000,
    ...daily("01", "45"),
  },
];

/** Our own schedule, compiled. */
export function ours(schedule, zone) {
  return compile(parsePolicy(schedule.policy), { zone, ...schedule.clock });
}

/** Every schedule in every zone, compiled: `[{ schedule, zone, compiled }]`. */
export function cases(schedules = SCHEDULES) {
  return ZONES.flatMap((zone) =>
    schedules.map((schedule) => ({ schedule, zone, compiled: ours(schedule, zone) })),
  );
}
