/**
 * How far a long question is: one line on a terminal's standard error, gone when the answer comes.
 *
 * Nothing is shown of what takes less than a second, and nothing where standard error is a file.
 * How long it still takes is told as it went so far.
 */
import { grouped } from "../core/input/numberText.js";
import { SECOND_MS } from "../core/time/instant.js";
import { lengthText } from "../core/time/length.js";
import { counted } from "../report/kit/words.js";
import type { World } from "./terminal.js";

/** Nobody wonders before that. */
const QUIET_MS = SECOND_MS;
/** More often than this nobody can read it. */
const APART_MS = 100;
const WIPE = "\r\u001b[K";

/** A line that is written again and again. */
export interface Progress {
  /** So much is done, of so much where that is known. */
  tell(done: number, total?: number): void;
  /** How far it is: `40 of 650 simulations`. */
  told(): string;
  /** Leaves no trace. */
  end(): void;
}

/** Begins to watch; `noun` is what is counted: `simulation`. */
export function progressOn(world: World, noun: string): Progress {
  const ticks = world.ticks ?? (() => performance.now());
  const begin = ticks();
  let shownAt = -Infinity;
  let far = counted(0, noun);
  return {
    tell(done, total) {
      far = farText(done, total, noun);
      const now = ticks();
      if (!world.errIsTerminal || now - begin < QUIET_MS || now - shownAt < APART_MS) return;
      shownAt = now;
      world.stderr.write(WIPE + far + leftText(done, total, now - begin));
    },
    told: () => far,
    end() {
      if (shownAt !== -Infinity) world.stderr.write(WIPE);
    },
  };
}

/** `40 of 650 simulations`, or how many where nobody knows the end. */
function farText(done: number, total: number | undefined, noun: string): string {
  return total === undefined ? counted(done, noun) : `${grouped(done)} of ${counted(total, noun)}`;
}

/** `, 6 %, some 2 min left`; nothing where nobody knows the end. */
function leftText(done: number, total: number | undefined, elapsedMs: number): string {
  if (total === undefined) return "";
  const leftMs = done === 0 ? Infinity : (elapsedMs * (total - done)) / done;
  const left = Number.isFinite(leftMs) ? `, some ${roundLength(leftMs)} left` : "";
  return `, ${Math.floor((100 * done) / total)} %${left}`;
}

/** Seconds up to a minute, then minutes: nobody can know it better. */
function roundLength(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / SECOND_MS)) * SECOND_MS;
  return lengthText(seconds, { toMinutes: true });
}
