/**
 * What a server would answer of a fleet that was simulated: its jobs, what they share, and their
 * sessions.
 */
import type { FleetInput, ServerAnswers, Timeline } from "../../src/index.ts";
import { productSessions } from "./productSessions.ts";

/** The answers; every proxy has so many threads, however sessions shared it. */
export function productAnswers(
  fleet: FleetInput,
  timeline: Timeline,
  threadsNumber = 64,
): ServerAnswers {
  return {
    jobs: fleet.jobs.map(({ id, name = id, policy, repositoryId, proxyId }) => ({
      id,
      name,
      schedulePolicy: policy,
      repositoryId,
      proxyId,
    })),
    proxies: fleet.proxies?.map(({ id }) => ({ id, hostName: id, threadsNumber })),
    repositories: fleet.repositories?.map(({ id, proxyId }) => ({ id, name: id, proxyId })),
    sessions: productSessions(timeline),
  };
}
