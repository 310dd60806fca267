/**
 * What a kind of judgement is: something drawn, what was said of it beside what must be so, and the
 * lines of a test in which it is said again.
 */
import type fc from "fast-check";
import type { Answer } from "../support/answers.ts";
import type { Tally } from "./part.ts";

/** A judgement that was looked into. */
export interface Judged {
  readonly answers: readonly Answer[];
  /** Makes what the answers' code speaks of. */
  setup(): string[];
}

/** Judgements of one kind. */
export interface JudgementKind {
  /** What they are called where they are counted. */
  readonly name: string;
  /** Draws one and looks into it; counts what only all of them together can tell. */
  judged(): fc.Arbitrary<(tally: Tally) => Judged>;
}

/** A kind whose judgements are made of what an arbitrary draws. */
export function kindOf<Drawn>(
  name: string,
  drawn: fc.Arbitrary<Drawn>,
  judge: (value: Drawn, tally: Tally) => Judged,
): JudgementKind {
  return { name, judged: () => drawn.map((value) => (tally: Tally) => judge(value, tally)) };
}
