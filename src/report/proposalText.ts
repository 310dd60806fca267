/**
 * A proposal of other start times, in words: what it brings, how close that is to what can be, and the moves.
 */
import { lengthText } from "../core/whatif/lengthText.js";
import type { Move, Proposal, StaggerAim } from "../core/whatif/proposal.js";
import { table } from "./table.js";
import { counted } from "./words.js";

/** Of many moves, this many are listed; the others bring less. */
const LISTED_MOVES = 15;

const AIMS: Readonly<Record<StaggerAim, string>> = {
  peak: "The most sessions at once",
  wait: "The mean wait for room",
  exposure: "The worst exposure",
};

/** The text, lines joined, without colours. */
export function describeProposal(proposal: Proposal): string {
  const { lower, moves } = proposal;
  const value = (amount: number): string => (lower === "peak" ? String(amount) : lengthText(amount));
  if (moves.length === 0) return `${AIMS[lower]}: ${value(proposal.baseline)}. No move that is allowed lowers it.`;
  const lines = [`${AIMS[lower]}: ${value(proposal.candidate)} (${value(proposal.baseline)} before), ${Math.round(100 * proposal.reduction)} % less, by ${counted(moves.length, "move")}.`];
  if (proposal.bound !== undefined) lines.push(`No choice of start times gets below ${Math.round(10 * proposal.bound.atLeast) / 10}: ${proposal.bound.because}.`);
  lines.push("", "What brings most first:");
  lines.push(...table(moves.slice(0, LISTED_MOVES).map(moveCells), 2));
  if (moves.length > LISTED_MOVES) lines.push(`  and ${moves.length - LISTED_MOVES} more`);
  return lines.join("\n");
}

function moveCells(move: Move): string[] {
  const minutes = Math.abs(move.byMinutes);
  const offset = move.setting === "periodicallyOffsetMinutes";
  const from = offset ? `offset ${move.baseline} min` : String(move.baseline);
  const to = offset ? `offset ${move.candidate} min` : String(move.candidate);
  return [move.name ?? move.job, `${from} -> ${to}`, `${minutes} min ${move.byMinutes < 0 ? "earlier" : "later"}`, move.gain > 0 ? `-${Math.round(10 * move.gain) / 10}` : ""];
}
