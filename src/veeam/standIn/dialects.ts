/**
 * The versions of the product's API that a stand-in answers as, and in what they differ: one table,
 * a row for each version.
 *
 * Nothing else knows a version by its number: whoever answers is handed its dialect, and asks it.
 * So a new version is a new row. Taken from the vendor's references, its schema files, and public
 * clients; where they say nothing about a version, it answers as the one before it.
 */

/** A filter of a list of sessions, as its parameter is spelt. */
export type SessionFilter =
  "jobId" | "jobType" | "endTimeLowerBound" | "endTimeUpperBound" | "status";

/** How one version answers. */
export interface Dialect {
  /** The number in its paths: 3 in `/v3/Jobs`. */
  readonly version: number;
  /** Jobs can be seen, and neither made nor changed. */
  readonly readsOnly: boolean;
  /** Links are paths; else whole URLs. */
  readonly relativeLinks: boolean;
  /** Lists come as pages `{ offset, limit, _links, results }`; else as bare arrays. */
  readonly pagedLists: boolean;
  /** The same, for lists of sessions and what was logged of one. */
  readonly pagedSessions: boolean;
  /** `POST /Jobs` creates a job too, for the organization that its body names. */
  readonly organizationInBody: boolean;
  /** The jobs of an organization are found at `/Jobs?organizationId=`. */
  readonly filtersJobs: boolean;
  /** The status of an answer to an edit: without a body where it is 204. */
  readonly editedStatus: 200 | 204;
  /** The status of an answer to an action, which has no body. */
  readonly actedStatus: 200 | 204;
  /** A start is answered with the session that it began. */
  readonly answersStart: boolean;
  /** The status of a deletion's answer, which has no body. */
  readonly deletedStatus: 200 | 204;
  /** The types of items that can be selected for backup. */
  readonly itemTypes: readonly string[];
  /** Jobs say texts for booleans, and `allMailboxes`: mailboxes are all there is. */
  readonly mailboxesOnly: boolean;
  /** The answer to a creation links to `selectedItems`, as the job does afterwards. */
  readonly linksItemsAtOnce: boolean;
  /** A job says `repositoryId`. */
  readonly namesRepository: boolean;
  /** A job says `organizationId`. */
  readonly namesOrganization: boolean;
  /** A job says `lastBackup`. */
  readonly saysLastBackup: boolean;
  /** A policy says `scheduleEnabled`, in either case. */
  readonly saysScheduled: boolean;
  /** Sessions tell what they moved in texts, and their times on the server's clock. */
  readonly spelledSessions: boolean;
  /** A session says `retryCount`. */
  readonly countsRetries: boolean;
  /** A session says `mainSessionId`, `jobType` and `repositoryId`. */
  readonly namesAttempt: boolean;
  /** A session says `jobId`. */
  readonly namesJob: boolean;
  /** What the link of a session to its log is called, and the end of its path. */
  readonly logLink: "log" | "logitems";
  /** What was logged has `type` and `message`; else both in `title`. */
  readonly typedLog: boolean;
  /** By what lists of all sessions can be filtered. */
  readonly sessionFilters: readonly SessionFilter[];
  /** A repository says `capacityBytes` and `freeSpaceBytes`; else without `Bytes`. */
  readonly saysBytes: boolean;
  /** Proxies share pools, and say nothing of threads. */
  readonly hasPools: boolean;
  /** A proxy says `fqdn`. */
  readonly namesDomain: boolean;
  /** A proxy's repositories are found at `/BackupRepositories?proxyId=`; else below the proxy. */
  readonly filtersRepositories: boolean;
  /** There is `/ServiceInstance`. */
  readonly hasInstance: boolean;
  /** There is `/Health`. */
  readonly hasHealth: boolean;
  /** Copy jobs are shown, and their sessions. */
  readonly hasCopies: boolean;
  /** There is `/LicensedUsers`. */
  readonly listsLicensed: boolean;
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
    version: 1,
    readsOnly: true,
    relativeLinks: false,
    pagedLists: false,
    pagedSessions: false,
    organizationInBody: false,
    filtersJobs: false,
    editedStatus: 200,
    actedStatus: 200,
    answersStart: false,
    deletedStatus: 200,
    itemTypes: ["PartialOrganization", "User", "Group", "Site"],
    mailboxesOnly: true,
    linksItemsAtOnce: false,
    namesRepository: false,
    namesOrganization: false,
    saysLastBackup: false,
    saysScheduled: false,
    spelledSessions: true,
    countsRetries: false,
    namesAttempt: false,
    namesJob: false,
    logLink: "log",
    typedLog: false,
    sessionFilters: [],
    saysBytes: false,
    hasPools: false,
    namesDomain: false,
    filtersRepositories: false,
    hasInstance: false,
    hasHealth: false,
    hasCopies: false,
    listsLicensed: false,
    isoTokenTimes: false,
    namesUser: false,
    loggedOutStatus: undefined,
  },
  { version: 2, mailboxesOnly: false },
  { version: 3, readsOnly: false, spelledSessions: false, saysBytes: true },
  { version: 4, filtersRepositories: true },
  {
    version: 5,
    deletedStatus: 204,
    pagedSessions: true,
    logLink: "logitems",
    listsLicensed: true,
    itemTypes: ["PartialOrganization", "User", "Group", "Site", "Team"],
  },
  {
    version: 6,
    relativeLinks: true,
    editedStatus: 204,
    actedStatus: 204,
    itemTypes: [
      ...["PartialOrganization", "User", "Group", "Site", "Team"],
      ...["PersonalSites", "OneDriveFolders"],
    ],
    linksItemsAtOnce: true,
    namesRepository: true,
    saysScheduled: true,
    countsRetries: true,
    sessionFilters: ["jobType", "endTimeLowerBound"],
    hasInstance: true,
    hasCopies: true,
    isoTokenTimes: true,
    namesUser: true,
  },
  {
    version: 7,
    saysLastBackup: true,
    namesAttempt: true,
    sessionFilters: ["jobId", "jobType", "endTimeLowerBound", "endTimeUpperBound"],
    namesDomain: true,
    loggedOutStatus: 200,
  },
  {
    version: 8,
    pagedLists: true,
    organizationInBody: true,
    filtersJobs: true,
    answersStart: true,
    namesOrganization: true,
    namesJob: true,
    typedLog: true,
    sessionFilters: ["jobId", "jobType", "endTimeLowerBound", "endTimeUpperBound", "status"],
    hasPools: true,
    hasHealth: true,
    loggedOutStatus: 204,
  },
] as const satisfies readonly [Dialect, ...(Pick<Dialect, "version"> & Partial<Dialect>)[]];

/** A version of the API in which jobs are made, the number in its paths: `/v3/Jobs`. */
export type ApiVersion = Exclude<(typeof TABLE)[number]["version"], 1 | 2>;

/** At least one dialect, oldest first. */
export type Dialects = readonly [Dialect, ...Dialect[]];

/** Every dialect that is answered, those that only read first. */
export const ALL_DIALECTS: Dialects = filledIn(TABLE);

/** Every dialect in which jobs are made and changed. `DIALECTS.at(-1).pagedLists // => true` */
export const DIALECTS: Dialects = ALL_DIALECTS.filter(
  ({ readsOnly }) => !readsOnly,
) as unknown as Dialects;

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
