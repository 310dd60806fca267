import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../src/core/policy/parse.ts";
import { fleetOf } from "../../../src/veeam/lists/fleetOf.ts";
import { readJobs } from "../../../src/veeam/lists/readJobs.ts";
import { writeJobs } from "../../../src/veeam/lists/writeJobs.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const { samples } = veeamFixture<{ samples: { source: string; json: unknown }[] }>("job-lists");
const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00:00" };
const copy = {
  id: "c",
  name: "Copy",
  backupJobId: "b",
  schedulePolicy: { Type: "DailyAtTime", dailyType: "Everyday", dailyTime: "04:00" },
};

describe("readJobs, on every version", () => {
  it.each(samples.map(({ source, json }) => [source, json] as const))(
    "should read %s and write it back to the letter",
    (_, json) => {
      const list = readJobs(json);
      expect(list.issues).toEqual([]);
      expect(list.jobs).toHaveLength(1);
      expect(JSON.stringify(writeJobs(list))).toBe(JSON.stringify(json));
    },
  );

  it("should say by path what it took for what", () => {
    expect(samples.map(({ json }) => readJobs(json).warnings.map(({ path }) => path))).toEqual([
      ...[[], [], []],
      [
        "[0].schedulePolicy.backupWindow",
        "[0].schedulePolicy.backupWindow.backupIntervalsArray",
        "[0].schedulePolicy.periodicallyEvery",
      ],
      ["schedulePolicy.schedulePolicyType"],
      ["SchedulePolicy.PeriodicInterval"],
      ["name"],
    ]);
  });

  it("should not guess a mask that is abridged", () => {
    const list = readJobs([
      {
        name: "v1",
        schedulePolicy: { ...daily, backupWindow: { backupIntervalsArray: ["true x N"] } },
      },
      { name: "next", schedulePolicy: daily },
    ]);
    expect(list.issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "[0].schedulePolicy.backupWindow.backupIntervalsArray: expected an array of 168 " +
        'booleans, Sunday 00:00 first, received an array of 1 (job "v1")',
    ]);
    expect(list.jobs.map(({ index, name }) => [index, name])).toEqual([[1, "next"]]);
  });

  it("should tell copy jobs, by their types or by what they copy", () => {
    const immediate = { name: "I", schedulePolicy: { type: "immediate" } };
    const periodic = {
      name: "P",
      schedulePolicy: { type: "Periodically", periodicallyEvery: "Hours8" },
      _links: { backupJob: { href: "/v6/jobs/b" } },
    };
    const { jobs, warnings } = readJobs([
      copy,
      immediate,
      periodic,
      { name: "B", schedulePolicy: daily },
    ]);
    expect(jobs.map(({ kind, policy }) => [kind, policy.type])).toEqual([
      ["copy", "Daily"],
      ["copy", "Immediate"],
      ["copy", "Periodically"],
      [undefined, "Daily"],
    ]);
    expect(warnings.map(({ path }) => path)).toEqual(["[0].schedulePolicy.Type"]);
  });

  it("should find what jobs share, said by themselves or by their links", () => {
    const links = {
      organization: { href: "https://b:4443/v3/organizations/o-1" },
      backupRepository: { HREF: "/v6/BackupRepositories/r-1/" },
      proxy: { href: 5 },
    };
    const { jobs } = readJobs([
      {
        name: "L",
        schedulePolicy: daily,
        _links: links,
        lastRun: "2017-06-01T08:00:00Z",
        lastStatus: "Failed",
      },
      { name: "P", schedulePolicy: daily, RepositoryUid: "r-2", proxyId: "p-2", _links: links },
    ]);
    expect(jobs).toMatchObject([
      {
        organizationId: "o-1",
        repositoryId: "r-1",
        lastRun: "2017-06-01T08:00:00Z",
        lastStatus: "Failed",
      },
      { organizationId: "o-1", repositoryId: "r-2", proxyId: "p-2" },
    ]);
    expect(jobs[0]).not.toHaveProperty("proxyId");
  });

  it("should lose one job of five hundred, and no other", () => {
    const list = readJobs({
      offset: 0,
      limit: 500,
      results: Array.from({ length: 500 }, (_, place) => ({
        name: `job ${place}`,
        schedulePolicy: place === 77 ? { ...daily, dailyTime: "25:00" } : daily,
      })),
    });
    expect(list.jobs).toHaveLength(499);
    expect(list.issues).toMatchObject([
      {
        path: "results[77].schedulePolicy.dailyTime",
        message: expect.stringContaining('(job "job 77")') as string,
      },
    ]);
  });
});

describe("writeJobs", () => {
  it("should keep what it does not know, also in a page and in a policy", () => {
    const page = {
      offset: 0,
      Results: [{ name: "A", colour: { deep: [1] }, schedulePolicy: { ...daily, shade: null } }],
      _links: { self: { href: "/v8/Jobs" } },
    };
    expect(JSON.stringify(writeJobs(readJobs(page)))).toBe(JSON.stringify(page));
    expect(writeJobs(readJobs([]))).toEqual([]);
  });

  it("should write a changed policy in canonical form, the rest to the letter", () => {
    const list = readJobs([
      {
        Name: "A",
        IsEnabled: "True",
        SchedulePolicy: { Type: "daily", DailyType: "everyday", DailyTime: "22:00", Shade: 5 },
      },
      copy,
    ]);
    const policy = parsePolicy({ ...daily, dailyTime: "21:00" });
    const moved = { ...list, jobs: list.jobs.map((job) => ({ ...job, policy })) };
    expect(writeJobs(moved)).toEqual([
      {
        Name: "A",
        IsEnabled: "True",
        SchedulePolicy: {
          backupWindowEnabled: false,
          Type: "Daily",
          dailyType: "Everyday",
          dailyTime: "21:00:00",
          retryEnabled: false,
          Shade: 5,
        },
      },
      {
        ...copy,
        schedulePolicy: {
          backupWindowEnabled: false,
          Type: "DailyAtTime",
          dailyType: "Everyday",
          dailyTime: "21:00:00",
          retryEnabled: false,
        },
      },
    ]);
  });

  it("should write other changes under the list's names, a job never read canonically", () => {
    const list = readJobs({ NAME: "A", nextRun: "2017-06-01T08:00:00Z", schedulePolicy: daily });
    const { nextRun: _, ...job } = list.jobs[0]!;
    expect(writeJobs({ ...list, jobs: [{ ...job, name: "B", isEnabled: false }] })).toEqual({
      NAME: "B",
      schedulePolicy: daily,
      isEnabled: false,
    });
    expect(
      writeJobs({
        envelope: { kind: "array" },
        jobs: [{ index: 0, name: "New", isEnabled: true, policy: parsePolicy(daily) }],
      }),
    ).toEqual([
      {
        name: "New",
        isEnabled: true,
        schedulePolicy: { backupWindowEnabled: false, ...daily, retryEnabled: false },
      },
    ]);
  });

  it("should give a list that reads as the same jobs, whatever was changed", () => {
    const jobs = fc.record(
      {
        name: fc.string({ minLength: 1 }).filter((name) => name.trim() !== ""),
        schedulePolicy: policyInputs,
        extra: fc.jsonValue(),
        isEnabled: fc.boolean(),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        fc.array(jobs, { maxLength: 4 }),
        policyInputs,
        fc.boolean(),
        (input, other, isPaged) => {
          const list = readJobs(isPaged ? { results: input } : input);
          const plain = (jobs: typeof list.jobs) => jobs.map(({ source: _, ...job }) => job);
          expect(writeJobs(list)).toEqual(isPaged ? { results: input } : input);
          const changed = list.jobs.map((job, place) =>
            place % 2 === 0
              ? { ...job, policy: parsePolicy(other), isEnabled: !job.isEnabled }
              : job,
          );
          const back = readJobs(JSON.parse(JSON.stringify(writeJobs({ ...list, jobs: changed }))));
          expect(back.issues).toEqual([]);
          expect(plain(back.jobs)).toEqual(plain(changed));
        },
      ),
    );
  });

  it("should keep a key such as __proto__ as what it is", () => {
    const json: unknown = JSON.parse(
      '[{ "name": "A", "__proto__": { "isEnabled": false }, "schedulePolicy": { "type": ' +
        '"ManualOnly", "__proto__": 5 } }]',
    );
    const list = readJobs(json);
    expect(list.jobs[0]!.isEnabled).toBe(true);
    expect(
      JSON.stringify(
        writeJobs({
          ...list,
          jobs: list.jobs.map((job) => ({ ...job, policy: parsePolicy(daily) })),
        }),
      ),
    ).toContain('"__proto__":5');
    expect(JSON.stringify(writeJobs(list))).toBe(JSON.stringify(json));
  });
});

describe("fleetOf", () => {
  it("should give each job an id of its own, and a resource for everything that is shared", () => {
    const list = readJobs([
      { id: "1", name: "A", schedulePolicy: daily, repositoryId: "r", isEnabled: false },
      { name: "A", schedulePolicy: daily, repositoryId: "r", proxyId: "p" },
      { name: "A", schedulePolicy: daily },
      { name: "A#2", schedulePolicy: daily },
    ]);
    const fleet = fleetOf(list.jobs, {
      clock: { zone: "Europe/Berlin" },
      workloads: new Map([["1", { duration: "PT5M" }]]),
    });
    expect(fleet.jobs.map(({ id }) => id)).toEqual(["1", "A", "A#2", "A#2#2"]);
    expect(fleet.jobs[0]).toMatchObject({
      name: "A",
      enabled: false,
      repositoryId: "r",
      workload: { duration: "PT5M" },
    });
    expect(fleet).toMatchObject({
      clock: { zone: "Europe/Berlin" },
      proxies: [{ id: "p", slots: Infinity }],
      repositories: [{ id: "r", slots: Infinity }],
      organizations: [],
    });
  });
});
