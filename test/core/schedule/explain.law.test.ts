/**
 * Every explanation is what the oracle says of that instant.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, NEVER } from "../../../src/index.ts";
import { oracleRuns, oracleWall } from "../../support/calendarOracle.ts";
import { runs, scenes } from "../../support/scheduleArbitraries.ts";
import { DAY } from "../../support/scheduleBuilders.ts";

describe("explain, everywhere", () => {
  it("should agree with the oracle on the verdict, with next on the run, and name a rule", () => {
    const probe = fc.tuple(
      scenes,
      fc.array(
        fc.oneof(
          fc.integer({ min: -2 * DAY, max: 2 * DAY }),
          fc.integer({ min: -100, max: 100 }).map((k) => k * 900_000),
        ),
        { maxLength: 6 },
      ),
    );
    fc.assert(
      fc.property(probe, ([{ policy, clock, instant }, distances]) => {
        const schedule = compile(policy, clock);
        const expected = new Map(
          oracleRuns(policy, clock, instant - 2 * DAY, instant + 2 * DAY + 1).map((run) => [
            run.instant,
            run,
          ]),
        );
        const instants = [...expected.keys()]
          .slice(0, 40)
          .concat(distances.map((distance) => instant + distance));
        for (const t of instants) {
          const explanation = schedule.explain(t);
          const run = expected.get(t);
          expect(explanation.verdict).toBe(
            run === undefined ? "no-start" : run.admitted ? "runs" : "blocked",
          );
          expect(explanation.instant).toBe(t);
          expect(explanation.next).toBe(schedule.next(t));
          expect(explanation.text).toContain(explanation.rule);
          expect(explanation.rule).toMatch(/^R(4|5|6|7|8|9|12|13|14)$/);
          expect(
            explanation.local.startsWith(
              new Date(oracleWall(clock.zone, t)).toISOString().slice(0, 19),
            ),
          ).toBe(true);
          if (run === undefined) expect("run" in explanation).toBe(false);
          else expect(explanation.run).toEqual({ ...run, local: explanation.local });
          if (run?.reason === "start-window") expect(explanation.rule).toBe("R13");
          if (run?.reason === "backup-window")
            expect(explanation.rule).toBe(run.atOpening ? "R14" : "R12");
          if (explanation.verdict === "no-start" && explanation.next !== NEVER)
            expect(explanation.text).toMatch(/^No start/);
          expect(explanation.text).toMatch(/\.$/);
          expect(explanation.text).not.toMatch(/undefined|NaN|Infinity|\[object/);
        }
      }),
      runs(180),
    );
  });

  it("should tell of a gap or an overlap exactly where the clock changes around the start", () => {
    fc.assert(
      fc.property(scenes, ({ policy, clock, instant }) => {
        const schedule = compile(policy, clock);
        for (const run of oracleRuns(policy, clock, instant - DAY, instant + DAY)) {
          if (!run.admitted || run.atOpening) continue;
          const { rule, text } = schedule.explain(run.instant);
          const gap = run.clockChange === "shifted" || run.clockChange === "gap-end";
          const overlap = run.clockChange === "first-pass" || run.clockChange === "second-pass";
          expect(text.includes("does not exist in")).toBe(gap);
          expect(text.includes("shows twice in")).toBe(overlap);
          if (gap) expect(rule).toBe("R7");
          if (overlap) expect(rule).toBe(policy.type === "Daily" ? "R7" : "R8");
        }
      }),
      runs(150),
    );
  });
});
