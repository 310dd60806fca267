/**
 * The serve command in a process of its own, so that a test can kill it.
 */
import { runCommandLine } from "../../src/cli/commandLine.ts";

process.exitCode = await runCommandLine(["serve", ...process.argv.slice(2)], {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  isTerminal: false,
  errIsTerminal: false,
  version: "0.0.0",
  now: Date.now(),
  onInterrupt: () => () => undefined,
});
