/**
 * Demand for threads, worked out on paper (R28).
 */
import { describe, expect, it } from "vitest";
import { fraction, ZERO } from "./fraction.ts";
import { demandOf } from "./slowDemand.ts";
import type { SlowFleet } from "./slowModel.ts";
import { fleet, job, ON_P, P, run } from "./slowSketch.ts";

describe("demandOf", () => {
  it("should tell the peak of what is asked, the mean of what is used, and how long all is", () => {
    // A can use 6 of 8 and works 6 ms at 0; B can use 8 and works 10 from 4. Until 4 6 are in use.
    // From 4 each has 4: A has w 2 and a speed of 2/3, so it ends at 7. B has done 1.5 by then, and
    // has all from there: 8.5 ms, so it ends at 16. In use: 4 * 6 + 3 * 8 + 9 * 8 = 120 in 100 ms.
    // Full: 12 ms.
    const own = fleet(
      [job("A", [0], [6, "Success", 6], ON_P), job("B", [4], [10, "Success", 8], ON_P)],
      P({ threads: 8 }),
    );
    expect(demandOf(own, run(own))).toEqual([
      {
        list: "proxies",
        id: "p",
        threads: 8,
        peakDemand: 14,
        mean: fraction(6, 5),
        shareFull: fraction(12, 100),
      },
    ]);
  });

  it("should tell apart resources of one name, and leave out those without threads", () => {
    // A (p and the repository p): the repository's 2 threads of its 3 limit it. 2 a ms for 15 ms.
    const own: SlowFleet = fleet(
      [job("A", [0], [10, "Success", 3], { ...ON_P, repositoryId: "p", organizationId: "o" })],
      {
        ...P({ threads: 8 }),
        repositories: [{ id: "p", threads: 2 }],
        organizations: [{ id: "o" }],
      },
    );
    const short = demandOf(own, run(own, {}, 0, 20)).map(({ list, id, ...more }) => [
      list,
      id,
      more.threads,
      more.peakDemand,
      more.mean,
      more.shareFull,
    ]);
    expect(short).toEqual([
      ["proxies", "p", 8, 3, fraction(3, 2), ZERO],
      ["repositories", "p", 2, 3, fraction(3, 2), fraction(3, 4)],
    ]);
  });

  it("should not count sessions that follow each other as running at once, or take no time", () => {
    const own = fleet(
      [
        job("A", [0], [10, "Success"], ON_P),
        job("B", [10], [10, "Success"], ON_P),
        job("C", [5], [0, "Success"], ON_P),
      ],
      P({ threads: 4 }),
    );
    expect(demandOf(own, run(own, {}, 0, 40))[0]).toMatchObject({
      peakDemand: 4,
      mean: fraction(2),
      shareFull: fraction(1, 2),
    });
  });

  it("should be zero where nothing runs, and in an empty span", () => {
    const own = fleet([], P({ threads: 4 }));
    for (const to of [0, 10])
      expect(demandOf(own, run(own, {}, 0, to))[0]).toMatchObject({
        peakDemand: 0,
        mean: ZERO,
        shareFull: ZERO,
      });
  });
});
