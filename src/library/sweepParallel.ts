/**
 * A sweep over all processors: variations are made here, simulated piece by piece, and put back in
 * their order.
 */
import type { Issue } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { prepare } from "../core/simulation/prepare.js";
import { summaryOf } from "../core/simulation/simulate.js";
import type { Summary } from "../core/simulation/summary.js";
import { checkOnProgress } from "../core/whatif/progress.js";
import { KEY_METRICS, type KeyMetrics } from "../core/whatif/keyMetrics.js";
import { resultOf } from "../core/time/plainData.js";
import {
  type EstimatedRow,
  estimatedStudyOf,
  type Study,
  type StudyFrame,
  studyOf,
  type StudyRow,
  type Variations,
} from "../core/whatif/sweep/study.js";
import {
  keyValuesOf,
  rowOf,
  type SweepPlan,
  sweepPlan,
  type SweepSeeds,
  type VariedFleet,
} from "../core/whatif/sweep/sweep.js";
import { readHostZone } from "../host/zones.js";
import { checkSignal, checkWorkers } from "./runOptions.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import { type Answer, type Piece, simulatePieces } from "./sweepPieces.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";

/** What a sweep in parallel tells while it runs. */
export interface SweepProgress {
  /** Variations finished so far. */
  readonly done: number;
  readonly total: number;
  /** The one that was finished last. */
  readonly name: string;
}

/** How a sweep runs in parallel, and under which seeds. */
export interface SweepOptions extends SweepSeeds {
  /** Worker threads, 1 to 64; default: as many as there are processors. */
  readonly workers?: number;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** When it is aborted, the sweep ends with what is finished. */
  readonly signal?: AbortSignal;
}

/** The keys of these options. */
export const SWEEP_OPTIONS_KEYS = keysOf<SweepOptions>({
  seeds: true,
  workers: true,
  onProgress: true,
  signal: true,
});

/**
 * `sweep` over worker threads: the same rows, to the byte. `onProgress` is called for each row as
 * it is finished; once `signal` is aborted, what is finished is the study, and its `complete` is
 * `false`. Rejects with a `PolicyError` that has every issue of every variation.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const workload = { duration: "PT45M" };
 * const jobs = ["mail", "sites"].map((id) => ({ id, policy, proxyId: "proxy", workload }));
 * const fleet = { jobs, proxies: [{ id: "proxy", slots: 1 }] };
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const study = await sweepParallel(fleet, slots("proxy", [1, 2]), week, { workers: 1 });
 * study.bestFirst("waitMax").map((row) => [row.name, row.metrics.waitMax]) // => [["2 slots", 0], ["1 slot", 2_700_000]]
 * ```
 */
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions & { readonly seeds?: undefined },
): Promise<Study>;
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options: SweepOptions & { readonly seeds: number | readonly number[] },
): Promise<Study<EstimatedRow>>;
export function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions,
): Promise<Study | Study<EstimatedRow>>;
export async function sweepParallel(
  fleet: FleetInput,
  variations: Variations,
  span: SimulationSpan,
  options?: SweepOptions,
): Promise<Study | Study<EstimatedRow>> {
  const issues: Issue[] = [];
  const asked = readSweepOptions(options, issues);
  const plan = sweepPlan(fleet, variations, numericSpan(span), asked, readHostZone, issues);
  const { varied } = plan;
  const { onProgress } = asked;
  let done = 0;
  const rows = plan.seeds === undefined ? rowsOfOneSeed(plan) : rowsOfSeeds(plan, plan.seeds);
  const pieces = varied.map((_, index): Piece => ({ index, seeds: plan.seeds, at: 0 }));
  const { workers, notes } = await simulatePieces(plan, pieces, asked, (piece, answer) => {
    if (!rows.take(piece, answer)) return;
    done += 1;
    onProgress?.({ done, total: varied.length, name: varied[piece.index]!.name });
  });
  return rows.study({
    ...plan.when,
    seeds: plan.seeds ?? [plan.when.seed],
    complete: done === varied.length,
    workers,
    notes,
  });
}

/** Where answers are put together to rows. */
interface Rows<Of extends StudyRow | EstimatedRow> {
  /** Takes a worker's answer, or simulates in place. Whether the row of the piece is whole now. */
  take(piece: Piece, answer: Answer | undefined): boolean;
  /** A study of the rows that are whole. */
  study(frame: StudyFrame): Study<Of>;
}

function rowsOfOneSeed({ varied, when, compiled }: SweepPlan): Rows<StudyRow> {
  const rows: (StudyRow | undefined)[] = varied.map(() => undefined);
  return {
    take({ index }, answer) {
      const one = varied[index]!;
      rows[index] =
        answer !== undefined && "metrics" in answer
          ? rowFrom(one, answer.metrics, answer.readSummary)
          : rowOf(one, summaryOf(prepare(one.checked, when, compiled), when));
      return true;
    },
    study: (frame) =>
      studyOf(
        frame,
        rows.filter((row) => row !== undefined),
      ),
  };
}

function rowsOfSeeds(
  { varied, when, compiled }: SweepPlan,
  seeds: readonly number[],
): Rows<EstimatedRow> {
  const rows = varied.map(({ name, dimensions }) => ({
    row: { name, dimensions, values: new Float64Array(seeds.length * KEY_METRICS.length) },
    missing: seeds.length,
  }));
  return {
    take({ index, seeds: some = [], at }, answer) {
      const one = rows[index]!;
      const values =
        answer !== undefined && "values" in answer
          ? answer.values
          : keyValuesOf(varied[index]!.checked, when, some, compiled);
      one.row.values.set(values, at * KEY_METRICS.length);
      one.missing -= some.length;
      return one.missing === 0;
    },
    study: (frame) =>
      estimatedStudyOf(
        frame,
        rows.flatMap(({ row, missing }) => (missing === 0 ? [row] : [])),
      ),
  };
}

/** The options; what is wrong with them goes to `issues`. */
function readSweepOptions(options: unknown, issues: Issue[]): SweepOptions {
  const given = readOptions<SweepOptions>(options, SWEEP_OPTIONS_KEYS, issues) as SweepOptions;
  const { workers, onProgress, signal } = given;
  checkWorkers(workers, issues);
  checkOnProgress(onProgress, issues);
  checkSignal(signal, issues);
  return given;
}

/** A row whose summary is still bytes, until somebody looks at it. */
function rowFrom(
  { name, dimensions }: VariedFleet,
  metrics: KeyMetrics,
  readSummary: () => Summary,
): StudyRow {
  let summary: Summary | undefined;
  return {
    name,
    dimensions,
    metrics,
    get summary() {
      return (summary ??= resultOf(readSummary()));
    },
  };
}
