/**
 * The versions of the product's API that a stand-in answers as, and in what their answers differ.
 *
 * Taken from the vendor's references of v3 to v8 and from public clients generated from them. Where they say nothing
 * about a version, it answers as the one before it.
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
