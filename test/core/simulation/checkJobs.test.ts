/**
 * Jobs as they are read: what is said of each setting, what is left of a job that has an issue, and
 * what is made canonical (R26, R32).
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { checkedFleet, checkFleet } from "../../../src/core/simulation/checkFleet.ts";
import { checkJobs, type ReadingJobs } from "../../../src/core/simulation/checkJobs.ts";
import { readClockIn } from "../../../src/core/simulation/clockIn.ts";
import { followsSource, resourceLists } from "../../../src/core/simulation/fleet.ts";
import type { FleetInput, JobInput } from "../../../src/core/simulation/fleetInput.ts";
import { readHostZone } from "../../../src/host/zones.ts";
import { daily, HOUR } from "../../support/whatIf.ts";

const NIGHTLY = daily("22:00");
const job = (id: string, more: object = {}): JobInput => ({ id, policy: NIGHTLY, ...more });

/** The issues of jobs that have some, as `path: message`. */
function issuesOf(jobs: readonly unknown[], more: object = {}): string[] {
  const issues: Issue[] = [];
  expect(checkFleet({ ...more, jobs }, issues, readHostZone)).toBe(undefined);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

const issuesOfJob = (more: object): string[] => issuesOf([job("A", more)]);
const jobsOf = (jobs: readonly JobInput[], more: Partial<FleetInput> = {}) =>
  checkedFleet({ ...more, jobs }, readHostZone).jobs;

const LENGTH = 'a number of ms, or a text with units such as "45m", "1h30m" or "PT45M"';

describe("a job that makes no sense", () => {
  it("should be refused where it is none", () => {
    expect(issuesOf([5, null, []])).toEqual([
      "jobs[0]: expected a job: { id, policy, ... }, received 5",
      "jobs[1]: expected a job: { id, policy, ... }, received nothing",
      "jobs[2]: expected a job: { id, policy, ... }, received an array of 0",
    ]);
  });

  it("should have its id named where it has none of its own", () => {
    expect(issuesOf([job("A"), job(""), job("A"), { policy: NIGHTLY }])).toEqual([
      'jobs[1].id: expected a text that is not empty, received ""',
      'jobs[2].id: expected an id that occurs once, received "A"; jobs[0] has it too',
      "jobs[3].id: expected a text that is not empty, received nothing",
    ]);
  });

  it("should have each resource named that is not in the list of its kind", () => {
    const lists = { proxies: [{ id: "P" }], repositories: [{ id: "R" }], organizations: [] };
    const crossed = job("A", { proxyId: "R", repositoryId: "P", organizationId: 7 });
    expect(issuesOf([crossed], lists)).toEqual([
      'jobs[0].proxyId: expected the id of a proxy in fleet.proxies, received "R"',
      'jobs[0].repositoryId: expected the id of a repository in fleet.repositories, received "P"',
      "jobs[0].organizationId: expected the id of an organization in fleet.organizations, " +
        "received 7",
    ]);
    expect(jobsOf([job("A", { proxyId: "P", repositoryId: "R" })], lists)).toHaveLength(1);
  });

  it("should have flags named that are neither true nor false", () => {
    expect(issuesOfJob({ enabled: "yes", runNow: 1 })).toEqual([
      'jobs[0].enabled: expected true or false, received "yes"',
      "jobs[0].runNow: expected true or false, received 1",
    ]);
    for (const flag of [true, false, undefined])
      expect(jobsOf([job("A", { enabled: flag, runNow: flag })])).toHaveLength(1);
  });

  it("should have keys named that no job has, and labels that are no texts", () => {
    expect(issuesOfJob({ proxyID: "P", labels: { owner: 5 } })).toEqual([
      "jobs[0].proxyID: expected one of id, name, copyOf, policy, enabled, clock, proxyId, " +
        "repositoryId, organizationId, workload, rpo, runNow, labels, " +
        'received "proxyID"; did you mean proxyId?',
      "jobs[0].labels.owner: expected a text, received 5",
    ]);
  });

  it("should have a target named once that is none", () => {
    const none = `expected a target above 0: ${LENGTH}, received`;
    const hint = "none at all for no target";
    expect(issuesOfJob({ rpo: 0 })).toEqual([`jobs[0].rpo: ${none} 0; ${hint}`]);
    expect(issuesOfJob({ rpo: -1 })).toEqual([`jobs[0].rpo: ${none} -1; ${hint}`]);
    expect(issuesOfJob({ rpo: "0h" })).toEqual([`jobs[0].rpo: ${none} "0h"; ${hint}`]);
    expect(issuesOfJob({ rpo: Infinity })).toEqual([`jobs[0].rpo: ${none} Infinity; ${hint}`]);
    expect(issuesOfJob({ rpo: "soon" })).toEqual([
      `jobs[0].rpo: expected a duration of 0 to 100 years: ${LENGTH}, received "soon"`,
    ]);
    expect(issuesOfJob({ rpo: null })).toEqual([
      `jobs[0].rpo: expected a duration of 0 to 100 years: ${LENGTH}, received nothing`,
    ]);
  });

  it("should have a policy and a workload named at each job that has them", () => {
    const bad = { policy: { ...NIGHTLY, dailyTime: "25:00" }, workload: { duration: -1 } };
    expect(issuesOf([job("A", bad), job("B", bad)]).map((line) => line.split(":")[0])).toEqual([
      "jobs[0].policy.dailyTime",
      "jobs[0].workload.duration",
      "jobs[1].policy.dailyTime",
      "jobs[1].workload.duration",
    ]);
  });
});

describe("checkJobs", () => {
  it("should leave nothing of a job of which something could not be read", () => {
    const reading = (issues: Issue[]): ReadingJobs => ({
      issues,
      zoneOf: readHostZone,
      server: readClockIn({ zone: "UTC" }, "clock", undefined, readHostZone, issues),
      resources: resourceLists(() => ({ ids: new Map() })),
      seen: new Map(),
      workloads: new Map(),
      quantiles: new Map(),
      policies: new Map(),
    });
    for (const [bad, path] of [
      [{ clock: { gap: "jump" } }, "list[0].clock.gap"],
      [{ clock: { zone: "Mars/Olympus" } }, "list[0].clock.zone"],
      [{ policy: { ...NIGHTLY, dailyTime: "25:00" } }, "list[0].policy.dailyTime"],
      [{ workload: 5 }, "list[0].workload"],
    ] as const) {
      const issues: Issue[] = [];
      const read = checkJobs([job("A", bad), job("B")], "list", reading(issues));
      expect(issues.map((issue) => issue.path)).toEqual([path]);
      expect(read.map((one) => [one.job.id, one.path])).toEqual([["B", "list[1]"]]);
    }
  });
});

describe("a job as it is read", () => {
  const written = { type: "Daily", dailyType: "everyday", dailyTime: "22:00" };

  it("should be the very job where it is canonical", () => {
    const given = job("A", { rpo: 26 * HOUR });
    const plain = job("B");
    const read = jobsOf([given, plain]);
    expect(read[0]!.job).toBe(given);
    expect(read[1]!.job).toBe(plain);
  });

  it("should have its policy in canonical form, read once for all that share it", () => {
    const given = job("A", { policy: written });
    const [one, other] = jobsOf([given, job("B", { policy: written })]);
    expect(one!.policy).toEqual(NIGHTLY);
    expect(one!.policy).not.toBe(written);
    expect(one!.job).toStrictEqual({ id: "A", policy: one!.policy });
    expect(one!.job.policy).toBe(one!.policy);
    expect(other!.policy).toBe(one!.policy);
    expect(given.policy).toBe(written);
  });

  it("should have its target in ms, beside a policy in any form", () => {
    const [one, other] = jobsOf([
      job("A", { rpo: "26h" }),
      job("B", { rpo: "PT90M", policy: written }),
    ]);
    expect(one!.job).toStrictEqual({ id: "A", policy: NIGHTLY, rpo: 26 * HOUR });
    expect(other!.job).toStrictEqual({ id: "B", policy: other!.policy, rpo: 1.5 * HOUR });
    expect(jobsOf([job("A", { rpo: 0.5 })])[0]!.job.rpo).toBe(0.5);
  });
});

describe("copies", () => {
  const copy = (id: string, copyOf: unknown): JobInput => job(id, { copyOf });

  it("should be read wherever their source stands", () => {
    expect(jobsOf([copy("C", "B"), copy("B", "A"), job("A"), copy("D", "A")])).toHaveLength(4);
  });

  it("should have a source that is there", () => {
    expect(issuesOf([job("A"), copy("B", "nobody"), copy("C", 5), copy("D", "A")])).toEqual([
      'jobs[1].copyOf: expected the id of another job of the fleet, received "nobody"',
      "jobs[2].copyOf: expected the id of another job of the fleet, received 5",
    ]);
  });

  it("should not copy themselves, by however many others", () => {
    const circle = (index: number, id: string): string =>
      `jobs[${index}].copyOf: expected the id of a job that is no copy of this one, ` +
      `received "${id}"`;
    expect(issuesOf([copy("A", "A")])).toEqual([circle(0, "A")]);
    expect(issuesOf([job("A"), copy("B", "C"), copy("C", "B"), copy("D", "A")])).toEqual([
      circle(1, "C"),
    ]);
    // The first leads to a circle of the others, which closes at the third.
    expect(issuesOf([copy("A", "C"), copy("B", "D"), copy("C", "B"), copy("D", "C")])).toEqual([
      circle(2, "B"),
    ]);
    expect(issuesOf([copy("A", "B"), copy("B", "A"), copy("C", "x"), copy("D", "D")])).toEqual([
      circle(0, "B"),
      'jobs[2].copyOf: expected the id of another job of the fleet, received "x"',
      circle(3, "D"),
    ]);
  });

  it("should be looked at beside what is no job", () => {
    expect(issuesOf([null, copy("A", "A")])).toEqual([
      "jobs[0]: expected a job: { id, policy, ... }, received nothing",
      'jobs[1].copyOf: expected the id of a job that is no copy of this one, received "A"',
    ]);
  });

  it("should follow their source where their type is Immediate, and then only", () => {
    expect(followsSource({ copyOf: "A", policy: { type: "Immediate" } })).toBe(true);
    expect(followsSource({ copyOf: "A", policy: { type: "Daily" } })).toBe(false);
    expect(followsSource({ policy: { type: "Immediate" } })).toBe(false);
  });
});
