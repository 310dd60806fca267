import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../src/core/input/issues.ts";
import { readSessions } from "../../../src/library/product.ts";
import { simulate } from "../../../src/library/simulation.ts";
import { fleetOf } from "../../../src/veeam/lists/fleetOf.ts";
import { readJobs } from "../../../src/veeam/lists/readJobs.ts";
import { sessionsOf } from "../../support/standInSessions.ts";
import { representSession } from "../../../src/veeam/standIn/sessionView.ts";
import { API_VERSIONS, context, jobFrom, PAGE_NOW } from "../../support/veeamJobs.ts";

const MINUTE = 60_000;
const session = (minutes: number, more: object = {}) => ({
  jobId: "mail",
  creationTime: "2026-01-05T22:00:00.0000000Z",
  endTime: new Date(Date.UTC(2026, 0, 5, 22) + minutes * MINUTE).toISOString(),
  status: "Success",
  ...more,
});
const paths = (json: unknown) => readSessions(json).issues.map(({ path }) => path);

describe("readSessions", () => {
  it("should count how sessions end and how long they take, but for stopped or running", () => {
    const list = [
      session(45),
      session(30, { status: "warning" }),
      session(5, { status: "Failed" }),
      session(60, { status: "Stopped" }),
      { ...session(0), status: "Running", endTime: undefined },
    ];
    expect(readSessions(list)).toEqual({
      jobs: [
        {
          jobId: "mail",
          workload: {
            duration: { empirical: [45 * MINUTE, 30 * MINUTE, 5 * MINUTE] },
            failed: 1 / 3,
            warning: 1 / 3,
            retryShare: 1,
          },
          samples: 3,
          outcomes: { Success: 1, Warning: 1, Failed: 1, Stopped: 1 },
          retries: { samples: 0, meanMs: 0 },
        },
      ],
      running: 1,
      issues: [],
      warnings: [],
    });
    expect(readSessions([session(5, { status: "Stopped" })]).jobs).toEqual([]);
  });

  it("should tell retries, by count or main session, and full from incremental if it can", () => {
    const list = [
      session(40, {
        id: "1",
        mainSessionId: "1",
        retryCount: 0,
        jobSessionConfigType: "Full",
        status: "Failed",
      }),
      session(10, { id: "2", mainSessionId: "1", retryCount: 0, jobSessionConfigType: "Full" }),
      session(20, { id: "3", retryCount: "0", jobSessionConfigType: "Incremental" }),
      session(20, { id: "4", retryCount: 1 }),
    ];
    expect(readSessions({ offset: 0, results: list }).jobs).toMatchObject([
      {
        workload: {
          duration: { empirical: [40 * MINUTE, 20 * MINUTE] },
          failed: 0.25,
          retryShare: 0.5,
        },
        retries: { samples: 2, meanMs: 15 * MINUTE },
        full: { samples: 1, empirical: [40 * MINUTE] },
        incremental: { samples: 1, empirical: [20 * MINUTE] },
      },
    ]);
  });

  it("should let retries take longer than first attempts, which fail at once", () => {
    const nights = (fails: number) =>
      Array.from({ length: 30 }, (_, night) => [
        session(fails, { id: `${night}`, mainSessionId: `${night}`, status: "Failed" }),
        session(60, { id: `${night} again`, mainSessionId: `${night}`, retryCount: 1 }),
      ]).flat();
    const { jobs, warnings } = readSessions(nights(1));
    expect(jobs[0]!.workload).toMatchObject({ failed: 0.5, retryShare: 60 });
    // one share of failures stands for both, which is neither's
    expect(warnings.map(({ path, received }) => [path, received])).toEqual([
      ["jobs[0].workload.failed", '"30 of 30 first attempts failed, 0 of 30 retries"'],
    ]);
    // a share of no time at all would be none, however long the retries are
    const { duration, retryShare } = readSessions(nights(0)).jobs[0]!.workload;
    expect([new Set((duration as { empirical: number[] }).empirical), retryShare]).toEqual([
      new Set([1]),
      60 * MINUTE,
    ]);
  });

  it("should read instants without an offset on the server's clock", () => {
    const read = (creationTime: string, endTime: string, zone?: string) => {
      const list = [{ jobId: "mail", status: "Success", creationTime, endTime }];
      const { jobs, issues, warnings } = readSessions(list, zone === undefined ? {} : { zone });
      const { duration } = jobs[0]?.workload ?? {};
      return duration === undefined
        ? [...issues, ...warnings].map(({ path, expected }) => `${path}: ${expected}`)
        : (duration as { empirical: number[] }).empirical.map((ms) => ms / MINUTE);
    };
    const berlin = "Europe/Berlin";
    expect(read("2023-03-26T01:50:00", "2023-03-26T03:10:00", berlin)).toEqual([20]);
    expect(read("2023-03-26T01:50:00", "2023-03-26T03:10:00")).toEqual([80]);
    expect(read("2023-03-26T01:50:00+01:00", "2023-03-26T01:10:00Z", berlin)).toEqual([20]);
    expect(read("2023-10-29T01:50:00", "2023-10-29T03:10:00", berlin)).toEqual([140]);
    expect(read("2023-10-29T02:50:00", "2023-10-29T02:10:00", berlin)).toEqual([20]);
    expect(read("2023-10-29T02:50:00+02:00", "2023-10-29T03:10:00", berlin)).toEqual([80]);
    // 10 minutes, or 70
    expect(read("2023-10-29T02:10:00", "2023-10-29T02:20:00", berlin)).toEqual([
      "[0].creationTime: a time that the clock shows once, or one with its offset",
    ]);
    expect(read("2023-03-26T01:50:00", "2023-03-26T02:10:00", berlin)).toEqual([
      "[0].endTime: a time that the clock of Europe/Berlin shows",
    ]);
    expect(() => readSessions([], { zone: "Berlin" })).toThrow(PolicyError);
  });

  it("should know a session's job by its id or link, and say by path what is wrong", () => {
    const linked = {
      ...session(5),
      jobId: undefined,
      _links: { job: { href: "https://b:4443/v3/jobs/b20cedd4" } },
    };
    expect(readSessions(linked).jobs).toMatchObject([{ jobId: "b20cedd4" }]);
    expect(
      paths([
        5,
        session(5),
        session(-5),
        session(5, { status: "Splendid" }),
        session(5, { creationTime: "soon" }),
        session(5, { jobId: null }),
        session(5, { retryCount: -1 }),
      ]),
    ).toEqual([
      ...["[0]", "[2].endTime", "[3].status", "[4].creationTime", "[5].jobId", "[6].retryCount"],
    ]);
    expect(paths({ Results: [{}] })).toEqual([
      "Results[0].status",
      "Results[0].creationTime",
      "Results[0].endTime",
      "Results[0].jobId",
    ]);
    const pages = [{ results: [session(5)] }, { results: [session(7), {}] }];
    expect(readSessions(pages).jobs[0]!.samples).toBe(2);
    expect(new Set(paths(pages).map((path) => path.split("].")[0]))).toEqual(new Set(["[1"]));
    for (const nothing of [null, "x", 5, { results: {} }])
      expect(readSessions(nothing).issues).toHaveLength(1);
    expect(
      readSessions([session(5, { status: "Disconnected" })]).warnings.map(({ path }) => path),
    ).toEqual(["[0].status"]);
  });

  it("should read back what the stand-in says of its sessions, in every version", () => {
    const job = jobFrom({
      schedulePolicy: {
        type: "Periodically",
        periodicallyEvery: "Minutes30",
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 5,
      },
    });
    const sessions = sessionsOf(job, PAGE_NOW + 20 * 24 * 60 * MINUTE, context());
    for (const version of API_VERSIONS) {
      const shown = sessions.map((one) => representSession(job, one, context({ version })));
      const { jobs, issues } = readSessions(
        JSON.parse(JSON.stringify(version < 6 ? shown : { results: shown })),
      );
      // before v6 nobody says what is a retry
      const counted = version < 6 ? sessions : sessions.filter(({ attempt }) => attempt === 0);
      expect(issues).toEqual([]);
      expect(jobs).toMatchObject([
        {
          jobId: job.id,
          samples: sessions.length,
          workload: { duration: { empirical: counted.map(({ start, end }) => end! - start) } },
        },
      ]);
    }
  });

  it("should give workloads that a fleet can be simulated with", () => {
    const history = readSessions([session(45), session(30), session(5, { status: "Failed" })]);
    const { jobs } = readJobs([
      {
        id: "mail",
        name: "Mail",
        schedulePolicy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" },
      },
    ]);
    const fleet = fleetOf(jobs, {
      workloads: new Map(history.jobs.map(({ jobId, workload }) => [jobId, workload])),
    });
    const timeline = simulate(fleet, { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) });
    const lengths = new Set(
      Array.from(timeline.rows(), ({ start, end }) => (end - start) / MINUTE),
    );
    expect([...lengths].every((length) => [45, 30, 5].includes(length))).toBe(true);
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("should never be an exception, and give each session one fate", () => {
    const any = fc.oneof(
      fc.anything(),
      fc.record({
        jobId: fc.anything(),
        status: fc.anything(),
        creationTime: fc.anything(),
        endTime: fc.anything(),
      }),
      fc.constant(session(5)),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (list) => {
        const { jobs, running, issues } = readSessions(list);
        const bad = new Set(issues.map(({ path }) => /^\[\d+\]/.exec(path)?.[0]));
        const good = jobs.reduce(
          (sum, { outcomes }) => sum + Object.values(outcomes).reduce((a, b) => a + b),
          0,
        );
        expect(good + running + bad.size).toBeLessThanOrEqual(list.length);
        expect(good + running + bad.size).toBeGreaterThanOrEqual(
          list.filter((one) => JSON.stringify(one) === JSON.stringify(session(5))).length,
        );
      }),
    );
    fc.assert(fc.property(fc.anything(), (input) => void readSessions(input)));
  });
});
