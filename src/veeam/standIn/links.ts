/**
 * The `_links` of representations: where a job's relatives are found.
 *
 * Spelled as on the seed's page, in lower case but for `excludedItems`; whole URLs up to v5, paths from v6 on.
 */
import { type ApiVersion, dialectOf } from "./apiVersion.js";

/** A link to a resource. */
export interface Link {
  readonly href: string;
}

/** The links of a job, in the order of the page. */
export interface JobLinks {
  readonly self: Link;
  readonly organization: Link;
  readonly backupRepository: Link;
  readonly jobsessions: Link;
  readonly excludedItems: Link;
}

/** From where links are counted. */
export interface LinkBase {
  /** Scheme, host and port, without a slash at the end: `https://support.east.local:4443`. */
  readonly baseUrl: string;
  readonly version: ApiVersion;
}

/** A link to a resource by the parts of its path: `linkTo(base, "jobs", id, "jobsessions")`. */
export function linkTo({ baseUrl, version }: LinkBase, ...parts: readonly string[]): Link {
  const root = dialectOf(version).relativeLinks ? "" : baseUrl;
  return { href: `${root}/v${version}/${parts.map(encodeURIComponent).join("/")}` };
}

/** The links of a job. */
export function jobLinks(job: { readonly id: string; readonly organizationId: string; readonly repositoryId: string }, base: LinkBase): JobLinks {
  return {
    self: linkTo(base, "jobs", job.id),
    organization: linkTo(base, "organizations", job.organizationId),
    backupRepository: linkTo(base, "backuprepositories", job.repositoryId),
    jobsessions: linkTo(base, "jobs", job.id, "jobsessions"),
    excludedItems: linkTo(base, "jobs", job.id, "excludedItems"),
  };
}
