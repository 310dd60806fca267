/**
 * Axes of time on a clock of ours: where their ticks stand, what is written at them, where the
 * clock changes.
 *
 * A drawing library's own axes of time follow the viewer's machine, so an axis here is one of plain
 * numbers, epoch ms: a day of 25 hours is 25 hours wide. A tick stands at the first instant of a
 * local period (an hour, a day, a week from Monday on, a month, a year), and no two have the same
 * label.
 */
import {
  dateOfDay,
  dayOf,
  dayOfDate,
  digits,
  formatDate,
  formatOffset,
  formatTime,
  weekdayOfDay,
  WEEKDAYS,
} from "../../core/time/calendar.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Wall } from "../../core/time/instant.js";
import { lengthText } from "../../core/time/length.js";
import type { ChartClock } from "../charts/chart.js";
import { offsetOn } from "../charts/chartClock.js";

/** Where an axis has ticks, and what is written there. */
export interface Ticks {
  /** Epoch ms, ascending. */
  readonly at: readonly number[];
  /** As many, each of them once. */
  readonly labels: readonly string[];
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Periods that ticks stand for, by number: which one a wall time is in, where one begins. */
interface Period {
  readonly indexOf: (wall: number) => number;
  readonly wallOf: (index: number) => number;
  /** About how long it is, ms; none is shorter than half of that. */
  readonly lengthMs: number;
  readonly kind: "time" | "day" | "month" | "year";
}

/** A Monday begins so many days before 1970-01-01, which was a Thursday. */
const MONDAY_BEFORE = 3;

const PERIODS: readonly Period[] = [
  ...[1, 5, 15, 30].map((count) => timesOf(count * SECOND_MS)),
  ...[1, 2, 5, 10, 15, 30].map((count) => timesOf(count * MINUTE_MS)),
  ...[1, 2, 3, 6, 12].map((count) => timesOf(count * HOUR_MS)),
  ...[1, 2, 3, 7, 14].map(daysOf),
  ...[1, 3, 6].map((count) => monthsOf(count, "month")),
  ...[1, 2, 5, 10, 20, 50, 100, 500, 2_000].map((count) => monthsOf(12 * count, "year")),
];

function timesOf(ms: number): Period {
  return {
    indexOf: (wall) => Math.floor(wall / ms),
    wallOf: (index) => index * ms,
    lengthMs: ms,
    kind: "time",
  };
}

/** Days, some at a time; weeks and pairs of them begin on a Monday. */
function daysOf(days: number): Period {
  return {
    indexOf: (wall) => Math.floor((Math.floor(wall / DAY_MS) + MONDAY_BEFORE) / days),
    wallOf: (index) => (index * days - MONDAY_BEFORE) * DAY_MS,
    lengthMs: days * DAY_MS,
    kind: "day",
  };
}

function monthsOf(months: number, kind: "month" | "year"): Period {
  return {
    indexOf: (wall) => {
      const { year, month } = dateOfDay(Math.floor(wall / DAY_MS));
      return Math.floor((year * 12 + month - 1) / months);
    },
    wallOf: (index) => {
      const first = index * months;
      const year = Math.floor(first / 12);
      return dayOfDate({ year, month: first - year * 12 + 1, day: 1 })! * DAY_MS;
    },
    lengthMs: months * 30 * DAY_MS,
    kind,
  };
}

/**
 * At most `most` ticks of `[from, to]`, as dense as that allows. Where a clock skips the begin of a
 * day, the day begins at the change; a time of day that it skips has no tick, one that it shows
 * twice may have two.
 */
export function ticksOf(clock: ChartClock, from: number, to: number, most: number): Ticks {
  if (!(to > from) || most < 1) return { at: [], labels: [] };
  for (const period of PERIODS) {
    if ((to - from) / (2 * period.lengthMs) > most) continue;
    const at = beginsOf(period, clock, from, to);
    if (at.length <= most) return { at, labels: labelsOf(period, clock, at) };
  }
  return { at: [], labels: [] };
}

/** The stretches of a clock in `[from, to]`, one at least. */
function stretchesOf(
  clock: ChartClock,
  from: number,
  to: number,
): { readonly start: number; readonly end: number; readonly offsetMs: number }[] {
  const { starts, offsetsMs } = clock;
  return starts
    .map((start, index) => ({
      start: index === 0 ? from : Math.max(from, start),
      end: index + 1 < starts.length ? Math.min(to, starts[index + 1]!) : to,
      offsetMs: offsetsMs[index]!,
    }))
    .filter(({ start, end }, index) => start < end || (start === to && end === to && index === 0));
}

function beginsOf(period: Period, clock: ChartClock, from: number, to: number): number[] {
  const at: number[] = [];
  const repeats = period.kind === "time" && period.lengthMs <= HOUR_MS;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start, end, offsetMs } of stretchesOf(clock, from, to)) {
    const last = period.indexOf(end + offsetMs);
    // Each index is one later than the one before it, and there are at most `most` doubled of them.
    for (let index = period.indexOf(start + offsetMs); index <= last; index += 1) {
      const instant = period.wallOf(index) - offsetMs;
      if (instant > end || (instant === end && end !== to)) break;
      if (!repeats && index <= reached) continue;
      if (instant >= start) at.push(instant);
      else if (reached > Number.NEGATIVE_INFINITY && beginsDay(period, index)) at.push(start);
    }
    reached = Math.max(reached, period.indexOf(end + offsetMs - 1));
  }
  return at;
}

/** Whether a day begins with a period: then it has a tick also where the clock skips its begin. */
function beginsDay({ kind, wallOf }: Period, index: number): boolean {
  return kind !== "time" || wallOf(index) % DAY_MS === 0;
}

/** The labels of ticks: the shortest form in which different times look different. */
function labelsOf(period: Period, clock: ChartClock, at: readonly number[]): string[] {
  const walls = at.map((instant) => instant + offsetOn(clock, instant));
  const forms = FORMS[period.kind];
  const form = forms.find((one) => tellApart(walls, walls.map(one))) ?? forms.at(-1)!;
  const labels = walls.map(form);
  return labels.map((label, index) =>
    labels.indexOf(label) === labels.lastIndexOf(label)
      ? label
      : `${label} ${formatOffset(offsetOn(clock, at[index]!))}`,
  );
}

/** Whether wall times that differ have labels that differ. */
function tellApart(walls: readonly number[], labels: readonly string[]): boolean {
  return new Set(labels).size === new Set(walls).size;
}

/** `5 Jan`. */
function dayMonth(wall: number): string {
  const { month, day } = dateOfDay(Math.floor(wall / DAY_MS));
  return `${day} ${MONTHS[month - 1]!}`;
}

function yearOf(wall: number): string {
  const { year } = dateOfDay(Math.floor(wall / DAY_MS));
  return year >= 0 && year <= 9_999 ? digits(year, 4) : String(year);
}

/** `Mon`. */
function weekday(wall: number): string {
  return WEEKDAYS[weekdayOfDay(dayOf(wall as Wall))]!.slice(0, 3);
}

const weekdayDay = (wall: number): string => `${weekday(wall)} ${dayMonth(wall)}`;
const dayYear = (wall: number): string => `${dayMonth(wall)} ${yearOf(wall)}`;

/** A time of day after its day, and midnight as the day that begins. */
function timesAfter(
  day: (wall: number) => string,
  midnight: (wall: number) => string,
): (wall: number) => string {
  return (wall) =>
    wall % DAY_MS === 0 ? midnight(wall) : `${day(wall)} ${formatTime(wall as Wall)}`;
}

const FORMS: Readonly<Record<Period["kind"], readonly ((wall: number) => string)[]>> = {
  time: [
    timesAfter(weekday, weekdayDay),
    timesAfter(dayMonth, weekdayDay),
    timesAfter(dayYear, dayYear),
  ],
  day: [weekdayDay, dayYear],
  month: [(wall) => `${MONTHS[dateOfDay(Math.floor(wall / DAY_MS)).month - 1]!} ${yearOf(wall)}`],
  year: [yearOf],
};

/**
 * `Mon 2026-01-05 22:40`, the minute in which the instant lies; with its offset where the clock
 * shows that minute twice.
 */
export function instantText(clock: ChartClock, instant: number): string {
  const minute = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  const offsetMs = offsetOn(clock, instant);
  const wall = (minute + offsetMs) as Wall;
  const isTwice = clock.offsetsMs.some(
    (other) => other !== offsetMs && offsetOn(clock, wall - other) === other,
  );
  return (
    `${weekday(wall)} ${formatDate(dayOf(wall))} ${formatTime(wall)}` +
    (isTwice ? ` ${formatOffset(offsetMs)}` : "")
  );
}

/** `2026-01-05 to 2026-01-12`: the local days of a span; the last one is that of its last ms. */
export function daysText(clock: ChartClock, from: number, to: number): string {
  const dayAt = (instant: number): string =>
    formatDate(dayOf((instant + offsetOn(clock, instant)) as Wall));
  const first = dayAt(from);
  const last = dayAt(Math.max(from, to - 1));
  return first === last ? first : `${first} to ${last}`;
}

/** Where a clock changes within `(from, to)`, and by how much: `clock +1 h`. */
export function clockChangesOf(
  clock: ChartClock,
  from: number,
  to: number,
): { readonly at: number; readonly label: string }[] {
  return clock.starts.flatMap((at, index) => {
    const shift = index === 0 ? 0 : clock.offsetsMs[index]! - clock.offsetsMs[index - 1]!;
    if (shift === 0 || at <= from || at >= to) return [];
    return [{ at, label: `clock ${shift > 0 ? "+" : "-"}${lengthText(Math.abs(shift))}` }];
  });
}

/** What a label of a tick takes, and some air, px. */
const LABEL_PX = 78;

/** How many ticks an axis so wide has room for. */
export function mostTicks(widthPx: number): number {
  return Math.max(2, Math.floor(widthPx / LABEL_PX));
}

/** Ticks as an axis' options want them: set anew where a window of it is shown. */
export function tickOptions(
  clock: ChartClock,
  from: number,
  to: number,
  most: number,
): {
  readonly axisTick: { readonly customValues: number[] };
  readonly axisLabel: {
    readonly customValues: number[];
    readonly formatter: (value: number) => string;
  };
} {
  const { at, labels } = ticksOf(clock, from, to, most);
  const texts = new Map(at.map((instant, index) => [instant, labels[index]!]));
  return {
    axisTick: { customValues: [...at] },
    axisLabel: { customValues: [...at], formatter: (value) => texts.get(value) ?? "" },
  };
}
