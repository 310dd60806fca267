/**
 * What a run of a job takes up: when its sessions are expected to run, and after how long they are
 * over but for a given chance.
 *
 * Retries have their part at their probability: an attempt that fails one time in ten leaves, a
 * wait later, a tenth of a session, and needs room for it where one in ten is too often to go
 * without.
 */
import { effective } from "../../policy/effective.js";
import { keyByHand } from "../../schedule/runKey.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import { attemptsOf, chancesOf, luckOf } from "../../simulation/engine/luck.js";
import { FAILED, WARNING } from "../../simulation/outcomes.js";
import { DAY_MS, MINUTE_MS } from "../../time/instant.js";
import { ONE_SESSION } from "./crowd.js";

/** How long the runs of a job are. */
export interface Footprint {
  /** In each cell from the start on, thousandths of luck in which a session runs. */
  readonly shares: Float64Array;
  /** All shares together. */
  readonly mass: number;
  /** Threads that a session can use, of a function the most; `NaN`: as many as there are (R28). */
  readonly threads: number;
  /** A run goes on for longer than this, retries included, with about the chance `tail`, ms. */
  reachMs(tail: number): number;
}

/** Quantiles that a distribution is represented by. */
const SAMPLES = 500;
/** A function is asked for at most so many runs. */
const MOST_ASKED = 200;
/** Nobody's footprint is longer. */
const LONGEST_MS = 2 * DAY_MS;
/** Attempts that are less likely than this leave no footprint. */
const RARE = 0.002;
/** Retries that are less likely than this need no room. */
const UNHEARD_OF = 1e-5;
/** No footprint has more attempts, however often they fail. */
const MOST_ATTEMPTS = 20;

/** Runs that a function workload can be asked for: when they start, and their keys (R24). */
export interface KnownRuns {
  readonly starts: Float64Array;
  readonly keys: Float64Array;
}

/**
 * The footprint of a job's runs. `runs`: those to ask a function workload for; `retryOnWarning` as
 * in the rules (R18).
 */
export function footprintOf(
  job: CheckedJob,
  runs: KnownRuns,
  seed: number,
  retryOnWarning: boolean,
  cellMs: number,
): Footprint {
  const { lengths, quantile, again, threads } = attemptsIn(job, runs, seed, retryOnWarning);
  const { retries: policyRetries, starts: own } = effective(job.policy);
  const most = again === 0 ? 0 : (policyRetries?.number ?? 0);
  const waitMs = (policyRetries?.waitMinutes ?? 0) * MINUTE_MS;
  // What is due before the retry takes its place (R20).
  const gapMs = own.kind === "grid" ? own.intervalMinutes * MINUTE_MS : DAY_MS;
  const { retryShare } = job.workload;
  const shares = sharesOf({ lengths, again, most, waitMs, gapMs, retryShare }, cellMs);
  return {
    shares,
    mass: shares.reduce((sum, share) => sum + share, 0),
    threads,
    reachMs(tail) {
      let reach = quantile(1 - tail);
      // There is room for every retry that may well come in a year, since one that a window keeps
      // from being made is no lost run and leaves a day without a restore point; how long the run
      // with it takes is looked at as closely as its chance asks.
      let chance = again;
      for (let retries = 1; retries <= most && chance > Math.min(tail, UNHEARD_OF); retries += 1) {
        if (reach > LONGEST_MS) break;
        const each = quantile(1 - Math.min(0.5, tail / chance) / (retries + 1));
        reach = Math.max(reach, each + retries * (waitMs + retryShare * each));
        chance *= again;
      }
      return Math.round(reach);
    },
  };
}

/** What is known of the attempts of a job. */
interface Attempts {
  /** Ascending, equally likely. */
  readonly lengths: Float64Array;
  quantile(share: number): number;
  /** The chance that a retry follows. */
  readonly again: number;
  /** As of a footprint. */
  readonly threads: number;
}

function attemptsIn(
  job: CheckedJob,
  { starts, keys }: KnownRuns,
  seed: number,
  retryOnWarning: boolean,
): Attempts {
  const { quantile, constantMs, failed, warning, given, threads } = job.workload;
  if (given !== undefined) {
    const attemptOf = attemptsOf(luckOf(chancesOf([job]), seed));
    const asked = starts.length === 0 ? Float64Array.of(0) : starts.subarray(0, MOST_ASKED);
    let again = 0;
    let most = 0;
    const lengths = Float64Array.from(asked, (start, index) => {
      const { outcome, durationMs, threads } = attemptOf(0, keys[index] ?? keyByHand(start), start);
      if (outcome === FAILED || (retryOnWarning && outcome === WARNING)) again += 1;
      // `NaN`, as many as there are, stays.
      most = Math.max(most, threads);
      return durationMs;
    }).sort();
    return {
      lengths,
      quantile: (share) =>
        lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))]!,
      again: again / lengths.length,
      threads: most,
    };
  }
  const lengths = Number.isNaN(constantMs)
    ? Float64Array.from({ length: SAMPLES }, (_, index) => quantile((index + 0.5) / SAMPLES))
    : Float64Array.of(constantMs);
  return { lengths, quantile, again: failed + (retryOnWarning ? warning : 0), threads };
}

interface Run extends Pick<Attempts, "lengths" | "again"> {
  /** Retries at most. */
  readonly most: number;
  readonly waitMs: number;
  readonly gapMs: number;
  readonly retryShare: number;
}

function sharesOf(
  { lengths, again, most, waitMs, gapMs, retryShare }: Run,
  cellMs: number,
): Float64Array {
  const cells = Math.ceil(LONGEST_MS / cellMs);
  const running = new Float64Array(cells);
  // The chance that an attempt starts so many cells after the first one.
  let begins = new Map<number, number>([[0, 1]]);
  for (let attempt = 0; attempt < MOST_ATTEMPTS && begins.size > 0; attempt += 1) {
    const factor = attempt === 0 ? 1 : retryShare;
    const runs = runningOf(lengths, factor, cellMs);
    for (const [cell, chance] of begins)
      for (let step = 0; step < runs.length && cell + step < cells; step += 1)
        running[cell + step]! += chance * runs[step]!;
    if (attempt === most || again ** (attempt + 1) < RARE) break;
    const steps = new Map<number, number>();
    for (const length of lengths) {
      const step = Math.max(1, Math.ceil((length * factor + waitMs) / cellMs));
      steps.set(step, (steps.get(step) ?? 0) + again / lengths.length);
    }
    const following = new Map<number, number>();
    for (const [cell, chance] of begins) {
      for (const [step, share] of steps) {
        const at = cell + step;
        if (at * cellMs >= gapMs) continue;
        following.set(at, (following.get(at) ?? 0) + chance * share);
      }
    }
    begins = following;
  }
  const shares = running.map((share) => Math.round(ONE_SESSION * share));
  return shares.slice(0, 1 + shares.findLastIndex((share) => share > 0));
}

/** In each cell from its start, the chance that an attempt still runs. */
function runningOf(lengths: Float64Array, factor: number, cellMs: number): Float64Array {
  const longest = Math.min(LONGEST_MS, factor * lengths.at(-1)!);
  const runs = new Float64Array(Math.ceil(longest / cellMs));
  let shorter = 0; // lengths that are over when the cell begins
  for (let cell = 0; cell < runs.length; cell += 1) {
    while (shorter < lengths.length && factor * lengths[shorter]! <= cell * cellMs) shorter += 1;
    runs[cell] = (lengths.length - shorter) / lengths.length;
  }
  return runs;
}
