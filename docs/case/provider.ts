/**
 * A provider that does not exist: its tenants, jobs, proxies and repositories as the product's API
 * gives them, and the lengths of their sessions, which the API does not give.
 *
 * Everything is a function of the size that is asked for. What is odd about it is odd on purpose:
 * most jobs start at 22:00, since that is the default; backup windows are read on UTC and swallow
 * starts in summer; old proxies have more tenants and fewer threads; some entries are broken.
 */
import type { DrawnWorkload } from "runcast";
import { draw, drawNormal, drawOf, idOf } from "./draws.ts";

/** How large the provider is; each tenant has two jobs, each proxy two repositories. */
export interface Size {
  readonly tenants: number;
  readonly proxies: number;
}

/** What the server has, as it hands it over, and what only the maker of it knows. */
export interface Provider {
  readonly jobs: readonly ProductJob[];
  /** What is broken in the list of jobs. */
  readonly broken: readonly object[];
  readonly proxies: readonly object[];
  readonly repositories: readonly object[];
  readonly organizations: readonly object[];
  /** How long the sessions of each job take at full speed, and how they end. */
  readonly workloads: ReadonlyMap<string, DrawnWorkload>;
}

/** A job as `GET /Jobs` shows it. */
export interface ProductJob {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly backupType: string;
  readonly organizationId: string;
  readonly repositoryId: string;
  readonly isEnabled: boolean;
  readonly schedulePolicy: object;
}

/** The clock of the server, and threads that one session can use, whatever its proxy has. */
export const ZONE = "Europe/Berlin";
export const SESSION_THREADS = 8;

const MINUTE_MS = 60_000;

/** Makes the provider. */
export function providerOf({ tenants, proxies: count }: Size): Provider {
  const proxies = Array.from({ length: count }, (_, index) => proxyAt(index, count));
  const repositories = proxies.flatMap((proxy) =>
    ["A", "B"].map((half) => ({
      id: idOf(`repository ${half} of ${proxy.hostName}`),
      name: `disk ${half} of ${proxy.hostName.split(".")[0]}`,
      capacityBytes: 109_951_162_777_600,
      freeSpaceBytes: 54_975_581_388_800,
      proxyId: proxy.id,
    })),
  );
  const workloads = new Map<string, DrawnWorkload>();
  const organizations: object[] = [];
  const jobs: ProductJob[] = [];
  for (let tenant = 1; tenant <= tenants; tenant += 1) {
    const name = `t${String(tenant).padStart(4, "0")}`;
    const organizationId = idOf(name);
    const officeName = `${name}.onmicrosoft.example`;
    organizations.push({ id: organizationId, name: officeName, officeName, isBackedUp: true });
    // Old proxies come first, and have more tenants.
    const place = Math.floor(count * draw(`${name} proxy`) ** 1.25);
    for (const part of ["mail", "files"] as const) {
      const key = `${name} ${part}`;
      const id = idOf(key);
      const policy = policyOf(key);
      jobs.push({
        id,
        name: `${key}${policy.suffix}`,
        description: "",
        backupType: "SelectedItems",
        organizationId,
        repositoryId: repositories[2 * place + (part === "mail" ? 0 : 1)]!.id,
        isEnabled: draw(`${key} enabled`) >= 0.03,
        schedulePolicy: policy.policy,
      });
      workloads.set(id, workloadOf(name, key, policy.often));
    }
  }
  return { jobs, broken: brokenOf(jobs), proxies, repositories, organizations, workloads };
}

function proxyAt(index: number, count: number) {
  const isOld = index < count / 8;
  const name = `${isOld ? "old" : "proxy"}-${String(index + 1).padStart(2, "0")}`;
  const hostName = `${name}.provider.example`;
  const isAway = index === count - 1;
  return {
    id: idOf(hostName),
    hostName,
    type: "Remote",
    status: isAway ? "Offline" : "Online",
    ...(isAway ? {} : { threadsNumber: isOld ? 48 : 64 }),
    enableNetworkThrottling: false,
  };
}

/** How often a job is due in a day: what is due often reads little each time. */
type Often = number;

interface MadePolicy {
  readonly policy: object;
  readonly often: Often;
  /** What the job's name ends in, so that people find it. */
  readonly suffix: string;
}

/** The night of most backup windows: 20:00 to 06:00, UTC. */
const NIGHT = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6);
/** Hours in which users work, for those who want no backup at all then: 07:00 to 17:00 closed. */
const OFF_HOURS = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 17 || hour % 24 < 7);

/** Some who are there however few tenants there are. */
const GIVEN: Readonly<Record<string, (key: string) => MadePolicy>> = {
  "t0011 files": halfPastNine,
  "t0012 files": atNoon,
  "t0013 files": onWorkdays,
};

function policyOf(key: string): MadePolicy {
  const given = GIVEN[key];
  if (given !== undefined) return given(key);
  const kind = drawOf<(key: string) => MadePolicy>(`${key} kind`, [
    [atTen, 83],
    [atAnotherTime, 6],
    [halfPastNine, 1],
    [onWorkdays, 2],
    [everyHours, 4.4],
    [everyMinutes, 0.4],
    [atNoon, 0.1],
    [byHand, 0.4],
  ]);
  return kind(key);
}

function daily(key: string, dailyTime: string, dailyType: string, window?: readonly boolean[]) {
  return {
    type: "Daily",
    dailyType,
    dailyTime,
    ...windowed(window),
    ...retries(key),
  };
}

function windowed(window: readonly boolean[] | undefined): object {
  if (window === undefined) return { backupWindowEnabled: false };
  return {
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: window, minuteOffset: 0 },
  };
}

function retries(key: string): object {
  const [retryNumber, retryWaitInterval] = drawOf(`${key} retries`, [
    [[3, 10], 90],
    [[1, 60], 5],
    [[5, 30], 4],
    [[0, 0], 1],
  ] as const);
  if (retryNumber === 0) return { retryEnabled: false };
  return { retryEnabled: true, retryNumber, retryWaitInterval };
}

const isWindowed = (key: string): boolean => draw(`${key} window`) < 0.4;

function atTen(key: string): MadePolicy {
  const window = isWindowed(key) ? NIGHT : undefined;
  return { policy: daily(key, "22:00:00", "Everyday", window), often: 1, suffix: "" };
}

function atAnotherTime(key: string): MadePolicy {
  const quarter = Math.floor(draw(`${key} time`) * 40);
  const minutes = (18 * 60 + 15 * quarter) % (24 * 60);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return { policy: daily(key, `${time.join(":")}:00`, "Everyday"), often: 1, suffix: "" };
}

/** In winter 21:30 is 20:30 UTC; in summer it is 19:30 UTC, and the window is shut. */
function halfPastNine(key: string): MadePolicy {
  return { policy: daily(key, "21:30:00", "Everyday", NIGHT), often: 1, suffix: " 2130" };
}

function onWorkdays(key: string): MadePolicy {
  return { policy: daily(key, "22:00:00", "Workdays"), often: 1, suffix: " workdays" };
}

/** Never in its window: it can't run, and nobody has noticed. */
function atNoon(key: string): MadePolicy {
  return { policy: daily(key, "12:00:00", "Everyday", NIGHT), often: 1, suffix: " 1200" };
}

function byHand(): MadePolicy {
  return { policy: { type: "ManualOnly" }, often: 1, suffix: " by hand" };
}

function everyHours(key: string): MadePolicy {
  const hours = drawOf(`${key} hours`, [
    [8, 35],
    [4, 35],
    [2, 15],
    [1, 15],
  ]);
  const isHeldBack = draw(`${key} off hours`) < 0.3;
  const policy = {
    type: "Periodically",
    periodicallyEvery: `Hours${hours}`,
    ...windowed(isHeldBack ? OFF_HOURS : undefined),
    ...retries(key),
  };
  return { policy, often: 24 / hours, suffix: ` ${hours}h` };
}

function everyMinutes(key: string): MadePolicy {
  const minutes = drawOf(`${key} minutes`, [
    [30, 5],
    [15, 3],
    [5, 2],
  ]);
  const policy = {
    type: "Periodically",
    periodicallyEvery: `Minutes${minutes}`,
    ...windowed(undefined),
    ...retries(key),
  };
  return { policy, often: (24 * 60) / minutes, suffix: ` ${minutes}min` };
}

/**
 * What the sessions of a job take. Tenants have users by a log-normal distribution, 25 in the
 * middle; a night's changes of a user take 20 seconds at full speed, a session two minutes at
 * least.
 */
function workloadOf(tenant: string, key: string, often: Often): DrawnWorkload {
  const users = Math.min(900, 25 * Math.exp(1.15 * drawNormal(`${tenant} users`)));
  const part = Math.exp(0.3 * drawNormal(`${key} part`));
  const minutes = 2 + (users * part) / 3 / Math.min(often, 24);
  const isTroubled = draw(`${key} troubled`) < 0.005;
  const isNew = draw(`${key} new`) < 0.02;
  const median = Math.round(minutes * MINUTE_MS);
  return {
    duration: { lognormal: { median, p95: Math.round(1.5 * median) } },
    ...(isNew ? { full: { lognormal: { median: 6 * median, p95: 9 * median } } } : {}),
    threads: SESSION_THREADS,
    failed: isTroubled ? 0.4 : 0.015,
    warning: 0.03,
    retryShare: 0.4,
  };
}

/** Entries of the list of jobs that nobody can read, each in its own way. */
function brokenOf(jobs: readonly ProductJob[]): object[] {
  const [one, two, three, four, five, six, seven] = jobs as readonly [
    ProductJob,
    ProductJob,
    ProductJob,
    ProductJob,
    ProductJob,
    ProductJob,
    ProductJob,
  ];
  const spoilt = (job: ProductJob, name: string, schedulePolicy: unknown): object => ({
    ...job,
    id: idOf(`broken ${name}`),
    name,
    schedulePolicy,
  });
  return [
    spoilt(one, "x01 mail", daily("x01", "25:00:00", "Everyday")),
    spoilt(two, "x02 mail", daily("x02", "22:00:00", "Everyday", NIGHT.slice(1))),
    spoilt(three, "x03 mail", { ...daily("x03", "22:00:00", "Everyday"), retryNumber: -1 }),
    spoilt(four, "x04 mail", "@{type=Daily; dailyType=Everyday; dailyTime=22:00:00}"),
    spoilt(five, "x05 mail", undefined),
    spoilt(six, "x06 mail", { type: "Periodically" }),
    seven, // pages that overlapped have it twice
  ];
}
