/**
 * Three projects, told apart by the names of files: `*.law.test.ts` is slow by nature (properties,
 * oracles, statistics, counted work), `*.process.test.ts` starts something (a process, a thread, a
 * server, the built bundle), and every other test is fast.
 *
 * `npx vitest --project fast` runs on every save, in seconds. Sources run as they are, straight
 * from `src`. No time limit is a measure: they are there for what hangs, on a busy machine too.
 * `RUNCAST_FUZZ=20 npx vitest run` gives every property of the calendar core twenty times the runs.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const MINUTE_MS = 60_000;
const fuzz = Math.max(1, Number(process.env["RUNCAST_FUZZ"] ?? 1) || 1);
const LAWS = "test/**/*.law.test.ts";
const PROCESSES = "test/**/*.process.test.ts";

export default defineConfig({
  resolve: {
    // Tests and examples import the package by its name; they get the sources, not what was built
    // last.
    alias: [
      { find: /^runcast$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) },
    ],
  },
  test: {
    pool: "threads",
    maxWorkers: availableParallelism(),
    testTimeout: 5 * MINUTE_MS * fuzz,
    hookTimeout: 5 * MINUTE_MS,
    teardownTimeout: MINUTE_MS,
    expect: { poll: { timeout: 2 * MINUTE_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [LAWS, PROCESSES],
          // Modules are loaded once a thread: no fast test replaces one, or leaves one changed.
          isolate: false,
          setupFiles: ["test/support/startNothing.ts"],
        },
      },
      { extends: true, test: { name: "laws", include: [LAWS] } },
      { extends: true, test: { name: "processes", include: [PROCESSES] } },
    ],
  },
});
