/**
 * Laws of threads and pace in the slow simulator (R28, R29): all of the work is done and no more,
 * no thread is wasted, and nothing drifts.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compared, fraction, minus, times, total } from "./fraction.ts";
import { runs } from "./scheduleArbitraries.ts";
import { fleet, job, ON_P, P, pace, run, sessions } from "./slowSketch.ts";

describe("slowSimulate", () => {
  it("R28: wastes no thread that somebody can use, and does all of the work and no more", () => {
    const drafts = fc.array(
      fc.record(
        { due: fc.nat(20), work: fc.nat(25), most: fc.integer({ min: 1, max: 9 }) },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(drafts, fc.integer({ min: 1, max: 8 }), (drawn, threads) => {
        const jobs = drawn.map(({ due, work, most }, index) =>
          job(`j${index}`, [due], [work, "Success", most], ON_P),
        );
        const { sessions: all, spells } = run(fleet(jobs, P({ threads })), {}, 0, 2_000);
        for (const { running } of spells) {
          const wanted = running.reduce((sum, { most }) => sum + most!, 0);
          const given = total(running.map((share) => share.threads));
          expect(given).toEqual(fraction(Math.min(wanted, threads)));
        }
        for (const { job: id, end, outcome } of all) {
          expect(outcome).toBe("Success");
          const { work } = drawn[Number(id.slice(1))]!;
          const own = spells.filter(({ running }) => running.some((share) => share.job === id));
          const parts = own.map(({ from, to, running }) =>
            times(running.find((share) => share.job === id)!.speed, fraction(to - from)),
          );
          expect(compared(total(parts), fraction(work))).toBeGreaterThanOrEqual(0);
          if (own.length === 0) continue;
          // A ms before its end it was not done.
          const last = own.at(-1)!;
          expect(last.to).toBe(end);
          const { speed } = last.running.find((share) => share.job === id)!;
          expect(compared(minus(total(parts), speed), fraction(work))).toBeLessThan(0);
        }
      }),
      runs(400),
    );
  });

  it("R29: is exact when a session is slowed and sped up a thousand times", () => {
    // 0.1 and 0.2 by turns, 3,000 times: 450 are done, exactly at 3,000. Adding numbers misses it.
    const steps = Array.from({ length: 5_000 }, (_, i): [number, number] => [i, i % 2 ? 0.2 : 0.1]);
    let sum = 0;
    for (const [from, share] of steps) if (from < 3_000) sum += share;
    expect(sum).not.toBe(450);
    const paced = fleet([job("A", [0], [450, "Success"], ON_P)], P(pace(...steps)));
    expect(sessions(run(paced, {}, 0, 5_000))).toEqual(["A@0#0 0..3000 Success"]);

    // B and C come every 7 ms and take a third of the only thread for 3 ms each: of 7 ms A has
    // 1/3 * 3 + 4 = 5. It needs 1,000 times 5.
    const turns = Array.from({ length: 1_100 }, (_, i) => 7 * i);
    const shared = run(
      fleet(
        [
          job("A", [0], [5_000, "Success"], ON_P),
          job("B", turns, [1, "Success"], ON_P),
          job("C", turns, [1, "Success"], ON_P),
        ],
        P({ threads: 1 }),
      ),
      {},
      0,
      8_000,
    );
    expect(shared.sessions.find((session) => session.job === "A")!.end).toBe(7_000);
    expect(shared.spells.length).toBeGreaterThan(2_000);
  });
});
