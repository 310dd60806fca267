/**
 * Edges of headroom looked into (R39): both sides hold and break under as many seeds as is said,
 * whoever newly breaks a limit is named, and other seeds keep to the bound, all edges together.
 */
import fc from "fast-check";
import { withMoreJobs } from "../../src/core/whatif/edits/fleetEdits.ts";
import { type Edge, type Fleet, headroom } from "../../src/index.ts";
import type { Answer } from "../support/answers.ts";
import {
  fleets,
  limitsGiven,
  SEEDS,
  stretched,
  tried,
  week,
  withSlots,
} from "../support/headroomSides.ts";
import { fleetLines } from "./fleetLines.ts";
import { type Judged, kindOf } from "./judgement.ts";
import { count, type Tally } from "./part.ts";
import { literal } from "./pastedTest.ts";

const FRESH = Array.from({ length: 30 }, (_, index) => 100_000 + index);

/** Fleets of some jobs with luck, and how far they can be taken. */
export const edges = kindOf(
  "headroom edges",
  fc.record({ fleet: fleets, limits: limitsGiven, share: fc.constantFrom(0.7, 0.9, 0.95, 1) }),
  ({ fleet, limits, share }, tally): Judged => {
    const goal = {
      ...(limits === undefined ? {} : { limits }),
      share,
      seeds: SEEDS,
      mostJobs: 30,
      mostFactor: 4,
    };
    const found = headroom(fleet, week, goal);
    const held = limits === undefined ? undefined : found.limits;
    const enough = Math.ceil(share * SEEDS.length - 1e-9);
    const asItIs = tried(fleet, fleet, held, SEEDS);
    const answers: Answer[] = [
      {
        code: "found.share.mean * 10",
        got: found.share.mean * 10,
        expected: asItIs.kept,
        within: 1e-9,
      },
      { code: "found.holds", got: found.holds, expected: asItIs.kept >= enough },
    ];
    if (found.holds)
      for (const { code, edge, changed } of sidesOf(fleet, found)) {
        answers.push(...edgeAnswers(fleet, code, edge, changed, held, enough));
        if (found.breaksElsewhere === undefined || code.includes("slots")) continue;
        count(tally, "edges under fresh seeds");
        count(tally, TOLD, found.breaksElsewhere * FRESH.length);
        count(tally, SEEN, FRESH.length - tried(fleet, changed(edge.holds), undefined, FRESH).kept);
      }
    return {
      answers,
      setup: () => [
        ...fleetLines("fleet", fleet),
        `const found = headroom(fleet, ${literal(week)}, ${literal(goal)});`,
      ],
    };
  },
);

interface Side {
  readonly code: string;
  readonly edge: Edge;
  readonly changed: (value: number) => Fleet;
}

function sidesOf(fleet: Fleet, { jobs, durations, slots }: ReturnType<typeof headroom>): Side[] {
  return [
    { code: "found.jobs!", edge: jobs!, changed: (more) => withMoreJobs(fleet, more) },
    { code: "found.durations!", edge: durations!, changed: (factor) => stretched(fleet, factor) },
    { code: "found.slots![0]!", edge: slots![0]!, changed: (count) => withSlots(fleet, count) },
  ];
}

function edgeAnswers(
  fleet: Fleet,
  code: string,
  { holds, share, breaks, breaksShare, broken = [], seed }: Edge,
  changed: (value: number) => Fleet,
  held: Parameters<typeof tried>[2],
  enough: number,
): Answer[] {
  const here = tried(fleet, changed(holds), held, SEEDS);
  const answers: Answer[] = [
    { code: `${code}.share.mean * 10`, got: share.mean * 10, expected: here.kept, within: 1e-9 },
    {
      code: `${code}.share.mean * 10 >= ${enough - 1e-6}`,
      got: here.kept >= enough,
      expected: true,
    },
  ];
  if (breaks === undefined) return answers;
  const beyond = changed(breaks);
  const there = tried(fleet, beyond, held, SEEDS);
  return [
    ...answers,
    {
      code: `${code}.breaksShare!.mean * 10`,
      got: breaksShare!.mean * 10,
      expected: 10 - there.kept,
      within: 1e-9,
    },
    {
      code: `${code}.breaksShare!.mean * 10 > ${10 - enough + 1e-6}`,
      got: there.kept < enough,
      expected: true,
    },
    {
      code: `[...${code}.broken!].sort()`,
      got: broken.toSorted(),
      expected: [...there.newly].sort(),
    },
    // The seed that is told of is one of those that break newly.
    {
      code: `${code}.seed`,
      got: seed,
      expected: SEEDS.toSorted((a, b) => Number(b === seed) - Number(a === seed)).find(
        (each) =>
          tried(fleet, beyond, held, [each]).kept === 0 &&
          tried(fleet, fleet, held, [each]).kept === 1,
      ),
    },
  ];
}

const TOLD = "breaks under fresh seeds, at most as told";
const SEEN = "breaks under fresh seeds, seen";

/** What is wrong with all edges together: other seeds break them more often than is told. */
export function judgeEdges(tally: Tally): string | undefined {
  const [all = 0, told = 0, seen = 0] = [
    tally["edges under fresh seeds"],
    tally[TOLD],
    tally[SEEN],
  ];
  // The standard error of the mean over 40 edges is 0.01 of all seeds.
  const slack = 0.03 * Math.sqrt(40 / Math.max(1, all)) * all * FRESH.length;
  return seen > told + slack
    ? `R39: other seeds break ${seen} times, where at most ${Math.round(told)} are told`
    : undefined;
}
