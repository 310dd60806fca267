/**
 * Variations ready made, and grids of them.
 */
import type { Variation } from "./study.js";

/** Every combination of one variant from each dimension. */
export function grid(_dimensions: Readonly<Record<string, Readonly<Record<string, Variation>>>>): Record<string, Variation> {
  throw new Error("invariant: grid is not written yet");
}

/** Daily jobs start at these times: `startTimes(["21:00", "22:00"])`. `jobs`: ids, default all. */
export function startTimes(_times: readonly string[], _jobs?: readonly string[]): Record<string, Variation> {
  throw new Error("invariant: startTimes is not written yet");
}

/**
 * Backup windows of every day: `windowHours(["20:00-06:00"])`, or of so many hours from where each job's opens: `windowHours([6, 8])`.
 */
export function windowHours(_windows: readonly (string | number)[], _jobs?: readonly string[]): Record<string, Variation> {
  throw new Error("invariant: windowHours is not written yet");
}

/** A resource with so many slots. `kind` where two resources of different kinds have the id. */
export function slots(_resourceId: string, _counts: readonly number[], _kind?: "proxy" | "repository" | "organization"): Record<string, Variation> {
  throw new Error("invariant: slots is not written yet");
}

/** Sessions that take so many times as long. */
export function durationFactor(_factors: readonly number[], _jobs?: readonly string[]): Record<string, Variation> {
  throw new Error("invariant: durationFactor is not written yet");
}
