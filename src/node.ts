/**
 * `runcast/node`: what needs a machine below it, files and worker threads. Node.js, Bun and Deno
 * have them, a browser has not.
 */

// Files: fleets, lists of jobs and policies from a path, bounded, and every failure a sentence.
export { type FileResult, LARGEST_FILE_BYTES, readJsonFile } from "./files/files.js";
export type { FleetContent } from "./files/fleetContent.js";
export type { ReadOptions } from "./files/readFleet.js";
export { type FleetAt, readFleetAt } from "./files/readFleetAt.js";

// Threads. `runcast` has it, too, and does the work in place where there are none.
export { type SweepOptions, type SweepProgress, sweepParallel } from "./library/sweepParallel.js";
