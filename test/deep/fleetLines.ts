/**
 * A fleet as code that makes it, to be pasted into a test: plain data as it is, and function
 * workloads as tables of what they answered.
 */
import type { Fleet, WorkloadResult } from "../../src/index.ts";
import { literal } from "./pastedTest.ts";

/** What function workloads answered, by job and attempt. */
export type Told = Map<string, Map<string, WorkloadResult>>;

/** The fleet with workloads that write down what they answer, by job and attempt. */
export function recording(fleet: Fleet, told: Told): Fleet {
  return {
    ...fleet,
    jobs: fleet.jobs.map((job) => {
      const { workload } = job;
      if (typeof workload !== "function") return job;
      const answers = told.get(job.id) ?? new Map<string, WorkloadResult>();
      told.set(job.id, answers);
      return {
        ...job,
        workload: (run) => {
          const answer = workload(run);
          answers.set([run.nominal, run.attempt, run.start].join(" "), answer);
          return answer;
        },
      };
    }),
  };
}

/** The lines of `const name: Fleet = ...`. */
export function fleetLines(name: string, fleet: Fleet, told: Told = new Map()): string[] {
  const jobs = fleet.jobs.flatMap((job) => {
    const answers = told.get(job.id);
    if (answers === undefined) return [`    ${literal(job)},`];
    const { workload: _, ...rest } = job;
    const table = literal([...answers]);
    return [
      `    { ...${literal(rest)},`,
      "      workload: ({ nominal, attempt, start }) =>",
      `        new Map<string, WorkloadResult>(${table})`,
      '          .get([nominal, attempt, start].join(" "))! },',
    ];
  });
  const { jobs: _, ...shared } = fleet;
  return [`const ${name}: Fleet = { ...${literal(shared)},`, "  jobs: [", ...jobs, "  ]};"];
}
