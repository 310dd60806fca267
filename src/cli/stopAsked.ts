/**
 * A command that goes on until it is stopped.
 */

/** Waits until the process is asked to end, or the caller asks. */
export function stopAsked(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
      resolve();
    };
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}
