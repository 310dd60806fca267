/**
 * A job's workload as it is read: what luck needs to know of it.
 *
 * Nothing is left to complain about: durations have become quantiles, and the shares of failures
 * and warnings are at most 1 together. A function workload is all that can be said of it before it
 * is asked.
 */
import { type Issue, issue } from "../input/issues.js";
import { isObject, refuseUnknownKeys, type Unread } from "../input/ownShape.js";
import { durationMs } from "../time/duration.js";
import { NO_LENGTH, type Quantile, quantileOf } from "./duration.js";
import {
  type DrawnWorkload,
  type Growth,
  GROWTH_KEYS,
  isThreadCount,
  type Workload,
  WORKLOAD_KEYS,
} from "./fleet.js";

/** A workload without an issue. */
export interface ReadWorkload {
  readonly quantile: Quantile;
  /** The length of every first attempt, ms; `NaN` where it varies. */
  readonly constantMs: number;
  /** Shares of attempts, together at most 1. */
  readonly failed: number;
  readonly warning: number;
  /** What a retry takes of an attempt's duration: 0 or more, above 1 where retries do the work. */
  readonly retryShare: number;
  /** The length of a first attempt as long as there is no restore point; absent: no other (R31). */
  readonly full: Quantile | undefined;
  /** Absent where lengths do not grow (R31). */
  readonly grows: ReadGrowth | undefined;
  /** Threads that a session can use; `NaN`: as many as there are (R28). */
  readonly threads: number;
  /** A function workload, which decides instead of all this. */
  readonly given: Extract<Workload, (run: never) => unknown> | undefined;
}

/** How a length grows with the time since the newest restore point, ms (R31). */
export interface ReadGrowth {
  readonly perMs: number;
  readonly share: number;
  readonly mostMs: number;
}

const NO_WORK: ReadWorkload = Object.freeze({
  quantile: NO_LENGTH,
  constantMs: 0,
  failed: 0,
  warning: 0,
  retryShare: 1,
  full: undefined,
  grows: undefined,
  threads: Number.NaN,
  given: undefined,
});

/**
 * Reads a workload; none at all takes no time and succeeds. `undefined` after an issue. Many jobs
 * have the same distribution: `quantiles` are those that have been read.
 */
export function readWorkload(
  workload: unknown,
  path: string,
  issues: Issue[],
  quantiles = new Map<unknown, Quantile>(),
): ReadWorkload | undefined {
  if (workload === undefined || workload === null) return NO_WORK;
  if (typeof workload === "function")
    return { ...NO_WORK, given: workload as NonNullable<ReadWorkload["given"]> };
  if (typeof workload !== "object" || Array.isArray(workload)) {
    issues.push(
      issue(path, "{ duration, failed?, warning?, retryShare? } or a function", workload),
    );
    return undefined;
  }
  const known = issues.length;
  refuseUnknownKeys(workload, path, WORKLOAD_KEYS, issues);
  const given: Unread<DrawnWorkload> = workload;
  const { duration } = given;
  const quantile = quantileOnce(duration, `${path}.duration`, issues, quantiles);
  const failed = shareOf(given.failed, 0, `${path}.failed`, issues);
  const warning = shareOf(given.warning, 0, `${path}.warning`, issues);
  const retryShare = factorOf(given.retryShare, 1, `${path}.retryShare`, issues);
  const full =
    given.full === undefined
      ? undefined
      : quantileOnce(given.full, `${path}.full`, issues, quantiles);
  const grows = readGrowth(given.grows, `${path}.grows`, issues);
  const { threads } = given;
  if (threads !== undefined && !isThreadCount(threads))
    issues.push(issue(`${path}.threads`, "a whole number of threads from 1", threads));
  if (failed + warning > 1 + 1e-9)
    issues.push(
      issue(path, "shares `failed` and `warning` of at most 1 together", failed + warning),
    );
  if (issues.length > known) return undefined;
  const isConstant = typeof duration === "number" || typeof duration === "string";
  return {
    quantile,
    constantMs: isConstant ? quantile(0) : Number.NaN,
    failed,
    warning,
    retryShare,
    full,
    grows,
    threads: isThreadCount(threads) ? threads : Number.NaN,
    given: undefined,
  };
}

function quantileOnce(
  given: unknown,
  path: string,
  issues: Issue[],
  quantiles: Map<unknown, Quantile>,
): Quantile {
  const before = quantiles.get(given);
  if (before !== undefined) return before;
  const known = issues.length;
  const quantile = quantileOf(given, path, issues);
  if (issues.length === known) quantiles.set(given, quantile);
  return quantile;
}

function readGrowth(given: unknown, path: string, issues: Issue[]): ReadGrowth | undefined {
  if (given === undefined) return undefined;
  if (!isObject<Growth>(given)) {
    issues.push(issue(path, "{ per, share?, most? }", given));
    return undefined;
  }
  refuseUnknownKeys(given, path, GROWTH_KEYS, issues);
  const { per, share, most } = given;
  const known = issues.length;
  const perMs = durationMs(per, `${path}.per`, issues);
  if (perMs === 0 && issues.length === known)
    issues.push(issue(`${path}.per`, "a length of time above 0", per));
  return {
    perMs,
    share: shareOf(share, 1, `${path}.share`, issues),
    mostMs: most === undefined ? Infinity : durationMs(most, `${path}.most`, issues),
  };
}

/** A factor, 0 or more; `fallback` where there is none. */
function factorOf(value: unknown, fallback: number, path: string, issues: Issue[]): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  issues.push(issue(path, "a number, 0 or more", value));
  return fallback;
}

/** A share from 0 to 1; `fallback` where there is none. */
function shareOf(value: unknown, fallback: number, path: string, issues: Issue[]): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  issues.push(issue(path, "a share from 0 to 1", value));
  return fallback;
}
