/**
 * What decisions do to runs that were tried again, or would be.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import type { Intervention } from "../../../../src/core/simulation/engine/steering.ts";
import { OUTCOMES } from "../../../../src/core/simulation/outcomes.ts";
import {
  openingSteered,
  sessionsBegun,
  type Steered,
  steerTo,
} from "../../../../src/core/simulation/steered.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import type { Job, Workload } from "../../../../src/index.ts";
import { at, daily, DAY, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");
const TEN = MON + 22 * HOUR;

/** A steered fleet of two jobs that both act, and do as this work says. */
function open(workload: Workload, decisions: readonly Intervention[]): Steered {
  const retried = { retryEnabled: true, retryNumber: 1, retryWaitInterval: 30 };
  const policies = [daily("12:00"), daily("22:00", "Everyday", retried)];
  const jobs = policies.map((policy, index): Job => ({ id: `j${index}`, policy, workload }));
  const opening = openingSteered(
    {
      fleet: checkedFleet({ jobs }, hostZone),
      actorOf: Int32Array.of(0, 1),
      beginnings: [0, 1].map((job) => ({ job, as: job, isOn: job === 1 })),
      decisions,
    },
    { from: MON, to: MON + 2 * DAY },
  );
  for (;;) {
    const part = opening.next();
    if (part.done === true) return part.value;
  }
}

/** The sessions up to 23:59: when each starts after 22:00, which attempt it is, how it ends. */
function told(workload: Workload, decisions: readonly Intervention[]): string[] {
  const steered = open(workload, decisions);
  expect(steerTo(steered, MON + DAY - MINUTE, Infinity)).toBe(true);
  const { length, start, attempt, outcome } = sessionsBegun(steered);
  return Array.from(
    { length },
    (_, row) => `${(start[row]! - TEN) / MINUTE} #${attempt[row]} ${OUTCOMES[outcome[row]!]}`,
  );
}

/** Ten minutes; the first attempt fails. */
const failsFirst: Workload = ({ attempt }) => ({
  duration: 10 * MINUTE,
  outcome: attempt === 0 ? "Failed" : "Success",
});

/** A decision about the second job, so many minutes after 22:00. */
const decided = (minutes: number, action?: "start" | "stop"): Intervention => ({
  at: TEN + minutes * MINUTE,
  job: 1,
  as: 1,
  isOn: true,
  action,
});

describe("a decision about a job", () => {
  it("should drop its pending retry, and have what is under way not tried again", () => {
    const undecided = ["0 #0 Failed", "40 #1 Success"];
    expect(told(failsFirst, [])).toEqual(undecided);
    expect(told(failsFirst, [decided(-1)])).toEqual(undecided);
    expect(told(failsFirst, [decided(20)])).toEqual(["0 #0 Failed"]);
    expect(told(failsFirst, [decided(5)])).toEqual(["0 #0 Failed"]);
    expect(told(failsFirst, [decided(45)])).toEqual(undecided);
  });

  it("should start it with a first attempt, whatever its last one was", () => {
    expect(told(failsFirst, [decided(60, "start")])).toEqual([
      "0 #0 Failed",
      "40 #1 Success",
      "60 #0 Failed",
    ]);
  });
});
