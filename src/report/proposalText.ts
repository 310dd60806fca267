/**
 * A proposal as text: what falls and how far it could fall at all, and the moves, what brings most
 * first.
 */
import { lengthText } from "../core/time/length.js";
import type { Move, Proposal } from "../core/whatif/stagger/proposal.js";
import { clean, table } from "./kit/table.js";
import { counted } from "./kit/words.js";

/** How long the list of moves may get. */
export interface ProposalTextOptions {
  /** Moves shown, default 20. */
  readonly most?: number;
}

const WHAT = {
  peak: "the peak of concurrent sessions",
  wait: "the mean wait for room",
  exposure: "the worst exposure",
} as const;

/** A proposal in lines of text, without colours. */
export function describeProposal(
  proposal: Proposal,
  { most = 20 }: ProposalTextOptions = {},
): string {
  const { lower, baseline, candidate, reduction, moves, bound } = proposal;
  const amount = (value: number): string =>
    lower === "peak" ? String(value) : lengthText(value, { toMinutes: true });
  const lines: string[] = [];
  if (moves.length === 0)
    lines.push(
      `No move: nothing was found that lowers ${WHAT[lower]}, ${amount(baseline)}, and ` +
        "loses no run.",
    );
  else
    lines.push(
      `${counted(moves.length, "move")}: ${WHAT[lower]} falls from ${amount(baseline)} to ` +
        `${amount(candidate)}, by ${Math.round(100 * reduction)} %.`,
    );
  if (bound !== undefined)
    lines.push(
      `No choice of start times comes below ${bound.atLeast} on average: ${bound.because}.`,
    );
  if (moves.length === 0) return lines.join("\n");
  const rows = moves
    .slice(0, most)
    .map((move) => [
      clean(move.name ?? move.job),
      startText(move.baseline),
      "->",
      startText(move.candidate),
      byText(move),
      `expected crowd ${move.crowdAfter.toFixed(1)}`,
    ]);
  lines.push("What brings most first:", ...table(rows, 2));
  if (moves.length > most) lines.push(`  and ${moves.length - most} more`);
  return lines.join("\n");
}

/** `22:00`, or `:15` of an offset within the hour. */
function startText(value: Move["baseline"]): string {
  if (typeof value === "number") return `:${String(value).padStart(2, "0")}`;
  return value.endsWith(":00") ? value.slice(0, "HH:mm".length) : value;
}

function byText({ byMinutes }: Move): string {
  return `${lengthText(Math.abs(byMinutes) * 60_000)} ${byMinutes > 0 ? "later" : "earlier"}`;
}
