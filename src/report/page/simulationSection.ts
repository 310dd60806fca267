/**
 * A simulation on a page: what its text says, with every job and every resource in its tables.
 */
import { RESOURCE_KINDS } from "../../core/simulation/fleet.js";
import type { SharedSlowness } from "../../core/simulation/slowness.js";
import {
  type JobMetrics,
  missedStarts,
  type ResourceMetrics,
  type Summary,
} from "../../core/simulation/summary.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { exposureReason } from "../exposureText.js";
import { worseFirst } from "../jobRanking.js";
import { clean } from "../kit/safe.js";
import { slowText } from "../slownessText.js";
import { tableOf, unlessEmpty } from "./columns.js";
import type { PageTable } from "./pageData.js";

/** Tables of a simulation: jobs, worst first, and the resources that have a limit. */
export function simulationTables(
  summary: Summary,
  slowness: readonly SharedSlowness[],
  zone: ZoneTable,
): readonly PageTable[] {
  const jobs = [...summary.jobs].sort(worseFirst);
  const told = toldOf(summary, slowness, zone);
  return [
    tableOf(
      {
        id: "jobs",
        title: "Jobs",
        note:
          "Who misses its target by most comes first. Lost: starts in hours that the backup " +
          "window prohibits. Exposure: the greatest age of the newest restore point. Lengths in " +
          "h:mm.",
      },
      jobs,
      [
        ["Job", "text", ({ id, name }) => name ?? id],
        ["Target is", "state", ({ target }) => (target === undefined ? "" : TARGETS[target])],
        ["Exposure", "ms", worstOf],
        ["Target", "ms", ({ rpo }) => rpo],
        ["Runs", "count", ({ started }) => started],
        ["Lost", "count", ({ blocked }) => blocked.backupWindow],
        ["Missed", "count", missedStarts],
        ["Failed", "count", ({ failed }) => failed],
        ["Stopped", "count", ({ stopped }) => stopped],
        ["Retries", "count", ({ retries }) => retries],
        ["Longest wait", "ms", ({ wait }) => wait.max],
        ["Mean wait", "ms", ({ wait }) => wait.mean],
        ["Running", "ms", ({ busy }) => busy],
        ["What is wrong, and why", "text", ({ id }) => told.get(id)?.join(" ")],
      ],
    ),
    ...unlessEmpty(resourceTable(summary)),
  ];
}

/** What becomes of a target, as a state. */
const TARGETS = { kept: "kept", missed: "missed", "not-judged": "not judged" } as const;

function worstOf({ exposure, due }: JobMetrics): number | string | undefined {
  if (exposure.restorePoints > 0) return exposure.worst;
  return due === 0 ? undefined : "no backup";
}

/** Of each job that something is told of, the sentences that its text has. */
function toldOf(
  { jobs, findings, to }: Summary,
  slowness: readonly SharedSlowness[],
  zone: ZoneTable,
): ReadonlyMap<string, readonly string[]> {
  const told = new Map<string, string[]>();
  const tell = (job: string, text: string): void => {
    const texts = told.get(job);
    if (texts === undefined) told.set(job, [clean(text)]);
    else texts.push(clean(text));
  };
  for (const job of jobs)
    if (job.withinTarget === false) tell(job.id, exposureReason(job, zone, to));
  for (const { job, text } of findings) tell(job, `${text}.`);
  for (const slow of slowness) tell(slow.job, `${slowText(slow)}.`);
  return told;
}

function resourceTable(summary: Summary): PageTable {
  const rows = RESOURCE_KINDS.flatMap(({ list, name: of }) =>
    summary[list].map((resource) => ({ of, ...resource })),
  )
    .filter(
      ({ sessions, slots, threads }) =>
        sessions > 0 && (slots !== Infinity || threads !== undefined),
    )
    .sort((a, b) => fullness(b) - fullness(a));
  return tableOf(
    {
      id: "resources",
      title: "Proxies, repositories, organizations",
      note:
        "Those with a limit, fullest first. Full: share of the span in which every slot was " +
        "busy, or every thread in use. Demand: threads that the sessions which ran at once " +
        "could have used.",
    },
    rows,
    [
      ["Resource", "text", ({ id, name }) => name ?? id],
      ["Kind", "state", ({ of }) => of],
      ["Slots", "count", ({ slots }) => (slots === Infinity ? null : slots)],
      ["Peak", "count", ({ peak }) => peak],
      ["First at", "instant", ({ peakAt }) => peakAt],
      ["Used", "share", ({ slots, utilisation }) => (slots === Infinity ? null : utilisation)],
      [
        "Full",
        "share",
        ({ slots, shareAtCapacity }) => (slots === Infinity ? null : shareAtCapacity),
      ],
      ["Longest line", "count", ({ longestQueue }) => longestQueue],
      ["Threads", "count", ({ threads }) => threads],
      ["Mean used", "ratio", ({ mean }) => mean],
      ["All in use", "share", ({ shareFull }) => shareFull],
      ["Peak demand", "count", ({ peakDemand }) => peakDemand],
    ],
  );
}

function fullness({ shareAtCapacity, shareFull = 0, utilisation }: ResourceMetrics): number {
  return Math.max(shareAtCapacity, shareFull) + utilisation / 1_000;
}
