/**
 * The world of a command: streams, environment and time, handed in, so that a test runs one without
 * a process; and how much room there is for text in it.
 */
import { COLOURED, type Paint, PLAIN, wantsColour } from "../report/kit/style.js";

/** What the command line needs of the world. */
export interface World {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal, and standard error. */
  readonly isTerminal: boolean;
  readonly errIsTerminal: boolean;
  /**
   * Puts bytes on standard output, as fast as whoever reads them takes them, and until nobody does.
   * Default: they are written as text.
   */
  readonly pour?: (pieces: Iterable<Uint8Array>) => Promise<void>;
  /** Columns of the terminal; absent where there is none. */
  readonly columns?: number;
  /** Of runcast: `0.1.0`. */
  readonly version: string;
  /** Epoch ms. */
  readonly now: number;
  /** Ms since some moment, for what shows how far it is. Default: the process's own. */
  readonly ticks?: () => number;
  /** Calls `stop` when the user wants out (Ctrl-C), until the function that it gives is called. */
  onInterrupt(stop: () => void): () => void;
  /** Ends a command that would go on for ever, beside the signals of the process. */
  readonly signal?: AbortSignal;
  /** What to call a command in its help where it is not `runcast NAME`: `npm start --`. */
  readonly program?: string;
}

/** How a text is laid out. */
export interface Layout {
  readonly width: number;
  readonly paint: Paint;
}

/** Where nobody says how wide the text may be: a file, a pipe, a mail. */
const USUAL_WIDTH = 80;
const NARROWEST = 80;
const WIDEST = 140;

/** Width and colours for this world. Some terminals wrap at the last column, so it stays free. */
export function layoutFor(world: World): Layout {
  const given = Number(world.env["COLUMNS"]);
  const columns = world.columns ?? (Number.isInteger(given) && given > 0 ? given : USUAL_WIDTH);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)) - 1,
    paint: wantsColour(world.env, world.isTerminal) ? COLOURED : PLAIN,
  };
}
