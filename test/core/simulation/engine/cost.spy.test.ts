/**
 * What a simulation costs, counted and not timed: bytes that a session takes, places of an agenda
 * that an event looks at.
 */
import { afterEach, describe, expect, it, vi } from "vitest";
import * as schedules from "../../../../src/core/schedule/schedule.ts";
import * as agendas from "../../../../src/core/simulation/engine/agenda.ts";
import * as kindsSeen from "../../../../src/core/simulation/engine/kindsSeen.ts";
import * as twofold from "../../../../src/core/simulation/engine/twofold.ts";
import { type Fleet, type Job, simulate, summarize } from "../../../../src/index.ts";
import { at, backupWindow, DAY, every, mask } from "../../../support/scheduleBuilders.ts";

vi.mock("../../../../src/core/simulation/engine/agenda.ts", { spy: true });
vi.mock("../../../../src/core/schedule/schedule.ts", { spy: true });
vi.mock("../../../../src/core/simulation/engine/kindsSeen.ts", { spy: true });
vi.mock("../../../../src/core/simulation/engine/twofold.ts", { spy: true });
afterEach(() => vi.clearAllMocks());

const FROM = at("2026-01-05T00:00Z");

/** Jobs on proxies of so many each, of whom so many may run at once; or that share nothing. */
function fleetOf(size: number, perProxy = Infinity, atOnce = Math.ceil(perProxy / 2)): Fleet {
  const policy = every("Minutes15", { retryEnabled: true, retryNumber: 2, retryWaitInterval: 5 });
  const jobs = Array.from({ length: size }, (_, index): Job => ({
    id: `job-${index}`,
    policy,
    workload: { duration: { uniform: ["PT1M", "PT14M"] }, failed: 0.1 },
    ...(perProxy === Infinity ? {} : { proxyId: `proxy-${index % Math.ceil(size / perProxy)}` }),
  }));
  const proxies =
    perProxy === Infinity
      ? []
      : Array.from({ length: Math.ceil(size / perProxy) }, (_, index) => ({
          id: `proxy-${index}`,
          slots: atOnce,
        }));
  return { jobs, proxies };
}

/** Places that all agendas looked at since the last time. */
function placesSeen(): number {
  return vi
    .mocked(agendas.agenda)
    .mock.results.reduce((sum, { value }) => sum + (value as agendas.Agenda).looks, 0);
}

describe("memory", () => {
  it("should be 31 bytes for a stored session, and few for what was not used", () => {
    const { sessions } = simulate(fleetOf(50), { from: FROM, to: FROM + 2 * DAY });
    const { job, nominal, start, end, attempt, outcome } = sessions;
    expect(sessions.length).toBeGreaterThan(50 * 2 * 96);
    const columns = [job, nominal, start, end, attempt, outcome];
    expect(columns.reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 0)).toBeLessThanOrEqual(
      40,
    );
    expect(columns.reduce((sum, column) => sum + column.buffer.byteLength, 0)).toBeLessThanOrEqual(
      40 * sessions.length,
    );
  });

  it("should be 13 bytes for a missed run", () => {
    const policy = every("Minutes5", backupWindow(mask((hour) => hour === 3)));
    const { missed } = simulate(
      { jobs: [{ id: "A", policy }] },
      { from: FROM, to: FROM + 20 * DAY },
    );
    expect(missed.length).toBe(20 * 23 * 12);
    expect(
      [missed.job, missed.nominal, missed.reason].reduce(
        (sum, column) => sum + column.buffer.byteLength,
        0,
      ),
    ).toBeLessThanOrEqual(40 * missed.length);
  });

  it("should hold no session and no missed run where only the summary is kept", () => {
    const timeline = simulate(fleetOf(50), { from: FROM, to: FROM + 2 * DAY, keep: "summary" });
    expect([
      timeline.sessions.length,
      timeline.missed.length,
      [...timeline.rows()].length,
      [...timeline.missedRows()].length,
    ]).toEqual([0, 0, 0, 0]);
    const { job, nominal, start, end, attempt, outcome } = timeline.sessions;
    const bytes = [
      job,
      nominal,
      start,
      end,
      attempt,
      outcome,
      timeline.missed.job,
      timeline.missed.nominal,
      timeline.missed.reason,
    ].map((column) => column.buffer.byteLength);
    expect(Math.max(...bytes)).toBe(0);
    expect(summarize(timeline).fleet.sessions).toBeGreaterThan(50 * 2 * 96);
  });
});

describe("work", () => {
  it("should grow with the sessions, and hardly with the number of jobs", () => {
    // Two settings an attempt (its end, and that it is over), one more a retry; each looks at four
    // places at most, however many events there are.
    const perSession: number[] = [];
    for (const levels of [6, 8, 10, 12]) {
      vi.clearAllMocks();
      const fleet = fleetOf(2 ** levels, 2 ** levels, 2 ** levels);
      const { sessions } = simulate(fleet, { from: FROM, to: FROM + DAY / 8 });
      const looks = placesSeen();
      expect(looks).toBeGreaterThan(sessions.length); // the count counts something
      perSession.push(looks / sessions.length);
    }
    // From 64 to 4,096 jobs.
    expect(Math.max(...perSession)).toBeLessThan(3);
    expect(perSession.at(-1)! / perSession[0]!).toBeLessThan(1.1);
  });

  it("should not grow with resources, nor with what waits", () => {
    vi.clearAllMocks();
    const free = simulate(fleetOf(1_024, 1_024, 1_024), { from: FROM, to: FROM + DAY / 8 });
    const freeLooks = placesSeen() / free.sessions.length;
    vi.clearAllMocks();
    const crowded = simulate(fleetOf(1_024, 32), { from: FROM, to: FROM + DAY / 8 });
    expect(summarize(crowded).fleet.wait.mean).toBeGreaterThan(0);
    expect(placesSeen() / crowded.sessions.length).toBeLessThan(2 * freeLooks);
  });

  it("should not grow with tenants that share nothing where threads are shared", () => {
    const additions = (tenants: number): number => {
      const { jobs } = fleetOf(64);
      vi.clearAllMocks();
      const shared = jobs.map((job, index): Job => ({
        ...job,
        proxyId: "proxy",
        organizationId: `tenant-${index % tenants}`,
      }));
      const organizations = Array.from({ length: tenants }, (_, index) => ({
        id: `tenant-${index}`,
        slots: Infinity,
      }));
      const proxies = [{ id: "proxy", slots: Infinity, threads: 64 }];
      const fleet = { jobs: shared, proxies, organizations };
      expect(simulate(fleet, { from: FROM, to: FROM + DAY / 8 }).sessions.length).toBeGreaterThan(
        0,
      );
      return vi.mocked(twofold.add).mock.calls.length;
    };
    const one = additions(1);
    expect(one).toBeGreaterThan(64); // the count counts something
    expect(additions(64)).toBe(one);
  });

  it("should not grow with a crowd where it is watched who is slow", () => {
    const perSession = (size: number): number => {
      const { jobs } = fleetOf(size, size);
      const proxies = [{ id: "proxy-0", slots: Infinity, threads: size / 4 }];
      const timeline = simulate({ jobs, proxies }, { from: FROM, to: FROM + DAY / 8 });
      const { calls } = vi.mocked(kindsSeen.advance).mock;
      calls.length = 0;
      expect(timeline.slowness().length).toBeGreaterThan(size / 2);
      expect(calls.length).toBeGreaterThan(timeline.sessions.length); // the count counts something
      return calls.length / timeline.sessions.length;
    };
    // They begin and end one by one: each is looked at once or twice then, and not all of them.
    expect(perSession(256) / perSession(32)).toBeLessThan(1.2);
  });

  it("should need no agenda for jobs that share nothing", () => {
    const { sessions } = simulate(fleetOf(64), { from: FROM, to: FROM + DAY / 8 });
    expect(sessions.length).toBeGreaterThan(64 * 8);
    expect(placesSeen()).toBe(0);
  });

  it("should compile equal policies once, whether they are one object or many", () => {
    const policy = every("Hours1");
    const jobs = Array.from({ length: 1_000 }, (_, index): Job => ({
      id: `job-${index}`,
      policy: index % 2 === 0 ? policy : (JSON.parse(JSON.stringify(policy)) as Job["policy"]),
    }));
    vi.clearAllMocks();
    expect(simulate({ jobs }, { from: FROM, to: FROM + DAY / 24 }).sessions.length).toBe(1_000);
    expect(vi.mocked(schedules.compileSchedule)).toHaveBeenCalledTimes(1);
  });
});
