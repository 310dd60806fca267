/**
 * What a server answers, made a fleet, with the host's zones behind it.
 */
import { readHostZone } from "../host/zones.js";
import {
  fleetOfServer,
  type ImportedFleet,
  type ImportOptions,
  type ServerAnswers,
} from "../veeam/import/fleetOfServer.js";

/**
 * Makes a fleet of what a server answers: jobs with workloads from its sessions, full ones apart
 * from incremental ones; proxies with their threads; repositories, each with its proxy.
 *
 * Recorded sessions that ran side by side on a proxy slowed each other. Their durations are brought
 * back to full speed, for the simulation slows them again: the sessions of a proxy are replayed as
 * they ran, its threads shared max-min fair (R28), and a session's length at full speed is the sum
 * of its progress. Paces and outages are in no answer, and stay in the durations.
 *
 * Throws a `PolicyError` for an unknown key or a list that is no list at all; whatever else is
 * wrong costs itself and is in `issues`, and what was assumed is in `warnings`.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const on = { repositoryId: "r", schedulePolicy };
 * const jobs = [{ id: "a", name: "Mail", ...on }, { id: "b", name: "Sites", ...on }];
 * const times = { creationTime: "2026-01-05T22:00:00Z", endTime: "2026-01-05T23:00:00Z" };
 * const sessions = ["a", "b"].map((jobId) => ({ jobId, status: "Success", ...times }));
 * const proxies = [{ id: "p", hostName: "proxy-1", threadsNumber: 64 }];
 * const repositories = [{ id: "r", name: "Default", proxyId: "p" }];
 * const { fleet, issues } = fleetFrom({ jobs, sessions, proxies, repositories });
 * fleet.jobs.map((job) => job.workload.duration) // => [{ empirical: [1800000] }, { empirical: [1800000] }]
 * issues // => []
 * ```
 */
export function fleetFrom(answers: ServerAnswers, options?: ImportOptions): ImportedFleet {
  return fleetOfServer(answers, options, readHostZone);
}
