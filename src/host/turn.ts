/**
 * A long loop gives way: what waits for the event loop (timers, an abort, answers of threads) comes
 * in, then the loop goes on.
 */

const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };

/** Resolves when whatever was waiting has had its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    // browsers have timers alone, whose shortest takes some milliseconds
    if (setImmediate === undefined) setTimeout(resolve, 0);
    else setImmediate(resolve);
  });
}
