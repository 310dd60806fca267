/**
 * The `runcast` command for tests, in this process, with a world of the test's own.
 */
import { runCommandLine } from "../../src/cli/commandLine.ts";
import type { World } from "../../src/cli/terminal.ts";

/** What a command did. */
export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command line here. Files are relative to the top of the project. It is noon of 5 January
 * 2026, UTC.
 */
export async function runHere(
  args: readonly string[],
  world: Partial<World> = {},
): Promise<CliResult> {
  const printed = { out: "", err: "" };
  const io: World = {
    stdout: { write: (text) => (printed.out += text) },
    stderr: { write: (text) => (printed.err += text) },
    env: {},
    isTerminal: false,
    errIsTerminal: false,
    now: Date.UTC(2026, 0, 5, 12),
    onInterrupt: () => () => undefined,
    ...world,
  };
  const code = await runCommandLine(args, io, "runcast (test)");
  return { code, ...printed };
}
