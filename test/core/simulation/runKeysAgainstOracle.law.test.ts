/**
 * Luck belongs to the run key (R24): what `random` gives to a run in the engine, against the keys
 * of an oracle that shares no code with it.
 *
 * Of one job and seed, two draws for one purpose are equal where key and attempt are, and only
 * there, whatever the policies and whenever the runs start.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Job, parsePolicy, type SchedulePolicy, simulate } from "../../../src/index.ts";
import { oracleRuns } from "../../support/calendarOracle.ts";
import { oracleRunKey, runKeyText } from "../../support/runKeyOracle.ts";
import {
  crossedScenes,
  dailyPolicies,
  periodicPolicies,
  runs,
  type Scene,
  scheduledScenes,
} from "../../support/scheduleArbitraries.ts";

const DAY = 86_400_000;
const BY_HAND = "by hand";
const met = { shared: 0, retried: 0, byHand: 0, second: 0, opening: 0, moved: 0 };

/**
 * What every run of a job with this policy draws, by the oracle's key and the attempt; every
 * attempt fails in no time, and is tried again once, at once.
 */
function drawsOf(
  { clock, instant }: Scene,
  policy: SchedulePolicy,
  runNow: boolean,
): Map<string, number> {
  const [from, to] = [instant - DAY, instant + 2 * DAY];
  const drawn: { nominal: number; attempt: number; luck: number }[] = [];
  const job: Job = {
    id: "job",
    policy: parsePolicy({
      ...policy,
      retryEnabled: true,
      retryNumber: 1,
      retryWaitInterval: 0,
    }),
    runNow,
    workload({ nominal, attempt, random }) {
      drawn.push({ nominal, attempt, luck: random("length") });
      return { duration: 0, outcome: "Failed" };
    },
  };
  simulate({ clock, jobs: [job] }, { from, to, seed: 7 });
  const keyOf = new Map<number, string>();
  for (const run of oracleRuns(policy, clock, from, to)) {
    if (!run.admitted) continue;
    keyOf.set(run.instant, runKeyText(oracleRunKey(policy, clock, run)));
    if (run.atOpening) met.opening += 1;
    if (run.clockChange === "shifted" || run.clockChange === "gap-end") met.moved += 1;
  }
  // A start by hand comes first, and a nominal one of the same instant finds it running.
  if (runNow) keyOf.set(from, BY_HAND);
  const draws = new Map<string, number>();
  for (const { nominal, attempt, luck } of drawn) {
    const key = `${keyOf.get(nominal)} attempt ${attempt}`;
    expect(draws.has(key), key).toBe(false);
    draws.set(key, luck);
  }
  return draws;
}

describe("luck", () => {
  it("should belong to local date, place in the plan and pass, and to nothing else", () => {
    const scenes = fc.oneof(scheduledScenes, { weight: 2, arbitrary: crossedScenes });
    const others = fc.oneof(dailyPolicies, periodicPolicies);
    fc.assert(
      fc.property(scenes, others, fc.boolean(), (scene, other, runNow) => {
        const draws = drawsOf(scene, scene.policy, runNow);
        const othersDraws = drawsOf(scene, other, false);
        for (const [key, luck] of othersDraws) {
          if (!draws.has(key)) continue;
          expect(luck, key).toBe(draws.get(key));
          met.shared += 1;
        }
        const all = new Map([...draws, ...othersDraws]);
        expect(new Set(all.values()).size).toBe(all.size);
        for (const key of all.keys()) {
          if (key.endsWith("attempt 1")) met.retried += 1;
          if (key.startsWith(BY_HAND)) met.byHand += 1;
          if (key.includes("'")) met.second += 1;
        }
      }),
      runs(250),
    );
    for (const [what, often] of Object.entries(met)) expect(often, what).toBeGreaterThan(20);
  });
});
