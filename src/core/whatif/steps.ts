/**
 * Long questions in steps: each gives way after a simulation, so that whoever asks may do something
 * else in between, or stop asking.
 *
 * A question asked at once and one asked in steps are the same code, and so the same answer.
 */

/** A question under way: it stands still after each simulation, and ends with its answer. */
export type Steps<Answer> = Generator<undefined, Answer, undefined>;

/** The answer, all steps at once. */
export function allAtOnce<Answer>(steps: Steps<Answer>): Answer {
  // Bound: a question ends, however it is asked.
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
