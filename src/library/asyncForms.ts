/**
 * Long questions beside other work: the event loop stays free, somebody is told how far it is, and
 * an abort ends it.
 *
 * The work is done by worker threads. Where there are none, and for a fleet with a function in it,
 * which cannot travel, it is done in place: then the question gives way after each simulation. The
 * answers are those of the forms that wait, to the byte.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, refuseUnknownKeys } from "../core/input/ownShape.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { compareReplicatedQuestion } from "../core/whatif/compare/compareReplicated.js";
import type { Comparison, ReplicatedComparison } from "../core/whatif/compare/comparison.js";
import type { Headroom, HeadroomGoal } from "../core/whatif/headroom/goal.js";
import { headroomSteps } from "../core/whatif/headroom/headroom.js";
import { checkOnProgress, type ProgressOptions } from "../core/whatif/progress.js";
import {
  REPLICATE_KEYS,
  type ReplicateOptions,
  replicateQuestion,
  type Replication,
} from "../core/whatif/replicate.js";
import type { Proposal, StaggerGoal, StaggerProgress } from "../core/whatif/stagger/proposal.js";
import { staggerSteps } from "../core/whatif/stagger/stagger.js";
import type { EstimatedRow, Study, Variations } from "../core/whatif/sweep/study.js";
import { SWEEP_KEYS, type SweepSeeds } from "../core/whatif/sweep/sweep.js";
import { readHostZone } from "../host/zones.js";
import { simulateFleet } from "../core/simulation/simulate.js";
import { resultOf } from "../core/time/plainData.js";
import { type CheckedFleet, checkedFleet, checkFleet } from "../core/simulation/checkFleet.js";
import { type CheckedSpan, checkSpan, type NumericSpan } from "../core/simulation/span.js";
import { abortable, askSeeds, askWhole, isData, type SeedProgress } from "./questionThreads.js";
import { checkSignal, checkWorkers } from "./runOptions.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import { sweepParallel, type SweepProgress } from "./sweepParallel.js";

/** How a long question is asked beside other work. */
export interface AsyncOptions<Progress> {
  /** Once it is aborted, the question ends and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told how far it is; what it throws ends the question. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Worker threads at most, 1 to 64; default: as many as there are processors. `stagger` and
   * `headroom` use one.
   */
  readonly workers?: number;
}

/** The keys of these options. */
export const ASYNC_KEYS = keysOf<AsyncOptions<unknown>>({
  signal: true,
  onProgress: true,
  workers: true,
});

/** How a sweep is asked beside other work, on all processors. */
export interface SweepAsyncOptions extends AsyncOptions<SweepProgress> {
  /** An abort does not reject: what is finished is the study, and its `complete` is `false`. */
  readonly partial?: boolean;
}

/** The keys of these options. */
export const SWEEP_ASYNC_KEYS = keysOf<SweepAsyncOptions>({
  signal: true,
  onProgress: true,
  workers: true,
  partial: true,
});

/**
 * `replicate` beside other work. What `run` holds may also stand in `options`. Rejects with a
 * `PolicyError` with every issue, and with the signal's reason once that is aborted.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const fleet = { jobs: [{ id: "mail", policy, workload: { duration: "45m", failed: 0.1 } }] };
 * const week = { from: "2026-01-05", to: "2026-01-12" };
 * const { failed } = (await replicateAsync(fleet, week, { seeds: 100 })).fleet;
 * failed.mean // => 0.85
 * ```
 */
export async function replicateAsync(
  fleet: FleetInput,
  span: SimulationSpan,
  options: ReplicateOptions & AsyncOptions<SeedProgress>,
  run?: AsyncOptions<SeedProgress>,
): Promise<Replication> {
  const { asked, how } = parted<ReplicateOptions, AsyncOptions<SeedProgress>>(
    options,
    run,
    REPLICATE_KEYS,
    ASYNC_KEYS,
  );
  const question = replicateQuestion(fleet, numericSpan(span), asked, readHostZone);
  return askSeeds(question, how, how.workers);
}

/**
 * `compareReplicated` beside other work. What `run` holds may also stand in `options`. Rejects as
 * `replicateAsync` does.
 */
export async function compareReplicatedAsync(
  baseline: FleetInput,
  candidate: FleetInput,
  span: SimulationSpan,
  options: ReplicateOptions & AsyncOptions<SeedProgress>,
  run?: AsyncOptions<SeedProgress>,
): Promise<ReplicatedComparison> {
  const { asked, how } = parted<ReplicateOptions, AsyncOptions<SeedProgress>>(
    options,
    run,
    REPLICATE_KEYS,
    ASYNC_KEYS,
  );
  const when = numericSpan(span);
  const question = compareReplicatedQuestion(baseline, candidate, when, asked, readHostZone);
  return askSeeds(question, how, how.workers);
}

/**
 * `headroom` beside other work; `onProgress` is told how many simulations are done. Rejects as
 * `replicateAsync` does.
 */
export async function headroomAsync(
  fleet: FleetInput,
  span: SimulationSpan,
  goal?: HeadroomGoal,
  run?: AsyncOptions<number>,
): Promise<Headroom> {
  const { how } = parted<object, AsyncOptions<number>>({}, run, [], ASYNC_KEYS);
  const when = numericSpan(span);
  const read = readable(fleet, when);
  return askWhole(
    read && { kind: "headroom", fleet: read.checked.fleet, span: read.span, goal },
    () => headroomSteps(fleet, when, goal, readHostZone, toldOf(how)),
    (data) => resultOf(data),
    how,
  );
}

/** `stagger` beside other work. Rejects as `replicateAsync` does. */
export async function staggerAsync(
  fleet: FleetInput,
  span: SimulationSpan,
  goal?: StaggerGoal,
  run?: AsyncOptions<StaggerProgress>,
): Promise<Proposal> {
  const { how } = parted<object, AsyncOptions<StaggerProgress>>({}, run, [], ASYNC_KEYS);
  const when = numericSpan(span);
  const read = readable(fleet, when);
  return askWhole(
    read && { kind: "stagger", fleet: read.checked.fleet, span: read.span, goal },
    () => staggerSteps(fleet, when, goal, readHostZone, toldOf(how)),
    (data) => {
      // The fleet that comes back is another one, and its policies are to be read again.
      const { fleet: before } = read!.checked;
      const now = data.moves.length === 0 ? before : checkedFleet(data.fleet, readHostZone).fleet;
      const sides = (): ReturnType<Comparison["sides"]> => ({
        baseline: simulateFleet(before, when, readHostZone),
        candidate: simulateFleet(now, when, readHostZone),
      });
      const comparison = resultOf({ ...data.comparison }, { sides });
      return resultOf({ ...data, fleet: now, comparison });
    },
    how,
  );
}

/**
 * `sweep` beside other work, on all processors. What `run` holds may also stand in `options`.
 * Rejects as `replicateAsync` does, unless `partial` is asked for: then what is finished when the
 * signal is aborted is the study, and its `complete` is `false`.
 */
export function sweepAsync(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: { readonly seeds?: undefined } & SweepAsyncOptions,
  run?: SweepAsyncOptions,
): Promise<Study>;
export function sweepAsync(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options: { readonly seeds: number | readonly number[] } & SweepAsyncOptions,
  run?: SweepAsyncOptions,
): Promise<Study<EstimatedRow>>;
export async function sweepAsync(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepSeeds & SweepAsyncOptions,
  run?: SweepAsyncOptions,
): Promise<Study | Study<EstimatedRow>> {
  const { asked, how } = parted<SweepSeeds, SweepAsyncOptions>(
    options,
    run,
    SWEEP_KEYS,
    SWEEP_ASYNC_KEYS,
  );
  const { partial = false, ...others } = how;
  const { signal } = others;
  if (!partial) signal?.throwIfAborted();
  const study = sweepParallel(fleet, variations, span, { ...asked, ...others });
  return partial ? study : abortable(study, signal);
}

function toldOf<Progress>({ onProgress }: AsyncOptions<Progress>): ProgressOptions<Progress> {
  return onProgress === undefined ? {} : { onProgress };
}

/** A fleet and a span that make sense and can travel to a thread; else `undefined`. */
function readable(
  fleet: FleetInput,
  given: NumericSpan,
): { readonly checked: CheckedFleet; readonly span: CheckedSpan } | undefined {
  const issues: Issue[] = [];
  const checked = checkFleet(fleet, issues, readHostZone);
  const span = checkSpan(given, issues);
  return checked !== undefined && span !== undefined && isData(checked)
    ? { checked, span }
    : undefined;
}

/**
 * What is asked, and how, of one object and another. Throws a `PolicyError` for unknown keys and
 * for what is no signal or no function.
 */
function parted<Asked extends object, How extends object>(
  options: unknown,
  run: unknown,
  askedKeys: readonly (keyof Asked & string)[],
  howKeys: readonly (keyof How & string)[],
): { readonly asked: Asked; readonly how: How } {
  const issues: Issue[] = [];
  const both: Record<string, unknown> = {};
  for (const [given, path, keys] of [
    [options, "options", [...askedKeys, ...howKeys]],
    [run, "run", howKeys],
  ] as const) {
    if (given === undefined) continue;
    if (given === null || typeof given !== "object" || Array.isArray(given)) {
      issues.push(issue(path, `an object of options: ${keys.join(", ")}`, given));
      continue;
    }
    refuseUnknownKeys(given, path, keys, issues);
    Object.assign(both, given);
  }
  const { signal, onProgress, partial, workers } = both as Partial<SweepAsyncOptions>;
  checkOnProgress(onProgress, issues);
  checkWorkers(workers, issues);
  checkSignal(signal, issues);
  if (partial !== undefined && typeof partial !== "boolean")
    issues.push(issue("options.partial", "true or false", partial));
  if (issues.length > 0) throw new PolicyError(issues);
  const among = (keys: readonly string[]): object =>
    Object.fromEntries(
      Object.entries(both).filter(([key, value]) => keys.includes(key) && value !== undefined),
    );
  return { asked: among(askedKeys) as Asked, how: among(howKeys) as How };
}
