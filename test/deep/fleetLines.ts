/**
 * A fleet as code that makes it, to be pasted into a test: plain data as it is, and function
 * workloads as tables of what they answered.
 *
 * Must never break: what is one function in two fleets is one in their code, since a comparison
 * takes another function for another workload.
 */
import type { Fleet, WorkloadResult, WorkloadRun } from "../../src/index.ts";
import { literal } from "./pastedTest.ts";

type Asked = (run: WorkloadRun) => WorkloadResult;

/** Function workloads, what stands in for each of them, and what it answered, by attempt. */
export type Told = Map<
  unknown,
  { readonly answers: Map<string, WorkloadResult>; readonly listening: Asked }
>;

/** The fleet with workloads that write down what they answer. */
export function recording(fleet: Fleet, told: Told): Fleet {
  const listeningTo = (workload: unknown, asked: Asked): Asked => {
    const known = told.get(workload);
    if (known !== undefined) return known.listening;
    const answers = new Map<string, WorkloadResult>();
    const listening: Asked = (run) => {
      const answer = asked(run);
      answers.set([run.nominal, run.attempt, run.start].join(" "), answer);
      return answer;
    };
    told.set(workload, { answers, listening });
    return listening;
  };
  return {
    ...fleet,
    jobs: fleet.jobs.map((job) => {
      const { workload } = job;
      if (typeof workload !== "function") return job;
      return { ...job, workload: listeningTo(workload, workload) };
    }),
  };
}

/** The lines of `const workload0 = ...`, one of each function. */
export function workloadLines(told: Told): string[] {
  return [...told.values()].flatMap(({ answers }, index) => [
    `const answers${index} = new Map<string, WorkloadResult>(${literal([...answers])});`,
    `const workload${index} = ({ nominal, attempt, start }: WorkloadRun): WorkloadResult =>`,
    `  answers${index}.get([nominal, attempt, start].join(" "))!;`,
  ]);
}

/** The lines of `const name: Fleet = ...`, after those of its workloads. */
export function fleetLines(name: string, fleet: Fleet, told: Told = new Map()): string[] {
  const functions = [...told.keys()];
  const jobs = fleet.jobs.map((job) => {
    const { workload, ...rest } = job;
    if (typeof workload !== "function") return `    ${literal(job)},`;
    return `    { ...${literal(rest)}, workload: workload${functions.indexOf(workload)} },`;
  });
  const { jobs: _, ...shared } = fleet;
  return [`const ${name}: Fleet = { ...${literal(shared)},`, "  jobs: [", ...jobs, "  ]};"];
}
