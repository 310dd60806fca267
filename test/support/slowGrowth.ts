/**
 * How long an attempt takes at full speed when fulls and growth are told (R31): a formula over what
 * was drawn, and nothing else.
 */

/** A drawn length is for changes of the length `per`; `share` of it grows with the time. All ms. */
export interface SlowGrowth {
  per: number;
  /** 0 to 1; default 1. */
  share?: number;
  /** The longest time that counts. Default: none. */
  most?: number;
}

/** What was drawn for an attempt, ms, and what is made of it. */
export interface SlowDraw {
  /** The length of an attempt that reads what changed. */
  drawn: number;
  /** The length of one as long as the job has no restore point. Default: there is no such. */
  full?: number;
  grows?: SlowGrowth;
  /** What a retry takes of what a first attempt would; default 1. */
  retryShare?: number;
}

/**
 * The length of an attempt, in whole ms, zero at least.
 *
 * The time that counts is from the start of the session that made the newest restore point to the
 * start of the attempt, up to `most`. Without a restore point it is a full where there is one, else
 * the time counts as `per`, so that what was drawn is what it takes.
 */
export function lengthOf(
  { drawn, full, grows, retryShare = 1 }: SlowDraw,
  run: { start: number; attempt: number; newestRestorePoint?: number },
): number {
  const first = firstLength(drawn, full, grows, run.start, run.newestRestorePoint);
  return Math.max(0, Math.round(run.attempt === 0 ? first : first * retryShare));
}

function firstLength(
  drawn: number,
  full: number | undefined,
  grows: SlowGrowth | undefined,
  start: number,
  newestRestorePoint: number | undefined,
): number {
  if (newestRestorePoint === undefined) return full ?? drawn;
  if (grows === undefined) return drawn;
  const { per, share = 1, most = Infinity } = grows;
  const elapsed = Math.min(start - newestRestorePoint, most);
  return drawn * (1 - share + (share * elapsed) / per);
}
