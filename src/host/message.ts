/**
 * What went wrong, in words: anything may be thrown.
 */

/** The message of an error, or what was thrown in its place. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
