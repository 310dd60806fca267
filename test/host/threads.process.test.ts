/**
 * Worker threads that end before their work is done, however they end: nobody waits for them, and
 * the rows of a sweep are the same.
 */
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Fleet, slots, type Study, sweep, sweepParallel } from "../../src/index.ts";
import { threads as own } from "../../src/host/threads.ts";
import { started } from "../support/startedThreads.ts";
import { daily } from "../support/whatIf.ts";

const policy = daily("22:00");
const workload = { duration: { lognormal: { median: "PT30M", p95: "PT90M" } } };
const jobs = ["mail", "sites", "teams"].map((id) => ({ id, policy, proxyId: "p", workload }));
const fleet: Fleet = { jobs, proxies: [{ id: "p", slots: 1 }] };
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 5), seed: 4 };
const variations = slots(
  "p",
  Array.from({ length: 40 }, (_, index) => index + 1),
);
const rows = sweep(fleet, variations, span).rows;

/** A sweep of which these of the threads are ended once so many rows are finished. */
function sweepLosing(after: number, which: readonly number[]): Promise<Study> {
  const before = started.length;
  return sweepParallel(fleet, variations, span, {
    workers: 2,
    onProgress: ({ done }) => done === after && lose(before, which),
  });
}

function lose(before: number, which: readonly number[]): void {
  for (const index of which) void started[before + index]?.terminate();
}

/** A sweep of which these of the threads are ended so many milliseconds after it began. */
async function sweepLosingAt(delay: number, which: readonly number[]): Promise<Study> {
  const before = started.length;
  const study = sweepParallel(fleet, variations, span, { workers: 2 });
  while (started.length === before) await setTimeout(0);
  await setTimeout(delay);
  lose(before, which);
  return study;
}

describe("threads that end without a word", () => {
  it.each([
    [1, [0]],
    [1, [0, 1]],
    [7, [1]],
    [20, [0, 1]],
  ])("should change no row, and be told: after %i rows, of threads %o", async (after, which) => {
    const study = await sweepLosing(after, which);
    expect(study.rows).toStrictEqual(rows);
    expect([study.complete, study.workers]).toEqual([true, 2]);
    expect(study.notes).toEqual([
      "a worker thread failed, and the rest was done in place: it ended before all was answered",
    ]);
  });

  // A thread that has not begun to run ends otherwise than one that has.
  it.each([0, 1, 2, 4, 6, 8])("should be told while they start: after %i ms", async (delay) => {
    const study = await sweepLosingAt(delay, [0, 1]);
    expect(study.rows).toStrictEqual(rows);
    expect(study.notes).toEqual([
      "a worker thread failed, and the rest was done in place: it ended before all was answered",
    ]);
  });

  it("should be replaced where they ended between two sweeps", async () => {
    const before = started.length;
    await sweepParallel(fleet, variations, span, { workers: 2 });
    const [first] = started.slice(before);
    await first!.terminate();
    const study = await sweepParallel(fleet, variations, span, { workers: 2 });
    expect([study.workers, study.notes]).toEqual([2, []]);
    expect(study.rows).toStrictEqual(rows);
    expect(started.length - before).toBe(4);
  });
});

describe("a pool of threads", () => {
  it("should reject what it has not done when it is ended, and whatever comes then", async () => {
    const pool = own.open(1);
    const runs = [1, 2, 3].map((seed) =>
      pool.run({ pieces: [{ fleet, seeds: [seed] }], span: { ...span, rules: {} } }),
    );
    const settled = Promise.allSettled(runs);
    await pool.destroy();
    for (const { status } of await settled) expect(status).toBe("rejected");
    await expect(pool.run({})).rejects.toThrow("the pool has ended");
    expect(pool.failure).toBeUndefined();
  });

  it("should pass on what a task throws, and go on", async () => {
    const pool = own.open(1);
    await expect(pool.run({ pieces: "none" })).rejects.toThrow(TypeError);
    await expect(pool.run({ pieces: [], span: {} })).resolves.toEqual([]);
    await expect(pool.run({ pieces: () => [] })).rejects.toThrow("could not be cloned");
    await expect(pool.run({ pieces: [], span: {} })).resolves.toEqual([]);
    await pool.destroy();
  });
});
