/**
 * Why a job's newest restore point grew so old, in a sentence: what went wrong in that stretch, or that nothing did and
 * the schedule alone is too thin for the target.
 */
import type { Cause } from "../core/simulation/books/exposure.js";
import type { JobMetrics } from "../core/simulation/summary.js";
import type { ZoneTable } from "../core/time/zone.js";
import { minuteText, roughLength } from "./kit/minutes.js";
import { counted, listed } from "./kit/words.js";

const CAUSES: Readonly<Record<Cause, (count: number) => string>> = {
  failed: (count) => `${counted(count, "session")} failed`,
  stopped: (count) => `${counted(count, "session was", "sessions were")} stopped as the backup window closed`,
  warning: (count) => `${counted(count, "session")} ended with a warning, which counts for nothing here`,
  "still-running": (count) => `${counted(count, "start")} came while the job was still running`,
  "window-closed": (count) => `${counted(count, "run")} waited for room until the window closed`,
  "retry-pending": (count) => `${counted(count, "start")} came while a retry was pending`,
};

/** One or two sentences; times on the clock of the zone. */
export function exposureReason({ exposure, rpo, blocked, started }: JobMetrics, zone: ZoneTable): string {
  const { worst, restorePoints, worstInterval } = exposure;
  const age = `${roughLength(worst)}${rpo === undefined ? "" : `, target ${roughLength(rpo)}`}`;
  const stretch = `${age}, ${minuteText(zone, worstInterval.from)} to ${minuteText(zone, worstInterval.to)}`;
  const wrong = Object.entries(worstInterval.causes).map(([cause, count]) => CAUSES[cause as Cause](count));
  const lost = blocked.backupWindow === 0 ? "" : ` Its backup window swallows ${counted(blocked.backupWindow, "start")} in all.`;
  if (restorePoints === 0 && wrong.length === 0 && started === 0) return `never ran, ${age}.${lost}`;
  if (wrong.length > 0) return `${restorePoints === 0 ? `no restore point at all, ${age}` : stretch}: ${listed(wrong)}.${lost}`;
  return `${stretch}: nothing went wrong, the schedule itself leaves that long from one start to the next end.${lost}`;
}
