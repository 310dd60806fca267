/**
 * Laws of every timeline, on random fleets.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compile,
  DEFAULT_RULES,
  type Fleet,
  type Job,
  type SessionRow,
  simulate,
  type SimulationSpan,
  summarize,
  type Timeline,
  type Workload,
} from "../../../src/index.ts";
import { scenarios } from "../../support/fleetArbitraries.ts";
import { livesOf } from "../../support/naiveSummary.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { at, daily, DAY, every, HOUR, iso, MINUTE, WEEK } from "../../support/scheduleBuilders.ts";
import { missedLine, sessionLine } from "../../support/timelineLines.ts";

const sessionsOf = (timeline: Timeline): string[] =>
  Array.from(timeline.rows(), sessionLine).sort();
const missedOf = (timeline: Timeline): string[] =>
  Array.from(timeline.missedRows(), missedLine).sort();

/** The same fleet with other jobs. */
const withJobs = (fleet: Fleet, change: (job: Job, index: number) => Job): Fleet => ({
  ...fleet,
  jobs: fleet.jobs.map(change),
});

/** Workloads that draw their luck, of all kinds: what R24 is about. */
const LUCKY: readonly Workload[] = [
  {
    duration: { lognormal: { median: "PT20M", p95: "PT2H" } },
    failed: 0.3,
    warning: 0.1,
    retryShare: 0.5,
  },
  { duration: { uniform: [0, "PT90M"] }, failed: 0.2 },
  { duration: { empirical: [0, "PT5M", "PT30M", "PT3H"] }, warning: 0.5 },
  ({ random }) => ({
    duration: random("length") * HOUR,
    outcome: random("end") < 0.4 ? "Failed" : "Success",
  }),
];
const lucky = (fleet: Fleet): Fleet =>
  withJobs(fleet, (job, index) => ({ ...job, workload: LUCKY[index % LUCKY.length]! }));

/** Every byte of a timeline. */
function bytesOf({ sessions, missed }: Timeline): string {
  const { length, job, nominal, start, end, attempt, outcome } = sessions;
  const columns = [
    job,
    nominal,
    start,
    end,
    attempt,
    outcome,
    missed.job,
    missed.nominal,
    missed.reason,
  ];
  return [
    length,
    missed.length,
    ...columns.map((column) =>
      Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString("base64"),
    ),
  ].join(" ");
}

describe("every timeline", () => {
  it("should give each due start one fate, and no other start any", () => {
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        for (const job of fleet.jobs) {
          const starts =
            job.enabled === false
              ? []
              : Array.from(
                  compile(job.policy, { ...fleet.clock, ...job.clock }).runs(from, to),
                  ({ instant }) => instant,
                );
          const due = [...starts, ...(job.runNow === true ? [from] : [])].sort((a, b) => a - b);
          const begun = [...timeline.rows()]
            .filter((row) => row.job === job.id && row.attempt === 0)
            .map(({ nominal }) => nominal);
          const missed = [...timeline.missedRows()]
            .filter((row) => row.job === job.id)
            .map(({ nominal }) => nominal);
          expect([...begun, ...missed].sort((a, b) => a - b)).toEqual(due);
        }
      }),
      runs(400),
    );
  });

  it("should never have more sessions at once than slots, nor two of one job", () => {
    let full = 0;
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const rows = [...simulate(fleet, { from, to, rules }).rows()];
        const most = (own: SessionRow[]): number =>
          Math.max(
            0,
            ...own.map(
              ({ start }) =>
                own.filter((other) => other.start <= start && start < other.end).length,
            ),
          );
        for (const [list, key] of [
          ["proxies", "proxyId"],
          ["repositories", "repositoryId"],
          ["organizations", "organizationId"],
        ] as const) {
          for (const { id, slots } of fleet[list] ?? []) {
            const users = new Set(fleet.jobs.filter((job) => job[key] === id).map((job) => job.id));
            const peak = most(rows.filter((row) => users.has(row.job)));
            expect(peak).toBeLessThanOrEqual(slots);
            if (peak === slots) full += 1;
          }
        }
        for (const { id } of fleet.jobs)
          expect(most(rows.filter((row) => row.job === id))).toBeLessThanOrEqual(1);
      }),
      runs(400),
    );
    expect(full).toBeGreaterThan(100);
  });

  it("should have sessions in order, attempts counted up, all within span and window", () => {
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        const { rows, schedules, jobOf } = livesOf(timeline);
        for (const row of rows) {
          expect(
            row.nominal >= from &&
              row.nominal <= row.start &&
              row.start <= row.end &&
              row.end <= to &&
              row.start < to,
          ).toBe(true);
          expect(row.end).toBeLessThanOrEqual(schedules[jobOf.get(row.job)!]!.windowEnd(row.start));
          const attempts = rows
            .filter((other) => other.job === row.job && other.nominal === row.nominal)
            .map(({ attempt }) => attempt);
          expect(attempts).toEqual(attempts.map((_, index) => index));
        }
      }),
      runs(200),
    );
  });

  it("should be the same as without resources where they have no end of slots", () => {
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const endless = (list: Fleet["proxies"]) =>
          (list ?? []).map(({ id }) => ({ id, slots: Infinity }));
        const unlimited = simulate(
          {
            ...fleet,
            proxies: endless(fleet.proxies),
            repositories: endless(fleet.repositories),
            organizations: endless(fleet.organizations),
          },
          { from, to, rules },
        );
        const free = simulate(withoutResources(fleet), { from, to, rules });
        expect(bytesOf(unlimited)).toBe(bytesOf(free));
        const summary = summarize(unlimited);
        expect(summary.fleet.wait).toEqual({ mean: 0, p50: 0, p95: 0, max: 0, unfinished: 0 });
        for (const { meanQueue, longestQueue, timeAtCapacity } of [
          ...summary.proxies,
          ...summary.repositories,
          ...summary.organizations,
        ])
          expect([meanQueue, longestQueue, timeAtCapacity]).toEqual([0, 0, 0]);
        expect(
          missedOf(unlimited).filter((line) =>
            /window-closed|not-started|still-waiting/.test(line),
          ),
        ).toEqual([]);
      }),
      runs(300),
    );
  });

  it("should be what each job has alone, where nothing is shared: fleets may be cut", () => {
    fc.assert(
      fc.property(scenarios({ resources: false }), fc.integer(), (scenario, seed) => {
        const { from, to, rules } = scenario;
        const fleet = lucky(scenario.fleet);
        const together = simulate(fleet, { from, to, rules, seed });
        const alone = fleet.jobs.map((job) =>
          simulate({ ...fleet, jobs: [job] }, { from, to, rules, seed }),
        );
        expect(sessionsOf(together)).toEqual(alone.flatMap(sessionsOf).sort());
        expect(missedOf(together)).toEqual(alone.flatMap(missedOf).sort());
      }),
      runs(300),
    );
  });

  it("should be the same to the byte under the same seed, and another under another", () => {
    let differ = 0;
    fc.assert(
      fc.property(scenarios(), fc.integer(), (scenario, seed) => {
        const span: SimulationSpan = {
          from: scenario.from,
          to: scenario.to,
          rules: scenario.rules,
          seed,
        };
        const fleet = lucky(scenario.fleet);
        const bytes = bytesOf(simulate(fleet, span));
        expect(bytesOf(simulate(structuredCloneOf(fleet), span))).toBe(bytes);
        const other = simulate(fleet, { ...span, seed: seed + 1 });
        if (other.sessions.length > 0 && bytesOf(other) !== bytes) differ += 1;
      }),
      runs(200),
    );
    expect(differ).toBeGreaterThan(150);
  });

  it("should not depend on the order of jobs that never arrive together", () => {
    // Daily jobs at seconds of their own, and work to the ms: no two arrive or end at the same
    // instant.
    const fleets = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 20 * 3_600, max: 24 * 3_600 - 1 }), {
          minLength: 2,
          maxLength: 12,
        }),
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 12, maxLength: 12 }),
        fc.array(fc.nat(1_000), { minLength: 12, maxLength: 12 }),
      )
      .map(([seconds, picks, ranks]) => {
        const jobs = seconds.map((second, index): Job => {
          const clock = new Date(second * 1_000).toISOString().slice(11, 19);
          const [proxy, repository] = picks[index]!;
          return {
            id: `j${index}`,
            policy: daily(clock, "Everyday", {
              retryEnabled: true,
              retryNumber: 2,
              retryWaitInterval: 7,
            }),
            workload: LUCKY[0]!,
            ...(proxy < 2 && { proxyId: `p${proxy}` }),
            ...(repository < 2 && { repositoryId: `r${repository}` }),
          };
        });
        const list = (letter: string) =>
          [0, 1].map((index) => ({ id: `${letter}${index}`, slots: 1 }));
        const fleet: Fleet = { jobs, proxies: list("p"), repositories: list("r") };
        const shuffled = {
          ...fleet,
          jobs: jobs
            .map((job, index) => ({ job, rank: ranks[index]! }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ job }) => job),
        };
        return { fleet, shuffled };
      });
    let waited = 0;
    fc.assert(
      fc.property(fleets, fc.integer(), ({ fleet, shuffled }, seed) => {
        const span = { from: at("2026-01-05T12:00Z"), to: at("2026-01-08T12:00Z"), seed };
        const timeline = simulate(fleet, span);
        const { waits } = livesOf(timeline);
        fc.pre(new Set(waits.map(({ arrival }) => arrival)).size === waits.length);
        expect(sessionsOf(simulate(shuffled, span))).toEqual(sessionsOf(timeline));
        expect(missedOf(simulate(shuffled, span))).toEqual(missedOf(timeline));
        waited += waits.filter(({ arrival, until }) => until > arrival).length;
      }),
      runs(200),
    );
    expect(waited).toBeGreaterThan(500);
  });

  it("should be what its parts are, cut wherever nothing crosses the cut", () => {
    let joined = 0;
    fc.assert(
      fc.property(scenarios({ mostJobs: 4 }), fc.nat(1_000), (scenario, pick) => {
        const { from, to, rules } = scenario;
        // a manual start belongs to the beginning
        const fleet = lucky(withJobs(scenario.fleet, ({ runNow: _, ...job }) => job));
        const whole = simulate(fleet, { from, to, rules });
        // A run reaches from its due start to where its last retry would be due; a missed one that
        // waited, to where it was dropped.
        const { rows, waits, jobOf } = livesOf(whole);
        const reaches = [
          ...rows.map(
            (row) =>
              [
                row.nominal,
                row.end + (fleet.jobs[jobOf.get(row.job)!]!.policy.retryWaitInterval ?? 0) * MINUTE,
              ] as const,
          ),
          ...waits.map(({ arrival, until }) => [arrival, until] as const),
        ];
        const cuts: number[] = [];
        for (let cut = from + 30 * MINUTE; cut < to; cut += 30 * MINUTE) {
          if (!reaches.some(([begin, end]) => begin < cut && cut <= end)) cuts.push(cut);
        }
        fc.pre(cuts.length > 0);
        const cut = cuts[pick % cuts.length]!;
        const parts = [
          simulate(fleet, { from, to: cut, rules }),
          simulate(fleet, { from: cut, to, rules }),
        ];
        expect(parts.flatMap(sessionsOf).sort()).toEqual(sessionsOf(whole));
        expect(parts.flatMap(missedOf).sort()).toEqual(missedOf(whole));
        if (parts.every(({ sessions }) => sessions.length > 0)) joined += 1;
      }),
      runs(350),
    );
    expect(joined).toBeGreaterThan(100);
  });

  it("should be the same a week later, if the clock stands still and work knows no date", () => {
    fc.assert(
      fc.property(scenarios({ zones: ["UTC", "UTC+5:30"] }), ({ fleet, from, to, rules }) => {
        const dateless = (base: number): Fleet =>
          withJobs(fleet, (job) => {
            const decide = job.workload as (run: {
              nominal: number;
              attempt: number;
            }) => ReturnType<Extract<Workload, (...args: never) => unknown>>;
            return {
              ...job,
              workload: ({ nominal, attempt }) => decide({ nominal: nominal - base, attempt }),
            };
          });
        const now = simulate(dateless(from), { from, to, rules });
        const later = simulate(dateless(from + WEEK), { from: from + WEEK, to: to + WEEK, rules });
        const earlier = Array.from(later.rows(), (row) => ({
          ...row,
          nominal: row.nominal - WEEK,
          start: row.start - WEEK,
          end: row.end - WEEK,
        }));
        expect(earlier).toEqual([...now.rows()]);
        expect(
          Array.from(later.missedRows(), (row) => ({ ...row, nominal: row.nominal - WEEK })),
        ).toEqual([...now.missedRows()]);
        expect(Array.from(summarize(later).fleet.occupancy.busyByHour)).toEqual(
          Array.from(summarize(now).fleet.occupancy.busyByHour),
        );
      }),
      runs(200),
    );
  });

  it("should say as much in its columns as in its rows", () => {
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const { sessions, missed, outcomes, reasons, rows, missedRows } = simulate(fleet, {
          from,
          to,
          rules,
        });
        const read = Array.from({ length: sessions.length }, (_, row) => ({
          job: fleet.jobs[sessions.job[row]!]!.id,
          nominal: sessions.nominal[row],
          start: sessions.start[row],
          end: sessions.end[row],
          attempt: sessions.attempt[row],
          outcome: outcomes[sessions.outcome[row]!],
        }));
        expect([...rows()]).toEqual(read);
        expect([...missedRows()]).toEqual(
          Array.from({ length: missed.length }, (_, row) => ({
            job: fleet.jobs[missed.job[row]!]!.id,
            nominal: missed.nominal[row],
            reason: reasons[missed.reason[row]!],
          })),
        );
      }),
      runs(100),
    );
  });
});

function withoutResources(fleet: Fleet): Fleet {
  const jobs = fleet.jobs.map(
    ({ proxyId: _, repositoryId: __, organizationId: ___, ...job }): Job => job,
  );
  return { ...(fleet.clock === undefined ? {} : { clock: fleet.clock }), jobs };
}

/** Another object with the same content: nothing may hang on identity. */
function structuredCloneOf(fleet: Fleet): Fleet {
  return withJobs({ ...fleet }, (job) => ({
    ...job,
    policy: JSON.parse(JSON.stringify(job.policy)) as Job["policy"],
  }));
}

describe("luck", () => {
  it("should belong to the run: the same in every fleet and order, every time (R24)", () => {
    const drawn = (others: number, slots: number): Map<string, number> => {
      const luck = new Map<string, number>();
      const workload: Workload = ({ job, nominal, attempt, random }) => {
        const value = random("anything");
        expect(random("something else")).not.toBe(value);
        expect(random("anything")).toBe(value);
        if (job.id === "A") luck.set(`${iso(nominal)} #${attempt}`, value);
        return { duration: value * 3 * HOUR, outcome: value < 0.5 ? "Failed" : "Success" };
      };
      const job = (id: string): Job => ({
        id,
        policy: every("Hours2", { retryEnabled: true, retryNumber: 2, retryWaitInterval: 5 }),
        workload,
        proxyId: "P",
      });
      const jobs = [...Array.from({ length: others }, (_, index) => job(`B${index}`)), job("A")];
      simulate(
        { jobs, proxies: [{ id: "P", slots }] },
        { from: at("2026-01-05T00:00Z"), to: at("2026-01-12T00:00Z"), seed: 7 },
      );
      return luck;
    };
    const alone = drawn(0, 1);
    const crowded = drawn(3, 2);
    const shared = [...alone.keys()].filter((key) => crowded.has(key));
    expect(shared.length).toBeGreaterThan(30);
    expect(crowded.size).not.toBe(alone.size); // the fleets do differ
    for (const key of shared) expect(crowded.get(key)).toBe(alone.get(key));
  });
});

describe("the defaults", () => {
  it("should be the rules of the specification", () => {
    expect(DEFAULT_RULES).toEqual({
      retryOnWarning: true,
      pendingRetry: "superseded",
      retryManual: false,
      restorePoint: "success-or-warning",
      outage: "wait",
    });
    const { rules, span } = simulate({ jobs: [] }, { from: 0, to: DAY });
    expect(rules).toEqual(DEFAULT_RULES);
    expect(span).toEqual({ from: 0, to: DAY, seed: 0, keep: "all" });
  });
});
