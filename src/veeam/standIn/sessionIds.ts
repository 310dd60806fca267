/**
 * The id of a session: a GUID that says which attempt of which run of which job it is.
 *
 * Nothing is recorded of sessions, so an id must be enough to find one again: 64 bits of the job's
 * id, 16 of the attempt, and the run's nominal instant in ms, 48.
 */
import { hashText } from "../../core/simulation/engine/random.js";

/** Which session an id speaks of. */
export interface SessionName {
  /** What `sessionKeyOf` makes of the job's id. */
  readonly key: string;
  /** Epoch ms. */
  readonly nominal: number;
  /** Counts from 0. */
  readonly attempt: number;
}

/** What stands for a job in the ids of its sessions: 16 hexadecimal digits. */
export function sessionKeyOf(jobId: string): string {
  return hex(hashText(jobId, 1), 8) + hex(hashText(jobId, 2), 8);
}

/** The id of a session. */
export function sessionIdOf(jobId: string, nominal: number, attempt: number): string {
  return dashed(sessionKeyOf(jobId) + hex(attempt, 4) + hex(nominal, 12));
}

/** What an id says, in any letter case; `undefined` where it is none. */
export function readSessionId(id: string): SessionName | undefined {
  const digits = id.toLowerCase().replaceAll("-", "");
  if (!/^[\da-f]{32}$/.test(digits) || dashed(digits) !== id.toLowerCase()) return undefined;
  return {
    key: digits.slice(0, 16),
    attempt: Number.parseInt(digits.slice(16, 20), 16),
    nominal: Number.parseInt(digits.slice(20), 16),
  };
}

/**
 * A GUID that belongs to a text, the same whenever it is asked for. A text that is a GUID is its
 * own, in lower case.
 */
export function guidOf(text: string): string {
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text.toLowerCase();
  return dashed([1, 2, 3, 4].map((seed) => hex(hashText(text, seed), 8)).join(""));
}

function hex(value: number, width: number): string {
  const whole = width === 8 ? value >>> 0 : value;
  return whole.toString(16).padStart(width, "0");
}

function dashed(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
