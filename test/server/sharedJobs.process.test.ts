/**
 * Jobs that share something, as a client meets them.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FleetInput, simulate } from "../../src/index.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../../src/server.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();
const NOW = "2026-03-07T21:00:00Z";
const HOUR = 3_600_000;

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" } as const;
const [FIRST, SECOND]: readonly [string, string] = [
  "11111111-1111-4111-8111-111111111111",
  "22222222-2222-4222-8222-222222222222",
];

/** Two jobs that are due at once, of two hours each, on a proxy that has room for one. */
const options: StandInOptions = {
  now: NOW,
  speed: 0,
  fleet: {
    jobs: [FIRST, SECOND].map((id) => ({
      id,
      policy: daily,
      proxyId: "p",
      workload: { duration: 2 * HOUR },
    })),
    proxies: [{ id: "p", slots: 1 }],
  },
};

let server: StandIn;
beforeAll(async () => {
  server = await startStandIn({ ...options, data: join(folder, "jobs") });
});
afterAll(() => server.stop());

interface Session {
  readonly id: string;
  readonly jobId: string;
  readonly status: string;
  readonly creationTime: string;
  readonly endTime?: string;
}

async function ask<Answer>(path: string, method = "GET"): Promise<Answer> {
  const reply = await fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}` },
  });
  const text = await reply.text();
  return (text === "" ? reply.status : JSON.parse(text)) as Answer;
}

const at = (instant: string): void => server.time.set({ now: Date.parse(instant) });
const sessions = async (path = "/v8/JobSessions?limit=2"): Promise<readonly Session[]> =>
  (await ask<{ readonly results: readonly Session[] }>(path)).results;
const statusOf = async (id: string): Promise<unknown> =>
  (await ask<{ readonly lastStatus: string }>(`/v8/Jobs/${id}`)).lastStatus;
const newest = async (id: string): Promise<Session> =>
  (await sessions(`/v8/Jobs/${id}/JobSessions?limit=1`))[0]!;
const log = async ({ id }: Session): Promise<string[]> =>
  (
    await ask<{ readonly results: readonly { readonly type: string; readonly message: string }[] }>(
      `/v8/JobSessions/${id}/LogItems`,
    )
  ).results.map(({ type, message }) => `${type}: ${message}`);

describe("two jobs on one slot", () => {
  it("should have the second wait until the first ends, and say so on the way", async () => {
    at("2026-03-07T22:30:00Z");
    const [second, first] = [await newest(SECOND), await newest(FIRST)];
    expect([first.status, second.status]).toEqual(["Running", "Queued"]);
    expect(second.creationTime).toBe("2026-03-07T22:00:00Z");
    expect(second).not.toHaveProperty("endTime");
    expect(await statusOf(SECOND)).toBe("Queued");
    expect(await log(second)).toEqual([
      "Success: Job started at 2026-03-07T22:00:00Z",
      "Running: Waiting for room",
    ]);
    expect(await sessions("/v8/JobSessions?status=Queued")).toEqual([second]);
    const start = `/v8/Jobs/${SECOND}/start`;
    expect(await ask(start, "POST")).toMatchObject({
      issues: [{ received: '"waiting since 2026-03-07T22:00:00Z"' }],
    });

    at("2026-03-08T00:00:00Z");
    expect(await newest(FIRST)).toMatchObject({
      ...{ id: first.id, status: "Success", endTime: "2026-03-08T00:00:00Z" },
    });
    const begun = await newest(SECOND);
    expect(begun).toMatchObject({ ...second, status: "Running" });
    at("2026-03-08T02:00:00Z");
    const over = await newest(SECOND);
    expect(over).toMatchObject({
      ...{ id: second.id, creationTime: second.creationTime },
      ...{ status: "Success", endTime: "2026-03-08T02:00:00Z" },
    });
    expect(await log(over)).toEqual([
      "Success: Job started at 2026-03-07T22:00:00Z",
      "Success: Waited for room",
      "Success: Made up 144000 objects, and backed nothing up",
      "Success: Job finished at 2026-03-08T02:00:00Z: Success",
    ]);
    expect(await ask(`/v8/JobSessions/${second.id}`)).toEqual(over);
  });

  it("should let a start by hand join the line, and a stop leave it or make room", async () => {
    at("2026-03-08T10:00:00Z");
    const post = (id: string, action: string): Promise<unknown> =>
      ask(`/v8/Jobs/${id}/${action}`, "POST");
    expect(await post(SECOND, "start")).toMatchObject({ status: "Running", jobId: SECOND });
    expect(await post(FIRST, "start")).toMatchObject({ status: "Queued", jobId: FIRST });
    at("2026-03-08T10:10:00Z");
    expect(await post(SECOND, "stop")).toBe(204);
    expect([await statusOf(FIRST), await statusOf(SECOND)]).toEqual(["Running", "Stopped"]);
    expect(await post(SECOND, "start")).toMatchObject({ status: "Queued" });
    at("2026-03-08T10:20:00Z");
    expect(await post(SECOND, "stop")).toBe(204);
    const left = await newest(SECOND);
    expect(left).toMatchObject({ status: "Stopped", endTime: "2026-03-08T10:20:00Z" });
    expect((await log(left)).at(-1)).toBe("Stop: Job finished at 2026-03-08T10:20:00Z: Stopped");
    expect(await statusOf(FIRST)).toBe("Running");
  });

  it("should be the same after a restart, also where a job is gone since", async () => {
    at("2026-03-08T10:30:00Z");
    expect(await ask(`/v8/Jobs/${FIRST}`, "DELETE")).toBe(204);
    at("2026-03-09T12:00:00Z");
    const before = await sessions("/v8/JobSessions?limit=1000");
    expect(new Set(before.map(({ jobId }) => jobId))).toEqual(new Set([SECOND]));
    // it waited for the other one, night after night
    expect(before.filter(({ endTime }) => endTime?.endsWith("T02:00:00Z")).length).toBeGreaterThan(
      9,
    );
    await server.stop();
    server = await startStandIn({
      ...{ ...options, now: "2026-03-09T12:00:00Z" },
      data: join(folder, "jobs"),
    });
    expect(await sessions("/v8/JobSessions?limit=1000")).toEqual(before);
  });
});

describe("copy jobs of a fleet", () => {
  const COPY = "33333333-3333-4333-8333-333333333333";
  const COPY_BY_DAY = "44444444-4444-4444-8444-444444444444";
  const fleet: FleetInput = {
    jobs: [
      ...options.fleet!.jobs,
      {
        ...{ id: COPY, copyOf: FIRST, policy: { type: "Immediate" }, proxyId: "p" },
        workload: { duration: HOUR },
      },
      {
        ...{ id: COPY_BY_DAY, copyOf: SECOND, policy: { ...daily, dailyTime: "04:00" } },
        workload: { duration: HOUR },
      },
    ],
    proxies: [{ id: "p", slots: 1 }],
  };
  let copying: StandIn;
  const get = async <Answer>(path: string): Promise<Answer> => {
    const headers = { Authorization: `Bearer ${copying.token}` };
    return (await (await fetch(`${copying.url}${path}`, { headers })).json()) as Answer;
  };
  beforeAll(async () => {
    copying = await startStandIn({ now: NOW, speed: 0, fleet });
  });
  afterAll(() => copying.stop());

  it("should follow their sources, wait for room, and be shown as what they are", async () => {
    const { results } = await get<{ readonly results: readonly (Session & { jobType: string })[] }>(
      "/v8/JobSessions?limit=1000",
    );
    const from = Date.parse(NOW) - 14 * 24 * HOUR;
    const rows = [...simulate(fleet, { from, to: Date.parse(NOW) }).rows()];
    const seen = results.map(({ jobId, endTime }) => `${jobId} ${Date.parse(endTime!)}`);
    expect(seen.sort()).toEqual(rows.map(({ job, end }) => `${job} ${end}`).sort());
    expect(new Set(results.map(({ jobType, jobId }) => `${jobType} ${jobId}`))).toEqual(
      new Set([`Backup ${FIRST}`, `Backup ${SECOND}`, `Copy ${COPY}`, `Copy ${COPY_BY_DAY}`]),
    );
    const copied = await get<{ readonly results: readonly Session[] }>(
      "/v8/JobSessions?jobType=Copy&limit=3",
    );
    expect(copied.results.map(({ jobId }) => jobId)).toEqual([COPY_BY_DAY, COPY, COPY_BY_DAY]);
    expect(await get(`/v7/JobSessions/${copied.results[1]!.id}`)).toMatchObject({
      ...{ jobType: "Copy", status: "Success" },
      _links: { job: { href: `/v7/copyjobs/${COPY}` } },
    });
    // versions that know no copies show none
    const old = await get<{ readonly results: readonly unknown[] }>("/v5/JobSessions?limit=1000");
    expect(old.results).toHaveLength(results.filter(({ jobType }) => jobType === "Backup").length);
  });

  it("should be found beside the jobs", async () => {
    const { results } = await get<{ readonly results: readonly unknown[] }>("/v8/CopyJobs");
    expect(results).toMatchObject([
      { id: COPY, backupJobId: FIRST, schedulePolicy: { type: "Immediate" } },
      {
        ...{ id: COPY_BY_DAY, lastStatus: "Success", nextRun: "2026-03-08T04:00:00Z" },
        schedulePolicy: { type: "DailyAtTime", dailyTime: "04:00:00", dailyType: "Everyday" },
      },
    ]);
    expect(await get("/v6/CopyJobs")).toHaveLength(2);
    expect(await get(`/v7/Jobs/${FIRST}/CopyJob`)).toMatchObject({ id: COPY, isEnabled: true });
    expect(await get("/v7/copyjobs/none")).toHaveProperty("issues");
    expect(await get("/v5/CopyJobs")).toHaveProperty("issues");
    expect((await get<{ readonly results: unknown[] }>("/v8/Jobs")).results).toHaveLength(2);
  });
});
