/**
 * Fleets whose timelines were worked out by hand: `test/fixtures/timelines/*.txt`. Read those, not
 * this.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_RULES, simulate, summarize } from "../../../src/index.ts";
import { numberOf } from "../../support/fraction.ts";
import { demandOf } from "../../support/slowDemand.ts";
import { slowFleetOf } from "../../support/slowFleet.ts";
import type { SlowWait } from "../../support/slowModel.ts";
import { slowSimulate } from "../../support/slowSimulator.ts";
import { readFixture } from "../../support/timelineFixture.ts";
import {
  exposureText,
  missedText,
  sessionText,
  targetText,
  threadText,
  waitText,
} from "../../support/timelineText.ts";

const FOLDER = new URL("../../fixtures/timelines/", import.meta.url);
const fixtures = readdirSync(FOLDER)
  .sort()
  .map((file) => readFixture(readFileSync(new URL(file, FOLDER), "utf8")));

const hasTarget = ({ rpo }: { readonly rpo?: number }): boolean => rpo !== undefined;

function meanAndLongest(waits: readonly SlowWait[]) {
  const lengths = waits.map(({ arrival, until }) => until - arrival);
  return {
    mean: lengths.reduce((sum, length) => sum + length, 0) / lengths.length,
    max: Math.max(...lengths),
    unfinished: waits.filter(({ fate }) => fate !== "started").length,
  };
}

describe("golden timelines", () => {
  for (const fixture of fixtures) {
    const { title, fleet, slowFleet, from, to, rules, sessions, missed } = fixture;
    const { exposure, waits, targets, threads } = fixture;
    it(title, () => {
      const timeline = simulate(fleet, { from, to, rules });
      expect(Array.from(timeline.rows(), sessionText)).toEqual(sessions);
      expect(Array.from(timeline.missedRows(), missedText)).toEqual(missed);
      const { jobs, proxies, repositories, organizations } = summarize(timeline);
      if (exposure.length > 0) expect(jobs.filter(hasTarget).map(exposureText)).toEqual(exposure);
      if (waits.length > 0) expect(jobs.map(waitText)).toEqual(waits);
      if (targets.length > 0) expect(jobs.filter(hasTarget).map(targetText)).toEqual(targets);
      const shared = [...proxies, ...repositories, ...organizations].filter(
        (resource) => resource.threads !== undefined,
      );
      if (threads.length > 0) expect(shared.map(threadText)).toEqual(threads);
    });

    it(`${title} (the slow simulator)`, () => {
      const shared = slowFleetOf(slowFleet, from, to);
      const slow = slowSimulate(shared, from, to, { ...DEFAULT_RULES, ...rules });
      expect(slow.sessions.map(sessionText).sort()).toEqual([...sessions].sort());
      expect(slow.missed.map(missedText).sort()).toEqual([...missed].sort());
      const slowWaits = fleet.jobs.map(({ id }) => ({ id, wait: meanAndLongest(slow.waits(id)) }));
      if (waits.length > 0) expect(slowWaits.map(waitText)).toEqual(waits);
      const judged = fleet.jobs
        .filter(hasTarget)
        .map(({ id, rpo }) => ({ id, target: slow.target(id, rpo!) }));
      if (targets.length > 0) expect(judged.map(targetText)).toEqual(targets);
      const exposed = fleet.jobs.filter(hasTarget).map(({ id, rpo }) => {
        const { worst, mean, shareOver } = slow.exposure(id);
        return exposureText({
          id,
          exposure: { worst, mean, shareOver: shareOver(rpo!), restorePoints: 0 },
        });
      });
      // How many restore points there are, it does not count.
      const uncounted = exposure.map((row) => row.replace(/\d+$/, "0"));
      if (exposure.length > 0) expect(exposed).toEqual(uncounted);
      const used = demandOf(shared, slow).map((demand) => ({
        ...demand,
        mean: numberOf(demand.mean),
        shareFull: numberOf(demand.shareFull),
      }));
      if (threads.length > 0) expect(used.map(threadText)).toEqual(threads);
    });
  }

  it("should show every rule of sessions, and both values of every switch", () => {
    const titles = fixtures.map(({ title }) => title).join("\n");
    for (const rule of [15, 16, 17, 18, 19, 20, 21, 22, 23, 28, 29, 30, 31, 32, 34, 36])
      expect(titles).toMatch(new RegExp(`\\bR${rule}\\b`));
    const seen = new Set(
      fixtures.flatMap(({ rules }) =>
        Object.entries(rules).map(([key, value]) => `${key}=${value}`),
      ),
    );
    expect([...seen].sort()).toEqual([
      "outage=fail",
      "outage=wait",
      "pendingRetry=first",
      "pendingRetry=superseded",
      "restorePoint=success",
      "restorePoint=success-or-warning",
      "retryManual=false",
      "retryManual=true",
      "retryOnWarning=false",
      "retryOnWarning=true",
    ]);
  });
});
