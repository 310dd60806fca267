/**
 * What a proposal does beyond its span: moves after which windows let fewer starts happen, once the
 * server's clock has changed.
 *
 * A window is read on UTC unless it is told otherwise (R11), so a start that lies inside of it in
 * January may lie outside in July. A proposal is judged where it was simulated; whoever staggers a
 * week gets the year by counting starts, which costs no simulation.
 */
import { compileSchedule, type Schedule } from "../../schedule/schedule.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { CheckedSpan } from "../../simulation/span.js";
import { DAY_MS, WEEK_MS } from "../../time/instant.js";
import { cropZone } from "../../time/zone.js";
import type { Move, SwallowedLater } from "./proposal.js";

/** Every clock change comes again within this. */
const YEAR_MS = 366 * DAY_MS;

/** At the edges of the year one time of day may lie inside, and another outside. */
const EDGE_STARTS = 1;

/** The moves that cost starts in the year from the begin of the span on, but none in the span. */
export function swallowedLater(
  before: CheckedFleet,
  after: CheckedFleet,
  moves: readonly Move[],
  { from, to }: CheckedSpan,
): SwallowedLater[] {
  const until = from + YEAR_MS;
  if (to >= until) return [];
  const [was, is] = [before, after].map(
    ({ jobs }) => new Map(jobs.map((one) => [one.job.id, one])),
  );
  const known = new Map<string, readonly [inSpan: number, inYear: number]>();
  const startsOf = (checked: CheckedJob): readonly [number, number] => {
    const { policy, clock } = checked;
    const key = JSON.stringify([policy, clock]);
    let starts = known.get(key);
    if (starts === undefined) {
      const schedule = scheduleOver(checked, from, until);
      starts = [schedule.count(from, to), schedule.count(from, until)];
      known.set(key, starts);
    }
    return starts;
  };
  return moves.flatMap(({ job, name }) => {
    const [baseline, candidate] = [startsOf(was!.get(job)!), startsOf(is!.get(job)!)];
    const runs = baseline[1] - candidate[1];
    const isLater = runs > EDGE_STARTS && baseline[0] - candidate[0] <= EDGE_STARTS;
    return isLater ? [{ job, ...(name === undefined ? {} : { name }), runs }] : [];
  });
}

function scheduleOver({ policy, clock, zone }: CheckedJob, from: number, until: number): Schedule {
  return compileSchedule(policy, clock, cropZone(zone, from - WEEK_MS, until + WEEK_MS));
}
