/**
 * A reconciliation as text: where the server stands, which jobs do not start when it says so, and
 * why.
 *
 * Jobs that agree are shown too, but only so many: what needs a look comes first.
 */
import { grouped } from "../core/input/numberText.js";
import { formatUtc } from "../core/time/calendar.js";
import { lengthText } from "../core/time/length.js";
import { fixedZone } from "../core/time/zone.js";
import { momentAt, utcDayTime } from "../core/time/moments.js";
import { clean } from "./kit/safe.js";
import { narrowTable, wrap } from "./kit/table.js";
import { counted, listed } from "./kit/words.js";
import type { ReconciledJob, Reconciliation } from "../veeam/reconcile/reconcile.js";
import type { ServerZone } from "../veeam/reconcile/serverZone.js";

const UTC = fixedZone("UTC", 0);
const AGREEING_SHOWN = 20;
/** More zones or offsets than this say nothing. */
const ZONES_NAMED = 4;
/** So many reports, which agree, may tell a zone; fewer tell how far its clock is from UTC. */
const FEWEST_FOR_A_ZONE = 10;

/** The text, without a line feed at its end. `label` is what the list is called. */
export function reconcileText(result: Reconciliation, label: string, width: number): string {
  const title = `Next runs of ${clean(label)}, held against what the server reports`;
  const lines = [...wrap(title, width), ""];
  lines.push(...wrap(whenText(result), width), ...wrap(whereText(result), width));
  const interesting = result.jobs.filter(
    ({ verdict }) => verdict === "differs" || verdict === "silent",
  );
  const agreeing = result.jobs.filter(({ verdict }) => verdict === "agrees");
  const shown = [...interesting, ...agreeing.slice(0, AGREEING_SHOWN)];
  if (shown.length > 0) lines.push("", ...jobLines(shown, width));
  if (agreeing.length > AGREEING_SHOWN)
    lines.push(`  and ${counted(agreeing.length - AGREEING_SHOWN, "job")} more that agree`);
  lines.push("", ...wrap(summaryText(result), width));
  return lines.join("\n");
}

function whenText({ now }: Reconciliation): string {
  if (now === undefined)
    return "No job reports a next run: there is nothing to hold the prediction against.";
  return `The list counts as made at ${formatUtc(now)}; --now says otherwise.`;
}

function whereText({ clock, zoneInferred, server }: Reconciliation): string {
  if (zoneInferred && server.heard < FEWEST_FOR_A_ZONE && server.range !== undefined)
    return fewText(server, server.range);
  const fit = server.heard === 0 ? "" : ` ${fitText(server)}`;
  const source = zoneInferred ? ", as its reports have it" : "";
  return `The server's clock: ${clock.zone}${source}.${fit}`;
}

/** What few reports say of the server: between which offsets it is, and in which zones perhaps. */
function fewText(
  { heard, explained, zones }: ServerZone,
  range: NonNullable<ServerZone["range"]>,
): string {
  const have = heard === 1 && explained === 1 ? "has" : "have";
  const named =
    zones.length === 0
      ? "No zone that was tried fits; predictions are made with the first offset that does."
      : zones.length === 1
        ? `Predictions are made with ${zones[0]!}, which fits.`
        : `Zones that fit: ${several(zones, "zones")}; predictions are made with the first.`;
  return (
    `The server's clock: ${rangeText(range)}, as ${reportsText(heard, explained)} ${have} it; ` +
    `so few do not tell its zone. ${named}`
  );
}

/** `UTC-07:00`, or between which offsets. */
function rangeText({ low, high }: NonNullable<ServerZone["range"]>): string {
  return low.name === high.name ? low.name : `somewhere from ${low.name} to ${high.name}`;
}

/** `the one report`, `all 4 reports`, `3 of 4 reports`. */
function reportsText(heard: number, explained: number): string {
  if (heard !== explained) return `${grouped(explained)} of ${grouped(heard)} reports`;
  return heard === 1 ? "the one report" : `all ${grouped(heard)} reports`;
}

function fitText(server: ServerZone): string {
  const { heard, explained } = server;
  if (explained === 0)
    return "No fixed offset and none of the zones tried explains any of the reports.";
  const reports = reportsText(heard, explained);
  const fit = heard === 1 ? "fits" : "fit";
  const share = `${reports.charAt(0).toUpperCase()}${reports.slice(1)} ${fit}`;
  if (heard < FEWEST_FOR_A_ZONE && server.range !== undefined)
    return `${share} ${rangeText(server.range)}.`;
  const offsets = several(
    server.offsets.map(({ name }) => name),
    "offsets",
  );
  const zones = several(server.zones, "zones");
  if (offsets === "") return `${share} ${zones}.`;
  return `${share} ${offsets}${zones === "" ? "" : `: ${zones}`}.`;
}

function several(names: readonly string[], noun: string): string {
  if (names.length <= ZONES_NAMED + 1) return listed(names);
  return `${names.slice(0, ZONES_NAMED).join(", ")} and ${names.length - ZONES_NAMED} more ${noun}`;
}

/** One row a job, and below one that differs, the likely cause. */
function jobLines(jobs: readonly ReconciledJob[], width: number): string[] {
  const rows = jobs.map((job) => [
    clean(job.name),
    momentText(job.reported),
    momentText(job.predicted),
    verdictText(job),
  ]);
  const heads = ["Job", "Reported, UTC", "Predicted, UTC", ""];
  const [head, ...body] = narrowTable([heads, ...rows], width, 0, 2);
  return [
    head!,
    ...jobs.flatMap((job, index) => [
      body[index]!,
      ...(job.cause === undefined
        ? []
        : wrap(clean(`${byText(job)}${job.cause.text}`), width - 6).map((line) => `      ${line}`)),
    ]),
  ];
}

function momentText(instant: number | undefined): string {
  return instant === undefined ? "-" : utcDayTime(momentAt(UTC, instant));
}

function verdictText({ verdict }: ReconciledJob): string {
  if (verdict === "agrees") return "agrees";
  if (verdict === "silent") return "not reported";
  return "differs";
}

/** `15 h later than predicted. `; nothing where there is nothing to hold it against. */
function byText({ predicted, reported }: ReconciledJob): string {
  if (predicted === undefined || reported === undefined) return "";
  return (
    `${lengthText(Math.abs(reported - predicted))} ` +
    `${reported > predicted ? "later" : "earlier"} than predicted. `
  );
}

function summaryText({ jobs, agreeing, differing }: Reconciliation): string {
  const count = (verdict: ReconciledJob["verdict"]): number =>
    jobs.filter((job) => job.verdict === verdict).length;
  const silent = count("silent");
  const idle = count("idle");
  const parts = [
    `${grouped(agreeing)} ${agreeing === 1 ? "agrees" : "agree"}`,
    `${grouped(differing)} ${differing === 1 ? "differs" : "differ"}`,
  ];
  if (silent > 0)
    parts.push(
      `${grouped(silent)} ${silent === 1 ? "has" : "have"} a next run that the list does not ` +
        "report",
    );
  if (idle > 0)
    parts.push(`${grouped(idle)} ${idle === 1 ? "has" : "have"} no next run, as the list says`);
  return `Of ${counted(jobs.length, "job")}, ${listed(parts)}.`;
}
