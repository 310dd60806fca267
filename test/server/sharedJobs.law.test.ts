/**
 * Sessions of jobs that share something: one simulation of all of them, the same whenever and in
 * whatever order they are asked for, and never more at once than there is room for.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DrawnWorkload } from "../../src/core/simulation/fleet.ts";
import { simulateFleet } from "../../src/core/simulation/simulate.ts";
import {
  newestSessions,
  SESSIONS_REMEMBERED,
  type StandInSession,
} from "../../src/veeam/standIn/sessions.ts";
import { policyInputs } from "../support/policyArbitraries.ts";
import { type SharedJob, sharedStandIn } from "../support/sharedStandIn.ts";
import { context, PAGE_NOW } from "../support/veeamJobs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PROXIES = ["p0", "p1"] as const;

const workloads = fc.record(
  {
    duration: fc.constantFrom<DrawnWorkload["duration"]>(20 * MINUTE, 2 * HOUR, {
      uniform: [MINUTE, 5 * HOUR] as [number, number],
    }),
    failed: fc.constantFrom(0, 0.3),
    threads: fc.constantFrom(1, 2, 3),
  },
  { requiredKeys: ["duration", "failed"] },
);

const often = fc.constantFrom(
  { type: "Periodically", periodicallyEvery: "Hours1" },
  { type: "Periodically", periodicallyEvery: "Minutes30" },
  { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" },
  {
    type: "Periodically",
    periodicallyEvery: "Hours2",
    retryEnabled: true,
    retryNumber: 3,
    retryWaitInterval: 10,
  },
);

const jobs = fc.array(
  fc.record(
    {
      policy: fc.oneof(often, policyInputs),
      proxyId: fc.constantFrom(...PROXIES),
      workload: workloads,
    },
    { requiredKeys: ["policy", "proxyId"] },
  ),
  { minLength: 1, maxLength: 5 },
) as unknown as fc.Arbitrary<SharedJob[]>;

/** Each limits something: jobs that share nothing are another road's business. */
const proxies = fc.tuple(
  ...PROXIES.map((id) =>
    fc.oneof(
      fc.record({ id: fc.constant(id), slots: fc.constantFrom(1, 2) }),
      fc.record({
        id: fc.constant(id),
        slots: fc.constantFrom(1, 2, Infinity),
        threads: fc.constantFrom(1, 2, 4),
      }),
    ),
  ),
);

const actions = fc.array(
  fc.record({
    job: fc.nat(4),
    minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    body: fc.constantFrom<object>(
      { start: null },
      { start: null },
      { stop: null },
      { enable: null },
      { disable: null },
      { schedulePolicy: { type: "Periodically", periodicallyEvery: "Hours1" } },
      { schedulePolicy: { type: "Daily", dailyType: "Everyday", dailyTime: "21:00" } },
      { proxyId: "p1" },
      { proxyId: "p0", runNow: true },
      { remove: true },
    ),
  }),
  { maxLength: 8 },
);

type Actions = typeof actions extends fc.Arbitrary<infer Value> ? Value : never;

async function carriedOut(
  made: Awaited<ReturnType<typeof sharedStandIn>>,
  list: Actions,
): Promise<void> {
  for (const { job, minute, body } of [...list].sort((a, b) => a.minute - b.minute)) {
    const at = PAGE_NOW + minute * MINUTE;
    if ("remove" in body) await made.remove(`job-${job}`, at);
    else await made.act(`job-${job}`, at, body);
  }
}

/** What is there at a moment of what was told later: nothing of it is taken back. */
function asOf(sessions: readonly StandInSession[], now: number): StandInSession[] {
  return sessions
    .filter(({ start, queuedAt = start }) => queuedAt <= now)
    .map((session): StandInSession => {
      const { nominal, attempt, start, queuedAt, end } = session;
      if (end !== undefined && end <= now) return session;
      const waited = queuedAt === undefined ? {} : { queuedAt };
      if (start > now || (session.status === "Queued" && queuedAt !== undefined))
        return { nominal, attempt, start: queuedAt!, ...waited, status: "Queued" };
      return { nominal, attempt, start, ...waited, status: "Running" };
    })
    .map(({ ...session }) => session);
}

describe("sessions of jobs that share", () => {
  it("should be those of one simulation of them all, where nobody changed anything", async () => {
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(
        jobs,
        proxies,
        fc.integer({ min: 1, max: 4 * 24 * 60 }),
        async (list, lists, minute) => {
          const made = await sharedStandIn(list, { proxies: lists });
          const now = PAGE_NOW + minute * MINUTE;
          const seen = made.sessions(now);
          const { clock, zoneOf } = context();
          const limited = list.map(({ policy, proxyId, workload }, rank) => ({
            id: `job-${rank}`,
            ...{ policy, proxyId },
            workload: workload ?? workloadOf(policy),
          }));
          const { rows } = simulateFleet(
            { clock, jobs: limited, proxies: lists },
            { from: PAGE_NOW + 1, to: now + 1 },
            zoneOf,
          );
          const expected = new Map(limited.map(({ id }): [string, object[]] => [id, []]));
          for (const { job, nominal, start, end, attempt, outcome } of rows())
            expected.get(job)!.push({
              ...{ nominal, start, attempt, status: end > now ? "Running" : outcome },
              ...(end > now || outcome === "Running" ? {} : { end }),
            });
          for (const [id, sessions] of seen) {
            const begun = sessions.filter(
              ({ status, start, end, queuedAt }) =>
                status !== "Queued" &&
                !(status === "Stopped" && start === end && queuedAt !== undefined),
            );
            waited += sessions.filter(({ queuedAt }) => queuedAt !== undefined).length;
            expect(begun.map(({ queuedAt: _since, ...rest }) => rest)).toEqual(
              expected
                .get(id)!
                .filter((one) => "end" in one || (one as { status: string }).status === "Running")
                .slice(-SESSIONS_REMEMBERED),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(waited).toBeGreaterThan(100);
  });

  it("should be those of each job alone, beside a limit that is never met", async () => {
    await fc.assert(
      fc.asyncProperty(jobs, actions, async (list, todo) => {
        const made = await sharedStandIn(
          list.map(({ workload: _given, ...job }) => job),
          { proxies: PROXIES.map((id) => ({ id, slots: 1_000 })) },
        );
        await carriedOut(made, todo);
        for (const minute of [1, 600, 1_440, 4_000, 6_000]) {
          const now = PAGE_NOW + minute * MINUTE;
          for (const [id, sessions] of made.sessions(now)) {
            const alone = [...newestSessions(made.inner.get(id)!, { ...context(), now })];
            expect(sessions).toEqual(alone.reverse());
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("should stay as they were told, and never be more than there is room for", async () => {
    let [waited, stopped] = [0, 0];
    await fc.assert(
      fc.asyncProperty(jobs, proxies, actions, fc.boolean(), async (list, lists, todo, asks) => {
        // what is kept changes no answer
        const made = await sharedStandIn(list, { proxies: lists }, asks ? undefined : 1);
        const told: [number, Map<string, StandInSession[]>][] = [];
        for (const one of [...todo].sort((a, b) => a.minute - b.minute)) {
          const at = PAGE_NOW + one.minute * MINUTE;
          // what is asked on the way changes nothing
          if (asks) told.push([at - 1, made.sessions(at - 1)]);
          await carriedOut(made, [one]);
          told.push([at, made.sessions(at)]);
        }
        const last = PAGE_NOW + 4 * DAY;
        const all = made.sessions(last);
        for (const [at, then] of told) {
          for (const [id, sessions] of then) {
            const since = all.get(id);
            if (since === undefined) continue; // removed
            // no more than so many are remembered
            const first = since.length < SESSIONS_REMEMBERED ? 0 : since[0]!.nominal;
            const still = sessions.filter(({ nominal }) => nominal >= first);
            const changedAt = todo.some(({ minute }) => PAGE_NOW + minute * MINUTE === at);
            const isOver = ({ end = Infinity }: StandInSession): boolean => end <= at;
            if (!changedAt) expect(still).toEqual(asOf(since, at));
            else {
              const over = still.filter(isOver);
              expect(over).toEqual(since.filter(isOver).slice(0, over.length));
            }
          }
        }
        made.restart();
        expect(made.sessions(last)).toEqual(all);
        const listed = new Map([...all.keys()].map((id): [string, StandInSession[]] => [id, []]));
        for (const company of await made.shared.newestOfEach(made.moment(last))) {
          let before = Infinity;
          for await (const { id, session } of company) {
            const { queuedAt = session.start } = session;
            expect(queuedAt).toBeLessThanOrEqual(before);
            before = queuedAt;
            listed.get(id)?.unshift(session);
          }
        }
        expect(listed).toEqual(all);
        for (const [id, sessions] of all) {
          for (const [index, session] of sessions.entries()) {
            if (session.queuedAt !== undefined) waited += 1;
            if (session.status === "Stopped") stopped += 1;
            const before = sessions[index - 1];
            if (before !== undefined)
              expect(before.end).toBeLessThanOrEqual(session.queuedAt ?? session.start);
            const found = made.shared.at(
              made.inner.get(id)!,
              session.nominal,
              session.attempt,
              made.moment(last),
            );
            // at one instant of a clock that stands still a job may start twice
            if (found?.start === session.start) expect(found).toEqual(session);
          }
        }
        const moves = todo.some(({ body }) => "proxyId" in body);
        if (!moves)
          for (const { id, slots } of lists) {
            const edges = [...all].flatMap(([job, sessions]) =>
              made.inner.get(job)!.proxyId !== id
                ? []
                : sessions
                    .filter(({ status }) => status !== "Queued")
                    .flatMap(({ start, end = Infinity }) =>
                      start === end
                        ? []
                        : [
                            [start, 1],
                            [end, -1],
                          ],
                    ),
            );
            edges.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
            let busy = 0;
            for (const [, step] of edges) expect((busy += step!)).toBeLessThanOrEqual(slots);
          }
      }),
      { numRuns: 120 },
    );
    expect(waited).toBeGreaterThan(100);
    expect(stopped).toBeGreaterThan(10);
  });
});

/** Nights of some jobs on one proxy of two slots: calm, since the line is empty every noon. */
const calm: SharedJob[] = ["22:00", "22:00", "22:30", "23:00", "23:00"].map((dailyTime) => ({
  policy: {
    ...{ type: "Daily", dailyType: "Everyday", dailyTime },
    ...{ retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 },
  } as SharedJob["policy"],
  proxyId: "p0",
  workload: { duration: { uniform: [HOUR, 4 * HOUR] }, failed: 0.2, threads: 2 },
}));

/** The line is never empty. */
const busy: SharedJob[] = [1, 2, 3].map((hours) => ({
  policy: { type: "Periodically", periodicallyEvery: "Hours1" } as SharedJob["policy"],
  proxyId: "p0",
  workload: { duration: { uniform: [MINUTE, hours * HOUR] }, failed: 0.2 },
}));

/** A Monday at which a block of the grid ends, months after the jobs were made. */
const BORDER = Math.floor((PAGE_NOW - 4 * DAY) / (28 * DAY)) * 28 * DAY + 4 * DAY + 5 * 28 * DAY;

describe("the blocks by which they are followed", () => {
  it("should make no difference where the line is empty now and then", async () => {
    const proxies = [{ id: "p0", slots: 2, threads: 3 }];
    const made = await sharedStandIn(calm, { proxies });
    const now = PAGE_NOW + 300 * DAY;
    const { clock, zoneOf } = context();
    const { rows } = simulateFleet(
      { clock, proxies, jobs: calm.map((job, rank) => ({ id: `job-${rank}`, ...job })) },
      { from: PAGE_NOW, to: now + 1 },
      zoneOf,
    );
    const whole = [...rows()].filter(({ end }) => end <= now);
    let compared = 0;
    for (const [id, sessions] of made.sessions(now)) {
      const ended = sessions.filter(({ end }) => end !== undefined);
      expect(
        ended.map(({ nominal, start, end, attempt, status }) => [
          nominal,
          start,
          end,
          attempt,
          status,
        ]),
      ).toEqual(
        whole
          .filter(({ job }) => job === id)
          .map(({ nominal, start, end, attempt, outcome }) => [
            nominal,
            start,
            end,
            attempt,
            outcome,
          ])
          .slice(-ended.length),
      );
      compared += ended.length;
    }
    expect(compared).toBeGreaterThan(1_500);
  });

  it("should hold what is told and the limits where the line is never empty", async () => {
    const proxies = [{ id: "p0", slots: 1 }];
    const made = await sharedStandIn(busy, { proxies });
    const forgetful = await sharedStandIn(busy, { proxies }, 1);
    expect(forgetful.sessions(BORDER + HOUR)).toEqual(made.sessions(BORDER + HOUR));
    const moments = [-30, -2, -1, 0, 1, 2, 3, 30].map((hours) => BORDER + hours * HOUR);
    const told = moments.map((at) => made.sessions(at));
    const later = made.sessions(BORDER + 3 * DAY);
    let cut = 0;
    for (const [index, at] of moments.entries())
      for (const [id, sessions] of told[index]!) {
        const last = later.get(id)!;
        const first = last[0]!.nominal;
        expect(sessions.filter(({ nominal }) => nominal >= first)).toEqual(asOf(last, at));
      }
    const edges = [...later.values()].flatMap((sessions) =>
      sessions.flatMap(({ start, end = Infinity, status }) => {
        if (status === "Stopped" && end === BORDER) cut += 1;
        return status === "Queued" || start === end
          ? []
          : [
              [start, 1],
              [end, -1],
            ];
      }),
    );
    edges.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
    let running = 0;
    for (const [, step] of edges) expect((running += step!)).toBeLessThanOrEqual(1);
    for (const sessions of later.values())
      sessions.reduce((before, session) => {
        expect(before.end).toBeLessThanOrEqual(session.queuedAt ?? session.start);
        return session;
      });
    expect(cut).toBeLessThanOrEqual(3);
  });
});

/** Sessions without a workload, from the words of docs/STANDIN.md. */
function workloadOf(policy: SharedJob["policy"]) {
  const every = policy.type === "Periodically" ? policy.periodicallyEvery : "Hours1";
  const most = Number(/^Minutes(\d+)$/.exec(every)?.[1] ?? "60") * MINUTE;
  return {
    duration: { uniform: [0.2 * most, 0.6 * most] as [number, number] },
    failed: 0.03,
    warning: 0.05,
  };
}
