/**
 * How much more a fleet bears, in words.
 */
import type { Edge, Headroom } from "../core/whatif/headroomGoal.js";
import { counted } from "./words.js";

/** The text, lines joined, without colours. Counts jobs and slots, factors on durations. */
export function describeHeadroom(headroom: Headroom): string {
  const tried = `(${counted(headroom.simulations, "simulation")})`;
  if (!headroom.holds) return `No headroom: as it is, the fleet is over its limit: ${headroom.because} ${tried}.`;
  const lines = [`What the fleet bears before a limit breaks ${tried}`];
  if (headroom.jobs !== undefined) lines.push(`  Jobs        ${edge(headroom.jobs, (value) => `${value} more`)}`);
  for (const slots of headroom.slots ?? []) {
    lines.push(`  Slots       ${slots.of} ${slots.id}: ${edge(slots, (value) => `${value} of ${slots.slots}`)}`);
  }
  if (headroom.durations !== undefined) lines.push(`  Durations   ${edge(headroom.durations, (value) => `${value} times as long`)}`);
  return lines.join("\n");
}

function edge({ holds, breaks, because }: Edge, text: (value: number) => string): string {
  return breaks === undefined ? `${text(holds)}, and nothing broke as far as was tried` : `${text(holds)}; with ${text(breaks)}: ${because}`;
}
