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
  type WorkloadRun,
} from "../../src/index.ts";
import { started } from "../support/startedThreads.ts";

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
/** The same fleet for a simulation, and one that no thread can be sent. */
const asking = {
  ...fleet,
  jobs: jobs.map((job) => ({
    ...job,
    workload: ({ random }: WorkloadRun) => ({
      duration: 1_800_000 * (1 + random("length")),
      outcome: random("end") < 0.1 ? "Failed" : "Success",
    }),
  })),
};
const span = { from: "2026-01-05", to: "2026-01-12" };
const two = slots("proxy", [2, 3]);

type AnyFleet = typeof fleet | typeof asking;

interface Followed {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
}

/** Each question: its answer where somebody waits, and beside other work; and one without end. */
const QUESTIONS: Readonly<
  Record<
    string,
    {
      readonly waits: (of: AnyFleet) => object;
      readonly beside: (run: Followed, of: AnyFleet) => Promise<object>;
      readonly endless: (run: Followed, of: AnyFleet) => Promise<object>;
    }
  >
> = {
  replicate: {
    waits: (of) => replicate(of, span, { seeds: 12 }),
    beside: (run, of) => replicateAsync(of, span, { seeds: 12 }, run),
    endless: (run, of) => replicateAsync(of, span, { seeds: 100_000, ...run }),
  },
  compareReplicated: {
    waits: (of) => compareReplicated(of, more, span, { seeds: 12 }),
    beside: (run, of) => compareReplicatedAsync(of, more, span, { seeds: 12 }, run),
    endless: (run, of) => compareReplicatedAsync(of, more, span, { seeds: 100_000, ...run }),
  },
  headroom: {
    waits: (of) => headroom(of, span, { ask: ["slots", "durations"] }),
    beside: (run, of) => headroomAsync(of, span, { ask: ["slots", "durations"] }, run),
    endless: (run, of) => headroomAsync(of, span, { seeds: 100_000 }, run),
  },
  stagger: {
    waits: (of) => stagger(of, span, { lower: "wait" }),
    beside: (run, of) => staggerAsync(of, span, { lower: "wait" }, run),
    endless: (run, of) => staggerAsync(of, span, { seeds: 1_000, judges: 1_000 }, run),
  },
  sweep: {
    waits: (of) => sweep(of, two, span),
    beside: (run, of) => sweepAsync(of, two, span, {}, run),
    endless: (run, of) => sweepAsync(of, two, span, { seeds: 100_000, ...run }),
  },
};

/** A timer of 50 ms: how often it has fired. */
function timer(): { readonly ticks: () => number; readonly stop: () => void } {
  let ticks = 0;
  const interval = setInterval(() => (ticks += 1), 50);
  return { ticks: () => ticks, stop: () => clearInterval(interval) };
}

const CASES = Object.entries(QUESTIONS).flatMap(
  ([name, question]) =>
    [
      [name, "in threads", question, fleet],
      [name, "in place", question, asking],
    ] as const,
);

describe.each(CASES)("%sAsync, %s", (name, where, { waits, beside, endless }, of) => {
  it("should give the answer of the form that waits, and tell how far it is", async () => {
    let told = 0;
    const before = started.length;
    const answer = await beside({ onProgress: () => (told += 1) }, of);
    // Threads of the question before wait for the next.
    if (where === "in place") expect(started.length).toBe(before);
    else expect(started.length).toBeGreaterThan(0);
    // Who took part is no part of the answer.
    const dataOf = (result: object): object => ({
      ...(JSON.parse(JSON.stringify(result)) as object),
      workers: 0,
    });
    expect(dataOf(answer)).toEqual(dataOf(waits(of)));
    expect(told).toBeGreaterThan(1);
  });

  it("should leave a timer running, and do no more once it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { ticks, stop } = timer();
    let [told, toldAtAbort] = [0, 0];
    const onProgress = (): void => void (told += 1);
    const answer = endless({ signal: controller.signal, onProgress }, of);
    try {
      await expect.poll(ticks, { interval: 20 }).toBeGreaterThan(5);
      // On a busy machine threads take longer to begin than a timer to tick.
      if (name !== "sweep") await expect.poll(() => told, { interval: 20 }).toBeGreaterThan(0);
      toldAtAbort = told;
      controller.abort(reason);
      await expect(answer).rejects.toBe(reason);
    } finally {
      stop();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toBe(toldAtAbort);
  });

  it("should not begin where it was aborted before", async () => {
    const reason = { because: "nobody asks" };
    await expect(endless({ signal: AbortSignal.abort(reason) }, of)).rejects.toBe(reason);
  });

  it("should end where somebody who is told throws", async () => {
    const onProgress = (): never => {
      throw new RangeError("mine");
    };
    await expect(beside({ onProgress }, of)).rejects.toThrow(new RangeError("mine"));
  });

  it("should reject what makes no sense", async () => {
    const bad = { signal: 5, onProgress: "tell me", sinal: 1 } as never;
    const error = await beside(bad, of).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PolicyError);
    expect((error as PolicyError).issues.map(({ path }) => path)).toEqual([
      "run.sinal",
      "options.onProgress",
      "options.signal",
    ]);
  });
});

describe("threads that end without a word", () => {
  it.each(Object.keys(QUESTIONS))("should change no answer of %sAsync", async (name) => {
    const { waits, beside } = QUESTIONS[name]!;
    let told = 0;
    const onProgress = (): void => {
      told += 1;
      if (told === 1) for (const worker of started) void worker.terminate();
    };
    const { notes: _, ...answer } = JSON.parse(
      JSON.stringify(await beside({ onProgress }, fleet)),
    ) as { notes?: unknown; workers?: number };
    const { notes: __, ...expected } = JSON.parse(JSON.stringify(waits(fleet))) as {
      notes?: unknown;
    };
    expect({ ...answer, workers: 0 }).toEqual({ workers: 0, ...expected });
    expect(told).toBeGreaterThan(1);
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
