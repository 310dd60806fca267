/**
 * A command line in a process of its own: arguments, streams and signals. What is built runs it.
 *
 * A reader who leaves early (`| head`) has seen enough: that is no failure. An output that can't be
 * written otherwise, a full disk, is one line and exit code 2.
 */
import { ownVersion } from "../host/ownVersion.js";
import { runCommandLine } from "./commandLine.js";
import { EXIT } from "./printer.js";

/** Runs the arguments of this process, after `before`; `program` is what help calls the command. */
export async function runProcess(before: readonly string[], program?: string): Promise<void> {
  const stop = new AbortController();
  let isBroken = false;
  const onFailure = (error: NodeJS.ErrnoException): void => {
    stop.abort();
    if (error.code === "EPIPE" || isBroken) return;
    isBroken = true;
    process.exitCode = EXIT.badInput;
    process.stderr.write(`the output can't be written: ${reasonOf(error)}\n`);
  };
  process.stdout.on("error", onFailure);
  process.stderr.on("error", () => undefined); // nobody is left to be told

  const code = await runCommandLine([...before, ...process.argv.slice(2)], {
    stdout: process.stdout,
    stderr: process.stderr,
    pour: (pieces) => poured(pieces, stop.signal),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    ...(process.stdout.isTTY ? { columns: process.stdout.columns } : {}),
    version: ownVersion(),
    now: Date.now(),
    onInterrupt(end) {
      process.once("SIGINT", end);
      return () => void process.off("SIGINT", end);
    },
    signal: stop.signal,
    ...(program === undefined ? {} : { program }),
  });
  process.exitCode = isBroken ? EXIT.badInput : code;
}

/** Until all is there, or nobody takes any more, which `onFailure` has told. */
async function poured(pieces: Iterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const { pour } = await import("../export/sink.js");
  try {
    await pour(pieces, process.stdout, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === "ENOSPC" ? "no space left on the device" : message;
}
