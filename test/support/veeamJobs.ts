/**
 * Requests for jobs, and the context that the seed's page was made in: v3, Los Angeles, the last
 * day of May 2017.
 */
import { readFileSync } from "node:fs";
import { clockWith } from "../../src/core/schedule/clock.ts";
import { hostZone } from "../../src/host/zones.ts";
import { createJob, type CreationContext } from "../../src/veeam/standIn/createJob.ts";
import { dialectOf, DIALECTS } from "../../src/veeam/standIn/dialects.ts";
import type { JobRecord } from "../../src/veeam/standIn/jobRecord.ts";

/** An example of the page: the request as printed, and the response. */
export interface SeedExample {
  readonly request: readonly string[];
  readonly response: Record<string, unknown>;
}

/** Reads a fixture of the vendor's JSON. */
export function veeamFixture<Content>(name: string): Content {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/veeam/${name}.json`, import.meta.url), "utf8"),
  ) as Content;
}

/** The two examples of the seed. */
export const seed = veeamFixture<{
  readonly organizationId: string;
  readonly examples: readonly [SeedExample, SeedExample];
}>("seed-examples");

/** When the page's examples were answered. */
export const PAGE_NOW = Date.UTC(2017, 4, 31, 12);

/** Every version that is answered, oldest first. */
export const API_VERSIONS = DIALECTS.map(({ version }) => version);

/** What a test may want to be otherwise than on the page. */
export type ContextChanges = Partial<CreationContext> & { readonly version?: number };

/** A context like the page's, changed where a test wants it. */
export function context({ version = 3, ...changed }: ContextChanges = {}): CreationContext {
  return {
    organizationId: seed.organizationId,
    now: PAGE_NOW,
    clock: clockWith({ zone: "America/Los_Angeles" }),
    zoneOf: hostZone,
    baseUrl: "https://support.east.local:4443",
    dialect: dialectOf(version)!,
    newId: () => "e8e3e9d5-29ba-41e6-bab7-25387149141f",
    ...changed,
  };
}

/** A request that lacks nothing. */
export const request = {
  name: "Mail",
  backupType: "EntireOrganization",
  repositoryId: "2c9079b0-76b4-415f-bca8-de1450cedf79",
  schedulePolicy: {
    type: "Daily",
    dailyType: "Everyday",
    dailyTime: "01:00:00",
    retryEnabled: false,
  },
};

/** The job that a request makes; the request must be a good one. */
export function jobFrom(changes: object = {}, where: ContextChanges = {}): JobRecord {
  const answer = createJob({ ...request, ...changes }, context(where));
  if (!answer.ok) throw new Error(JSON.stringify(answer.body));
  return answer.job;
}

/**
 * Keys of an object and of all objects in it, as paths in their order: what "property for property"
 * compares.
 */
export function propertyPaths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    propertyPaths(inner, path === "" ? key : `${path}.${key}`),
  );
}
