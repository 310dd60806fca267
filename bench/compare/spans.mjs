/**
 * Where we look: around each clock change of the 20 years in each zone, since only there schedulers
 * part, and at some long stretches, to see that it is only there.
 */
import { changesOf, clockOf, FROM, TO } from "./clocks.mjs";
import { DAILY, HOURS, SCHEDULES } from "./schedules.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Before and after a clock change; a daily job of one weekday needs a week. */
const AROUND = {
  daily: [2 * DAY, 3 * DAY],
  weekly: [4 * DAY, 4 * DAY],
  hours: [2 * HOUR, 26 * HOUR],
  minutes: [3 * HOUR, 27 * HOUR],
  often: [HOUR, 3 * HOUR],
};

/**
 * Where the whole 20 years of one schedule are compared: clocks of all kinds, each by the first of
 * its names.
 */
export const WHOLE_ZONES = [
  "Africa/Casablanca",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Antarctica/Troll",
  "Asia/Gaza",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
];
const WHOLE = "Daily 22:00";
const YEAR = [Date.UTC(2028, 0, 1), Date.UTC(2029, 0, 1)];

function widthOf({ kind, minutes }) {
  if (kind === DAILY) return minutes.length === 7 ? AROUND.daily : AROUND.weekly;
  if (kind === HOURS) return AROUND.hours;
  return minutes.length > 500 ? AROUND.often : AROUND.minutes;
}

/**
 * The spans of one schedule in one zone, apart from each other. `isFast`: of a peer that can be
 * asked for all days of all years.
 */
export function spansOf(clock, schedule, isFast = false) {
  if (isFast && schedule.kind === DAILY) return [[FROM, TO]];
  if (schedule.id === WHOLE) return [WHOLE_ZONES.includes(clock.zone) ? [FROM, TO] : YEAR];
  const [before, after] = widthOf(schedule);
  const spans = [];
  for (const change of changesOf(clock)) {
    const from = Math.max(FROM, change - before);
    const to = Math.min(TO, change + after);
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else spans.push([from, to]);
  }
  return spans;
}

/**
 * Every zone, and which schedules are compared there. Zones whose tables are equal over the 20
 * years are one clock under several names: all schedules are compared under the first of them, four
 * daily times under the others.
 */
export function tasks() {
  const seen = new Set();
  return Intl.supportedValuesOf("timeZone").map((zone) => {
    const clock = clockOf(zone);
    const changes = changesOf(clock);
    const at = clock.starts.findLastIndex((start) => start <= FROM);
    const offsets = clock.offsets.slice(Math.max(0, at), Math.max(0, at) + changes.length + 1);
    const table = JSON.stringify([changes, offsets]);
    const isFirst = !seen.has(table);
    seen.add(table);
    return { zone, isFirst, changes: changes.length };
  });
}

/** The schedules of a task. */
export function schedulesIn({ isFirst }) {
  return isFirst ? SCHEDULES : SCHEDULES.slice(0, 4);
}
