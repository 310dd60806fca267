/**
 * From the attempts of one job to its workload: how long its sessions take, and how they end.
 *
 * Nothing is smoothed: durations are those of the attempts, shares are counted. What was stopped
 * says nothing of how long it would have taken, and is not asked. Full sessions and all others are
 * kept apart, as far as sessions say what they were; a retry is measured by first attempts of its
 * own kind.
 */
import { issue, type Issue } from "../../core/input/issues.js";
import type { DrawnWorkload } from "../../core/simulation/fleet.js";
import { shareOfSeeds } from "../../core/whatif/evidence.js";
import type { RecordedOutcome, SessionKind } from "../lists/readSession.js";

/** One finished attempt. */
export interface Attempt {
  readonly outcome: RecordedOutcome;
  readonly durationMs: number;
  readonly isRetry: boolean;
  /** Absent where nobody says, or where it is not to be told apart. */
  readonly kind: SessionKind | undefined;
}

/**
 * The workload of a job; `undefined` where all of its attempts were stopped, and nobody knows how
 * long they take. `duration` is of the first attempts that were not full; of the full ones, with a
 * warning, where there are no others. `full` is there where first attempts were full.
 */
export function workloadOf(
  attempts: readonly Attempt[],
  path: string,
  warnings: Issue[],
): DrawnWorkload | undefined {
  const ended = attempts.filter(({ outcome }) => outcome !== "Stopped");
  if (ended.length === 0) return undefined;
  const first = ended.filter(({ isRetry }) => !isRetry);
  const retries = ended.filter(({ isRetry }) => isRetry);
  const fulls = first.filter(isFull);
  const others = first.filter((attempt) => !isFull(attempt));
  if (others.length === 0 && fulls.length > 0)
    warnings.push(
      issue(
        `${path}.duration`,
        "a session that was not full",
        undefined,
        "later ones are taken to be as long as the full ones",
      ),
    );
  const measured = [others, fulls, retries].find((some) => some.length > 0)!;
  const retryMs = mean(retries.map(lengthOf));
  // A share of nothing is nothing: beside retries that took longer, no time counts as 1 ms.
  const isNothing = (some: readonly Attempt[]): boolean =>
    some.every(({ durationMs }) => durationMs === 0);
  const leastMs = retryMs > 0 && (isNothing(measured) || isNothing(fulls)) ? 1 : 0;
  const lengths = (some: readonly Attempt[]): number[] =>
    some.map(({ durationMs }) => Math.max(leastMs, durationMs));
  const fullMs = mean(lengths(fulls.length > 0 ? fulls : measured));
  const otherMs = mean(lengths(measured));
  // What the retries would have taken as first attempts.
  const fullRetries = fullMs === otherMs ? 0 : retries.filter(isFull).length;
  const firstMs =
    fullRetries === 0
      ? otherMs
      : (fullRetries * fullMs + (retries.length - fullRetries) * otherMs) / retries.length;
  warnings.push(...unlike(first, retries, `${path}.failed`));
  const share = (outcome: RecordedOutcome): number =>
    ended.filter((attempt) => attempt.outcome === outcome).length / ended.length;
  return {
    duration: { empirical: lengths(measured) },
    ...(fulls.length === 0 ? {} : { full: { empirical: lengths(fulls) } }),
    failed: share("Failed"),
    warning: share("Warning"),
    retryShare: retries.length === 0 || firstMs === 0 ? 1 : retryMs / firstMs,
  };
}

function isFull({ kind }: Attempt): boolean {
  return kind === "Full";
}

/**
 * A workload has one share of failures for all attempts: a word where first attempts and retries
 * fail so unequally often that no one share fits both.
 */
function unlike(first: readonly Attempt[], retries: readonly Attempt[], path: string): Issue[] {
  if (first.length === 0 || retries.length === 0) return [];
  const [early, late] = [failuresOf(first), failuresOf(retries)];
  if (early.low <= late.high && late.low <= early.high) return [];
  return [
    issue(
      path,
      "first attempts and retries that fail equally often",
      `${early.text} first attempts failed, ${late.text} retries`,
      "the workload has the share of all attempts",
    ),
  ];
}

/** The share that failed with its 95 % interval, and the counts in words. */
function failuresOf(attempts: readonly Attempt[]): {
  readonly text: string;
  readonly low: number;
  readonly high: number;
} {
  const failed = attempts.filter(({ outcome }) => outcome === "Failed").length;
  const { low, high } = shareOfSeeds(failed, attempts.length);
  return { text: `${failed} of ${attempts.length}`, low, high };
}

function lengthOf({ durationMs }: Attempt): number {
  return durationMs;
}

/** The mean of some lengths, ms; 0 of none. */
export function mean(lengths: readonly number[]): number {
  return lengths.length === 0 ? 0 : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
}

/** Attempts by how they ended. */
export function countOutcomes(
  attempts: readonly { readonly outcome: RecordedOutcome }[],
): Record<RecordedOutcome, number> {
  const outcomes = { Success: 0, Warning: 0, Failed: 0, Stopped: 0 };
  for (const { outcome } of attempts) outcomes[outcome] += 1;
  return outcomes;
}
