/**
 * The parallel sweep: worker threads over the built files, held against the one after the other.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  durationFactor,
  type Fleet,
  grid,
  type Job,
  parsePolicy,
  PolicyError,
  simulate,
  slots,
  startTimes,
  type StudyRow,
  sweep,
  type SweepOptions,
  sweepParallel,
  type SweepProgress,
  windowHours,
} from "../../src/index.ts";
import { bytesOf, fleets, WEEK } from "../support/nightFleets.ts";
import { daily, HOUR, nightly } from "../support/whatIf.ts";
import { inProject, ROOT } from "../support/paths.ts";

const span = { from: Date.UTC(2026, 2, 20), to: Date.UTC(2026, 3, 3), seed: 11 };
const policies = [
  daily("22:00", {
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: nightly(20, 6), minuteOffset: 30 },
    retryEnabled: true,
    retryNumber: 2,
    retryWaitInterval: 10,
  }),
  parsePolicy({ type: "Periodically", periodicallyEvery: "Hours2", periodicallyOffsetMinutes: 15 }),
];
const jobs = Array.from({ length: 12 }, (_, index): Job => ({
  id: `job ${index}`,
  policy: policies[index % 2]!,
  proxyId: "p",
  rpo: 20 * HOUR,
  workload: {
    duration: { lognormal: { median: "PT30M", p95: "PT90M" } },
    failed: 0.1,
    warning: 0.1,
  },
}));
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin", windowClock: "server" },
  jobs,
  proxies: [{ id: "p", slots: 3 }],
  organizations: [{ id: "o", slots: Infinity }],
};
const variations = grid({
  start: startTimes(["21:00", "22:00", "02:30"]),
  window: windowHours([6, "Mon-Fri 18:00-08:00"]),
  slots: slots("p", [2, 4]),
  work: durationFactor([1, 1.5]),
});
/** Well under the half minute that idle threads wait for work. */
const STILL_THERE_MS = 20_000;
const sequential = sweep(fleet, variations, span);
const bytes = (rows: readonly StudyRow[]): string => JSON.stringify(rows);

/** Gives the jobs workloads that cannot travel. */
const asking = (of: Fleet): Fleet => ({
  ...of,
  jobs: of.jobs.map((job) => ({
    ...job,
    workload: () => ({ duration: HOUR, outcome: "Success" as const }),
  })),
});

describe("sweepParallel", () => {
  it("should have a worker to run: npm run check builds it", () =>
    expect(existsSync(inProject("dist/run/sweepWorker.js"))).toBe(true));

  it.each([1, 2])(
    "should give the rows of the sequential sweep, to the byte, with %i worker(s)",
    async (workers) => {
      const progress: SweepProgress[] = [];
      const study = await sweepParallel(fleet, variations, span, {
        workers,
        onProgress: (step) => progress.push(step),
      });
      expect(study.workers).toBe(workers);
      expect(bytes(study.rows)).toBe(bytes(sequential.rows));
      expect(study.rows).toStrictEqual(sequential.rows); // typed arrays, absent keys and all
      expect([study.complete, study.from, study.to, study.seed, study.dimensions]).toEqual([
        true,
        span.from,
        span.to,
        11,
        ["start", "window", "slots", "work"],
      ]);
      expect(study.bestFirst("worstExposure").map(({ name }) => name)).toEqual(
        sequential.bestFirst("worstExposure").map(({ name }) => name),
      );
      expect(progress.map(({ done }) => done)).toEqual(
        sequential.rows.map((_, index) => index + 1),
      );
      expect(new Set(progress.map(({ name }) => name))).toEqual(new Set(Object.keys(variations)));
      expect(progress.every(({ total }) => total === 24)).toBe(true);
    },
  );

  it.each([1, 2])(
    "should cut many seeds in pieces, and have the same rows, %i worker(s)",
    async (workers) => {
      const some = { ...slots("p", [2, 3]), asked: asking };
      for (const seeds of [2, 30, [7, 3, 90, 12]]) {
        const progress: SweepProgress[] = [];
        const study = await sweepParallel(fleet, some, span, {
          workers,
          seeds,
          onProgress: (step) => progress.push(step),
        });
        const alone = sweep(fleet, some, span, { seeds });
        expect(study.rows).toStrictEqual(alone.rows);
        expect(JSON.stringify(study.rows)).toBe(JSON.stringify(alone.rows));
        expect([study.seeds, study.complete, study.workers]).toEqual([alone.seeds, true, workers]);
        expect(study.best("waitMax")).toEqual(alone.best("waitMax"));
        expect(progress.map(({ done }) => done)).toEqual([1, 2, 3]);
        expect(new Set(progress.map(({ name }) => name))).toEqual(new Set(Object.keys(some)));
      }
    },
  );

  it("should have no row of a variation of which seeds are missing", async () => {
    const control = new AbortController();
    const study = await sweepParallel(fleet, variations, span, {
      workers: 2,
      seeds: 40,
      signal: control.signal,
      onProgress: ({ done }) => done === 2 && control.abort(),
    });
    expect(study.complete).toBe(false);
    expect(study.rows.length).toBeGreaterThanOrEqual(2);
    expect(study.rows.length).toBeLessThan(24);
    for (const row of study.rows) expect(row.metrics.peak.n).toBe(40);
  });

  it("should simulate functions in place, beside the others, and put all in order", async () => {
    const some = {
      first: (same: Fleet) => same,
      asked: asking,
      last: slots("p", [1])["1 slot"]!,
    };
    const study = await sweepParallel(fleet, some, span, { workers: 2 });
    expect(study.rows.map(({ name }) => name)).toEqual(["first", "asked", "last"]);
    expect(study.rows).toStrictEqual(sweep(fleet, some, span).rows);
    expect([study.complete, study.workers]).toEqual([true, 2]);
    const asked = await sweepParallel(fleet, { asked: some.asked }, span);
    expect([asked.complete, asked.workers, asked.rows.length]).toEqual([true, 0, 1]);
  });

  it("should simulate in place what cannot travel for another reason", async () => {
    const labels = new Proxy({ owner: "Ann" }, {});
    expect(() => structuredClone(labels)).toThrow();
    const odd = { ...fleet, jobs: jobs.map((job) => ({ ...job, labels })) };
    const study = await sweepParallel(odd, { same: (same) => same }, span, { workers: 1 });
    expect(study.rows).toStrictEqual(sweep(odd, { same: (same) => same }, span).rows);
  });

  it("should keep its threads for the next sweep, and no process alive for them", () => {
    const program = `
      import { syncBuiltinESMExports } from "node:module";
      import threads from "node:worker_threads";
      let started = 0;
      threads.Worker = class extends threads.Worker {
        constructor(...given) {
          super(...given);
          started += 1;
        }
      };
      syncBuiltinESMExports();
      const { parsePolicy, slots, sweepParallel } = await import("runcast");
      const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
      const job = { id: "mail", policy, proxyId: "p", workload: { duration: "PT45M" } };
      const fleet = { jobs: [job], proxies: [{ id: "p", slots: 1 }] };
      const span = { from: 0, to: 7 * 86_400_000 };
      const sweepOnce = () => sweepParallel(fleet, slots("p", [1, 2, 3]), span, { workers: 2 });
      const threadsByRound = [];
      for (let round = 0; round < 4; round += 1) {
        const studies = await Promise.all(round < 3 ? [sweepOnce()] : [sweepOnce(), sweepOnce()]);
        if (studies.some(({ complete }) => !complete)) throw new Error("not complete");
        threadsByRound.push(started);
      }
      console.log(JSON.stringify(threadsByRound));
      setTimeout(() => console.log("still there"), ${STILL_THERE_MS}).unref();`;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { cwd: ROOT, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, ""]);
    // Two sweeps at once have two pools. The process ends when it has nothing left to do: idle
    // threads would hold it for half a minute, and the timer, which holds nothing, would speak.
    expect(stdout).toBe("[2,2,2,4]\n");
  });

  it("should end with what is finished when it is aborted", async () => {
    const control = new AbortController();
    const study = await sweepParallel(
      fleet,
      variations,
      { ...span, to: span.from + 120 * 24 * HOUR },
      {
        workers: 2,
        signal: control.signal,
        onProgress: ({ done }) => done === 2 && control.abort(),
      },
    );
    expect(study.complete).toBe(false);
    expect(study.rows.length).toBeGreaterThanOrEqual(2);
    expect(study.rows.length).toBeLessThan(24);
    const names = Object.keys(variations);
    const places = study.rows.map(({ name }) => names.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const row of study.rows.slice(0, 2)) expect(row.summary.fleet.sessions).toBeGreaterThan(0);
  });

  it("should not begin when it was aborted before", async () => {
    const study = await sweepParallel(fleet, variations, span, { signal: AbortSignal.abort() });
    expect([study.rows, study.complete, study.workers]).toEqual([[], false, 0]);
  });

  it("should end when it is aborted while its threads are started", async () => {
    for (let ticks = 0; ticks < 8; ticks += 1) {
      const control = new AbortController();
      const { signal } = control;
      // as many threads as no sweep here has left
      const asked = sweepParallel(fleet, variations, span, { seeds: 40, workers: 3, signal });
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      control.abort();
      const { complete, rows } = await asked;
      expect([ticks, complete, rows]).toEqual([ticks, false, []]);
    }
  });

  it("should reject with every issue, those of its options first", async () => {
    const paths = async (run: Promise<unknown>): Promise<string[]> => {
      const error: unknown = await run.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof PolicyError)) throw error ?? new Error("nothing was thrown");
      return error.issues.map((issue) => issue.path);
    };
    expect(
      await paths(
        sweepParallel(
          fleet,
          { bad: () => ({ jobs: [{ id: 3, policy: daily("22:00") }] }) as unknown as Fleet },
          span,
        ),
      ),
    ).toEqual(["variations.bad.jobs[0].id"]);
    expect(
      await paths(
        sweepParallel(fleet, variations, span, {
          workers: 0,
          onProgress: 3,
          signal: "stop",
        } as unknown as SweepOptions),
      ),
    ).toEqual(["options.workers", "options.onProgress", "options.signal"]);
    for (const workers of [-1, 1.5, 65, Number.NaN, "2"])
      expect(
        await paths(sweepParallel(fleet, variations, span, { workers } as SweepOptions)),
      ).toEqual(["options.workers"]);
  });

  it("should pass on what a function workload throws", async () => {
    const failing = {
      asked: (of: Fleet): Fleet => ({
        ...of,
        jobs: of.jobs.map((job) => ({
          ...job,
          workload: () => ({ duration: -1, outcome: "Success" as const }),
        })),
      }),
      fine: (same: Fleet) => same,
    };
    await expect(sweepParallel(fleet, failing, span, { workers: 1 })).rejects.toThrow(PolicyError);
  });
});

describe("sweepParallel, of any fleet", () => {
  const variations = grid({
    start: startTimes(["21:00", "22:00", "23:30"]),
    room: slots("proxy", [1, 2, 5]),
  });

  it("should have the rows of separate simulations, with 0, 1 and 2 workers", async () => {
    const fleet = fc.sample(fleets, { numRuns: 1, seed: 3 })[0]!;
    const separate = Object.values(variations).map((variation) =>
      bytesOf(simulate(variation(fleet), WEEK).summary),
    );
    expect(new Set(separate).size).toBeGreaterThan(3);
    const here = sweep(fleet, variations, WEEK);
    expect(here.rows.map((row) => row.name)).toEqual(Object.keys(variations));
    expect(here.rows.map((row) => bytesOf(row.summary))).toEqual(separate);
    for (const workers of [1, 2]) {
      const study = await sweepParallel(fleet, variations, WEEK, { workers });
      expect([study.workers, study.complete]).toEqual([workers, true]);
      expect(study.rows.map((row) => [row.name, bytesOf(row.summary)])).toEqual(
        here.rows.map((row) => [row.name, bytesOf(row.summary)]),
      );
    }
  });

  it("should end with what is finished when it is stopped", async () => {
    const fleet = fc.sample(fleets, { numRuns: 1, seed: 4 })[0]!;
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `variation ${index}`,
        (given: Fleet): Fleet => ({ ...given, proxies: [{ id: "proxy", slots: 1 + (index % 5) }] }),
      ]),
    );
    const stop = new AbortController();
    const study = await sweepParallel(fleet, many, WEEK, {
      workers: 2,
      signal: stop.signal,
      onProgress: ({ done }) => done >= 20 && stop.abort(),
    });
    expect(study.complete).toBe(false);
    expect(study.rows.length).toBeGreaterThanOrEqual(20);
    expect(study.rows.length).toBeLessThan(400);
    for (const row of study.rows.slice(0, 5))
      expect(bytesOf(row.summary)).toBe(bytesOf(simulate(many[row.name]!(fleet), WEEK).summary));
  });
});
