/**
 * Copies in the slow simulator (R32), worked out on paper.
 */
import { describe, expect, it } from "vitest";
import type { SlowTimeline } from "./slowModel.ts";
import {
  fleet,
  job,
  missed,
  notMade,
  OF_S,
  ON_P,
  ONE_PROXY,
  P,
  points,
  retries,
  run,
  sessions,
  type Sketch,
  waits,
} from "./slowSketch.ts";

describe("slowSimulate, copies", () => {
  it("R32: starts when a session of the source makes a restore point, and holds its data", () => {
    // The data of 0 is ready at the copy at 15, that of 50 at 65. Exposure: until 15 it grows from
    // 0, until 65 from 0 again, to 65; then from 50, to 50.
    const timeline = run(
      fleet([job("S", [0, 50], [10, "Success"]), job("C", [], [5, "Success"], OF_S)]),
    );
    expect(sessions(timeline)).toEqual([
      "S@0#0 0..10 Success",
      "C@10#0 10..15 Success",
      "S@50#0 50..60 Success",
      "C@60#0 60..65 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["10..15 of 0", "60..65 of 50"]);
    const { worst, mean, shareOver } = timeline.exposure("C");
    // Areas: 65 * 65 / 2 = 2112.5, and 35 * (15 + 50) / 2 = 1137.5; over 50: (50,65).
    expect([worst, mean, shareOver(50)]).toEqual([65, 32.5, 0.15]);
    expect(timeline.exposure("S").worst).toBe(60);
  });

  it("R32: starts for no other session, and for none of a source that has none", () => {
    const sources = (restorePoint: "success" | "success-or-warning"): string[] =>
      sessions(
        run(
          fleet([
            job("S", [0, 20, 40], (nominal) => [
              10,
              nominal === 0 ? "Failed" : nominal === 20 ? "Warning" : "Success",
            ]),
            job("C", [], [5, "Success"], OF_S),
            job("T", [], [5, "Success"]),
            job("D", [], [5, "Success"], { copyOf: "T", isImmediate: true }),
          ]),
          { restorePoint },
        ),
      ).filter((line) => !line.startsWith("S"));
    expect(sources("success-or-warning")).toEqual([
      "C@30#0 30..35 Success",
      "C@50#0 50..55 Success",
    ]);
    expect(sources("success")).toEqual(["C@50#0 50..55 Success"]);
    // What a window stops, or an outage cuts, makes none either.
    const cut = run(
      fleet(
        [
          job("S", [0, 40], [20, "Success"], { ...ON_P, prohibited: [[10, 15]] }),
          job("C", [], [5, "Success"], OF_S),
        ],
        P({ outages: [{ from: 50, to: 51 }] }),
      ),
    );
    expect(sessions(cut)).toEqual(["S@0#0 0..10 Stopped", "S@40#0 40..50 Failed"]);
  });

  it("R32: makes one further run, however many points came while it ran", () => {
    // Points at 5, 20 and 30. C runs 5..45 with the data of 0, then 45..85 with that of 25.
    const timeline = run(
      fleet([job("S", [0, 15, 25], [5, "Success"]), job("C", [], [40, "Success"], OF_S)]),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@5#0 5..45 Success",
      "C@45#0 45..85 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["5..45 of 0", "45..85 of 25"]);
    expect(missed(timeline)).toEqual([]);
  });

  it("R32: makes one further run after one that waited, too", () => {
    // C is due at 5 and waits for A until 30. The points of 20 and 25 find it waiting. At 30 it
    // takes over the data of 20, and again at 40.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("S", [0, 15, 20], [5, "Success"]),
          job("C", [], [10, "Success"], { ...OF_S, ...ON_P }),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@5#0 30..40 Success",
      "C@40#0 40..50 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["30..40 of 20", "40..50 of 20"]);
    expect(waits(timeline, "C")).toEqual(["#0@5 5..30 started", "#0@40 40..40 started"]);
  });

  it("R32: finds running what gets its room at the instant of the point", () => {
    // At 20 A frees the slot and S makes its second point: C, due at 10, starts with it and is owed
    // one more all the same.
    const timeline = run(
      fleet(
        [
          job("A", [0], [20, "Success"], ON_P),
          job("S", [0, 15], (nominal) => [nominal === 0 ? 10 : 5, "Success"]),
          job("C", [], [10, "Success"], { ...OF_S, ...ON_P }),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@10#0 20..30 Success",
      "C@30#0 30..40 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["20..30 of 15", "30..40 of 15"]);
  });

  it("R32: meets a point at the very instant of its own end with one start", () => {
    // C runs 10..20, and the points of 15 and 20 come.
    const timeline = run(
      fleet([
        job("S", [0, 12, 17], (nominal) => [nominal === 0 ? 10 : 3, "Success"]),
        job("C", [], [10, "Success"], OF_S),
      ]),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@10#0 10..20 Success",
      "C@20#0 20..30 Success",
    ]);
    expect(points(timeline, "C")[1]).toBe("20..30 of 17");
  });

  it("R32 with R12, R17: is blocked in a prohibited hour, also where it was stopped there", () => {
    // Closed 15..30. The point of 20 is blocked. That of 50 is not; C, 50..90, is stopped at 80,
    // and what the point of 70 owes it is due there, in a closed hour.
    const timeline = run(
      fleet([
        job("S", [0, 10, 40, 60], [10, "Success"]),
        job("C", [], (nominal) => [nominal < 50 ? 1 : 40, "Success"], {
          ...OF_S,
          prohibited: [
            [15, 30],
            [80, 90],
          ],
        }),
      ]),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@10#0 10..11 Success",
      "C@50#0 50..80 Stopped",
    ]);
    expect(missed(timeline)).toEqual(["C@20 backup-window", "C@80 backup-window"]);
  });

  it("R32 with R21, R12: blocks a point in a prohibited hour, though it runs by hand", () => {
    // C, by hand, runs 0..40 through closed hours. The point of 10 is blocked, and owes it nothing.
    // That of 35 does.
    const timeline = run(
      fleet([
        job("S", [0, 30], (nominal) => [nominal === 0 ? 10 : 5, "Success"]),
        job("C", [], [40, "Success"], { ...OF_S, runNow: true, prohibited: [[0, 30]] }),
      ]),
    );
    expect(missed(timeline)).toEqual(["C@10 backup-window"]);
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@0#0 0..40 Success",
      "C@40#0 40..80 Success",
    ]);
    const blocked = run(
      fleet([
        job("S", [0], [10, "Success"]),
        job("C", [], [40, "Success"], { ...OF_S, runNow: true, prohibited: [[0, 30]] }),
      ]),
    );
    expect(sessions(blocked).filter((line) => line.startsWith("C"))).toEqual([
      "C@0#0 0..40 Success",
    ]);
  });

  it("R32 with R22: what is owed to one that its window drops is due there, and blocked", () => {
    const timeline = run(
      fleet(
        [
          job("A", [0], [60, "Success"], ON_P),
          job("S", [0, 10], [10, "Success"]),
          job("C", [], [5, "Success"], { ...OF_S, ...ON_P, prohibited: [[40, 50]] }),
        ],
        ONE_PROXY,
      ),
    );
    expect(missed(timeline)).toEqual(["C@10 window-closed", "C@40 backup-window"]);
    // Without the second point nothing is owed.
    const once = run(
      fleet(
        [
          job("A", [0], [60, "Success"], ON_P),
          job("S", [0], [10, "Success"]),
          job("C", [], [5, "Success"], { ...OF_S, ...ON_P, prohibited: [[40, 50]] }),
        ],
        ONE_PROXY,
      ),
    );
    expect(missed(once)).toEqual(["C@10 window-closed"]);
  });

  it("R32 with R20: a point meets a pending retry as any start does", () => {
    // C fails 10..15 and is due again at 25. The point comes at 20, or at 25 itself.
    for (const second of [20, 25]) {
      const own = fleet([
        job("S", [0, second - 10], [10, "Success"]),
        job(
          "C",
          [],
          (nominal, attempt) => [5, nominal === 10 && attempt === 0 ? "Failed" : "Success"],
          {
            ...OF_S,
            ...retries(1, 10),
          },
        ),
      ]);
      const superseded = run(own);
      expect(sessions(superseded).filter((line) => line.startsWith("C"))).toEqual([
        "C@10#0 10..15 Failed",
        `C@${second}#0 ${second}..${second + 5} Success`,
      ]);
      expect(notMade(superseded)).toEqual([`C@10#1 due 25, at ${second} superseded`]);
      const first = run(own, { pendingRetry: "first" });
      expect(sessions(first).filter((line) => line.startsWith("C"))).toEqual([
        "C@10#0 10..15 Failed",
        "C@10#1 25..30 Success",
      ]);
      expect(missed(first)).toEqual([`C@${second} retry-pending`]);
      // The retry takes over what is there when it starts.
      expect(points(first, "C")).toEqual([`25..30 of ${second - 10}`]);
    }
  });

  it("R32 with R20: what is owed to a run that fails meets its retry", () => {
    // C fails 10..30, a point came at 20. Its retry, 5 later or at once, is dropped for the further
    // run at 30, or goes first.
    for (const wait of [5, 0]) {
      const own = fleet([
        job("S", [0, 10], [10, "Success"]),
        job(
          "C",
          [],
          (nominal, attempt) => (nominal === 10 && attempt === 0 ? [20, "Failed"] : [5, "Success"]),
          { ...OF_S, ...retries(1, wait) },
        ),
      ]);
      const superseded = run(own);
      expect(sessions(superseded).at(-1)).toBe("C@30#0 30..35 Success");
      expect(notMade(superseded)).toEqual([`C@10#1 due ${30 + wait}, at 30 superseded`]);
      const first = run(own, { pendingRetry: "first" });
      expect(sessions(first).at(-1)).toBe(`C@10#1 ${30 + wait}..${35 + wait} Success`);
      expect(missed(first)).toEqual(["C@30 retry-pending"]);
    }
  });

  it("R32 with R19: a retry that its window keeps from being made is not in the way", () => {
    const own = fleet([
      job("S", [0, 10], [10, "Success"]),
      job("C", [], (nominal) => (nominal === 10 ? [20, "Failed"] : [2, "Success"]), {
        ...OF_S,
        ...retries(1, 5),
        prohibited: [[35, 40]],
      }),
    ]);
    const timeline = run(own, { pendingRetry: "first" });
    expect(sessions(timeline).at(-1)).toBe("C@30#0 30..32 Success");
    expect(notMade(timeline)).toEqual(["C@10#1 due 35, at 30 window-closed"]);
  });

  it("R32, one instant: after nominal starts, before retries, in the order of the jobs", () => {
    // At 10 S frees the only slot. N is due then, D and C are copies, and R's retry is due.
    const timeline = run(
      fleet(
        [
          job("R", [0], (_, attempt) => [5, attempt === 0 ? "Failed" : "Success"], {
            repositoryId: "r",
            ...retries(1, 5),
          }),
          job("D", [], [5, "Success"], { ...OF_S, repositoryId: "r" }),
          job("C", [], [5, "Success"], { ...OF_S, repositoryId: "r" }),
          job("S", [5], [5, "Success"], { repositoryId: "r" }),
          job("N", [10], [5, "Success"], { repositoryId: "r" }),
        ],
        { repositories: [{ id: "r", slots: 1 }] },
      ),
    );
    expect(sessions(timeline).slice(2)).toEqual([
      "N@10#0 10..15 Success",
      "D@10#0 15..20 Success",
      "C@10#0 20..25 Success",
      "R@0#1 25..30 Success",
    ]);
  });

  it("R32 with R30: what an outage cuts is owed its further run, which waits, or fails", () => {
    // C runs 10..20, is cut, and a point came at 15.
    const own = fleet(
      [
        job("S", [0, 12], (nominal) => [nominal === 0 ? 10 : 3, "Success"]),
        job("C", [], [20, "Success"], { ...OF_S, ...ON_P }),
      ],
      P({ outages: [{ from: 20, to: 40 }] }),
    );
    expect(sessions(run(own)).filter((line) => line.startsWith("C"))).toEqual([
      "C@10#0 10..20 Failed",
      "C@20#0 40..60 Success",
    ]);
    expect(sessions(run(own, { outage: "fail" })).at(-1)).toBe("C@20#0 20..20 Failed");
  });

  it("R32: a point at `to` is there, and starts nothing", () => {
    const timeline = run(
      fleet([job("S", [90], [10, "Success"]), job("C", [], [5, "Success"], OF_S)]),
    );
    expect(points(timeline, "S")).toEqual(["90..100 of 90"]);
    expect(sessions(timeline)).toEqual(["S@90#0 90..100 Success"]);
  });

  it("should refuse copies that go round, have no source, or have starts of their own", () => {
    const copies =
      (...sources: [string, string][]): (() => SlowTimeline) =>
      () =>
        run(fleet(sources.map(([id, copyOf]) => job(id, [], [1, "Success"], { copyOf }))));
    expect(copies(["A", "A"])).toThrow("copies of A go round");
    expect(copies(["A", "B"], ["B", "C"], ["C", "B"])).toThrow("copies of A go round");
    expect(copies(["A", "B"])).toThrow("copies of A: no job B");
    const odd =
      (due: number[], sketch: Sketch): (() => SlowTimeline) =>
      () =>
        run(fleet([job("S", [], [1, "Success"]), job("A", due, [1, "Success"], sketch)]));
    for (const wrong of [odd([5], OF_S), odd([], { isImmediate: true })])
      expect(wrong).toThrow("A is Immediate: expected a source, and no starts of its own");
  });
});
