/**
 * Slots and the waiting line, moved by hand: who needs what, and who starts next.
 */
import { describe, expect, it } from "vitest";
import { CLOSING, INSTANTS, jobRows } from "../../../../src/core/simulation/books/jobRow.ts";
import { checkFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  type Capacity,
  capacityOf,
  freeSlots,
  hasRoom,
  isAway,
  joinQueue,
  lanesOf,
  leaveQueue,
  needsAmong,
  nextToStart,
  outageBegins,
  outageEnds,
  takeSlots,
} from "../../../../src/core/simulation/engine/capacity.ts";
import { readHostZone } from "../../../../src/host/zones.ts";
import { DEFAULT_RULES, type Fleet, type Job, NEVER } from "../../../../src/index.ts";
import { daily } from "../../../support/scheduleBuilders.ts";

const policy = daily("22:00");
const P = 0;
const Q = 1;
const R = 2;

/** Jobs that need nothing, p, p and r, q, r (which brings p), and p and r again. */
const fleet: Fleet = {
  jobs: [
    {},
    { proxyId: "p" },
    { proxyId: "p", repositoryId: "r" },
    { proxyId: "q" },
    { repositoryId: "r" },
    { proxyId: "p", repositoryId: "r" },
  ].map((needs, index): Job => ({ id: `j${index}`, policy, ...needs })),
  proxies: [
    { id: "p", slots: 1 },
    { id: "q", slots: Infinity },
  ],
  repositories: [{ id: "r", slots: 2, proxyId: "p" }],
};
const checked = checkFleet(fleet, [], readHostZone)!;

function capacity(outage: "wait" | "fail" = "wait"): Capacity {
  return capacityOf(lanesOf(checked), { ...DEFAULT_RULES, outage });
}

/** Who starts next, job by job, each with all its slots, until nobody can. */
function served(line: Capacity, rows = neverClosing(), now = 0): number[] {
  const started: number[] = [];
  const present = Float64Array.of(now);
  for (let job = nextToStart(line, rows, present); job >= 0;) {
    leaveQueue(line, job);
    takeSlots(line, line.laneOf[job]!);
    started.push(job);
    job = nextToStart(line, rows, present);
  }
  return started;
}

function neverClosing(): ReturnType<typeof jobRows> {
  const rows = jobRows(6);
  for (let job = 0; job < 6; job += 1) rows.at[job * INSTANTS + CLOSING] = NEVER;
  return rows;
}

describe("lanes", () => {
  it("should be of jobs that need the same, by number", () => {
    const { laneOf, laneNeeds, queueOf, queueNeeds, resourceCount, slots } = lanesOf(checked);
    expect([...laneOf]).toEqual([-1, 0, 1, 2, 1, 1]);
    expect(laneNeeds).toEqual([[P], [P, R], [Q]]);
    // What has no limit holds nobody up.
    expect([...queueOf]).toEqual([0, 1, -1]);
    expect(queueNeeds).toEqual([[P], [P, R]]);
    expect([resourceCount, ...slots]).toEqual([3, 1, Infinity, 2, Infinity]);
  });

  it("should tell what any job needs", () => {
    const needsOf = needsAmong(checked.resources);
    expect(fleet.jobs.map(needsOf)).toEqual([[], [P], [P, R], [Q], [P, R], [P, R]]);
  });
});

describe("the line", () => {
  it("should be served in order, as far as there is room, and pass who lacks something", () => {
    const line = capacity();
    const [p, both, q] = [0, 1, 2];
    expect([p, both, q].map((lane) => hasRoom(line, lane))).toEqual([true, true, true]);
    takeSlots(line, p);
    takeSlots(line, q);
    expect([p, both, q].map((lane) => hasRoom(line, lane))).toEqual([false, false, true]);
    for (const job of [2, 1, 5, 4]) joinQueue(line, job);
    expect(served(line)).toEqual([]);
    freeSlots(line, p);
    expect(served(line)).toEqual([2]);
    leaveQueue(line, 5);
    freeSlots(line, both);
    expect(served(line)).toEqual([1]);
    freeSlots(line, p);
    expect(served(line)).toEqual([4]);
    expect(served(line)).toEqual([]);
    expect([...line.busy]).toEqual([1, 0, 1]);
    // Nobody waits for anything any more.
    expect(line.queuesAt).toEqual([[], [], []]);
  });

  it("should not serve who is about to be dropped", () => {
    const line = capacity();
    const rows = neverClosing();
    rows.at[2 * INSTANTS + CLOSING] = 7;
    takeSlots(line, 0);
    for (const job of [2, 4]) joinQueue(line, job);
    freeSlots(line, 0);
    expect(served(line, rows, 7)).toEqual([4]);
    freeSlots(line, 1);
    expect(served(line, rows, 8)).toEqual([2]);
  });

  it("should wait for the end of an outage, or start what fails in it", () => {
    const waits = capacity("wait");
    outageBegins(waits, R);
    expect([hasRoom(waits, 0), hasRoom(waits, 1), isAway(waits, 1)]).toEqual([true, false, false]);
    joinQueue(waits, 2);
    outageEnds(waits, R);
    expect(served(waits)).toEqual([2]);
    const fails = capacity("fail");
    outageBegins(fails, R);
    expect([hasRoom(fails, 1), isAway(fails, 0), isAway(fails, 1)]).toEqual([true, false, true]);
    outageEnds(fails, R);
    expect(isAway(fails, 1)).toBe(false);
  });
});
