/**
 * The pieces that a schedule is compiled to: their shape, and that they hold what the plain road
 * says, in zones that no government has thought of yet.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { compilePieces, type Pieces } from "../../../src/core/schedule/pieces.ts";
import { startRule } from "../../../src/core/schedule/rule.ts";
import { compileSchedule } from "../../../src/core/schedule/schedule.ts";
import { zoneTable } from "../../../src/core/time/zone.ts";
import { hostZone } from "../../../src/host/zones.ts";
import {
  dailyPolicies,
  periodicPolicies,
  runs,
  scheduledScenes,
  switches,
  zoneDrafts,
} from "../../support/scheduleArbitraries.ts";
import { daily, DAY, every, mask, MINUTE, startWindow } from "../../support/scheduleBuilders.ts";

const END = 8.64e15 + 1;

function checkShape(pieces: Pieces, segments: Float64Array): void {
  const { count, starts, bases, lists, ranks, biases, firstOfSegment } = pieces;
  expect(count).toBeGreaterThan(0);
  expect(lists.length).toBe(count);
  expect(starts[0]).toBe(0);
  expect(starts[count]).toBe(END);
  for (let piece = 0; piece < count; piece += 1) {
    if (!(starts[piece]! < starts[piece + 1]!))
      expect.fail(
        `piece ${piece} of ${count} is empty or goes back: ${starts[piece]} ${starts[piece + 1]}`,
      );
    if (!(ranks[piece]! <= ranks[piece + 1]!)) expect.fail(`ranks go back at piece ${piece}`);
    if (lists[piece]!.size === 0 && ranks[piece] !== ranks[piece + 1])
      expect.fail(`an empty list counts runs in piece ${piece}`);
    if (!Number.isInteger(bases[piece]!) || !Number.isInteger(biases[piece]!))
      expect.fail(`piece ${piece} is off the grid of ms`);
  }
  segments.forEach((start, segment) => {
    if (start >= END || segments[segment + 1]! <= 0) return;
    const piece = firstOfSegment[segment]!;
    const instant = Math.max(0, start);
    // A search goes forward from here, a few pieces at most.
    if (!(starts[piece]! <= instant && instant < starts[Math.min(piece + 5, count)]!))
      expect.fail(`piece ${piece} is not where a search for segment ${segment} may begin`);
  });
}

describe("compilePieces", () => {
  it("should be one piece for a clock that stands still", () => {
    const pieces = compilePieces(startRule(daily("02:30"), clockWith()), hostZone("UTC"));
    expect([pieces.count, pieces.starts[0], pieces.starts[1], pieces.lists[0]!.size]).toEqual([
      1,
      0,
      END,
      7,
    ]);
  });

  it("should be one piece per segment, and one more where a start is shifted", () => {
    const zone = hostZone("America/New_York");
    const summers = Array.from(zone.offsetsMs).filter(
      (offset, k) => k > 0 && offset > zone.offsetsMs[k - 1]!,
    ).length;
    const count = (time: string, gap: "shift" | "earlier" | "skip") =>
      compilePieces(
        startRule(daily(time), clockWith({ zone: "America/New_York", gap, overlap: "both" })),
        zone,
      ).count;
    expect(count("12:00", "shift")).toBe(zone.starts.length);
    expect(count("02:30", "skip")).toBe(zone.starts.length);
    expect(count("02:30", "shift")).toBe(zone.starts.length + summers);
    expect(count("02:30", "earlier")).toBe(zone.starts.length + summers);
  });

  it("should touch each other and cover all of time, in real zones", () => {
    fc.assert(
      fc.property(scheduledScenes, ({ policy, clock }) => {
        const zone = hostZone(clock.zone);
        checkShape(compilePieces(startRule(policy, clock), zone), zone.starts);
      }),
      runs(200),
    );
  });

  it("should touch each other and cover all of time, in any zone", () => {
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        switches,
        zoneDrafts,
        (policy, rest, draft) => {
          const zone = zoneTable("Test/Zone", "", draft.firstOffsetMs, draft.transitions);
          checkShape(
            compilePieces(startRule(policy, { zone: "Test/Zone", ...rest }), zone),
            zone.starts,
          );
        },
      ),
      runs(400),
    );
  });

  it("should hold what runs() finds in any zone, whatever changes and gaps it has", () => {
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        switches,
        zoneDrafts,
        fc.nat(11),
        fc.integer({ min: -20 * DAY, max: 2 * DAY }),
        (policy, rest, draft, pick, distance) => {
          const zone = zoneTable("Test/Zone", "", draft.firstOffsetMs, draft.transitions);
          const schedule = compileSchedule(policy, { zone: "Test/Zone", ...rest }, zone);
          const centre =
            draft.transitions.length === 0
              ? 30 * DAY
              : draft.transitions[pick % draft.transitions.length]!.instant;
          const from = Math.max(0, centre + distance);
          const to = from + 25 * DAY;
          const admitted = Array.from(schedule.runs(from, to))
            .filter((run) => run.admitted)
            .map((run) => run.instant);
          expect([...schedule.range(from, to)]).toEqual(admitted);
          const chain: number[] = [];
          for (
            let run = schedule.next(from - 1);
            run < to && chain.length <= admitted.length;
            run = schedule.next(run)
          )
            chain.push(run);
          expect(chain).toEqual(admitted);
          // A schedule that was never asked has to look the piece up: at each change, and just
          // after.
          for (const { instant } of draft.transitions) {
            for (const t of [instant, instant + 1, instant + DAY]) {
              if (t < from || t > to) continue;
              const fresh = compileSchedule(policy, { zone: "Test/Zone", ...rest }, zone);
              expect(fresh.count(from, t)).toBe(admitted.filter((run) => run < t).length);
            }
          }
        },
      ),
      runs(500),
    );
  });

  it("should keep a start that moves back into a stretch that shows again, in any zone", () => {
    let met = 0;
    const minutes = fc.integer({ min: 1, max: 1440 });
    fc.assert(
      fc.property(
        minutes,
        minutes,
        fc.integer({ min: 1, max: 600 }),
        fc.nat(1439),
        switches,
        (back, forward, room, minuteOfDay, rest) => {
          // The clock goes back, and forward again as soon as a zone may: the gap of the second
          // change reaches back into the hours that the first one shows again.
          const change = 20 * DAY + (Math.max(back, forward) + room) * MINUTE;
          const zone = zoneTable("Test/Zone", "", 0, [
            { instant: 20 * DAY, offsetMs: -back * MINUTE },
            { instant: change, offsetMs: (forward - back) * MINUTE },
          ]);
          const time = new Date(minuteOfDay * MINUTE).toISOString().slice(11, 16);
          const clock = { zone: "Test/Zone", ...rest, gap: "earlier" } as const;
          const schedule = compileSchedule(daily(time), clock, zone);
          const found = Array.from(schedule.runs(15 * DAY, 30 * DAY));
          const instants = found.map(({ instant }) => instant);
          expect([...schedule.range(15 * DAY, 30 * DAY)]).toEqual(instants);
          for (const instant of instants)
            expect(schedule.nth(schedule.rank(instant))).toBe(instant);
          if (
            found.some(
              (run) => run.clockChange === "shifted" && run.instant < 20 * DAY + back * MINUTE,
            )
          )
            met += 1;
        },
      ),
      runs(400),
    );
    expect(met).toBeGreaterThan(5);
  });

  it("should survive the only open hour of a week being skipped, twice in a row", () => {
    // Open Sunday 02:00-03:00 only; the clock goes 02:00 -> 03:00 on that hour, back, and forward
    // again a week later.
    const sunday = Date.UTC(1970, 0, 4, 2);
    const zone = zoneTable("Test/Zone", "", 0, [
      { instant: sunday, offsetMs: 3_600_000 },
      { instant: sunday + 3 * DAY, offsetMs: 0 },
      { instant: sunday + 7 * DAY, offsetMs: 3_600_000 },
    ]);
    const policy = every(
      "Hours12",
      startWindow(mask((hour, weekday) => weekday === 0 && hour === 2)),
    );
    const schedule = compileSchedule(policy, clockWith({ windowClock: "server" }), zone);
    // The window is next open on Sunday the 18th at 02:00 on the wall, 01:00Z, and one start is
    // made there.
    expect([...schedule.range(0, 30 * DAY)].map((run) => new Date(run).toISOString())).toEqual([
      "1970-01-18T01:00:00.000Z",
      "1970-01-25T01:00:00.000Z",
    ]);
  });

  it("should find the right piece where three clock changes come within ten days", () => {
    // Open Sunday 00:00-01:00 only, which the third change skips: 00:00 -> 01:00 on Sunday the
    // 25th.
    const zone = zoneTable("Test/Zone", "", 0, [
      { instant: Date.UTC(1970, 0, 21, 12), offsetMs: 3_600_000 },
      { instant: Date.UTC(1970, 0, 23, 12), offsetMs: 0 },
      { instant: Date.UTC(1970, 0, 25, 0), offsetMs: 3_600_000 },
    ]);
    const clock = clockWith({ windowClock: "server" });
    const policy = every(
      "Hours8",
      startWindow(mask((hour, weekday) => weekday === 0 && hour === 0)),
    );
    const schedule = compileSchedule(policy, clock, zone);
    expect(
      Array.from(schedule.range(0, Date.UTC(1970, 1, 5)), (run) => new Date(run).toISOString()),
    ).toEqual([
      "1970-01-04T00:00:00.000Z",
      "1970-01-11T00:00:00.000Z",
      "1970-01-18T00:00:00.000Z",
      "1970-01-31T23:00:00.000Z",
    ]);
    const fresh = compileSchedule(policy, clock, zone);
    const saturday = Date.UTC(1970, 0, 24);
    expect(fresh.rank(saturday)).toBe(3);
    expect(new Date(fresh.next(saturday)).toISOString()).toBe("1970-01-31T23:00:00.000Z");
  });
});
