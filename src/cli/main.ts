#!/usr/bin/env node
/**
 * The `runcast` command in a process of its own: arguments, streams and signals. It is run, not
 * imported.
 */
import { readFileSync } from "node:fs";
import { runCommandLine } from "./commandLine.js";

/** Whoever stops reading early (`| head`) has seen enough: that is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

process.stdout.on("error", ignoreClosedPipe);
process.stderr.on("error", ignoreClosedPipe);

const manifest = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { readonly version: string };
const version = `runcast ${manifest.version}, time-zone database ${process.versions["tz"] ?? "unknown"}`;

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    isTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    ...(process.stdout.isTTY ? { columns: process.stdout.columns } : {}),
    now: Date.now(),
    onInterrupt(stop) {
      process.once("SIGINT", stop);
      return () => void process.off("SIGINT", stop);
    },
  },
  version,
);
