/**
 * What a change did to a job: the facts behind its verdict, from waits to exposure.
 *
 * A chain holds what speaks for its side: that a job which got worse also failed less often is no
 * link of it. All figures are those of the two summaries.
 */
import { grouped } from "../../input/numberText.js";
import { type Job, RESOURCE_KINDS } from "../../simulation/fleet.js";
import {
  blockedStarts,
  type JobMetrics,
  missedStarts,
  type Summary,
} from "../../simulation/summary.js";
import { lengthText } from "../../time/length.js";
import type { Fact } from "./comparison.js";
import { type FleetSide, neededId } from "./fleetChanges.js";

/** A job on the two sides, and what it may have waited for on the side where it waited longer. */
export interface Affected {
  readonly was: JobMetrics;
  readonly is: JobMetrics;
  /** 1: it got worse, -1: better. */
  readonly side: 1 | -1;
  /** The job and the resources of the worse side. */
  readonly worse: {
    readonly job: Job;
    readonly summary: Summary;
    readonly resources: FleetSide["resources"];
  };
  /** Whether its luck is other luck: then how often it failed is no effect. */
  readonly isDrawnAnew: boolean;
}

/** What the change did to a job, in the order in which one thing leads to another. */
export function effectsOf({ was, is, side, worse, isDrawnAnew }: Affected): Fact[] {
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
        text:
          `${grouped(candidate)} of ${grouped(of(is))} ${what} ` +
          `(${grouped(baseline)} of ${grouped(of(was))} before)`,
      });
  };
  const [slowBefore, slowNow] = [slownessOf(was), slownessOf(is)];
  if (Math.sign(slowNow - slowBefore) === side) {
    const [before, now] = [slowBefore, slowNow].map((times) => grouped(times, 2));
    if (before !== now)
      facts.push({
        kind: "slow",
        about: "slowdown.mean",
        baseline: slowBefore,
        candidate: slowNow,
        text: `sessions take ${now} times as long as at full speed on average (${before} before)`,
      });
  }
  const room = resourceText(worse);
  if (goesThatWay((job) => job.wait.max)) {
    facts.push({
      kind: "wait",
      about: "wait.max",
      baseline: was.wait.max,
      candidate: is.wait.max,
      text: `${waitsText(is.wait.max, was.wait.max)}${room}`,
    });
  } else if (goesThatWay((job) => job.wait.mean)) {
    facts.push({
      kind: "wait",
      about: "wait.mean",
      baseline: was.wait.mean,
      candidate: is.wait.mean,
      text:
        `waits of ${lengthText(is.wait.mean)} on average ` +
        `(${lengthText(was.wait.mean)} before)${room}`,
    });
  }
  count("blocked", "blocked", blockedStarts, (job) => job.due, "starts blocked");
  count("missed", "missed", missedStarts, (job) => job.due, "starts missed");
  count(
    "stopped",
    "stopped",
    (job) => job.stopped,
    (job) => job.sessions,
    "sessions stopped",
  );
  if (!isDrawnAnew)
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
      text: `${grouped(candidate)} restore points (${grouped(baseline)} before)`,
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

/** `waits of up to 1 h 48 min (20 min before)`, `no wait (waits of up to 20 min before)`. */
function waitsText(now: number, before: number): string {
  const [is, was] = [now, before].map((max) => (max === 0 ? "no wait" : lengthText(max)));
  if (now === 0) return `${is} (waits of up to ${was} before)`;
  return `waits of up to ${is} (${was} before)`;
}

/**
 * Length over length at full speed: 1 where nothing slows a job; `NaN`, which is neither more nor
 * less than anything, where no session of it is over.
 */
function slownessOf({ slowdown, sessions, outcomes: { Running } }: JobMetrics): number {
  return slowdown?.mean ?? (sessions > Running ? 1 : Number.NaN);
}

/**
 * `, for proxy p`, `, for proxy p or repository r`: what an attempt that waited may have waited
 * for, which is what of its needs was ever full, or has outages. Who waits, waits for one of these.
 */
function resourceText({ job, summary, resources }: Affected["worse"]): string {
  const full = RESOURCE_KINDS.flatMap(({ list, key, name }) => {
    const needed = neededId(job, key, resources);
    const metrics = summary[list].find(({ id }) => id === needed);
    const isAway = (resources.get(`${name} ${needed}`)?.outages.length ?? 0) > 0;
    return metrics !== undefined && (metrics.peak >= metrics.slots || isAway)
      ? [`${name} ${metrics.name ?? metrics.id}`]
      : [];
  });
  return full.length === 0 ? "" : `, for ${full.join(" or ")}`;
}
