/**
 * Causes as the first facts of a chain: which change, and what the job would have come to without.
 *
 * Words claim what was simulated and no more: what a change takes away is left out only where it is
 * all of the difference, which the facts behind it tell.
 */
import { grouped } from "../../input/numberText.js";
import { lengthText } from "../../time/length.js";
import { RESOURCE_KINDS } from "../../simulation/fleet.js";
import type { Cause, Causes } from "./ablation.js";
import type { Fact, SettingChange, VerdictFigure } from "./comparison.js";
import { type FleetSide, neededId } from "./fleetChanges.js";

/** Causes, or changes of one cause, that a chain names before it only counts them. */
const NAMED = 3;

/** What takes away less than this share of a difference is only counted beside what takes more. */
const WORTH_NAMING = 0.1;

/** What the words are made of. */
export interface CauseContext {
  readonly baseline: FleetSide;
  readonly candidate: FleetSide;
  readonly changes: readonly SettingChange[];
}

/** The causes of a job's verdict, the one that takes away most first. */
export function causeFacts(
  job: string,
  figure: VerdictFigure,
  { alone, together, triedAll }: Causes,
  context: CauseContext,
): Fact[] {
  const without = (cause: Cause, what: string): string =>
    cause.without === figure.baseline && alone.length < 2
      ? ""
      : `; without ${what}: ${figureText(figure, cause.without)}`;
  if (together !== undefined) {
    const verb = triedAll ? "explains" : "was found that explains";
    const texts = together.changes
      .slice(0, NAMED)
      .map((place) => changeWords(job, context.changes[place]!, context).text);
    const others = together.changes.length - texts.length;
    return [
      {
        kind: "together",
        changes: together.changes,
        without: together.without,
        text:
          `no single change ${verb} it: ${texts.join("; ")}` +
          `${others > 0 ? ` and ${others} more` : ""}, together${without(together, "them")}`,
      },
    ];
  }
  const least = WORTH_NAMING * Math.abs(figure.candidate - figure.baseline);
  const named = alone
    .slice(0, NAMED)
    .filter((cause, rank) => rank === 0 || Math.abs(figure.candidate - cause.without) >= least);
  const facts = named.map((cause): Fact => {
    const change = context.changes[cause.changes[0]!]!;
    const { kind, text } = changeWords(job, change, context);
    return {
      kind,
      ...(change.setting === "" ? {} : { about: change.setting }),
      changes: cause.changes,
      without: cause.without,
      text: `${text}${without(cause, "it")}`,
    };
  });
  const others = alone.length - facts.length;
  if (others > 0)
    facts.push({
      kind: "neighbours",
      text:
        others === 1
          ? "1 more change takes away no more"
          : `${others} more changes take away no more each`,
    });
  return facts;
}

/** Whether a fact is a cause, and not what came of it. */
export function isCause({ kind }: Fact): boolean {
  return kind === "setting" || kind === "neighbours" || kind === "together";
}

/** A chain in words: causes stand side by side, what came of them one behind the other. */
export function chainText(
  chain: readonly Fact[],
  { beside, behind }: { readonly beside: string; readonly behind: string },
): string {
  return chain
    .map((fact, at) => `${at === 0 ? "" : isCause(fact) ? beside : behind}${fact.text}`)
    .join("");
}

/** A change in the words of a job that feels it, and whether it is its own affair. */
function changeWords(
  job: string,
  { of, id, name: called = id, text }: SettingChange,
  { baseline, candidate }: CauseContext,
): Pick<Fact, "kind" | "text"> {
  if (of === "fleet" || (of === "job" && id === job)) return { kind: "setting", text };
  const [was, is] = [baseline, candidate].map((side) => side.jobs.get(of === "job" ? id : job));
  if (of === "job") {
    const link = /^(?:is|runs|starts) /.test(text) ? "" : ":"; // `is new`, `starts at 21:00`
    return { kind: "neighbours", text: `${(is ?? was)!.job.name ?? id}${link} ${text}` };
  }
  const { key } = RESOURCE_KINDS.find(({ name }) => name === of)!;
  const sides = [baseline, candidate];
  const isOwn = [was, is].some(
    (one, at) => one !== undefined && neededId(one.job, key, sides[at]!.resources) === id,
  );
  return isOwn
    ? { kind: "setting", text: `${of} ${called} ${text}` }
    : { kind: "neighbours", text: `${of} ${called}, which it does not use, ${text}` };
}

/** A figure that decided a verdict: `worst exposure 24 h 30 min`. */
export function figureText({ metric }: VerdictFigure, value: number): string {
  if (metric === "exposure.worst") return `worst exposure ${lengthText(value)}`;
  if (metric === "wait.mean")
    return value === 0 ? "no wait" : `waits of ${lengthText(value)} on average`;
  return `${grouped(value)} ${value === 1 ? "run" : "runs"} blocked, missed or stopped`;
}
