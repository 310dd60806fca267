/**
 * Which jobs got worse or better, and why: a chain of facts from what was changed to what it did.
 *
 * What counts, in this order: the target (crossed or not), runs that made no restore point because
 * of the schedule (blocked, missed, stopped), the worst exposure, the mean wait. The first that
 * differs decides, so a job is on one side only, and the comparison the other way round has it on
 * the other. Its chain holds what speaks for that side: that a job which got worse also failed less
 * often is no cause.
 */
import { type Job, RESOURCE_KINDS } from "../../simulation/fleet.js";
import { type JobMetrics, missedStarts, type Summary } from "../../simulation/summary.js";
import type { Fact, SettingChange, TargetCrossing, Verdict } from "./comparison.js";
import type { FleetSide } from "./fleetChanges.js";
import { lengthText } from "../../time/length.js";

/** What verdicts are read from. */
export interface VerdictInput {
  readonly baseline: FleetSide;
  readonly candidate: FleetSide;
  readonly was: Summary;
  readonly is: Summary;
  readonly changes: readonly SettingChange[];
}

/**
 * Jobs of both fleets, judged; worst first, most improved first, and those that cross their target.
 */
export function verdictsOf(input: VerdictInput): {
  readonly worse: Verdict[];
  readonly better: Verdict[];
  readonly crossings: TargetCrossing[];
} {
  const { was, is } = input;
  const after = new Map(is.jobs.map((job) => [job.id, job]));
  const causes = causeFinder(input);
  const judged: { readonly verdict: Verdict; readonly score: readonly number[] }[] = [];
  const crossings: TargetCrossing[] = [];
  for (const before of was.jobs) {
    const now = after.get(before.id);
    if (now === undefined) continue;
    const score = scoreOf(before, now);
    if (score[0] !== 0) crossings.push(crossingOf(before, now));
    if (score.every((points) => points === 0)) continue;
    const chain = [...causes(before.id), ...effectsOf(before, now, signOf(score))];
    const text = chain.map((fact) => fact.text).join(" -> ");
    judged.push({
      score,
      verdict: {
        job: before.id,
        ...(now.name === undefined ? {} : { name: now.name }),
        chain,
        text,
      },
    });
  }
  const ranked = (side: number): Verdict[] =>
    judged
      .filter(({ score }) => signOf(score) === side)
      .sort((a, b) => side * compareScores(b.score, a.score))
      .map(({ verdict }) => verdict);
  return { worse: ranked(1), better: ranked(-1), crossings };
}

/**
 * By how much a job got worse, what counts most first; the other way round the same with the sign
 * turned.
 */
function scoreOf(was: JobMetrics, is: JobMetrics): number[] {
  // A target that is not judged on one side was not crossed (R36).
  const isJudged = was.withinTarget !== undefined && is.withinTarget !== undefined;
  return [
    isJudged ? Number(was.withinTarget) - Number(is.withinTarget) : 0,
    lost(is) - lost(was),
    is.exposure.worst - was.exposure.worst,
    is.wait.mean - was.wait.mean,
  ];
}

/** 1: worse, -1: better. */
function signOf(score: readonly number[]): number {
  return Math.sign(score.find((points) => points !== 0)!);
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((points, index) => points !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function blocked(job: JobMetrics): number {
  return job.blocked.backupWindow + job.blocked.startWindow;
}

function lost(job: JobMetrics): number {
  return blocked(job) + missedStarts(job) + job.stopped;
}

function crossingOf(was: JobMetrics, is: JobMetrics): TargetCrossing {
  const target = {
    ...(was.rpo === undefined ? {} : { baseline: was.rpo }),
    ...(is.rpo === undefined ? {} : { candidate: is.rpo }),
  };
  return {
    job: was.id,
    crossing: is.withinTarget === false ? "missed" : "met",
    baseline: was.exposure.worst,
    candidate: is.exposure.worst,
    target,
  };
}

/**
 * What the change did to a job for the worse (`side` 1) or the better (-1), in the order in which
 * one thing leads to another.
 */
function effectsOf(was: JobMetrics, is: JobMetrics, side: number): Fact[] {
  const facts: Fact[] = [];
  const goesThatWay = (read: (job: JobMetrics) => number): boolean =>
    Math.sign(read(is) - read(was)) === side;
  const count = (
    kind: Fact["kind"],
    about: string,
    read: (job: JobMetrics) => number,
    of: (job: JobMetrics) => number,
    what: string,
  ): void => {
    const [baseline, candidate] = [read(was), read(is)];
    if (goesThatWay(read))
      facts.push({
        kind,
        about,
        baseline,
        candidate,
        text: `${candidate} of ${of(is)} ${what} (${baseline} of ${of(was)} before)`,
      });
  };
  if (goesThatWay((job) => job.wait.max)) {
    facts.push({
      kind: "wait",
      about: "wait.max",
      baseline: was.wait.max,
      candidate: is.wait.max,
      text: `waits of up to ${lengthText(is.wait.max)} (${lengthText(was.wait.max)} before)`,
    });
  } else if (goesThatWay((job) => job.wait.mean)) {
    facts.push({
      kind: "wait",
      about: "wait.mean",
      baseline: was.wait.mean,
      candidate: is.wait.mean,
      text: `waits of ${lengthText(is.wait.mean)} on average (${lengthText(was.wait.mean)} before)`,
    });
  }
  count("blocked", "blocked", blocked, (job) => job.due, "starts blocked");
  count("missed", "missed", missedStarts, (job) => job.due, "starts missed");
  count(
    "stopped",
    "stopped",
    (job) => job.stopped,
    (job) => job.sessions,
    "sessions stopped",
  );
  count(
    "failed",
    "outcomes.Failed",
    (job) => job.outcomes.Failed,
    (job) => job.sessions,
    "sessions failed",
  );
  if (goesThatWay((job) => -job.exposure.restorePoints)) {
    const [baseline, candidate] = [was.exposure.restorePoints, is.exposure.restorePoints];
    facts.push({
      kind: "restore-points",
      about: "exposure.restorePoints",
      baseline,
      candidate,
      text: `${candidate} restore points (${baseline} before)`,
    });
  }
  if (goesThatWay((job) => job.exposure.worst)) {
    const [baseline, candidate] = [was.exposure.worst, is.exposure.worst];
    const target = is.rpo === undefined ? "" : `, target ${lengthText(is.rpo)}`;
    facts.push({
      kind: "exposure",
      about: "exposure.worst",
      baseline,
      candidate,
      text: `worst exposure ${lengthText(candidate)} (${lengthText(baseline)} before)${target}`,
    });
  }
  return facts;
}

/** Names of neighbours that a chain gives before it only counts them. */
const NAMED = 3;

/**
 * Finds what was changed for a job: its own settings, its resources', the fleet's; failing these,
 * its neighbours', and then anybody's.
 */
function causeFinder({ baseline, candidate, changes }: VerdictInput): (id: string) => Fact[] {
  const byThing = new Map<string, SettingChange[]>();
  for (const change of changes) {
    const key = `${change.of} ${change.id}`;
    byThing.set(key, [...(byThing.get(key) ?? []), change]);
  }
  const about = (of: SettingChange["of"], id: string): SettingChange[] =>
    byThing.get(`${of} ${id}`) ?? [];
  const changedJobs = new Set(
    changes.filter((change) => change.of === "job").map((change) => change.id),
  );
  const usersOf = usersByResource([baseline, candidate]);
  const elsewhere = elsewhereOf(changes.filter((change) => change.of !== "job"));

  return (id) => {
    const sides = [baseline.jobs.get(id)!.job, candidate.jobs.get(id)!.job];
    const facts: Fact[] = about("job", id).map(({ setting, text }) => ({
      kind: "setting",
      about: setting,
      text,
    }));
    for (const { key, name } of RESOURCE_KINDS) {
      for (const resource of new Set(sides.flatMap((job) => job[key] ?? []))) {
        facts.push(
          ...about(name, resource).map(({ setting, text }): Fact => ({
            kind: "setting",
            about: setting,
            text: `${name} ${resource} ${text}`,
          })),
        );
      }
    }
    facts.push(
      ...about("fleet", "").map(({ setting, text }): Fact => ({
        kind: "setting",
        about: setting,
        text,
      })),
    );
    if (facts.length > 0) return facts;
    for (const { key, name } of RESOURCE_KINDS) {
      for (const resource of new Set(sides.flatMap((job) => job[key] ?? []))) {
        const others = (usersOf.get(`${name} ${resource}`) ?? []).filter(
          (other) => other !== id && changedJobs.has(other),
        );
        if (others.length > 0) facts.push(neighbours(others, `${name} ${resource}`));
      }
    }
    if (facts.length > 0) return facts;
    // Through two resources even jobs that share none with each other meet, and the slots of one
    // are felt at another.
    return [
      ...(changedJobs.size > 0 ? [neighbours([...changedJobs], undefined)] : []),
      ...elsewhere,
    ];
  };
}

function neighbours(others: readonly string[], resource: string | undefined): Fact {
  const names = others.length <= NAMED ? `: ${others.join(", ")}` : "";
  const jobs = others.length === 1 ? "1 other job" : `${others.length} other jobs`;
  return {
    kind: "neighbours",
    text: `${jobs}${resource === undefined ? "" : ` on ${resource}`} changed${names}`,
  };
}

/** Changes of resources that a job does not need itself. */
function elsewhereOf(changes: readonly SettingChange[]): Fact[] {
  if (changes.length > NAMED)
    return [
      {
        kind: "neighbours",
        text: `${changes.length} settings of resources changed that it does not need itself`,
      },
    ];
  return changes.map(({ of, id, setting, text }): Fact => ({
    kind: "neighbours",
    about: setting,
    text: `elsewhere ${of} ${id} ${text}`,
  }));
}

function usersByResource(sides: readonly FleetSide[]): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  const add = (job: Job): void => {
    for (const { key, name } of RESOURCE_KINDS) {
      if (job[key] === undefined) continue;
      const resource = `${name} ${job[key]}`;
      users.set(resource, (users.get(resource) ?? new Set()).add(job.id));
    }
  };
  for (const { fleet } of sides) fleet.jobs.forEach(add);
  return new Map([...users].map(([resource, ids]) => [resource, [...ids]]));
}
