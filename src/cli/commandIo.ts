/**
 * What commands need of the world, and what they leave behind: handed in, so that a test runs one without a process.
 */

/** The streams and the environment of a command. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a command that would go on for ever, beside the signals of the process. */
  readonly signal?: AbortSignal;
}

/** How a command ends: all is well; something that somebody should look at; a bad option or file. */
export const EXIT = { good: 0, findings: 1, badInput: 2 } as const;
