/**
 * A fleet that is steered, by examples: how it begins, what decisions change of it, and what can be
 * asked at a moment.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../src/core/simulation/checkFleet.ts";
import type { Intervention } from "../../../src/core/simulation/engine/steering.ts";
import { OUTCOMES } from "../../../src/core/simulation/outcomes.ts";
import {
  addDecision,
  type Beginning,
  inLine,
  isUnderWay,
  leftTheLine,
  openingSteered,
  sessionsBegun,
  type Steered,
  steerTo,
} from "../../../src/core/simulation/steered.ts";
import { type Fleet, type Job, parsePolicy } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { at, daily, DAY, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";
import { windowed } from "../../support/whatIf.ts";

const MON = at("2026-01-05T00:00Z");
const TEN = MON + 22 * HOUR;
const span = { from: MON, to: MON + 4 * DAY };

const job = (id: string, minutes: number, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  workload: { duration: minutes * MINUTE },
  ...more,
});

/** As much of a steered fleet as an example says: else all jobs act, and are on. */
interface Given {
  readonly actorOf?: readonly number[];
  readonly beginnings?: readonly Beginning[];
  readonly decisions?: readonly Intervention[];
}

/** Opens it. Returns in how many parts that was, too. */
function opened(fleet: Fleet, given: Given = {}): { steered: Steered; parts: number } {
  const places = fleet.jobs.map((_, place) => place);
  const actorOf = given.actorOf ?? places;
  const actors = places.filter((place) => actorOf[place] === place);
  const opening = openingSteered(
    {
      fleet: checkedFleet(fleet, hostZone),
      actorOf: Int32Array.from(actorOf),
      beginnings:
        given.beginnings ?? actors.map((place) => ({ job: place, as: place, isOn: true })),
      decisions: given.decisions ?? [],
    },
    span,
  );
  let parts = 0;
  for (;;) {
    const part = opening.next();
    if (part.done === true) return { steered: part.value, parts };
    parts += 1;
  }
}

const open = (fleet: Fleet, given?: Given): Steered => opened(fleet, given).steered;

/** Opens it, and lets it go on through an instant. */
function steeredTo(until: number, fleet: Fleet, given?: Given): Steered {
  const steered = open(fleet, given);
  expect(steerTo(steered, until, Infinity)).toBe(true);
  return steered;
}

/** Sessions so far: the job, its start in minutes after Monday 22:00, its length, its outcome. */
function told(steered: Steered): string[] {
  const { length, job: jobs, start, end, outcome } = sessionsBegun(steered);
  return Array.from({ length }, (_, row) => {
    const began = `${jobs[row]} at ${(start[row]! - TEN) / MINUTE}`;
    return isUnderWay(steered, row)
      ? `${began} on`
      : `${began} for ${(end[row]! - start[row]!) / MINUTE} ${OUTCOMES[outcome[row]!]}`;
  });
}

describe("the beginning of a steered fleet", () => {
  it("should come in a part for each fifty jobs, and one more", () => {
    const parts = (jobs: number): number =>
      opened({ jobs: Array.from({ length: jobs }, (_, index) => job(`j${index}`, 1)) }).parts;
    expect([0, 1, 49, 50, 51, 100, 101].map(parts)).toEqual([1, 2, 2, 2, 3, 3, 4]);
  });

  it("should lie just before the span, and have nothing in it", () => {
    const steered = open({ jobs: [job("a", 60)] });
    expect(steered.upTo).toBe(MON - 1);
    expect(sessionsBegun(steered).length).toBe(0);
    expect(leftTheLine(steered)).toEqual({
      job: [],
      nominal: [],
      attempt: [],
      arrival: [],
      at: [],
      row: [],
    });
  });

  it("should start by itself only who is on", () => {
    const jobs = [job("a", 60), job("b", 60)];
    const beginnings = [0, 1].map((place) => ({ job: place, as: place, isOn: place === 1 }));
    expect(told(steeredTo(MON + DAY, { jobs }, { beginnings }))).toEqual(["1 at 0 for 60 Success"]);
  });

  it("should give a job the schedule, the work and the resources of who lends to it", () => {
    const two = { duration: HOUR, threads: 2 };
    const fleet: Fleet = {
      jobs: [
        job("a", 5),
        job("a 1", 0, { policy: daily("23:00"), proxyId: "p", workload: two }),
        job("b", 0, { policy: daily("23:00"), proxyId: "p", workload: two }),
        job("c", 0, { policy: daily("23:00"), proxyId: "p", workload: two }),
        job("c 1", 20, { policy: daily("23:00") }),
      ],
      proxies: [{ id: "p", slots: 9, threads: 3 }],
    };
    const actorOf = [0, 0, 2, 3, 3];
    const beginnings = [
      { job: 0, as: 1, isOn: true },
      { job: 2, as: 2, isOn: true },
      { job: 3, as: 4, isOn: true },
    ];
    // Two that can use two threads each on three: three quarters as fast. c 1 needs none of them.
    expect(told(steeredTo(TEN + DAY / 2, fleet, { actorOf, beginnings }))).toEqual([
      "0 at 60 for 80 Success",
      "2 at 60 for 80 Success",
      "3 at 60 for 20 Success",
    ]);
  });

  it("should let a length grow from the newest point that a job has by then", () => {
    const workload = { duration: 10 * MINUTE, full: HOUR, grows: { per: DAY } };
    const jobs = ["a", "b"].map((id) => job(id, 0, { workload }));
    const beginnings = [
      { job: 0, as: 0, isOn: true },
      { job: 1, as: 1, isOn: true, newestPoint: TEN - 3 * DAY },
    ];
    // a has no point before Monday's; b has three days of changes, and then one.
    expect(told(steeredTo(MON + 2 * DAY, { jobs }, { beginnings }))).toEqual([
      "0 at 0 for 60 Success",
      "1 at 0 for 30 Success",
      "0 at 1440 for 10 Success",
      "1 at 1440 for 10 Success",
    ]);
  });
});

describe("a decision", () => {
  it("should start and stop a job by hand", () => {
    const decisions: Intervention[] = [
      { at: TEN - HOUR, job: 0, as: 0, isOn: true, action: "start" },
      { at: TEN + 20 * MINUTE, job: 1, as: 1, isOn: true, action: "stop" },
    ];
    const jobs = [job("a", 30), job("b", 30)];
    expect(told(steeredTo(MON + DAY, { jobs }, { decisions }))).toEqual([
      "0 at -60 for 30 Success",
      "0 at 0 for 30 Success",
      "1 at 0 for 20 Stopped",
    ]);
  });

  it("should give back to a job what it had before", () => {
    const closing = windowed("22:00", 20, 23);
    const uniform = { uniform: ["PT40M", "PT40M"] as const };
    const fleet: Fleet = {
      jobs: [
        job("a", 10),
        job("a 1", 0, { policy: closing, workload: { duration: uniform } }),
        job("a 2", 0, { policy: closing, workload: () => ({ duration: DAY, outcome: "Warning" }) }),
      ],
    };
    const as = (day: number, place: number): Intervention => ({
      at: MON + day * DAY,
      job: 0,
      as: place,
      isOn: true,
    });
    const given = { actorOf: [0, 0, 0], beginnings: [{ job: 0, as: 1, isOn: true }] };
    const day = DAY / MINUTE;
    const through = (...decisions: Intervention[]): string[] =>
      told(steeredTo(MON + 4 * DAY - 1, fleet, { ...given, decisions }));
    // The window ends at 23:00.
    expect(through(as(1, 2), as(2, 0), as(3, 1))).toEqual([
      "0 at 0 for 40 Success",
      `0 at ${day} for 60 Stopped`,
      `0 at ${2 * day} for 10 Success`,
      `0 at ${3 * day} for 40 Success`,
    ]);
    expect(through(as(1, 0), as(2, 2), as(3, 0))).toEqual([
      "0 at 0 for 40 Success",
      `0 at ${day} for 10 Success`,
      `0 at ${2 * day} for 60 Stopped`,
      `0 at ${3 * day} for 10 Success`,
    ]);
  });

  it("should give back a window, a function and no need of what others need", () => {
    const fleet: Fleet = {
      jobs: [
        job("a", 0, {
          policy: windowed("22:00", 20, 23),
          workload: () => ({ duration: 2 * HOUR, outcome: "Warning" }),
        }),
        job("a 1", 10, { proxyId: "p" }),
        job("b", 120, { policy: daily("21:00"), proxyId: "p" }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const decisions = [0, 1, 0, 1].map((as, day): Intervention => ({
      at: MON + day * DAY,
      job: 0,
      as,
      isOn: true,
    }));
    const beginnings = [0, 2].map((place) => ({ job: place, as: place, isOn: true }));
    const steered = steeredTo(MON + 4 * DAY - 1, fleet, {
      actorOf: [0, 0, 2],
      beginnings,
      decisions,
    });
    const day = DAY / MINUTE;
    // The window ends at 23:00; b has p until then.
    expect(told(steered).filter((line) => line.startsWith("0"))).toEqual([
      "0 at 0 for 60 Stopped",
      `0 at ${day + 60} for 10 Success`,
      `0 at ${2 * day} for 60 Stopped`,
      `0 at ${3 * day + 60} for 10 Success`,
    ]);
  });

  it("should be added only where nothing has been lived through, and in order", () => {
    const steered = steeredTo(TEN, { jobs: [job("a", 30)] });
    const start = (at: number): Intervention => ({
      at,
      job: 0,
      as: 0,
      isOn: true,
      action: "start",
    });
    const add = (at: number) => (): void => addDecision(steered, start(at));
    expect(add(TEN - 1)).toThrow(`invariant: a decision at ${TEN - 1} must not come before ${TEN}`);
    expect(add(TEN)).not.toThrow();
    expect(add(TEN + HOUR)).not.toThrow();
    expect(add(TEN + HOUR)).not.toThrow();
    expect(add(TEN + HOUR - 1)).toThrow(
      `invariant: a decision at ${TEN + HOUR - 1} must not come before ${TEN}`,
    );
    expect(steered.life.steering!.decisions.map(({ at: when }) => when)).toEqual([
      TEN,
      TEN + HOUR,
      TEN + HOUR,
    ]);
    // The first comes while its run is under way, the third while that of the second is.
    expect(steerTo(steered, MON + DAY, Infinity)).toBe(true);
    expect(told(steered)).toEqual(["0 at 0 for 30 Success", "0 at 60 for 30 Success"]);
  });

  it("should not be added to the decisions that were given", () => {
    const decisions: Intervention[] = [];
    addDecision(open({ jobs: [job("a", 30)] }, { decisions }), {
      at: TEN,
      job: 0,
      as: 0,
      isOn: false,
    });
    expect(decisions).toEqual([]);
  });
});

describe("steerTo", () => {
  it("should come through an instant in as many calls as its steps need", () => {
    const steered = open({ jobs: [job("a", 30), job("b", 30), job("c", 45)] });
    expect(steerTo(steered, TEN + HOUR, 1)).toBe(false);
    expect(steered.upTo).toBe(MON - 1);
    let calls = 1;
    while (!steerTo(steered, TEN + HOUR, 1)) calls += 1;
    // All starts at once, three ends, and then nothing is left to do.
    expect(calls).toBe(4);
    expect(steered.upTo).toBe(TEN + HOUR);
    expect(steerTo(steered, TEN + HOUR, 0)).toBe(true);
    expect(steerTo(steered, TEN, 0)).toBe(true);
    expect(steered.upTo).toBe(TEN + HOUR);
    expect(steerTo(steered, TEN + HOUR + 1, 0)).toBe(false);
  });
});

describe("a step", () => {
  it("should be one for each start of those that are due at once", () => {
    const steered = open({ jobs: [job("a", 30), job("b", 30)] });
    expect(steerTo(steered, TEN + HOUR, 3)).toBe(false);
    expect(told(steered)).toEqual(["0 at 0 on", "1 at 0 on"]);
  });
});

describe("a moment of a steered fleet", () => {
  it("should tell a session that is under way from those before it, and of others", () => {
    const jobs = [job("a", 60), job("b", 30), job("c", 90)];
    const on = (minutes: number): string[] =>
      told(steeredTo(TEN + minutes * MINUTE, { jobs })).filter((line) => line.endsWith(" on"));
    expect(on(-1)).toEqual([]);
    expect(on(0)).toEqual(["0 at 0 on", "1 at 0 on", "2 at 0 on"]);
    expect(on(30)).toEqual(["0 at 0 on", "2 at 0 on"]);
    expect(on(60)).toEqual(["2 at 0 on"]);
    expect(on(90)).toEqual([]);
    expect(on(24 * 60 + 45)).toEqual(["0 at 1440 on", "2 at 1440 on"]);
  });

  it("should say who stands in line, for which run and attempt, and since when", () => {
    const policy = daily("22:00", "Everyday", {
      retryEnabled: true,
      retryNumber: 2,
      retryWaitInterval: 10,
    });
    const fleet: Fleet = {
      jobs: [
        job("a", 60, { policy: daily("22:15"), proxyId: "p" }),
        job("b", 0, {
          policy,
          proxyId: "p",
          workload: ({ attempt }) => ({
            duration: 10 * MINUTE,
            outcome: attempt === 0 ? "Failed" : "Success",
          }),
        }),
        job("c", 5, { policy: daily("22:30"), proxyId: "p" }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    // b fails from 22:00 to 22:10, and is due again at 22:20, when a runs until 23:15.
    const lines = (minutes: number): unknown[] => {
      const steered = steeredTo(TEN + minutes * MINUTE, fleet);
      return fleet.jobs.map((_, place) => inLine(steered, place));
    };
    const b = { nominal: TEN, attempt: 1, created: TEN + 20 * MINUTE };
    const c = { nominal: TEN + 30 * MINUTE, attempt: 0, created: TEN + 30 * MINUTE };
    expect(lines(19)).toEqual([undefined, undefined, undefined]);
    expect(lines(20)).toEqual([undefined, b, undefined]);
    expect(lines(30)).toEqual([undefined, b, c]);
    expect(lines(75)).toEqual([undefined, undefined, c]);
    expect(lines(85)).toEqual([undefined, undefined, undefined]);
    const steered = steeredTo(TEN + 90 * MINUTE, fleet);
    expect(leftTheLine(steered)).toEqual({
      job: [1, 2],
      nominal: [TEN, TEN + 30 * MINUTE],
      attempt: [1, 0],
      arrival: [TEN + 20 * MINUTE, TEN + 30 * MINUTE],
      at: [TEN + 75 * MINUTE, TEN + 85 * MINUTE],
      row: [2, 3],
    });
    expect(told(steered)).toEqual([
      "1 at 0 for 10 Failed",
      "0 at 15 for 60 Success",
      "1 at 75 for 10 Success",
      "2 at 85 for 5 Success",
    ]);
  });
});

describe("a copy that its source starts", () => {
  const copy = (id: string, minutes: number): Job =>
    job(id, minutes, { policy: parsePolicy({ type: "Immediate" }), copyOf: "a" });
  const fleet: Fleet = { jobs: [job("a", 1), copy("c", 1), copy("c 1", 2)], proxies: [] };
  const until = TEN + HOUR;

  it("should not be started where it only lends its settings to another one", () => {
    const beginnings = [0, 1].map((place) => ({ job: place, as: place, isOn: true }));
    const lending = steeredTo(until, fleet, { actorOf: [0, 1, 1], beginnings });
    expect(jobsOf(lending)).toEqual([0, 1]);
  });

  it("should not be started where it is switched off", () => {
    const beginnings = [0, 1, 2].map((place) => ({ job: place, as: place, isOn: place !== 1 }));
    expect(jobsOf(steeredTo(until, fleet, { beginnings }))).toEqual([0, 2]);
    expect(jobsOf(steeredTo(until, fleet))).toEqual([0, 1, 2]);
  });

  const jobsOf = (steered: Steered): number[] => {
    const { length, job: jobs } = sessionsBegun(steered);
    return [...jobs.subarray(0, length)];
  };
});
