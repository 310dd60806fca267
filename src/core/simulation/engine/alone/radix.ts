/**
 * Sorting by whole numbers: digit by digit, the lowest first, so that what is equal stays in its
 * order.
 */

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Memory to sort in, again and again. */
export class Sorter {
  readonly places: Int32Array;
  order: Int32Array;
  other: Int32Array;

  constructor(of: Sorter) {
    this.places = of.places;
    this.order = of.order;
    this.other = of.other;
  }
}

/** A sorter. */
export function sorter(): Sorter {
  return new Sorter({
    places: new Int32Array(DIGITS + 1),
    order: new Int32Array(0),
    other: new Int32Array(0),
  });
}

/**
 * The places of `keys[0 .. count - 1]`, whole numbers from 0 to `most`, in ascending order of the
 * keys; equal keys in that of their places. Good until the sorter's next question.
 */
export function sortedPlaces(
  memory: Sorter,
  keys: Float64Array,
  count: number,
  most: number,
): Int32Array {
  if (memory.order.length < count) {
    memory.order = new Int32Array(Math.ceil(count * 1.5));
    memory.other = new Int32Array(memory.order.length);
  }
  for (let index = 0; index < count; index += 1) memory.order[index] = index;
  if (count < 2) return memory.order;
  // Bound: one round a digit of the greatest key.
  for (let unit = 1; unit <= most; unit *= DIGITS) {
    sortByDigit(keys, count, 1 / unit, memory.order, memory.other, memory.places);
    const { order } = memory;
    memory.order = memory.other;
    memory.other = order;
  }
  return memory.order;
}

/** Writes the places of `from` to `to` in the order of one digit of their keys. */
function sortByDigit(
  keys: Float64Array,
  count: number,
  perUnit: number,
  from: Int32Array,
  to: Int32Array,
  places: Int32Array,
): void {
  places.fill(0);
  for (let index = 0; index < count; index += 1)
    places[((keys[index]! * perUnit) & (DIGITS - 1)) + 1]! += 1;
  for (let digit = 1; digit < DIGITS; digit += 1) places[digit]! += places[digit - 1]!;
  for (let index = 0; index < count; index += 1) {
    const place = from[index]!;
    const digit = (keys[place]! * perUnit) & (DIGITS - 1);
    to[places[digit]!] = place;
    places[digit]! += 1;
  }
}
