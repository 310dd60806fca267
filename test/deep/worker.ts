/**
 * A process that does tasks of the sweep, one after the other, as they come.
 */
import { oracleRuns } from "../support/calendarOracle.ts";
import { slowSimulate } from "../support/slowSimulator.ts";
import type { Task } from "./part.ts";
import { done } from "./parts.ts";

const seed = Number(process.argv[2]);

process.on("message", (task: Task) => {
  process.send!(done(task, { seed, oracle: oracleRuns, slow: slowSimulate }));
});
