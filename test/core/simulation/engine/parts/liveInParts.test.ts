/**
 * A fleet that lives in parts through more than one slice of time, without a law's many draws.
 */
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../../src/core/simulation/checkFleet.ts";
import { prepare, type Prepared } from "../../../../../src/core/simulation/prepare.ts";
import { timelineOf } from "../../../../../src/core/simulation/simulate.ts";
import { checkSpan } from "../../../../../src/core/simulation/span.ts";
import { readHostZone } from "../../../../../src/host/zones.ts";
import type { Fleet, Job, Timeline } from "../../../../../src/index.ts";
import { at, DAY, every, HOUR, MINUTE } from "../../../../support/scheduleBuilders.ts";

/** Most starts find their job's run going on, which costs little. */
const policy = every("Minutes5", { retryEnabled: true, retryNumber: 2, retryWaitInterval: 7 });
const LENGTHS = [11 * HOUR, 170 * MINUTE, 4 * HOUR, 50 * MINUTE];
const fleet: Fleet = {
  jobs: Array.from({ length: 48 }, (_, index): Job => ({
    id: `j${index}`,
    policy,
    rpo: DAY,
    runNow: index % 13 === 0,
    workload: { duration: LENGTHS[index % 4]!, failed: 0.2 },
    ...(index % 3 > 0 && { proxyId: `p${index % 3}` }),
  })),
  proxies: ["p1", "p2"].map((id) => ({ id, slots: 9 })),
};

/** As text: to compare rows one by one takes longer than to live through them. */
function said({ sessions, missed, summary }: Timeline): string {
  const columns = [...Object.values(sessions), ...Object.values(missed)];
  return [...columns, JSON.stringify(summary)].join("\n");
}

describe("a fleet that lives in parts through two slices of time", () => {
  // One is over between events, one where sessions end and others start.
  for (const [keep, begins] of [
    ["all", "10:20:30.123"],
    ["all", "10:20"],
    ["summary", "10:20"],
  ] as const)
    it(`should come to what it comes to as a whole: ${keep} from ${begins}`, () => {
      const from = at(`2026-01-05T${begins}Z`);
      const span = checkSpan({ from, to: from + 3 * DAY, keep, seed: 3 }, [])!;
      const checked = checkFleet(fleet, [], readHostZone)!;
      const [whole, apart] = [Infinity, 0].map((most): Prepared =>
        prepare(checked, span, undefined, { fleet: most, part: 1, share: 1 }),
      );
      expect([whole!.parts?.length, apart!.parts?.length]).toEqual([undefined, 18]);
      expect(apart!.due).toBe(48 * 3 * 288);
      const one = timelineOf(whole!, span);
      const other = timelineOf(apart!, span);
      expect(one.summary.fleet.sessions).toBeGreaterThan(500);
      expect(one.summary.fleet.wait.max).toBeGreaterThan(0);
      expect(said(other) === said(one)).toBe(true);
    });
});
