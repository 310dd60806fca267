/**
 * The oracle itself, against scenarios that were worked out on paper: times are tiny (ms from 0),
 * every expected line is a literal, and the comment above it is the working.
 *
 * A session reads `job@nominal#attempt start..end outcome`, a missed start `job@nominal reason`.
 */
import { describe, expect, it } from "vitest";
import type { SlowFleet, SlowJob, SlowTimeline } from "./slowModel.ts";
import {
  fleet,
  job,
  missed,
  notMade,
  ON_P,
  ONE_PROXY,
  retries,
  run,
  sessions,
  type Sketch,
  waits,
} from "./slowSketch.ts";

describe("slowSimulate", () => {
  it("R15: starts an attempt when it is due and ends it as its workload says", () => {
    const timeline = run(
      fleet([job("A", [0, 50], (nominal) => (nominal === 0 ? [10, "Success"] : [7, "Warning"]))]),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..10 Success", "A@50#0 50..57 Warning"]);
    expect(missed(timeline)).toEqual([]);
  });

  it("R16: skips a nominal start that finds the previous run running", () => {
    // 0..20 covers 10. At 20 the run ends first, so the start at 20 is made: 20..40 covers 30.
    const timeline = run(fleet([job("A", [0, 10, 20, 30], [20, "Success"])]));
    expect(sessions(timeline)).toEqual(["A@0#0 0..20 Success", "A@20#0 20..40 Success"]);
    expect(missed(timeline)).toEqual(["A@10 still-running", "A@30 still-running"]);
  });

  it("R16: skips a nominal start whose previous run has not begun and waits", () => {
    // A holds p 0..25. B comes at 0 and waits: at 10 and 20 it has not begun. It runs 25..37, which
    // covers 30; at 40 it is free.
    const timeline = run(
      fleet(
        [
          job("A", [0], [25, "Success"], ON_P),
          job("B", [0, 10, 20, 30, 40], [12, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..25 Success",
      "B@0#0 25..37 Success",
      "B@40#0 40..52 Success",
    ]);
    expect(missed(timeline)).toEqual([
      "B@10 still-waiting",
      "B@20 still-waiting",
      "B@30 still-running",
    ]);
  });

  it("R16: finds a run running that gets its room at the very instant of the next start", () => {
    // A's slot comes free at 10, B takes it, and then B's start of 10 arrives.
    const timeline = run(
      fleet(
        [job("A", [0], [10, "Success"], ON_P), job("B", [0, 10], [5, "Success"], ON_P)],
        ONE_PROXY,
      ),
    );
    expect(missed(timeline)).toEqual(["B@10 still-running"]);
  });

  it("R17: stops an attempt at the window's end, without a retry", () => {
    // A wants 0..30 and is stopped at 20; a retry after 20 would come at 40, where it may run: none
    // does. B ends exactly at the edge: it has finished.
    const timeline = run(
      fleet([
        job("A", [0, 60], (nominal) => (nominal === 0 ? [30, "Failed"] : [5, "Success"]), {
          ...retries(3, 20),
          prohibited: [[20, 35]],
        }),
        job("B", [0], [20, "Success"], { prohibited: [[20, 35]] }),
      ]),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Stopped",
      "B@0#0 0..20 Success",
      "A@60#0 60..65 Success",
    ]);
    expect(missed(timeline)).toEqual([]);
  });

  it("R18: tries again up to retryNumber times, each a wait after the last one's end", () => {
    // 0..10, +5 -> 15..25, +5 -> 30..40, and no fourth.
    const timeline = run(fleet([job("A", [0], [10, "Failed"], retries(2, 5))]));
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..10 Failed",
      "A@0#1 15..25 Failed",
      "A@0#2 30..40 Failed",
    ]);
  });

  it("R18, retryOnWarning: tries again after a Warning, or does not", () => {
    // Two of three retries are left when the second attempt succeeds.
    const one = fleet([
      job(
        "A",
        [0],
        (_, attempt) => (attempt === 0 ? [10, "Warning"] : [3, "Success"]),
        retries(3, 5),
      ),
    ]);
    expect(sessions(run(one))).toEqual(["A@0#0 0..10 Warning", "A@0#1 15..18 Success"]);
    expect(sessions(run(one, { retryOnWarning: false }))).toEqual(["A@0#0 0..10 Warning"]);
  });

  it("R19: does not make a retry that is due in a prohibited hour", () => {
    // The attempt 0..10 fails, the retry is due at 20.
    const closedAround = (start: number, end: number): SlowFleet =>
      fleet([job("A", [0], [10, "Failed"], { ...retries(1, 10), prohibited: [[start, end]] })]);
    for (const around of [closedAround(15, 25), closedAround(20, 25)]) {
      expect(sessions(run(around))).toEqual(["A@0#0 0..10 Failed"]);
      expect(missed(run(around))).toEqual([]);
    }
    expect(sessions(run(closedAround(15, 20)))).toEqual([
      "A@0#0 0..10 Failed",
      "A@0#1 20..30 Failed",
    ]);
  });

  it("R20, pendingRetry: lets the nominal start win, or the retry", () => {
    // The retry of @0 is pending from 10 to 20, both included; the nominal start hits the end, the
    // middle, the last.
    const startsAt = (second: number): SlowFleet =>
      fleet([
        job(
          "A",
          [0, second],
          (nominal, attempt) => [10, nominal === 0 && attempt === 0 ? "Failed" : "Success"],
          retries(3, 10),
        ),
      ]);
    for (const second of [10, 15, 20]) {
      const superseded = run(startsAt(second));
      expect(sessions(superseded)).toEqual([
        "A@0#0 0..10 Failed",
        `A@${second}#0 ${second}..${second + 10} Success`,
      ]);
      expect(missed(superseded)).toEqual([]);
      const first = run(startsAt(second), { pendingRetry: "first" });
      expect(sessions(first)).toEqual(["A@0#0 0..10 Failed", "A@0#1 20..30 Success"]);
      expect(missed(first)).toEqual([`A@${second} retry-pending`]);
    }
  });

  it("R19 with R20: a retry that can't be made is not pending, whatever pendingRetry says", () => {
    // A fails 0..10; its retry is due at 20, and 15..25 is closed: at 10 the run is over. The start
    // at 12 is made, runs 12..15 into the edge and is stopped there. The one at 30 runs.
    const at = (second: number): SlowFleet =>
      fleet([
        job("A", [0, second, 30], (nominal) => [10, nominal === 0 ? "Failed" : "Success"], {
          ...retries(1, 10),
          prohibited: [[15, 25]],
        }),
      ]);
    for (const pendingRetry of ["first", "superseded"] as const) {
      const timeline = run(at(12), { pendingRetry });
      expect(sessions(timeline)).toEqual([
        "A@0#0 0..10 Failed",
        "A@12#0 12..15 Stopped",
        "A@30#0 30..40 Success",
      ]);
      expect(missed(timeline)).toEqual([]);
      expect(notMade(timeline)).toEqual(["A@0#1 due 20, at 10 window-closed"]);
      // At the very instant at which the attempt ends, too.
      expect(sessions(run(at(10), { pendingRetry }))[1]).toBe("A@10#0 10..15 Stopped");
    }
  });

  it("R19: decides at the end of the attempt, at `to` as well, and for a retry after `to`", () => {
    // Closed from 105 on. A ends at 95, its retry would be due at 110; B ends at `to`, its retry
    // would be due at 115. C's is due at 104: pending, and no trace of it is left.
    const closed: Sketch = { ...retries(1, 15), prohibited: [[105, 200]] };
    const timeline = run(
      fleet([
        job("A", [90], [5, "Failed"], closed),
        job("B", [90], [10, "Failed"], closed),
        job("C", [80], [9, "Failed"], closed),
      ]),
    );
    expect(notMade(timeline)).toEqual([
      "A@90#1 due 110, at 95 window-closed",
      "B@90#1 due 115, at 100 window-closed",
    ]);
  });

  it("R21: starts a manual run in a prohibited hour and stops it at the next closing only", () => {
    // Closed 0..30 and 50..60. The manual run wants 0..70; the first edge after its start is 50. It
    // covers 40.
    const timeline = run(
      fleet([
        job("A", [40, 60], (nominal) => (nominal === 0 ? [70, "Success"] : [10, "Success"]), {
          runNow: true,
          prohibited: [
            [0, 30],
            [50, 60],
          ],
        }),
      ]),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..50 Stopped", "A@60#0 60..70 Success"]);
    expect(missed(timeline)).toEqual(["A@40 still-running"]);
  });

  it("R21: puts the manual start before the nominal one of the same instant", () => {
    const timeline = run(fleet([job("A", [0, 20], [10, "Success"], { runNow: true })]));
    expect(sessions(timeline)).toEqual(["A@0#0 0..10 Success", "A@20#0 20..30 Success"]);
    expect(missed(timeline)).toEqual(["A@0 still-running"]);
  });

  it("R21, retryManual: retries a manual run only when asked, and then under R19 and R20", () => {
    // Fails 0..10, the retry is due at 15.
    const free = fleet([
      job("A", [], (_, attempt) => [10, attempt === 0 ? "Failed" : "Success"], {
        runNow: true,
        ...retries(3, 5),
      }),
    ]);
    expect(sessions(run(free))).toEqual(["A@0#0 0..10 Failed"]);
    expect(sessions(run(free, { retryManual: true }))).toEqual([
      "A@0#0 0..10 Failed",
      "A@0#1 15..25 Success",
    ]);
    // Closed until 30: the manual start is made, its retry at 15 is not.
    const closed = fleet([
      job("A", [], [10, "Failed"], { runNow: true, ...retries(3, 5), prohibited: [[0, 30]] }),
    ]);
    expect(sessions(run(closed, { retryManual: true }))).toEqual(["A@0#0 0..10 Failed"]);
    // The nominal start at 12 supersedes the retry.
    const superseded = fleet([
      job("A", [12], (nominal) => [10, nominal === 0 ? "Failed" : "Success"], {
        runNow: true,
        ...retries(3, 5),
      }),
    ]);
    expect(sessions(run(superseded, { retryManual: true }))).toEqual([
      "A@0#0 0..10 Failed",
      "A@12#0 12..22 Success",
    ]);
  });

  it("R22: serves first come, first served, and equal arrivals in the order of the jobs", () => {
    // One slot. A 0..20. D comes at 5, B and C at 6: D 20..30, B 30..40, C 40..50. B at 35 finds
    // its run running; C's run still waits at 35.
    const timeline = run(
      fleet(
        [
          job("A", [0], [20, "Success"], ON_P),
          job("B", [6, 35], [10, "Success"], ON_P),
          job("C", [6, 35], [10, "Success"], ON_P),
          job("D", [5], [10, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..20 Success",
      "D@5#0 20..30 Success",
      "B@6#0 30..40 Success",
      "C@6#0 40..50 Success",
    ]);
    expect(missed(timeline)).toEqual(["B@35 still-running", "C@35 still-waiting"]);
  });

  it("R22: takes all slots or none, of all three kinds, and does not hold up a later one", () => {
    // A holds p 0..30. B (p, r, o) waits from 5 and holds nothing, so C (r) runs 6..46 and D (o)
    // 7..57. At 30 r and o are taken, at 46 o is; all three are free at 57. An id that is not
    // listed needs nothing: E.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("B", [5], [10, "Success"], { proxyId: "p", repositoryId: "r", organizationId: "o" }),
          job("C", [6], [40, "Success"], { repositoryId: "r" }),
          job("D", [7], [50, "Success"], { organizationId: "o" }),
          job("E", [8], [1, "Success"], { proxyId: "unlisted", repositoryId: "p" }),
        ],
        {
          ...ONE_PROXY,
          repositories: [{ id: "r", slots: 1 }],
          organizations: [{ id: "o", slots: 1 }],
        },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..30 Success",
      "C@6#0 6..46 Success",
      "D@7#0 7..57 Success",
      "E@8#0 8..9 Success",
      "B@5#0 57..67 Success",
    ]);
  });

  it("R22: lets two attempts share two slots", () => {
    // A 0..30 and B 1..11 take both; C comes at 2 and gets B's at 11.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("B", [1], [10, "Success"], ON_P),
          job("C", [2], [10, "Success"], ON_P),
        ],
        { proxies: [{ id: "p", slots: 2 }] },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..30 Success",
      "B@1#0 1..11 Success",
      "C@2#0 11..21 Success",
    ]);
  });

  it("R22: drops a waiting attempt when its window closes, at the very instant of room too", () => {
    // A holds p 0..30. B's window closes at 20; C's at 30, as the slot comes free, which goes to D.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("B", [5], [10, "Success"], { ...ON_P, prohibited: [[20, 40]] }),
          job("C", [6], [10, "Success"], { ...ON_P, prohibited: [[30, 40]] }),
          job("D", [7], [10, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual(["A@0#0 0..30 Success", "D@7#0 30..40 Success"]);
    expect(missed(timeline)).toEqual(["B@5 window-closed", "C@6 window-closed"]);
  });

  it("R22 with R21: keeps a waiting manual start through closed hours, to the next closing", () => {
    // Closed 0..10 and 40..50. A (no window, before B in the fleet) holds p 0..30 or 0..60. B waits
    // from 0.
    const after = (held: number): SlowTimeline =>
      run(
        fleet(
          [
            job("A", [0], [held, "Success"], ON_P),
            job("B", [], [15, "Success"], {
              ...ON_P,
              runNow: true,
              prohibited: [
                [0, 10],
                [40, 50],
              ],
            }),
          ],
          ONE_PROXY,
        ),
      );
    expect(sessions(after(30))).toEqual(["A@0#0 0..30 Success", "B@0#0 30..40 Stopped"]);
    expect(sessions(after(60))).toEqual(["A@0#0 0..60 Success"]);
    expect(missed(after(60))).toEqual(["B@0 window-closed"]);
    // Before the window opens, it starts as soon as there is room: 5, as a manual start may.
    expect(sessions(after(5))).toEqual(["A@0#0 0..5 Success", "B@0#0 5..20 Success"]);
  });

  it("R22: a retry that waits is not pending; its run keeps its sessions if it is dropped", () => {
    // B fails 0..5; its retry, due at 15, waits behind A (6..56). At 18 its run has begun,
    // and is not over: still-running. Its window closes at 20. At 60 B starts afresh.
    const timeline = run(
      fleet(
        [
          job("A", [6], [50, "Success"], ON_P),
          job("B", [0, 18, 60], (nominal) => [5, nominal === 0 ? "Failed" : "Success"], {
            ...ON_P,
            ...retries(3, 10),
            prohibited: [[20, 30]],
          }),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "B@0#0 0..5 Failed",
      "A@6#0 6..56 Success",
      "B@60#0 60..65 Success",
    ]);
    expect(missed(timeline)).toEqual(["B@18 still-running"]);
    expect(notMade(timeline)).toEqual(["B@0#1 due 15, at 20 window-closed"]);
    expect(waits(timeline, "B")).toEqual([
      "#0@0 0..0 started",
      "#1@0 15..20 dropped",
      "#0@60 60..60 started",
    ]);
  });

  it("R22, one instant: all ends, then one serving", () => {
    // A frees p and B frees r at 10. C (p, r) came before D (p). Were the line served between the
    // two ends, D would slip in; served after both, C takes both 10..15 and D follows.
    const timeline = run(
      fleet(
        [
          job("A", [0], [10, "Success"], ON_P),
          job("B", [0], [10, "Success"], { repositoryId: "r" }),
          job("C", [1], [5, "Success"], { proxyId: "p", repositoryId: "r" }),
          job("D", [2], [5, "Success"], ON_P),
        ],
        { ...ONE_PROXY, repositories: [{ id: "r", slots: 1 }] },
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..10 Success",
      "B@0#0 0..10 Success",
      "C@1#0 10..15 Success",
      "D@2#0 15..20 Success",
    ]);
  });

  it("R22, one instant: nominal starts before retries", () => {
    // A's retry and B's start are both due at 20: B runs 20..30, A's retry after it.
    const timeline = run(
      fleet(
        [
          job("A", [0], (_, attempt) => [10, attempt === 0 ? "Failed" : "Success"], {
            ...ON_P,
            ...retries(3, 10),
          }),
          job("B", [20], [10, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..10 Failed",
      "B@20#0 20..30 Success",
      "A@0#1 30..40 Success",
    ]);
  });

  it("should go round an instant again for attempts of length zero", () => {
    // Round 1 at 0: A starts (0..0), B waits. Round 2: A ends, B takes the slot 0..5, A's retry is
    // due at 0 and waits. At 5: B ends, A#1 5..5; round 2: it ends, A#2 starts; round 3: it ends,
    // no retry is left.
    const timeline = run(
      fleet(
        [
          job("A", [0], [0, "Failed"], { ...ON_P, ...retries(2, 0) }),
          job("B", [0], [5, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "A@0#0 0..0 Failed",
      "B@0#0 0..5 Success",
      "A@0#1 5..5 Failed",
      "A@0#2 5..5 Failed",
    ]);
  });

  it("should say at `to` what is unfinished, and what ended right there", () => {
    // A wants 90..110. B ends at 100, F's window closes on it at 100, E's while it waits. C waits.
    // D's retry is due at 105, H's at 100: neither leaves a trace. G's retry, due at 97, waits
    // behind A.
    const timeline = run(
      fleet(
        [
          job("A", [90], [20, "Success"], ON_P),
          job("B", [90], [10, "Success"]),
          job("C", [95], [1, "Success"], ON_P),
          job("D", [80], [15, "Failed"], retries(1, 10)),
          job("E", [95], [1, "Success"], { ...ON_P, prohibited: [[100, 110]] }),
          job("F", [90], [20, "Success"], { prohibited: [[100, 110]] }),
          job("G", [80], [7, "Failed"], { ...ON_P, ...retries(1, 10) }),
          job("H", [80], [10, "Failed"], retries(1, 10)),
        ],
        ONE_PROXY,
      ),
    );
    expect(sessions(timeline)).toEqual([
      "D@80#0 80..95 Failed",
      "G@80#0 80..87 Failed",
      "H@80#0 80..90 Failed",
      "A@90#0 90..100 Running",
      "B@90#0 90..100 Success",
      "F@90#0 90..100 Stopped",
    ]);
    expect(missed(timeline)).toEqual(["C@95 not-started", "E@95 window-closed"]);
    // R34: what never started has waited, the retry of G too.
    expect(waits(timeline, "C")).toEqual(["#0@95 95..100 in line"]);
    expect(waits(timeline, "E")).toEqual(["#0@95 95..100 dropped"]);
    expect(waits(timeline, "G")).toEqual(["#0@80 80..80 started", "#1@80 97..100 in line"]);
    expect(waits(timeline, "D")).toEqual(["#0@80 80..80 started"]);
  });

  it("R34: tells how long each attempt waited, also those that never started", () => {
    // A holds p 0..30, B comes at 5 and starts at 30, after 25. C comes at 6, and its window closes
    // at 20: 14. D comes at 7 and gets the slot at 40: 33. Its next start, at 20, is skipped, and
    // what is skipped has not waited.
    const timeline = run(
      fleet(
        [
          job("A", [0], [30, "Success"], ON_P),
          job("B", [5], [10, "Success"], ON_P),
          job("C", [6], [10, "Success"], { ...ON_P, prohibited: [[20, 40]] }),
          job("D", [7, 20], [10, "Success"], ON_P),
        ],
        ONE_PROXY,
      ),
    );
    expect(["A", "B", "C", "D"].flatMap((id) => waits(timeline, id))).toEqual([
      "#0@0 0..0 started",
      "#0@5 5..30 started",
      "#0@6 6..20 dropped",
      "#0@7 7..40 started",
    ]);
    expect(missed(timeline)).toEqual(["C@6 window-closed", "D@20 still-waiting"]);
  });

  it("R36: judges a target where the span is longer and the job was to run", () => {
    // In [0,100): A's worst exposure is 60 (data of 0, ready at 10; data of 40, ready at 60), also
    // at the end (100 - 40). B always fails: 100. C was never to run; D was, but a window blocks
    // it.
    const timeline = run(
      fleet([
        job("A", [0, 40], (nominal) => [nominal === 0 ? 10 : 20, "Success"]),
        job("B", [0], [20, "Failed"]),
        job("C", [], [1, "Success"]),
        job("D", [], [1, "Success"], { blocked: [{ nominal: 50, reason: "backup-window" }] }),
        job("E", [], [1, "Success"], { runNow: true }),
      ]),
    );
    const targets = (rpo: number): string[] =>
      ["A", "B", "C", "D", "E"].map((id) => timeline.target(id, rpo));
    expect(targets(59)).toEqual(["missed", "missed", "not-judged", "missed", "missed"]);
    expect(targets(60)).toEqual(["kept", "missed", "not-judged", "missed", "missed"]);
    expect(targets(99)).toEqual(["kept", "missed", "not-judged", "missed", "missed"]);
    expect(new Set(targets(100))).toEqual(new Set(["not-judged"]));
  });

  it("R12, R13: lists the starts that a window blocks among those that were missed", () => {
    const blocked: NonNullable<SlowJob["blocked"]> = [
      { nominal: 20, reason: "start-window" },
      { nominal: 60, reason: "backup-window" },
    ];
    const timeline = run(fleet([job("A", [30, 35], [10, "Success"], { blocked })]));
    expect(missed(timeline)).toEqual([
      "A@20 start-window",
      "A@35 still-running",
      "A@60 backup-window",
    ]);
  });

  it("R23, restorePoint: measures the exposure from the start of the newest restore point", () => {
    // Restore points: data of 0, ready at 10; data of 40 (Warning), ready at 60. The third run does
    // not end. [0,60): t - 0, area 60 * 60 / 2 = 1800. [60,100): t - 40, 20 to 60, area 40 * 40
    // = 1600. Mean 34, worst 60. Over 30: (30,60) and (70,100), 60 of 100. Over 60: never. Success
    // only: t - 0 throughout: worst 100, mean 50, over 30: 70 of 100.
    const one = fleet([
      job("A", [0, 40, 80], (nominal) =>
        nominal === 0 ? [10, "Success"] : nominal === 40 ? [20, "Warning"] : [30, "Success"],
      ),
      job("B", [0, 50], [20, "Failed"]),
      job("C", [0], [20, "Success"], { prohibited: [[10, 20]] }),
    ]);
    const both = run(one).exposure("A");
    expect([both.worst, both.mean, both.shareOver(30), both.shareOver(60)]).toEqual([
      60, 34, 0.6, 0,
    ]);
    const success = run(one, { restorePoint: "success" }).exposure("A");
    expect([success.worst, success.mean, success.shareOver(30)]).toEqual([100, 50, 0.7]);
    // Failed and stopped sessions make no restore point.
    for (const id of ["B", "C"]) {
      const none = run(one).exposure(id);
      expect([none.worst, none.mean, none.shareOver(30)]).toEqual([100, 50, 0.7]);
    }
  });

  it("R23: counts from `from` until the first restore point", () => {
    // [1000,1020): 0 to 20, area 200. [1020,1050): data of 1010, 10 to 40, area 30 * 25 = 750. Mean
    // 950 / 50 = 19. Over 20: (1030,1050), 20 of 50.
    const exposure = run(fleet([job("A", [1010], [10, "Success"])]), {}, 1000, 1050).exposure("A");
    expect([exposure.worst, exposure.mean, exposure.shareOver(20)]).toEqual([40, 19, 0.4]);
  });
});
