/**
 * What the reader has picked: the clock, and light or dark. Whoever shows something that depends on
 * it is told of changes, as long as it is shown.
 *
 * Times are on the server's clock until somebody asks for another: a report looks the same wherever
 * it is opened.
 */

/** Whose clock instants are shown on. */
export type ClockChoice = "server" | "utc" | "viewer";

/** The reader's settings. */
export interface Settings {
  readonly clock: ClockChoice;
  readonly isDark: boolean;
  /** Whether the page is being printed: always in light colours. */
  readonly isPrinted: boolean;
}

let settings: Settings = { clock: "server", isDark: false, isPrinted: false };
const listeners = new Set<(settings: Settings) => void>();
let endings: (() => void)[] = [];

/** The settings as they are. */
export function currentSettings(): Settings {
  return settings;
}

/** Changes some of them, and tells whoever listens. */
export function changeSettings(some: Partial<Settings>): void {
  settings = { ...settings, ...some };
  for (const listener of listeners) listener(settings);
}

/** Calls `listener` now and at every change. */
export function onSettings(listener: (settings: Settings) => void): void {
  listeners.add(listener);
  endings.push(() => listeners.delete(listener));
  listener(settings);
}

/** Calls `ending` when what is shown gives way to something else. */
export function onEnd(ending: () => void): void {
  endings.push(ending);
}

/** Begins something that will give way; what comes back ends all that has begun since. */
export function beginShown(): () => void {
  const before = endings;
  const mine: (() => void)[] = [];
  endings = mine;
  return () => {
    for (const ending of mine) ending();
    if (endings === mine) endings = before;
  };
}
