/**
 * Threads and pace in the slow simulator (R28, R29), worked out on paper: `w` is work left, a share
 * of speed is threads over most.
 */
import { describe, expect, it } from "vitest";
import { oracleWall } from "./calendarOracle.ts";
import { type Fraction, fraction, times, total } from "./fraction.ts";
import { at, DAY, HOUR, iso } from "./scheduleBuilders.ts";
import type { SlowJob, SlowResource, SlowTimeline } from "./slowModel.ts";
import { paceSteps } from "./slowPace.ts";
import { fleet, job, missed, ON_P, P, pace, retries, run, sessions } from "./slowSketch.ts";

/** Work done by all sessions of a job, ms at full speed. */
function done(timeline: SlowTimeline, id: string): Fraction {
  return total(
    timeline.spells.flatMap(({ from, to, running }) =>
      running
        .filter((share) => share.job === id)
        .map(({ speed }) => times(speed, fraction(to - from))),
    ),
  );
}

describe("slowSimulate, threads", () => {
  it("R28: shares the threads among those that run, and gives all to one that is alone", () => {
    // A alone 0..5, w 5. From 5 on both have 4 of 8, half speed: A ends at 15, B has w 5 then. B
    // alone: 20.
    const timeline = run(
      fleet(
        [job("A", [0], [10, "Success", 8], ON_P), job("B", [5], [10, "Success", 8], ON_P)],
        P({ threads: 8 }),
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..15 Success", "B@5#0 5..20 Success"]);
    expect(
      timeline.spells.map(({ from, to, running }) => [
        from,
        to,
        running.map((share) => `${share.job} ${share.threads.top}/${share.most}`),
      ]),
    ).toEqual([
      [0, 5, ["A 8/8"]],
      [5, 15, ["A 4/8", "B 4/8"]],
      [15, 20, ["B 8/8"]],
      [20, 100, []],
    ]);
  });

  it("R28: gives what one cannot use to the others", () => {
    // A can use 2 of 8 and has them: 0..6. B has the 6 others, 6/8: at 6 it has done 4.5, w 5.5,
    // alone at full speed: 11.5, so it ends at 12.
    const timeline = run(
      fleet(
        [job("A", [0], [6, "Success", 2], ON_P), job("B", [0], [10, "Success", 8], ON_P)],
        P({ threads: 8 }),
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..6 Success", "B@0#0 0..12 Success"]);
  });

  it("R28: takes longer with fewer threads than it can use, and uses all if it names none", () => {
    // 16 on a proxy of 8: half speed. Without a name as many as the smaller of p and r has, 2: full
    // speed. On a repository without threads, or none at all, a name means nothing.
    const resources = {
      ...P({ threads: 8 }),
      repositories: [{ id: "r", threads: 2 }, { id: "s" }],
    };
    const alone = (own: SlowJob): string[] => sessions(run(fleet([own], resources)));
    expect(alone(job("A", [0], [10, "Success", 16], ON_P))).toEqual(["A@0#0 0..20 Success"]);
    expect(alone(job("A", [0], [10, "Success"], { ...ON_P, repositoryId: "r" }))).toEqual([
      "A@0#0 0..10 Success",
    ]);
    expect(alone(job("A", [0], [10, "Success", 16], { repositoryId: "s" }))).toEqual([
      "A@0#0 0..10 Success",
    ]);
    expect(alone(job("A", [0], [10, "Success", 16]))).toEqual(["A@0#0 0..10 Success"]);
  });

  it("R28: divides two resources that hang together", () => {
    // p has 8, r has 2, each can use 16. A (p) has 7, B (p, r) 1, C (r) 1. At 16 A has done 7 and C
    // 1: both end; B has w 1 and then r's 2 threads, 1/8: 24.
    const timeline = run(
      fleet(
        [
          job("A", [0], [7, "Success", 16], ON_P),
          job("B", [0], [2, "Success", 16], { ...ON_P, repositoryId: "r" }),
          job("C", [0], [1, "Success", 16], { repositoryId: "r" }),
        ],
        { ...P({ threads: 8 }), repositories: [{ id: "r", threads: 2 }] },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..16 Success",
      "B@0#0 0..24 Success",
      "C@0#0 0..16 Success",
    ]);
  });

  it("R28: ends at the first whole ms at which the work is done, threads and all", () => {
    // A has 2 of 3: 2/3 a ms, 9 take 13.5, so it ends at 14. B comes at 13 and has 1 of 2 until 14:
    // half a ms of work, then w 9.5 alone: 23.5, so 24.
    const timeline = run(
      fleet(
        [job("A", [0], [9, "Success", 3], ON_P), job("B", [13], [10, "Success", 2], ON_P)],
        P({ threads: 2 }),
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..14 Success", "B@13#0 13..24 Success"]);
    // Three on one thread: a third each. Of C's 1 ms nothing is left at 3, exactly.
    const thirds = run(
      fleet(
        ["A", "B", "C"].map((id) => job(id, [0], [id === "C" ? 1 : 2, "Success"], ON_P)),
        P({ threads: 1 }),
      ),
    );
    expect(sessions(thirds)).toEqual([
      "A@0#0 0..5 Success",
      "B@0#0 0..5 Success",
      "C@0#0 0..3 Success",
    ]);
  });

  it("R28: gives nothing to a session without length", () => {
    const timeline = run(
      fleet(
        [job("A", [0], [10, "Success"], ON_P), job("B", [0, 5], [0, "Failed"], ON_P)],
        P({ threads: 3 }),
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..10 Success",
      "B@0#0 0..0 Failed",
      "B@5#0 5..5 Failed",
    ]);
    expect(timeline.spells.every(({ from, to }) => from < to)).toBe(true);
  });

  it("R28 with R22: divides threads among those that have slots", () => {
    // Two slots, 8 threads. A and B have 4 each until 20; C waits for a slot, then has all.
    const timeline = run(
      fleet(
        ["A", "B", "C"].map((id) => job(id, [0], [10, "Success"], ON_P)),
        P({ slots: 2, threads: 8 }),
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Success",
      "B@0#0 0..20 Success",
      "C@0#0 20..30 Success",
    ]);
  });

  it("R28 with R16, R17: stops what sharing makes late, and skips starts that find it", () => {
    // Half speed: A would end at 40, its window closes at 30; B ends at 40, and its starts of 10
    // and 30 find it running. Alone, B is done at the edge itself, and has finished.
    const jobs = [
      job("A", [0], [20, "Success"], { ...ON_P, prohibited: [[30, 50]] }),
      job("B", [0, 10, 30], [25, "Success"], { ...ON_P, prohibited: [[45, 50]] }),
    ];
    // B has done 15 by 30, and alone the other 10 by 40.
    const timeline = run(fleet(jobs, P({ threads: 4 })));
    expect(sessions(timeline)).toEqual(["A@0#0 0..30 Stopped", "B@0#0 0..40 Success"]);
    expect(missed(timeline)).toEqual(["B@10 still-running", "B@30 still-running"]);
    const exact = run(
      fleet(
        [job("A", [0], [15, "Success", 8], { ...ON_P, prohibited: [[30, 50]] })],
        P({ threads: 4 }),
      ),
    );
    expect(sessions(exact)).toEqual(["A@0#0 0..30 Success"]);
  });

  it("R28 with R18: counts the wait for a retry from the later end", () => {
    const timeline = run(
      fleet(
        [
          job("A", [0], (_, attempt) => [10, attempt === 0 ? "Failed" : "Success", 8], {
            ...ON_P,
            ...retries(1, 5),
          }),
        ],
        P({ threads: 4 }),
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..20 Failed", "A@0#1 25..45 Success"]);
  });

  it("should say at `to` what still runs, and how much was done", () => {
    const timeline = run(fleet([job("A", [90], [10, "Success", 8], ON_P)], P({ threads: 4 })));
    expect(sessions(timeline)).toEqual(["A@90#0 90..100 Running"]);
    expect(done(timeline, "A")).toEqual(fraction(5));
  });

  describe("40 jobs of an hour at 22:00, their windows closing at 06:00", () => {
    const from = at("2026-01-05T00:00Z");
    const [start, edge] = [from + 22 * HOUR, from + 30 * HOUR];
    const ids = Array.from({ length: 40 }, (_, index) => `j${index}`);
    const night = (proxy: Omit<SlowResource, "id">, threads?: number): SlowTimeline =>
      run(
        fleet(
          ids.map((id) =>
            job(id, [start], [HOUR, "Success", threads], {
              ...ON_P,
              prohibited: [[edge, edge + HOUR]],
            }),
          ),
          P(proxy),
        ),
        {},
        from,
        from + 2 * DAY,
      );
    const counts = (timeline: SlowTimeline): Record<string, number> => {
      const words = [
        ...timeline.sessions.map((s) => s.outcome),
        ...timeline.missed.map((m) => m.reason),
      ];
      return Object.fromEntries(
        [...new Set(words)].map((word) => [word, words.filter((other) => other === word).length]),
      );
    };

    it("should run 4 at a time in 4 slots: 32 are done, 8 never start", () => {
      const timeline = night({ slots: 4 });
      expect(counts(timeline)).toEqual({ Success: 32, "window-closed": 8 });
      expect(timeline.sessions.at(-1)!.end).toBe(edge);
    });

    it("should all be stopped on 64 threads of which each can use 16, four fifths done", () => {
      const timeline = night({ threads: 64 }, 16);
      expect(counts(timeline)).toEqual({ Stopped: 40 });
      for (const id of ids) expect(done(timeline, id)).toEqual(fraction((HOUR * 4) / 5));
    });

    it("should be done by 03:00 in 8 slots, and be stopped where each can use all 64", () => {
      const timeline = night({ slots: 8 });
      expect(counts(timeline)).toEqual({ Success: 40 });
      expect(timeline.sessions.at(-1)!.end).toBe(from + 27 * HOUR);
      const shared = night({ threads: 64 }, 64);
      expect(counts(shared)).toEqual({ Stopped: 40 });
      for (const id of ids) expect(done(shared, id)).toEqual(fraction(HOUR / 5));
    });
  });
});

describe("slowSimulate, pace", () => {
  it("R29: goes slower while the pace is lower", () => {
    // 0.4 until 10: 4 are done, w 6: 16. The other way round: 10 are done at 10.
    const slowFirst = P(pace([0, 0.4], [10, 1]));
    const fastFirst = P(pace([0, 1], [10, 0.4]));
    const one = [job("A", [0], [10, "Success"], ON_P)];
    expect(sessions(run(fleet(one, slowFirst)))).toEqual(["A@0#0 0..16 Success"]);
    expect(sessions(run(fleet(one, fastFirst)))).toEqual(["A@0#0 0..10 Success"]);
    const longer = [job("A", [0], [12, "Success"], ON_P)];
    expect(sessions(run(fleet(longer, fastFirst)))).toEqual(["A@0#0 0..15 Success"]);
  });

  it("R29: multiplies the paces of all resources, and the share of threads", () => {
    // 1/2 * 1/5, and half of the threads that it can use: 1/20 a ms.
    const timeline = run(
      fleet([job("A", [0], [3, "Success", 8], { ...ON_P, organizationId: "o" })], {
        ...P({ threads: 4, ...pace([-50, 0.5]) }),
        organizations: [{ id: "o", ...pace([0, 0.2]) }],
      }),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..60 Success"]);
  });

  it("R29: leaves threads where they are: who is slow holds as many", () => {
    // A and B have 2 of 4 each on p; A is on o as well, at a quarter of the speed. A is at 1/8: at
    // 20 it has done 2.5 and B 10. B ends; A, w 1.5, has 4 threads, 1/4: 6 ms more.
    const timeline = run(
      fleet(
        [
          job("A", [0], [4, "Success"], { ...ON_P, organizationId: "o" }),
          job("B", [0], [10, "Success"], ON_P),
        ],
        { ...P({ threads: 4 }), organizations: [{ id: "o", ...pace([0, 0.25]) }] },
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..26 Success", "B@0#0 0..20 Success"]);
  });

  it("R29: two hours from 17:00 at 40 % until 18:00 take until 19:36", () => {
    const hours = Array.from({ length: 168 }, (_, hour) => (hour % 24 < 18 ? 0.4 : 1));
    const [from, to] = [at("2026-06-01T15:00Z"), at("2026-06-02T15:00Z")]; // a Monday
    const own = P({ pace: paceSteps(hours, (t) => oracleWall("Europe/Berlin", t), from, to) });
    const timeline = run(fleet([job("A", [from], [2 * HOUR, "Success"], ON_P)], own), {}, from, to);
    expect(iso(timeline.sessions[0]!.end)).toBe("2026-06-01T17:36Z"); // 19:36 at UTC+02:00
  });
});

describe("checks of the slow simulator", () => {
  it("should refuse threads and paces that are none", () => {
    const none =
      (resource: Partial<SlowResource>, threads?: number): (() => SlowTimeline) =>
      () =>
        run(fleet([job("A", [0], [1, "Success", threads], ON_P)], P(resource)));
    expect(none({ threads: 0 })).toThrow(
      "threads of p: expected a whole number from 1, received 0",
    );
    expect(none({}, 1.5)).toThrow("workload of A: expected threads from 1, received 1.5");
    expect(none({ pace: [{ from: 0, share: 0 }] })).toThrow("shares above 0, up to 1, received 0");
    expect(none({ pace: [{ from: 0, share: 1.1 }] })).toThrow("received 1.1");
    expect(none({ pace: [{ from: 1, share: 1 }] })).toThrow("steps from 0 or before, ascending");
  });
});
