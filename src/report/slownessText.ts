/**
 * Jobs that are exposed for longer since they share threads, as lines of a summary: who loses most
 * by it first, each with where, when and with how many it shares, and what it would be otherwise.
 */
import type { SharedSlowness } from "../core/simulation/slowness.js";
import { lengthText } from "../core/time/length.js";
import { clean } from "./kit/safe.js";
import { counted } from "./kit/words.js";

/** Jobs that are told one by one. */
const MOST_TOLD = 5;

/** What is told of slow jobs: a title, the first jobs by name, and how many are left. */
export interface SlownessText {
  readonly title: string;
  readonly jobs: readonly { readonly name: string; readonly text: string }[];
  readonly rest: number;
}

/** Puts slowness into words; `undefined` where no job is slow by sharing. */
export function slownessText(slowness: readonly SharedSlowness[]): SlownessText | undefined {
  if (slowness.length === 0) return undefined;
  const jobs = slowness
    .toSorted((a, b) => b.worst - b.without - (a.worst - a.without))
    .slice(0, MOST_TOLD)
    .map((one) => ({ name: clean(one.name ?? one.job), text: slowText(one) }));
  const who = counted(slowness.length, "job is", "jobs are");
  return {
    title: `${who} exposed for longer by sharing threads:`,
    jobs,
    rest: slowness.length - jobs.length,
  };
}

/** Where a job is slow and with whom, what that makes of its exposure, and what it would be. */
export function slowText({ text, worst, without }: SharedSlowness): string {
  const length = (ms: number): string => lengthText(ms, { toMinutes: true });
  return (
    `${clean(text)}; its worst exposure is ${length(worst)}, ` +
    `and ${length(without)} if nobody shared it`
  );
}
