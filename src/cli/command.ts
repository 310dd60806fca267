/**
 * What a command is: a question with its options in, one value out, and the words for it.
 *
 * A command asks nothing of the world but what its request holds, writes nothing and knows no
 * format: it gives an answer, or notes why it can't. The command line reads its arguments by its
 * option table and makes its help of it; one printer makes text, or JSON, or an exit code of it.
 */
import type { ServerClock } from "../core/schedule/clock.js";
import type { ZoneTable } from "../core/time/zone.js";
import type { OptionTable, OptionValues } from "./arguments.js";
import type { Layout, World } from "./terminal.js";

/** A command, as its file declares it. */
export interface Command<Options extends OptionTable = OptionTable> {
  /** The question that it answers: the first line of its help. */
  readonly asks: string;
  /** What may follow its name, one way to call it a line: `FILE [CHANGE...] [options]`. */
  readonly operands: readonly string[];
  /** Paragraphs of its help, below the question. */
  readonly about: readonly string[];
  readonly options: Options;
  /** What one may type after `runcast`, for its help. */
  readonly examples: readonly string[];
  /** What its exit codes mean, for its help. */
  readonly exitCodes: string;
  /** It goes on until it is stopped, and speaks while it does: no data to print. */
  readonly isLive?: true;
  /** It reads nothing that is on a server's clock: it has none of the options for one. */
  readonly hasNoClock?: true;
  /**
   * What the library calls what an option gives, and the option: `["goal.within", "--within"]`. So
   * what is wrong with a value is told as it was typed.
   */
  readonly fields?: Readonly<Record<string, string>>;
  /** The answer; `undefined` where it noted problems that leave none. */
  answer(request: Request<keyof Options & string>): Promise<Answer | undefined>;
}

/** What was asked: words that are read, and the part of the world that a command may look at. */
export interface Request<Name extends string> {
  readonly values: OptionValues<Name>;
  /** Files and other operands, in order. */
  readonly operands: readonly string[];
  /** The switches of the clock that the command line names, each of them good. */
  readonly clock: Partial<ServerClock>;
  /** Whether the answer is asked for as data; a command may keep more for it. */
  readonly json: boolean;
  readonly world: World;
  /** What is wrong, a line each: while there is any, nothing is answered. It grows. */
  readonly problems: string[];
  /** What of the input could not be read, a line each: the rest is answered. It grows. */
  readonly leftOut: string[];
  /** What should be known beside the answer, a line each. It grows. */
  readonly notices: string[];
}

/** What a command found: one value, from which each form of it is made when it is asked for. */
export interface Answer {
  /** As data, its `format` first. Instants are epoch ms; the printer gives them their shape. */
  data(): object;
  /** The clock on which instants of the data are shown. */
  readonly zone: ZoneTable;
  /** As text, without a line break at its end. */
  text(layout: Layout): string;
  /** Whether somebody should look at it: exit code 1. */
  readonly hasFindings: boolean;
  /** A file for standard output, which it has to itself: no text and no data is printed then. */
  readonly file?: FileAnswer;
}

/** A file that standard output is given, piece by piece. */
export interface FileAnswer {
  readonly pieces: Iterable<Uint8Array>;
  /** A terminal shows it as text, a line at a time. */
  readonly isText: boolean;
}
