/**
 * Why a job's newest restore point grew as old as it did: what was seen to happen in the stretch of
 * its worst exposure.
 *
 * "The schedule itself leaves that long" is said only where nothing failed, was stopped or skipped,
 * and nobody waited.
 */
import { grouped } from "../core/input/numberText.js";
import type { Cause } from "../core/simulation/books/exposure.js";
import { type HeldUp, waitText } from "../core/simulation/books/heldUp.js";
import type { JobMetrics } from "../core/simulation/summary.js";
import { lengthText } from "../core/time/length.js";
import type { ZoneTable } from "../core/time/zone.js";
import { clean } from "./kit/safe.js";
import { counted, listed, minuteText } from "./kit/words.js";

/** What lay behind a long exposure; waits are told by `waitingText`, dropped ones among them. */
const CAUSES: Readonly<
  Record<Exclude<Cause, "waiting" | "window-closed">, (count: number) => string>
> = {
  failed: (count) => `${counted(count, "session")} failed`,
  stopped: (count) =>
    `${counted(count, "session was", "sessions were")} stopped as the backup window closed`,
  warning: (count) =>
    `${counted(count, "session")} ended with a warning, which counts for nothing here`,
  "still-running": (count) => `${counted(count, "start")} came while the job was still running`,
  "retry-pending": (count) => `${counted(count, "start")} came while a retry was pending`,
};

/** One or two sentences; times on the clock of the zone. `spanEnd`: where the summary ends. */
export function exposureReason(
  { exposure, rpo, blocked, started, copyOf }: JobMetrics,
  zone: ZoneTable,
  spanEnd: number,
): string {
  const { worst, restorePoints, worstInterval } = exposure;
  const length = (ms: number): string => lengthText(ms, { toMinutes: true });
  const age = length(worst) + (rpo === undefined ? "" : `, target ${length(rpo)}`);
  const [from, to] = [worstInterval.from, worstInterval.to].map((at) => minuteText(zone, at));
  const stretch = `${age}, ${from!} to ${to!}`;
  const wrong = Object.entries(CAUSES).flatMap(([cause, tell]) => {
    const count = worstInterval.causes[cause as keyof typeof CAUSES];
    return count === undefined ? [] : [tell(count)];
  });
  if (worstInterval.slowedBy !== undefined) wrong.push(slownessText(exposure));
  if (worstInterval.longestWait !== undefined)
    wrong.push(waitingText(exposure, worstInterval.longestWait, zone, spanEnd));
  const lost =
    blocked.backupWindow === 0
      ? ""
      : ` Its backup window swallows ${counted(blocked.backupWindow, "start")} in all.`;
  if (restorePoints === 0 && wrong.length === 0 && started === 0)
    return `never ran, ${age}.${lost}`;
  if (wrong.length > 0)
    return (
      `${restorePoints === 0 ? `no restore point at all, ${age}` : stretch}: ` +
      `${listed(wrong)}.${lost}`
    );
  if (copyOf !== undefined)
    return (
      `${stretch}: nothing went wrong in copying, its data is as old as what ` +
      `${clean(copyOf)} had to copy.${lost}`
    );
  return (
    `${stretch}: nothing went wrong, the schedule itself leaves that long from one start to ` +
    `the next end.${lost}`
  );
}

/**
 * What slowness did to the worst exposure. Where it is all that happened, the exposure without it
 * is the rest: the same session, with all the threads that it can use, and at full speed.
 */
function slownessText({ worst, worstInterval }: JobMetrics["exposure"]): string {
  const { slowedBy = 0, causes } = worstInterval;
  const longer = lengthText(slowedBy, { toMinutes: true });
  const rest = lengthText(worst - slowedBy, { toMinutes: true });
  const without = Object.keys(causes).length === 0 ? `; at full speed: ${rest}` : "";
  return `its last session took ${longer} longer than at full speed${without}`;
}

/**
 * What was seen of waits in the worst exposure. Where one wait is all that happened, and the
 * attempt that waited made the restore point, the exposure without it is the rest: the same
 * session, begun at once (R24), with no edge of its window in between.
 */
function waitingText(
  { worst, worstInterval }: JobMetrics["exposure"],
  wait: HeldUp,
  zone: ZoneTable,
  spanEnd: number,
): string {
  const { from, to, started } = wait;
  const { causes, slowedBy } = worstInterval;
  const count = causes.waiting ?? 0;
  const dropped = causes["window-closed"] ?? 0;
  const when = minuteText(zone, from);
  const what = waitText(wait);
  if (count > 1) {
    const closed =
      dropped === 0
        ? ""
        : `, ${dropped === count ? "all" : `${grouped(dropped)} of them`} until the window closed`;
    const attempts = `${counted(count, "attempt")} waited for room${closed}`;
    return `${attempts}, that of ${when} longest: ${what}`;
  }
  const ended = started ? "" : to < spanEnd ? ", until the window closed" : ", and did not begin";
  // Who begins earlier may share with others, or go at another pace.
  const isAll =
    started &&
    slowedBy === undefined &&
    Object.keys(causes).length === 1 &&
    worstInterval.to < spanEnd;
  const rest = lengthText(worst - (to - from), { toMinutes: true });
  const without = isAll ? `; had it begun at once: ${rest}` : "";
  return `its attempt of ${when} waited ${what}${ended}${without}`;
}
