/**
 * Laws of threads, pace, outages and copies (R28 to R32) in the slow simulator, on fleets that have
 * them all at once: the examples by hand say what each does alone.
 *
 * Whatever a rule speaks of is counted, so that a generator that lost its edge is found out.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oracleWall } from "./calendarOracle.ts";
import { compared, type Fraction, fraction, minus, times, total } from "./fraction.ts";
import { runs } from "./scheduleArbitraries.ts";
import { MINUTE } from "./scheduleBuilders.ts";
import { type SharingScenario, sharingScenarios } from "./sharingArbitraries.ts";
import { slowFleetOf } from "./slowFleet.ts";
import type {
  SlowFleet,
  SlowResource,
  SlowSession,
  SlowShare,
  SlowTimeline,
  SlowWork,
} from "./slowModel.ts";
import { isOut, outageBegins } from "./slowOutages.ts";
import { resourcesOf } from "./slowRoom.ts";
import { slowSimulate } from "./slowSimulator.ts";

const met: Record<string, number> = {};
const meet = (what: string): void => void (met[what] = (met[what] ?? 0) + 1);

/**
 * What happened, and what every workload answered, by job, nominal, attempt and start: in turn,
 * where sessions without length share all of these.
 */
interface Lived {
  readonly fleet: SlowFleet;
  readonly timeline: SlowTimeline;
  readonly answers: ReadonlyMap<string, SlowWork[]>;
}

const keyOf = (job: string, run: { nominal: number; attempt: number; start: number }): string =>
  `${job}@${run.nominal}#${run.attempt} at ${run.start}`;

function live({ fleet, from, to, rules }: SharingScenario): Lived {
  const answers = new Map<string, SlowWork[]>();
  const slow = slowFleetOf(fleet, from, to);
  const jobs = slow.jobs.map((job) => ({
    ...job,
    workload(run: Parameters<typeof job.workload>[0]): SlowWork {
      const answer = job.workload(run);
      const key = keyOf(job.id, run);
      answers.set(key, [...(answers.get(key) ?? []), answer]);
      return answer;
    },
  }));
  const told = { ...slow, jobs };
  return { fleet: told, timeline: slowSimulate(told, from, to, rules), answers };
}

const limited = (resources: readonly SlowResource[]): SlowResource[] =>
  resources.filter(({ threads }) => threads !== undefined);

/** R28: within the limits, and nobody short without a full resource on which nobody has more. */
function checkShares(running: readonly SlowShare[]): void {
  const usersOf = (resource: SlowResource): SlowShare[] =>
    running.filter((share) => share.resources.includes(resource));
  const usedOf = (resource: SlowResource): Fraction =>
    total(usersOf(resource).map(({ threads }) => threads));
  for (const { most, threads, resources } of running) {
    const own = limited(resources);
    if (most === undefined) {
      expect(own).toEqual([]);
      continue;
    }
    if (own.length > 1) meet("several resources with threads");
    for (const resource of own)
      expect(compared(usedOf(resource), fraction(resource.threads!))).toBeLessThanOrEqual(0);
    if (compared(threads, fraction(most)) === 0) continue;
    meet("session with fewer threads than it can use");
    expect(compared(threads, fraction(most))).toBeLessThan(0);
    const narrow = own.filter(
      (resource) =>
        compared(usedOf(resource), fraction(resource.threads!)) === 0 &&
        usersOf(resource).every((other) => compared(other.threads, threads) <= 0),
    );
    expect(narrow).not.toEqual([]);
    if (running.some((other) => compared(other.threads, threads) > 0 && other.most !== undefined))
      meet("unequal shares");
  }
}

/** One session of a job at once, within slots, and on no resource that is out (R16, R22, R30). */
function checkSpell(running: readonly SlowShare[], from: number): void {
  expect(new Set(running.map(({ job }) => job)).size).toBe(running.length);
  for (const { resources } of running) {
    for (const resource of resources) {
      const users = running.filter((share) => share.resources.includes(resource));
      expect(users.length).toBeLessThanOrEqual(resource.slots ?? Infinity);
      expect(isOut(resource.outages, from)).toBe(false);
    }
  }
}

/** The work of a session is done when it ends by itself, and not a ms before; else it is not. */
function checkEnd(session: SlowSession, { fleet, timeline, answers }: Lived): void {
  const { job: id, start, end, outcome } = session;
  const job = fleet.jobs.find((other) => other.id === id)!;
  const answer = answers.get(keyOf(id, session))!.shift()!;
  const spells = timeline.spells.filter(({ from, to }) => from >= start && to <= end);
  const speeds = spells.map(({ from, to, running }) => ({
    ms: to - from,
    speed: running.find((share) => share.job === id)!.speed,
  }));
  expect(speeds.reduce((sum, { ms }) => sum + ms, 0)).toBe(end - start);
  if (new Set(speeds.map(({ speed }) => `${speed.top}/${speed.bottom}`)).size > 1)
    meet("session whose speed changes");
  const done = total(speeds.map(({ ms, speed }) => times(speed, fraction(ms))));
  const work = fraction(answer.duration);
  const own = resourcesOf(job, fleet);
  if (compared(done, work) >= 0 && !own.some(({ outages }) => isOut(outages, start))) {
    expect(outcome).toBe(answer.outcome);
    expect(compared(minus(done, speeds.at(-1)?.speed ?? fraction(1)), work)).toBeLessThan(0);
    if (own.some(({ outages }) => outageBegins(outages, end)))
      meet("session done as an outage begins");
    if (job.windowEnd(end - 1) === end) meet("session done as its window closes");
  } else if (outcome === "Stopped") {
    expect(job.windowEnd(start)).toBe(end);
    if (own.some(({ outages }) => outageBegins(outages, end)))
      meet("session stopped as an outage begins");
  } else if (outcome === "Failed") {
    if (end === start) meet("session failed at once");
    else meet("session cut by an outage");
    expect(own.some(({ outages }) => isOut(outages, end))).toBe(true);
    if (end > start) expect(own.some(({ outages }) => outageBegins(outages, end))).toBe(true);
  } else {
    expect([outcome, end]).toEqual(["Running", timeline.spells.at(-1)!.to]);
  }
}

/** Nobody waits whose slots are free, and whose resources are in order, all along a spell. */
function checkWaits({ fleet, timeline }: Lived, rules: SharingScenario["rules"]): void {
  for (const job of fleet.jobs) {
    const own = resourcesOf(job, fleet);
    for (const { arrival, until, fate } of timeline.waits(job.id)) {
      for (const { from, running } of timeline.spells) {
        if (from < arrival || from >= until) continue;
        const isFull = own.some((resource) => {
          const users = running.filter((share) => share.resources.includes(resource));
          return users.length >= (resource.slots ?? Infinity);
        });
        const isOff = own.some(({ outages }) => isOut(outages, from));
        expect(isFull || (isOff && rules.outage === "wait")).toBe(true);
        if (!isFull) meet(`${fate} after waiting for an outage`);
      }
    }
  }
}

/** R32: every restore point of the source is met, and what a copy holds was there at its start. */
function checkCopies({ fleet, timeline }: Lived): void {
  const endOfSpan = timeline.spells.at(-1)!.to;
  for (const { id, copyOf, isImmediate, isAllowed } of fleet.jobs) {
    if (copyOf === undefined) continue;
    const sources = timeline.restorePoints(copyOf);
    const own = timeline.sessions.filter((session) => session.job === id);
    const waits = timeline.waits(id);
    const missed = timeline.missed.filter((start) => start.job === id);
    for (const { end: point } of sources) {
      if (isImmediate !== true || point === endOfSpan) continue;
      const isDue = own.some((session) => session.nominal === point && session.attempt === 0);
      const isMissed = missed.some((start) => start.nominal === point);
      const isWaiting = waits.some(({ arrival, until }) => arrival <= point && point <= until);
      const isRunning = own.some(({ start, end }) => start <= point && point <= end);
      expect(isDue || isMissed || isWaiting || isRunning).toBe(true);
      meet(isDue ? "copy at its source's end" : isMissed ? "copy missed" : "point met by a run");
    }
    for (const { nominal, reason } of missed) {
      if (isImmediate !== true) continue;
      if (reason === "backup-window") expect(isAllowed(nominal)).toBe(false);
      meet(`copy ${reason}`);
    }
    const begun = timeline.spells[0]!.from;
    for (const { nominal, attempt } of own) {
      const isPoint = sources.some(({ end }) => end === nominal);
      if (isImmediate !== true || attempt > 0 || nominal === begun || isPoint) continue;
      // A further run: due where an attempt of the copy came to its end.
      const isEnd = own.some(({ end }) => end === nominal);
      expect(
        isEnd || waits.some(({ until, fate }) => fate === "dropped" && until === nominal),
      ).toBe(true);
      meet("further run of a copy");
    }
    for (const { start, asOf } of timeline.restorePoints(id)) {
      // What comes in a later round of the instant is not there yet.
      const before = sources.filter(({ end }) => end < start).map((point) => point.asOf);
      const upTo = sources.filter(({ end }) => end <= start).map((point) => point.asOf);
      expect(upTo).toContain(asOf);
      expect(asOf).toBeGreaterThanOrEqual(Math.max(-Infinity, ...before));
      meet("restore point of a copy");
      if (fleet.jobs.find((job) => job.id === copyOf)!.copyOf !== undefined)
        meet("restore point of a copy of a copy");
    }
    const idle = own.filter(
      ({ start, outcome }) => outcome === "Success" && !sources.some(({ end }) => end <= start),
    );
    for (const session of idle) {
      meet("session of a copy without data");
      expect(
        timeline
          .restorePoints(id)
          .some(({ start, end }) => start === session.start && end === session.end),
      ).toBe(false);
    }
  }
}

/** R29: clocks change while a session runs at a pace, and with them, perhaps, its speed. */
function noticeClockChanges({ fleet, from, to }: SharingScenario, timeline: SlowTimeline): void {
  const zone = fleet.clock!.zone!;
  for (let change = from; change < to; change += 30 * MINUTE) {
    if (oracleWall(zone, change) - oracleWall(zone, change - MINUTE) === MINUTE) continue;
    const index = timeline.spells.findIndex((spell) => spell.from <= change && change < spell.to);
    const [before, after] = [timeline.spells[index - 1], timeline.spells[index]!];
    for (const share of after.running) {
      if (share.start >= change || share.resources.every(({ pace }) => pace === undefined))
        continue;
      meet("clock change in a session with a pace");
      const { speed } = before?.running.find(({ job }) => job === share.job) ?? share;
      if (after.from === change && compared(speed, share.speed) !== 0)
        meet("speed changes with the clock");
    }
  }
}

describe("slowSimulate", () => {
  it("should keep the rules of sharing, outages and copies everywhere at once", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        const lived = live(scenario);
        const { timeline } = lived;
        expect(timeline.spells[0]!.from).toBe(scenario.from);
        expect(timeline.spells.at(-1)!.to).toBe(scenario.to);
        timeline.spells.forEach(({ from, running }, index) => {
          if (index > 0) expect(from).toBe(timeline.spells[index - 1]!.to);
          checkShares(running);
          checkSpell(running, from);
        });
        noticeClockChanges(scenario, timeline);
        for (const session of timeline.sessions) checkEnd(session, lived);
        checkWaits(lived, scenario.rules);
        checkCopies(lived);
      }),
      runs(400),
    );
    for (const situation of [
      "several resources with threads",
      "session with fewer threads than it can use",
      "unequal shares",
      "session whose speed changes",
      "clock change in a session with a pace",
      "speed changes with the clock",
      "session done as an outage begins",
      "session done as its window closes",
      "session stopped as an outage begins",
      "session failed at once",
      "session cut by an outage",
      "started after waiting for an outage",
      "dropped after waiting for an outage",
      "copy at its source's end",
      "point met by a run",
      "copy backup-window",
      "copy retry-pending",
      "copy window-closed",
      "further run of a copy",
      "restore point of a copy",
      "restore point of a copy of a copy",
      "session of a copy without data",
    ])
      expect(met[situation] ?? 0, situation).toBeGreaterThan(5);
  });
});
