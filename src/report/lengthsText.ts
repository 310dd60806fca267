/**
 * Seen lengths of sessions held against two models of sharing, as text: how far each is off for
 * each job, and in one sentence which of them fits, or why nobody can tell.
 */
import { grouped } from "../core/input/numberText.js";
import { FEWEST_FOR_A_VERDICT } from "../core/whatif/evidence.js";
import type {
  LengthFits,
  LengthReconciliation,
  ModelFit,
  NightlyFits,
  SessionModel,
} from "../veeam/reconcile/lengths.js";
import { clean } from "./kit/safe.js";
import { countCell, NOTHING, numberTable, wrap } from "./kit/table.js";
import { checkText } from "./kit/textOptions.js";
import { counted } from "./kit/words.js";

const JOBS_SHOWN = 20;

/** Both by the name that a sentence has for them. */
const FITTING: Readonly<Record<SessionModel, string>> = {
  slots: "slots, by which nobody slows anybody,",
  threads: "sharing by threads",
};

/**
 * Which model fits the seen lengths, in one sentence; or why these sessions do not tell.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const lengths = reconcileLengths({ jobs: [{ name: "Mail", schedulePolicy }], sessions: [] });
 * describeLengths(lengths) // => "These sessions do not tell which model fits: none of them can be predicted from others of its job and kind."
 * ```
 */
export function describeLengths(lengths: LengthReconciliation): string {
  const parts = ["replayed", "seen", "jobs", "lengths"];
  const given = { path: "lengths", value: lengths, parts };
  checkText(given, "seen lengths held against two models, as reconcileLengths gives them");
  const { verdict, replayed, seen } = lengths;
  if (verdict !== undefined) {
    const other = verdict === "slots" ? "threads" : "slots";
    return (
      `Seen lengths fit ${FITTING[verdict]} better: off by ${offText(replayed[verdict]!)} on the ` +
      `median, by ${other} ${offText(replayed[other]!)}; closer on ` +
      `${nightsText(replayed.nights[verdict], replayed)} ` +
      `(${counted(replayed.telling, "session")} with other company than usual).`
    );
  }
  return `These sessions do not tell which model fits: ${doubtText(replayed, seen)}.`;
}

function doubtText(replayed: NightlyFits, seen: NightlyFits): string {
  const { sessions } = replayed;
  if (sessions === 0) return "none of them can be predicted from others of its job and kind";
  if (replayed.telling === 0 || seen.telling === 0)
    return (
      `slots and threads predict ${sessions === 1 ? "the same length" : "the same lengths"}, ` +
      `within 5 %, for ${sessions === 1 ? "the one" : `all ${grouped(sessions)}`} of them that ` +
      "can be predicted"
    );
  const judged = Math.min(replayed.nights.judged, seen.nights.judged);
  if (judged < FEWEST_FOR_A_VERDICT)
    return (
      `${counted(judged, "night")} ${judged === 1 ? "is" : "are"} closer to one of them, and a ` +
      `verdict takes ${FEWEST_FOR_A_VERDICT}`
    );
  return (
    `threads are closer on ${nightsText(replayed.nights.threads, replayed)} beside sessions that ` +
    `are replayed, and on ${nightsText(seen.nights.threads, seen)} beside those that were seen ` +
    `(off by ${offText(replayed.threads!)} and ${offText(seen.threads!)} on the median, by slots ` +
    `${offText(replayed.slots!)} and ${offText(seen.slots!)}), which is not clear either way`
  );
}

function nightsText(nights: number, { nights: { judged } }: NightlyFits): string {
  return `${grouped(nights)} of ${counted(judged, "night")}`;
}

function offText({ medianOff }: ModelFit): string {
  return medianOff > 0 && medianOff < 0.005 ? "<1 %" : `${grouped(Math.round(medianOff * 100))} %`;
}

/**
 * The jobs that `isTold` picks, by their places in the list, and the sentence; without a line feed
 * at its end.
 */
export function lengthsText(
  lengths: LengthReconciliation,
  isTold: (index: number) => boolean,
  width: number,
): string {
  const title = "Lengths of sessions, held against what two models of sharing predict";
  const lines = [...wrap(title, width), ""];
  const telling = lengths.jobs.filter((job) => job.telling > 0);
  const told = telling.filter(({ index }) => isTold(index));
  if (told.length > 0) {
    const shown = told
      .toSorted((one, other) => other.telling - one.telling)
      .slice(0, JOBS_SHOWN)
      .map((job) => rowOf(clean(job.name), job));
    const all = telling.length > 1 ? [rowOf("all jobs", lengths.replayed)] : [];
    const head = ["Job", "Sessions", "Telling", "Off by slots", "by threads"];
    lines.push(...numberTable(head, [...shown, ...all], width));
    if (told.length > JOBS_SHOWN)
      lines.push(`  and ${counted(told.length - JOBS_SHOWN, "job")} more that tell`);
    lines.push("");
  }
  lines.push(...wrap(describeLengths(lengths), width));
  return lines.join("\n");
}

function rowOf(name: string, { sessions, telling, slots, threads }: LengthFits): string[] {
  const off = (fit: ModelFit | undefined): string => (fit === undefined ? NOTHING : offText(fit));
  return [name, countCell(sessions), countCell(telling), off(slots), off(threads)];
}
