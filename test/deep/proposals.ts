/**
 * Proposals looked into (R37, R38): what is told of the judging seeds is so, seeds that no proposal
 * has seen do not speak against it, and no start times drawn at random come below its bound.
 *
 * One proposal that looks worse under 30 seeds may be luck; 300 others are asked then. And since
 * what a few judging seeds promise is a chance, how many fail is judged at the end.
 */
import {
  type Fleet,
  pairedInterval,
  type Proposal,
  simulate,
  stagger,
  type Summary,
} from "../../src/index.ts";
import type { Answer } from "../support/answers.ts";
import { noise } from "../support/fleetArbitraries.ts";
import { fleetOf, harms, type Night, nights, withStarts } from "../support/luckyNights.ts";
import { lostRuns, valueOf } from "../support/whatIf.ts";
import { fleetLines } from "./fleetLines.ts";
import { type Judged, kindOf } from "./judgement.ts";
import { count, type Tally } from "./part.ts";
import { literal } from "./pastedTest.ts";

/** Nights before and after the one in which New York goes to daylight-saving time. */
const NIGHTS = { from: Date.UTC(2026, 2, 3, 12), to: Date.UTC(2026, 2, 12, 12) };
const FRESH = 30;
const FURTHER = 300;

const seedsFrom = (first: number, often: number): number[] =>
  Array.from({ length: often }, (_, index) => first + index);

function livedThrough(fleet: Fleet, seeds: readonly number[]): Summary[] {
  return seeds.map((seed) => simulate(fleet, { ...NIGHTS, seed, keep: "summary" }).summary);
}

/** What must not rise: worked out, as code, and its place among what was judged. */
const unharmed = [
  [lostRuns, "lostRuns", "lostRuns."],
  [
    harms["jobs over target"]!,
    "(({ fleet }) => fleet.jobsOverTarget.length) as (summary: Summary) => number",
    "jobsOverTarget.",
  ],
  [
    harms["worst exposure"]!,
    "(({ fleet }) => fleet.worstExposure) as (summary: Summary) => number",
    "worstExposure.",
  ],
] as const;

/** A figure of a side under the judging seeds, as code. */
const under = (side: string, figure: string): string =>
  `proposal.judged.seeds.map((seed) =>
    (${figure})(simulate(${side}, { ...span, seed }).summary))`;

/** Fleets under luck by night, and what is proposed for them. */
export const proposals = kindOf("proposals", nights, (night, tally): Judged => {
  const fleet = fleetOf(night);
  const { lower, seed } = night;
  const span = { ...NIGHTS, seed };
  const proposal = stagger(fleet, span, { lower });
  const { judged, moves } = proposal;
  const [before, after] = [fleet, proposal.fleet].map((side) => livedThrough(side, judged.seeds));
  const figures: Readonly<Record<string, (summary: Summary) => number>> = {
    "": (summary) => valueOf(lower, summary),
    ...Object.fromEntries(unharmed.map(([of, , path]) => [path, of])),
  };
  const told = Object.entries(figures).flatMap(([path, of]): Answer[] => {
    const metric = path === "" ? judged : judged[path.slice(0, -1) as "lostRuns" | "worstExposure"];
    return (
      [
        ["baseline", before!],
        ["candidate", after!],
      ] as const
    ).map(([side, summaries]) => ({
      code: `proposal.judged.${path}${side}.mean`,
      got: metric[side].mean,
      expected: summaries.reduce((sum, summary) => sum + of(summary), 0) / summaries.length,
      within: 1e-3,
    }));
  });
  const answers: Answer[] = [
    { code: "proposal.judged.seeds.length >= 10", got: judged.seeds.length >= 10, expected: true },
    ...told,
    moves.length === 0
      ? {
          code: '(proposal.because ?? "") === ""',
          got: (proposal.because ?? "") === "",
          expected: false,
        }
      : {
          code: "proposal.candidate < proposal.baseline",
          got: proposal.candidate < proposal.baseline,
          expected: true,
        },
    ...unharmed.map(([of, code]) => ({
      code: `pairedInterval(${under("fleet", code)}, ${under("proposal.fleet", code)}).low > 0`,
      got: moves.length > 0 && pairedInterval(before!.map(of), after!.map(of)).low > 0,
      expected: false,
    })),
    ...boundAnswers(fleet, span, proposal, before!),
  ];
  if (moves.length > 0) tryElsewhere(night, fleet, proposal.fleet, tally);
  return {
    answers,
    setup: () => [
      ...fleetLines("fleet", fleet),
      `const span = ${literal(span)};`,
      `const proposal = stagger(fleet, span, { lower: ${literal(lower)} });`,
    ],
  };
});

/** Whether start times drawn at random come below what is told to be a bound (R38). */
function boundAnswers(
  fleet: Fleet,
  span: { readonly seed: number },
  { bound, judged: { seeds } }: Proposal,
  before: readonly Summary[],
): Answer[] {
  if (bound === undefined) return [];
  return Array.from({ length: RANDOM_STARTS }, (_, turn) => turn).flatMap((turn): Answer[] => {
    const times = fleet.jobs.map(({ policy }, index) => {
      if (policy.type !== "Daily") return "";
      const minute = Math.floor(1_440 * noise(span.seed, turn, index));
      return new Date(minute * 60_000).toISOString().slice(11, 19);
    });
    const moved = withStarts(fleet, times);
    const after = livedThrough(moved, seeds);
    const losesMore = after.some((summary, index) => lostRuns(summary) > lostRuns(before[index]!));
    if (bound.losingNoMore === true && losesMore) return [];
    const peaks = after.map((summary) => summary.fleet.occupancy.peak);
    const mean = peaks.reduce((sum, peak) => sum + peak, 0) / seeds.length;
    const peakOf =
      "simulate(withStarts(fleet, times), { ...span, seed }).summary.fleet.occupancy.peak";
    return [
      {
        code:
          `((times: string[]) => proposal.judged.seeds.map((seed) => ${peakOf})` +
          `.reduce((a, b) => a + b, 0) / ${seeds.length} < proposal.bound!.atLeast - 1e-9)` +
          `(${literal(times)})`,
        got: mean < bound.atLeast - 1e-9,
        expected: false,
      },
    ];
  });
}

const RANDOM_STARTS = 5;

/** Counts whether the proposal is worse in anything, or lowers nothing, on other seeds. */
function tryElsewhere({ lower, seed }: Night, fleet: Fleet, proposed: Fleet, tally: Tally): void {
  count(tally, "proposals with moves");
  const figures = [...Object.values(harms), (summary: Summary) => valueOf(lower, summary)];
  const rising = (first: number, often: number): ((summary: Summary) => number)[] => {
    const [before, after] = [fleet, proposed].map((side) =>
      livedThrough(side, seedsFrom(first, often)),
    );
    return figures.filter((of) => pairedInterval(before!.map(of), after!.map(of)).low > 0);
  };
  // Far from the seeds that a proposal takes, which follow its span's own.
  const first = 2_000_000 + 1_000 * (seed % 1_000);
  const suspected = rising(first, FRESH);
  if (suspected.length === 0) return;
  count(tally, "proposals worse under 30 fresh seeds");
  const certain = rising(first + 5_000_000, FURTHER);
  if (suspected.some((of) => certain.includes(of))) count(tally, WORSE);
}

const WORSE = "proposals worse under 300 more, too";

/** What is wrong with all proposals together; one in forty may be chance. */
export function judgeProposals(tally: Tally): string | undefined {
  const [all = 0, worse = 0] = [tally["proposals with moves"], tally[WORSE]];
  return worse > 1 + all / 40
    ? `R37: ${worse} of ${all} proposals are worse on seeds that they never saw`
    : undefined;
}
