/**
 * `runcast/bullmq`: sweeps whose simulations workers on other machines do, as tasks of BullMQ on
 * Redis or Valkey. It needs the packages `bullmq` and `ioredis`.
 */
export { PolicyError } from "./core/input/issues.js";
export {
  sweepOver,
  type SweepOverOptions,
  type SweepWorker,
  startWorker,
  type WorkerOptions,
} from "./queue/programs.js";
