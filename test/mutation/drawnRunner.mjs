/**
 * Vitest, asked about a share of the mutants (`draw.mjs`). Of the others it says that they failed:
 * who judges knows better.
 */
import { strykerPlugins as vitestPlugins } from "@stryker-mutator/vitest-runner";
import { isDrawn, NOT_DRAWN } from "./draw.mjs";

const SHARE = Number(process.env.RUNCAST_MUTATION_SHARE ?? 1);
const PASSED_OVER = { status: "error", errorMessage: NOT_DRAWN };

function drawnRunner(injector) {
  const runner = vitestPlugins[0].factory(injector);
  const mutantRun = runner.mutantRun.bind(runner);
  runner.mutantRun = (options) => {
    const { fileName, mutatorName, replacement, location } = options.activeMutant;
    const { start, end } = location;
    const lines = [start.line, end.line];
    const columns = [start.column, end.column];
    return isDrawn(SHARE, { path: fileName, mutatorName, replacement, lines, columns })
      ? mutantRun(options)
      : Promise.resolve(PASSED_OVER);
  };
  return runner;
}
drawnRunner.inject = ["$injector"];

export const strykerPlugins = [{ kind: "TestRunner", name: "drawn", factory: drawnRunner }];
