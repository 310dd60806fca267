/**
 * Long questions beside other work: timers go on, an abort ends them, and the answers are those of
 * the forms that wait.
 */
import { describe, expect, it } from "vitest";
import {
  compareReplicated,
  compareReplicatedAsync,
  headroom,
  headroomAsync,
  parsePolicy,
  PolicyError,
  replicate,
  replicateAsync,
  slots,
  stagger,
  staggerAsync,
  startTimes,
  sweep,
  sweepAsync,
} from "../../src/index.ts";

const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const workload = { duration: { uniform: ["30m", "60m"] }, failed: 0.1 };
const jobs = Array.from({ length: 12 }, (_, index) => ({
  id: `job ${index}`,
  policy,
  workload,
  proxyId: "proxy",
  rpo: "30h",
}));
const fleet = { jobs, proxies: [{ id: "proxy", slots: 3 }] };
const more = { jobs, proxies: [{ id: "proxy", slots: 4 }] };
const span = { from: "2026-01-05", to: "2026-01-12" };
const two = slots("proxy", [2, 3]);

interface Followed {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
}

/** Each question: its answer where somebody waits, and beside other work; and one without end. */
const QUESTIONS: Readonly<
  Record<
    string,
    {
      readonly waits: () => object;
      readonly beside: (run: Followed) => Promise<object>;
      readonly endless: (run: Followed) => Promise<object>;
    }
  >
> = {
  replicate: {
    waits: () => replicate(fleet, span, { seeds: 12 }),
    beside: (run) => replicateAsync(fleet, span, { seeds: 12 }, run),
    endless: (run) => replicateAsync(fleet, span, { seeds: 100_000, ...run }),
  },
  compareReplicated: {
    waits: () => compareReplicated(fleet, more, span, { seeds: 12 }),
    beside: (run) => compareReplicatedAsync(fleet, more, span, { seeds: 12 }, run),
    endless: (run) => compareReplicatedAsync(fleet, more, span, { seeds: 100_000, ...run }),
  },
  headroom: {
    waits: () => headroom(fleet, span, { ask: ["slots", "durations"] }),
    beside: (run) => headroomAsync(fleet, span, { ask: ["slots", "durations"] }, run),
    endless: (run) => headroomAsync(fleet, span, { seeds: 100_000 }, run),
  },
  stagger: {
    waits: () => stagger(fleet, span, { lower: "wait" }),
    beside: (run) => staggerAsync(fleet, span, { lower: "wait" }, run),
    endless: (run) => staggerAsync(fleet, span, { seeds: 1_000, judges: 1_000 }, run),
  },
  sweep: {
    waits: () => sweep(fleet, two, span),
    beside: (run) => sweepAsync(fleet, two, span, {}, run),
    endless: (run) => sweepAsync(fleet, two, span, { seeds: 100_000, ...run }),
  },
};

/** A timer of 50 ms: how often it has fired. */
function timer(): { readonly ticks: () => number; readonly stop: () => void } {
  let ticks = 0;
  const interval = setInterval(() => (ticks += 1), 50);
  return { ticks: () => ticks, stop: () => clearInterval(interval) };
}

describe.each(Object.entries(QUESTIONS))("%sAsync", (name, { waits, beside, endless }) => {
  it("should give the answer of the form that waits, and tell how far it is", async () => {
    let told = 0;
    const answer = await beside({ onProgress: () => (told += 1) });
    // Who took part is no part of the answer.
    const dataOf = (of: object): object => ({
      ...(JSON.parse(JSON.stringify(of)) as object),
      workers: 0,
    });
    expect(dataOf(answer)).toEqual(dataOf(waits()));
    expect(told).toBeGreaterThan(1);
  });

  it("should leave a timer running, and do no more once it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { ticks, stop } = timer();
    let [told, toldAtAbort] = [0, 0];
    const answer = endless({
      signal: controller.signal,
      onProgress: () => (told += 1),
    });
    try {
      await expect.poll(ticks, { interval: 20 }).toBeGreaterThan(5);
      toldAtAbort = told;
      controller.abort(reason);
      await expect(answer).rejects.toBe(reason);
    } finally {
      stop();
    }
    if (name !== "sweep") expect(toldAtAbort).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toBe(toldAtAbort);
  });

  it("should not begin where it was aborted before", async () => {
    const reason = { because: "nobody asks" };
    await expect(endless({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("should end where somebody who is told throws", async () => {
    const onProgress = (): never => {
      throw new RangeError("mine");
    };
    await expect(beside({ onProgress })).rejects.toThrow(new RangeError("mine"));
  });

  it("should reject what makes no sense", async () => {
    const bad = { signal: 5, onProgress: "tell me", sinal: 1 } as never;
    const error = await beside(bad).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PolicyError);
    expect((error as PolicyError).issues.map(({ path }) => path)).toEqual([
      "run.sinal",
      "options.onProgress",
      "options.signal",
    ]);
  });
});

describe("sweepAsync", () => {
  it("should give what is finished where a part is asked for", async () => {
    const controller = new AbortController();
    const times = startTimes(
      Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`),
    );
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === 2) controller.abort();
    };
    const { signal } = controller;
    const study = await sweepAsync(fleet, times, span, { partial: true, signal, onProgress });
    expect(study.complete).toBe(false);
    expect(study.rows.length).toBeGreaterThan(1);
    expect(study.rows.length).toBeLessThan(24);
  });
});
