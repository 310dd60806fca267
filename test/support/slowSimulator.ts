/**
 * The fleet simulator, slow and plain: an oracle for the fast one, with which it shares no code.
 *
 * Three lists hold all that can happen (attempts that run, attempts that wait, retries that are
 * pending). Time goes to the earliest instant named anywhere in them, or at which a pace or an
 * outage changes, and there the phases are gone through once, in their order; if the instant still
 * names something (an attempt of length zero), it is simply the earliest again. Free slots, threads
 * and speeds are counted anew from the list of running attempts each time, so there is nothing that
 * could drift. The invariant: of one job, at most one attempt runs, waits or is pending.
 */
import { fraction, ZERO } from "./fraction.ts";
import { checkInput, checkWork } from "./slowCheck.ts";
import type {
  SlowFleet,
  SlowMissed,
  SlowOutcome,
  SlowResource,
  SlowRetryNotMade,
  SlowRules,
  SlowTimeline,
  SlowWait,
} from "./slowModel.ts";
import { outageBegins } from "./slowOutages.ts";
import { makesRestorePoint, type SlowRestorePoint } from "./slowRestorePoints.ts";
import { hasSlots, isAway, resourcesOf } from "./slowRoom.ts";
import { type Attempt, type Records, timelineOf } from "./slowTimeline.ts";
import { doneAt, flowsAt, isDone, leftAfter, type Work } from "./slowWork.ts";

interface Waiting extends Attempt {
  arrival: number;
  dropAt: number;
}
interface Running extends Attempt, Work {
  start: number;
  /** Where its window closes (R17). */
  edge: number;
  outcome: SlowOutcome;
  /** The data that it will hold is as of this instant; a copy may find none (R32). */
  asOf: number | undefined;
}
interface Ended extends Omit<Running, "outcome"> {
  end: number;
  outcome: SlowOutcome | "Stopped";
}
interface Pending extends Attempt {
  dueAt: number;
}

/**
 * What a fleet does in `[from, to)` (R15 to R22, R28 to R32), and what is to be said of each job
 * (R23, R34, R36).
 *
 * The far edge: what ends, is cut or is dropped exactly at `to` has ended so; nothing starts at
 * `to`.
 */
export function slowSimulate(
  fleet: SlowFleet,
  from: number,
  to: number,
  rules: SlowRules,
): SlowTimeline {
  checkInput(fleet, from, to);

  const told: Records = {
    finished: [],
    missed: [],
    waits: [],
    retriesNotMade: [],
    spells: [],
    restorePoints: [],
    copyStarts: [],
  };
  fleet.jobs.forEach(({ blocked = [] }, job) => {
    for (const { nominal, reason } of blocked)
      told.missed.push({ job, nominal, manual: false, reason });
  });
  let running: Running[] = [];
  let line: Waiting[] = []; // in the order in which they joined
  let pending: Pending[] = [];
  const resources = [...fleet.proxies, ...fleet.repositories, ...fleet.organizations];
  const manualLeft = fleet.jobs.map((job) => job.runNow === true);
  const dueLeft = fleet.jobs.map((job) => [...job.due]);
  // R32: a start of the copy is due at this instant, or will be when its attempt comes to its end.
  const isCopyDue = fleet.jobs.map(() => false);
  const isCopyOwed = fleet.jobs.map(() => false);

  let now = from;
  // Ends: paces and outages change so many times; every other round takes away a due start,
  // a manual start, a waiting or running attempt or a pending retry, and each start makes at most
  // 1 + retryNumber attempts.
  for (;;) {
    const following = earliest();
    if (!(following < to)) break;
    goTo(following);
    endAttempts();
    cutByOutages();
    serveLine();
    dropClosed();
    serveLine();
    startNominal();
    startCopies();
    startRetries();
  }
  close();

  return timelineOf(fleet, from, to, told);

  /** The earliest instant at which anything is due to happen. */
  function earliest(): number {
    let instant = Infinity;
    if (manualLeft.includes(true)) instant = from;
    for (const due of dueLeft) if (due.length > 0) instant = Math.min(instant, due[0]!);
    flowsAt(running, now).forEach(({ speed }, index) => {
      const { left, edge } = running[index]!;
      instant = Math.min(instant, doneAt(left, speed, now), edge);
    });
    for (const { pace = [], outages = [] } of resources) {
      const changes = [...pace.map((step) => step.from), ...outages.flatMap((o) => [o.from, o.to])];
      instant = Math.min(instant, ...changes.filter((change) => change > now));
    }
    for (const attempt of line) instant = Math.min(instant, attempt.dropAt);
    for (const attempt of pending) instant = Math.min(instant, attempt.dueAt);
    return instant;
  }

  /** Time passes, in which nothing changes, and work gets done. */
  function goTo(instant: number): void {
    if (instant < now) throw new Error(`invariant: time went back from ${now} to ${instant}`);
    if (instant === now) return;
    const flows = flowsAt(running, now);
    told.spells.push({
      from: now,
      to: instant,
      running: running.map(({ job, attempt, start, resources: own }, index) => {
        return { job: fleet.jobs[job]!.id, attempt, start, resources: own, ...flows[index]! };
      }),
    });
    running = running.map((attempt, index) => ({
      ...attempt,
      left: leftAfter(attempt.left, flows[index]!.speed, instant - now),
    }));
    now = instant;
  }

  /** Phase 1: everything that ends now, done or stopped; who is done at its edge is done (R17). */
  function endAttempts(): void {
    end(
      running.filter(({ left, edge }) => isDone(left) || edge === now),
      ({ left, outcome }) => (isDone(left) ? outcome : "Stopped"),
    );
  }

  /** Phase 2: whatever still runs on a resource whose outage begins now has failed (R30). */
  function cutByOutages(): void {
    const begins = ({ outages }: SlowResource): boolean => outageBegins(outages, now);
    end(
      running.filter((attempt) => attempt.resources.some(begins)),
      () => "Failed",
    );
  }

  /**
   * Attempts end, in the order of the jobs. Here it is decided whether a retry will follow (R18),
   * also that it will not because it would be due in a prohibited hour (R19): that one is never
   * pending.
   */
  function end(ending: Running[], outcomeOf: (attempt: Running) => SlowOutcome | "Stopped"): void {
    running = running.filter((attempt) => !ending.includes(attempt));
    for (const attempt of ending.sort((a, b) => a.job - b.job)) {
      const ended: Ended = { ...attempt, end: now, outcome: outcomeOf(attempt) };
      told.finished.push(ended);
      leaveRestorePoint(ended);
      payCopy(ended.job);
      const job = fleet.jobs[ended.job]!;
      const wantsRetry =
        // R18, R17
        ended.outcome === "Failed" || (ended.outcome === "Warning" && rules.retryOnWarning);
      const mayRetry =
        // R21
        job.retryEnabled && ended.attempt < job.retryNumber && (!ended.manual || rules.retryManual);
      if (!wantsRetry || !mayRetry) continue;
      const { job: index, nominal, manual } = ended;
      const dueAt = now + job.retryWaitMs;
      const retry: Pending = { job: index, nominal, attempt: ended.attempt + 1, manual, dueAt };
      if (job.isAllowed(dueAt)) pending.push(retry);
      else notMade(retry, dueAt, "window-closed");
    }
  }

  /** R23, R32: where there is one, starts of its Immediate copies are due. */
  function leaveRestorePoint({ job, start, end: ready, outcome, asOf }: Ended): void {
    if (asOf === undefined || !makesRestorePoint(outcome, rules.restorePoint)) return;
    told.restorePoints.push({ job, start, end: ready, asOf });
    fleet.jobs.forEach(({ copyOf, isImmediate }, copy) => {
      if (isImmediate === true && copyOf === fleet.jobs[job]!.id) isCopyDue[copy] = true;
    });
  }

  /** R32: the attempt of a copy has come to its end, and what is owed is due. */
  function payCopy(job: number): void {
    if (!isCopyOwed[job]) return;
    isCopyOwed[job] = false;
    isCopyDue[job] = true;
  }

  /**
   * Phase 3: waiting attempts whose window closes now (R22). A run that has sessions already just
   * keeps them.
   */
  function dropClosed(): void {
    for (const attempt of line.filter(({ dropAt }) => dropAt === now)) {
      waited(attempt, "dropped");
      if (attempt.attempt === 0) miss(attempt, "window-closed");
      else notMade(attempt, attempt.arrival, "window-closed");
      payCopy(attempt.job);
    }
    line = line.filter((attempt) => attempt.dropAt !== now);
  }

  /** Phase 4: manual and nominal starts, in the order of the jobs (R16, R20, R21). */
  function startNominal(): void {
    for (let job = 0; job < fleet.jobs.length; job++) {
      if (manualLeft[job]) {
        if (now !== from) throw new Error("invariant: a manual start happens at `from`");
        manualLeft[job] = false;
        join({ job, nominal: from, attempt: 0, manual: true });
        serveLine();
      }
      if (dueLeft[job]![0] !== now) continue;
      dueLeft[job]!.shift();
      const start: Attempt = { job, nominal: now, attempt: 0, manual: false };
      if (running.some((other) => other.job === job)) {
        miss(start, "still-running");
        continue;
      }
      const waiting = line.find((other) => other.job === job);
      if (waiting !== undefined) {
        // A run whose retry waits has begun: it is under way (R16).
        miss(start, waiting.attempt === 0 ? "still-waiting" : "still-running");
        continue;
      }
      if (!passesRetry(start)) continue;
      join(start);
      serveLine();
    }
  }

  /** Phase 5: starts of Immediate copies, in the order of the jobs (R32). */
  function startCopies(): void {
    for (let job = 0; job < fleet.jobs.length; job++) {
      if (!isCopyDue[job]) continue;
      isCopyDue[job] = false;
      const start: Attempt = { job, nominal: now, attempt: 0, manual: false };
      const isAllowed = fleet.jobs[job]!.isAllowed(now);
      if (isAllowed && isUnderWay(job)) {
        isCopyOwed[job] = true;
        continue;
      }
      told.copyStarts.push(start);
      if (!isAllowed)
        miss(start, "backup-window"); // R12
      else if (passesRetry(start)) {
        join(start);
        serveLine();
      }
    }
  }

  /** An attempt of the job runs, or waits for room. */
  function isUnderWay(job: number): boolean {
    return [...running, ...line].some((attempt) => attempt.job === job);
  }

  /** R20: whether the start is made; a retry that is pending gives way, or makes it give way. */
  function passesRetry(start: Attempt): boolean {
    const retry = pending.find((other) => other.job === start.job);
    if (retry === undefined) return true;
    if (rules.pendingRetry === "first") {
      miss(start, "retry-pending");
      return false;
    }
    notMade(retry, retry.dueAt, "superseded");
    pending = pending.filter((other) => other !== retry);
    return true;
  }

  /** Phase 6: retries that are due now, in the order of the jobs (R18). */
  function startRetries(): void {
    const dueNow = pending.filter((retry) => retry.dueAt === now).sort((a, b) => a.job - b.job);
    pending = pending.filter((retry) => retry.dueAt !== now);
    for (const { job, nominal, attempt, manual } of dueNow) {
      if (!fleet.jobs[job]!.isAllowed(now))
        throw new Error(`invariant: a retry of job ${job} is pending for prohibited ${now} (R19)`);
      join({ job, nominal, attempt, manual });
      serveLine();
    }
  }

  function join(attempt: Attempt): void {
    const busy = [...running, ...line, ...pending].some((other) => other.job === attempt.job);
    if (busy) throw new Error(`invariant: job ${attempt.job} has two attempts at ${now}`);
    line.push({ ...attempt, arrival: now, dropAt: edgeAfter(attempt.job) });
  }

  /**
   * Starts whatever can start, first come first served; one that cannot start does not hold up a
   * later one (R22).
   */
  function serveLine(): void {
    for (const waiting of [...line]) {
      // The slots that are freed at the closing edge come too late: an attempt never begins in the
      // hour that it must not run in. (It is dropped in the next phase.)
      if (waiting.dropAt === now) continue;
      const own = resourcesOf(fleet.jobs[waiting.job]!, fleet);
      if (!hasSlots(own, running)) continue;
      const fails = isAway(own, now);
      if (fails && rules.outage !== "fail") continue; // R30
      line = line.filter((other) => other !== waiting);
      waited(waiting, "started");
      const { job, nominal, attempt, manual } = waiting;
      const newest = newestOf(job);
      const work = fleet.jobs[job]!.workload({
        nominal,
        start: now,
        attempt,
        ...(newest === undefined ? {} : { newestRestorePoint: newest.start }),
      });
      checkWork(fleet.jobs[job]!.id, work);
      running.push({
        job,
        nominal,
        attempt,
        manual,
        start: now,
        edge: edgeAfter(job),
        left: fails ? ZERO : fraction(work.duration),
        named: work.threads,
        resources: own,
        outcome: fails ? "Failed" : work.outcome,
        asOf: dataOf(job),
      });
    }
  }

  /** The job's newest restore point; its sessions follow one another, so it is its last. */
  function newestOf(job: number): SlowRestorePoint | undefined {
    return told.restorePoints.findLast((point) => point.job === job);
  }

  /**
   * As of when the data is that a session holds which starts now: a copy takes over the newest
   * restore point of its source that is complete.
   */
  function dataOf(job: number): number | undefined {
    const { copyOf } = fleet.jobs[job]!;
    if (copyOf === undefined) return now;
    return newestOf(fleet.jobs.findIndex(({ id }) => id === copyOf))?.asOf;
  }

  function edgeAfter(job: number): number {
    const edge = fleet.jobs[job]!.windowEnd(now);
    if (!(edge > now)) throw new Error(`invariant: windowEnd(${now}) must be later, got ${edge}`);
    return edge;
  }

  function miss(start: Attempt, reason: SlowMissed["reason"]): void {
    told.missed.push({ job: start.job, nominal: start.nominal, manual: start.manual, reason });
  }

  function waited({ job, nominal, attempt, arrival }: Waiting, fate: SlowWait["fate"]): void {
    told.waits.push({ job, nominal, attempt, arrival, until: now, fate });
  }

  function notMade(retry: Attempt, due: number, reason: SlowRetryNotMade["reason"]): void {
    const { job, nominal, attempt } = retry;
    told.retriesNotMade.push({ job: fleet.jobs[job]!.id, nominal, attempt, at: now, due, reason });
  }

  /** What is left when `to` comes. Pending retries leave no trace. */
  function close(): void {
    goTo(to);
    endAttempts();
    cutByOutages();
    dropClosed();
    for (const attempt of running) told.finished.push({ ...attempt, end: to, outcome: "Running" });
    for (const attempt of line) {
      waited(attempt, "in line");
      if (attempt.attempt === 0) miss(attempt, "not-started");
    }
  }
}
