/**
 * The `_links` of representations: where a resource's relatives are found. Every one of them is
 * answered.
 *
 * Spelled as on the seed's page, in lower case but for `excludedItems` and `selectedItems`; whole
 * URLs or paths, as the dialect has them.
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
  /** Of a job that backs up selected items. */
  readonly selectedItems?: Link;
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

/** A link to a list that is filtered: `linkToList(base, "jobs", { organizationId })`. */
export function linkToList(
  base: LinkBase,
  list: string,
  filter: Readonly<Record<string, string>>,
): Link {
  const query = new URLSearchParams(filter).toString();
  return { href: `${linkTo(base, list).href}?${query}` };
}

/** The links of a job; to its items where `hasItems`. */
export function jobLinks(
  job: {
    readonly id: string;
    readonly organizationId: string;
    readonly repositoryId: string;
  },
  hasItems: boolean,
  base: LinkBase,
): JobLinks {
  return {
    self: linkTo(base, "jobs", job.id),
    organization: linkTo(base, "organizations", job.organizationId),
    backupRepository: linkTo(base, "backuprepositories", job.repositoryId),
    jobsessions: linkTo(base, "jobs", job.id, "jobsessions"),
    excludedItems: linkTo(base, "jobs", job.id, "excludedItems"),
    ...(hasItems ? { selectedItems: linkTo(base, "jobs", job.id, "selectedItems") } : {}),
  };
}
