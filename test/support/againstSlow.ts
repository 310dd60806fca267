/**
 * What the engine says of a fleet, held against what the slow simulator says.
 */
import { expect } from "vitest";
import type { Summary } from "../../src/index.ts";
import { differs } from "./answers.ts";
import { type Simulated, slowAnswers } from "./slowAnswers.ts";
import type { SlowTimeline } from "./slowModel.ts";

/**
 * Simulates a fleet, and expects of its timeline and its summary what the slow simulator found;
 * what is kept with the summary alone, too. Every job has a target.
 */
export function expectAsSlow(scenario: Simulated, slow: SlowTimeline): Summary {
  const { summary, answers } = slowAnswers(scenario, slow);
  for (const answer of answers)
    if (differs(answer)) expect(answer.got, answer.code).toEqual(answer.expected);
  for (const { due, blocked, missed, started } of summary.jobs)
    expect(due).toBe(
      [...Object.values(blocked), ...Object.values(missed), started].reduce((a, b) => a + b, 0),
    );
  return summary;
}
