/**
 * A question that is asked under several seeds, each by itself: fleets live through a span under
 * each of them, and what comes of it is taken up seed by seed, in their order.
 *
 * Who simulates, and where, is not the question's business: at once, in pieces, or in other
 * threads, the answer is the same.
 */
import type { CheckedFleet } from "../simulation/checkFleet.js";
import { prepare } from "../simulation/prepare.js";
import { summaryOf } from "../simulation/simulate.js";
import type { CheckedSpan } from "../simulation/span.js";
import type { Summary } from "../simulation/summary.js";

/** A question that makes sense. */
export interface SeedQuestion<Answer> {
  readonly fleets: readonly CheckedFleet[];
  readonly span: CheckedSpan;
  readonly seeds: readonly number[];
  /** Takes up the summaries of the fleets under the next seed. */
  take(summaries: readonly Summary[]): void;
  /** The answer, once all seeds are taken up. */
  answer(): Answer;
}

/** The question's span under one of its seeds: summaries are all that is asked for. */
export function spanUnder({ span }: SeedQuestion<unknown>, seed: number): CheckedSpan {
  return { ...span, seed, keep: "summary" };
}

/** The summaries of all fleets under each seed, one seed after the other, here. */
export function* summariesHere(question: SeedQuestion<unknown>): Generator<Summary[], undefined> {
  const { fleets, span, seeds } = question;
  const prepared = fleets.map((fleet) => prepare(fleet, span));
  for (const seed of seeds) yield prepared.map((one) => summaryOf(one, spanUnder(question, seed)));
}

/** Asks at once. */
export function answerOf<Answer>(question: SeedQuestion<Answer>): Answer {
  for (const summaries of summariesHere(question)) question.take(summaries);
  return question.answer();
}
