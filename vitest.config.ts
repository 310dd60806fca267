/**
 * One suite, run as it is: sources straight from `src`, as many workers as there are cores.
 *
 * `RUNCAST_FUZZ=20 npx vitest run` gives every property of the calendar core twenty times the runs.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const fuzz = Math.max(1, Number(process.env["RUNCAST_FUZZ"] ?? 1) || 1);

export default defineConfig({
  resolve: {
    // Tests and examples import the package by its name; they get the sources, not what was built
    // last.
    alias: [
      { find: /^runcast$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "threads",
    maxWorkers: availableParallelism(),
    // A property takes seconds, on a noisy machine many: what hangs is still caught.
    testTimeout: 60_000 * fuzz,
    hookTimeout: 60_000,
  },
});
