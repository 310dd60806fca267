/**
 * Fleets in which nobody shares a resource, made of settings that anybody may write: what sharing
 * does is what is gone in them.
 */
import type fc from "fast-check";
import type { Fleet, Job, Resource } from "../../src/index.ts";
import { type SharingScenario, sharingScenarios } from "./sharingArbitraries.ts";

/** Where a resource of a kind stands, and what in a job names it. */
export const LISTS = {
  proxy: ["proxies", "proxyId"],
  repository: ["repositories", "repositoryId"],
  organization: ["organizations", "organizationId"],
} as const;

/** The fleet in which each job that needs a resource has one like it for itself. */
export function apart(fleet: Fleet, of: keyof typeof LISTS, id: string): Fleet {
  const [list, key] = LISTS[of];
  const resource = fleet[list]!.find((one) => one.id === id)!;
  const users = fleet.jobs.filter((job) => job[key] === id);
  const own = (job: Job): string => `${id} of ${job.id}`;
  return {
    ...fleet,
    jobs: fleet.jobs.map((job) => (job[key] === id ? { ...job, [key]: own(job) } : job)),
    [list]: [
      ...fleet[list]!.filter((one) => one.id !== id),
      ...users.map((job): Resource => ({ ...resource, id: own(job) })),
    ],
  };
}

/**
 * Fleets in which what has threads has no slots besides, and as many threads as any session can
 * use: apart nothing else is another.
 */
export function roomyScenarios(): fc.Arbitrary<SharingScenario> {
  return sharingScenarios().map((scenario) => {
    const changed = (list: "proxies" | "repositories" | "organizations") =>
      scenario.fleet[list]!.map(({ slots, ...resource }) =>
        resource.threads === undefined
          ? { ...resource, ...(slots === undefined ? {} : { slots }) }
          : { ...resource, threads: 16 },
      );
    const proxies = changed("proxies");
    const [repositories, organizations] = [changed("repositories"), changed("organizations")];
    return { ...scenario, fleet: { ...scenario.fleet, proxies, repositories, organizations } };
  });
}
