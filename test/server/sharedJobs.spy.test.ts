/**
 * What sessions of jobs that share cost: work is counted, however far ahead the clock is, however
 * many runs are due, and whatever is done by hand.
 */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { goOn } from "../../src/core/simulation/engine/live.ts";
import type { Life } from "../../src/core/simulation/engine/life.ts";
import { newestOf } from "../../src/server/allSessions.ts";
import { type SharedJob, sharedStandIn } from "../support/sharedStandIn.ts";
import { PAGE_NOW } from "../support/veeamJobs.ts";

vi.mock("../../src/core/simulation/engine/live.ts", { spy: true });
const gone = vi.mocked(goOn);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** How many simulations went on, by how many steps at most at once, and their sessions. */
function work() {
  const lives = new Set(gone.mock.calls.map(([life]): Life => life));
  return {
    lives: lives.size,
    calls: gone.mock.calls.length,
    sessions: [...lives].reduce((sum, { log }) => sum + log.length, 0),
  };
}
beforeEach(() => {
  gone.mockClear();
});

const jobs = (count: number, policy: object): SharedJob[] =>
  Array.from({ length: count }, () => ({
    policy: policy as SharedJob["policy"],
    proxyId: "p0",
    workload: { duration: { uniform: [MINUTE, 4 * MINUTE] } },
  }));

const nightly = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const everyFive = { type: "Periodically", periodicallyEvery: "Minutes5" };

async function page(made: Awaited<ReturnType<typeof sharedStandIn>>, at: number, limit: number) {
  const seen: string[] = [];
  for await (const { job, session } of newestOf(made.store, made.moment(at), made.shared)) {
    seen.push(`${job.id} ${session.nominal} ${session.attempt}`);
    if (seen.length === limit) break;
  }
  return seen;
}

describe("sessions of jobs that share", () => {
  it("should cost no more of a clock that is eighty years ahead", async () => {
    const made = await sharedStandIn(jobs(40, nightly), { proxies: [{ id: "p0", slots: 4 }] });
    const at = async (now: number): Promise<number> => {
      gone.mockClear();
      expect(await page(made, now, 30)).toHaveLength(30);
      return work().sessions;
    };
    const near = await at(PAGE_NOW + 60 * DAY);
    expect(near).toBeLessThan(3 * 60 * 40);
    expect(await at(PAGE_NOW + 80 * YEAR)).toBeLessThan(2 * near);
  });

  it("should be simulated once, also where somebody starts and stops jobs", async () => {
    const made = await sharedStandIn(jobs(40, nightly), { proxies: [{ id: "p0", slots: 1 }] });
    const now = PAGE_NOW + 60 * DAY;
    const first = await page(made, now, 30);
    const known = work();
    expect(await page(made, now, 30)).toEqual(first);
    expect(work().lives).toBe(known.lives);
    for (let count = 0; count < 20; count += 1) {
      const body = count % 3 === 2 ? { stop: null } : { start: null };
      await made.act(`job-${count}`, now + count * MINUTE, body);
      await made.shared.ready(made.inner.get("job-1")!, made.moment(now + count * MINUTE));
    }
    expect(work().lives).toBe(known.lives);
    // and once more where a job is edited
    await made.act("job-1", now + HOUR, { schedulePolicy: everyFive });
    await page(made, now + HOUR, 30);
    expect(work().lives).toBe(known.lives + 1);
  });

  it("should be followed in parts, in short blocks where very many runs are due", async () => {
    const made = await sharedStandIn(jobs(400, everyFive), {
      proxies: [{ id: "p0", slots: Infinity, threads: 64 }],
    });
    // 115,200 runs a day: four weeks of them would be three million
    expect(await page(made, PAGE_NOW + 20 * DAY + 7 * MINUTE, 30)).toHaveLength(30);
    expect(work().sessions).toBeLessThan(120_000);
    expect(Math.max(...gone.mock.calls.map(([, , steps]) => steps))).toBeLessThanOrEqual(1_000);
    expect(work().calls).toBeGreaterThan(work().sessions / 1_000);
  });

  it("should cost a short search for a session that never was", async () => {
    const made = await sharedStandIn(jobs(40, nightly), { proxies: [{ id: "p0", slots: 4 }] });
    const job = made.inner.get("job-7")!;
    for (let count = 0; count < 100; count += 1) {
      const nominal = PAGE_NOW + count * DAY + 17;
      const moment = made.moment(PAGE_NOW + YEAR);
      await made.shared.readyAt(job, nominal, moment);
      expect(made.shared.at(job, nominal, 0, moment)).toBeUndefined();
    }
    expect(work().lives).toBe(0);
  });
});
