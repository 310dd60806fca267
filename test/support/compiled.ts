/**
 * Policies of tests, compiled in a line.
 */
import { parsePolicy } from "../../src/core/policy/parse.ts";
import { clockWith, type ServerClock } from "../../src/core/schedule/clock.ts";
import { compileSchedule, type Schedule } from "../../src/core/schedule/schedule.ts";
import { hostZone } from "../../src/host/zones.ts";

/** A policy in any accepted spelling, compiled under a clock in a zone of the host. */
export function compiled(policy: unknown, clock: Partial<ServerClock> = {}): Schedule {
  const full = clockWith(clock);
  return compileSchedule(parsePolicy(policy), full, hostZone(full.zone));
}
