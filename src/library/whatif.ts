/**
 * What-if questions with the host's zones behind them.
 */
import type { ReplicateOptions } from "../core/whatif/replicate.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { compareTimelines } from "../core/whatif/compare/compare.js";
import { type ModelComparison, modelComparison } from "../core/whatif/compare/modelComparison.js";
import { compareReplicatedFleets } from "../core/whatif/compare/compareReplicated.js";
import type {
  CompareOptions,
  Comparison,
  ReplicatedComparison,
} from "../core/whatif/compare/comparison.js";
import type { Headroom, HeadroomGoal } from "../core/whatif/headroom/goal.js";
import { headroomOf } from "../core/whatif/headroom/headroom.js";
import type { Proposal, StaggerGoal, StaggerProgress } from "../core/whatif/stagger/proposal.js";
import { staggerFleet } from "../core/whatif/stagger/stagger.js";
import type { ProgressOptions } from "../core/whatif/progress.js";
import type { EstimatedRow, Study, Variations } from "../core/whatif/sweep/study.js";
import { sweepFleet, type SweepSeeds } from "../core/whatif/sweep/sweep.js";
import { readHostZone } from "../host/zones.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";

/**
 * Compares two timelines of the same span: what was changed, runs added, removed and moved, every
 * metric that differs, targets crossed, and for each job that got worse or better the causes: the
 * changes without which that is gone or smaller, as simulated (R33). All is told under one seed,
 * and no verdict where other luck is all that differs (R35). Runs are told only where both were
 * simulated with `keep: "all"`. The same on both sides gives an empty comparison; the other way
 * round gives this one in a mirror, but for the causes. Throws a `PolicyError` for timelines of
 * different spans and for options that are none.
 *
 * ```ts
 * const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const policyAt = (dailyTime: string) => parsePolicy({ ...nightly, dailyTime });
 * const fleetAt = (dailyTime: string) => ({ jobs: [{ id: "mail", policy: policyAt(dailyTime) }] });
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const comparison = compare(simulate(fleetAt("22:00"), week), simulate(fleetAt("21:00"), week));
 * comparison.changes.map((change) => change.text) // => ["starts at 21:00 (22:00 before)"]
 * comparison.runs?.moved.length // => 7
 * comparison.jobs[0]?.runs?.movedByMs // => -3_600_000
 * ```
 */
export function compare(
  baseline: Timeline,
  candidate: Timeline,
  options?: CompareOptions,
): Comparison {
  return compareTimelines(baseline, candidate, options, readHostZone);
}

/**
 * Says where two models of sharing disagree about one fleet: by slots, of which a session takes one
 * and the others wait, and by threads, which all share (R22, R28). Which runs have a restore point
 * under one and not under the other, what becomes of each, and how long those take that both back
 * up. `undefined` where the two timelines differ in anything but how proxies are shared, or not in
 * which model that is. Throws a `PolicyError` for what is no timeline, or was simulated with `keep:
 * "summary"`.
 *
 * ```ts
 * const open = Array.from({ length: 168 }, (_, hour) => hour % 24 < 6 || hour % 24 >= 22);
 * const atTen = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const policy = { ...atTen, backupWindowSettings: { backupWindow: open } };
 * const job = { policy, proxyId: "p", workload: { duration: "1h", threads: 16 } };
 * const jobs = Array.from({ length: 40 }, (_, index) => ({ id: `job-${index}`, ...job }));
 * const night = { from: "2026-01-05T12:00", to: "2026-01-06T12:00" };
 * const fleet = { jobs, proxies: [{ id: "p" }] };
 * const under = (model: SharingModel) => simulate(withModel(fleet, model), night);
 * const models = compareModels(under({ slots: 4 }), under("threads"))!;
 * [models.runs, models.baseline.fates, models.candidate.fates] // => [40, { "backed-up": 32, "window-closed": 8 }, { stopped: 40 }]
 * models.disputed.length // => 32
 * ```
 */
export function compareModels(
  baseline: Timeline,
  candidate: Timeline,
): ModelComparison | undefined {
  return modelComparison(baseline, candidate, readHostZone);
}

/**
 * Compares two fleets under the same seeds: every metric that differs, with the 95 % confidence
 * interval of the difference. Luck that both share falls out of it (R24). `isClear` is the verdict:
 * figures that are looked at together are judged together (Holm), those of the fleet, of resources
 * and of jobs each by themselves, and none under fewer than 10 seeds (R35). `seeds`: how many, from
 * `span.seed` on, or which; at least 2. Throws a `PolicyError` with every issue.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const workload = { duration: { uniform: ["30m", "60m"] } };
 * const jobs = ["mail", "sites"].map((id) => ({ id, policy, proxyId: "proxy", workload }));
 * const fleetWith = (slots: number) => ({ jobs, proxies: [{ id: "proxy", slots }] });
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const { find } = compareReplicated(fleetWith(1), fleetWith(2), week, { seeds: 20 });
 * const change = find("fleet", "", "wait.max");
 * [change?.candidate, change?.isClear, (change?.difference.high ?? 0) < 0] // => [0, true, true]
 * ```
 */
export function compareReplicated(
  baseline: FleetInput,
  candidate: FleetInput,
  span: SimulationSpan,
  options: ReplicateOptions,
): ReplicatedComparison {
  return compareReplicatedFleets(baseline, candidate, numericSpan(span), options, readHostZone);
}

/**
 * Simulates every variation of a fleet over the same span, one after the other: a row each, with
 * the same summary, to the byte, as a separate simulation. Variations are functions from fleet to
 * fleet, by name or in a list; `startTimes`, `windowHours`, `slots` and `durationFactor` make some,
 * `grid` combines them. With `seeds` (how many, from `span.seed` on, or which) a row's metrics are
 * estimates, and `study.best(metric)` are the rows that are not clearly worse than the best (R35).
 * Throws a `PolicyError` with every issue of every variation; a variation that changes the fleet it
 * is given is one.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const job = { policy, proxyId: "proxy", workload: { duration: "PT45M" } };
 * const jobs = ["mail", "sites", "teams"].map((id) => ({ id, ...job }));
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const variations = grid({ slots: slots("proxy", [1, 2]), work: durationFactor([1, 2]) });
 * const proxies = [{ id: "proxy", slots: 1 }];
 * const study = sweep({ jobs, proxies }, variations, week);
 * study.bestFirst("waitMax").map((row) => row.name) // => ["slots 2 slots, work x1", "slots 1 slot, work x1", "slots 2 slots, work x2", "slots 1 slot, work x2"]
 * const workload = { duration: { uniform: ["30m", "60m"] } };
 * const varied = { jobs: jobs.map((one) => ({ ...one, workload })), proxies };
 * const many = sweep(varied, slots("proxy", [1, 3, 4]), week, { seeds: 20 });
 * many.best("waitMax").map((row) => row.name) // => ["3 slots", "4 slots"]
 * ```
 */
export function sweep(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: { readonly seeds?: undefined },
): Study;
export function sweep(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options: { readonly seeds: number | readonly number[] },
): Study<EstimatedRow>;
export function sweep(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepSeeds,
): Study | Study<EstimatedRow> {
  return sweepFleet(fleet, variations, numericSpan(span), options, readHostZone);
}

/** How a proposal that takes long is followed: some hundreds of simulations. */
export type StaggerOptions = ProgressOptions<StaggerProgress>;

/**
 * Proposes start times that lower the peak of concurrent sessions, the mean wait or the worst
 * exposure (`goal.lower`). A job moves only to where it has as many runs as now and, at the
 * quantile `goal.certainty` of what a run takes with its retries, ends in its window. A plan is
 * chosen on `goal.seeds` seeds from `span.seed` on and judged on `goal.judges` others, both at
 * least 10: it is proposed only if there what is to be lowered falls, and neither the runs lost nor
 * the jobs over target nor the worst exposure rise; a small fleet must show no rise on up to 200
 * further seeds, since what is rare hides from few (R37). `judged` has the figures of the judges,
 * `stay` the jobs that may not move, `because` why there is no move. The same every time. Throws a
 * `PolicyError` with every issue.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const workload = { duration: "PT45M" };
 * const jobs = ["mail", "sites", "teams"].map((id) => ({ id, policy, workload }));
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const proposal = stagger({ jobs }, week, { within: "21:00-00:00" });
 * [proposal.baseline, proposal.candidate, proposal.bound?.atLeast, proposal.moves.length] // => [3, 1, 1, 2]
 * ```
 */
export function stagger(
  fleet: FleetInput,
  span: SimulationSpan,
  goal?: StaggerGoal,
  options?: StaggerOptions,
): Proposal {
  return staggerFleet(fleet, numericSpan(span), goal, readHostZone, options);
}

/**
 * How many more jobs, how few slots or threads and how much longer sessions a fleet bears, each
 * alone, before limits break; by default, before more jobs miss their `rpo` than do under the same
 * seed. What a fleet bears is the largest value at which the limits hold under at least
 * `goal.share` (0.95) of `goal.seeds` (20); both sides of an edge are simulated under all of them.
 * More is not always worse (Graham's anomalies), so the limits may hold again somewhere beyond an
 * edge. `onProgress` is told how many simulations are done. Throws a `PolicyError` with every
 * issue.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const workload = { duration: { uniform: ["30m", "60m"] } };
 * const mail = { id: "mail", policy, proxyId: "proxy", workload };
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const fleet = { jobs: [mail], proxies: [{ id: "proxy", slots: 2 }] };
 * const { jobs } = headroom(fleet, week, { limits: { waitMax: "PT1H" }, ask: ["jobs"] });
 * [jobs?.holds, jobs?.share.low.toFixed(2)] // => [3, "0.84"]
 * [jobs?.breaks, jobs?.broken] // => [4, ["mail (copy 4)"]]
 * ```
 */
export function headroom(
  fleet: FleetInput,
  span: SimulationSpan,
  goal?: HeadroomGoal,
  options?: ProgressOptions<number>,
): Headroom {
  return headroomOf(fleet, numericSpan(span), goal, readHostZone, options);
}
