/**
 * What the calendar does to resources, edge by edge.
 */
import { describe, expect, it } from "vitest";
import { resourceEdges } from "../../../../src/core/simulation/engine/resourceEdges.ts";
import type { ReadResource } from "../../../../src/core/simulation/resource.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { NEVER } from "../../../../src/index.ts";
import { at, HOUR } from "../../../support/scheduleBuilders.ts";

/** A Monday: the first hour is the 24th of the week. */
const FROM = at("2026-01-05T00:00Z");

function resource(outages: [number, number][], slow: readonly number[] = []): ReadResource {
  const pace = Float64Array.from({ length: 168 }, (_, hour) => (slow.includes(hour) ? 0.5 : 1));
  return {
    of: "proxy",
    id: "p",
    name: undefined,
    slots: 1,
    threads: Number.NaN,
    pace: slow.length === 0 ? undefined : pace,
    outages: outages.map(([from, to]) => ({ from: FROM + from * HOUR, to: FROM + to * HOUR })),
    proxyId: undefined,
  };
}

/** All edges up to so many hours: when, and what changes. */
function edgesOf(resources: readonly ReadResource[], hours: number): unknown[] | undefined {
  const edges = resourceEdges(resources, fixedZone("UTC", 0), FROM);
  if (edges === undefined) return undefined;
  const told: unknown[] = [];
  while (edges.next() <= FROM + hours * HOUR) {
    const hour = (edges.next() - FROM) / HOUR;
    edges.pass({
      pace: (place, pace) => told.push([hour, place, pace]),
      outageBegins: (place) => told.push([hour, place, "begins"]),
      outageEnds: (place) => told.push([hour, place, "ends"]),
    });
  }
  return told;
}

describe("resourceEdges", () => {
  it("should be none where nothing ever changes", () => {
    expect(edgesOf([resource([]), resource([])], 10)).toBe(undefined);
  });

  it("should be outages alone, what is over before left out, where there is no pace", () => {
    const two = [
      resource([
        [-5, 0],
        [3, 4],
      ]),
      resource([
        [-1, 2],
        [4, 6],
      ]),
    ];
    expect(edgesOf(two, 100)).toEqual([
      [0, 1, "begins"],
      [2, 1, "ends"],
      [3, 0, "begins"],
      [4, 0, "ends"],
      [4, 1, "begins"],
      [6, 1, "ends"],
    ]);
    const over = resourceEdges(two, fixedZone("UTC", 0), FROM + 7 * HOUR);
    expect(over).toBe(undefined);
    const last = resourceEdges([resource([[0, 1]])], fixedZone("UTC", 0), FROM)!;
    const nobody = { pace: () => 0, outageBegins: () => 0, outageEnds: () => 0 };
    last.pass(nobody);
    last.pass(nobody);
    expect(last.next()).toBe(NEVER);
  });

  it("should be hours of another pace, told where it changes, with outages between", () => {
    const slow = resource([[26.5, 27]], [24, 25, 27]);
    expect(edgesOf([resource([]), slow], 28)).toEqual([
      [0, 1, 0.5],
      [2, 1, 1],
      [3, 1, 0.5],
      [4, 1, 1],
      [26.5, 1, "begins"],
      [27, 1, "ends"],
    ]);
  });
});
