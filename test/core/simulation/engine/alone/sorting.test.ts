/**
 * What slices are put in order with: sorting by digits, moments and what comes after them, hours.
 */
import { describe, expect, it } from "vitest";
import { weekClock } from "../../../../../src/core/simulation/books/weekClock.ts";
import { layHours, noHours } from "../../../../../src/core/simulation/engine/alone/hours.ts";
import {
  addMoment,
  layTable,
  momentAfter,
  noMoments,
} from "../../../../../src/core/simulation/engine/alone/moments.ts";
import { sortedPlaces, sorter } from "../../../../../src/core/simulation/engine/alone/radix.ts";
import { fixedZone } from "../../../../../src/core/time/zone.ts";
import { hostZone } from "../../../../../src/host/zones.ts";
import { at, clockChange, DAY, HOUR, MINUTE } from "../../../../support/scheduleBuilders.ts";
import { numbers } from "../../../../support/statistics.ts";

const upTo = (count: number): number[] => [...Array(count).keys()];

describe("sortedPlaces", () => {
  const sorted = (keys: readonly number[], most: number): number[] => {
    const memory = sorter();
    const ask = (): number[] => {
      const places = sortedPlaces(memory, Float64Array.from(keys), keys.length, most);
      return [...places.subarray(0, keys.length)];
    };
    ask();
    return ask(); // what was used before is no matter
  };

  it("should have equal keys in the order of their places, up to the greatest key", () => {
    expect(sorted([], 10)).toEqual([]);
    expect(sorted([7], 10)).toEqual([0]);
    expect(sorted([7, 3], 10)).toEqual([1, 0]);
    expect(sorted([5, 1, 5, 0, 1], 5)).toEqual([3, 1, 4, 0, 2]);
    expect(sorted([2_048, 2_047, 2_048, 0], 2_048)).toEqual([3, 1, 0, 2]);
    expect(sorted([4_194_304, 1, 4_194_303], 4_194_304)).toEqual([1, 2, 0]);
    expect(sorted([0, 0, 0], 0)).toEqual([0, 1, 2]);
  });

  it("should do so of many", () => {
    for (const most of [3, 2_047, 2_048, 5_000_000, 10 ** 11]) {
      const random = numbers(most);
      const keys = upTo(500).map(() => Math.floor(random() * (most + 1)));
      expect(sorted(keys, most)).toEqual(upTo(500).toSorted((a, b) => keys[a]! - keys[b]!));
    }
  });
});

describe("moments", () => {
  it("should be each instant once, and know which comes next after any other", () => {
    const begin = at("2026-01-05T00:00Z");
    for (const [count, length, seed] of [
      [0, DAY, 1],
      [1, HOUR, 2],
      [50, HOUR, 3],
      [1_100, DAY, 4],
      [200, 150, 5],
    ] as const) {
      const random = numbers(seed);
      const instants = upTo(count)
        .map(() => begin + Math.floor(random() * length))
        .toSorted((a, b) => a - b);
      const moments = noMoments();
      for (const instant of instants) addMoment(moments, instant, 2);
      const once = [...new Set(instants)];
      expect([...moments.instants.subarray(0, moments.count)]).toEqual(once);
      expect([...moments.starting.subarray(0, moments.count)]).toEqual(
        once.map((one) => 2 * (1 + instants.lastIndexOf(one) - instants.indexOf(one))),
      );
      layTable(moments, begin, begin + length);
      // About two buckets for each are enough, and room for as many again.
      expect(moments.buckets.length).toBeLessThanOrEqual(Math.max(1_024, 4 * count + 2));
      const asked = [begin, begin + length - 1, ...instants, ...instants.map((one) => one + 1)]
        .filter((one) => one < begin + length)
        .slice(0, 200);
      const ends = Float64Array.from([0, ...asked]);
      expect(asked.map((_, index) => momentAfter(moments, ends, index + 1))).toEqual(
        asked.map((one) => once.filter((instant) => instant < one).length),
      );
    }
  });
});

describe("the hours of a slice", () => {
  const laid = (
    hours: ReturnType<typeof noHours>,
    clock: ReturnType<typeof weekClock>,
    begin: number,
    until: number,
  ): [number, number][] => {
    layHours(hours, clock, begin, until);
    return upTo(hours.count).map((index) => [
      (hours.untils[index]! - begin) / MINUTE,
      hours.ofWeek[index]!,
    ]);
  };

  it("should follow each other, from slice to slice, the last as far as it goes", () => {
    const from = at("2026-01-10T22:30Z"); // a Saturday
    const clock = weekClock(fixedZone("UTC", 0), from);
    const hours = noHours();
    expect(laid(hours, clock, from, from + 2 * HOUR)).toEqual([
      [30, 166],
      [90, 167],
      [150, 0],
    ]);
    // The next slice begins in the hour in which the last one ended.
    expect(laid(hours, clock, from + 2 * HOUR, from + 2.5 * HOUR)).toEqual([[30, 0]]);
    // And one begins with an hour.
    expect(laid(hours, clock, from + 2.5 * HOUR, from + 3.5 * HOUR)).toEqual([[60, 1]]);
  });

  it("should be as many as there are, and a clock change the end of one", () => {
    const change = clockChange("America/New_York", "2026-11-01T06:00Z", "02:00", "01:00"); // Sunday
    const from = change - 1.5 * HOUR;
    const clock = weekClock(hostZone("America/New_York"), from);
    const hours = noHours();
    expect(laid(hours, clock, from, change + HOUR)).toEqual([
      [30, 0],
      [90, 1],
      [150, 1],
    ]);
    const later = laid(hours, clock, change + HOUR, change + HOUR + 20 * DAY);
    expect(later.length).toBe(480);
    expect(later).toEqual(upTo(480).map((index) => [60 * (index + 1), (index + 2) % 168]));
  });
});
