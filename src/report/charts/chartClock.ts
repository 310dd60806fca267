/**
 * The clock of a chart: the stretches of a zone's clock that its span has. Who draws an axis needs
 * no zone table, and sees where the clock changes.
 */
import type { Forecast } from "../../core/forecast/forecast.js";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time/instant.js";
import type { Moment } from "../../core/time/moments.js";
import { segmentAt, type ZoneTable } from "../../core/time/zone.js";
import type { ChartClock, ChartSpan } from "./chart.js";

/** The clock of a zone over `[from, to)`; of an empty span the stretch at `from`. */
export function chartClock(zone: ZoneTable, from: number, to: number): ChartClock {
  const first = segmentAt(zone, from);
  const starts = [from];
  const offsetsMs = [zone.offsetsMs[first]!];
  for (let at = first + 1; at < zone.starts.length && zone.starts[at]! < to; at += 1) {
    starts.push(zone.starts[at]!);
    offsetsMs.push(zone.offsetsMs[at]!);
  }
  return { name: zone.name, starts, offsetsMs };
}

/** A span and the clock of a zone over it. */
export function chartSpan(
  zone: ZoneTable,
  { from, to }: { readonly from: number; readonly to: number },
): ChartSpan {
  return { from, to, clock: chartClock(zone, from, to) };
}

/** What a clock adds to UTC at an instant, ms; before its first stretch what it adds there. */
export function offsetOn({ starts, offsetsMs }: ChartClock, instant: number): number {
  let stretch = starts.length - 1;
  while (stretch > 0 && starts[stretch]! > instant) stretch -= 1;
  return offsetsMs[stretch] ?? 0;
}

/** The span of a forecast, whose moments say what its clock shows. */
export function spanOfForecast({ clock, from, to, clockChanges }: Forecast): ChartSpan {
  const changes = clockChanges.map(({ at }) => at).filter(({ epochMs }) => epochMs > from.epochMs);
  const stretches = [from, ...changes];
  return {
    from: from.epochMs,
    to: to.epochMs,
    clock: {
      name: clock.zone,
      starts: stretches.map(({ epochMs }) => epochMs),
      offsetsMs: stretches.map(offsetOf),
    },
  };
}

/** What the clock adds to UTC at a moment, ms: the end of `2026-11-24T01:00:00-08:00`. */
function offsetOf({ local }: Moment): number {
  const found = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(local);
  if (found === null) return 0; // `Z`
  const [, sign, hours, minutes, seconds = "0"] = found;
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === "-" ? -size : size;
}
