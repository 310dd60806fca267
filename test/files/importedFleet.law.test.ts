/**
 * A fleet that went through a file is the fleet that it was: the same simulation, to the byte; and
 * so is one that was imported from what a server would answer of its sessions.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fleetFileText } from "../../src/cli/fleetOut.ts";
import {
  type Fleet,
  fleetFrom,
  type FleetInput,
  readFleet,
  simulate,
  writeFleetFile,
} from "../../src/index.ts";
import { productSessions } from "../support/productSessions.ts";
import { runs } from "../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../support/sharingArbitraries.ts";

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 2, 27);
/** The clock of Berlin goes forward within. */
const TO = FROM + 5 * 24 * 60 * MINUTE;

function throughFile(fleet: FleetInput): Fleet {
  const text = fleetFileText(writeFleetFile(fleet));
  const { fleet: read, issues } = readFleet(text);
  expect(issues).toEqual([]);
  return read;
}

const bytesOf = (fleet: FleetInput, span: Parameters<typeof simulate>[1]): string => {
  const { fleet: _fleet, ...rest } = simulate(fleet, span).toJSON();
  return JSON.stringify(rest);
};

const servers = fc
  .record({
    jobs: fc.array(
      fc.record({
        hour: fc.integer({ min: 20, max: 23 }),
        minutes: fc.integer({ min: 1, max: 240 }),
        full: fc.option(fc.integer({ min: 60, max: 900 })),
        place: fc.nat(2),
        failed: fc.constantFrom(0, 0.2),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    threads: fc.array(fc.constantFrom(1, 8, 64), { minLength: 3, maxLength: 3 }),
    seed: fc.nat(1_000),
  })
  .map(({ jobs, threads, seed }) => ({
    seed,
    proxies: threads.map((threadsNumber, at) => ({ id: `p${at}`, threadsNumber })),
    repositories: threads.map((_, at) => ({ id: `r${at}`, name: `R ${at}`, proxyId: `p${at}` })),
    jobs: jobs.map(({ hour, minutes, full, place, failed }, at) => ({
      id: `j${at}`,
      name: `Job ${at}`,
      repositoryId: `r${place}`,
      schedulePolicy: {
        type: "Daily",
        dailyType: "Everyday",
        dailyTime: `${hour}:00:00`,
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 10,
      },
      workload: {
        duration: { uniform: [minutes * MINUTE, 2 * minutes * MINUTE] },
        ...(full === null ? {} : { full: full * MINUTE }),
        failed,
      },
    })),
  }));

describe("a fleet file", () => {
  it("should give the simulation of the fleet that was written", () => {
    fc.assert(
      fc.property(sharingScenarios(), fc.nat(300), ({ fleet: drawn, ...span }, minutes) => {
        // Their workloads are functions, which no file can hold.
        const jobs = drawn.jobs.map((job, at) => ({
          ...job,
          workload: {
            duration: {
              empirical: [minutes, minutes + at, 2.5 * minutes].map((one) => one * MINUTE),
            },
            grows: { per: "24h", share: 0.5 },
            threads: at + 1,
            failed: 0.1,
          },
        }));
        const fleet = { ...drawn, jobs } as FleetInput;
        expect(bytesOf(throughFile(fleet), span)).toBe(bytesOf(fleet, span));
      }),
      runs(30),
    );
  });

  it("should do so of an imported fleet", () => {
    let slowed = 0;
    fc.assert(
      fc.property(servers, ({ seed, jobs, proxies, repositories }) => {
        const clock = { zone: "Europe/Berlin" };
        const truth = {
          clock,
          proxies: proxies.map(({ id, threadsNumber: threads }) => ({ id, threads })),
          repositories: repositories.map(({ id, proxyId }) => ({ id, proxyId })),
          jobs: jobs.map(({ schedulePolicy: policy, ...job }) => ({ ...job, policy })),
        };
        const sessions = productSessions(simulate(truth, { from: FROM, to: TO, seed }));
        const listed = jobs.map(({ workload: _workload, ...job }) => job);
        const answers = { jobs: listed, sessions, proxies, repositories };
        const imported = fleetFrom(answers, { clock });
        expect(imported.issues).toEqual([]);
        if (
          imported.observed.some((one) => one.incremental.fullSpeedMs < one.incremental.recordedMs)
        )
          slowed += 1;
        const span = { from: FROM, to: TO, seed: seed + 1 };
        expect(bytesOf(throughFile(imported.fleet), span)).toBe(bytesOf(imported.fleet, span));
      }),
      runs(40),
    );
    expect(slowed).toBeGreaterThan(5);
  });
});

describe("the text of a fleet file", () => {
  it("should be the same value, with lists of numbers on one line", () => {
    const odd = "[\n  1,\n  2\n]";
    const value = { a: [1, 2.5, -3e-7], b: [], c: [[1], ["1,\n2"]], d: odd, e: [{ f: [0] }] };
    const text = fleetFileText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('"a": [1, 2.5, -3e-7]');
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(JSON.parse(fleetFileText({ json }))).toEqual(JSON.parse(JSON.stringify({ json })));
      }),
      runs(100),
    );
  });
});
