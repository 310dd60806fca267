/**
 * The room that a job's runs ask for: whatever retries may well come are made before it ends.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { footprintOf } from "../../../../src/core/whatif/stagger/footprint.ts";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { parsePolicy } from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { MINUTE } from "../../../support/whatIf.ts";

const CELL_MS = 30 * MINUTE;
/** Ten thousand jobs meet it in ten nights. */
const ONCE_IN_A_HUNDRED_THOUSAND = 1e-5;

const jobs = fc.record({
  minutes: fc.integer({ min: 1, max: 120 }),
  failed: fc.constantFrom(0.02, 0.1, 0.3, 0.9),
  retryNumber: fc.integer({ min: 1, max: 6 }),
  retryWaitInterval: fc.integer({ min: 1, max: 60 }),
  retryShare: fc.constantFrom(0.5, 1, 2),
  tail: fc.constantFrom(0.05, 0.01, 0.001, 1e-6),
});

describe("the room for a run", () => {
  it("should hold every number of retries that is likelier than one in 100,000", () => {
    let beyondTail = 0;
    fc.assert(
      fc.property(jobs, ({ minutes, failed, retryNumber, retryWaitInterval, retryShare, tail }) => {
        const { jobs: checked } = checkedFleet(
          {
            jobs: [
              {
                id: "j",
                policy: parsePolicy({
                  type: "Daily",
                  dailyType: "Everyday",
                  dailyTime: "22:00",
                  retryEnabled: true,
                  retryNumber,
                  retryWaitInterval,
                }),
                workload: { duration: minutes * MINUTE, failed, retryShare },
              },
            ],
          },
          hostZone,
        );
        const none = { starts: new Float64Array(0), keys: new Float64Array(0) };
        const room = footprintOf(checked[0]!, none, 0, false, CELL_MS).reachMs(tail);
        for (let retries = 0; retries <= retryNumber; retries += 1) {
          if (failed ** retries <= ONCE_IN_A_HUNDRED_THOUSAND) break;
          if (failed ** retries < tail) beyondTail += 1;
          const takes = minutes + retries * (retryWaitInterval + retryShare * minutes);
          expect(room).toBeGreaterThanOrEqual(Math.floor(takes * MINUTE));
        }
      }),
      runs(500),
    );
    expect(beyondTail).toBeGreaterThan(20);
  });
});
