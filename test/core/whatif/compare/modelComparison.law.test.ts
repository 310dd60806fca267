import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelOf } from "../../../../src/core/whatif/edits/model.ts";
import {
  compareModels,
  type Fleet,
  type ModelComparison,
  type SharingModel,
  simulate,
  type Timeline,
  withModel,
} from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../../support/sharingArbitraries.ts";

const under = (fleet: Fleet, model: SharingModel, span: Parameters<typeof simulate>[1]) =>
  simulate(withModel(fleet, model), span);

/** The same the other way round. */
function mirrored({ baseline, candidate, disputed, lengths, ...rest }: ModelComparison): object {
  return {
    ...rest,
    baseline: candidate,
    candidate: baseline,
    disputed: disputed.map((run) => ({
      ...run,
      baseline: run.candidate,
      candidate: run.baseline,
    })),
    ...(lengths && {
      lengths: {
        ...lengths,
        longer: lengths.shorter,
        shorter: lengths.longer,
        baseline: lengths.candidate,
        candidate: lengths.baseline,
      },
    }),
  };
}

describe("a comparison of models", () => {
  it("should be a mirror, and say of every run what the rows say", () => {
    let disputes = 0;
    fc.assert(
      fc.property(
        sharingScenarios(),
        fc.constantFrom<SharingModel[]>({ slots: 1 }, { slots: 2 }),
        fc.constantFrom<SharingModel[]>("threads", { threads: 4 }),
        ({ fleet: given, from, to, rules }, one, other) => {
          const fleet = given as Fleet;
          fc.pre((fleet.proxies ?? []).length > 0);
          const span = { from, to, rules };
          const [was, is] = [under(fleet, one, span), under(fleet, other, span)];
          expect([modelOf(was.fleet), modelOf(is.fleet)]).toEqual(["slots", "threads"]);
          const models = compareModels(was, is)!;
          expect({ ...compareModels(is, was) }).toEqual(mirrored(models));
          const follows = new Set(
            fleet.jobs
              .filter(({ copyOf, policy }) => copyOf !== undefined && policy.type === "Immediate")
              .map(({ id }) => id),
          );
          for (const [side, timeline] of [
            [models.baseline, was],
            [models.candidate, is],
          ] as const) {
            const metrics = timeline.summary.jobs.filter(({ id }) => !follows.has(id));
            const due = metrics.reduce(
              (sum, job) => sum + job.due - job.blocked.backupWindow - job.blocked.startWindow,
              0,
            );
            expect(models.runs).toBe(due);
            expect(Object.values(side.fates).reduce((sum, count) => sum + count, 0)).toBe(due);
            const copied = timeline.summary.jobs.filter(({ id }) => follows.has(id));
            expect(side.copied).toBe(
              follows.size === 0
                ? undefined
                : copied.reduce((sum, { exposure }) => sum + exposure.restorePoints, 0),
            );
            const never = metrics.reduce((sum, { missed }) => sum + missed.windowClosed, 0);
            expect(side.fates["window-closed"] ?? 0).toBe(never);
          }
          // Which runs have a session that makes a restore point, as their rows say; copies aside,
          // which may succeed and hold nothing.
          const goodOf = (timeline: Timeline): Map<string, boolean> => {
            const good = new Map<string, boolean>();
            for (const row of timeline.rows()) {
              const key = `${row.job} ${row.nominal}`;
              const makes =
                row.outcome === "Success" ||
                (row.outcome === "Warning" && timeline.rules.restorePoint !== "success");
              good.set(key, (good.get(key) ?? false) || makes);
            }
            return good;
          };
          const copies = new Set(
            fleet.jobs.filter(({ copyOf }) => copyOf !== undefined).map(({ id }) => id),
          );
          // By hand, and by schedule at the same instant: rows do not tell the two apart.
          const byHand = new Set(fleet.jobs.filter(({ runNow }) => runNow).map(({ id }) => id));
          const [goodHere, goodThere] = [goodOf(was), goodOf(is)];
          const expected = [...new Set([...goodHere.keys(), ...goodThere.keys()])].filter(
            (key) => (goodHere.get(key) ?? false) !== (goodThere.get(key) ?? false),
          );
          const plain = (key: string): boolean =>
            !copies.has(key.split(" ")[0]!) && !byHand.has(key.split(" ")[0]!);
          const found = models.disputed.map(({ job, nominal }) => `${job} ${nominal}`);
          expect(found.filter(plain).sort()).toEqual(expected.filter(plain).sort());
          disputes += found.length;
        },
      ),
      runs(80),
    );
    expect(disputes).toBeGreaterThan(20);
  });
});
