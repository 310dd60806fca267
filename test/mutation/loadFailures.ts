/**
 * A file of tests that cannot be loaded has no test that could fail, and Stryker takes it for one
 * that passed, as it does where what follows the tests fails. This gives it a test that failed: so
 * a mutant that breaks what is worked out when a module is loaded counts as killed.
 */
import type { Reporter, Vitest } from "vitest/node";

/** A reporter, since that is who is asked once all is run and before Stryker looks. */
export function loadFailures(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit(asked) {
      vitest = asked;
    },
    onTestRunEnd() {
      for (const file of vitest?.state.getFiles() ?? []) {
        const errors = file.result?.errors ?? [];
        if (errors.length === 0) continue;
        const name = "should be loaded, and end well";
        file.tasks.push({
          type: "test",
          id: `${file.id}_loaded`,
          name,
          fullName: name,
          fullTestName: name,
          file,
          suite: file,
          mode: "run",
          meta: {},
          annotations: [],
          artifacts: [],
          timeout: 0,
          context: {} as never,
          result: { state: "fail", errors, startTime: 0 },
        });
      }
    },
  };
}
