import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_JOBS, readJobs } from "../../../src/veeam/lists/readJobs.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const good = { name: "Good", schedulePolicy: daily };
const bad = { name: "Bad", schedulePolicy: { ...daily, dailyTime: "25:00" } };

const paths = (input: unknown) => readJobs(input).issues.map(({ path }) => path);
const names = (input: unknown) => readJobs(input).jobs.map(({ name }) => name);

describe("readJobs", () => {
  it("should read one job, an array and a page of results alike", () => {
    expect(readJobs(good)).toMatchObject({
      jobs: [{ index: 0, name: "Good", isEnabled: true, policy: daily }],
      issues: [],
      warnings: [],
    });
    expect(readJobs([good]).jobs).toEqual(readJobs(good).jobs);
    expect(readJobs({ offset: 0, limit: 30, Results: [good] }).jobs).toEqual(readJobs(good).jobs);
  });

  it("should keep what identifies a job and what the server said of it, in any letter case", () => {
    const [job] = readJobs([
      {
        Id: "7",
        NAME: "Mail",
        IsEnabled: "False",
        NextRun: "2017-06-01T08:00:00Z",
        SchedulePolicy: daily,
        selectedItems: [{}],
      },
    ]).jobs;
    expect(job).toMatchObject({
      id: "7",
      name: "Mail",
      isEnabled: false,
      nextRun: "2017-06-01T08:00:00Z",
    });
  });

  it("should name the place and the job of every issue, and keep the good jobs", () => {
    const { jobs, issues } = readJobs([
      good,
      bad,
      5,
      { name: "None" },
      { ...good, isEnabled: "perhaps" },
    ]);
    expect(jobs.map(({ name, index }) => [name, index])).toEqual([["Good", 0]]);
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "[1].schedulePolicy.dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
        '24:00, received "25:00" (job "Bad")',
      "[2]: expected a job: an object with name and schedulePolicy, received 5",
      '[3].schedulePolicy: expected a schedule policy object, received nothing (job "None")',
      '[4].isEnabled: expected true or false, received "perhaps" (job "Good")',
    ]);
  });

  it("should write paths as one would in code, whatever the list is", () => {
    expect(paths(bad)).toEqual(["schedulePolicy.dailyTime"]);
    expect(paths({ results: [good, bad] })).toEqual(["results[1].schedulePolicy.dailyTime"]);
    expect(
      paths([{ SchedulePolicy: { ...daily, DailyTime: "7 pm", dailyTime: undefined } }]),
    ).toEqual(["[0].SchedulePolicy.DailyTime"]);
  });

  it("should name a job without a name after its id, or its place", () => {
    expect(
      names([
        { id: "a-1", schedulePolicy: daily },
        { name: " ", schedulePolicy: daily },
      ]),
    ).toEqual(["a-1", "job 2 of the list"]);
    expect(readJobs([{ schedulePolicy: daily }]).warnings.map(({ path }) => path)).toEqual([
      "[0].name",
    ]);
  });

  it("should not take for a list what is none", () => {
    for (const input of [null, 5, "[]", {}, { payload: { request: good } }, { results: good }]) {
      expect(readJobs(input)).toMatchObject({ jobs: [], issues: [{}] });
    }
    expect(readJobs(daily).issues[0]!.message).toContain("this looks like a schedule policy alone");
  });

  it("should warn of an empty list and of a page that is not the last", () => {
    expect(readJobs([])).toMatchObject({ jobs: [], issues: [], warnings: [{ path: "" }] });
    const page = {
      results: [good],
      _links: { self: { href: "/jobs" }, next: { href: "/jobs?offset=30" } },
    };
    expect(readJobs(page).warnings.map(({ path }) => path)).toEqual(["_links.next"]);
  });

  it("should read at most the first 10,000 jobs, and say so", () => {
    const list = readJobs(Array.from({ length: MOST_JOBS + 1 }, () => good));
    expect(list.jobs.length).toBe(MOST_JOBS);
    expect(list.issues).toMatchObject([{ path: "", received: "an array of 10,001" }]);
  });

  it("should go over the keys of a job a few times, not once per name that it may have", () => {
    let lookedOver = 0;
    const counted = (json: object) =>
      new Proxy(json, {
        ownKeys: (target) => {
          lookedOver += 1;
          return Reflect.ownKeys(target);
        },
      });
    const { jobs, warnings } = readJobs([counted({ ...good, id: "7", lastRun: 5, odd: 1 })]);
    expect(jobs).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect(lookedOver).toBeGreaterThan(0);
    expect(lookedOver).toBeLessThanOrEqual(2); // for its fields, and for its name in the warning
  });

  it("should read the vendor's own samples", () => {
    const fixture = (name: string) => veeamFixture<{ create: object }>(name);
    expect(
      readJobs(["v3-daily-everyday", "v1-daily-everyday", "vspc-manual-only"].map(fixture)),
    ).toMatchObject({ jobs: [{}, {}, { policy: { type: "ManualOnly" } }], issues: [] });
    expect(readJobs(fixture("client-quoted-scalars").create)).toMatchObject({
      jobs: [{ policy: { periodicallyEvery: "Minutes5" } }],
      issues: [],
    });
  });

  it("should give every element of a list one fate: a job, or an issue at its place", () => {
    const elements = fc.array(
      fc.oneof(
        policyInputs.map((schedulePolicy) => ({ name: "x", schedulePolicy })),
        fc.anything(),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(elements, (list) => {
        const { jobs, issues } = readJobs(list);
        const read = new Set(jobs.map(({ index }) => index));
        list.forEach((_, index) =>
          expect(issues.some(({ path }) => path.startsWith(`[${index}]`))).toBe(!read.has(index)),
        );
      }),
    );
  });
});
