/**
 * Copies: which restore points a copy job follows, and what data its sessions hold (R32).
 *
 * A copy of type Immediate is due whenever a session of its source makes a restore point. Points
 * that come while it runs or waits are one further run, due when that attempt ends. A copy takes
 * over the newest restore point that its source had when the copy's session started, so what it
 * holds is as old as that one's data; a copy of a copy hands the age on.
 */
import { keyOfCopy } from "../../schedule/runKey.js";
import type { CheckedJob } from "../checkJobs.js";
import { followsSource } from "../fleet.js";

/** No run is owed to a copy. */
const NO_RUN = Number.NaN;

/** What copies need to know of the present, and what is done with a start that is due. */
export interface CopyHooks {
  /** Whether an attempt of a job runs or waits. */
  isUnderWay(job: number): boolean;
  /** Whether its window is open. */
  isAllowed(job: number): boolean;
  /** Whether a start of a copy is ahead at this instant. */
  isStarting(job: number): boolean;
  /** The instant, and the round of it. */
  moment(): readonly [now: number, round: number];
  /** A start of a copy is due now. */
  startDue(job: number, run: number): void;
}

/**
 * How long after its source had a restore point a copy has it too, ms: from the end of the one
 * session to that of the other. A point counts when it is first taken over.
 */
export interface Lag {
  readonly mean: number;
  readonly max: number;
}

/** The copies of a fleet. Jobs are told apart by their number. */
export interface Copies {
  /** A copy's session starts: it will take over what its source has now. */
  started(job: number): void;
  /**
   * A session from `start` to `end` made a restore point. Returns the instant of the data that it
   * holds; `NaN` where there was nothing to copy, and so no restore point.
   */
  dataOf(job: number, start: number, end: number): number;
  /** How far a copy was behind its source; `undefined` for a job that copied nothing. */
  lagOf(job: number): Lag | undefined;
  /** A run of a job, by its key, made a restore point: starts of its copies are due. */
  pointMade(source: number, run: number, hooks: CopyHooks): void;
  /** An attempt ended: what came meanwhile is one further run, due now. */
  ended(job: number, hooks: CopyHooks): void;
}

/** The place of each job's source; `undefined` for who copies none that is there. */
export function sourcesOf(jobs: readonly CheckedJob[]): (number | undefined)[] {
  const places = new Map(jobs.map(({ job }, place) => [job.id, place]));
  return jobs.map(({ job }) => (job.copyOf === undefined ? undefined : places.get(job.copyOf)));
}

const isNoCopy = ({ job }: CheckedJob): boolean => job.copyOf === undefined;

/** Whether restore points of its source start a job. */
function follows({ job, policy }: CheckedJob): boolean {
  const isOn = job.enabled !== false && policy.scheduleEnabled !== false;
  return isOn && followsSource({ copyOf: job.copyOf, policy });
}

/**
 * For each copy that is started by others the place of the job at the head of its chain, which it
 * has at most as many runs as; nothing for other jobs.
 */
export function headsOfCopies(jobs: readonly CheckedJob[]): number[] {
  if (!jobs.some(follows)) return [];
  const sources = sourcesOf(jobs);
  const headOf = new Int32Array(jobs.length).fill(-1);
  return jobs.flatMap((one, place) => {
    if (!follows(one)) return [];
    const chain: number[] = [];
    let at = place;
    // Bound: no chain comes back to where it was, and none is followed twice.
    while (headOf[at] === -1 && follows(jobs[at]!) && sources[at] !== undefined) {
      chain.push(at);
      at = sources[at]!;
    }
    const head = headOf[at] === -1 ? at : headOf[at]!;
    for (const member of chain) headOf[member] = head;
    return [head];
  });
}

/** The copies among checked jobs; `undefined` where there are none. */
export function copiesOf(jobs: readonly CheckedJob[]): Copies | undefined {
  if (jobs.every(isNoCopy)) return undefined;
  const sources = sourcesOf(jobs);
  const followers = new Map<number, number[]>();
  jobs.forEach((one, index) => {
    const source = sources[index];
    if (source === undefined || !follows(one)) return;
    const list = followers.get(source);
    if (list === undefined) followers.set(source, [index]);
    else list.push(index);
  });
  const newestData = new Float64Array(jobs.length).fill(Number.NaN);
  // Since when each job has that data; and what a copy's present session takes over.
  const completeAt = new Float64Array(jobs.length).fill(Number.NaN);
  const taken = new Float64Array(jobs.length).fill(Number.NaN);
  const takenFrom = new Float64Array(jobs.length).fill(Number.NaN);
  const copied = new Int32Array(jobs.length);
  const lagSum = new Float64Array(jobs.length);
  const lagMax = new Float64Array(jobs.length);
  const furtherRun = new Float64Array(jobs.length).fill(NO_RUN);
  const dueAt = new Float64Array(jobs.length).fill(NO_RUN);
  const dueRound = new Int32Array(jobs.length);

  /** One start is due in a round of an instant: what comes before it starts is one with it. */
  function due(copy: number, run: number, hooks: CopyHooks): void {
    const [now, round] = hooks.moment();
    const isFirst = dueAt[copy] !== now || dueRound[copy] !== round;
    dueAt[copy] = now;
    dueRound[copy] = round;
    if (isFirst || hooks.isStarting(copy)) hooks.startDue(copy, run);
  }

  const none: readonly number[] = [];
  return {
    started(job) {
      const source = sources[job];
      if (source === undefined) return;
      taken[job] = newestData[source]!;
      takenFrom[job] = completeAt[source]!;
    },
    dataOf(job, start, end) {
      const isCopy = sources[job] !== undefined;
      const data = isCopy ? taken[job]! : start;
      // A point that holds nothing does not take the place of one that does.
      if (Number.isNaN(data)) return data;
      if (isCopy && data !== newestData[job]) {
        const lag = end - takenFrom[job]!;
        copied[job]! += 1;
        lagSum[job]! += lag;
        lagMax[job] = Math.max(lagMax[job]!, lag);
      }
      newestData[job] = data;
      completeAt[job] = end;
      return data;
    },
    lagOf: (job) =>
      copied[job] === 0 ? undefined : { mean: lagSum[job]! / copied[job]!, max: lagMax[job]! },
    pointMade(source, sourceRun, hooks) {
      const run = keyOfCopy(sourceRun);
      for (const copy of followers.get(source) ?? none) {
        if (hooks.isUnderWay(copy) && hooks.isAllowed(copy)) furtherRun[copy] = run;
        else due(copy, run, hooks);
      }
    },
    ended(job, hooks) {
      const run = furtherRun[job]!;
      if (Number.isNaN(run)) return;
      furtherRun[job] = NO_RUN;
      due(job, run, hooks);
    },
  };
}
