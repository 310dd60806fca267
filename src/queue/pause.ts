/**
 * Waiting that can be cut short.
 */

/** Nobody waits longer: 24 days, the longest that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

/** Resolves after so long, or once one of the signals is aborted. */
export function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, LONGEST_MS));
    for (const signal of signals) signal.addEventListener("abort", end);
    if (signals.some(({ aborted }) => aborted)) end();
  });
}

/** What comes of the work, or `undefined` where it takes longer than that. */
export async function within<Of>(ms: number, work: Promise<Of>): Promise<Of | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([work, pause(ms, stop.signal).then(() => undefined)]);
  } finally {
    stop.abort();
  }
}
