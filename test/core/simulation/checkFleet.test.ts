/**
 * What checking gives: a fleet read once, so that no question about it reads it again.
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { checkedFleet, checkFleet } from "../../../src/core/simulation/checkFleet.ts";
import { checkSpan, type NumericSpan } from "../../../src/core/simulation/span.ts";
import type { Fleet, Job } from "../../../src/core/simulation/fleet.ts";
import type { FleetInput, ResourceInput } from "../../../src/core/simulation/fleetInput.ts";
import { replicateFleet } from "../../../src/core/whatif/replicate.ts";
import { simulateFleet } from "../../../src/core/simulation/simulate.ts";
import { compareReplicatedFleets } from "../../../src/core/whatif/compare/compareReplicated.ts";
import { staggerFleet } from "../../../src/core/whatif/stagger/stagger.ts";
import { sweepFleet } from "../../../src/core/whatif/sweep/sweep.ts";
import type { ZoneSource } from "../../../src/core/time/zone.ts";
import { readHostZone } from "../../../src/host/zones.ts";
import { daily, HOUR } from "../../support/whatIf.ts";

/** The issues of a fleet that has some, as `path: message`. */
function issuesOf(given: unknown, path?: string): string[] {
  const issues: Issue[] = [];
  expect(checkFleet(given, issues, readHostZone, path)).toBe(undefined);
  return issues.map((issue) => `${issue.path}: ${issue.message}`);
}

const span: NumericSpan = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12), seed: 3 };
const workload = { duration: { uniform: ["PT30M", "PT60M"] as const }, failed: 0.25 };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  workload,
  proxyId: "p",
  ...more,
});
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin", gap: "skip" },
  jobs: [
    job("a"),
    job("b", { clock: { overlap: "both" } }),
    job("c", { clock: { zone: "Asia/Kolkata" } }),
    job("d", { workload: { duration: HOUR, retryShare: 0.5 } }),
  ],
  proxies: [{ id: "p", slots: 2 }],
};

describe("checkFleet", () => {
  it("should read policies, clocks, zones and workloads", () => {
    const { jobs, zone, fleet: same } = checkedFleet(fleet, readHostZone);
    expect(same).toBe(fleet);
    expect(zone.name).toBe("Europe/Berlin");
    expect(jobs.map((one) => [one.path, one.zone.name, one.clock.gap, one.clock.overlap])).toEqual([
      ["jobs[0]", "Europe/Berlin", "skip", "first"],
      ["jobs[1]", "Europe/Berlin", "skip", "both"],
      ["jobs[2]", "Asia/Kolkata", "skip", "first"],
      ["jobs[3]", "Europe/Berlin", "skip", "first"],
    ]);
    expect(jobs[0]!.policy).toBe(fleet.jobs[0]!.policy); // it was canonical
    expect(jobs[0]!.workload).toBe(jobs[1]!.workload); // shared, and read once
    expect(jobs[0]!.workload.quantile(0.5)).toBe(45 * 60_000);
    expect(jobs[0]!.workload).toMatchObject({ constantMs: Number.NaN, failed: 0.25, warning: 0 });
    expect(jobs[3]!.workload).toMatchObject({ constantMs: HOUR, failed: 0, retryShare: 0.5 });
  });

  it("should begin every path with the fleet's own place", () => {
    const paths = (given: unknown, path?: string): string[] => {
      const issues: Issue[] = [];
      expect(checkFleet(given, issues, readHostZone, path)).toBe(undefined);
      return issues.map((issue) => issue.path);
    };
    const bad = {
      clock: { zone: "Mars/Olympus" },
      proxies: [{ id: "p", slots: 0 }],
      jobs: [job("a", { policy: { ...daily("22:00"), dailyTime: "25:00" }, rpo: -1 }), 5],
    };
    const found = [
      "proxies[0].slots",
      "clock.zone",
      "jobs[0].rpo",
      "jobs[0].policy.dailyTime",
      "jobs[1]",
    ];
    expect(paths(bad)).toEqual(found);
    expect(paths(bad, "candidate")).toEqual(found.map((path) => `candidate.${path}`));
    expect(paths(5, 'variations["at 21:00"]')).toEqual(['variations["at 21:00"]']);
    expect(paths({}, "baseline")).toEqual(["baseline.jobs"]);
  });

  it("should say of a fleet and its lists what belongs there", () => {
    expect(issuesOf(5)).toEqual([": expected a fleet: { jobs: [...] }, received 5"]);
    expect(issuesOf([])).toEqual([": expected a fleet: { jobs: [...] }, received an array of 0"]);
    const jobs = "jobs: expected an array of at most 10000000 jobs, received ";
    expect(issuesOf({ jobs: {} })).toEqual([`${jobs}an empty object`]);
    const many: unknown[] = [];
    many.length = 10_000_001;
    expect(issuesOf({ jobs: many })).toEqual([`${jobs}an array of 10,000,001`]);
    const given = {
      jobs: [],
      job: [],
      labels: "red",
      clock: { gap: "jump" },
      proxies: {},
      repositories: "none",
      organizations: many,
    };
    expect(issuesOf(given)).toEqual([
      "job: expected one of clock, jobs, proxies, repositories, organizations, labels, " +
        'received "job"; did you mean jobs?',
      'labels: expected texts by name, such as { owner: "Ann" }, received "red"',
      "proxies: expected an array of { id, slots }, received an empty object",
      'repositories: expected an array of { id, slots }, received "none"',
      "organizations: expected an array of { id, slots }, received an array of 10,000,001",
      'clock.gap: expected one of shift, gap-end, earlier, skip, received "jump"',
    ]);
  });

  it("should say of resources what belongs there, and go on with the next", () => {
    const proxies = [
      null,
      { id: "P", slots: 1, slot: 2 },
      { id: "P", labels: { owner: 5 }, outages: [null] },
      { slots: 0 },
    ];
    expect(issuesOf({ jobs: [], proxies })).toEqual([
      "proxies[0]: expected a resource: { id, slots }, received nothing",
      "proxies[1].slot: expected one of id, name, slots, threads, pace, outages, proxyId, " +
        'labels, received "slot"; did you mean slots?',
      'proxies[2].id: expected an id that occurs once, received "P"; proxies[1] has it too',
      "proxies[2].labels.owner: expected a text, received 5",
      "proxies[2].outages[0]: expected { from, to }, received nothing",
      "proxies[3].id: expected a text that is not empty, received nothing",
      "proxies[3].slots: expected a whole number of slots from 1, or Infinity, received 0",
    ]);
  });

  it("should refuse a repository of a proxy that is not there, which is said once", () => {
    const repositories = [
      { id: "R" },
      { id: "S", proxyId: "P" },
      { id: "T", proxyId: "S" },
      { id: "U", proxyId: 5 },
    ];
    expect(issuesOf({ jobs: [], proxies: [{ id: "P" }], repositories })).toEqual([
      "repositories[3].proxyId: expected the id of the proxy of a repository, received 5",
      'repositories[2].proxyId: expected the id of a proxy in fleet.proxies, received "S"',
    ]);
    expect(issuesOf({ jobs: [], repositories: repositories.slice(0, 2) }, "left")).toEqual([
      'left.repositories[1].proxyId: expected the id of a proxy in fleet.proxies, received "P"',
    ]);
  });

  it("should name a bad zone of the server once, whoever else is on its clock", () => {
    const issues: Issue[] = [];
    checkFleet({ ...fleet, clock: { zone: "Mars/Olympus" } }, issues, readHostZone);
    expect(issues.map(({ path }) => path)).toEqual(["clock.zone"]);
  });

  it("should be asked once for each fleet of a question, however often that is simulated", () => {
    let looked = 0;
    const counting: ZoneSource = (name, path, issues) => {
      looked += 1;
      return readHostZone(name, path, issues);
    };
    const once = 2; // the server's zone, and that of job c
    const cost = (ask: () => unknown): number => {
      looked = 0;
      ask();
      return looked / once;
    };
    expect({
      simulate: cost(() => simulateFleet(fleet, span, counting)),
      replicate: cost(() => replicateFleet(fleet, span, { seeds: 10 }, counting)),
      compareReplicated: cost(() =>
        compareReplicatedFleets(fleet, { ...fleet }, span, { seeds: 10 }, counting),
      ),
      stagger: cost(() => staggerFleet(fleet, span, { lower: "wait" }, counting)),
      sweep: cost(() =>
        sweepFleet(
          fleet,
          { same: (given) => given, copy: (given) => ({ ...given }) },
          span,
          {},
          counting,
        ),
      ),
    }).toEqual({ simulate: 1, replicate: 1, compareReplicated: 2, stagger: 1, sweep: 2 });
  });
});

describe("the fleet that was checked", () => {
  const canonical = (given: FleetInput): Fleet => checkedFleet(given, readHostZone).fleet;
  const outage = { from: 0, to: HOUR };

  it("should have resources in numbers, in every list", () => {
    const given: FleetInput = {
      jobs: [{ id: "a", policy: daily("22:00") }],
      proxies: [
        { id: "P", pace: "Sun 00:00-01:00 50 %" },
        { id: "Q", slots: 2 },
      ],
      repositories: [{ id: "R", slots: 3, outages: [{ from: "1970-01-01T00:00Z", to: HOUR }] }],
      organizations: [{ id: "O", labels: { owner: "Ann" } }],
    };
    const checked = checkedFleet(given, readHostZone);
    expect(checked.fleet).toStrictEqual({
      jobs: given.jobs,
      proxies: [
        { id: "P", slots: Infinity, pace: [0.5, ...new Array<number>(167).fill(1)] },
        { id: "Q", slots: 2 },
      ],
      repositories: [{ id: "R", slots: 3, outages: [outage] }],
      organizations: [{ id: "O", slots: Infinity, labels: { owner: "Ann" } }],
    });
    expect(checked.fleet.jobs).toBe(given.jobs);
    expect(checked.fleet.proxies![1]).toBe(given.proxies![1]);
    expect(checked.resources.map(({ of, id }) => `${of} ${id}`)).toEqual([
      "proxy P",
      "proxy Q",
      "repository R",
      "organization O",
    ]);
  });

  it("should have outages in ms, whichever end of whichever was a text", () => {
    const text = "1970-01-01T01:00Z";
    const later = { from: 5 * HOUR, to: 6 * HOUR };
    const outagesOf = (...outages: object[]): unknown =>
      canonical({ jobs: [], proxies: [{ id: "P", outages } as ResourceInput] }).proxies![0]!
        .outages;
    expect(outagesOf({ from: 0, to: text })).toEqual([outage]);
    expect(outagesOf({ from: text, to: 2 * HOUR })).toEqual([{ from: HOUR, to: 2 * HOUR }]);
    expect(outagesOf(later, { from: 0, to: text })).toEqual([outage, later]);
    expect(outagesOf({ from: 0, to: text }, later)).toEqual([outage, later]);
  });

  it("should be the very fleet where it is canonical, lists and all", () => {
    const given: Fleet = {
      labels: { owner: "Ann" },
      jobs: [job("a", { proxyId: "P" })],
      proxies: [{ id: "P", slots: 1, pace: new Array<number>(168).fill(0.5) }],
      // they need neither be in order nor apart
      repositories: [{ id: "R", slots: Infinity, outages: [outage, { from: -HOUR, to: 0 }] }],
      organizations: [],
    };
    expect(canonical(given)).toBe(given);
  });

  it("should be a new fleet where a job or a resource was none yet, and leave the other", () => {
    const given: FleetInput = {
      jobs: [job("a", { proxyId: "P" }), { ...job("b", { proxyId: "P" }), rpo: "26h" }],
      proxies: [{ id: "P", slots: 1 }],
      repositories: [{ id: "R", slots: 1 }, { id: "S" }],
    };
    const fleet = canonical(given);
    expect(fleet.jobs[0]).toBe(given.jobs[0]);
    expect(fleet.jobs[1]!.rpo).toBe(26 * HOUR);
    expect(fleet.proxies).toBe(given.proxies);
    expect(fleet.repositories![0]).toBe(given.repositories![0]);
    expect(fleet.repositories![1]).toStrictEqual({ id: "S", slots: Infinity });
    expect(Object.keys(fleet)).toEqual(["jobs", "proxies", "repositories"]);
    expect(given.repositories![1]).toStrictEqual({ id: "S" });
  });
});

describe("checkSpan", () => {
  it("should fill in what is not said", () => {
    expect(checkSpan({ from: 0, to: 1, rules: { retryManual: true } }, [])).toEqual({
      from: 0,
      to: 1,
      seed: 0,
      keep: "all",
      rules: {
        retryOnWarning: true,
        pendingRetry: "superseded",
        retryManual: true,
        restorePoint: "success-or-warning",
        outage: "wait",
      },
    });
  });

  const issuesOf = (given: unknown): string[] => {
    const issues: Issue[] = [];
    expect(checkSpan(given, issues)).toBe(undefined);
    return issues.map(({ path, message }) => `${path}: ${message}`);
  };
  const instant =
    'expected an instant: epoch ms, an ISO 8601 string such as "2026-03-08T07:30:00Z", a Date, ' +
    "a DateTime or a Temporal.Instant, received ";

  it("should keep what is said", () => {
    const rules = { outage: "fail" };
    expect(checkSpan({ from: 5, to: 5, seed: -7, keep: "summary", rules }, [])).toEqual({
      from: 5,
      to: 5,
      seed: -7,
      keep: "summary",
      rules: {
        retryOnWarning: true,
        pendingRetry: "superseded",
        retryManual: false,
        restorePoint: "success-or-warning",
        outage: "fail",
      },
    });
  });

  it("should be refused where it is no span", () => {
    expect(issuesOf(5)).toEqual(["span: expected { from, to, ... }, received 5"]);
    expect(issuesOf([0, 1])).toEqual(["span: expected { from, to, ... }, received an array of 2"]);
    expect(issuesOf(undefined)).toEqual([
      `span.from: ${instant}nothing`,
      `span.to: ${instant}nothing`,
    ]);
  });

  it("should say at each place what belongs there, all at once", () => {
    const given = { from: "now", to: 0.5, seed: 0.5, keep: "some", rules: 5, until: 1 };
    expect(issuesOf(given)).toEqual([
      'span.until: expected one of from, to, seed, rules, keep, received "until"',
      `span.from: ${instant}"now"`,
      `span.to: ${instant}0.5`,
      "span.seed: expected a whole number, received 0.5",
      'span.keep: expected all or summary, received "some"',
      "span.rules: expected an object of rules: retryOnWarning, pendingRetry, retryManual, " +
        "restorePoint, outage, received 5",
    ]);
    expect(issuesOf({ from: 5, to: 4 })).toEqual([
      "span.to: expected an instant not before span.from, 5, received 4",
    ]);
  });

  it("should lie within the time there is, and last a thousand years at most", () => {
    const last = 8.64e15;
    const years = 365_250 * 24 * HOUR;
    expect(checkSpan({ from: last - years, to: last }, [])).toMatchObject({ to: last });
    expect(checkSpan({ from: -last, to: years - last }, [])).toMatchObject({ from: -last });
    expect(issuesOf({ from: last - 1, to: last + 1 })).toEqual([`span.to: ${instant}${last + 1}`]);
    expect(issuesOf({ from: -last - 1, to: -last })).toEqual([`span.from: ${instant}${-last - 1}`]);
    expect(issuesOf({ from: 0, to: 2 * years })).toEqual([
      'span: expected at most 1,000 years, received "2 thousand years"',
    ]);
    expect(issuesOf({ from: 0, to: years + 1 }).map((line) => line.slice(0, 5))).toEqual(["span:"]);
    expect(issuesOf({ from: "x", to: 2 * years })).toEqual([`span.from: ${instant}"x"`]);
  });

  it("should say what is no number once, and not compare it", () => {
    for (const [from, to] of [
      [5n, 7],
      ["a", {}],
      [Infinity, -Infinity],
    ]) {
      const issues: Issue[] = [];
      expect(checkSpan({ from, to }, issues)).toBe(undefined);
      expect(issues.map(({ path }) => path)).toEqual(
        to === 7 ? ["span.from"] : ["span.from", "span.to"],
      );
    }
  });
});
