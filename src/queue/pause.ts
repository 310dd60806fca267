/**
 * Waiting that can be cut short.
 */

/** Resolves after so long, or once the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted === true) end();
    signal?.addEventListener("abort", end, { once: true });
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
