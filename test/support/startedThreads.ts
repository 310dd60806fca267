/**
 * The worker threads that are started in this process, in their order: to be counted, or ended.
 */
import { syncBuiltinESMExports } from "node:module";
import threads, { type Worker } from "node:worker_threads";

/** Those that were started since this file was imported. */
export const started: Worker[] = [];

threads.Worker = class extends threads.Worker {
  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    started.push(this);
  }
};
syncBuiltinESMExports();
