/**
 * Exposure from a list of restore points, slow and plain (R23), and what it says of a target (R36).
 *
 * Between two neighbouring cuts no session ends, so the data is as of one instant and the exposure
 * is a straight line: every figure is a sum over such pieces. Shares no code with what it checks.
 */
export interface SlowExposure {
  /** The least upper bound over `[from, to)`, ms. */
  worst: number;
  /** ms. */
  mean: number;
  /** The share, 0 to 1, of the time at which the exposure is over `target` ms. */
  shareOver(target: number): number;
}

export type SlowTarget = "kept" | "missed" | "not-judged";

/**
 * R36: a span that is no longer than the target cannot show a miss, and of a job that was never to
 * run nothing was asked. All lengths in ms.
 */
export function targetOf(worst: number, rpo: number, span: number, wasToRun: boolean): SlowTarget {
  if (span <= rpo || !wasToRun) return "not-judged";
  return worst <= rpo ? "kept" : "missed";
}

/**
 * R23, from restore points and the instants as of which their data is. In a piece `[a, b)` the data
 * is as of `origin`, and the exposure grows from `a - origin` to `b - origin`. Before the first
 * restore point the origin is `from`.
 */
export function exposureOf(
  points: { asOf: number; end: number }[],
  from: number,
  to: number,
): SlowExposure {
  if (!(from < to)) return { worst: 0, mean: 0, shareOver: () => 0 };
  const cuts = [
    from,
    ...points.map((point) => point.end).filter((end) => end > from && end < to),
    to,
  ];
  cuts.sort((a, b) => a - b);
  const pieces: { a: number; b: number; origin: number }[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const a = cuts[i]!,
      b = cuts[i + 1]!;
    const origin = Math.max(
      from,
      ...points.filter((point) => point.end <= a).map((point) => point.asOf),
    );
    pieces.push({ a, b, origin });
  }

  let worst = 0;
  let doubledArea = 0n; // squares of ms outgrow 2 ** 53 within a day or two
  for (const { a, b, origin } of pieces) {
    worst = Math.max(worst, b - origin);
    doubledArea += BigInt(b - a) * BigInt(a - origin + (b - origin));
  }
  const doubledSpan = 2n * BigInt(to - from);
  return {
    worst,
    mean:
      Number(doubledArea / doubledSpan) + Number(doubledArea % doubledSpan) / Number(doubledSpan),
    shareOver(target) {
      let over = 0;
      for (const { a, b, origin } of pieces) over += Math.max(0, b - Math.max(a, origin + target));
      return over / (to - from);
    },
  };
}
