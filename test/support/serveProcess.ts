/**
 * The serve command in a process of its own, so that a test can kill it.
 */
import { runServe } from "../../src/cli/commands/serve.ts";

process.exitCode = await runServe(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
});
