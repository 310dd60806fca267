/**
 * A proposal as text: what falls on the seeds that it was judged on and what else they show, how
 * low it could come at all, the moves, and the jobs that may not move.
 *
 * Every figure is a mean over the judging seeds, written in one way wherever it stands.
 */
import { grouped } from "../core/input/numberText.js";
import { dailyTimeText } from "../core/policy/describe.js";
import { lengthText } from "../core/time/length.js";
import type { Estimate } from "../core/whatif/estimate.js";
import type { Move, Proposal, Stay } from "../core/whatif/stagger/proposal.js";
import { AIM_FIGURES, JUDGED_FIGURES, type NamedFigure } from "./judgedFigures.js";
import { clean } from "./kit/safe.js";
import { narrowTable, table, wrap } from "./kit/table.js";
import { counted, listed, someOf } from "./kit/words.js";
import { checkText, TEXT_KEYS } from "./kit/textOptions.js";

/** How long the list of moves may get. */
export interface ProposalTextOptions {
  /** Moves shown, default 20. */
  readonly most?: number;
  /** Columns of the sentences, default 100. */
  readonly width?: number;
}

const WHAT = {
  peak: "the peak of concurrent sessions",
  demand: "the peak of the demand on threads, as a multiple of what there are,",
  wait: "the mean wait for room",
  exposure: "the worst exposure",
} as const;
/** The same in a few words, beside a move. */
const FALLS_TO = {
  peak: "peak",
  demand: "peak demand",
  wait: "mean wait",
  exposure: "worst exposure",
} as const;
/** Jobs that are named of those that stay for one reason. */
const MOST_NAMED = 5;

/** A proposal in lines of text, without colours. */
export function describeProposal(proposal: Proposal, options: ProposalTextOptions = {}): string {
  const given = { path: "proposal", value: proposal, parts: ["moves", "judged", "stay"] };
  checkText(given, "a proposal, as stagger gives it", options, TEXT_KEYS);
  const { most = 20, width = 100 } = options;
  const { lower, baseline, candidate, reduction, moves, because = "", bound, judged } = proposal;
  const amount = lower === "peak" ? countText : lower === "demand" ? ratioText : timeText;
  const seeds = counted(judged.seeds.length, "seed");
  const lines: string[] = [];
  if (moves.length === 0)
    lines.push(
      `No move: ${WHAT[lower]} stays at ${amount(baseline)}, its mean over ${seeds}.`,
      `${because.charAt(0).toUpperCase()}${because.slice(1)}.`,
    );
  else
    lines.push(
      `${counted(moves.length, "move")}: ${WHAT[lower]} falls from ${amount(baseline)} to ` +
        `${amount(candidate)}, by ${Math.round(100 * reduction)} %.`,
      `Judged on ${seeds} that they were not chosen on, means with their 95 % intervals:`,
      ...table(judgedRows(proposal), 2),
    );
  if (bound !== undefined) lines.push(boundText(bound));
  if (moves.length > 0) lines.push(...moveLines(proposal, most, width, amount));
  lines.push(...laterLines(proposal));
  const isSentence = (line: string): boolean => !line.startsWith(" ");
  return [...lines, ...stayLines(proposal.stay)]
    .flatMap((line) => (isSentence(line) ? wrap(line, width) : [line]))
    .join("\n");
}

/** The first moves; and what they come to, each by each or, of a long list, after each part. */
function moveLines(
  { lower, baseline, moves }: Proposal,
  most: number,
  width: number,
  amount: (value: number) => string,
): string[] {
  const isEach = moves.every(({ after }) => after !== undefined);
  const rows = moves.slice(0, most).map((move) => {
    const cells = [
      clean(move.name ?? move.job),
      startText(move.baseline),
      "->",
      startText(move.candidate),
      byText(move),
    ];
    return isEach ? [...cells, `${FALLS_TO[lower]} ${amount(move.after!)}`] : cells;
  });
  const more = moves.length - rows.length;
  const steps = moves.flatMap(({ after }, at) =>
    after === undefined ? [] : [{ value: amount(after), count: at + 1 }],
  );
  // With slots full, the first moves may show nothing yet.
  const still = steps.findIndex(({ value }) => value !== amount(baseline)) - 1;
  const stays = still < 0 ? "" : `stays as it is up to the first ${steps[still]!.count}, then `;
  const comesTo = listed(
    steps.slice(still + 1).map(({ value, count }) => `${value} after ${grouped(count)}`),
  );
  return [
    "The moves, in the order of what they are expected to level" +
      (isEach ? `, and the ${FALLS_TO[lower]} simulated after each:` : ":"),
    ...narrowTable(rows, width, 0, 2),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
    ...(isEach ? [] : [`Made in this order, the ${FALLS_TO[lower]} ${stays}comes to ${comesTo}.`]),
  ];
}

function judgedRows({ lower, judged }: Proposal): string[][] {
  const { lostRuns, jobsOverTarget, worstExposure } = JUDGED_FIGURES;
  const row = (
    { label }: NamedFigure,
    { baseline, candidate }: { readonly baseline: Estimate; readonly candidate: Estimate },
    amount: (value: number) => string,
  ): string[] => {
    const side = ({ mean, high }: Estimate): string =>
      amount(mean) + (high > mean ? ` ± ${amount(high - mean)}` : "");
    return [label, side(baseline), "->", side(candidate)];
  };
  return [
    ...(lower === "peak" ? [row(AIM_FIGURES.peak, judged, countText)] : []),
    ...(lower === "demand" ? [row(AIM_FIGURES.demand, judged, ratioText)] : []),
    ...(lower === "wait" ? [row(AIM_FIGURES.wait, judged, timeText)] : []),
    row(lostRuns, judged.lostRuns, countText),
    row(jobsOverTarget, judged.jobsOverTarget, countText),
    row(worstExposure, judged.worstExposure, timeText),
  ];
}

/** The mean of a count: whole where it is whole, else two digits after the point. */
function countText(value: number): string {
  return Number.isInteger(value) ? grouped(value) : grouped(value, 2);
}

/** A multiple, two digits after the point. */
function ratioText(value: number): string {
  return grouped(Math.round(100 * value) / 100);
}

function boundText({ atLeast, because, losingNoMore }: NonNullable<Proposal["bound"]>): string {
  // What is said not to come below a number must not be rounded up.
  const least = Math.floor(10 * atLeast + 1e-9) / 10;
  return (
    `No choice of start times ${losingNoMore ? "that loses no more runs " : ""}brings the mean ` +
    `of the peak over these seeds below ${least}: ${because}.`
  );
}

function timeText(value: number): string {
  return lengthText(Math.round(value), { toMinutes: true });
}

/** What the moves cost in another season, which the span has not seen. */
function laterLines({ swallowedLater = [] }: Proposal): string[] {
  if (swallowedLater.length === 0) return [];
  const runs = swallowedLater.reduce((sum, job) => sum + job.runs, 0);
  const names = swallowedLater.map(({ job, name }) => clean(name ?? job));
  return [
    "Not seen in this span: over the year from its beginning, windows let " +
      `${counted(runs, "start")} fewer happen than now, of ` +
      `${counted(swallowedLater.length, "job that moves", "jobs that move")} ` +
      `(${someOf(names, MOST_NAMED)}), since the server's clock changes. A span with both sides ` +
      "of the clock change looks for moves that hold in both.",
  ];
}

/** The jobs that may not move, by reason. */
function stayLines(stay: readonly Stay[]): string[] {
  if (stay.length === 0) return [];
  const reasons = new Map<string, Stay[]>();
  for (const one of stay) reasons.set(one.because, [...(reasons.get(one.because) ?? []), one]);
  const named = (jobs: readonly Stay[]): string => {
    const names = jobs.slice(0, MOST_NAMED).map(({ job, name }) => clean(name ?? job));
    const more = jobs.length - names.length;
    return listed(more === 0 ? names : [...names, `${grouped(more)} more`]);
  };
  return [
    `${counted(stay.length, "job")} may not move:`,
    ...[...reasons].map(([because, jobs]) => `  ${named(jobs)}: ${because}`),
  ];
}

/** `22:00`, or `:15` of an offset within the hour. */
function startText(value: Move["baseline"]): string {
  if (typeof value === "number") return `:${String(value).padStart(2, "0")}`;
  return dailyTimeText(value);
}

function byText({ byMinutes }: Move): string {
  return `${lengthText(Math.abs(byMinutes) * 60_000)} ${byMinutes > 0 ? "later" : "earlier"}`;
}
