/**
 * What a simulation came to, in a few labelled lines: the head of its text and of its page.
 */
import { grouped } from "../core/input/numberText.js";
import type { Summary } from "../core/simulation/summary.js";
import type { ZoneTable } from "../core/time/zone.js";
import { clean } from "./kit/safe.js";
import { counted, listed, minuteText } from "./kit/words.js";

/** One line: what it is about, and whether it is good news. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad";
}

/**
 * The title and the facts; times on the clock of the zone. `source`: what was simulated, `told`:
 * the ids of the jobs that are told of one by one, all by default.
 */
export function timelineFacts(
  summary: Summary,
  zone: ZoneTable,
  source?: string,
  told?: ReadonlySet<string>,
): readonly [title: string, facts: readonly Fact[]] {
  const { fleet, jobs, from, to } = summary;
  const facts: Fact[] = [];
  const add = (label: string, text: string, tone: Fact["tone"] = "plain"): void => {
    facts.push({ label, text: clean(text), tone });
  };
  if (source !== undefined) add("Fleet", source);
  add("Server clock", zone.name);
  const shown = jobs.filter(({ id }) => told?.has(id) ?? true).length;
  if (shown < jobs.length)
    add("Told of", `${grouped(shown)} of the jobs; what is the fleet's is that of all of them`);
  add("Runs", runsText(summary));
  const { missed, kept } = fleet.targets;
  add("Targets", targetsText(summary), missed > 0 ? "bad" : kept > 0 ? "good" : "plain");
  const [begin, end] = [minuteText(zone, from), minuteText(zone, to)];
  const title = `${counted(jobs.length, "job")} from ${begin} to ${end}`;
  return [title, facts];
}

function runsText({ jobs, fleet }: Summary): string {
  const lost = [
    [jobs.reduce((sum, job) => sum + job.blocked.backupWindow, 0), "lost to a backup window"],
    [fleet.missed, "missed"],
    [fleet.stopped, "stopped by a window"],
    [fleet.failed, "failed"],
  ] as const;
  const troubles = lost
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`);
  const went = troubles.length === 0 ? ", all went well" : `; ${listed(troubles)}`;
  return `${grouped(fleet.started)} started, ${counted(fleet.sessions, "session")}${went}`;
}

/** `17 of 21 targets kept, 3 missed, 1 not judged: ...`: each target once (R36). */
function targetsText({ jobs, fleet, from, to }: Summary): string {
  const { kept, missed, notJudged } = fleet.targets;
  const all = kept + missed + notJudged;
  if (all === 0) return "no job has one";
  const counts = `${grouped(kept)} of ${counted(all, "target")} kept`;
  const misses = missed === 0 ? "" : `, ${grouped(missed)} missed`;
  if (notJudged === 0) return counts + misses;
  const long = jobs.filter(
    ({ target, rpo }) => target === "not-judged" && to - from <= rpo!,
  ).length;
  const why = [
    ...(long === 0 ? [] : [`${counted(long, "target")} as long as the span or longer`]),
    ...(long === notJudged ? [] : [`${counted(notJudged - long, "job")} without a start in it`]),
  ];
  return `${counts}${misses}, ${grouped(notJudged)} not judged: ${listed(why)}`;
}
