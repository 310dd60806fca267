/**
 * The built `runcast` command for tests, in a process of its own.
 */
import { spawn } from "node:child_process";
import { type CliResult } from "./cliRun.ts";
import { inProject, ROOT } from "./paths.ts";

/** The built command. */
export const CLI = inProject("dist/run/cli.js");

/** How a process of its own is run. */
export interface ProcessOptions {
  readonly input?: string | Uint8Array;
  /** Where it runs; default: the top of the project. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each piece of standard error, and a way to send a signal. */
  readonly onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the built command in a process of its own. */
export function runProcess(
  args: readonly string[],
  { input = "", cwd = ROOT, env = {}, onError }: ProcessOptions = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
    });
    const printed = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => void (printed.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed.err += text;
      onError?.(text, (signal) => void child.kill(signal));
    });
    // who complains about its arguments does not wait for its input
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...printed }));
  });
}
