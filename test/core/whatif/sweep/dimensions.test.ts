import { describe, expect, it } from "vitest";
import {
  durationFactor,
  type Fleet,
  fulls,
  models,
  outage,
  pace,
  PolicyError,
  slots,
  startTimes,
  threads,
  type Variation,
  windowHours,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR } from "../../../support/whatIf.ts";

const namesOf = (variations: Readonly<Record<string, Variation>>): string[] =>
  Object.keys(variations);
const messagesOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof PolicyError)
      return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};

describe("the names of variants", () => {
  it("should be what was given where that is a text, of numbers with their unit", () => {
    expect(namesOf(startTimes(["21:00", "09:30:15"]))).toEqual(["21:00", "09:30:15"]);
    expect(namesOf(windowHours(["Mon-Fri 20:00-06:00", 8, 1]))).toEqual([
      "Mon-Fri 20:00-06:00",
      "8 h",
      "1 h",
    ]);
    expect(namesOf(fulls(["none", "12h", DAY, 90 * 60_000]))).toEqual([
      "none",
      "12h",
      "24 h",
      "1 h 30 min",
    ]);
    expect(namesOf(durationFactor([0.5, 2]))).toEqual(["x0.5", "x2"]);
    expect(namesOf(slots("p", [1, 2, Infinity]))).toEqual(["1 slot", "2 slots", "unlimited slots"]);
    expect(namesOf(threads("p", [1, 64]))).toEqual(["1 thread", "64 threads"]);
  });

  it("should be models as one types them", () => {
    expect(
      namesOf(models(["threads", { slots: 8 }, { slots: Infinity }, { threads: 16 }])),
    ).toEqual(["threads", "slots=8", "slots=unlimited", "threads=16"]);
    const proxies = [{ id: "p", slots: 1 }];
    const [all, some] = Object.values(models([{ threads: 16 }, { slots: 8 }]));
    expect(all!({ jobs: [], proxies }).proxies).toEqual([
      { id: "p", slots: Infinity, threads: 16 },
    ]);
    expect(some!({ jobs: [], proxies }).proxies).toEqual([{ id: "p", slots: 8 }]);
  });

  it("should say what a pace or an outage is", () => {
    const day = Array.from({ length: 168 }, (_, hour) => (hour < 24 ? 0.5 : 1));
    expect(namesOf(pace("p", ["none", "Sun all day 50 %", day]))).toEqual([
      "none",
      "Sun all day 50 %",
      "50 % Sun all day",
    ]);
    const night = { from: Date.UTC(2026, 0, 7, 22), to: Date.UTC(2026, 0, 8, 4) };
    const later = { from: "2026-01-09T22:00:00Z", to: "2026-01-09T23:00:00Z" };
    expect(namesOf(outage("p", [[], [night], [later, night]]))).toEqual([
      "no outage",
      "2026-01-07T22:00:00Z for 6 h",
      "2026-01-07T22:00:00Z for 6 h and 2026-01-09T22:00:00Z for 1 h",
    ]);
  });
});

describe("a variant of none", () => {
  it("should take away what was there", () => {
    const plain = { id: "p", slots: 1 };
    const [full] = Object.values(pace("p", ["none"]));
    const paced = { ...plain, pace: new Array<number>(168).fill(0.5) };
    expect(full!({ jobs: [], proxies: [paced] }).proxies).toEqual([plain]);
    const [whole] = Object.values(outage("p", [[]]));
    const out = { ...plain, outages: [{ from: 0, to: DAY }] };
    expect(whole!({ jobs: [], proxies: [out] }).proxies).toEqual([plain]);
    const job = { id: "a", policy: daily("22:00"), workload: { duration: HOUR } };
    const [alike] = Object.values(fulls(["none"]));
    const slow = { ...job, workload: { duration: HOUR, full: DAY } };
    expect(alike!({ jobs: [slow] }).jobs).toEqual([job]);
  });
});

describe("a variant that makes no sense", () => {
  const fleet: Fleet = {
    jobs: [
      { id: "a", policy: daily("22:00") },
      {
        id: "own",
        policy: daily("22:00"),
        workload: () => ({ duration: HOUR, outcome: "Success" }),
      },
    ],
  };

  it("should be refused with what was expected", () => {
    expect(messagesOf(() => windowHours(["soon", 169]))).toEqual([
      'windowHours[0]: expected hours in words, such as "Mon-Fri 20:00-06:00", or a number of ' +
        'hours, received "soon"',
      "windowHours[1]: expected whole hours from 1 to 168, received 169",
    ]);
    expect(messagesOf(() => threads("p", [0]))).toEqual([
      "threads[0]: expected a whole number of threads from 1, received 0",
    ]);
    expect(messagesOf(() => slots("p", [0]))).toEqual([
      "slots[0]: expected a whole number of slots from 1, or Infinity, received 0",
    ]);
    expect(messagesOf(() => models(["slots" as never, { slots: 0 }]))).toEqual([
      'models[0]: expected "threads", { slots: 8 } or { threads: 64 }, received "slots"',
      "models[1].slots: expected a whole number of slots from 1, or Infinity, received 0",
    ]);
    expect(messagesOf(() => durationFactor([0]))).toEqual([
      "durationFactor[0]: expected a factor above 0, up to 1000, received 0",
    ]);
    expect(messagesOf(() => startTimes([], ["a"]))).toEqual([
      "startTimes: expected an array of 1 to 1000000 entries, received an array of 0",
    ]);
    expect(messagesOf(() => startTimes(["22:00"], "a" as never))).toEqual([
      'jobs: expected an array of ids of jobs, received "a"',
    ]);
  });

  it("should be refused of a fleet in which somebody named is not, or may not be", () => {
    const [full] = Object.values(fulls(["12h"], ["own", "nobody", "a"]));
    expect(messagesOf(() => full!(fleet))).toEqual([
      'jobs[1]: expected the id of a job of the fleet, received "nobody"',
      'jobs[0]: expected a job that this can be said of, received "own"; its workload is a ' +
        "function, which says all of it itself",
    ]);
    const [threaded] = Object.values(threads("p", [4]));
    expect(messagesOf(() => threaded!(fleet))).toEqual([
      "threads.resourceId: expected the id of a proxy, repository or organization of the fleet, " +
        'received "p"',
    ]);
  });
});
