import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editJob } from "../../../src/veeam/standIn/editJob.ts";
import {
  type JobRecord,
  latestChange,
  parseRecord,
  printRecord,
} from "../../../src/veeam/standIn/jobRecord.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import { context, jobFrom, PAGE_NOW, request } from "../../support/veeamJobs.ts";

const HOUR = 3_600_000;

/** Edits a good job; gives the job as it is then, or the paths of the issues. */
function edited(job: JobRecord, changes: unknown, where = {}): JobRecord | string[] {
  const answer = editJob(job, changes, context(where));
  return answer.ok ? answer.job : answer.body.issues.map(({ path }) => path);
}

describe("editJob", () => {
  it("should change what is given, and leave what is not", () => {
    const job = jobFrom({ description: "old", proxyId: "p" });
    expect(
      editJob(
        job,
        {
          Description: "",
          SchedulePolicy: { RetryEnabled: "True", RetryNumber: "2", retryWaitInterval: 5 },
        },
        context(),
      ),
    ).toMatchObject({
      status: 200,
      body: {
        name: "Mail",
        description: "",
        nextRun: "2017-06-01T08:00:00Z",
        schedulePolicy: {
          dailyTime: "01:00:00",
          retryEnabled: true,
          retryNumber: 2,
          retryWaitInterval: 5,
        },
      },
      job: { proxyId: "p" },
    });
    expect(edited(job, {})).toEqual(job);
  });

  it("should want the type beside a new dailyType, dailyTime or periodicallyEvery", () => {
    const job = jobFrom();
    expect(
      edited(job, {
        schedulePolicy: { dailyTime: "02:00", DailyType: "Sunday", PeriodicInterval: "Hours1" },
      }),
    ).toEqual([
      "schedulePolicy.dailyType",
      "schedulePolicy.dailyTime",
      "schedulePolicy.periodicallyEvery",
    ]);
    expect(edited(job, { schedulePolicy: { dailyTime: "01:00", dailyType: "everyday" } })).toEqual(
      job,
    ); // the same as before
    const moved = edited(job, {
      schedulePolicy: { Type: "daily", dailyTime: "02:00" },
    }) as JobRecord;
    expect(latestChange(moved).schedulePolicy).toMatchObject({
      dailyTime: "02:00:00",
      dailyType: "Everyday",
    });
  });

  it("should find a setting by its other names, and remember what another type ignores", () => {
    const job = edited(jobFrom(), {
      schedulePolicy: { schedulePolicyType: "Periodically", PeriodicInterval: "Hours4" },
    }) as JobRecord;
    expect(latestChange(job).schedulePolicy).toMatchObject({
      type: "Periodically",
      periodicallyEvery: "Hours4",
      dailyTime: "01:00:00",
    });
    expect(
      latestChange(edited(job, { schedulePolicy: { type: "Daily" } }) as JobRecord).schedulePolicy,
    ).toMatchObject({ type: "Daily", dailyTime: "01:00:00", dailyType: "Everyday" });
    expect(
      edited(jobFrom({ schedulePolicy: { type: "ManualOnly" } }), {
        schedulePolicy: { type: "Daily" },
      }),
    ).toEqual(["schedulePolicy.dailyType", "schedulePolicy.dailyTime"]);
  });

  it("should take null for absent, and a key of an object's nature for a key", () => {
    const job = jobFrom();
    expect(edited(job, { name: null, schedulePolicy: { dailyTime: null, type: null } })).toEqual(
      job,
    );
    expect(
      edited(
        job,
        JSON.parse(
          '{ "schedulePolicy": { "__proto__": { "type": "ManualOnly" }, "constructor": 5 } }',
        ),
      ),
    ).toEqual(job);
    expect(edited(job, { schedulePolicy: [] })).toEqual(["schedulePolicy"]);
    for (const bad of [null, [], "x", 5]) expect(edited(job, bad)).toEqual([""]);
  });

  it("should keep selected items until the job backs up everything", () => {
    const items = [{ type: "User", user: { id: "1" } }];
    const job = jobFrom({ backupType: "SelectedItems", selectedItems: items });
    expect(edited(job, { name: "Other" })).toMatchObject({ name: "Other", selectedItems: items });
    expect(edited(job, { backupType: "EntireOrganization" })).not.toHaveProperty("selectedItems");
    expect(edited(jobFrom(), { backupType: "SelectedItems" })).toEqual(["selectedItems"]);
  });

  it("should start a session on RunNow, but not a second one at once (R16)", () => {
    const answer = editJob(jobFrom(), { runNow: true }, context());
    expect(answer).toMatchObject({ ok: true, body: { lastStatus: "Running" } });
    expect(answer.ok && editJob(answer.job, { runNow: true }, context())).toMatchObject({
      status: 409,
      body: { issues: [{ path: "RunNow" }] },
    });
  });

  it("should forget what lies ahead where the clock was set back", () => {
    const job = edited(jobFrom(), { isEnabled: false }, { now: PAGE_NOW + 48 * HOUR }) as JobRecord;
    expect(job.history).toHaveLength(2);
    const back = edited(
      job,
      { isEnabled: true, schedulePolicy: { type: "ManualOnly" } },
      { now: PAGE_NOW + HOUR },
    ) as JobRecord;
    expect(back.history.map(({ at }) => at - PAGE_NOW)).toEqual([0, HOUR]);
  });

  it("should stay small however often it is asked", () => {
    let job = jobFrom();
    for (let round = 0; round < 200; round += 1)
      job = edited(job, { isEnabled: round % 2 === 0 }, { now: PAGE_NOW + round }) as JobRecord;
    expect(job.history).toHaveLength(50);
  });

  it("should turn any policy into any other, given whole, as if it had always been there", () => {
    fc.assert(
      fc.property(policyInputs, policyInputs, (before, after) => {
        const job = jobFrom({ schedulePolicy: before });
        const result = edited(job, { schedulePolicy: { scheduleEnabled: true, ...after } });
        expect(Array.isArray(result)).toBe(false);
        const policy = latestChange(result as JobRecord).schedulePolicy;
        for (const [name, value] of Object.entries(after))
          expect(policy[name as keyof typeof policy]).toEqual(value);
      }),
    );
  });

  it("should never be an exception, whatever the request is", () => {
    const job = jobFrom();
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(
          fc.constantFrom(
            "type",
            "Type",
            "dailyTime",
            "PeriodicInterval",
            "backupWindow",
            "retryNumber",
            "__proto__",
          ),
          fc.anything(),
        ),
        (any, schedulePolicy) => {
          for (const input of [any, { schedulePolicy }, { ...request, schedulePolicy }])
            expect([200, 400]).toContain(editJob(job, input, context()).status);
        },
      ),
    );
  });
});

describe("a record", () => {
  it("should come back from its text as it was", () => {
    fc.assert(
      fc.property(policyInputs, fc.string(), (schedulePolicy, description) => {
        const job = jobFrom({ schedulePolicy, description });
        const back = parseRecord(printRecord(job));
        expect(back).toEqual(job);
        expect(Object.isFrozen(latestChange(back).schedulePolicy)).toBe(true);
      }),
    );
  });
});
