/**
 * The schedules that are held against the peers: ours as a policy, and each peer's spelling of it.
 *
 * All of them are sets of minutes of the week on the wall clock, and `minutes` is that set: what is
 * due where no clock changes, known without asking anybody. A peer without a spelling cannot say
 * the schedule.
 */

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const DAILY_TYPES = { Everyday: EVERY_DAY, Workdays: [1, 2, 3, 4, 5], Weekends: [0, 6] };
const NIGHT = [0, 1, 2, 3, 4, 5, 22, 23];

/** How often a schedule may run: it decides how much around a clock change is looked at. */
export const DAILY = "daily";
export const HOURS = "hours";
export const MINUTES = "minutes";

const two = (number) => String(number).padStart(2, "0");
const isEveryDay = (days) => days.length === 7;

/** `1-5` or `0,6`; `*` for all days. */
const cronDays = (days) =>
  isEveryDay(days) ? "*" : days.length === 5 ? `${days[0]}-${days.at(-1)}` : days.join(",");
const ruleDays = (days) =>
  isEveryDay(days) ? "" : `;BYDAY=${days.map((day) => DAYS[day].slice(0, 2).toUpperCase())}`;
const systemdDays = (days) =>
  isEveryDay(days) ? "" : `${days.map((day) => DAYS[day].slice(0, 3)).join(",")} `;

/** Consecutive hours from night to night as cron's ranges: `0-5,22-23`. */
function ranges(hours, between) {
  const found = [];
  for (const hour of hours) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === hour - 1) last[1] = hour;
    else found.push([hour, hour]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}${between}${to}`)).join();
}

function weekMinutes(days, times) {
  return days.flatMap((day) => times.map((time) => day * 1_440 + time)).sort((a, b) => a - b);
}

function daily(time, type = "Everyday") {
  const [hour, minute] = time.split(":").map(Number);
  const days = DAILY_TYPES[type] ?? [DAYS.indexOf(type)];
  return {
    id: `${type === "Everyday" ? "Daily" : type} ${time}`,
    kind: DAILY,
    policy: { type: "Daily", dailyType: type, dailyTime: time },
    minutes: weekMinutes(days, [hour * 60 + minute]),
    cron: `${minute} ${hour} * * ${cronDays(days)}`,
    rrule: `FREQ=DAILY${ruleDays(days)};BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`,
    systemd: `${systemdDays(days)}*-*-* ${two(hour)}:${two(minute)}:00`,
  };
}

/** The times of day of a grid. */
function timesOf(everyMinutes, offset, hours) {
  const times = [];
  for (let time = offset; time < 1_440; time += everyMinutes)
    if (hours === undefined || hours.includes(Math.floor(time / 60))) times.push(time);
  return times;
}

/** A list of hours and minutes for RRULE: what a grid is where FREQ is DAILY. */
const listed = (everyMinutes, offset, hours, days) => {
  const times = timesOf(everyMinutes, offset, hours);
  const unique = (values) => [...new Set(values)].sort((a, b) => a - b).join();
  return (
    `FREQ=DAILY${ruleDays(days)};BYHOUR=${unique(times.map((time) => Math.floor(time / 60)))}` +
    `;BYMINUTE=${unique(times.map((time) => time % 60))};BYSECOND=0`
  );
};

function minutely(every) {
  return {
    id: `Every ${every} minutes`,
    kind: MINUTES,
    policy: { type: "Periodically", periodicallyEvery: `Minutes${every}` },
    minutes: weekMinutes(EVERY_DAY, timesOf(every, 0)),
    cron: `*/${every} * * * *`,
    rrule: listed(every, 0, undefined, EVERY_DAY),
    systemd: `*-*-* *:00/${two(every)}:00`,
  };
}

function hourly(every, offset = 0) {
  return {
    id: `Every ${every} hours${offset === 0 ? "" : ` + ${offset}`}`,
    kind: HOURS,
    policy: {
      type: "Periodically",
      periodicallyEvery: `Hours${every}`,
      periodicallyOffsetMinutes: offset,
    },
    minutes: weekMinutes(EVERY_DAY, timesOf(every * 60, offset)),
    cron: `${offset} ${every === 1 ? "*" : `*/${every}`} * * *`,
    rrule: listed(every * 60, offset, undefined, EVERY_DAY),
    systemd: `*-*-* ${every === 1 ? "*" : `00/${every}`}:${two(offset)}:00`,
  };
}

/** A grid of minutes behind a window of hours on some days, on the only clock that peers have. */
function windowed(every, hours, days, words) {
  return {
    id: `Every ${every} minutes, ${words}`,
    kind: MINUTES,
    policy: {
      type: "Periodically",
      periodicallyEvery: `Minutes${every}`,
      backupWindowEnabled: true,
      backupWindowSettings: {
        backupWindow: Array.from(
          { length: 168 },
          (_, cell) => days.includes(Math.floor(cell / 24)) && hours.includes(cell % 24),
        ),
        minuteOffset: 0,
      },
    },
    clock: { windowClock: "server" },
    minutes: weekMinutes(days, timesOf(every, 0, hours)),
    cron: `*/${every} ${ranges(hours, "-")} * * ${cronDays(days)}`,
    rrule: listed(every, 0, hours, days),
    systemd: `${systemdDays(days)}*-*-* ${ranges(hours, "..")}:00/${two(every)}:00`,
  };
}

/**
 * An interval as RRULE alone can say it: a frequency with an INTERVAL, of which RFC 5545 does not
 * say whether it counts on the wall or in elapsed time.
 */
function interval(unit, every, policy) {
  const { id, cron: _cron, systemd: _systemd, ...rest } = policy;
  return {
    ...rest,
    id: `${id}, FREQ=${unit}`,
    rrule: `FREQ=${unit};INTERVAL=${every}`,
    elapsedMs: every * (unit === "HOURLY" ? 3_600_000 : 60_000),
  };
}

/** All of them; the rarest first, since their differences are the easiest to read. */
export const SCHEDULES = [
  ...["02:30", "01:30", "00:00", "00:30", "01:00", "02:00", "03:00", "22:00", "23:30"].map((time) =>
    daily(time),
  ),
  daily("02:30", "Sunday"),
  daily("00:00", "Sunday"),
  daily("01:30", "Weekends"),
  daily("22:00", "Workdays"),
  daily("00:15", "Saturday"),
  ...[1, 2, 4, 8, 12].map((every) => hourly(every)),
  hourly(4, 15),
  ...[30, 15, 10, 5].map(minutely),
  windowed(30, NIGHT, DAILY_TYPES.Workdays, "Mon-Fri at night"),
  windowed(15, [1, 2, 3], [0], "Sun 01:00-04:00"),
  windowed(30, NIGHT, EVERY_DAY, "at night"),
  interval("HOURLY", 4, hourly(4)),
  interval("MINUTELY", 15, minutely(15)),
];

/** What tells a peer's zone data: noon is never skipped, and never comes twice. */
export const NOON = daily("12:00");

/** The switches of the clock that such a schedule reads, each with all of its values. */
export function switchesOf({ kind }) {
  if (kind !== DAILY) return ["both", "first", "second"].map((gridOverlap) => ({ gridOverlap }));
  return ["shift", "gap-end", "earlier", "skip"].flatMap((gap) =>
    ["first", "second", "both"].map((overlap) => ({ gap, overlap })),
  );
}
