/**
 * What is said of sharing threads does not depend on when what is over is forgotten (R28).
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type * as watches from "../../../src/core/simulation/engine/shareWatch.ts";
import { type Fleet, simulate } from "../../../src/index.ts";
import { roomyScenarios } from "../../support/apart.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";

const known = vi.hoisted(() => ({ most: Infinity }));

vi.mock(
  "../../../src/core/simulation/engine/shareWatch.ts",
  async (original: () => Promise<typeof watches>) => {
    const { shareWatch } = await original();
    const forgetful: typeof shareWatch = (needs, threads, asked) =>
      shareWatch(needs, threads, asked, known.most);
    return { shareWatch: forgetful };
  },
);

describe("slowness", () => {
  it("should be told the same however soon what is over is forgotten", () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.oneof(sharingScenarios(), roomyScenarios(), roomyScenarios()),
        fc.integer({ min: 1, max: 4 }),
        ({ fleet, from, to, rules }, most) => {
          const slowness = (kept: number): unknown => {
            known.most = kept;
            return simulate(fleet as Fleet, { from, to, rules }).slowness();
          };
          const all = slowness(Infinity);
          expect(slowness(most)).toEqual(all);
          told += (all as readonly unknown[]).length;
        },
      ),
      runs(120),
    );
    expect(told).toBeGreaterThan(5);
  });
});
