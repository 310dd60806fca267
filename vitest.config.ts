/**
 * Four projects, told apart by the names of files: `*.law.test.ts` is slow by nature (properties,
 * oracles, statistics), `*.spy.test.ts` puts a spy in a module's place (counted work),
 * `*.process.test.ts` starts something (a process, a thread, a server, the built bundle), and every
 * other test is fast. Fast tests and laws load modules once a thread: none of them replaces one, or
 * leaves one changed.
 *
 * `npx vitest --project fast` runs on every save, in seconds. Sources run as they are, straight
 * from `src`. No time limit is a measure: they are there for what hangs, on a busy machine too.
 * Properties draw the same in every run; `RUNCAST_FUZZ=20 npx vitest run` draws anew, and twenty
 * times as much.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const MINUTE_MS = 60_000;
const SAME_DRAWS = "test/support/sameDraws.ts";
const fuzz = Math.max(1, Number(process.env["RUNCAST_FUZZ"] ?? 1) || 1);
const LAWS = "test/**/*.law.test.ts";
const SPIES = "test/**/*.spy.test.ts";
const PROCESSES = "test/**/*.process.test.ts";

const sourceOf = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests and examples import the package by its name; they get the sources, not what was built
    // last.
    alias: [
      { find: /^runcast$/, replacement: sourceOf("index.ts") },
      { find: /^runcast\/(node|server|bullmq)$/, replacement: sourceOf("$1.ts") },
      { find: /^#(threads|drawing)$/, replacement: sourceOf("host/$1.ts") },
      { find: /^#page$/, replacement: sourceOf("host/pageParts.ts") },
    ],
  },
  test: {
    pool: "threads",
    maxWorkers: availableParallelism(),
    testTimeout: 15 * MINUTE_MS * fuzz,
    hookTimeout: 15 * MINUTE_MS,
    teardownTimeout: MINUTE_MS,
    expect: { poll: { timeout: 2 * MINUTE_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [LAWS, SPIES, PROCESSES],
          isolate: false,
          setupFiles: [SAME_DRAWS, "test/support/startNothing.ts"],
        },
      },
      {
        extends: true,
        test: { name: "laws", include: [LAWS], setupFiles: [SAME_DRAWS], isolate: false },
      },
      { extends: true, test: { name: "spies", include: [SPIES], setupFiles: [SAME_DRAWS] } },
      {
        extends: true,
        test: { name: "processes", include: [PROCESSES], setupFiles: [SAME_DRAWS] },
      },
    ],
  },
});
