/**
 * `npm start`: the forecast command in a process of its own. It is run, not imported.
 */
import { forecastCommand } from "./commands/forecast.js";

/** Whoever stops reading early (`| head`) has seen enough: that is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

process.stdout.on("error", ignoreClosedPipe);
process.stderr.on("error", ignoreClosedPipe);

process.exitCode = await forecastCommand(process.argv.slice(2), {
  env: process.env,
  isTerminal: process.stdout.isTTY,
  ...(process.stdout.isTTY ? { columns: process.stdout.columns } : {}),
  now: Date.now(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
