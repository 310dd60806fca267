/**
 * `runcast/server`: a stand-in for the product's server, in a process of yours. It needs the
 * packages `hono` and `@hono/node-server`, and `libsql` where it keeps its jobs in a directory.
 */
export { PolicyError } from "./core/input/issues.js";
export { type StandIn, type StandInOptions, startStandIn } from "./server/standIn.js";
export type { ClockChange, VirtualClock } from "./server/virtualClock.js";
