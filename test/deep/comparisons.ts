/**
 * Comparisons looked into: causes taken back one by one (R33), the comparison of a thing with
 * itself, the other way round, and verdicts under few seeds and many (R35).
 */
import fc from "fast-check";
import {
  compare,
  compareReplicated,
  type Comparison,
  type Fleet,
  simulate,
  type Timeline,
} from "../../src/index.ts";
import type { Answer } from "../support/answers.ts";
import {
  type Draft,
  drafts,
  fleetOf,
  jobWithout,
  sharingDrafts,
  valueOf,
  week,
} from "../support/changedFleets.ts";
import { scenarios } from "../support/fleetArbitraries.ts";
import { sharingScenarios } from "../support/sharingArbitraries.ts";
import type { Simulated } from "../support/slowAnswers.ts";
import { fleetChanges, mirrorOf, plainOf } from "../support/whatIf.ts";
import { fleetLines, recording, type Told, workloadLines } from "./fleetLines.ts";
import { type Judged, kindOf } from "./judgement.ts";
import { count, type Tally } from "./part.ts";
import { literal } from "./pastedTest.ts";

// --- causes

const anyDraft = fc.oneof(drafts, sharingDrafts);

/** Changes of fleets with luck, each named cause taken back. */
export const causes = kindOf("comparisons with causes", anyDraft, (draft, tally): Judged => {
  const [baseline, candidate] = [fleetOf(draft, []), fleetOf(draft, draft.edits)];
  const [was, is] = [simulate(baseline, week), simulate(candidate, week)];
  const comparison = compare(was, is);
  return {
    answers: [
      { code: "comparison.causesComplete", got: comparison.causesComplete, expected: true },
      ...causeAnswers(draft, comparison, "worse", tally),
      ...causeAnswers(draft, comparison, "better", tally),
      ...symmetries(was, is, comparison),
    ],
    setup: () => comparisonLines(baseline, candidate, week),
  };
});

function causeAnswers(
  draft: Draft,
  comparison: Comparison,
  list: "worse" | "better",
  tally: Tally,
): Answer[] {
  const side = list === "worse" ? 1 : -1;
  return comparison[list].flatMap(({ job, figure, chain }, index) => {
    count(tally, "verdicts");
    const without = (places: readonly number[]): number =>
      valueOf(figure.metric, jobWithout(draft, comparison, places, job));
    const verdict = `comparison.${list}[${index}]!`;
    const named = chain.flatMap(({ changes, ...fact }, link): Answer[] => {
      const code = `${verdict}.chain[${link}]!`;
      if (changes === undefined) return pointing(fact, code, side);
      count(tally, "causes taken back");
      const fresh = without(changes);
      return [
        { code: `${code}.without`, got: fact.without, expected: fresh },
        {
          code: `Math.sign(${verdict}.figure.candidate - ${code}.without!)`,
          got: Math.sign(figure.candidate - fresh),
          expected: side,
        },
      ];
    });
    const [first] = chain;
    const alone =
      first!.kind !== "together"
        ? []
        : comparison.changes.flatMap(({ setting, text }, place): Answer[] => {
            if (setting === "rpo") return []; // a target moves no run
            const isCause = side * (figure.candidate - without([place])) > 0;
            const code = `${verdict}.chain[0]!.kind`;
            return [{ code, got: first!.kind, expected: isCause ? `alone: ${text}` : "together" }];
          });
    return [...named, ...alone];
  });
}

/** Whatever led to a verdict points its way. */
function pointing(
  { kind, baseline, candidate }: Omit<Comparison["worse"][number]["chain"][number], "changes">,
  code: string,
  side: number,
): Answer[] {
  if (baseline === undefined || candidate === undefined) return [];
  return [
    {
      code: `Math.sign(${code}.candidate! - ${code}.baseline!)`,
      got: Math.sign(candidate - baseline),
      expected: kind === "restore-points" ? -side : side,
    },
  ];
}

// --- with itself, and the other way round

function symmetries(was: Timeline, is: Timeline, comparison: Comparison): Answer[] {
  const same = compare(was, was);
  const { isEmpty, span: _, seed: __, runs, peak, causesComplete, ...lists } = same;
  return [
    { code: "compare(was, was).isEmpty", got: isEmpty, expected: true },
    { code: "compare(was, was).causesComplete", got: causesComplete, expected: true },
    { code: "compare(was, was).peak", got: peak, expected: undefined },
    {
      code: "compare(was, was).runs",
      got: runs,
      expected: { added: [], removed: [], moved: [], changed: [] },
    },
    ...Object.entries(lists)
      .filter(([, list]) => Array.isArray(list))
      .map(([name, list]) => ({ code: `compare(was, was).${name}`, got: list, expected: [] })),
    {
      code: "plainOf(compare(is, was))",
      got: plainOf(compare(is, was)),
      expected: mirrorOf(comparison),
    },
  ];
}

const anyFleet = fc.oneof(
  scenarios({ mostJobs: 5 }),
  sharingScenarios() as unknown as fc.Arbitrary<Simulated>,
);

/** Changes of fleets of every kind, with function workloads. */
export const mirrors = kindOf(
  "comparisons of all kinds",
  fc.tuple(anyFleet, fc.array(fleetChanges, { minLength: 1, maxLength: 3 })),
  ([{ fleet, ...span }, changes]): Judged => {
    const candidate = changes.reduce((changed, change) => {
      const next = change(changed);
      return hasSources(next) ? next : changed;
    }, fleet);
    const [was, is] = [simulate(fleet, span), simulate(candidate, span)];
    return {
      answers: symmetries(was, is, compare(was, is)),
      setup: () => comparisonLines(fleet, candidate, span),
    };
  },
);

/** Whether every copy has its source: one that was taken out makes a fleet that is none. */
function hasSources({ jobs }: Fleet): boolean {
  const ids = new Set(jobs.map(({ id }) => id));
  return jobs.every(({ copyOf }) => copyOf === undefined || ids.has(copyOf));
}

function comparisonLines(baseline: Fleet, candidate: Fleet, span: object): string[] {
  const told: Told = new Map();
  const [was, is] = [baseline, candidate].map((fleet) =>
    simulate(recording(fleet, told), span as typeof week),
  );
  compare(was!, is!); // fleets in between are asked for other runs
  return [
    ...workloadLines(told),
    ...fleetLines("baseline", baseline, told),
    ...fleetLines("candidate", candidate, told),
    `const span = ${literal(span)} as const;`,
    "const [was, is] = [simulate(baseline, span), simulate(candidate, span)];",
    "const comparison = compare(was, is);",
  ];
}

// --- under several seeds

/** Changes of fleets with luck under several seeds, too few of them now and then. */
export const replicated = kindOf(
  "comparisons under several seeds",
  fc.record({
    draft: anyDraft,
    seeds: fc.uniqueArray(fc.nat(100_000), { minLength: 2, maxLength: 14 }),
  }),
  ({ draft, seeds }, tally): Judged => {
    const [baseline, candidate] = [fleetOf(draft, []), fleetOf(draft, draft.edits)];
    const comparison = compareReplicated(baseline, candidate, week, { seeds });
    const same = compareReplicated(baseline, baseline, week, { seeds });
    const clear = comparison.metrics.filter(({ isClear }) => isClear);
    count(tally, "figures called clear", clear.length);
    const under = (fleet: Fleet) =>
      seeds.map((seed) => simulate(fleet, { ...week, seed, keep: "summary" }).summary);
    const [before, after] = [under(baseline), under(candidate)];
    const mean = (values: readonly number[]): number =>
      values.reduce((total, value) => total + value, 0) / values.length;
    const figures = baseline.jobs.flatMap(({ id }): Answer[] => {
      if (!candidate.jobs.some((job) => job.id === id)) return [];
      const found = comparison.find("job", id, "exposure.worst");
      return (
        [
          ["baseline", before],
          ["candidate", after],
        ] as const
      ).map(([side, summaries]) => ({
        code: `comparison.find("job", ${JSON.stringify(id)}, "exposure.worst")?.${side}`,
        got: found?.[side],
        expected: mean(
          summaries.map(({ jobs }) => jobs.find((job) => job.id === id)!.exposure.worst),
        ),
        within: 1e-3, // ms
      }));
    });
    return {
      answers: [
        {
          code: "comparison.isJudged",
          got: comparison.isJudged,
          expected: seeds.length >= 10,
        },
        {
          code:
            "comparison.metrics.some(({ isClear, difference }) =>" +
            " isClear && (difference.n < 10 || (difference.low <= 0 && difference.high >= 0)))",
          got: clear.some(
            ({ difference }) => difference.n < 10 || (difference.low <= 0 && difference.high >= 0),
          ),
          expected: false,
        },
        {
          code: "compareReplicated(baseline, baseline, span, { seeds }).metrics",
          got: same.metrics,
          expected: [],
        },
        {
          code: "compareReplicated(baseline, baseline, span, { seeds }).isEmpty",
          got: same.isEmpty,
          expected: true,
        },
        ...figures,
      ],
      setup: () => [
        ...fleetLines("baseline", baseline),
        ...fleetLines("candidate", candidate),
        `const span = ${literal(week)};`,
        `const seeds = ${literal(seeds)};`,
        "const comparison = compareReplicated(baseline, candidate, span, { seeds });",
      ],
    };
  },
);
