/**
 * Sorting by whole numbers: digit by digit, the lowest first, so that what is equal stays in its
 * order.
 */

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Sorts again and again, in memory that it keeps. */
export interface Sorter {
  /**
   * The places of `keys[0 .. count - 1]`, whole numbers from 0 to `most`, in ascending order of the
   * keys; equal keys in that of their places. Good until the next question.
   */
  order(keys: Float64Array, count: number, most: number): Int32Array;
}

/** A sorter. */
export function sorter(): Sorter {
  const places = new Int32Array(DIGITS + 1);
  let order = new Int32Array(0);
  let other = new Int32Array(0);

  function sorted(keys: Float64Array, count: number, most: number): Int32Array {
    if (order.length < count) {
      order = new Int32Array(Math.ceil(count * 1.5));
      other = new Int32Array(order.length);
    }
    for (let index = 0; index < count; index += 1) order[index] = index;
    // Bound: one round a digit of the greatest key.
    for (let unit = 1; unit <= most; unit *= DIGITS) {
      sortByDigit(keys, count, 1 / unit, order, other, places);
      [order, other] = [other, order];
    }
    return order;
  }

  return { order: sorted };
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
