import { describe, expect, it } from "vitest";
import { occupancyBook } from "../../../../src/core/simulation/books/occupancy.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

/** A book of so many resources with one busy slot each, and how often its clock was read. */
function bookOf(count: number) {
  const clock = weekClock(fixedZone("UTC", 0), FROM);
  let reads = 0;
  const hour = (): number => {
    reads += 1;
    return clock.hour();
  };
  const slots = new Float64Array(count).fill(2);
  const book = occupancyBook(slots, FROM, { ...clock, hour });
  for (let resource = 0; resource < count; resource += 1) book.busy(resource, 1);
  return { book, readsOf: () => reads };
}

describe("occupancyBook", () => {
  it("should book every resource once to tell them all, whoever is asked first", () => {
    const reads = [10, 100].map((count) => {
      const { book, readsOf } = bookOf(count);
      book.moveTo(FROM + 30 * MINUTE);
      const before = readsOf();
      for (let resource = count - 1; resource >= 0; resource -= 1)
        expect(book.metrics(resource).meanBusy).toBe(1);
      return readsOf() - before;
    });
    // One for each resource that was busy, and one for the length of the hour.
    expect(reads).toEqual([11, 101]);
  });

  it("should tell what happened since it was asked last", () => {
    const { book } = bookOf(2);
    book.moveTo(FROM + 30 * MINUTE);
    expect(book.metrics(0).meanBusy).toBe(1);
    book.busy(0, 1);
    book.moveTo(FROM + HOUR);
    expect([book.metrics(0).meanBusy, book.metrics(1).meanBusy]).toEqual([1.5, 1]);
  });
});
