/**
 * The backup server's clock: its zone, and what a policy means where that clock jumps or where
 * nobody says.
 *
 * Every switch has the default that most schedulers share; each is an assumption that a user can
 * change and that the reports name (R2, R7, R8, R11).
 */
import { type Issue, issue, pathTo, PolicyError } from "../input/issues.js";
import { didYouMean } from "../input/nearest.js";

/**
 * How a policy is read. `Partial<ServerClock>` is what callers write; absent switches have their
 * defaults.
 */
export interface ServerClock {
  /** IANA name, `UTC`, or a fixed offset such as `UTC+5:30`. Default `UTC` (R2). */
  readonly zone: string;
  /**
   * Which clock a window mask is read on: UTC plus `minuteOffset`, or the server's wall clock.
   * Default `utc` (R11).
   */
  readonly windowClock: "utc" | "server";
  /**
   * A daily time that the clock skips: later by the gap's length, at the end of the gap, or not at
   * all. Default `shift` (R7).
   */
  readonly gap: "shift" | "gap-end" | "skip";
  /** A daily time that the clock shows twice: which of the two runs. Default `first` (R7). */
  readonly overlap: "first" | "second" | "both";
  /** A periodic time that the clock shows twice: which of the two runs. Default `both` (R8). */
  readonly gridOverlap: "both" | "first" | "second";
}

/** What every switch is where the caller says nothing. */
export const DEFAULT_CLOCK: ServerClock = Object.freeze({
  zone: "UTC",
  windowClock: "utc",
  gap: "shift",
  overlap: "first",
  gridOverlap: "both",
});

const CHOICES = {
  windowClock: ["utc", "server"],
  gap: ["shift", "gap-end", "skip"],
  overlap: ["first", "second", "both"],
  gridOverlap: ["both", "first", "second"],
} as const;

/**
 * Fills in the defaults. Throws a `PolicyError` with every switch that has an unknown name or
 * value; whether the zone exists is for its reader to say.
 * `clockWith({ zone: "Europe/Berlin" }).gap // => "shift"`
 */
export function clockWith(clock: Partial<ServerClock> = {}, path = "clock"): ServerClock {
  if (typeof clock !== "object" || clock === null || Array.isArray(clock)) {
    throw new PolicyError([
      issue(path, 'an object of clock switches such as { zone: "Europe/Berlin" }', clock),
    ]);
  }
  const issues: Issue[] = [];
  const names = ["zone", ...Object.keys(CHOICES)];
  for (const key of Object.keys(clock)) {
    if (!names.includes(key))
      issues.push(
        issue(
          pathTo(path, key),
          `one of the switches ${names.join(", ")}`,
          key,
          didYouMean(key, names),
        ),
      );
  }
  if (clock.zone !== undefined && typeof clock.zone !== "string") {
    issues.push(
      issue(
        `${path}.zone`,
        'an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30"',
        clock.zone,
      ),
    );
  }
  for (const [key, allowed] of Object.entries(CHOICES)) {
    const value: unknown = clock[key as keyof typeof CHOICES];
    if (value === undefined || (allowed as readonly unknown[]).includes(value)) continue;
    const near = typeof value === "string" ? didYouMean(value, allowed) : undefined;
    issues.push(issue(`${path}.${key}`, `one of ${allowed.join(", ")}`, value, near));
  }
  if (issues.length > 0) throw new PolicyError(issues);
  return {
    zone: clock.zone ?? DEFAULT_CLOCK.zone,
    windowClock: clock.windowClock ?? DEFAULT_CLOCK.windowClock,
    gap: clock.gap ?? DEFAULT_CLOCK.gap,
    overlap: clock.overlap ?? DEFAULT_CLOCK.overlap,
    gridOverlap: clock.gridOverlap ?? DEFAULT_CLOCK.gridOverlap,
  };
}

/** shim until merged */
export function readClock(given: unknown, path: string, issues: Issue[]): ServerClock | undefined {
  try {
    return clockWith(given as Partial<ServerClock>, path);
  } catch (error) {
    issues.push(...(error as PolicyError).issues);
    return undefined;
  }
}
