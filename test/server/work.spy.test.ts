/**
 * A request costs what it returns: work is counted, however many jobs there are, however often one
 * was edited, and however far ahead the clock is.
 */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { simulateFleet } from "../../src/core/simulation/simulate.ts";
import { newestOf } from "../../src/server/allSessions.ts";
import { jsonList } from "../../src/server/jsonText.ts";
import { memoryStore } from "../../src/server/jobStore.ts";
import { turns } from "../../src/server/turns.ts";
import type { JobRecord } from "../../src/veeam/standIn/jobRecord.ts";
import { representJob } from "../../src/veeam/standIn/representation.ts";
import { newestSessions, sessionAt } from "../../src/veeam/standIn/sessions.ts";
import { standIn } from "../support/standIn.ts";
import { context, jobFrom, PAGE_NOW } from "../support/veeamJobs.ts";

vi.mock("../../src/core/simulation/simulate.ts", { spy: true });
const simulated = vi.mocked(simulateFleet);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const YEAR = 365 * DAY;

/** How many sessions were simulated, and how often a simulation was begun. */
function work(): { readonly begun: number; readonly sessions: number } {
  const timelines = simulated.mock.results.map(
    ({ value }) => value as ReturnType<typeof simulateFleet>,
  );
  return {
    begun: timelines.length,
    sessions: timelines.reduce((sum, { sessions }) => sum + sessions.start.length, 0),
  };
}
beforeEach(() => {
  simulated.mockClear();
});

const everyFive = {
  type: "Periodically",
  periodicallyEvery: "Minutes5",
  retryEnabled: true,
  retryNumber: 3,
  retryWaitInterval: 1,
};

/** A job that somebody edited fifty times, a minute or a day apart. */
function edited(apartMs: number): JobRecord {
  const job = jobFrom({ schedulePolicy: everyFive });
  const [change] = job.history;
  return {
    ...job,
    history: Array.from({ length: 50 }, (_, count) => ({
      ...change!,
      at: PAGE_NOW + count * apartMs,
    })),
  };
}

describe("the newest sessions of a job", () => {
  it.each([
    ["a minute", MINUTE],
    ["a day", DAY],
    ["a year", YEAR],
  ])("should cost as much as is asked for, with fifty edits %s apart", (_, apart) => {
    const job = edited(apart);
    const now = PAGE_NOW + 50 * apart;
    newestSessions(job, { ...context(), now }).next();
    expect(work().sessions).toBeLessThan(1_500);
    simulated.mockClear();
    const twenty = newestSessions(job, { ...context(), now });
    for (let count = 0; count < 20; count += 1) twenty.next();
    expect(work().sessions).toBeLessThan(4_000);
  });

  it("should cost no more of a clock that is eighty years ahead", () => {
    const job = jobFrom({ schedulePolicy: everyFive });
    const at = (now: number) => {
      simulated.mockClear();
      const { lastRun } = representJob(job, context({ now }));
      const [session] = newestSessions(job, { ...context(), now });
      expect(sessionAt(job, session!.nominal, session!.attempt, { ...context(), now })).toEqual(
        session,
      );
      expect(lastRun).toBeDefined();
      return work().sessions;
    };
    expect(at(PAGE_NOW + 80 * YEAR)).toBeLessThan(2 * at(PAGE_NOW + 3 * DAY));
  });
});

describe("a page of a long list", () => {
  it("should read and simulate what it shows, and no other job", async () => {
    const store = memoryStore();
    const job = jobFrom();
    for (let count = 0; count < 1_000; count += 1)
      await store.create({
        ...job,
        id: `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`,
        organizationId: `o${count % 10}`,
      });
    const get = vi.fn<typeof store.get>(store.get);
    const server = await standIn({ store: { ...store, get } });
    await server.request("PUT", "/_runcast/clock", { now: "2017-06-05T00:00:00Z" });
    const cost = async (path: string) => {
      get.mockClear();
      simulated.mockClear();
      const { status, body } = await server.request("GET", path);
      expect(status).toBe(200);
      return { shown: body.results.length, read: get.mock.calls.length, ...work() };
    };
    expect(await cost("/v8/Jobs?limit=5&offset=900")).toMatchObject({ shown: 5, read: 5 });
    const own = await cost("/v8/Jobs?organizationId=O3&limit=5&offset=90");
    expect(own).toMatchObject({ shown: 5, read: 5 });
    expect(own.begun).toBeLessThanOrEqual(15);
    const sessions = await cost("/v8/JobSessions?limit=5");
    // each job is asked how new its newest session can be; few are simulated
    expect(sessions.shown).toBe(5);
    expect(sessions.read).toBeLessThan(1_050);
    expect(sessions.begun).toBeLessThan(40);
    await server.stop();
  });

  it("should be the newest of all, whatever the jobs are", async () => {
    const store = memoryStore();
    const policies = [everyFive, { ...everyFive, periodicallyEvery: "Hours1" }];
    for (let count = 0; count < 12; count += 1) {
      const policy = policies[count % 3] ?? { type: "Daily", dailyTime: `0${count % 9}:15` };
      const schedulePolicy = { dailyType: "Everyday", ...policy };
      await store.create(jobFrom({ schedulePolicy }, { newId: () => `job-${count}` }));
    }
    const moment = { ...context(), now: PAGE_NOW + 2 * DAY };
    const all: { id: string; start: number }[] = [];
    for await (const { job, session } of newestOf(store, moment))
      all.push({ id: job.id, start: session.start });
    const slow = store.index
      .page({}, 0, 99)
      .flatMap((id) =>
        Array.from(newestSessions(store.get(id)!, moment), ({ start }) => ({ id, start })),
      );
    expect(all.map(({ start }) => start)).toEqual(
      slow.map(({ start }) => start).sort((a, b) => b - a),
    );
    const named = (list: typeof all): Set<string> =>
      new Set(list.map(({ id, start }) => `${id} ${start}`));
    expect(named(all)).toEqual(named(slow));
  });
});

describe("jobs that are simulated together", () => {
  it("should have the sessions that each has alone, in fewer simulations", async () => {
    const store = memoryStore();
    const policies = [everyFive, { ...everyFive, periodicallyEvery: "Hours1" }];
    for (let count = 0; count < 300; count += 1) {
      const policy = policies[count % 3] ?? { type: "Daily", dailyTime: `0${count % 4}:15` };
      const schedulePolicy = { dailyType: "Everyday", ...policy };
      await store.create(jobFrom({ schedulePolicy }, { newId: () => `job-${count}` }));
    }
    const moment = { ...context(), now: PAGE_NOW + 40 * DAY + 7 * MINUTE };
    const together: unknown[] = [];
    for await (const found of newestOf(store, moment)) {
      together.push([found.job.id, found.session]);
      if (together.length === 250) break;
    }
    expect(work().begun).toBeLessThan(150);
    const alone = store.index.page({}, 0, 300).flatMap((id) => {
      const [...sessions] = newestSessions(store.get(id)!, moment);
      return sessions.slice(0, 40).map((session) => ({ id, session }));
    });
    alone.sort((one, other) => other.session.start - one.session.start);
    const last = alone[249]!.session.start;
    const before = (list: unknown[]) => new Set(list.map((one) => JSON.stringify(one)));
    const pairs = alone.filter(({ session }) => session.start > last);
    expect(
      before(together.filter((one) => (one as [string, { start: number }])[1].start > last)),
    ).toEqual(before(pairs.map(({ id, session }) => [id, session])));
    expect(pairs.length).toBeGreaterThan(30);
  });
});

describe("turns", () => {
  it("should be given by time, whatever the parts of the work are", async () => {
    let now = 0;
    const letOthers = turns(() => now);
    let others = 0;
    const timer = setInterval(() => (others += 1), 0);
    for (let part = 0; part < 100; part += 1) {
      now += 1;
      await letOthers();
    }
    clearInterval(timer);
    expect(others).toBeLessThanOrEqual(5);
    let taken = 0;
    const items = (function* () {
      for (; taken < 1_000_000; taken += 1) yield "x".repeat(100);
    })();
    const reader = jsonList(items).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).toBeLessThan(5_000); // no faster than the client reads
    await reader.cancel();
  });
});
