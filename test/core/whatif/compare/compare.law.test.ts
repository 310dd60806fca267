/**
 * Laws of comparisons: empty with itself, its own mirror, and every run told once.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, simulate, type Timeline } from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { fleetChanges, mirrorOf, plainOf } from "../../../support/whatIf.ts";

describe("compare, chains of causes", () => {
  it("should hold no fact that points the other way", () => {
    fc.assert(
      fc.property(
        scenarios({ mostJobs: 4 }),
        fleetChanges,
        ({ fleet, from, to, rules }, change) => {
          const { worse, better } = compare(
            simulate(fleet, { from, to, rules }),
            simulate(change(fleet), { from, to, rules }),
          );
          for (const [side, verdicts] of [
            [1, worse],
            [-1, better],
          ] as const) {
            for (const { kind, baseline, candidate } of verdicts.flatMap(({ chain }) => chain)) {
              if (baseline !== undefined && candidate !== undefined)
                expect([kind, Math.sign(candidate - baseline)]).toEqual([
                  kind,
                  kind === "restore-points" ? -side : side,
                ]);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("compare, laws", () => {
  const pairs = fc.tuple(scenarios(), fc.array(fleetChanges, { minLength: 1, maxLength: 3 }));

  it("should be empty for a timeline and itself, and for two simulations of the same", () => {
    fc.assert(
      fc.property(
        scenarios(),
        fc.constantFrom("all", "summary"),
        ({ fleet, from, to, rules }, keep) => {
          const timeline = simulate(fleet, { from, to, rules, keep });
          for (const other of [timeline, simulate(fleet, { from, to, rules, keep })]) {
            const comparison = compare(timeline, other);
            const { isEmpty, span: _, seed: __, runs, peak, causesComplete, ...lists } = comparison;
            expect([isEmpty, causesComplete]).toEqual([true, true]);
            expect(peak).toBeUndefined();
            expect(runs).toEqual(
              keep === "all" ? { added: [], removed: [], moved: [], changed: [] } : undefined,
            );
            for (const list of Object.values(lists)) expect(list).toEqual([]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("should be the mirror of the comparison the other way round", () => {
    fc.assert(
      fc.property(
        pairs,
        fc.constantFrom("all", "summary"),
        ([{ fleet, from, to, rules }, changes], keep) => {
          const [a, b] = [fleet, changes.reduce((changed, change) => change(changed), fleet)].map(
            (side) => simulate(side, { from, to, rules, keep }),
          );
          expect(plainOf(compare(b!, a!))).toEqual(mirrorOf(compare(a!, b!)));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("should account for every run of both sides, once", () => {
    fc.assert(
      fc.property(pairs, ([{ fleet, from, to, rules }, changes]) => {
        const [a, b] = [fleet, changes.reduce((changed, change) => change(changed), fleet)].map(
          (side) => simulate(side, { from, to, rules }),
        );
        const { runs, fleet: metrics } = compare(a!, b!);
        const { added, removed, moved, changed } = runs!;
        const keys = (timeline: Timeline): string[] =>
          [...timeline.rows()]
            .filter(({ attempt }) => attempt === 0)
            .map(({ job, nominal, start }) => `${job} ${nominal} ${start}`);
        const told = (side: "baseline" | "candidate", lone: typeof added): string[] => [
          ...lone.map((run) => `${run.job} ${run.nominal} ${run.start}`),
          ...[...moved, ...changed].map(
            (run) => `${run.job} ${run[side].nominal} ${run[side].start}`,
          ),
        ];
        for (const [timeline, list] of [
          [a!, told("baseline", removed)],
          [b!, told("candidate", added)],
        ] as const) {
          const all = keys(timeline);
          expect(new Set(list).size).toBe(list.length);
          for (const key of list) expect(all).toContain(key);
        }
        // What is not told is the same on both sides, to the millisecond.
        const untold = (timeline: Timeline, list: string[]): string[] => {
          const known = new Set(list);
          return [...timeline.rows()]
            .filter(
              (row, index, rows) =>
                !known.has(`${row.job} ${row.nominal} ${firstStart(rows, index)}`),
            )
            .map((row) => JSON.stringify(row))
            .sort();
        };
        expect(untold(a!, told("baseline", removed))).toEqual(untold(b!, told("candidate", added)));
        const started = metrics.find(({ metric }) => metric === "started")?.difference ?? 0;
        expect(added.length - removed.length).toBe(started);
      }),
      { numRuns: 80 },
    );
  });
});

/** When the run began that a row belongs to. */
function firstStart(
  rows: readonly {
    readonly job: string;
    readonly nominal: number;
    readonly attempt: number;
    readonly start: number;
  }[],
  index: number,
): number {
  const { job } = rows[index]!;
  for (let at = index; at >= 0; at -= 1)
    if (rows[at]!.job === job && rows[at]!.attempt === 0) return rows[at]!.start;
  throw new Error("a row without a first attempt");
}
