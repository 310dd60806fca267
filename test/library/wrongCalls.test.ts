/**
 * Wrong calls of the public surface: refused with what was meant, and never answered.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as surface from "../../src/index.ts";

const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
const fleet = { jobs: [{ id: "mail", policy }] };
const study = surface.sweep(fleet, { same: (one) => one }, span);
const list = surface.readJobs({ name: "Mail", schedulePolicy: policy });
const schedule = surface.compile(policy);
const anything = (value: unknown): never => value as never;

/** A call that somebody made, and what is said of it. */
const CALLS: Readonly<Record<string, readonly [call: () => unknown, says: string]>> = {
  "next of a text": [() => schedule.next(anything("2026-01-01")), "after: expected an instant"],
  "next of nothing": [() => schedule.next(anything(undefined)), "after: expected an instant"],
  "next of an object": [() => schedule.next(anything({})), "after: expected an instant"],
  "count of texts": [
    () => schedule.count(anything("2026-01-01"), anything("2026-02-01")),
    "from: expected an instant",
  ],
  "has of a date": [() => schedule.has(anything(new Date(0))), "instant: expected an instant"],
  "isAllowed of nothing": [
    () => schedule.isAllowed(anything(undefined)),
    "instant: expected an instant",
  ],
  "a misspelt proxyId": [
    () => surface.simulate({ jobs: [{ ...fleet.jobs[0]!, ...{ proxyID: "p" } }] }, span),
    "jobs[0].proxyID: expected one of id, name, copyOf, policy, enabled, clock, proxyId, " +
      "repositoryId, organizationId, workload, rpo, runNow, labels, " +
      'received "proxyID"; did you mean proxyId?',
  ],
  "a misspelt share": [
    () =>
      surface.simulate(
        { jobs: [{ ...fleet.jobs[0]!, workload: { duration: 1, ...{ fail: 0.9 } } }] },
        span,
      ),
    "; did you mean full or failed?",
  ],
  "a misspelt list": [
    () => surface.simulate({ ...fleet, ...{ proxys: [] } }, span),
    "; did you mean proxies?",
  ],
  "a misspelt rule": [
    () => surface.simulate(fleet, { ...span, rules: anything({ retryOnWarnings: true }) }),
    "; did you mean retryOnWarning?",
  ],
  "a misspelt seed": [
    () => surface.simulate(fleet, { ...span, ...{ sed: 7 } }),
    "; did you mean seed?",
  ],
  "the summary of nothing": [() => surface.summarize(anything({})), "expected a timeline"],
  "the summary of a fleet": [
    () => surface.summarize(anything(fleet)),
    "timeline: expected a timeline, as simulate gives it, received an object with keys jobs; " +
      "this is a fleet: simulate it first",
  ],
  "the summary of a copy": [
    () => surface.summarize(anything(structuredClone(surface.simulate(fleet, span)))),
    "; this is a copy: timelineFrom brings it back",
  ],
  "the comparison of copies": [
    () =>
      surface.compare(
        anything(structuredClone(surface.simulate(fleet, span))),
        surface.simulate(fleet, span),
      ),
    "baseline: expected a timeline, as simulate gives it",
  ],
  "the best of a copy": [
    () => surface.describeStudy(anything(structuredClone(study)), { by: "peak" }),
    "study: expected a study, as sweep gives it",
  ],
  "the text of no policy": [
    () => surface.describePolicy(anything({})),
    "schedulePolicy.type: expected one of Daily, Periodically, ManualOnly, Immediate, " +
      "received nothing",
  ],
  "a reconciliation of a number": [
    () => surface.reconcile(anything(5)),
    "jobs: expected an array of jobs, as readJobs gives them, received 5",
  ],
  "lengths of a list alone": [
    () => surface.reconcileLengths(anything([])),
    "answers: expected what a server answers: jobs, sessions, proxies",
  ],
  "the text of no lengths": [
    () => surface.describeLengths(anything({})),
    "lengths: expected seen lengths held against two models, as reconcileLengths gives them",
  ],
  "a fleet of a whole list": [
    () => surface.fleetOf(anything(list)),
    "jobs: expected an array of jobs, as readJobs gives them, received an object with keys " +
      "jobs, issues, warnings, ...; this is a whole list: pass its jobs",
  ],
  "the best by nonsense": [() => study.bestFirst(anything("nonsense")), "metric: expected one of"],
  "the best by a misspelt metric": [() => study.best(anything("peek")), "; did you mean peak?"],
  "a bare number of minutes": [
    () => surface.simulate({ jobs: [{ ...fleet.jobs[0]!, rpo: "40" }] }, span),
    "jobs[0].rpo: expected a duration of 0 to 100 years: a number of ms, or a text with units " +
      "such as " +
      '"45m", "1h30m" or "PT45M", received "40"; a text needs a unit: "40m" is minutes, ' +
      '"40h" hours',
  ],
};

describe("a wrong call", () => {
  it.each(Object.entries(CALLS))("should be refused with what was meant: %s", (_, [call, says]) => {
    let error: unknown;
    try {
      call();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(surface.PolicyError);
    expect((error as surface.PolicyError).code).toBe("bad-input");
    expect((error as surface.PolicyError).message).toContain(says);
  });

  it("should have every function throw a PolicyError or nothing, for anything at all", async () => {
    const functions = Object.entries(surface).filter(
      (entry): entry is [string, (...args: unknown[]) => unknown] =>
        typeof entry[1] === "function" && entry[0] !== "PolicyError",
    );
    expect(functions.length).toBeGreaterThan(35);
    const value = fc.oneof(
      fc.anything({ withDate: true, withBigInt: true, withMap: true }),
      fc.constantFrom<unknown>(undefined, null, {}, [], [null], "", "x", 5, () => 1, Symbol("x")),
      fc.constantFrom<unknown>(policy, fleet, span, list, study, { jobs: [null] }, { from: 0 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 4 }), async (args) => {
        for (const [name, call] of functions) {
          try {
            await call(...args);
          } catch (error) {
            if (!(error instanceof surface.PolicyError))
              throw new Error(`${name} threw ${String(error)}`, { cause: error });
            expect(error.issues.length, name).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
