/**
 * The versions of the product's API that a stand-in answers as, and in what they differ: one table,
 * a row for each version.
 *
 * Nothing else knows a version by its number: whoever answers is handed its dialect, and asks that.
 * So a new version is a new row. Taken from the vendor's references and from public clients
 * generated from them; where they say nothing about a version, it answers as the one before it.
 */

/** How one version answers. */
export interface Dialect {
  /** The number in its paths: 3 in `/v3/Jobs`. */
  readonly version: number;
  /** Links are paths; else whole URLs. */
  readonly relativeLinks: boolean;
  /** Lists of jobs come as pages `{ offset, limit, _links, results }`; else as bare arrays. */
  readonly pagedJobs: boolean;
  /** The same, for lists of sessions. */
  readonly pagedSessions: boolean;
  /** `POST /Jobs` creates a job too, for the organization that its body names. */
  readonly organizationInBody: boolean;
  /** The status of a deletion's answer, which has no body. */
  readonly deletedStatus: 200 | 204;
  /** The types of items that can be selected for backup. */
  readonly itemTypes: readonly string[];
  /** A job says `repositoryId`. */
  readonly namesRepository: boolean;
  /** A policy says `scheduleEnabled`, in either case. */
  readonly saysScheduled: boolean;
  /** A session says `mainSessionId`, `retryCount` and `jobType`. */
  readonly namesAttempt: boolean;
  /** A token says its instants as ISO 8601; else as headers of HTTP do, `Wed, 31 May 2017 ...`. */
  readonly isoTokenTimes: boolean;
  /** A token says `userName`. */
  readonly namesUser: boolean;
  /** The status of an answer to `POST /token/logout`; absent where there is no such path. */
  readonly loggedOutStatus: 200 | 204 | undefined;
}

/** What each version changed; the oldest one says all. */
const TABLE = [
  {
    version: 3,
    relativeLinks: false,
    pagedJobs: false,
    pagedSessions: false,
    organizationInBody: false,
    deletedStatus: 200,
    itemTypes: ["PartialOrganization", "User", "Group", "Site"],
    namesRepository: false,
    saysScheduled: false,
    namesAttempt: false,
    isoTokenTimes: false,
    namesUser: false,
    loggedOutStatus: undefined,
  },
  { version: 4 },
  {
    version: 5,
    deletedStatus: 204,
    itemTypes: ["PartialOrganization", "User", "Group", "Site", "Team"],
  },
  {
    version: 6,
    relativeLinks: true,
    pagedSessions: true,
    namesRepository: true,
    saysScheduled: true,
    namesAttempt: true,
    isoTokenTimes: true,
    namesUser: true,
  },
  { version: 7, loggedOutStatus: 200 },
  { version: 8, loggedOutStatus: 204, pagedJobs: true, organizationInBody: true },
] as const satisfies readonly [Dialect, ...(Pick<Dialect, "version"> & Partial<Dialect>)[]];

/** A version of the API that is answered, the number in its paths: `/v3/Jobs`. */
export type ApiVersion = (typeof TABLE)[number]["version"];

/** At least one dialect, oldest first. */
export type Dialects = readonly [Dialect, ...Dialect[]];

/** Every dialect that is answered. `DIALECTS.at(-1).pagedJobs // => true` */
export const DIALECTS: Dialects = filledIn(TABLE);

function filledIn([oldest, ...later]: typeof TABLE): Dialects {
  const filled: [Dialect, ...Dialect[]] = [oldest];
  let before: Dialect = oldest;
  for (const changes of later) filled.push((before = { ...before, ...changes }));
  return filled;
}

/** How a version answers; `undefined` for one that the table does not have. */
export function dialectOf(version: number): Dialect | undefined {
  return DIALECTS.find((dialect) => dialect.version === version);
}

/** What the paths of a version begin with: `/v3`. */
export function pathRoot({ version }: Pick<Dialect, "version">): string {
  return `/v${version}`;
}

/** Versions in words: `v3 to v5, v8`. */
export function versionsIn(dialects: readonly Pick<Dialect, "version">[]): string {
  const spans: [first: number, last: number][] = [];
  for (const { version } of dialects) {
    const span = spans.at(-1);
    if (span !== undefined && span[1] + 1 === version) span[1] = version;
    else spans.push([version, version]);
  }
  return spans
    .map(([first, last]) => (first === last ? `v${first}` : `v${first} to v${last}`))
    .join(", ");
}
