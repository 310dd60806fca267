/**
 * One job of a forecast as a block of text: what it is meant to do, what it will do, and what goes
 * wrong in between.
 *
 * Each line begins with a word that says what it is about; what needs no attention has no line.
 */
import { grouped } from "../core/input/numberText.js";
import { effective } from "../core/policy/effective.js";
import { everCloses } from "../core/policy/types.js";
import type { Finding } from "../core/schedule/lint.js";
import type { ClockChangeMoment, ClockEffect } from "../core/forecast/clockEffects.js";
import type { Forecast } from "../core/forecast/forecast.js";
import type { BlockedStarts, JobForecast } from "../core/forecast/jobForecast.js";
import type { SessionLengths } from "../core/forecast/sessionLengths.js";
import { lengthText } from "../core/time/length.js";
import { localDayTime, type Moment, utcDayTime } from "../core/time/moments.js";
import { SEVERITY_LABELS, severityStyles } from "./findingWords.js";
import type { Paint } from "./kit/style.js";
import { clean } from "./kit/safe.js";
import { cut, displayWidth, labelled, padEnd, wrap } from "./kit/table.js";
import { counted, listed } from "./kit/words.js";

const INDENT = 2;
const LABEL_WIDTH = 11;
const LEFT = INDENT + LABEL_WIDTH;

/** The lines of one job, at most `width` columns each. */
export function jobText(
  job: JobForecast,
  forecast: Forecast,
  width: number,
  paint: Paint,
): string[] {
  const [meant, done] = jobFacts(job, forecast);
  const linesOf = ({ label, text, tone }: JobFact): string[] => {
    const { label: style, body } = TONES[tone](paint);
    return labelled(style(label), wrap(text, width - LEFT).map(body), LABEL_WIDTH, INDENT);
  };
  return [
    titleLine(job, forecast, width, paint),
    ...meant.flatMap(linesOf),
    ...nextRunLines(job.nextRuns, zoneOf(job, forecast), width),
    ...done.flatMap(linesOf),
  ];
}

/** One thing that is told of a job: what it is about, and how much attention it needs. */
export interface JobFact {
  readonly label: string;
  readonly text: string;
  readonly tone: "plain" | "bad" | "lost" | "warn" | "faint";
}

type Styles = ReturnType<typeof severityStyles>;

/** How each tone is painted: its label, and its text. */
const TONES: Readonly<Record<JobFact["tone"], (paint: Paint) => Styles>> = {
  plain: () => ({ label: asIs, body: asIs }),
  bad: (paint) => severityStyles("error", paint),
  lost: (paint) => ({ label: paint.bad, body: asIs }),
  warn: (paint) => severityStyles("warning", paint),
  faint: (paint) => severityStyles("info", paint),
};

/** What a job is meant to do, and what it will do: without its next runs, which stand between. */
export function jobFacts(
  job: JobForecast,
  forecast: Forecast,
): readonly [meant: readonly JobFact[], done: readonly JobFact[]] {
  const meant: JobFact[] = [];
  const done: JobFact[] = [];
  const tell = (label: string, text: string, tone: JobFact["tone"] = "plain", to = done): void => {
    to.push({ label, text: clean(text), tone });
  };
  tell("Policy", job.description + windowClockNote(job, forecast), "plain", meant);
  if (job.zone !== undefined)
    tell("Zone", `${job.zone}, its own: times below are read there.`, "plain", meant);
  const findings = toldFindings(job);
  const tellAll = (of: readonly Finding[]): void => {
    for (const { severity, message } of of)
      tell(SEVERITY_LABELS[severity], message, FINDING_TONES[severity]);
  };
  tellAll(findings.filter(({ severity }) => severity === "error"));
  for (const blocked of job.blocked) {
    if (blocked.reason === "backup-window") tell("Lost", lostText(blocked), "lost");
    else tell("Held back", heldText(blocked));
  }
  if (job.sessions !== undefined) {
    tell("Takes", takesText(job.sessions));
    const tooLong = tooLongText(job, job.sessions);
    if (tooLong !== undefined) tell("Too long", tooLong, "warn");
  }
  for (const effect of job.clockEffects) tell("Clock", effectText(effect), "warn");
  tellAll(findings.filter(({ severity }) => severity !== "error"));
  const ignored = ignoredText(job.findings);
  if (ignored !== undefined) tell("Note", ignored, "faint");
  return [meant, done];
}

const FINDING_TONES = { error: "bad", warning: "warn", info: "faint" } as const;

function asIs(text: string): string {
  return text;
}

/** `Half of its sessions at most 42 min, 19 of 20 at most 1 h 10 min.` */
function takesText({ p50, p95, varies }: SessionLengths): string {
  return varies
    ? `Half of its sessions at most ${lengthText(p50)}, 19 of 20 at most ${lengthText(p95)}.`
    : `${lengthText(p50)} a session.`;
}

/** What of its sessions is too long for the room that its own schedule leaves. */
function tooLongText({ starts }: JobForecast, lengths: SessionLengths): string | undefined {
  const { varies, stoppedAtP50, stoppedAtP95, startsTooSoon } = lengths;
  const share = varies ? "Half of its sessions or more" : "Its sessions";
  const texts: string[] = [];
  const isUsual = stoppedAtP50.starts > 0;
  const { starts: stopped, first } = isUsual ? stoppedAtP50 : stoppedAtP95;
  if (first !== undefined) {
    const after =
      starts === 1
        ? `the one start, ${localDayTime(first)}`
        : `${grouped(stopped)} of ${counted(starts, "start")}, ` +
          `${stopped === 1 ? "" : "the first "}${localDayTime(first)}`;
    texts.push(
      `After ${after}: ${isUsual ? share.toLowerCase() : "1 of 20 sessions or more"} would still ` +
        "run when the backup window closes, and be stopped.",
    );
  }
  if (startsTooSoon > 0)
    texts.push(
      `${share} would still run at ${grouped(startsTooSoon)} of ${grouped(starts)} starts, if ` +
        "they began at the one before; a start that finds its job running is skipped.",
    );
  return texts.length === 0 ? undefined : texts.join(" ");
}

function titleLine(job: JobForecast, forecast: Forecast, width: number, paint: Paint): string {
  const state = stateText(job, forecast);
  const name = cut(clean(job.name), width - displayWidth(state) - 2);
  const loses = job.starts === 0 || job.blocked.some(({ reason }) => reason === "backup-window");
  const style = !job.scheduled ? paint.faint : loses ? paint.warn : paint.good;
  return padEnd(paint.strong(name), width - displayWidth(state)) + style(state);
}

function stateText(job: JobForecast, forecast: Forecast): string {
  if (!job.enabled) return "disabled, does not run";
  if (!job.scheduled) return "no schedule";
  return job.starts === 0
    ? `no start in ${spanText(forecast)}`
    : `${counted(job.starts, "start")} in ${spanText(forecast)}`;
}

/** `Sun 2027-03-14: from 02:00 to 03:00`. */
export function clockChangeText(change: ClockChangeMoment): string {
  return `${change.at.weekday.slice(0, 3)} ${change.date}: ${handsText(change)}`;
}

/** `back from 03:00 to 02:00`. */
function handsText({ direction, before, after }: ClockChangeMoment): string {
  return `${direction === "back" ? "back " : ""}from ${before} to ${after}`;
}

/** `7 days`: the length of the span. */
export function spanText({ days }: Forecast): string {
  return counted(days, "day");
}

/**
 * The sentence gives a window's hours on the window's own clock; here it is said which one that is,
 * where it matters.
 */
function windowClockNote(job: JobForecast, forecast: Forecast): string {
  if (forecast.clock.windowClock === "server" || zoneOf(job, forecast) === "UTC") return "";
  const { backupWindow, startWindow } = effective(job.policy);
  const isOnUtc = [backupWindow, startWindow].some(
    (window) => window !== undefined && everCloses(window) && window.minuteOffset === 0,
  );
  return isOnUtc ? " Window hours are UTC." : "";
}

/** The zone on whose clock a job is told. */
function zoneOf({ zone }: JobForecast, { clock }: Forecast): string {
  return zone ?? clock.zone;
}

/** As many side by side as fit, the server's time above UTC. */
function nextRunLines(runs: readonly Moment[], zone: string, width: number): string[] {
  const isUtc = zone === "UTC";
  const columns = runs.map((moment) =>
    isUtc ? [localDayTime(moment)] : [localDayTime(moment), utcDayTime(moment)],
  );
  const columnWidth = Math.max(0, ...columns.flat().map(displayWidth)) + 2;
  const perLine = Math.max(1, Math.floor((width - LEFT + 2) / columnWidth));
  const lines: string[] = [];
  for (let at = 0; at < runs.length; at += perLine) {
    const some = columns.slice(at, at + perLine);
    const row = (clock: number): string =>
      some
        .map((texts) => padEnd(texts[clock]!, columnWidth))
        .join("")
        .trimEnd();
    lines.push(...labelled(at === 0 ? "Next" : "", [row(0)], LABEL_WIDTH, INDENT));
    if (!isUtc) lines.push(...labelled("in UTC", [row(1)], LABEL_WIDTH, INDENT));
  }
  return lines;
}

function lostText({ starts, due, first }: BlockedStarts): string {
  if (due === 1)
    return (
      `The only start due, ${localDayTime(first)}, falls in an hour that the backup window ` +
      "prohibits."
    );
  const share =
    starts === due
      ? `All ${grouped(due)} starts due fall`
      : `${grouped(starts)} of ${counted(due, "start")} due ${starts === 1 ? "falls" : "fall"}`;
  return (
    `${share} in hours that the backup window prohibits; ` +
    `${starts === 1 ? "it is" : "the first is"} ${localDayTime(first)}.`
  );
}

function heldText({ starts, due, first, madeUpAtOpening }: BlockedStarts): string {
  const held =
    `${grouped(starts)} of ${counted(due, "start")} due ${starts === 1 ? "is" : "are"} ` +
    `outside the start window, first ${localDayTime(first)}`;
  return madeUpAtOpening === 0
    ? `${held}.`
    : `${held}; ${counted(madeUpAtOpening, "run is", "runs are")} made when it opens instead.`;
}

/** `Sun 2027-03-14, clock 02:00 to 03:00: the start at 02:30 runs at 03:30.` */
function effectText(effect: ClockEffect): string {
  const { change, starts, first, last, runsAt, runsOn, pass } = effect;
  const day = `${change.at.weekday.slice(0, 3)} ${change.date}`;
  const when = `${day}, the clock goes ${handsText(change)}`;
  const one = starts === 1;
  const who = one ? `the start at ${first}` : `${grouped(starts)} starts, ${first} to ${last},`;
  const what = {
    moved:
      `${one ? "runs" : "run"} at ${runsAt ?? "another time"}` +
      (runsOn === undefined ? "" : ` on ${runsOn}`),
    dropped: `${one ? "does" : "do"} not happen that day`,
    doubled: `${one ? "happens" : "happen"} twice`,
    once:
      `${one ? "happens" : "happen"} once, the ${pass ?? "first"} time the clock shows ` +
      (one ? "it" : "them"),
  }[effect.effect];
  return `${when}: ${who} ${what}.`;
}

/** Findings that the block does not tell already, in better words or with dates of the span. */
function toldFindings(job: JobForecast): Finding[] {
  // An hour that shows twice has a line of its own when its day comes, and nothing is lost in it
  // until then.
  const told = new Set<string>(["ignored-setting", "no-schedule", "clock-overlap"]);
  if (job.blocked.length > 0) told.add("blocked-starts");
  // A grid goes on through every clock change; only a job with one start a day has something to
  // lose at a later one.
  if (job.clockEffects.length > 0 || effective(job.policy).starts.kind !== "daily")
    told.add("clock-gap");
  return job.findings.filter(({ code }) => !told.has(code));
}

function ignoredText(findings: readonly Finding[]): string | undefined {
  const settings = findings
    .filter(({ code }) => code === "ignored-setting")
    .map(({ message }) => message.split(" ", 1)[0]!);
  if (settings.length === 0) return undefined;
  return `Without effect in this policy: ${listed(settings)}.`;
}
