/**
 * Circles of copies: found once each, from whatever job one comes to them (R32).
 */
import { describe, expect, it } from "vitest";
import { circlesOfCopies } from "../../../src/core/simulation/circlesOfCopies.ts";

const _ = undefined;
const found = (...sources: (number | undefined)[]): [number, number][] => [
  ...circlesOfCopies(sources),
];

describe("circlesOfCopies", () => {
  it("should find none where every chain ends", () => {
    expect(found()).toEqual([]);
    expect(found(_, _)).toEqual([]);
    expect(found(_, 0, 1, 1)).toEqual([]);
    expect(found(1, 2, _)).toEqual([]);
    expect(found(2, 2, 3, _, 0)).toEqual([]);
  });

  it("should find a job that copies itself", () => {
    expect(found(0)).toEqual([[0, 0]]);
    expect(found(_, 1, 0)).toEqual([[1, 1]]);
  });

  it("should find a circle once, by the first of its jobs", () => {
    expect(found(1, 0)).toEqual([[0, 0]]);
    expect(found(_, 3, 1, 2, 0)).toEqual([[1, 1]]);
  });

  it("should find a circle by a job that only leads to it, where that comes first", () => {
    expect(found(2, _, 3, 4, 2)).toEqual([[0, 2]]);
    expect(found(1, 2, 2, 0)).toEqual([[0, 2]]);
  });

  it("should find each of several, and none again by who joins them later", () => {
    expect(found(1, 0, 3, 2, 0, 2, 4)).toEqual([
      [0, 0],
      [2, 2],
    ]);
  });
});
