/**
 * Numbers as people read them: digits in groups of three, the same way in every text.
 */

/**
 * `10,080`, `1,234.50`: with so many digits after the point, or as many as the number has. No unit,
 * and a minus sign for what is below 0.
 */
export function grouped(value: number, digits?: number): string {
  const text = digits === undefined ? String(value) : value.toFixed(digits);
  const [whole = "", ...fraction] = text.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".");
}
