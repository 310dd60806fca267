/**
 * Which fleets may live in parts, and which parts they have, by examples.
 */
import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../../src/core/simulation/checkFleet.ts";
import { type Lanes, lanesOf } from "../../../../../src/core/simulation/engine/capacity.ts";
import {
  canLiveInParts,
  inOrder,
  partsOf,
} from "../../../../../src/core/simulation/engine/parts/parts.ts";
import { planJobs } from "../../../../../src/core/simulation/engine/plans.ts";
import { readHostZone } from "../../../../../src/host/zones.ts";
import type { DrawnWorkload, Fleet, Job, Workload } from "../../../../../src/index.ts";
import { at, daily, DAY, MINUTE } from "../../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const HALF_HOUR: DrawnWorkload = { duration: 30 * MINUTE };

/** Whether a fleet of one job with this work may live in parts, with so many retries. */
function canLive(workload: Workload, retries = 0, waitMinutes = 10): boolean {
  const retried = { retryEnabled: true, retryNumber: retries, retryWaitInterval: waitMinutes };
  const policy = daily("22:00", "Everyday", retries > 0 ? retried : {});
  const checked = checkFleet({ jobs: [{ id: "A", policy, workload }] }, [], readHostZone)!;
  return canLiveInParts(checked, planJobs(checked.jobs, FROM, FROM + DAY));
}

describe("whether a fleet can live in parts", () => {
  it("should ask that each attempt takes time: the shortest full one, and that grown least", () => {
    expect(canLive(HALF_HOUR)).toBe(true);
    expect(canLive({ duration: 1 })).toBe(true);
    expect(canLive({ duration: 0 })).toBe(false);
    expect(canLive({ duration: { uniform: [0, MINUTE] } })).toBe(false);
    expect(canLive({ ...HALF_HOUR, full: 1 })).toBe(true);
    expect(canLive({ ...HALF_HOUR, full: 0 })).toBe(false);
    expect(canLive({ duration: 2, grows: { per: DAY, share: 0.5 } })).toBe(true);
    expect(canLive({ duration: 2, grows: { per: DAY, share: 0.6 } })).toBe(false);
    expect(canLive(() => ({ duration: MINUTE, outcome: "Success" }))).toBe(false);
  });

  it("should ask so of retries only where there are any, and that they come later", () => {
    const short = { ...HALF_HOUR, failed: 0.5, retryShare: 0 };
    expect(canLive(short)).toBe(true);
    expect(canLive(short, 1)).toBe(false);
    expect(canLive({ duration: 1, retryShare: 2 }, 1)).toBe(true);
    expect(canLive(HALF_HOUR, 1)).toBe(true);
    expect(canLive(HALF_HOUR, 1, 0)).toBe(false);
    expect(canLive(HALF_HOUR, 0, 0)).toBe(true);
  });
});

describe("the parts of a fleet", () => {
  /** The lanes of jobs on these proxies, or on none; `both` is q with a repository. */
  function lanesAmong(proxies: readonly (string | undefined)[]): Lanes {
    const policy = daily("22:00");
    const jobs = proxies.map((proxyId, index): Job => ({
      id: `j${index}`,
      policy,
      ...(proxyId !== undefined && { proxyId }),
      ...(proxyId === "both" && { proxyId: "q", repositoryId: "r" }),
    }));
    const fleet: Fleet = {
      jobs,
      proxies: ["p", "q", "idle"].map((id) => ({ id, slots: 1 })),
      repositories: ["r"].map((id) => ({ id, slots: 1 })),
    };
    return lanesOf(checkFleet(fleet, [], readHostZone)!);
  }

  const said = (proxies: readonly (string | undefined)[], fewest: number, share = 1): unknown => {
    const found = partsOf(lanesAmong(proxies), fewest, share);
    return (
      found && {
        jobs: found.parts.map(({ first, last }) => [...found.order.jobAt.subarray(first, last)]),
        resources: found.parts.map(({ resources }) => resources),
        placeOf: [...found.order.placeOf],
      }
    );
  };

  it("should join jobs by what they need, however many others stand between them", () => {
    expect(said(["p", "q", "p", "both", "p"], 1)).toEqual({
      jobs: [
        [0, 2, 4],
        [1, 3],
      ],
      resources: [[0], [1, 3]],
      placeOf: [0, 3, 1, 4, 2],
    });
  });

  it("should have who needs nothing by its place, and what nobody needs nowhere", () => {
    expect(said([undefined, undefined, undefined, "p"], 2)).toEqual({
      jobs: [
        [0, 1],
        [2, 3],
      ],
      resources: [[], [0]],
      placeOf: [0, 1, 2, 3],
    });
  });

  it("should put small ones together, their jobs in the order of the fleet", () => {
    expect(said(["p", "q", "p", "q"], 3)).toEqual({
      jobs: [[0, 1, 2, 3]],
      resources: [[0, 1]],
      placeOf: [0, 1, 2, 3],
    });
    expect(said(["p", "q", "p", "q"], 2)).toEqual({
      jobs: [
        [0, 2],
        [1, 3],
      ],
      resources: [[0], [1]],
      placeOf: [0, 2, 1, 3],
    });
  });

  it("should be none where one has more than its share of the jobs", () => {
    expect(said(["p", "q", "p", "q"], 1, 0.5)).toBeDefined();
    expect(said(["p", "q", "p", "q", "p"], 1, 0.5)).toBe(undefined);
  });

  it("should bring what belongs to jobs into their order", () => {
    const { order } = partsOf(lanesAmong(["p", "q", "p"]), 1, 1)!;
    expect(inOrder(order, ["a", "b", "c"])).toEqual(["a", "c", "b"]);
  });
});
