/**
 * The parts of the sweep by their names, and a task of any of them done.
 */
import { inspect } from "node:util";
import { calendar } from "./calendar.ts";
import { fleets } from "./fleets.ts";
import { judgements } from "./judgements.ts";
import type { Failure, Part, PartName, Settings, Tally, Task } from "./part.ts";
import { questions } from "./questions.ts";

/** All of them. */
export const PARTS: Readonly<Record<PartName, Part>> = { judgements, fleets, calendar, questions };

/** What came of a task. */
export interface Done {
  readonly task: Task;
  readonly tally: Tally;
  /** Processor time that it took, ms. */
  readonly cpuMs: number;
  readonly failure?: Failure;
  /** What was thrown: by the code under test, by an oracle or by the sweep itself. */
  readonly thrown?: string;
}

/** Does a task, whatever it throws. */
export function done(task: Task, settings: Settings): Done {
  const before = process.cpuUsage();
  const tally: Tally = {};
  const outcome = (): Pick<Done, "failure" | "thrown"> => {
    try {
      const failure = PARTS[task.part].run(task, settings, tally);
      return failure === undefined ? {} : { failure };
    } catch (error) {
      return { thrown: inspect(error) };
    }
  };
  const result = outcome();
  const { user, system } = process.cpuUsage(before);
  return { task, tally, cpuMs: (user + system) / 1_000, ...result };
}
