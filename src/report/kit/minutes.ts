/**
 * Instants and lengths of time to the minute: nobody plans a night by the second.
 */
import { MINUTE_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { lengthText } from "../../core/time/length.js";
import { localDayTime, momentAt } from "../../core/time/moments.js";

/** `Mon 2026-01-05 22:40`, the minute in which the instant lies, on the clock of a zone. */
export function minuteText(zone: ZoneTable, instant: number): string {
  return localDayTime(momentAt(zone, Math.floor(instant / MINUTE_MS) * MINUTE_MS));
}

/** `26 h 5 min`, rounded to the minute; below one as it is. */
export function roughLength(ms: number): string {
  return lengthText(ms < MINUTE_MS ? ms : Math.round(ms / MINUTE_MS) * MINUTE_MS);
}
