/**
 * Counters of many jobs in one table, by values that are powers of two.
 */
import { describe, expect, it } from "vitest";
import {
  bucketAt,
  countValue,
  sketchesWithin,
  spreadOfAll,
  spreadsOf,
} from "../../../../src/core/simulation/books/sketches.ts";

describe("counters of many jobs", () => {
  it("should stand in the order of their values, of each job and of all, however many", () => {
    const jobs = 60;
    const sketches = sketchesWithin(2);
    // Of job 0 there is one value, of job 1 there are two, and so on: the greatest come first.
    for (let job = 0; job < jobs; job += 1)
      for (let power = job; power >= 0; power -= 1)
        for (let times = 0; times <= power % 3; times += 1)
          countValue(sketches, job, 1.5 * 2 ** power);
    expect(sketches.used).toBe((jobs * (jobs + 1)) / 2);
    // It has grown while less than a third of it was free.
    expect(sketches.jobs.length).toBe(4_096);
    const spreadOf = spreadsOf(sketches, jobs);
    const powers = (most: number): number[] => [...Array(most).keys()];
    for (let job = 0; job < jobs; job += 1) {
      const { buckets, counts } = spreadOf(job);
      expect([...buckets]).toEqual(powers(job + 1));
      expect([...counts]).toEqual(powers(job + 1).map((power) => 1 + (power % 3)));
    }
    const all = spreadOfAll(sketches);
    expect([...all.buckets]).toEqual(powers(jobs));
    expect([...all.counts]).toEqual(
      powers(jobs).map((power) => (jobs - power) * (1 + (power % 3))),
    );
    expect([0, 59, 60, 60 + 2 * 59 - 1, 60 + 2 * 59].map((rank) => bucketAt(all, rank))).toEqual([
      0, 0, 1, 1, 2,
    ]);
  });

  it("should have buckets between which there is nothing", () => {
    const sketches = sketchesWithin(2);
    for (const value of [3_000, 1, 3_000, 40]) countValue(sketches, 0, value);
    const { buckets, counts } = spreadOfAll(sketches);
    expect([[...buckets], [...counts]]).toEqual([
      [0, 5, 11],
      [1, 1, 2],
    ]);
  });
});
