/**
 * Sessions booked slice by slice, and the same booked event by event.
 */
import { describe, expect, it } from "vitest";
import { roomFor } from "../../../../../src/core/simulation/books/columns.ts";
import {
  changeBusy,
  moveOn,
  type OccupancyBook,
  occupancyBook,
  occupancyMetrics,
} from "../../../../../src/core/simulation/books/occupancy.ts";
import {
  type WaveBook,
  waveBook,
  waveEnded,
  wavesOf,
  waveStarted,
} from "../../../../../src/core/simulation/books/waves.ts";
import { type WeekClock, weekClock } from "../../../../../src/core/simulation/books/weekClock.ts";
import { bookSlice, sliceBooks } from "../../../../../src/core/simulation/engine/alone/books.ts";
import { addMoment, noMoments } from "../../../../../src/core/simulation/engine/alone/moments.ts";
import type { World } from "../../../../../src/core/simulation/engine/world.ts";
import { fixedZone } from "../../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../../support/scheduleBuilders.ts";
import { numbers } from "../../../../support/statistics.ts";

const FROM = at("2026-01-05T10:30Z");
const ZONE = fixedZone("UTC", 0);
const SLICE = 2 * HOUR;
const SLICES = 4;
const TO = FROM + SLICES * SLICE;
/** Jobs that need nothing, the first resource, the second, and both. */
const LANE_OF = Int32Array.of(-1, 0, 1, 2);
const LANE_NEEDS = [[0], [1], [0, 1]];
const FLEET = 2;

interface Session {
  readonly job: number;
  readonly start: number;
  readonly end: number;
}

interface Books {
  readonly occupancy: OccupancyBook;
  readonly waves: WaveBook;
}

function opened(): Books {
  const clock: WeekClock = weekClock(ZONE, FROM);
  const slots = new Float64Array(3).fill(Infinity);
  return { occupancy: occupancyBook(slots, FROM, clock), waves: waveBook(FROM, TO, clock) };
}

/** Sessions that start on a grid of minutes, of all lengths; some end with a slice, or at once. */
function drawn(count: number, seed: number): Session[] {
  const random = numbers(seed);
  const sessions = Array.from({ length: count }, (_, index): Session => {
    const minutes = Math.floor((random() * (TO - FROM)) / MINUTE);
    const start = FROM + minutes * MINUTE;
    const kind = Math.floor(random() * 5);
    const sliceEnd = FROM + SLICE * (1 + Math.floor((start - FROM) / SLICE));
    const end =
      kind === 0 ? start : kind === 1 ? sliceEnd : start + Math.floor(random() ** 3 * 5 * HOUR);
    return { job: index % LANE_OF.length, start, end: Math.min(TO, end) };
  });
  return sessions.toSorted((a, b) => a.start - b.start);
}

/** What a book says of both resources and the fleet, and of its waves. */
function said({ occupancy, waves }: Books): unknown {
  moveOn(occupancy, TO);
  return {
    occupancy: [0, 1, FLEET].map((resource) => {
      const { busyByHour, ...more } = occupancyMetrics(occupancy, resource);
      return { ...more, busyByHour: [...busyByHour] };
    }),
    waves: wavesOf(waves),
  };
}

function bySlices(
  sessions: readonly Session[],
  laneNeeds: readonly (readonly number[])[],
): unknown {
  const books = opened();
  const capacity = { resourceCount: 2, laneOf: LANE_OF, laneNeeds };
  const world = { from: FROM, zone: ZONE, capacity, tally: books } as unknown as World;
  const slices = sliceBooks(world);
  const moments = noMoments();
  const front = 3;
  for (let slice = 0; slice < SLICES; slice += 1) {
    const begin = FROM + slice * SLICE;
    const own = sessions.filter(({ start }) => start >= begin && start < begin + SLICE);
    const columns = roomFor(front + own.length);
    moments.count = 0;
    own.forEach(({ job, start, end }, index) => {
      columns.job[front + index] = job;
      columns.start[front + index] = start;
      columns.end[front + index] = end;
      addMoment(moments, start, 1);
    });
    bookSlice(slices, columns, front, own.length, moments, begin, begin + SLICE);
  }
  return said(books);
}

/** The same, one event after the other: at one instant what has run ends, then sessions start. */
function byEvents(
  sessions: readonly Session[],
  laneNeeds: readonly (readonly number[])[],
): unknown {
  const books = opened();
  const events = sessions.flatMap(({ job, start, end }) => [
    { instant: start, rank: 1, job, change: 1, end },
    { instant: end, rank: end === start ? 2 : 0, job, change: -1, end },
  ]);
  for (const { instant, job, change, end } of events.toSorted(
    (a, b) => a.instant - b.instant || a.rank - b.rank,
  )) {
    moveOn(books.occupancy, instant);
    for (const resource of [...(laneNeeds[LANE_OF[job]!] ?? []), FLEET])
      changeBusy(books.occupancy, resource, change);
    if (change < 0) continue;
    const night = waveStarted(books.waves, Float64Array.of(instant), 0, 1);
    waveEnded(books.waves, night, Float64Array.of(end), 0);
  }
  return said(books);
}

/** One that ends as the second slice does, after many starts in the first and few in that. */
function endsWithSlice(): Session[] {
  const session = (start: number, lengthMs: number): Session => ({
    job: 3,
    start: FROM + start,
    end: FROM + start + lengthMs,
  });
  return [
    session(0, 2 * SLICE),
    ...Array.from({ length: 200 }, (_, index) => session(index, 1)),
    ...[0, 1, 2].map((minute) => session(SLICE + minute * MINUTE, MINUTE)),
    ...Array.from({ length: 300 }, () => session(2 * SLICE + HOUR, HOUR)),
  ];
}

describe("sessions that are booked slice by slice", () => {
  for (const [needs, laneNeeds] of [
    ["some of which need something", LANE_NEEDS],
    ["which need nothing", []],
  ] as const)
    it(`should come to what they come to event by event: ${needs}`, () => {
      for (const sessions of [
        drawn(1, 1),
        drawn(40, 2),
        drawn(1_500, 3),
        drawn(1_500, 4),
        endsWithSlice(),
      ]) {
        expect(bySlices(sessions, laneNeeds)).toEqual(byEvents(sessions, laneNeeds));
      }
    });
});
