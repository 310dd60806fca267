/**
 * The part of random fleets: slots, threads, pace, outages, copies, retries, windows and function
 * workloads, engine against slow simulator, to the digit; and metrics against a recomputation from
 * the rows.
 *
 * Blocks take turns: fleets with slots alone, tight ones, and fleets with all that can be shared.
 * A failure is printed with what its workloads answered, attempt by attempt.
 */
import fc from "fast-check";
import { simulate, summarize } from "../../src/index.ts";
import { type Answer, differs } from "../support/answers.ts";
import { scenarios } from "../support/fleetArbitraries.ts";
import { numberOf } from "../support/fraction.ts";
import { closeAnswers, naiveSummary, wordless } from "../support/naiveSummary.ts";
import { ODD_ZONES } from "../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../support/sharingArbitraries.ts";
import { type Simulated, slowAnswers } from "../support/slowAnswers.ts";
import { demandOf } from "../support/slowDemand.ts";
import { slowFleetOf } from "../support/slowFleet.ts";
import type { SlowRules } from "../support/slowModel.ts";
import { fleetLines, recording, type Told, workloadLines } from "./fleetLines.ts";
import {
  blockAt,
  blockSeed,
  blocksOf,
  count,
  type Part,
  type SlowSimulator,
  thrownAt,
} from "./part.ts";
import { literal, pastedTest } from "./pastedTest.ts";

const FLEETS = 10_000;
const FLEETS_IN_BLOCK = 20;

/** Fleets, and whether all of their sessions take whole minutes, at least one. */
interface Kind {
  readonly of: fc.Arbitrary<Simulated>;
  readonly isWhole: boolean;
}

const KINDS: readonly Kind[] = [
  { of: scenarios({ zones: ODD_ZONES }), isWhole: false },
  { of: sharingScenarios() as unknown as fc.Arbitrary<Simulated>, isWhole: false },
  { of: scenarios({ tight: true }), isWhole: false },
  { of: sharingScenarios() as unknown as fc.Arbitrary<Simulated>, isWhole: false },
  { of: scenarios({ zeroes: false, zones: ODD_ZONES }), isWhole: true },
];

/** The part of the sweep. */
export const fleets: Part = {
  name: "fleets",
  plan: (share) => blocksOf("fleets", FLEETS, FLEETS_IN_BLOCK, share),
  taskAt: (at) => blockAt("fleets", at, FLEETS_IN_BLOCK),
  run({ block, cases, path }, { seed, slow }, tally) {
    const { of, isWhole } = KINDS[block % KINDS.length]!;
    let isFound = false;
    const property = fc.property(of, (scenario) => {
      const answers = answersOf(scenario, isWhole, slow);
      if (!isFound) {
        count(tally, "fleets");
        count(tally, "sessions", (answers[0]!.expected as unknown[]).length);
        count(tally, "answers", answers.length);
      }
      const isRight = !answers.some(differs);
      isFound ||= !isRight;
      return isRight;
    });
    const details = fc.check(property, {
      seed: blockSeed(seed, "fleets", block),
      numRuns: cases,
      ...(path !== undefined && { path }),
    });
    if (!details.failed) return undefined;
    const at = `fleets ${block} ${details.counterexamplePath ?? ""}`.trim();
    try {
      const test = testOf(details.counterexample![0], isWhole, slow);
      return { part: "fleets", at, test, shrinks: details.numShrinks };
    } catch (error) {
      throw thrownAt(at, error);
    }
  },
};

/** All that can be asked of a fleet, the rows first. */
function answersOf(scenario: Simulated, isWhole: boolean, simulateSlowly: SlowSimulator): Answer[] {
  const { fleet, from, to, rules } = scenario;
  const slowFleet = slowFleetOf(fleet, from, to);
  const slow = simulateSlowly(slowFleet, from, to, rules as SlowRules);
  const { summary, answers } = slowAnswers(scenario, slow);
  const demands = demandOf(slowFleet, slow).flatMap((demand): Answer[] => {
    const index = summary[demand.list].findIndex(({ id }) => id === demand.id);
    const metrics = summary[demand.list][index]!;
    const code = `summary.${demand.list}[${index}]!`;
    return [
      { code: `${code}.threads`, got: metrics.threads, expected: demand.threads },
      { code: `${code}.peakDemand`, got: metrics.peakDemand, expected: demand.peakDemand },
      {
        code: `${code}.mean`,
        got: metrics.mean,
        expected: numberOf(demand.mean),
        within: 5e-10,
      },
      {
        code: `${code}.shareFull`,
        got: metrics.shareFull,
        expected: numberOf(demand.shareFull),
        within: 5e-10,
      },
    ];
  });
  if (!isWhole) return [...answers, ...demands];
  const timeline = simulate(fleet, { from, to, rules });
  const naive = closeAnswers(wordless(summarize(timeline)), naiveSummary(timeline));
  return [...answers, ...demands, ...naive];
}

// --- in print

function testOf(scenario: Simulated, isWhole: boolean, slow: SlowSimulator): string {
  const told: Told = new Map();
  const recorded = recording(scenario.fleet, told);
  const wrong = answersOf({ ...scenario, fleet: recorded }, isWhole, slow).find(differs);
  if (wrong === undefined) throw new Error("invariant: what failed once fails again");
  const { from, to, rules } = scenario;
  return pastedTest(
    "should find what the slow simulator finds",
    [
      ...workloadLines(told),
      ...fleetLines("fleet", scenario.fleet, told),
      `const span = ${literal({ from, to, rules })} as const;`,
      "const timeline = simulate(fleet, span);",
      "const summary = summarize(timeline);",
    ],
    wrong,
  );
}
