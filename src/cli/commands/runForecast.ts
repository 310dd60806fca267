/**
 * `runcast forecast`: the forecast of `npm start`, under its other name.
 */
import { forecastCommand } from "./forecast.js";
import type { CliIo } from "../terminal.js";

/** Runs the forecast and gives its exit code. */
export function runForecast(args: readonly string[], io: CliIo): Promise<number> {
  return forecastCommand(args, {
    program: "runcast forecast",
    env: io.env,
    isTerminal: io.isTerminal,
    ...(io.columns === undefined ? {} : { columns: io.columns }),
    now: io.now,
    out: (text) => void io.stdout.write(text),
    err: (text) => void io.stderr.write(text),
  });
}
