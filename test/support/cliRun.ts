/**
 * The `runcast` command for tests, in this process, with a world of the test's own.
 */
import { expect } from "vitest";
import { runCommandLine } from "../../src/cli/commandLine.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import type { World } from "../../src/cli/terminal.ts";

/**
 * The bundled fleet, from the top of the project, where tests run: texts that wrap are the same
 * wherever the project lies.
 */
export const FLEET = "examples/fleet.json";

/** Every command, in the order of the help. */
export const COMMANDS = [
  "forecast",
  "next",
  "runs",
  "explain",
  "lint",
  "simulate",
  "compare",
  "sweep",
  "merge",
  "worker",
  "stagger",
  "headroom",
  "import",
  "report",
  "export",
  "reconcile",
  "serve",
] as const;

/** The commands that answer a question about a file of jobs, and end: all of them have `--json`. */
export const ANSWERING = COMMANDS.filter(
  (name) =>
    name !== "serve" &&
    name !== "worker" &&
    name !== "merge" &&
    name !== "report" &&
    name !== "export",
);

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
    version: "0.0.0",
    now: Date.UTC(2026, 0, 5, 12),
    onInterrupt: () => () => undefined,
    ...world,
  };
  const code = await runCommandLine(args, io);
  return { code, ...printed };
}

/**
 * What a command prints that ends with `code` and without complaints: lines that fit, nothing but
 * text.
 */
export async function textOf(args: readonly string[], code: number): Promise<string> {
  const result = await runHere(args);
  expect([result.code, result.err]).toEqual([code, ""]);
  for (const line of result.out.split("\n")) expect(displayWidth(line), line).toBeLessThan(100);
  expect(result.out).not.toMatch(/[^\P{Cc}\n]|undefined|NaN|\[object/u);
  return result.out;
}
