/**
 * The row of a job: what is known of one that has done nothing, and how much memory it takes.
 */
import { describe, expect, it } from "vitest";
import {
  DATA,
  FULL_MS,
  INSTANTS,
  jobRows,
  NEWEST_POINT,
} from "../../../../src/core/simulation/books/jobRow.ts";

describe("the rows of jobs", () => {
  it("should have no restore point, no data and no full speed, and zeros else", () => {
    const { at } = jobRows(3);
    expect(at.length).toBe(3 * INSTANTS);
    const unknown = [...at.keys()].filter((place) => Number.isNaN(at[place]!));
    expect(unknown).toEqual(
      [0, 1, 2].flatMap((job) =>
        [NEWEST_POINT, DATA, FULL_MS].map((field) => job * INSTANTS + field),
      ),
    );
    expect(at.every((value, place) => value === 0 || unknown.includes(place))).toBe(true);
  });

  it("should take six lines of the processor's cache each", () => {
    expect(INSTANTS * Float64Array.BYTES_PER_ELEMENT).toBe(6 * 64);
  });
});
