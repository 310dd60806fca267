import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeSince } from "../../../../src/core/whatif/sweep/unchanged.ts";

/** Every object in a value, by the way to it. */
function objectsIn(value: unknown, out: object[] = []): object[] {
  if (value === null || typeof value !== "object" || out.includes(value)) return out;
  out.push(value);
  for (const inner of Object.values(value)) objectsIn(inner, out);
  return out;
}

describe("a change of what was given", () => {
  it("should be found at its place", () => {
    const shared = { type: "Daily" };
    const fleet = {
      jobs: [
        { id: "a", policy: shared },
        { id: "b", policy: shared, rpo: 5 },
      ],
    };
    const changed = changeSince(fleet);
    expect(changed()).toBeUndefined();
    fleet.jobs[1]!.rpo = 6;
    expect(changed()).toBe("jobs[1].rpo");
    fleet.jobs[1]!.rpo = 5;
    expect(changed()).toBeUndefined();
    fleet.jobs.pop();
    expect(changed()).toBe("jobs[1]");
  });

  it("should be found wherever it is, and what is frozen or goes round be no trouble", () => {
    const round: { self?: object; list: Readonly<number[]> } = { list: Object.freeze([1]) };
    round.self = round;
    const changed = changeSince(round);
    expect(changed()).toBeUndefined();
    delete round.self;
    expect(changed()).toBeDefined();
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), fc.nat(), fc.boolean(), (value, at, isNew) => {
        const objects = objectsIn(value);
        const has = changeSince(value);
        expect(has()).toBeUndefined();
        const one = objects[at % objects.length] as Record<string, unknown>;
        const [key = "new"] = isNew ? [] : Object.keys(one);
        if (Object.hasOwn(one, key) && isNew) return;
        one[key] = Symbol("another");
        expect(has()).toBeDefined();
      }),
    );
  });
});
