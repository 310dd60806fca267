/**
 * What a page carries comes out as it went in: plain data, numbers that JSON lacks, and columns of
 * every kind, bit by bit.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../../src/report/page/pack.ts";

const columns = fc.oneof(
  fc.float64Array({ maxLength: 50 }),
  fc
    .array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { maxLength: 50 })
    .map((list) => Float64Array.from(list)),
  fc
    .array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), { maxLength: 50 })
    .map((list) => Float64Array.from(list)),
  fc.int32Array({ maxLength: 50 }),
  fc.uint32Array({ maxLength: 50 }),
  fc.uint16Array({ maxLength: 50 }),
  fc.uint8Array({ maxLength: 50 }),
);

/** Names may be anything, also what stands for a number or a column. */
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("$number", "$column", "NaN", '{"$number":["NaN"]}', "</script>"),
);

const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.double().filter((value) => !Object.is(value, -0)),
    fc.boolean(),
    fc.constant(null),
    columns,
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(
      texts.filter((key) => !["__proto__", "$number", "$column", "toJSON"].includes(key)),
      tie("any"),
      { maxKeys: 4, noNullPrototype: true },
    ),
    fc.record({ $number: texts, $column: texts }),
  ),
}));

describe("pack", () => {
  it("should give instants that lie close together in a byte or two each", () => {
    const minutes = Float64Array.from({ length: 1_000 }, (_, index) => 1.7e12 + 60_000 * index);
    const packed = pack({ minutes });
    expect(packed.length).toBeLessThan(3_100);
    expect(unpack(packed)).toEqual({ minutes });
  });

  it("should keep everything as it is", () => {
    fc.assert(
      fc.property(values.any, (value) => {
        expect(unpack(pack(value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it("should refuse arrays that it does not know", () => {
    expect(() => pack(new Int8Array(1))).toThrow("invariant: no such array is packed");
  });
});
