import { describe, expect, it } from "vitest";
import {
  addBusy,
  bookedTo,
  booksApart,
  changeAway,
  changeBusy,
  changeQueue,
  closeUp,
  countBusy,
  fullFor,
  mostBusy,
  moveOn,
  type OccupancyBook,
  occupancyBook,
  occupancyMetrics,
} from "../../../../src/core/simulation/books/occupancy.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

/** A book of so many resources with one busy slot each. */
function bookOf(count: number): OccupancyBook {
  const slots = new Float64Array(count).fill(2);
  const book = occupancyBook(slots, FROM, weekClock(fixedZone("UTC", 0), FROM));
  for (let resource = 0; resource < count; resource += 1) changeBusy(book, resource, 1);
  return book;
}

describe("occupancyBook", () => {
  it("should book every resource to tell one, so that the others need no booking", () => {
    const book = bookOf(100);
    const now = FROM + 30 * MINUTE;
    moveOn(book, now);
    expect(new Set(Array.from({ length: 100 }, (_, place) => bookedTo(book, place)))).toEqual(
      new Set([FROM]),
    );
    expect(occupancyMetrics(book, 99).meanBusy).toBe(1);
    expect(new Set(Array.from({ length: 100 }, (_, place) => bookedTo(book, place)))).toEqual(
      new Set([now]),
    );
    for (let resource = 0; resource < 99; resource += 1)
      expect(occupancyMetrics(book, resource).meanBusy).toBe(1);
  });

  it("should tell what happened since it was asked last", () => {
    const book = bookOf(2);
    moveOn(book, FROM + 30 * MINUTE);
    expect(occupancyMetrics(book, 0).meanBusy).toBe(1);
    changeBusy(book, 0, 1);
    moveOn(book, FROM + HOUR);
    expect([occupancyMetrics(book, 0).meanBusy, occupancyMetrics(book, 1).meanBusy]).toEqual([
      1.5, 1,
    ]);
  });

  /** A book of resources with 2, 1 and any number of slots; time in minutes. */
  function opened(): { book: OccupancyBook; at: (minutes: number) => void } {
    const book = occupancyBook(
      Float64Array.of(2, 1, Infinity),
      FROM,
      weekClock(fixedZone("UTC", 0), FROM),
    );
    return { book, at: (minutes) => moveOn(book, FROM + minutes * MINUTE) };
  }

  const busyHours = (busyByHour: Float64Array): unknown =>
    [...busyByHour.entries()].filter(([, busy]) => busy > 0);

  it("should say how busy and full each resource was, and its queue, and when most", () => {
    const { book, at: to } = opened();
    to(10);
    changeBusy(book, 0, 1);
    changeQueue(book, 0, 1);
    to(20);
    changeBusy(book, 0, 1);
    changeBusy(book, 2, 1);
    changeQueue(book, 0, 1);
    to(40);
    changeBusy(book, 0, -1);
    changeQueue(book, 0, -1);
    to(50);
    changeBusy(book, 0, 1);
    changeQueue(book, 0, 1);
    to(70);
    changeQueue(book, 0, -1);
    changeQueue(book, 0, -1);
    changeBusy(book, 0, -1);
    changeBusy(book, 0, -1);
    to(120);
    const { busyByHour, ...first } = occupancyMetrics(book, 0);
    expect(first).toEqual({
      sessions: 3,
      peak: 2,
      peakAt: FROM + 20 * MINUTE,
      timeAtCapacity: 40 * MINUTE,
      shareAtCapacity: 40 / 120,
      meanBusy: (10 + 2 * 20 + 10 + 2 * 20) / 120,
      utilisation: (10 + 2 * 20 + 10 + 2 * 20) / 240,
      meanQueue: (10 + 2 * 20 + 10 + 2 * 20) / 120,
      longestQueue: 2,
      longestQueueAt: FROM + 20 * MINUTE,
    });
    // A Monday: the first hour is the 24th of the week.
    expect(busyHours(busyByHour)).toEqual([
      [24, 80 / 60],
      [25, 20 / 60],
    ]);
    expect(mostBusy(book, 0)).toBe(2);
    const second = occupancyMetrics(book, 1);
    expect(second).toMatchObject({
      sessions: 0,
      peak: 0,
      peakAt: FROM,
      timeAtCapacity: 0,
      meanBusy: 0,
      meanQueue: 0,
      longestQueue: 0,
      longestQueueAt: FROM,
    });
    // One without a limit is never full, and has no share.
    expect(occupancyMetrics(book, 2)).toMatchObject({
      sessions: 1,
      meanBusy: 100 / 120,
      timeAtCapacity: 0,
      utilisation: 0,
    });
  });

  it("should have an outage, and full slots, as time in which there was nothing to be had", () => {
    const { book, at: to } = opened();
    const full = (): number[] => [0, 1].map((resource) => fullFor(book, resource) / MINUTE);
    to(10);
    changeBusy(book, 1, 1);
    to(15);
    expect(full()).toEqual([0, 5]);
    changeAway(book, 0, true);
    changeAway(book, 0, true);
    changeAway(book, 1, true);
    to(20);
    expect(full()).toEqual([5, 10]);
    changeBusy(book, 1, -1); // away all the same
    to(30);
    expect(full()).toEqual([15, 20]);
    changeAway(book, 0, false);
    changeAway(book, 0, false);
    changeAway(book, 1, false);
    to(40);
    expect(full()).toEqual([15, 20]);
    // An outage in which all slots are busy is no time at capacity that is counted twice.
    changeAway(book, 1, true);
    changeBusy(book, 1, 1);
    to(45);
    changeAway(book, 1, false);
    to(50);
    expect(full()).toEqual([15, 30]);
    expect(occupancyMetrics(book, 1).timeAtCapacity).toBe(20 * MINUTE);
  });

  it("should take what others have counted", () => {
    const { book, at: to } = opened();
    to(10);
    countBusy(book, 0, 3, 2);
    to(15);
    countBusy(book, 0, 2, 2);
    addBusy(book, 0, 24, 30 * MINUTE);
    to(60);
    expect(occupancyMetrics(book, 0)).toMatchObject({
      sessions: 5,
      peak: 2,
      peakAt: FROM + 10 * MINUTE,
      meanBusy: 0.5,
      timeAtCapacity: 0,
    });
  });

  it("should be all zeros in no time", () => {
    const { book } = opened();
    changeBusy(book, 1, 1);
    const { busyByHour, ...none } = occupancyMetrics(book, 1);
    expect(busyHours(busyByHour)).toEqual([]);
    expect([none.meanBusy, none.shareAtCapacity, none.meanQueue]).toEqual([0, 0, 0]);
  });

  it("should come to the same where the time of some resources goes on apart", () => {
    const { book, at: to } = opened();
    const [apart] = booksApart(book, [[1]], () => weekClock(fixedZone("UTC", 0), FROM));
    changeBusy(book, 0, 1);
    to(90);
    moveOn(apart!, FROM + 30 * MINUTE);
    changeBusy(apart!, 1, 1);
    moveOn(apart!, FROM + 75 * MINUTE);
    changeBusy(apart!, 1, -1);
    moveOn(apart!, FROM + 90 * MINUTE);
    closeUp(apart!);
    const [first, second] = [0, 1].map((resource) => occupancyMetrics(book, resource));
    expect(busyHours(first!.busyByHour)).toEqual([
      [24, 1],
      [25, 1],
    ]);
    expect(busyHours(second!.busyByHour)).toEqual([
      [24, 0.5],
      [25, 0.5],
    ]);
    expect([second!.timeAtCapacity, second!.meanBusy]).toEqual([45 * MINUTE, 0.5]);
  });
});
