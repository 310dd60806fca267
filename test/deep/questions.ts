/**
 * The part of random questions: policies of every kind with windows, masks and offsets, under any
 * clock of any zone, each asked at ten instants around a clock change or anywhere else.
 */
import fc from "fast-check";
import { compile } from "../../src/index.ts";
import { oracleWindowEnd } from "../support/calendarOracle.ts";
import { type Answer, differs } from "../support/answers.ts";
import { type Scene, scenes } from "../support/scheduleArbitraries.ts";
import { iso } from "../support/scheduleBuilders.ts";
import { type CalendarCase, comparedOn, shrunk, testOf } from "./calendarCase.ts";
import {
  blockAt,
  blockSeed,
  blocksOf,
  count,
  type Failure,
  type Part,
  type Settings,
  thrownAt,
} from "./part.ts";

const QUESTIONS = 1_000_000;
const OF_EACH_POLICY = 10;
const POLICIES_IN_BLOCK = 200;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const REACH = 2 * DAY;

const places: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -REACH, max: REACH }),
  fc.integer({ min: -570, max: 570 }).map((fives) => fives * 5 * MINUTE),
  fc.constantFrom(0, -1, 1),
);
const asked = fc.tuple(
  scenes,
  fc.array(places, { minLength: OF_EACH_POLICY, maxLength: OF_EACH_POLICY }),
);

/** The part of the sweep. */
export const questions: Part = {
  name: "questions",
  plan: (share) => blocksOf("questions", QUESTIONS / OF_EACH_POLICY, POLICIES_IN_BLOCK, share),
  taskAt: (at) => blockAt("questions", at, POLICIES_IN_BLOCK),
  run({ block, cases, path }, settings, tally) {
    let isFound = false;
    const property = fc.property(asked, ([scene, distances]) => {
      const { answers, difference } = comparedOn(caseOf(scene, distances), settings.oracle);
      const end = windowEndAt(scene);
      if (!isFound) {
        count(tally, "policies");
        count(tally, "questions", distances.length);
        count(tally, "answers", answers + (end === undefined ? 0 : 1));
      }
      isFound ||= difference !== undefined || (end !== undefined && differs(end));
      return difference === undefined && (end === undefined || !differs(end));
    });
    const details = fc.check(property, {
      seed: blockSeed(settings.seed, "questions", block),
      numRuns: cases,
      ...(path !== undefined && { path }),
    });
    if (!details.failed) return undefined;
    const at = `questions ${block} ${details.counterexamplePath ?? ""}`.trim();
    try {
      return failureOf(details.counterexample![0], at, details.numShrinks, settings);
    } catch (error) {
      throw thrownAt(at, error);
    }
  },
};

function caseOf({ policy, clock, instant }: Scene, distances: readonly number[]): CalendarCase {
  const instants = distances.map((distance) => instant + distance);
  return {
    policy,
    clock,
    from: instant - REACH,
    to: instant + REACH + 1,
    instants,
    // Words cost most: of every eighth policy.
    inWords: Math.floor(instant / MINUTE) % 8 === 0,
  };
}

/** The oracle looks for a window's end minute by minute, up to a month: at every tenth minute. */
function windowEndAt({ policy, clock, instant }: Scene): Answer | undefined {
  if (!policy.backupWindowEnabled || Math.floor(instant / MINUTE) % 10 !== 0) return undefined;
  return {
    code: `iso(schedule.windowEnd(at(${JSON.stringify(iso(instant))})))`,
    got: iso(compile(policy, clock).windowEnd(instant)),
    expected: iso(oracleWindowEnd(policy, clock, instant)),
  };
}

function failureOf(
  [scene, distances]: readonly [Scene, readonly number[]],
  at: string,
  numShrinks: number,
  { oracle }: Settings,
): Failure {
  const failing = caseOf(scene, distances);
  if (comparedOn(failing, oracle).difference === undefined) {
    const test = testOf(failing, windowEndAt(scene)!);
    return { part: "questions", at, test, shrinks: numShrinks };
  }
  const { smallest, difference, shrinks } = shrunk(failing, oracle);
  return {
    part: "questions",
    at,
    test: testOf(smallest, difference),
    shrinks: numShrinks + shrinks,
  };
}
