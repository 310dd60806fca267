import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJob } from "../../../src/veeam/standIn/createJob.ts";
import { readJobs } from "../../../src/veeam/lists/readJobs.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import {
  API_VERSIONS,
  context,
  jobFrom,
  propertyPaths,
  request,
  seed,
} from "../../support/veeamJobs.ts";

/** The page's bodies, read as strictly as JSON is. */
const bodies = seed.examples.map(
  ({ request: lines }) =>
    JSON.parse(
      lines
        .join("\n")
        .replaceAll("\u00a0", " ")
        .replace(/,(\s*})/g, "$1"),
    ) as object,
);
const [organization, items] = bodies as [object, { SelectedItems: object[] }];

const issuePaths = (body: unknown, where = {}) => {
  const answer = createJob(body, context(where));
  return answer.ok ? [] : answer.body.issues.map(({ path }) => path);
};

describe("createJob, on the examples of the page", () => {
  it("should answer the first one to the letter, ids aside", () => {
    const answer = createJob(organization, context());
    const {
      _links: links,
      id: _id,
      ...page
    } = seed.examples[0].response as { _links: object; id: string };
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject(page);
    expect(propertyPaths(answer.body)).toEqual(propertyPaths(seed.examples[0].response));
    expect(Object.keys(links)).toEqual([
      "self",
      "organization",
      "backupRepository",
      "jobsessions",
      "excludedItems",
    ]);
    expect(answer.ok && answer.body._links).toEqual({
      self: {
        href: "https://support.east.local:4443/v3/jobs/e8e3e9d5-29ba-41e6-bab7-25387149141f",
      },
      organization: {
        href: "https://support.east.local:4443/v3/organizations/9b538005-3e78-4253-a84e-cc40630747cd",
      },
      backupRepository: {
        href: "https://support.east.local:4443/v3/backuprepositories/2c9079b0-76b4-415f-bca8-de1450cedf79",
      },
      jobsessions: {
        href: "https://support.east.local:4443/v3/jobs/e8e3e9d5-29ba-41e6-bab7-25387149141f/jobsessions",
      },
      excludedItems: {
        href: "https://support.east.local:4443/v3/jobs/e8e3e9d5-29ba-41e6-bab7-25387149141f/excludedItems",
      },
    });
  });

  it("should answer the second one, but for the first one's name and type printed there", () => {
    const answer = createJob(items, context());
    const {
      _links: _,
      id: _id,
      name: _name,
      backupType: _type,
      ...page
    } = seed.examples[1].response;
    expect(answer).toMatchObject({
      status: 201,
      body: { ...page, name: "job SelectedItems office365", backupType: "SelectedItems" },
      warnings: [],
    });
    expect(propertyPaths(answer.body)).toEqual(propertyPaths(seed.examples[1].response));
    expect(answer.ok && answer.job.selectedItems).toEqual(items.SelectedItems);
  });

  it("should compute the next run on the server's clock (R2)", () => {
    const next = (where: object) => createJob(organization, context(where)).body;
    expect(next({ now: Date.UTC(2017, 4, 31, 8) })).toMatchObject({
      nextRun: "2017-06-01T08:00:00Z",
    });
    expect(next({ now: Date.UTC(2017, 4, 31, 8) - 1 })).toMatchObject({
      nextRun: "2017-05-31T08:00:00Z",
    });
    expect(next({ clock: { ...context().clock, zone: "UTC" } })).toMatchObject({
      nextRun: "2017-06-01T01:00:00Z",
    });
  });
});

describe("the representation", () => {
  it("should leave out what has no effect", () => {
    const window = { backupWindow: Array.from({ length: 168 }, () => true), minuteOffset: 0 };
    const policy = (schedulePolicy: object) => {
      const answer = createJob({ ...request, schedulePolicy }, context());
      return answer.ok ? Object.keys(answer.body.schedulePolicy) : answer.body.issues;
    };
    const common = ["backupWindowEnabled", "type"];
    expect(
      policy({
        type: "ManualOnly",
        dailyType: "Sunday",
        dailyTime: "01:00",
        retryEnabled: false,
        retryNumber: 3,
      }),
    ).toEqual([...common, "retryEnabled"]);
    expect(
      policy({
        type: "Daily",
        dailyType: "Sunday",
        dailyTime: "01:00",
        periodicallyEvery: "Hours1",
        backupWindowEnabled: false,
        backupWindowSettings: window,
      }),
    ).toEqual([...common, "dailyType", "dailyTime", "retryEnabled"]);
    expect(
      policy({
        type: "Periodically",
        periodicallyEvery: "Minutes5",
        periodicallyOffsetMinutes: 5,
        periodicallyWindowSettings: window,
      }),
    ).toEqual([...common, "periodicallyEvery", "retryEnabled"]);
    expect(
      policy({
        type: "Periodically",
        periodicallyEvery: "Hours2",
        periodicallyOffsetMinutes: 5,
        periodicallyWindowSettings: window,
        backupWindowSettings: window,
        retryNumber: 1,
        retryWaitInterval: 1,
      }),
    ).toEqual([
      ...[
        "backupWindowEnabled",
        "backupWindowSettings",
        "type",
        "periodicallyEvery",
        "periodicallyOffsetMinutes",
      ],
      ...[
        "periodicallyWindowEnabled",
        "periodicallyWindowSettings",
        "retryEnabled",
        "retryNumber",
        "retryWaitInterval",
      ],
    ]);
  });

  it("should have no next run for a job that is disabled, unscheduled or never runs (R9)", () => {
    const never = { backupWindow: Array.from({ length: 168 }, () => false) };
    for (const changes of [
      { isEnabled: "False" },
      { schedulePolicy: { type: "ManualOnly" } },
      { schedulePolicy: { ...request.schedulePolicy, scheduleEnabled: false } },
      { schedulePolicy: { ...request.schedulePolicy, backupWindowSettings: never } },
    ]) {
      const { body } = createJob({ ...request, ...changes }, context());
      expect(body).toMatchObject({ lastStatus: "Stopped" });
      expect(body).not.toHaveProperty("nextRun");
    }
  });

  it("should show a session that RunNow started, the last run before the next one (R21)", () => {
    const { body } = createJob({ ...request, RunNow: "True" }, context());
    expect(body).toMatchObject({ lastStatus: "Running", lastRun: "2017-05-31T12:00:00Z" });
    expect(Object.keys(body)).toEqual([
      "id",
      "name",
      "description",
      "lastRun",
      "nextRun",
      "isEnabled",
      "backupType",
      "lastStatus",
      "schedulePolicy",
      "_links",
    ]);
  });

  it("should name the repository and the schedule's switch, and link by path, from v6 on", () => {
    for (const version of API_VERSIONS) {
      const { body } = createJob(organization, context({ version }));
      const self = version < 6 ? "https://support.east.local:4443" : "";
      expect(body).toMatchObject({
        nextRun: "2017-06-01T08:00:00Z",
        _links: { self: { href: `${self}/v${version}/jobs/e8e3e9d5-29ba-41e6-bab7-25387149141f` } },
      });
      expect(Object.hasOwn(body, "repositoryId")).toBe(version >= 6);
      expect(body).toHaveProperty("schedulePolicy.dailyTime", "01:00:00");
      expect(
        "schedulePolicy" in body && Object.hasOwn(body.schedulePolicy, "scheduleEnabled"),
      ).toBe(version >= 6);
    }
  });

  it("should be a job that readJobs reads, with the same policy, whatever the policy", () => {
    fc.assert(
      fc.property(policyInputs, fc.constantFrom(...API_VERSIONS), (schedulePolicy, version) => {
        const answer = createJob({ ...request, schedulePolicy }, context({ version }));
        const { jobs, issues } = readJobs(JSON.parse(JSON.stringify(answer.body)));
        expect(issues).toEqual([]);
        expect(jobs).toMatchObject([{ name: "Mail", policy: { type: schedulePolicy.type } }]);
      }),
    );
  });
});

describe("a bad request", () => {
  it("should be answered with every issue at once, each with its path", () => {
    expect(issuePaths({})).toEqual(["backupType", "name", "schedulePolicy", "repositoryId"]);
    expect(issuePaths({}, { organizationId: undefined })).toEqual([
      "backupType",
      "name",
      "schedulePolicy",
      "organizationId",
      "repositoryId",
    ]);
    expect(
      issuePaths({
        Name: " ",
        Description: 5,
        BackupType: "all",
        SchedulePolicy: { type: "Daily", dailyTime: "25:00" },
        ProxyId: "a/b",
        RepositoryId: null,
        RunNow: 1,
        IsEnabled: "yes",
      }),
    ).toEqual([
      ...[
        "BackupType",
        "Name",
        "Description",
        "SchedulePolicy.dailyType",
        "SchedulePolicy.dailyTime",
      ],
      ...["ProxyId", "repositoryId", "RunNow", "IsEnabled"],
    ]);
  });

  it("should name the item and the flag", () => {
    const selected = (...SelectedItems: unknown[]) =>
      issuePaths({ ...request, backupType: "SelectedItems", SelectedItems });
    expect(selected()).toEqual(["SelectedItems"]);
    expect(issuePaths({ ...request, backupType: "SelectedItems" })).toEqual(["selectedItems"]);
    expect(
      selected(
        { Type: "User" },
        { Type: "Usr" },
        5,
        { type: "Group", group: { id: "" } },
        { type: "PartialOrganization", Mailbox: "perhaps", Site: {} },
      ),
    ).toEqual([
      ...[
        "SelectedItems[0].user",
        "SelectedItems[1].Type",
        "SelectedItems[2]",
        "SelectedItems[3].group",
      ],
      ...["SelectedItems[4].Mailbox", "SelectedItems[4].Site"],
    ]);
    expect(
      selected(
        { type: "site", site: { url: "https://x" } },
        { type: "user", USER: { ID: "1" }, mailbox: "True", site: null },
      ),
    ).toEqual([]);
    expect(selected({ type: "Team", team: { id: "1" } })).toEqual(["SelectedItems[0].type"]);
    const team = {
      ...request,
      backupType: "SelectedItems",
      SelectedItems: [{ type: "Team", team: { id: "1" } }],
    };
    expect(issuePaths(team, { version: 5 })).toEqual([]);
  });

  it("should refuse what nests or repeats without end, before it is kept", () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(
      issuePaths({
        ...request,
        backupType: "SelectedItems",
        selectedItems: [{ type: "User", user: { id: "1" }, deep }],
      }),
    ).toEqual(["selectedItems[0]"]);
    expect(
      issuePaths({
        ...request,
        backupType: "SelectedItems",
        selectedItems: Array.from({ length: 2_001 }, () => ({})),
      }),
    ).toEqual(["selectedItems"]);
    const answer = createJob(
      {
        ...request,
        schedulePolicy: {
          ...request.schedulePolicy,
          backupWindow: { backupWindow: Array.from({ length: 168 }, () => 5) },
        },
      },
      context(),
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("(and 167 more issues, see issues).") as string },
    });
  });

  it("should refuse a setting with two values, and pass over what nobody can set", () => {
    expect(issuePaths({ ...request, Name: "Other" })).toEqual(["Name"]);
    const answer = createJob(
      {
        ...request,
        nextRun: "2017-05-29T22:00:00Z",
        lastStatus: "Failed",
        _links: {},
        colour: "red",
      },
      context(),
    );
    expect(answer.ok && answer.warnings.map(({ path }) => path)).toEqual(["colour"]);
    expect(answer.body).toMatchObject({ nextRun: "2017-06-01T08:00:00Z", lastStatus: "Stopped" });
  });

  it("should keep a key such as __proto__ as data, and change nothing by it", () => {
    const body: unknown = JSON.parse(
      `{ "__proto__": { "name": "x" }, "constructor": 1, "schedulePolicy": { "__proto__": { ` +
        `"type": "Daily" } }, "SelectedItems": [{ "type": "User", "__proto__": { "user": { ` +
        `"id": 1 } } }], "backupType": "SelectedItems" }`,
    );
    expect(issuePaths(body)).toEqual([
      "name",
      "SelectedItems[0].user",
      "schedulePolicy.type",
      "repositoryId",
    ]);
    expect({}).not.toHaveProperty("name");
  });

  it("should never be an exception, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.record({
          name: fc.anything(),
          backupType: fc.anything(),
          SelectedItems: fc.anything(),
          schedulePolicy: fc.anything(),
          repositoryId: fc.anything(),
          runNow: fc.anything(),
        }),
        (any, body) => {
          for (const input of [any, body, { ...request, ...body }]) {
            const answer = createJob(input, context());
            if (answer.ok) continue;
            expect(answer.status).toBe(400);
            for (const { path, message, expected, received } of answer.body.issues)
              expect(
                [path, message, expected, received].every((text) => typeof text === "string"),
              ).toBe(true);
          }
        },
      ),
    );
  });
});

describe("the record", () => {
  it("should hold what was sent and nothing else", () => {
    expect(jobFrom({ Description: "Critical", ProxyId: " 5a905bb5 " })).toMatchObject({
      description: "Critical",
      proxyId: "5a905bb5",
      history: [{ isEnabled: true }],
    });
    expect(jobFrom({ selectedItems: [{ type: "User", user: { id: "1" } }] })).not.toHaveProperty(
      "selectedItems",
    );
  });
});
