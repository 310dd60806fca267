/**
 * Fractions of whole numbers of any size: the arithmetic of the slow simulator, which never rounds.
 *
 * Must never break: a fraction is in lowest terms and its bottom is above zero, so equal values are
 * equal by `toEqual`, also after a thousand steps.
 */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** `top / bottom`; both whole. Throws where one is not, or `bottom` is zero. */
export function fraction(top: bigint | number, bottom: bigint | number = 1n): Fraction {
  return lowest(BigInt(top), BigInt(bottom));
}

/** Nothing, and a whole. */
export const ZERO = fraction(0);
export const ONE = fraction(1);

/**
 * The decimal number as which a number is written, exactly: 0.4 is 2/5, not the binary fraction
 * next to it. Throws on what is not finite.
 */
export function decimal(value: number): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new Error(`expected a decimal number, received ${value}`);
  const [, sign = "", whole = "", rest = "", power = "0"] = match;
  const digits = BigInt(`${sign}${whole}${rest}`);
  const exponent = Number(power) - rest.length;
  return exponent >= 0
    ? lowest(digits * 10n ** BigInt(exponent), 1n)
    : lowest(digits, 10n ** BigInt(-exponent));
}

/** The sum. */
export function plus(a: Fraction, b: Fraction): Fraction {
  return lowest(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

/** `a` less `b`. */
export function minus(a: Fraction, b: Fraction): Fraction {
  return lowest(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
}

/** The product. */
export function times(a: Fraction, b: Fraction): Fraction {
  return lowest(a.top * b.top, a.bottom * b.bottom);
}

/** `a` divided by `b`. Throws where `b` is zero. */
export function dividedBy(a: Fraction, b: Fraction): Fraction {
  return lowest(a.top * b.bottom, a.bottom * b.top);
}

/** Below zero where `a` is less than `b`, zero where they are equal, above zero else. */
export function compared(a: Fraction, b: Fraction): number {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The least of one or more. */
export function least(...values: readonly Fraction[]): Fraction {
  return values.reduce((low, value) => (compared(value, low) < 0 ? value : low));
}

/** The sum of any number of them. */
export function total(values: readonly Fraction[]): Fraction {
  return values.reduce(plus, ZERO);
}

/** The least whole number that is not below it. Throws beyond what a number keeps exactly. */
export function ceiling({ top, bottom }: Fraction): number {
  const towardsZero = top / bottom;
  const whole = Number(top > 0n && top % bottom !== 0n ? towardsZero + 1n : towardsZero);
  if (!Number.isSafeInteger(whole)) throw new Error(`${top}/${bottom} is beyond whole numbers`);
  return whole;
}

/** The number next to it, for those who only look. */
export function numberOf({ top, bottom }: Fraction): number {
  const whole = top / bottom;
  return Number(whole) + Number(top - whole * bottom) / Number(bottom);
}

function lowest(top: bigint, bottom: bigint): Fraction {
  if (bottom === 0n) throw new Error(`${top} divided by zero`);
  let a = top < 0n ? -top : top;
  let b = bottom < 0n ? -bottom : bottom;
  while (b > 0n) [a, b] = [b, a % b]; // Euclid: b falls with every step
  const shared = bottom < 0n ? -a : a;
  return { top: top / shared, bottom: bottom / shared };
}
