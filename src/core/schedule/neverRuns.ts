/**
 * Why a schedule without a next run will never run (again): what stands in the way of all its
 * starts.
 *
 * Told from the starts of a whole week, which is all there is: windows and starts repeat by the
 * week.
 */
import { grouped } from "../input/numberText.js";
import { EPOCH, WEEK_MS } from "../time/instant.js";
import type { ZoneTable } from "../time/zone.js";
import type { StartRule } from "./rule.js";
import { type Start, startsIn } from "./starts.js";
import type { Window } from "./window.js";

/** A rule and what it did, in words. */
export interface Reason {
  readonly rule: string;
  readonly text: string;
}

/** No clock skips the same hour in so many weeks on end. */
const WEEKS_LOOKED_AT = 4;

/** What keeps a schedule without a next run from ever running (again), after `instant`. */
export function neverReason(rule: StartRule, zone: ZoneTable, instant: number): Reason {
  if (rule.times.kind === "manual") return { rule: "R9", text: "There is no next run." };
  // A week in which a clock change skips the only start says nothing: look at one that has starts.
  let starts: readonly Start[] = [];
  for (let week = 0; week < WEEKS_LOOKED_AT && starts.length === 0; week += 1) {
    const from = Math.max(instant, EPOCH) + week * WEEK_MS;
    starts = startsIn(rule, zone, from, from + WEEK_MS);
  }
  const byStartWindow = starts.filter((start) => start.reason === "start-window").length;
  const byBackupWindow = starts.length - byStartWindow;
  if (starts.length === 0 || starts.some((start) => start.reason === undefined))
    return { rule: "R1", text: "There is no run after this before the end of time (R1)." };
  const all =
    starts.length === 1
      ? "the only start of a week falls"
      : `all ${grouped(starts.length)} starts of a week fall`;
  if (byStartWindow === 0)
    return {
      rule: "R12",
      text:
        `Never runs: ${all} into hours that the backup window ` +
        `prohibits${emptiness(rule.backupWindow)} (R12).`,
    };
  if (byBackupWindow === 0)
    return {
      rule: "R13",
      text:
        `Never runs: ${all} into hours that the start window ` +
        `prohibits${emptiness(rule.startWindow)} (R13).`,
    };
  return {
    rule: "R14",
    text:
      `Never runs: of ${grouped(starts.length)} starts of a week the start window blocks ` +
      `${grouped(byStartWindow)} and the backup window the other ${grouped(byBackupWindow)} (R14).`,
  };
}

function emptiness(window: Window | undefined): string {
  return window?.openHours === 0 ? "; it allows no hour at all" : "";
}
