/**
 * The clocks of a fleet: the server's, and those of jobs that say where theirs differ.
 */
import type { Issue } from "../input/issues.js";
import { isObject, said } from "../input/ownShape.js";
import { readClock, type ServerClock } from "../schedule/clock.js";
import type { ZoneSource, ZoneTable } from "../time/zone.js";

/** A clock as far as it could be read. */
export interface ClockRead {
  readonly clock: ServerClock | undefined;
  readonly zone: ZoneTable | undefined;
}

/**
 * Reads a clock: the server's own, or a job's, which says where it differs from the server's. A
 * zone that the server named is the server's to answer for.
 */
export function readClockIn(
  given: unknown,
  path: string,
  server: ClockRead | undefined,
  zoneOf: ZoneSource,
  issues: Issue[],
): ClockRead {
  const isOwn = server?.clock !== undefined && isObject<ServerClock>(given);
  const own = isOwn ? { ...given, ...server.clock, ...said(given) } : given;
  const clock = readClock(own, path, issues);
  const name = clock?.zone ?? (own as { readonly zone?: unknown } | null | undefined)?.zone;
  if (server !== undefined && name === server.clock?.zone) return { clock, zone: server.zone };
  const zone = typeof name === "string" ? zoneOf(name, `${path}.zone`, issues) : undefined;
  return { clock, zone };
}
