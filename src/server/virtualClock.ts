/**
 * The clock of a stand-in server: it shows whatever instant somebody set, and goes on from there at
 * any speed.
 *
 * It is computed, not ticked: nothing happens while nobody asks, so a year passes in no time.
 */

/** What is to be set of a clock: what it shows, how fast it goes, or both. The rest goes on. */
export interface ClockChange {
  readonly now?: number;
  readonly speed?: number;
}

/** A clock that can be set. */
export interface VirtualClock {
  /** Epoch ms, a whole number. */
  now(): number;
  /** Seconds that it shows for each that passes; 0 stands still. */
  speed(): number;
  set(change: ClockChange): void;
}

/** The last instant that it shows: the year 2100, as far as zones are known (R3). */
export const LAST_INSTANT = 4_102_444_800_000;

/** No clock goes faster: a day in a second. */
export const FASTEST = 86_400;

/**
 * Starts a clock. `passed` says how many real ms have passed, from any beginning; it must never go
 * back.
 */
export function virtualClock(
  start: { readonly now: number; readonly speed: number },
  passed: () => number,
): VirtualClock {
  let { speed } = start;
  let shown = start.now;
  let since = passed();
  const now = (): number => Math.min(LAST_INSTANT, Math.floor(shown + (passed() - since) * speed));
  return {
    now,
    speed: () => speed,
    set(change) {
      shown = change.now ?? now();
      since = passed();
      speed = change.speed ?? speed;
    },
  };
}
