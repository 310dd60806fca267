/**
 * Vitest, asked about a share of the mutants (`draw.mjs`). Of the others it says that they failed:
 * who judges knows better.
 */
import { strykerPlugins as vitestPlugins } from "@stryker-mutator/vitest-runner";
import { isDrawn } from "./draw.mjs";

const SHARE = Number(process.env.RUNCAST_MUTATION_SHARE ?? 1);
const NOT_DRAWN = { status: "error", errorMessage: "not drawn" };

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
      : Promise.resolve(NOT_DRAWN);
  };
  return runner;
}
drawnRunner.inject = ["$injector"];

export const strykerPlugins = [{ kind: "TestRunner", name: "drawn", factory: drawnRunner }];
