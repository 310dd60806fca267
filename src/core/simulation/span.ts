/**
 * The span of a simulation: from when to when, under which luck and which rules. Every issue at
 * once, each with its path (R26).
 */
import { type Issue, issue } from "../input/issues.js";
import { keysOf, readOwnShape } from "../input/ownShape.js";
import type { Written } from "../input/scalars.js";
import { DAY_MS, INSTANT_TEXT, LAST_INSTANT } from "../time/instant.js";
import { DEFAULT_RULES, readRules, type Rules, type RulesInput } from "./rules.js";
import { readSeed } from "./seeds.js";

/** What a simulation is asked for, in numbers. */
export interface NumericSpan {
  /** Epoch ms, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Any safe integer; default 0. The same seed gives the same bytes (R24). */
  readonly seed?: number | undefined;
  readonly rules?: RulesInput | undefined;
  /** `summary`: no sessions are kept, and memory does not grow with the span. Default `all`. */
  readonly keep?: Written<"all" | "summary"> | undefined;
}

/** The keys of a span. */
export const SPAN_KEYS = keysOf<NumericSpan>({
  from: true,
  to: true,
  seed: true,
  rules: true,
  keep: true,
});

/** A span without an issue, its defaults filled in. */
export interface CheckedSpan {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly rules: Rules;
  readonly keep: "all" | "summary";
}

/** Longer than this nobody plans, and hour by hour it would take minutes. */
const LONGEST_SPAN_MS = 365_250 * DAY_MS;

/** Reads what a simulation is asked for. `undefined` after issues, which stand at `span`. */
export function checkSpan(span: unknown, issues: Issue[]): CheckedSpan | undefined {
  const known = issues.length;
  const given = readOwnShape<NumericSpan>(span, "span", SPAN_KEYS, "{ from, to, ... }", issues);
  if (given === undefined) return undefined;
  const { from, to, seed = 0, keep = "all", rules } = given;
  const isFrom = checkInstant(from, "span.from", issues);
  const isTo = checkInstant(to, "span.to", issues);
  if (isFrom && isTo && to - from > LONGEST_SPAN_MS)
    issues.push(
      issue("span", "at most 1,000 years", `${(to - from) / LONGEST_SPAN_MS} thousand years`),
    );
  if (isFrom && isTo && to < from)
    issues.push(issue("span.to", `an instant not before span.from, ${from}`, to));
  const read = readSeed(seed, "span.seed", issues) ?? 0;
  if (keep !== "all" && keep !== "summary") issues.push(issue("span.keep", "all or summary", keep));
  const filled = readRules(rules, "span.rules", issues) ?? DEFAULT_RULES;
  return issues.length > known || !isFrom || !isTo
    ? undefined
    : { from, to, seed: read, rules: filled, keep: keep as CheckedSpan["keep"] };
}

function checkInstant(value: unknown, path: string, issues: Issue[]): value is number {
  if (Number.isSafeInteger(value) && Math.abs(value as number) <= LAST_INSTANT) return true;
  issues.push(issue(path, INSTANT_TEXT, value));
  return false;
}
