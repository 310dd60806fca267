/**
 * The tests that judge mutants: those that the driver names, in one thread that loads modules once.
 *
 * Must never break: which tests there are and what they draw does not depend on the mutant. Only
 * their order does: examples come before laws, which take long, and of each the files in which a
 * test failed just now, since mutants of one place mostly fall to the same test.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import whole from "../../vitest.config.ts";
import { loadFailures } from "./loadFailures.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const HOUR_MS = 3_600_000;

class KillersFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId, project }: TestSpecification): number => {
      const last = this.ctx.cache.getFileTestResults(
        `${project.name}:${moduleId.slice(ROOT.length)}`,
      );
      return (moduleId.endsWith(".law.test.ts") ? 2 : 0) + (last?.failed === true ? 0 : 1);
    };
    return Promise.resolve(
      files.toSorted((a, b) => placeOf(a) - placeOf(b) || a.moduleId.localeCompare(b.moduleId)),
    );
  }
}

export default defineConfig({
  resolve: { ...whole.resolve },
  test: {
    name: "mutation",
    root: ROOT,
    include: (process.env["RUNCAST_MUTATION_TESTS"] ?? "").split(","),
    setupFiles: ["test/mutation/endlessLoops.ts", "test/mutation/fewerDraws.ts"],
    reporters: [loadFailures()],
    pool: "threads",
    isolate: false,
    // What hangs is ended by the driver, which knows how long a test takes.
    testTimeout: HOUR_MS,
    hookTimeout: HOUR_MS,
    // Stryker's own setup comes first.
    sequence: { sequencer: KillersFirst, setupFiles: "list" },
  },
});
