/**
 * What is said of a start that meets a change of the server's clock (R7, R8): moved out of a gap,
 * run in one pass of an overlap or in both, or not run at all.
 *
 * Each text names the two clock readings of the change, so that it can be checked on any calendar.
 */
import { dayOf, formatDate, formatTime } from "../time/calendar.js";
import { DAY_MS, type Instant, MINUTE_MS, type Wall, wallOf } from "../time/instant.js";
import { weekdayOf } from "../time/moments.js";
import { offsetAt, segmentAt, type ZoneTable } from "../time/zone.js";
import type { Reason } from "./neverRuns.js";
import type { StartRule } from "./rule.js";
import { isMoved, movedTo, type Start } from "./starts.js";

/**
 * Why a start that a clock change moved or doubled runs: "Sunday 02:30 does not exist ..." and
 * "Sunday 01:30 shows twice ...".
 */
export function whyClockChange(rule: StartRule, zone: ZoneTable, start: Start): Reason {
  const ruleName = rule.times.kind === "daily" ? "R7" : "R8";
  const segment = segmentAt(zone, start.instant);
  if (isMoved(start)) {
    const { nominal } = start;
    const change = gapAround(zone, segment, nominal)!;
    const ran = wallOf(start.instant as Instant, zone.offsetsMs[segment]!);
    const gapEnd = wallOf(zone.starts[change]! as Instant, zone.offsetsMs[change]!);
    const sum =
      ran < nominal
        ? `${formatTime(nominal)} - ${span(nominal - ran)} = `
        : ran > gapEnd
          ? `${formatTime(gapEnd)} + ${span(ran - gapEnd)} = `
          : "";
    return {
      rule: "R7",
      text:
        `${gapText(zone, change, nominal)}; the run moves to ` +
        `${sum}${movedText(ran, nominal)} (R7 ${rule.clock.gap}).`,
    };
  }
  const first = start.clockChange === "first-pass";
  const choice = rule.times.kind === "daily" ? rule.clock.overlap : rule.clock.gridOverlap;
  const text = overlapText(zone, first ? segment + 1 : segment, start.nominal);
  const which = choice === "both" ? "both passes run" : `only the ${choice} pass runs`;
  return {
    rule: ruleName,
    text:
      `${text}; this is the ${first ? "first" : "second"} pass, and ${which} (${ruleName} ` +
      `overlap: ${choice}).`,
  };
}

/** The time to which a run was moved, and the day where it is an earlier one. */
function movedText(ran: Wall, nominal: Wall): string {
  return formatTime(ran) + (dayOf(ran) < dayOf(nominal) ? " the day before" : "");
}

/** The clock change at the start of `segment`, which skipped `nominal`. */
function gapText(zone: ZoneTable, segment: number, nominal: Wall): string {
  return (
    `${weekdayOf(nominal)} ${formatTime(nominal)} does not exist in ${zone.name} on ` +
    `${formatDate(dayOf(nominal))}: the clock goes from ${changeText(zone, segment)}`
  );
}

/** The clock change at the start of `segment`, which shows `nominal` again. */
function overlapText(zone: ZoneTable, segment: number, nominal: Wall): string {
  return (
    `${weekdayOf(nominal)} ${formatTime(nominal)} shows twice in ${zone.name} on ` +
    `${formatDate(dayOf(nominal))}: the clock goes back from ${changeText(zone, segment)}`
  );
}

function changeText(zone: ZoneTable, segment: number): string {
  const change = zone.starts[segment]! as Instant;
  const from = wallOf(change, zone.offsetsMs[segment - 1]!);
  const to = wallOf(change, zone.offsetsMs[segment]!);
  if (Math.abs(to - from) < DAY_MS) return `${formatTime(from)} to ${formatTime(to)}`;
  return (
    `${formatDate(dayOf(from))} ${formatTime(from)} to ${formatDate(dayOf(to))} ` + formatTime(to)
  );
}

/** Why the pass of an overlap that an instant lies in has no start, though the other one has. */
export function suppressedPass(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  wall: Wall,
  pass: string,
): Reason {
  const daily = rule.times.kind === "daily";
  const choice = daily ? rule.clock.overlap : rule.clock.gridOverlap;
  const first = pass === "first-pass";
  const ruleName = daily ? "R7" : "R8";
  const text = overlapText(zone, first ? segment + 1 : segment, wall);
  return {
    rule: ruleName,
    text:
      `No start: ${text}; this is the ${first ? "first" : "second"} pass, and only the ` +
      `${choice} pass runs (${ruleName} overlap: ${choice}).`,
  };
}

/** Says so where the start of this date fell into a gap, at either end of the segment. */
export function skippedOn(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  nominal: Wall,
): Reason | undefined {
  const change = gapAround(zone, segment, nominal);
  if (change === undefined) return undefined;
  const { gap } = rule.clock;
  const text = gapText(zone, change, nominal);
  const instant = movedTo(gap, zone, change, nominal);
  if (instant === undefined)
    return {
      rule: "R7",
      text: `No start on this date: ${text}, and such a start is skipped (R7 skip).`,
    };
  const ran = wallOf(instant as Instant, offsetAt(zone, instant));
  return {
    rule: "R7",
    text: `No start: ${text}; the run moves to ${movedText(ran, nominal)} (R7 ${gap}).`,
  };
}

/** Which of the changes at the two ends of a segment skips this time; `undefined` for neither. */
function gapAround(zone: ZoneTable, segment: number, nominal: Wall): number | undefined {
  return [segment, segment + 1].find((change) => {
    if (change < 1 || change >= zone.starts.length) return false;
    const at = zone.starts[change]! as Instant;
    return (
      nominal >= wallOf(at, zone.offsetsMs[change - 1]!) &&
      nominal < wallOf(at, zone.offsetsMs[change]!)
    );
  });
}

/** What a zone's clock shows at an instant: `02:30`. */
export function clockTime(zone: ZoneTable, instant: number): string {
  return formatTime(wallOf(instant as Instant, offsetAt(zone, instant)));
}

/** A length of time in minutes, or seconds where it is not whole minutes. */
function span(ms: number): string {
  return ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min` : `${ms / 1000} s`;
}
