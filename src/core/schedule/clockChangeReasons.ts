/**
 * What is said of a start that meets a change of the server's clock (R7, R8): moved out of a gap,
 * run in one pass of an overlap or in both, or not run at all.
 *
 * Each text names the two clock readings of the change, so that it can be checked on any calendar.
 */
import { dayOf, formatDate, formatTime } from "../time/calendar.js";
import { DAY_MS, type Instant, instantOf, MINUTE_MS, type Wall, wallOf } from "../time/instant.js";
import { weekdayOf } from "../time/moments.js";
import { offsetAt, segmentAt, type ZoneTable } from "../time/zone.js";
import type { StartRule } from "./rule.js";
import type { Start } from "./starts.js";

/** A rule and what it did, in words. */
export interface Reason {
  readonly rule: string;
  readonly text: string;
}

/**
 * Why a start that a clock change moved or doubled runs: "Sunday 02:30 does not exist ..." and
 * "Sunday 01:30 shows twice ...".
 */
export function whyClockChange(rule: StartRule, zone: ZoneTable, start: Start): Reason {
  const ruleName = rule.times.kind === "daily" ? "R7" : "R8";
  const segment = segmentAt(zone, start.instant);
  if (start.clockChange === "shifted" || start.clockChange === "gap-end") {
    const text = gapText(zone, segment, start.nominal);
    const gapEnd = wallOf(zone.starts[segment]! as Instant, zone.offsetsMs[segment]!);
    const ran = wallOf(start.instant as Instant, zone.offsetsMs[segment]!);
    if (start.clockChange === "gap-end")
      return { rule: "R7", text: `${text}; the run moves to ${formatTime(gapEnd)} (R7 gap-end).` };
    const late = ran - gapEnd;
    const moved =
      late === 0
        ? formatTime(gapEnd)
        : `${formatTime(gapEnd)} + ${span(late)} = ${formatTime(ran)}`;
    return { rule: "R7", text: `${text}; the run moves to ${moved} (R7 shift).` };
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
  for (const change of [segment, segment + 1]) {
    if (change < 1 || change >= zone.starts.length) continue;
    const at = zone.starts[change]! as Instant;
    const inGap =
      nominal >= wallOf(at, zone.offsetsMs[change - 1]!) &&
      nominal < wallOf(at, zone.offsetsMs[change]!);
    if (!inGap) continue;
    const gap = rule.clock.gap;
    const text = gapText(zone, change, nominal);
    if (gap === "skip")
      return {
        rule: "R7",
        text: `No start on this date: ${text}, and such a start is skipped (R7 skip).`,
      };
    const ran = gap === "gap-end" ? at : instantOf(nominal, zone.offsetsMs[change - 1]!);
    return {
      rule: "R7",
      text: `No start: ${text}; the run moves to ${clockTime(zone, ran)} (R7 ${gap}).`,
    };
  }
  return undefined;
}

/** What a zone's clock shows at an instant: `02:30`. */
export function clockTime(zone: ZoneTable, instant: number): string {
  return formatTime(wallOf(instant as Instant, offsetAt(zone, instant)));
}

/** A length of time in minutes, or seconds where it is not whole minutes. */
function span(ms: number): string {
  return ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min` : `${ms / 1000} s`;
}
