/**
 * Fleet files that are damaged anywhere: read without an exception, refused as their schema says.
 */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Issue } from "../../src/core/input/issues.ts";
import { readFleetFile } from "../../src/files/fleetFile.ts";
import { FLEET_SHAPE } from "../../src/files/fleetShape.ts";
import { simulate } from "../../src/library/simulation.ts";
import { checkShape } from "../../src/files/shape.ts";

const SAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/fleet.json", import.meta.url), "utf8"),
) as { jobs: Record<string, unknown>[] };

describe("readFleetFile", () => {
  it("should never throw, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            jobs: fc.array(fc.jsonValue()),
            proxies: fc.jsonValue(),
            clock: fc.jsonValue(),
          }),
          damagedFleets(),
        ),
        (json) => {
          const result = readFleetFile(json);
          if (result.ok) simulate(result.fleet, { from: 0, to: 1 });
          else expect(result.issues.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** The sample with a few values replaced anywhere. */
function damagedFleets(): fc.Arbitrary<unknown> {
  const edit = fc.tuple(
    fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
    fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom<unknown[]>("PT1H", "x", -1, 0.5, 3, true, null, [], {}),
    ),
  );
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const fleet = structuredClone(SAMPLE) as unknown;
    for (const [steps, value] of edits) damage(fleet, steps, value);
    return fleet;
  });
}

function damage(node: unknown, [step = 0, ...rest]: number[], value: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const keys = Object.keys(node);
  const key = keys[step % Math.max(1, keys.length)] ?? "added";
  const inner = (node as Record<string, unknown>)[key];
  if (rest.length === 0 || typeof inner !== "object" || inner === null)
    (node as Record<string, unknown>)[step % 7 === 6 ? "unknownKey" : key] = value;
  else damage(inner, rest, value);
}

describe("fleet.schema.json", () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });

  it("should find in damaged files, read by another validator, what the reader finds", () => {
    const isShaped = ajv.compile({ ...FLEET_SHAPE });
    fc.assert(
      fc.property(damagedFleets(), (json) => {
        const issues: Issue[] = [];
        expect(checkShape(json, FLEET_SHAPE, "", issues)).toBe(isShaped(json));
        expect(issues.length === 0).toBe(isShaped(json));
      }),
      { numRuns: 1_500 },
    );
  });
});
