/**
 * The settings of how a job's sessions go: their lengths, their threads, their outcomes (R18, R28,
 * R31).
 *
 * A workload that is a function decides for itself: all of these but `duration`, which takes its
 * place, refuse it where its job is named, and leave it out where nobody is.
 */
import { issue } from "../../input/issues.js";
import { isThreadCount, type Job } from "../../simulation/fleet.js";
import { readTypedLength } from "../../time/duration.js";
import type { JobEdit } from "./fleetEdits.js";
import { isNone, type Row, typedCount } from "./settingRow.js";
import {
  FACTOR_TEXT,
  firstFullsLasting,
  isFactor,
  sessionsEnding,
  sessionsGrowing,
  sessionsLasting,
  sessionsTimes,
  sessionsUsing,
} from "./workloadEdits.js";

/** The settings of a workload, in the order of a help text. */
export const WORKLOAD_SETTINGS: readonly Row<"job", JobEdit>[] = [
  {
    name: "duration",
    of: "job",
    words: "45m, x1.5",
    read(text, notes) {
      const factor = /^x(\d+(?:\.\d+)?)$/i.exec(text)?.[1];
      if (factor !== undefined) {
        if (isFactor(Number(factor))) return sessionsTimes(Number(factor));
        notes.issues.push(issue("duration", FACTOR_TEXT, text));
        return undefined;
      }
      const ms = readTypedLength(text, "duration", "m", notes.issues);
      return ms === undefined ? undefined : sessionsLasting(ms);
    },
  },
  ofDrawn({
    name: "full",
    words: "how long a job's first session takes: 12h, none",
    read(text, notes) {
      if (isNone(text)) return firstFullsLasting(undefined);
      const ms = readTypedLength(text, "full", "h", notes.issues);
      return ms === undefined ? undefined : firstFullsLasting(ms);
    },
  }),
  ofDrawn({
    name: "grows",
    words: "the time whose changes its duration is for: 24h, none",
    read(text, notes) {
      if (isNone(text)) return sessionsGrowing(undefined);
      const per = readTypedLength(text, "grows", "h", notes.issues);
      if (per !== undefined && per > 0) return sessionsGrowing(per);
      if (per === 0) notes.issues.push(issue("grows", "a length of time above 0, or none", text));
      return undefined;
    },
  }),
  ofDrawn({
    name: "sessionThreads",
    words: "threads that a session can use: 16, none for all",
    alike: "threads",
    read(text, notes) {
      if (isNone(text)) return sessionsUsing(undefined);
      const threads = typedCount(text);
      if (isThreadCount(threads)) return sessionsUsing(threads);
      notes.issues.push(issue("sessionThreads", "a whole number from 1, or none", text));
      return undefined;
    },
  }),
  ofOutcome("failed"),
  ofOutcome("warning"),
];

function ofOutcome(name: "failed" | "warning"): Row<"job", JobEdit> {
  return ofDrawn({
    name,
    words: "a share, 0 to 1",
    read(text, notes) {
      const share = text === "" ? Number.NaN : Number(text);
      if (share >= 0 && share <= 1) return sessionsEnding(name, share);
      notes.issues.push(issue(name, "a share from 0 to 1", text));
      return undefined;
    },
  });
}

/** A setting that a workload has, unless it is a function. */
function ofDrawn(row: Omit<Row<"job", JobEdit>, "of">): Row<"job", JobEdit> {
  return { ...row, of: "job", concerns: (job) => !isFunction(job), refuses: whyNotDrawn };
}

function isFunction({ workload }: Job): boolean {
  return typeof workload === "function";
}

/** Why a job can't have a workload's settings; `undefined` where it can. */
export function whyNotDrawn(job: Job): string | undefined {
  return isFunction(job) ? "its workload is a function, which says all of it itself" : undefined;
}
