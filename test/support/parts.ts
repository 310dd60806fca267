/**
 * Parts of sweeps for tests, without a simulation: every value of a point is another number.
 */
import { KEY_METRICS } from "../../src/core/whatif/keyMetrics.ts";
import { blocksOf } from "../../src/core/whatif/sweep/shard.ts";
import { PART_FORMAT, type PartHeader, variationsOf } from "../../src/files/partHeader.ts";
import { partText } from "../../src/files/partRows.ts";

/** A header of two starts by three counts of slots, under four seeds from 7 on. */
export function headerWith(more: Partial<PartHeader> = {}): PartHeader {
  return {
    format: PART_FORMAT,
    version: "0.1.0",
    zoneDatabase: "2025b",
    run: "0123456789abcdef".repeat(4),
    source: "fleet.json",
    zone: "Europe/Berlin",
    from: "2026-01-05T00:00:00Z",
    to: "2026-01-12T00:00:00Z",
    seed: 7,
    seeds: 4,
    changes: [
      { name: "dailyTime", values: ["21:00", "22:00"] },
      { name: "proxies.slots", values: ["1", "2", "4"] },
    ],
    shard: 1,
    shards: 1,
    ...more,
  };
}

/** The value of a metric of a point, by the places of all three: never whole, never twice. */
function valueAt(variation: number, seed: number, metric: number): number {
  return (variation * 10_007 + seed * 101 + metric) / 3 + 1e-9;
}

/** The text of a part with such values. */
export function partOf(header: PartHeader): string {
  const names = variationsOf(header.changes).map(({ name }) => name);
  const values = blocksOf(
    { index: header.shard, count: header.shards },
    names.length,
    header.seeds,
  ).flatMap(({ variation, from, to }) =>
    Array.from({ length: to - from }, (_, index) =>
      KEY_METRICS.map((_metric, metric) => valueAt(variation, from + index, metric)),
    ).flat(),
  );
  return [...partText(header, names, Float64Array.from(values))].join("");
}
