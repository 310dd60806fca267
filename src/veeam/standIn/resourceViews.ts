/**
 * Organizations, repositories, proxies and the server itself, as the product shows them. What
 * nobody said is made up, and the same for all.
 */
import { type Link, type LinkBase, linkTo, linkToList } from "./links.js";
import type { Named, Proxy, Repository } from "./resources.js";
import { guidOf } from "./sessionIds.js";

/** A resource in the product's own words. */
export interface ResourceRepresentation extends Record<string, unknown> {
  readonly id: string;
  readonly _links: Readonly<Record<string, Link>>;
}

const TERABYTE = 1_024 ** 4;

/** Makes the representation of an organization; `hasJobs` says whether a job backs it up. */
export function representOrganization(
  { id, name }: Named,
  hasJobs: boolean,
  base: LinkBase,
): ResourceRepresentation {
  return {
    type: "Office365",
    region: "Worldwide",
    isExchangeOnline: true,
    isSharePointOnline: true,
    id,
    name,
    officeName: name,
    isBackedup: hasJobs,
    _links: {
      self: linkTo(base, "organizations", id),
      jobs: base.dialect.filtersJobs
        ? linkToList(base, "jobs", { organizationId: id })
        : linkTo(base, "organizations", id, "jobs"),
    },
  };
}

/** Makes the representation of a repository; `poolId` where proxies share pools. */
export function representRepository(
  { id, name, proxyId }: Repository,
  poolId: string,
  base: LinkBase,
): ResourceRepresentation {
  const { saysBytes, hasPools } = base.dialect;
  const suffix = saysBytes ? "Bytes" : "";
  return {
    ...(hasPools ? { isOutdated: false, isIndexed: true, isOutOfOrder: false } : {}),
    isOutOfSync: false,
    [`capacity${suffix}`]: 10 * TERABYTE,
    [`freeSpace${suffix}`]: 6 * TERABYTE,
    id,
    name,
    description: "",
    path: "C:\\VeeamRepository",
    retentionType: "ItemLevel",
    retentionPeriodType: "Yearly",
    yearlyRetentionPeriod: "Years3",
    retentionFrequencyType: "Daily",
    dailyTime: "00:00:00",
    dailyType: "Everyday",
    proxyId,
    ...(hasPools ? { proxyPoolId: poolId } : {}),
    _links: {
      self: linkTo(base, "backuprepositories", id),
      proxy: linkTo(base, "proxies", proxyId),
      ...(hasPools ? { proxyPool: linkTo(base, "proxypools", poolId) } : {}),
    },
  };
}

/** Makes the representation of a proxy; without `extended`, it says nothing of what it can do. */
export function representProxy(
  { id, name, threads }: Proxy,
  poolId: string,
  extended: boolean,
  base: LinkBase,
): ResourceRepresentation {
  const { hasPools, namesDomain, filtersRepositories } = base.dialect;
  return {
    type: "Local",
    useInternetProxy: false,
    id,
    ...(hasPools ? { proxyPoolId: poolId } : {}),
    hostName: name,
    ...(namesDomain ? { fqdn: name } : {}),
    description: "",
    port: 9193,
    ...(hasPools || !extended ? {} : { threadsNumber: threads }),
    enableNetworkThrottling: false,
    status: "Online",
    ...(hasPools ? { operatingSystem: "Windows", maintenanceModeState: "Disabled" } : {}),
    _links: {
      self: linkTo(base, "proxies", id),
      ...(filtersRepositories
        ? { backupRepositories: linkToList(base, "backuprepositories", { proxyId: id }) }
        : { repositories: linkTo(base, "proxies", id, "repositories") }),
      ...(hasPools ? { proxyPool: linkTo(base, "proxypools", poolId) } : {}),
    },
  };
}

/** Makes the representation of a pool of proxies. */
export function representPool({ id, name }: Named, base: LinkBase): ResourceRepresentation {
  return {
    id,
    name,
    description: "",
    _links: {
      self: linkTo(base, "proxypools", id),
      proxies: linkTo(base, "proxypools", id, "proxies"),
    },
  };
}

/** What the server says of itself: the version of its API, and an installation of its own. */
export function representInstance({ dialect }: LinkBase): object {
  return { installationId: guidOf("runcast stand-in"), version: `${dialect.version}.0.0.0` };
}

/** How the server is. */
export function representHealth(): object {
  const entry = { status: "Healthy", description: "A stand-in, which backs nothing up" };
  return { status: "Healthy", entries: { runcast: entry } };
}
