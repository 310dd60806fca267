/**
 * `#threads` in a browser, and wherever else nobody knows how to start one: all is done in place.
 */
import type { Threads } from "./workerPool.js";

/** No threads. */
export const threads: Threads = {
  processors: () => 1,
  open() {
    throw new Error("they need Node.js, Bun or Deno");
  },
};
