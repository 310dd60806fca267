/**
 * Findings hold for any policy: what is said of it is so, and what is so is said.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, lintPolicy, NEVER } from "../../../src/index.ts";
import { runs, scenes } from "../../support/scheduleArbitraries.ts";

describe("all findings", () => {
  it("should hold for any policy: never-runs if there is no next run, whole sentences", () => {
    fc.assert(
      fc.property(scenes, ({ policy, clock, instant }) => {
        const findings = lintPolicy(policy, clock, instant);
        const none = compile(policy, clock).next(instant) === NEVER;
        const unscheduled = policy.type === "ManualOnly" || policy.scheduleEnabled === false;
        expect(findings.some((finding) => finding.code === "no-schedule")).toBe(unscheduled);
        expect(findings.some((finding) => finding.code === "never-runs")).toBe(
          none && !unscheduled,
        );
        for (const { message, rule } of findings) {
          expect(message).toMatch(/^[A-Za-z0-9].*\.$/);
          expect(message).not.toMatch(/undefined|NaN|Infinity|\[object/);
          expect(rule).toMatch(/^R\d+$/);
        }
      }),
      runs(250),
    );
  });

  it("should be right about blocked starts, all of them, on a clock that stands still", () => {
    fc.assert(
      fc.property(scenes, ({ policy, instant }) => {
        const schedule = compile(policy);
        const week = [...schedule.runs(instant, instant + 7 * 86_400_000)];
        const blocked = (reason: string) => week.filter((run) => run.reason === reason).length;
        const findings = lintPolicy(policy, {}, instant).filter(
          (finding) => finding.code === "blocked-starts",
        );
        if (schedule.next(instant) === NEVER) return;
        for (const [reason, name, does] of [
          ["backup-window", "backup", "swallows"],
          ["start-window", "start", "holds back"],
        ] as const) {
          const finding = findings.find(({ message }) => message.startsWith(`The ${name} window`));
          expect(finding === undefined).toBe(blocked(reason) === 0);
          if (finding !== undefined)
            expect(finding.message).toMatch(
              new RegExp(` ${does} (?:${blocked(reason)} of |the only start of a week)`),
            );
        }
      }),
      runs(150),
    );
  });
});
