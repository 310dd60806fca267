/**
 * What every command of `runcast` does with the world: complain line by line, lay text out, print
 * data.
 */
import { COLOURED, type Paint, PLAIN, wantsColour } from "../report/kit/style.js";
import { clean, displayWidth, wrap } from "../report/kit/table.js";
import { counted } from "../report/kit/words.js";

/** The world of a command: streams and environment, and what only a terminal has. */
export interface CliIo extends CommandIo {
  /** Whether standard output is a terminal, and standard error. */
  readonly isTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal; absent where there is none. */
  readonly columns?: number;
  /** Epoch ms. */
  readonly now: number;
  /**
   * Calls `stop` when the user wants out (Ctrl-C), until the function that it gives back is called.
   */
  onInterrupt(stop: () => void): () => void;
}

/** A command: arguments after its name in, exit code out. */
export type Command = (args: readonly string[], io: CliIo) => Promise<number>;

/** How a text is laid out. */
export interface Layout {
  readonly width: number;
  readonly paint: Paint;
}

/** Where nobody says how wide the text may be: a file, a pipe, a mail. */
const USUAL_WIDTH = 100;
const NARROWEST = 80;
const WIDEST = 140;
/** More problems than this are counted. */
const PROBLEMS_SHOWN = 50;
/** How much further the rest of a long line stands. */
const FURTHER_IN = 4;
const CHAIN = " -> ";

/**
 * Width and colours for this world. Some terminals wrap at the last column, so one is left free.
 */
export function layoutFor(io: CliIo): Layout {
  const given = Number(io.env["COLUMNS"]);
  const columns = io.columns ?? (Number.isInteger(given) && given > 0 ? given : USUAL_WIDTH);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)) - 1,
    paint: wantsColour(io.env, io.isTerminal) ? COLOURED : PLAIN,
  };
}

/** Prints problems, a line each, and gives the exit code of bad input. */
export function complain(problems: readonly string[], io: CliIo): number {
  const shown = problems.slice(0, PROBLEMS_SHOWN);
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`... and ${counted(rest, "more problem")}`);
  io.stderr.write(shown.map((problem) => `${clean(problem)}\n`).join(""));
  return EXIT.badInput;
}

/** Prints lines of text. */
export function printLines(lines: readonly string[], io: CliIo): void {
  io.stdout.write(`${lines.join("\n")}\n`);
}

/**
 * Prints a text that was made for no particular width or terminal: what is too long goes on below,
 * a chain of facts one a line; headings, which are not indented, stand out; no name in it can do
 * anything to the terminal.
 */
export function printText(text: string, io: CliIo): void {
  const { width, paint } = layoutFor(io);
  printLines(
    text.split("\n").flatMap((line) => fitted(clean(line), width, paint)),
    io,
  );
}

function fitted(line: string, width: number, paint: Paint): string[] {
  const indent = line.length - line.trimStart().length;
  if (displayWidth(line) <= width) return [indent === 0 ? paint.strong(line) : line];
  const further = indent + FURTHER_IN;
  return line.split(CHAIN).flatMap((link, index) => {
    const [first = "", ...rest] = wrap(index === 0 ? link : `-> ${link}`, width - further);
    const from = index === 0 ? indent : further;
    return [
      `${" ".repeat(from)}${first}`,
      ...rest.flatMap((part) =>
        wrap(part, width - further).map((piece) => `${" ".repeat(further)}${piece}`),
      ),
    ];
  });
}

/** Prints data: typed arrays as lists, what JSON has no number for (no limit, never) as null. */
export function printJson(data: unknown, io: CliIo): void {
  io.stdout.write(
    `${JSON.stringify(data, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value), 2)}\n`,
  );
}

/** The streams and the environment of a command. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a command that would go on for ever, beside the signals of the process. */
  readonly signal?: AbortSignal;
}

/**
 * How a command ends: all is well; something that somebody should look at; a bad option or file.
 */
export const EXIT = { good: 0, findings: 1, badInput: 2 } as const;
