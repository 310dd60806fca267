/**
 * The versions of the product's API that a stand-in answers as, and in what their answers, and
 * their links, differ.
 *
 * Taken from the vendor's references of v3 to v8 and from public clients generated from them. Where
 * they say nothing about a version, it answers as the one before it.
 */

/** A version of the API, the number in its paths: `/v3/Jobs`. */
export type ApiVersion = 3 | 4 | 5 | 6 | 7 | 8;

/** Every version that is answered, oldest first. */
export const API_VERSIONS = [3, 4, 5, 6, 7, 8] as const satisfies readonly ApiVersion[];

/** In what the answers of a version differ from those of others. */
export interface Dialect {
  /** Lists of jobs come as pages `{ offset, limit, _links, results }`; else as bare arrays. */
  readonly pagedJobs: boolean;
  /** The same, for lists of sessions. */
  readonly pagedSessions: boolean;
  /** Links are paths; else whole URLs. */
  readonly relativeLinks: boolean;
  /** The status of an answer without a body: 204, or 200 in the oldest versions. */
  readonly emptyStatus: 200 | 204;
  /** A job names its repository, a policy its `scheduleEnabled`, a session its retry. */
  readonly namesMore: boolean;
  /** Teams can be selected for backup. */
  readonly hasTeams: boolean;
}

/** How a version answers. `dialectOf(8).pagedJobs // => true` */
export function dialectOf(version: ApiVersion): Dialect {
  return {
    pagedJobs: version >= 8,
    pagedSessions: version >= 6,
    relativeLinks: version >= 6,
    emptyStatus: version >= 5 ? 204 : 200,
    namesMore: version >= 6,
    hasTeams: version >= 5,
  };
}

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
