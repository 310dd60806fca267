/**
 * What a job needs so that an attempt may start: free slots, and resources that are in order.
 */
import type { SlowFleet, SlowJob, SlowResource } from "./slowModel.ts";
import { isOut } from "./slowOutages.ts";

/** What the job names and the fleet lists: the very objects of the fleet. */
export function resourcesOf(
  { proxyId, repositoryId, organizationId }: SlowJob,
  { proxies, repositories, organizations }: SlowFleet,
): SlowResource[] {
  return [
    ...proxies.filter(({ id }) => id === proxyId),
    ...repositories.filter(({ id }) => id === repositoryId),
    ...organizations.filter(({ id }) => id === organizationId),
  ];
}

/** Whether a slot of each is free at once beside the sessions that run (R22). */
export function hasSlots(
  resources: readonly SlowResource[],
  running: readonly { resources: readonly SlowResource[] }[],
): boolean {
  return resources.every((resource) => {
    const busy = running.filter((session) => session.resources.includes(resource)).length;
    return busy < (resource.slots ?? Infinity);
  });
}

/** Whether one of them is out at the instant (R30). */
export function isAway(resources: readonly SlowResource[], instant: number): boolean {
  return resources.some(({ outages }) => isOut(outages, instant));
}
