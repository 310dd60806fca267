import { describe, expect, it } from "vitest";
import { formatUtc } from "../../../src/core/time/calendar.ts";
import { actOnJob } from "../../../src/veeam/standIn/jobAction.ts";
import { type JobRecord } from "../../../src/veeam/standIn/jobRecord.ts";
import { representJob } from "../../../src/veeam/standIn/representation.ts";
import { lastSession, SESSIONS_REMEMBERED } from "../../../src/veeam/standIn/sessions.ts";
import { representSession } from "../../../src/veeam/standIn/sessionView.ts";
import { sessionsOf } from "../../support/standInSessions.ts";
import { context, jobFrom, PAGE_NOW } from "../../support/veeamJobs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const seen = (job: JobRecord, to: number) => sessionsOf(job, PAGE_NOW + to, context());

function act(job: JobRecord, action: string, at: number): JobRecord {
  const answer = actOnJob(job, { [action]: null }, context({ now: PAGE_NOW + at }));
  if (!answer.ok) throw new Error(JSON.stringify(answer.body));
  return answer.job;
}

describe("newestSessions", () => {
  it("should have a session for each due run, and none before the job was there", () => {
    const sessions = seen(jobFrom(), 5 * DAY);
    expect(sessions.map(({ start }) => new Date(start).toISOString())).toEqual(
      ["01", "02", "03", "04", "05"].map((day) => `2017-06-${day}T08:00:00.000Z`),
    );
    expect(
      sessions.every(
        ({ status, end, start }) =>
          status !== "Running" && end! - start >= 12 * MINUTE && end! - start <= 36 * MINUTE,
      ),
    ).toBe(true);
    expect(seen(jobFrom(), 20 * HOUR)).toEqual([]);
  });

  it("should show a session as running until it ends", () => {
    const [session] = seen(jobFrom(), 2 * DAY);
    const { start, end } = session!;
    const at = (instant: number) => lastSession(jobFrom(), { ...context(), now: instant });
    expect([at(start - 1), at(start), at(end! - 1), at(end!)]).toEqual([
      undefined,
      expect.objectContaining({ status: "Running" }),
      expect.objectContaining({ status: "Running" }),
      session,
    ]);
    expect(at(end! - 1)).not.toHaveProperty("end");
    expect(representJob(jobFrom(), context({ now: end! }))).toMatchObject({
      lastRun: formatUtc(end!),
      lastStatus: session!.status,
    });
  });

  it("should stop at a disabling, go on with an enabling; an edit changes no earlier run", () => {
    const job = act(act(jobFrom(), "disable", 2 * DAY), "enable", 4 * DAY);
    expect(seen(job, 6 * DAY).map(({ start }) => new Date(start).getUTCDate())).toEqual([
      1, 2, 5, 6,
    ]);
    expect(seen(job, 6 * DAY).slice(0, 2)).toEqual(seen(jobFrom(), 2 * DAY));
    expect(
      representJob(act(jobFrom(), "disable", DAY), context({ now: PAGE_NOW + DAY })),
    ).not.toHaveProperty("nextRun");
  });

  it("should start and stop by hand (R21), also where nothing moves the clock", () => {
    const job = act(jobFrom(), "start", HOUR);
    expect(seen(job, HOUR + 1)).toEqual([
      { nominal: PAGE_NOW + HOUR, start: PAGE_NOW + HOUR, attempt: 0, status: "Running" },
    ]);
    const stopped = act(job, "stop", HOUR + 5 * MINUTE);
    expect(seen(stopped, 2 * HOUR)).toEqual([
      expect.objectContaining({ end: PAGE_NOW + HOUR + 5 * MINUTE, status: "Stopped" }),
    ]);
    const same = act(act(act(jobFrom(), "start", 0), "disable", 0), "stop", 0);
    expect(seen(same, DAY)).toEqual([
      expect.objectContaining({ start: PAGE_NOW, end: PAGE_NOW, status: "Stopped" }),
    ]);
    expect(act(jobFrom(), "stop", 0)).toEqual(jobFrom()); // nothing runs
  });

  it("should not start what runs: 409 (R16); a due start then is skipped", () => {
    const job = act(jobFrom(), "start", 20 * HOUR - MINUTE); // 08:00Z less a minute
    expect(actOnJob(job, { START: {} }, context({ now: PAGE_NOW + 20 * HOUR }))).toMatchObject({
      status: 409,
      body: { issues: [{ path: "start" }] },
    });
    expect(seen(job, DAY)).toHaveLength(1);
  });

  it("should take one action and no other", () => {
    for (const body of [
      null,
      {},
      [],
      "start",
      { start: null, stop: null },
      { explode: null },
      JSON.parse('{ "__proto__": null }'),
    ]) {
      expect(actOnJob(jobFrom(), body, context())).toMatchObject({
        status: 400,
        body: { issues: [{ path: "" }] },
      });
    }
  });

  it("should let sessions be stopped by the end of a window (R17)", () => {
    // 168 hours, open 08:00-09:00 UTC: the run of 08:50 is cut short.
    const backupWindow = Array.from({ length: 168 }, (_, hour) => hour % 24 === 8);
    const job = jobFrom({
      schedulePolicy: {
        type: "Daily",
        dailyType: "Everyday",
        dailyTime: "01:50",
        backupWindowSettings: { backupWindow },
      },
    });
    expect(
      seen(job, 30 * DAY).every(
        ({ start, end, status }) => end! - start === 10 * MINUTE && status === "Stopped",
      ),
    ).toBe(true);
  });

  it("should retry what fails (R18), and remember a bounded past", () => {
    const job = jobFrom({
      schedulePolicy: {
        type: "Periodically",
        periodicallyEvery: "Minutes5",
        retryEnabled: true,
        retryNumber: 3,
        retryWaitInterval: 1,
      },
    });
    const sessions = seen(job, 365 * DAY);
    expect(sessions).toHaveLength(SESSIONS_REMEMBERED);
    expect(new Set(sessions.map(({ status }) => status))).toEqual(
      new Set(["Success", "Warning", "Failed"]),
    );
    for (const [index, { attempt, nominal, start }] of sessions.entries()) {
      if (attempt === 0 || index === 0) continue;
      const before = sessions[index - 1]!;
      expect([before.nominal, before.attempt, before.end! + MINUTE]).toEqual([
        nominal,
        attempt - 1,
        start,
      ]);
      expect(["Failed", "Warning"]).toContain(before.status);
    }
  });
});

describe("the representation of a session", () => {
  it("should have the properties of v3, and those of v7 with its retry", () => {
    const job = jobFrom();
    const [session] = seen(job, 2 * DAY);
    const v3 = representSession(job, session!, context());
    expect(Object.keys(v3)).toEqual([
      "id",
      "creationTime",
      "endTime",
      "progress",
      "status",
      "statistics",
      "_links",
    ]);
    expect(v3).toMatchObject({
      creationTime: "2017-06-01T08:00:00Z",
      _links: {
        job: {
          href: "https://support.east.local:4443/v3/jobs/e8e3e9d5-29ba-41e6-bab7-25387149141f",
        },
      },
    });
    expect(v3.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const v7 = representSession(job, { ...session!, attempt: 1 }, context({ version: 7 }));
    expect(v7).toMatchObject({ retryCount: 1, mainSessionId: v3.id, jobType: "Backup" });
    expect(v7.id).not.toBe(v3.id);
    expect(
      representSession(job, { nominal: 0, start: 0, attempt: 0, status: "Running" }, context()),
    ).not.toHaveProperty("endTime");
  });
});
