/**
 * Who breaks a limit, by hand: those that did not before, or do so more, and nobody else.
 */
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  headroom,
  type HeadroomGoal,
  type Job,
  simulate,
} from "../../../../src/index.ts";
import { daily, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

/** Three nights. */
const span = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 8, 12) };
const night = { from: span.from, to: span.from + 24 * HOUR };
const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  ...more,
});
/** Two lines: there is room for two at `p`, and for one at `q`. */
const twoLines = (...jobs: readonly Job[]): Fleet => ({
  jobs,
  proxies: [
    { id: "p", slots: 2 },
    { id: "q", slots: 1 },
  ],
});
const long = { workload: { duration: "PT2H" } };
const closing = { policy: windowed("22:00", 20, 23) };

/** What breaks with one slot at `p`. */
function brokenWith(fleet: Fleet, limits: HeadroomGoal["limits"]) {
  const { slots } = headroom(fleet, span, { limits: limits!, ask: ["slots"], seeds: 2 });
  const [{ holds, breaks, because, broken }] = slots as [NonNullable<typeof slots>[number]];
  expect([holds, breaks]).toEqual([2, 1]);
  return [because, broken];
}

describe("who breaks a limit", () => {
  it("should be who waits longer on average than it did, and than the limit", () => {
    // One of four waits 45 min as it is, which is beyond the limit of all four already.
    const fleet = twoLines(
      job("a"),
      job("b"),
      job("c", { proxyId: "q" }),
      job("d", { proxyId: "q" }),
    );
    expect(brokenWith(fleet, { waitMean: 12 * MINUTE })).toEqual([
      "mean wait 22 min 30 s, limit 12 min: b",
      ["b"],
    ]);
  });

  it("should be whose window closes before its turn, and not who missed it already", () => {
    const onQ = { proxyId: "q" };
    const fleet = twoLines(
      job("a", long),
      job("b", closing),
      job("c", { ...long, ...onQ }),
      job("d", { ...closing, ...onQ }),
    );
    expect(brokenWith(fleet, { missed: 3 })).toEqual(["missed 6, limit 3: b", ["b"]]);
  });

  it("should be who comes to fewer restore points, and not who has as many", () => {
    const fleet = twoLines(
      job("a", long),
      job("b", { policy: windowed("22:00", 20, 24), workload: { duration: "PT90M" } }),
      job("c", { proxyId: "q" }),
    );
    expect(brokenWith(fleet, { restorePoints: 9 })).toEqual([
      "restore points 6, limit 9: b",
      ["b"],
    ]);
  });

  it("should be one more of those that a window blocks", () => {
    const fleet = twoLines(job("a"), job("b", { policy: windowed("12:00", 20, 23) }));
    const { jobs } = headroom(fleet, span, {
      limits: { blocked: 3 },
      ask: ["jobs"],
      like: "b",
      seeds: 2,
    });
    expect(jobs).toMatchObject({
      holds: 0,
      breaks: 1,
      because: "blocked 6, limit 3: b (copy 1)",
      broken: ["b (copy 1)"],
    });
  });

  it.each([
    [3, "a, b, c"],
    [4, "a, b, c and 1 more"],
    [5, "a, b, c and 2 more"],
  ])("should be %i of whom three are told by name: %s", (count, words) => {
    const ids = ["a", "b", "c", "d", "e"].slice(0, count);
    const fleet = (isNamed: (id: string) => boolean): Fleet => ({
      jobs: ids.map((id) =>
        job(id, {
          workload: { duration: "PT45M", threads: 2 },
          ...(isNamed(id) ? { name: id.toUpperCase() } : {}),
        }),
      ),
      proxies: [{ id: "p", slots: Infinity, threads: 2 * count }],
    });
    const edgeOf = (isNamed: (id: string) => boolean): object =>
      headroom(fleet(isNamed), night, { limits: { slowdownMean: 1 }, ask: ["threads"], seeds: 2 })
        .threads![0]!;
    const ending = (text: string): unknown => expect.stringMatching(`: ${text}$`) as unknown;
    const nobody = edgeOf(() => false);
    expect(nobody).toMatchObject({ because: ending(words), broken: ids });
    expect(nobody).not.toHaveProperty("called");
    expect(edgeOf((id) => id === "b")).toMatchObject({
      because: ending(words.replace("b", "B")),
      broken: ids,
      called: ids.map((id) => (id === "b" ? "B" : id)),
    });
  });

  it("should be told under the first seed under which it did not before", () => {
    const fleet: Fleet = {
      jobs: [
        job("mail", {
          policy: windowed("22:00", 20, 24),
          workload: ({ random }) => ({
            duration: random("length") < 0.5 ? HOUR : 3 * HOUR,
            outcome: "Success",
          }),
        }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const isStopped = (seed: number): boolean =>
      simulate(fleet, { ...night, seed }).summary.fleet.stopped > 0;
    const all = Array.from({ length: 20 }, (_, seed) => seed);
    const seeds = [
      all.find(isStopped)!,
      ...all.filter((seed) => !isStopped(seed)).slice(0, 3),
    ] as const;
    const { share, durations } = headroom(fleet, night, {
      limits: { stopped: 0 },
      share: 0.5,
      ask: ["durations"],
      seeds,
    });
    expect(share.mean).toBe(0.75);
    expect(durations).toMatchObject({
      holds: 2,
      breaks: 2.01,
      breaksShare: { mean: 1 },
      seed: seeds[1],
      broken: ["mail"],
    });
  });
});

describe("threads that nobody names", () => {
  it("should be those of jobs that run, and draw how long they take", () => {
    const fleet: Fleet = {
      jobs: [
        job("unnamed"),
        job("named", { workload: { duration: "PT45M", threads: 2 } }),
        job("disabled", { enabled: false }),
        job("asked", { workload: () => ({ duration: HOUR, outcome: "Success" }) }),
        job("elsewhere", { proxyId: "q" }),
      ],
      proxies: ["p", "q"].map((id) => ({ id, slots: Infinity, threads: 2 })),
    };
    const { threads } = headroom(fleet, night, {
      limits: { stopped: 0 },
      ask: ["threads"],
      seeds: 2,
    });
    expect(threads!.map(({ id, unnamed }) => [id, unnamed])).toEqual([
      ["p", 1],
      ["q", 1],
    ]);
  });
});
