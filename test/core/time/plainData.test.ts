/**
 * Results as plain data: what becomes of instants, of numbers that JSON lacks, and of questions.
 */
import { describe, expect, it } from "vitest";
import { plainData, resultOf } from "../../../src/core/time/plainData.ts";

const T = Date.UTC(2026, 0, 7, 21);
const TEXT = "2026-01-07T21:00:00Z";
const written = (instant: number): string => `at ${instant}`;

describe("a result", () => {
  it("should be data with questions beside it, which neither a clone nor JSON has", () => {
    const result = resultOf({ start: T, hours: new Float64Array([1, 2]) }, { double: () => 2 });
    expect(result.double()).toBe(2);
    expect(Object.keys(result)).toEqual(["start", "hours"]);
    expect(structuredClone(result)).toEqual({ start: T, hours: new Float64Array([1, 2]) });
    expect(JSON.stringify(result)).toBe(`{"start":"${TEXT}","hours":[1,2]}`);
    expect(JSON.stringify(resultOf({ end: T }))).toBe(`{"end":"${TEXT}"}`);
  });
});

describe("plain data", () => {
  it("should have instants as they are written, under each key that is one", () => {
    const keys = [
      ...["from", "to", "now", "instant", "nominal", "start", "end", "predicted", "reported"],
      ...["peakAt", "longestQueueAt", "baselineAt", "candidateAt"],
    ];
    for (const key of keys) {
      expect(plainData({ [key]: 5 }, written), key).toEqual({ [key]: "at 5" });
      expect(plainData({ [key]: [5, 6] }, written), key).toEqual({ [key]: ["at 5", "at 6"] });
    }
    expect(plainData({ length: 5, list: [{ start: 5 }] }, written)).toEqual({
      length: 5,
      list: [{ start: "at 5" }],
    });
  });

  it("should have the two sides of a metric as instants where its unit says so", () => {
    const sides = { baseline: 5, candidate: 6 };
    expect(plainData({ ...sides, unit: "instant" }, written)).toEqual({
      baseline: "at 5",
      candidate: "at 6",
      unit: "instant",
    });
    expect(plainData({ ...sides, unit: "ms" }, written)).toEqual({ ...sides, unit: "ms" });
    expect(plainData({ size: 5, unit: "instant" }, written)).toEqual({ size: 5, unit: "instant" });
  });

  it("should have the figures of an estimate of an instant as instants, its spread as ms", () => {
    const estimate = { mean: 5.4, low: 4, high: 6, spread: 1 };
    const found = { mean: "at 5", low: "at 4", high: "at 6", spread: 1 };
    expect(plainData({ peakAt: estimate }, written)).toEqual({ peakAt: found });
    expect(plainData({ peak: estimate }, written)).toEqual({ peak: estimate });
  });

  it("should have null for what JSON has no number for, and no Date beyond the last one", () => {
    const rows = { a: Infinity, b: Number.NaN, end: Infinity, from: 8.64e15, to: 8.64e15 + 2 };
    expect(plainData(rows, written)).toEqual({
      ...{ a: null, b: null, end: null, from: "at 8640000000000000", to: 8.64e15 + 2 },
    });
    expect(plainData({ from: -8.64e15, to: -8.64e15 - 2 }, written)).toEqual({
      ...{ from: "at -8640000000000000", to: -8.64e15 - 2 },
    });
  });

  it("should say so of a function, and leave everything else as it is", () => {
    const rest = { text: "a", no: null, is: true, none: undefined };
    expect(plainData({ ...rest, run: () => 1 }, written)).toEqual({ ...rest, run: "a function" });
  });
});
