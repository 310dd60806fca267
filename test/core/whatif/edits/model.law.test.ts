import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelOf } from "../../../../src/core/whatif/edits/model.ts";
import { type Fleet, type SharingModel, simulate, withModel } from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../../support/sharingArbitraries.ts";

const given: fc.Arbitrary<SharingModel> = fc.oneof(
  fc.constant("threads" as const),
  fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.constant(Infinity)).map((slots) => ({ slots })),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((threads) => ({ threads })),
);

describe("a model of sharing", () => {
  it("should be the same twice as once, and leave a fleet that can be simulated", () => {
    fc.assert(
      fc.property(sharingScenarios(), given, ({ fleet: any, from, to }, model) => {
        fc.pre((any.proxies ?? []).length > 0);
        const whole = any as Fleet;
        const before = JSON.stringify(whole);
        const once = withModel(whole, model);
        expect(JSON.stringify(whole)).toBe(before);
        expect(withModel(once, model)).toBe(once);
        const isBySlots = typeof model === "object" && "slots" in model;
        const bySlots = isBySlots && model.slots < Infinity ? "slots" : "unlimited";
        expect(modelOf(once)).toBe(isBySlots ? bySlots : "threads");
        const { summary } = simulate(once, { from, to });
        for (const proxy of summary.proxies)
          if (typeof model === "object" && "slots" in model)
            expect(proxy.peak).toBeLessThanOrEqual(model.slots);
      }),
      runs(30),
    );
  });
});
