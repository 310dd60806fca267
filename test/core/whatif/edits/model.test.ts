import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../../src/core/input/issues.ts";
import {
  modelOf,
  modelText,
  readModel,
  type SharingModel,
} from "../../../../src/core/whatif/edits/model.ts";
import { type Fleet, models, PolicyError, simulate, withModel } from "../../../../src/index.ts";
import { daily, DAY } from "../../../support/whatIf.ts";

const fleet: Fleet = {
  jobs: [{ id: "a", policy: daily("22:00"), proxyId: "p" }],
  proxies: [
    { id: "p", slots: 4 },
    { id: "q", slots: Infinity, threads: 32, labels: { room: "1" } },
    { id: "both", slots: 2, threads: 8 },
  ],
  repositories: [{ id: "r", slots: 3, threads: 5 }],
};

const given: fc.Arbitrary<SharingModel> = fc.oneof(
  fc.constant("threads" as const),
  fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.constant(Infinity)).map((slots) => ({ slots })),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((threads) => ({ threads })),
);

describe("a model of sharing", () => {
  it("should be put on every proxy, and on nothing else", () => {
    expect(withModel(fleet, { slots: 8 }).proxies).toEqual([
      { id: "p", slots: 8 },
      { id: "q", slots: 8, labels: { room: "1" } },
      { id: "both", slots: 8 },
    ]);
    expect(withModel(fleet, "threads").proxies).toEqual([
      { id: "p", slots: Infinity, threads: 64 },
      { id: "q", slots: Infinity, threads: 32, labels: { room: "1" } },
      { id: "both", slots: Infinity, threads: 8 },
    ]);
    expect(withModel(fleet, { threads: 16 }).proxies!.map(({ threads }) => threads)).toEqual([
      16, 16, 16,
    ]);
    const changed = withModel(fleet, "threads");
    expect([changed.jobs, changed.repositories]).toEqual([fleet.jobs, fleet.repositories]);
    expect(changed.repositories).toBe(fleet.repositories);
  });

  it("should leave a proxy that has it as it is, and what is none for the check", () => {
    const written = { jobs: [], proxies: [{ id: "p", threads: 64 }] };
    expect(withModel(written, "threads")).toBe(written);
    expect(withModel(written, { threads: 64 })).toBe(written);
    const broken = { jobs: fleet.jobs, proxies: [{ id: "p", slots: 1 }, null] };
    const changed = withModel(broken as unknown as Fleet, "threads");
    expect(changed.proxies![1]).toBeNull();
    expect(() => simulate(changed, { from: 0, to: DAY })).toThrow(/proxies\[1\]/);
  });

  it("should be told from a fleet", () => {
    expect(modelOf(fleet)).toBe("both");
    expect(modelOf(withModel(fleet, { slots: 8 }))).toBe("slots");
    expect(modelOf(withModel(fleet, "threads"))).toBe("threads");
    expect(modelOf({ jobs: [] })).toBe("unlimited");
    expect(modelOf(withModel(fleet, { slots: Infinity }))).toBe("unlimited");
    expect(modelOf({ jobs: [], proxies: [{ id: "p", slots: 1, threads: 2 }] })).toBe("both");
  });

  it("should be typed as it is written", () => {
    fc.assert(
      fc.property(given, (model) => {
        expect(readModel(modelText(model), "--model", [])).toEqual(model);
        expect(readModel(` ${modelText(model).toUpperCase()} `, "--model", [])).toEqual(model);
      }),
    );
  });

  it("should be refused where it is none, with what one looks like", () => {
    const bad = ["slots", "slots=0", "slots=1e9", "threads=0", "threads=", "threads=none", "", "x"];
    for (const text of [...bad, "slots=4,8", "slots=-1", "threads=9999999999", "slots=4 threads"]) {
      const issues: Issue[] = [];
      expect(readModel(text, "--model", issues)).toBeUndefined();
      expect(issues.map(({ message }) => message)).toEqual([
        `expected slots=8, threads or threads=64, received ${JSON.stringify(text)}`,
      ]);
    }
    const wrong = [undefined, null, "slots", {}, { slots: 4, threads: 4 }, { slot: 4 }, []];
    for (const model of [...wrong, { slots: 0 }, { threads: Infinity }, { threads: "4" }])
      expect(() => withModel(fleet, model as SharingModel)).toThrow(/^(?:.*\n)?.*model/);
    expect(() => withModel({ jobs: fleet.jobs }, "threads")).toThrow(
      "fleet.proxies: expected at least one proxy, which the model is of, received nothing",
    );
    expect(() => withModel({ ...fleet, proxies: [] }, "threads")).toThrow(PolicyError);
    expect(() => withModel(undefined as unknown as Fleet, "threads")).toThrow(PolicyError);
  });

  it("should be a dimension of a sweep", () => {
    const tried = models([{ slots: 4 }, "threads", { threads: 8 }, "threads"]);
    expect(Object.keys(tried)).toEqual(["slots=4", "threads", "threads=8", "threads (2)"]);
    expect(tried["threads=8"]!(fleet)).toEqual(withModel(fleet, { threads: 8 }));
    expect(() => simulate(tried["threads"]!(fleet), { from: 0, to: DAY })).not.toThrow();
    expect(() => models([{ slots: 0 }, "slots" as "threads"])).toThrow(/models\[0\]\.slots.*/s);
  });
});
