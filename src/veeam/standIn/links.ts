/**
 * The `_links` of representations: where a job's relatives are found.
 *
 * Spelled as on the seed's page, in lower case but for `excludedItems`; whole URLs or paths, as the
 * dialect has them.
 */
import { type Dialect, pathRoot } from "./dialects.js";

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
  readonly dialect: Dialect;
}

/** A link to a path of the server, `/v3/jobs`. */
export function linkToPath({ baseUrl, dialect }: LinkBase, path: string): Link {
  return { href: `${dialect.relativeLinks ? "" : baseUrl}${path}` };
}

/** A link to a resource by the parts of its path: `linkTo(base, "jobs", id, "jobsessions")`. */
export function linkTo(base: LinkBase, ...parts: readonly string[]): Link {
  return linkToPath(base, [pathRoot(base.dialect), ...parts.map(encodeURIComponent)].join("/"));
}

/** The links of a job. */
export function jobLinks(
  job: { readonly id: string; readonly organizationId: string; readonly repositoryId: string },
  base: LinkBase,
): JobLinks {
  return {
    self: linkTo(base, "jobs", job.id),
    organization: linkTo(base, "organizations", job.organizationId),
    backupRepository: linkTo(base, "backuprepositories", job.repositoryId),
    jobsessions: linkTo(base, "jobs", job.id, "jobsessions"),
    excludedItems: linkTo(base, "jobs", job.id, "excludedItems"),
  };
}
