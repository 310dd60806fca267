/**
 * Outages in the slow simulator (R30), worked out on paper.
 */
import { describe, expect, it } from "vitest";
import type { SlowFleet, SlowJob, SlowResource, SlowTimeline } from "./slowModel.ts";
import type { SlowOutage } from "./slowOutages.ts";
import {
  fleet,
  job,
  missed,
  notMade,
  ON_P,
  ONE_PROXY,
  P,
  pace,
  retries,
  run,
  sessions,
  waits,
} from "./slowSketch.ts";

const outages = (...spans: [number, number][]): { outages: SlowOutage[] } => ({
  outages: spans.map(([from, to]) => ({ from, to })),
});
const FAIL = { outage: "fail" } as const;

describe("slowSimulate, outages", () => {
  it("R30: fails what runs on the resource, and lets what comes wait until it is over", () => {
    // A is cut at 20; its retry, due at 25, waits until 40. B comes at 30 and waits, too: it comes
    // after A. C is on another resource.
    const timeline = run(
      fleet(
        [
          job("A", [10], (_, attempt) => [20, attempt === 0 ? "Success" : "Warning"], {
            ...ON_P,
            ...retries(1, 5),
          }),
          job("B", [30], [5, "Success"], ON_P),
          job("C", [10], [20, "Success"], { repositoryId: "r" }),
        ],
        { ...P({ slots: 1, ...outages([20, 40]) }), repositories: [{ id: "r" }] },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@10#0 10..20 Failed",
      "C@10#0 10..30 Success",
      "A@10#1 40..60 Warning",
      "B@30#0 60..65 Success",
    ]);
    expect(waits(timeline, "A")).toEqual(["#0@10 10..10 started", "#1@10 25..40 started"]);
    expect(waits(timeline, "B")).toEqual(["#0@30 30..60 started"]);
  });

  it("R30, fail: makes the attempt, which fails at once, and its retries as well", () => {
    // Cut at 20; retries at 30 and 40, of which the second finds p in order again. B's workload is
    // asked though its answer does not matter.
    const asked: string[] = [];
    const telling = (id: string, of: SlowJob): SlowJob => ({
      ...of,
      workload(told) {
        asked.push(`${id}@${told.nominal}#${told.attempt} at ${told.start}`);
        return of.workload(told);
      },
    });
    const timeline = run(
      fleet(
        [
          telling("A", job("A", [10], [20, "Success"], { ...ON_P, ...retries(3, 10) })),
          telling("B", job("B", [25], [20, "Success"], ON_P)),
        ],
        P(outages([20, 40])),
      ),
      FAIL,
    );
    expect(sessions(timeline)).toEqual([
      "A@10#0 10..20 Failed",
      "B@25#0 25..25 Failed",
      "A@10#1 30..30 Failed",
      "A@10#2 40..60 Success",
    ]);
    expect(asked).toEqual(["A@10#0 at 10", "B@25#0 at 25", "A@10#1 at 30", "A@10#2 at 40"]);
    expect(waits(timeline, "B")).toEqual(["#0@25 25..25 started"]);
  });

  it("R30: nothing starts at `from`, and all may at `to`", () => {
    const at = (due: number, rules = {}): string[] =>
      sessions(run(fleet([job("A", [due], [5, "Success"], ON_P)], P(outages([20, 40]))), rules));
    expect(at(20)).toEqual(["A@20#0 40..45 Success"]);
    expect(at(20, FAIL)).toEqual(["A@20#0 20..20 Failed"]);
    expect(at(39)).toEqual(["A@39#0 40..45 Success"]);
    for (const rules of [{}, FAIL]) {
      expect(at(40, rules)).toEqual(["A@40#0 40..45 Success"]);
      expect(at(15, rules)).toEqual(["A@15#0 15..20 Success"]); // done at 20
      expect(at(16, rules)).toEqual(["A@16#0 16..20 Failed"]);
    }
  });

  it("R30: who is done or stopped at the instant at which an outage begins, ends so", () => {
    // All run 0..20. A is done; B's window closes: Stopped, without a retry; C is cut, and retried.
    const timeline = run(
      fleet(
        [
          job("A", [0], [20, "Warning"], ON_P),
          job("B", [0], [30, "Success"], { ...ON_P, ...retries(3, 5), prohibited: [[20, 22]] }),
          job("C", [0], [30, "Success"], { ...ON_P, ...retries(3, 5) }),
        ],
        P(outages([20, 21])),
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Warning",
      "B@0#0 0..20 Stopped",
      "C@0#0 0..20 Failed",
      "C@0#1 25..55 Success",
    ]);
  });

  it("R30: makes one of outages that overlap or touch, and one ms between is in order", () => {
    const starts = (...spans: [number, number][]): string[] =>
      sessions(run(fleet([job("A", [12], [4, "Success"], ON_P)], P(outages(...spans)))));
    expect(starts([20, 30], [10, 15], [15, 20])).toEqual(["A@12#0 30..34 Success"]);
    expect(starts([10, 25], [12, 30])).toEqual(["A@12#0 30..34 Success"]);
    expect(starts([10, 15], [16, 30])).toEqual(["A@12#0 15..16 Failed"]);
  });

  it("R30: may be in force when the span begins, and at its end", () => {
    // A, by hand, waits as any other; B's retry is due at 100 + 5. An outage that begins at `to`
    // still cuts, as a window that closes there still stops.
    const own = (spans: [number, number][]): SlowFleet =>
      fleet(
        [
          job("A", [], [5, "Success"], { ...ON_P, runNow: true }),
          job("B", [95], [20, "Success"], { ...ON_P, ...retries(1, 5) }),
        ],
        P(outages(...spans)),
      );
    expect(sessions(run(own([[-10, 10]])))).toEqual([
      "A@0#0 10..15 Success",
      "B@95#0 95..100 Running",
    ]);
    expect(
      sessions(
        run(
          own([
            [0, 10],
            [100, 120],
          ]),
        ),
      ),
    ).toEqual(["A@0#0 10..15 Success", "B@95#0 95..100 Failed"]);
    expect(sessions(run(own([[-10, 10]]), FAIL))[0]).toBe("A@0#0 0..0 Failed");
    const waiting = run(own([[90, 200]]));
    expect(missed(waiting)).toEqual(["B@95 not-started"]);
  });

  it("R30 with R22: a window that closes first drops what waits, at its very end, too", () => {
    const own = (prohibited: [number, number]): SlowTimeline =>
      run(
        fleet(
          [job("A", [25], [5, "Success"], { ...ON_P, prohibited: [prohibited] })],
          P(outages([20, 40])),
        ),
      );
    for (const closed of [
      [30, 50],
      [40, 50],
    ] as const) {
      expect(sessions(own([...closed]))).toEqual([]);
      expect(missed(own([...closed]))).toEqual(["A@25 window-closed"]);
    }
    expect(sessions(own([41, 50]))).toEqual(["A@25#0 40..41 Stopped"]);
  });

  it("R30 with R16: a run that waits for the end of an outage skips the starts that come", () => {
    const own = fleet([job("A", [20, 30, 40, 50], [15, "Success"], ON_P)], P(outages([20, 40])));
    expect(missed(run(own))).toEqual([
      "A@30 still-waiting",
      "A@40 still-running",
      "A@50 still-running",
    ]);
    expect(missed(run(own, FAIL))).toEqual(["A@50 still-running"]);
  });

  it("R30 with R19, R20: a retry after the cut meets windows and starts as ever", () => {
    // A is cut at 20 and its retry would be due at 30, in a closed hour. B's, due at 30, is dropped
    // for the start of 28, which waits.
    const own = fleet(
      [
        job("A", [0], [40, "Success"], { ...ON_P, ...retries(1, 10), prohibited: [[30, 31]] }),
        job("B", [0, 28], [40, "Success"], { ...ON_P, ...retries(1, 10) }),
      ],
      P(outages([20, 40])),
    );
    const timeline = run(own);
    expect(notMade(timeline)).toEqual([
      "A@0#1 due 30, at 20 window-closed",
      "B@0#1 due 30, at 28 superseded",
    ]);
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Failed",
      "B@0#0 0..20 Failed",
      "B@28#0 40..80 Success",
    ]);
    const first = run(own, { pendingRetry: "first" });
    expect(missed(first)).toEqual(["B@28 retry-pending"]);
    expect(sessions(first).at(-1)).toBe("B@0#1 40..80 Success");
  });

  it("R30 with R22: who waits for an outage does not hold up those on other resources", () => {
    // r is out until 40. A (p, r) waits and holds nothing, so B has p's slot 10..30, C 30..50.
    // Both are free at 50.
    const timeline = run(
      fleet(
        [
          job("A", [5], [5, "Success"], { ...ON_P, repositoryId: "r" }),
          job("B", [10], [20, "Success"], ON_P),
          job("C", [12], [20, "Success"], ON_P),
        ],
        { ...ONE_PROXY, repositories: [{ id: "r", ...outages([0, 40]) }] },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "B@10#0 10..30 Success",
      "C@12#0 30..50 Success",
      "A@5#0 50..55 Success",
    ]);
  });

  it("R30, fail: waits for its slots first, and fails once it has them", () => {
    // B (p, r) waits for p's slot until 30. r is out until 40: it fails at 30, and then C has the
    // slot, in the next round of 30. D finds r away and the slot free again at 35.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("B", [10], [5, "Success"], { ...ON_P, repositoryId: "r" }),
          job("C", [12], [5, "Success"], ON_P),
          job("D", [14], [5, "Success"], { ...ON_P, repositoryId: "r" }),
        ],
        { ...ONE_PROXY, repositories: [{ id: "r", ...outages([5, 40]) }] },
      ),
      FAIL,
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..30 Success",
      "B@10#0 30..30 Failed",
      "C@12#0 30..35 Success",
      "D@14#0 35..35 Failed",
    ]);
  });

  it("R30, one instant: cuts free their slots and threads before the line is served", () => {
    // At 20 p goes: A (p, r) is cut, and B, in line for r, gets it there. C's share of o doubles:
    // 10 done by 20, w 5: 25.
    const resources: { repositories: SlowResource[]; organizations: SlowResource[] } = {
      repositories: [{ id: "r", slots: 1 }],
      organizations: [{ id: "o", threads: 2 }],
    };
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], { ...ON_P, repositoryId: "r", organizationId: "o" }),
          job("B", [10], [5, "Success"], { repositoryId: "r" }),
          job("C", [0], [15, "Success"], { organizationId: "o" }),
        ],
        { ...P(outages([20, 90])), ...resources },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Failed",
      "C@0#0 0..25 Success",
      "B@10#0 20..25 Success",
    ]);
  });

  it("R30, one instant: all ends and all cuts, then one serving", () => {
    // At 20 A frees p, and X, cut since o goes, frees r. C (p, r) came before D (p): it takes both.
    const timeline = run(
      fleet(
        [
          job("A", [0], [20, "Success"], ON_P),
          job("X", [0], [30, "Success"], { repositoryId: "r", organizationId: "o" }),
          job("C", [1], [5, "Success"], { ...ON_P, repositoryId: "r" }),
          job("D", [2], [5, "Success"], ON_P),
        ],
        {
          ...ONE_PROXY,
          repositories: [{ id: "r", slots: 1 }],
          organizations: [{ id: "o", ...outages([20, 30]) }],
        },
      ),
    );
    expect(sessions(timeline).slice(2)).toEqual(["C@1#0 20..25 Success", "D@2#0 25..30 Success"]);
  });

  it("R30 with R29: a session that is slow is cut with what it has not done", () => {
    // Half speed: of 10 it has done 9.5 at 19.
    const timeline = run(
      fleet([job("A", [0], [10, "Success"], ON_P)], P({ ...pace([0, 0.5]), ...outages([19, 30]) })),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..19 Failed"]);
  });

  it("should refuse outages that are none", () => {
    for (const span of [
      [5, 5],
      [5, 4],
      [0.5, 1],
    ] as [number, number][])
      expect(() => run(fleet([], P(outages(span))))).toThrow(
        `outage of p: expected whole ms in order, received ${span[0]} to ${span[1]}`,
      );
  });
});
