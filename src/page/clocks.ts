/**
 * The three clocks of the page: the server's, UTC, and that of whoever looks.
 *
 * Each is a list of stretches with one offset over the span, so that the same arithmetic shows all
 * of them; only the viewer's is asked of the browser.
 */
import { MINUTE_MS } from "../core/time/instant.js";
import type { ChartClock } from "../report/charts/chart.js";
import type { ClockChoice } from "./settings.js";

/** A span on the server's clock. */
export interface ClockSpan {
  readonly from: number;
  readonly to: number;
  readonly clock: ChartClock;
}

/** The clock that was picked, over a span. */
export function clockOver(picked: ClockChoice, { from, to, clock }: ClockSpan): ChartClock {
  if (picked === "server") return clock;
  if (picked === "utc") return { name: "UTC", starts: [from], offsetsMs: [0] };
  return viewersClock(from, to);
}

/** What a clock is called on the switch. */
export function clockLabel(picked: ClockChoice, server: string): string {
  if (picked === "server") return server === "" ? "Server time" : `Server time (${server})`;
  return picked === "utc" ? "UTC" : `Your time (${viewersZone()})`;
}

function viewersZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Offsets change on a minute, at the earliest some days after the last time. */
const STEP_MS = 86_400_000;

function viewersClock(from: number, to: number): ChartClock {
  const offsetAt = (instant: number): number => -new Date(instant).getTimezoneOffset() * MINUTE_MS;
  const starts = [from];
  const offsetsMs = [offsetAt(from)];
  for (let at = from; at < to; at += STEP_MS) {
    const until = Math.min(at + STEP_MS, to);
    if (offsetAt(until) === offsetsMs.at(-1)) continue;
    let [before, after] = [at, until];
    // Bound: a day is halved until a minute is left.
    while (after - before > MINUTE_MS) {
      const middle = Math.floor((before + after) / 2 / MINUTE_MS) * MINUTE_MS;
      if (middle <= before) break;
      if (offsetAt(middle) === offsetsMs.at(-1)) before = middle;
      else after = middle;
    }
    starts.push(Math.floor(after / MINUTE_MS) * MINUTE_MS);
    offsetsMs.push(offsetAt(until));
  }
  return { name: viewersZone(), starts, offsetsMs };
}
