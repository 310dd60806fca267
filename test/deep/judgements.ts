/**
 * The part of judgements: a thousand comparisons, proposals and headroom edges, each looked into by
 * simulating what it says (R33 to R39).
 */
import fc from "fast-check";
import { differs } from "../support/answers.ts";
import { causes, mirrors, replicated } from "./comparisons.ts";
import { edges, judgeEdges } from "./edges.ts";
import type { Judged, JudgementKind } from "./judgement.ts";
import { movedStarts } from "./movedStarts.ts";
import { blockAt, blockSeed, blocksOf, count, type Part, thrownAt } from "./part.ts";
import { pastedTest } from "./pastedTest.ts";
import { judgeProposals, proposals } from "./proposals.ts";

const JUDGEMENTS = 1_000;
const JUDGEMENTS_IN_BLOCK = 4;

/** By turns. */
const KINDS: readonly JudgementKind[] = [
  causes,
  mirrors,
  proposals,
  causes,
  edges,
  causes,
  replicated,
  proposals,
  movedStarts,
  mirrors,
];

/** The part of the sweep. */
export const judgements: Part = {
  name: "judgements",
  plan: (share) => blocksOf("judgements", JUDGEMENTS, JUDGEMENTS_IN_BLOCK, share),
  taskAt: (at) => blockAt("judgements", at, JUDGEMENTS_IN_BLOCK),
  run({ block, cases, path }, { seed }, tally) {
    const kind = KINDS[block % KINDS.length]!;
    // The last one that is wrong is the smallest.
    let wrong: Judged | undefined;
    const property = fc.property(kind.judged(), (judge) => {
      const judged = judge(wrong === undefined ? tally : {});
      const { answers } = judged;
      if (wrong === undefined) {
        count(tally, "judgements");
        count(tally, kind.name);
        count(tally, "answers", answers.length);
      }
      if (!answers.some(differs)) return true;
      wrong = judged;
      return false;
    });
    const details = fc.check(property, {
      seed: blockSeed(seed, "judgements", block),
      numRuns: cases,
      plugins: [fc.unbiased()], // small fleets have no verdicts
      ...(path !== undefined && { path }),
    });
    if (!details.failed) return undefined;
    const at = `judgements ${block} ${details.counterexamplePath ?? ""}`.trim();
    if (wrong === undefined) throw thrownAt(at, details.errorInstance);
    const { answers, setup } = wrong;
    return {
      part: "judgements",
      at,
      test: pastedTest(`should be so: ${kind.name}`, setup(), answers.find(differs)!),
      shrinks: details.numShrinks,
    };
  },
  judge(tally) {
    const wrong = [judgeProposals(tally), judgeEdges(tally)].filter((each) => each !== undefined);
    return wrong.length === 0 ? undefined : wrong.join("\n");
  },
};
