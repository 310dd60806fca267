/**
 * Proposals for fleets of every kind whose workloads are functions, looked into (R37): nothing is
 * drawn there, so that one simulation of each side says whether anything got worse, and every move
 * keeps to what was asked.
 */
import fc from "fast-check";
import {
  compile,
  type Fleet,
  type Job,
  simulate,
  stagger,
  type StaggerAim,
  type StaggerGoal,
  type Summary,
} from "../../src/index.ts";
import type { Answer } from "../support/answers.ts";
import { scenarios } from "../support/fleetArbitraries.ts";
import { sharingScenarios } from "../support/sharingArbitraries.ts";
import type { Simulated } from "../support/slowAnswers.ts";
import { lostRuns, valueOf } from "../support/whatIf.ts";
import { fleetLines, recording, type Told, workloadLines } from "./fleetLines.ts";
import { type Judged, kindOf } from "./judgement.ts";
import { count } from "./part.ts";
import { literal } from "./pastedTest.ts";

const goals: fc.Arbitrary<StaggerGoal> = fc.record(
  {
    lower: fc.constantFrom<StaggerAim>("peak", "demand", "wait", "exposure"),
    keep: fc.constantFrom([], ["j0"]),
    atMostMinutes: fc.constantFrom(30, 120),
    gridMinutes: fc.constantFrom(15, 30, 7, 60),
    within: fc.constantFrom("20:00-06:00", "21:30-02:00"),
  },
  { requiredKeys: ["gridMinutes"], noNullPrototype: true },
);
const anyFleet = fc.oneof(
  scenarios({ mostJobs: 5 }),
  sharingScenarios() as unknown as fc.Arbitrary<Simulated>,
);

/** Fleets of every kind, and what is proposed for them under a goal of every kind. */
export const movedStarts = kindOf(
  "proposals of all kinds",
  fc.tuple(anyFleet, goals),
  ([{ fleet, from, to, rules }, goal], tally): Judged => {
    const span = { from, to, rules };
    const proposal = stagger(fleet, span, goal);
    const [before, after] = [fleet, proposal.fleet].map((side) => simulate(side, span).summary);
    const aim = (goal.lower ?? "peak") as StaggerAim;
    const value = (side: string): string =>
      `valueOf(${literal(aim)}, simulate(${side}, span).summary)`;
    if (proposal.moves.length > 0) count(tally, "proposals with moves, nothing drawn");
    return {
      answers: [
        { code: value("fleet"), got: valueOf(aim, before!), expected: proposal.baseline },
        { code: value("proposal.fleet"), got: valueOf(aim, after!), expected: proposal.candidate },
        {
          code: "proposal.moves.length === 0 || proposal.candidate < proposal.baseline",
          got: proposal.moves.length === 0 || proposal.candidate < proposal.baseline,
          expected: true,
        },
        {
          code:
            "lostRuns(simulate(proposal.fleet, span).summary) <= " +
            "lostRuns(simulate(fleet, span).summary)",
          got: lostRuns(after!) <= lostRuns(before!),
          expected: true,
        },
        ...fleet.jobs.flatMap((_, index) => moveAnswers(fleet, proposal, index, goal, span)),
        ...fleet.jobs.map((_, index) => ({
          code: lostCode(index),
          got: lostOf(after!, index) <= lostOf(before!, index),
          expected: true,
        })),
      ],
      setup() {
        const told: Told = new Map();
        stagger(recording(fleet, told), span, goal);
        return [
          ...workloadLines(told),
          ...fleetLines("fleet", fleet, told),
          `const span = ${literal(span)} as const;`,
          `const proposal = stagger(fleet, span, ${literal(goal)});`,
        ];
      },
    };
  },
);

/** What was asked of one job's start. */
function moveAnswers(
  fleet: Fleet,
  proposal: ReturnType<typeof stagger>,
  index: number,
  goal: StaggerGoal,
  { from, to }: { readonly from: number; readonly to: number },
): Answer[] {
  const [was, is] = [fleet.jobs[index]!, proposal.fleet.jobs[index]!];
  const place = proposal.moves.findIndex(({ job }) => job === was.id);
  const job = `proposal.fleet.jobs[${index}]!`;
  const move = proposal.moves[place];
  if (move === undefined) return [{ code: `${job}.policy`, got: is.policy, expected: was.policy }];
  const code = `proposal.moves[${place}]!`;
  const minute =
    typeof move.candidate === "number"
      ? move.candidate
      : Number(move.candidate.slice(0, 2)) * 60 + Number(move.candidate.slice(3, 5));
  const runs = ({ policy, clock }: Job): number =>
    compile(policy, { ...fleet.clock, ...clock }).count(from, to);
  return [
    {
      code: `${job}.policy`,
      got: is.policy,
      expected: { ...was.policy, [move.setting]: move.candidate },
    },
    {
      code: `${literal(goal.keep ?? [])}.includes(${code}.job)`,
      got: (goal.keep ?? []).includes(move.job),
      expected: false,
    },
    {
      code: `Math.abs(${code}.byMinutes) <= ${goal.atMostMinutes ?? Infinity}`,
      got: Math.abs(move.byMinutes) <= (goal.atMostMinutes ?? Infinity),
      expected: true,
    },
    {
      code: `${code}.candidate`,
      got: minute % goal.gridMinutes! === 0 ? move.candidate : `${move.candidate}, off the grid`,
      expected: move.candidate,
    },
    {
      code: `${code}.job`,
      got: runs(is) >= runs(was) ? move.job : `${move.job}, with fewer starts`,
      expected: move.job,
    },
  ];
}

const LOST =
  "blocked.backupWindow blocked.startWindow missed.notStarted missed.retryPending " +
  "missed.stillRunning missed.stillWaiting missed.windowClosed stopped";

/** Runs of a job that came to nothing, by all that can become of them. */
function lostOf({ jobs }: Summary, index: number): number {
  const { blocked, missed, stopped } = jobs[index]!;
  const lists = [...Object.values(blocked), ...Object.values(missed)] as number[];
  return lists.reduce((sum, often) => sum + often, stopped);
}

function lostCode(index: number): string {
  const sum = (side: string): string =>
    `[simulate(${side}, span).summary.jobs[${index}]!].map((job) => ${LOST.split(" ")
      .map((path) => `job.${path}`)
      .join(" + ")})[0]!`;
  return `${sum("proposal.fleet")} <= ${sum("fleet")}`;
}
