/**
 * What compiling and asking cost, counted in pieces, lists and table reads: work, not time, so that
 * it holds anywhere.
 */
import { afterEach, describe, expect, it, vi } from "vitest";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { compilePieces, type Pieces } from "../../../src/core/schedule/pieces.ts";
import { explainInstant } from "../../../src/core/schedule/explain.ts";
import { queryPieces } from "../../../src/core/schedule/query.ts";
import { startRule } from "../../../src/core/schedule/rule.ts";
import { compileSchedule } from "../../../src/core/schedule/schedule.ts";
import * as starts from "../../../src/core/schedule/starts.ts";
import type { ZoneTable } from "../../../src/core/time/zone.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { SchedulePolicy, ServerClock } from "../../../src/index.ts";
import { ODD_ZONES } from "../../support/scheduleArbitraries.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  startWindow,
  WEEK,
} from "../../support/scheduleBuilders.ts";

vi.mock("../../../src/core/schedule/starts.ts", { spy: true });
afterEach(() => vi.clearAllMocks());

const POLICIES: Record<string, SchedulePolicy> = {
  daily: daily("02:30"),
  "daily, backup window": daily(
    "02:30",
    "Workdays",
    backupWindow(
      mask((hour) => hour < 6),
      15,
    ),
  ),
  "every 5 minutes": every("Minutes5", backupWindow(mask((hour) => hour % 2 === 0))),
  "every hour, start window": every(
    "Hours1",
    startWindow(
      mask((hour, weekday) => weekday === 2 && hour === 2),
      15,
    ),
  ),
  "every 12 hours, both windows": every("Hours12", {
    ...startWindow(mask((hour) => hour === 2)),
    ...backupWindow(mask((hour) => hour > 2)),
  }),
};
const CLOCKS: Partial<ServerClock>[] = [
  {},
  { windowClock: "server" },
  { gap: "gap-end", overlap: "second", gridOverlap: "first" },
  { gap: "earlier", overlap: "first" },
  { gap: "skip", overlap: "both", gridOverlap: "second", windowClock: "server" },
];

/** A typed array that counts how often an element of it is read. */
function counted<Table extends object>(table: Table, reads: { count: number }): Table {
  return new Proxy(table, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads.count += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function countedZone(zone: ZoneTable, reads: { count: number }): ZoneTable {
  return {
    ...zone,
    starts: counted(zone.starts, reads),
    offsetsMs: counted(zone.offsetsMs, reads),
    lookup: counted(zone.lookup, reads),
  };
}

function countedPieces(pieces: Pieces, reads: { count: number }): Pieces {
  return {
    ...pieces,
    starts: counted(pieces.starts, reads),
    bases: counted(pieces.bases, reads),
    ranks: counted(pieces.ranks, reads),
    biases: counted(pieces.biases, reads),
    firstOfSegment: counted(pieces.firstOfSegment, reads),
    lists: pieces.lists.map((list) => ({
      ...list,
      positions: counted(list.positions, reads),
      buckets: counted(list.buckets, reads),
    })),
  };
}

const everyCase = Object.entries(POLICIES).flatMap(([name, policy]) =>
  CLOCKS.map((clock) => ({ name, policy, clock: clockWith(clock) })),
);

describe("compiling", () => {
  it("should make at most five pieces a segment, and one weekly list per distinct offset", () => {
    for (const zoneName of ODD_ZONES) {
      const zone = hostZone(zoneName);
      for (const { name, policy, clock } of everyCase) {
        const pieces = compilePieces(startRule(policy, clock), zone);
        expect(pieces.count, `${name} in ${zoneName}`).toBeLessThanOrEqual(5 * zone.starts.length);
        const lists = new Set(pieces.lists).size;
        expect(lists, `${name} in ${zoneName}`).toBeLessThanOrEqual(
          zone.distinctOffsetsMs.length + 3 * zone.changeKindCount + 1,
        );
      }
    }
  });

  it("should share one list among all offsets where nothing is read on UTC", () => {
    const zone = hostZone("Europe/Berlin");
    const lists = (clock: Partial<ServerClock>) =>
      new Set(
        compilePieces(
          startRule(
            daily("12:00", "Everyday", backupWindow(mask((hour) => hour > 6))),
            clockWith(clock),
          ),
          zone,
        ).lists,
      ).size;
    expect(lists({ windowClock: "server", overlap: "both" })).toBe(1);
    expect(lists({ windowClock: "utc", overlap: "both" })).toBe(zone.distinctOffsetsMs.length);
  });

  it("should take the slow road a few times per kind of clock change, not per change", () => {
    for (const zoneName of [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/Santiago",
    ]) {
      const zone = hostZone(zoneName);
      for (const { name, policy, clock } of everyCase) {
        vi.clearAllMocks();
        compilePieces(startRule(policy, clock), zone);
        expect(
          vi.mocked(starts.startsIn).mock.calls.length,
          `${name} in ${zoneName}`,
        ).toBeLessThanOrEqual(3 * zone.changeKindCount);
        expect(zone.changeKindCount * 4, zoneName).toBeLessThan(zone.starts.length);
      }
    }
    const zone = hostZone("America/New_York");
    vi.clearAllMocks();
    compilePieces(startRule(daily("02:30"), clockWith()), zone);
    // the count counts something
    expect(vi.mocked(starts.startsIn).mock.calls.length).toBeGreaterThan(0);
  });

  it("should take it for two weeks around a change at most", () => {
    for (const zoneName of ODD_ZONES) {
      for (const { name, policy, clock } of everyCase) {
        vi.clearAllMocks();
        compilePieces(startRule(policy, clock), hostZone(zoneName));
        for (const [, , from, to] of vi.mocked(starts.startsIn).mock.calls)
          expect(to - from, `${name} in ${zoneName}`).toBeLessThanOrEqual(WEEK + DAY);
      }
    }
  });

  it("should never take it for minute grids, skipped gaps, clocks that stand still", () => {
    const berlin = hostZone("Europe/Berlin");
    compilePieces(startRule(POLICIES["every 5 minutes"]!, clockWith()), berlin);
    compilePieces(startRule(daily("02:30"), clockWith({ gap: "skip" })), berlin);
    for (const policy of Object.values(POLICIES))
      compilePieces(startRule(policy, clockWith()), hostZone("UTC"));
    expect(vi.mocked(starts.startsIn)).not.toHaveBeenCalled();
  });
});

describe("asking", () => {
  const instants = [
    0,
    at("1999-12-31T23:59Z"),
    at("2026-03-08T06:59Z"),
    at("2026-11-01T05:30Z"),
    at("2099-07-01T00:00Z"),
    1e15,
    8.64e15,
  ];

  it("should read a bounded number of table entries per question, whatever the span", () => {
    for (const zoneName of ["UTC", "America/New_York", "Africa/Casablanca", "Asia/Gaza"]) {
      const zone = hostZone(zoneName);
      for (const { name, policy, clock } of everyCase) {
        const reads = { count: 0 };
        const query = queryPieces(
          countedPieces(compilePieces(startRule(policy, clock), zone), reads),
          countedZone(zone, reads),
        );
        const ask: Record<string, (t: number) => unknown> = {
          next: (t) => query.next(t),
          previous: (t) => query.previous(t),
          has: (t) => query.has(t),
          rank: (t) => query.rank(t),
          nth: (t) => query.nth(Math.floor(t / HOUR / 100)),
          "count of all time": (t) => query.count(-Infinity, t) + query.count(t, Infinity),
        };
        for (const [question, answer] of Object.entries(ask)) {
          for (const t of [...instants, ...instants.toReversed()]) {
            reads.count = 0;
            answer(t);
            expect(reads.count, `${question} at ${t}: ${name} in ${zoneName}`).toBeLessThanOrEqual(
              100,
            );
          }
        }
      }
    }
  });

  it("should not forget for one question elsewhere what the questions before it were about", () => {
    const reads = { count: 0 };
    const zone = countedZone(hostZone("America/New_York"), reads);
    const query = queryPieces(
      countedPieces(compilePieces(startRule(every("Minutes5"), clockWith()), zone), reads),
      zone,
    );
    const readsFor = (t: number): number => {
      reads.count = 0;
      expect(query.next(t)).toBeGreaterThan(t);
      return reads.count;
    };
    const [here, elsewhere] = [at("2026-05-01T00:00Z"), at("2012-01-01T00:00Z")];
    const [first, , again] = [readsFor(here), readsFor(here), readsFor(here)];
    expect(again).toBeLessThan(first);
    readsFor(elsewhere);
    expect(readsFor(here)).toBe(again);
    // Who asks there twice stays there.
    readsFor(elsewhere);
    readsFor(elsewhere);
    expect(readsFor(elsewhere)).toBe(again);
    expect(readsFor(here)).toBeGreaterThan(again);
  });

  it("should read a piece or two per run that it writes", () => {
    const reads = { count: 0 };
    const zone = hostZone("America/New_York");
    const pieces = compilePieces(
      startRule(every("Hours1", backupWindow(mask((hour) => hour % 3 === 1))), clockWith()),
      zone,
    );
    const query = queryPieces(countedPieces(pieces, reads), countedZone(zone, reads));
    const out = new Float64Array(8_000);
    reads.count = 0;
    expect(query.fill(out, at("2026-01-01T00:00Z"), Infinity)).toBe(8_000);
    expect(reads.count).toBeLessThan(1_000); // a week's list once per piece, not once per run
  });
});

describe("never", () => {
  const nothing = mask(() => false);
  const never: Record<string, SchedulePolicy> = {
    "a closed backup window": every("Minutes5", backupWindow(nothing)),
    "a closed start window": every("Hours1", startWindow(nothing)),
    "windows that exclude each other": every("Hours1", {
      ...startWindow(mask((hour) => hour < 12)),
      ...backupWindow(mask((hour) => hour >= 12)),
    }),
    "a daily time that is prohibited": daily(
      "12:00",
      "Everyday",
      backupWindow(mask((hour) => hour !== 12)),
    ),
    "the only day is prohibited": daily(
      "12:00",
      "Sunday",
      backupWindow(mask((_, weekday) => weekday !== 0)),
    ),
    "no schedule": every("Hours1", { type: "ManualOnly" }),
    "switched off": every("Hours1", { scheduleEnabled: false }),
  };

  for (const [name, policy] of Object.entries(never)) {
    it(`should be known at once: ${name}`, () => {
      for (const zoneName of ["UTC", "Asia/Gaza", "America/New_York"]) {
        const zone = hostZone(zoneName);
        const clock = clockWith({ zone: zoneName, windowClock: "server" });
        const reads = { count: 0 };
        const query = queryPieces(
          countedPieces(compilePieces(startRule(policy, clock), zone), reads),
          countedZone(zone, reads),
        );
        for (const t of [-1e15, 0, at("2026-03-08T00:00Z"), 8.64e15]) {
          reads.count = 0;
          expect([
            query.next(t),
            query.previous(t),
            query.rank(t),
            query.nth(0),
            query.has(t),
            query.count(-Infinity, Infinity),
          ]).toEqual([Infinity, -Infinity, 0, Infinity, false, 0]);
          expect(query.range(-Infinity, Infinity).length).toBe(0);
          expect(reads.count, `${name} in ${zoneName} at ${t}`).toBeLessThan(200);
        }
      }
    });

    it(`should be explained after a look at one week: ${name}`, () => {
      const reads = { count: 0 };
      const zone = countedZone(hostZone("Asia/Gaza"), reads);
      const clock = clockWith({ zone: "Asia/Gaza", windowClock: "server" });
      const schedule = compileSchedule(policy, clock, zone);
      vi.clearAllMocks();
      reads.count = 0;
      const explanation = explainInstant(
        schedule,
        startRule(policy, clock),
        at("2026-03-08T00:00Z"),
      );
      expect(explanation.next).toBe(Infinity);
      expect(explanation.verdict).not.toBe("runs");
      expect(explanation.text).toMatch(/^Never runs|Never runs:/);
      expect(
        vi.mocked(starts.startsIn).mock.calls.every(([, , from, to]) => to - from <= WEEK),
      ).toBe(true);
      // 2,016 starts of a week, each with its cell and its pass
      expect(reads.count).toBeLessThan(60_000);
    });
  }

  it("should walk a week at a time when its starts are listed", () => {
    const schedule = compileSchedule(
      every("Minutes5", backupWindow(nothing)),
      clockWith(),
      hostZone("UTC"),
    );
    vi.clearAllMocks();
    const listing = schedule.runs(0, Infinity);
    expect(vi.mocked(starts.startsIn)).not.toHaveBeenCalled();
    const first = listing.next();
    expect(first.done === true ? undefined : first.value.instant).toBe(0);
    expect(vi.mocked(starts.startsIn)).toHaveBeenCalledTimes(1);
    listing.return?.(undefined);
    expect(listing.next().done).toBe(true);
    expect(vi.mocked(starts.startsIn)).toHaveBeenCalledTimes(1);
  });
});
