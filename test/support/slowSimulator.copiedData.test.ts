/**
 * What copies hold in the slow simulator, and what is said of it (R23, R32), worked out on paper.
 */
import { describe, expect, it } from "vitest";
import { fleet, job, OF_S, points, run, sessions, type Sketch } from "./slowSketch.ts";

/** A copy of S with starts of its own. */
const BY_ITSELF: Sketch = { copyOf: "S" };

describe("slowSimulate, copied data", () => {
  it("R32: starts by its own schedule alone where it has one", () => {
    // At 5 there is nothing to take over; at 30 it is the data of 0, at 60 that of 20.
    const timeline = run(
      fleet([
        job("S", [0, 20], (nominal) => [nominal === 0 ? 10 : 15, "Success"]),
        job("C", [5, 30, 60], [3, "Success"], BY_ITSELF),
      ]),
    );
    expect(sessions(timeline).filter((line) => line.startsWith("C"))).toEqual([
      "C@5#0 5..8 Success",
      "C@30#0 30..33 Success",
      "C@60#0 60..63 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["30..33 of 0", "60..63 of 20"]);
    // Until 63 it grows from 0, whatever came at 8: 63 * 63 / 2 = 1984.5. Then from 43 to 80:
    // 37 * 61.5 = 2275.5.
    const { worst, mean } = timeline.exposure("C");
    expect([worst, mean]).toEqual([80, 42.6]);
  });

  it("R32: takes over what was complete when its session started, not what came later", () => {
    // S ends at 30, as C starts: complete. Its next ends at 33, as C ends: too late.
    const timeline = run(
      fleet([
        job("S", [20, 31], (nominal) => [nominal === 20 ? 10 : 2, "Success"]),
        job("C", [29, 30], (nominal) => [nominal === 29 ? 0 : 3, "Success"], BY_ITSELF),
      ]),
    );
    expect(points(timeline, "C")).toEqual(["30..33 of 20"]);
    // A session of the source without length ends in another round of its instant: C, which starts
    // in the round before, does not see it. Its next start does.
    const rounds = run(
      fleet([job("S", [30], [0, "Success"]), job("C", [30, 40], [3, "Success"], BY_ITSELF)]),
    );
    expect(points(rounds, "C")).toEqual(["40..43 of 30"]);
  });

  it("R32: carries the instant of the data from copy to copy", () => {
    // S 0..10, C 10..15, D 15..22, with the data of 0. C by hand at 0 finds no data, so it starts
    // no D.
    const timeline = run(
      fleet([
        job("D", [], [7, "Success"], { copyOf: "C", isImmediate: true }),
        job("C", [], [5, "Success"], { ...OF_S, runNow: true }),
        job("S", [0], [10, "Success"]),
      ]),
    );
    expect(sessions(timeline)).toEqual([
      "C@0#0 0..5 Success",
      "S@0#0 0..10 Success",
      "C@10#0 10..15 Success",
      "D@15#0 15..22 Success",
    ]);
    expect(points(timeline, "C")).toEqual(["10..15 of 0"]);
    expect(points(timeline, "D")).toEqual(["15..22 of 0"]);
    // In one instant, where copies take no time.
    const quick = run(
      fleet([
        job("D", [], [0, "Success"], { copyOf: "C", isImmediate: true }),
        job("C", [], [0, "Success"], OF_S),
        job("S", [0], [10, "Success"]),
      ]),
    );
    expect(points(quick, "D")).toEqual(["10..10 of 0"]);
  });

  it("R32 with R31: tells a copy the start of its own newest session, not its data's", () => {
    const told: unknown[] = [];
    run(
      fleet([
        job("S", [0, 30], [10, "Success"]),
        job(
          "C",
          [],
          (_nominal, _attempt, { newestRestorePoint }) => {
            told.push(newestRestorePoint);
            return [5, "Success"];
          },
          OF_S,
        ),
      ]),
    );
    expect(told).toEqual([undefined, 10]);
  });

  it("R32 with R36: a copy was to run where a start of it was due, blocked ones included", () => {
    const target = (sketch: Sketch, due: number[] = [0]): string =>
      run(
        fleet([
          job("S", due, [10, "Success"]),
          job("C", [], [5, "Success"], { ...OF_S, ...sketch }),
        ]),
      ).target("C", 50);
    expect(target({})).toBe("missed");
    expect(target({ prohibited: [[5, 20]] })).toBe("missed");
    expect(target({}, [])).toBe("not-judged");
    expect(target({ runNow: true }, [])).toBe("missed");
  });
});
