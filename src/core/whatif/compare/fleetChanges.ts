/**
 * What was changed between two fleets, job by job and resource by resource, as far as it has an
 * effect on a simulation.
 *
 * Fleets are compared in their canonical form: a policy in another spelling, a switch that is
 * written out though it is the default, a name that nobody simulates are no changes.
 */
import { grouped } from "../../input/numberText.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import type { Distribution } from "../../simulation/duration.js";
import { type Duration, durationMs } from "../../time/duration.js";
import {
  type DrawnWorkload,
  type Fleet,
  type Job,
  RESOURCE_KINDS,
  type ResourceKind,
  SHARING_SETTINGS,
} from "../../simulation/fleet.js";
import type { ReadResource } from "../../simulation/resource.js";
import { SHARING_VERBS, sharingText } from "../../simulation/sharingText.js";
import { RULE_NAMES } from "../../simulation/rules.js";
import type { Timeline } from "../../simulation/timeline.js";
import type { ZoneTable } from "../../time/zone.js";
import { CLOCK_SETTINGS, type ServerClock } from "../../schedule/clock.js";
import type { ScopeKind } from "../metrics.js";
import type { SettingChange } from "./comparison.js";
import { lengthText } from "../../time/length.js";
import { policyChanges } from "./policyChanges.js";

/** A fleet as simulated, with the clock of its server and its jobs by id. */
export interface FleetSide {
  readonly fleet: Fleet;
  readonly clock: ServerClock;
  readonly zone: ZoneTable;
  readonly jobs: ReadonlyMap<string, CheckedJob>;
  /** By kind and id: `proxy proxy-1`. */
  readonly resources: ReadonlyMap<string, ReadResource>;
}

/** A checked fleet as a side. */
export function fleetSide({ fleet, clock, zone, jobs, resources }: CheckedFleet): FleetSide {
  return {
    fleet,
    clock,
    zone,
    jobs: new Map(jobs.map((checked) => [checked.job.id, checked])),
    resources: new Map(resources.map((resource) => [`${resource.of} ${resource.id}`, resource])),
  };
}

/** What a job needs of a kind; a repository brings its proxy where the job names none (R28). */
export function neededId(
  job: Job,
  key: ResourceKind["key"],
  resources: FleetSide["resources"],
): string | undefined {
  if (job[key] !== undefined || key !== "proxyId" || job.repositoryId === undefined)
    return job[key];
  return resources.get(`repository ${job.repositoryId}`)?.proxyId;
}

/** Every id of either fleet: in the order of the baseline, then what only the candidate has. */
export function idsOfBoth(
  baseline: readonly { readonly id: string }[] = [],
  candidate: readonly { readonly id: string }[] = [],
): string[] {
  return [...new Set([...baseline, ...candidate].map(({ id }) => id))];
}

/** Whatever is in either list, with what it is on each side, in the order of `idsOfBoth`. */
export function pairsById<Item extends { readonly id: string }>(
  baseline: readonly Item[] = [],
  candidate: readonly Item[] = [],
): { readonly id: string; readonly was: Item | undefined; readonly is: Item | undefined }[] {
  const [before, now] = [byId(baseline), byId(candidate)];
  return idsOfBoth(baseline, candidate).map((id) => ({
    id,
    was: before.get(id),
    is: now.get(id),
  }));
}

/** A list by its ids. */
export function byId<Item extends { readonly id: string }>(
  list: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(list.map((item) => [item.id, item]));
}

/** What differs between two fleets: jobs, resources, the fleet's clock, the order of the jobs. */
export function fleetChanges(baseline: FleetSide, candidate: FleetSide): SettingChange[] {
  const changes: SettingChange[] = [];
  for (const id of idsOfBoth(baseline.fleet.jobs, candidate.fleet.jobs)) {
    const [was, is] = [baseline.jobs.get(id), candidate.jobs.get(id)];
    if (was === undefined) changes.push(whole("job", id, "added", is!.job));
    else if (is === undefined) changes.push(whole("job", id, "removed", was.job));
    else changes.push(...jobChanges(id, was, is));
  }
  for (const { list, name } of RESOURCE_KINDS)
    changes.push(...resourceChanges(name, list, baseline, candidate));
  changes.push(...clockChanges("fleet", "", baseline.clock, candidate.clock));
  const common = (side: FleetSide, other: FleetSide): string =>
    JSON.stringify(side.fleet.jobs.map((job) => job.id).filter((id) => other.jobs.has(id)));
  if (common(baseline, candidate) !== common(candidate, baseline))
    changes.push(
      changed(
        "fleet",
        "",
        "jobs",
        undefined,
        undefined,
        "the jobs stand in another order, which decides who is first (R22)",
      ),
    );
  return changes;
}

/** What differs in how two timelines were simulated: seed, rules, time-zone database. */
export function simulationChanges(baseline: Timeline, candidate: Timeline): SettingChange[] {
  const changes: SettingChange[] = [];
  const note = (setting: string, was: unknown, is: unknown): void => {
    if (was !== is)
      changes.push(
        changed(
          "fleet",
          "",
          setting,
          was,
          is,
          `${setting} is ${String(is)} (${String(was)} before)`,
        ),
      );
  };
  note("seed", baseline.span.seed, candidate.span.seed);
  for (const rule of RULE_NAMES) note(`rules.${rule}`, baseline.rules[rule], candidate.rules[rule]);
  if (baseline.zoneVersion !== "" && candidate.zoneVersion !== "")
    note("zoneVersion", baseline.zoneVersion, candidate.zoneVersion);
  return changes;
}

function whole(
  of: ScopeKind,
  id: string,
  kind: "added" | "removed",
  thing: unknown,
): SettingChange {
  return {
    of,
    id,
    kind,
    setting: "",
    [kind === "added" ? "candidate" : "baseline"]: thing,
    text: `is ${kind === "added" ? "new" : "gone"}`,
  };
}

function changed(
  of: ScopeKind,
  id: string,
  setting: string,
  baseline: unknown,
  candidate: unknown,
  text: string,
): SettingChange {
  return {
    of,
    id,
    kind: "changed",
    setting,
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate }),
    text,
  };
}

function jobChanges(id: string, was: CheckedJob, is: CheckedJob): SettingChange[] {
  const changes: SettingChange[] = policyChanges(was.policy, is.policy).map((change) => ({
    of: "job",
    id,
    kind: "changed",
    ...change,
  }));
  const note = (setting: keyof Job, text: (value: unknown) => string, usual?: unknown): void => {
    const [before, now] = [was.job[setting] ?? usual, is.job[setting] ?? usual];
    if (before !== now)
      changes.push(
        changed("job", id, setting, before, now, `${text(now)} (${text(before)} before)`),
      );
  };
  note("enabled", (value) => (value === true ? "enabled" : "disabled"), true);
  note("runNow", (value) => (value === true ? "started by hand" : "not started by hand"), false);
  note("copyOf", (value) => (value === undefined ? "no copy" : `a copy of ${value as string}`));
  for (const { key, name } of RESOURCE_KINDS)
    note(key, (value) => (value === undefined ? `no ${name}` : `${name} ${value as string}`));
  note("rpo", (value) =>
    value === undefined ? "no target" : `target ${lengthText(value as number)}`,
  );
  if (canonicalWorkload(was.job.workload) !== canonicalWorkload(is.job.workload)) {
    changes.push(
      changed(
        "job",
        id,
        "workload",
        was.job.workload,
        is.job.workload,
        `sessions take ${workloadText(is.job.workload)} (${workloadText(was.job.workload)} before)`,
      ),
    );
  }
  // A clock of the fleet is the fleet's change; here counts what a job says for itself.
  changes.push(...clockChanges("job", id, was.job.clock ?? {}, is.job.clock ?? {}));
  return changes;
}

function clockChanges(
  of: ScopeKind,
  id: string,
  was: Partial<ServerClock>,
  is: Partial<ServerClock>,
): SettingChange[] {
  return CLOCK_SETTINGS.flatMap((key) => {
    if (was[key] === is[key]) return [];
    const text = (value: string | undefined): string => value ?? "as the fleet's";
    return [
      changed(
        of,
        id,
        `clock.${key}`,
        was[key],
        is[key],
        `clock ${key}: ${text(is[key])} (${text(was[key])} before)`,
      ),
    ];
  });
}

function resourceChanges(
  of: ResourceKind["name"],
  list: ResourceKind["list"],
  baseline: FleetSide,
  candidate: FleetSide,
): SettingChange[] {
  return pairsById(baseline.fleet[list], candidate.fleet[list]).flatMap(({ id, was, is }) => {
    const name = (is ?? was)?.name;
    const called = (change: SettingChange): SettingChange =>
      name === undefined ? change : { ...change, name };
    if (was === undefined) return [called(whole(of, id, "added", is))];
    if (is === undefined) return [called(whole(of, id, "removed", was))];
    const key = `${of} ${id}`;
    const [before, now] = [baseline.resources.get(key)!, candidate.resources.get(key)!];
    return SHARING_SETTINGS.flatMap((setting) => {
      if (isSameSetting(before[setting], now[setting])) return [];
      const [wasText, isText] = [sharingText(setting, before), sharingText(setting, now)];
      const text = `${SHARING_VERBS[setting]} ${isText} (${wasText} before)`;
      return [called(changed(of, id, setting, was[setting], is[setting], text))];
    });
  });
}

function isSameSetting(was: unknown, is: unknown): boolean {
  // `NaN` and `Infinity` are what JSON does not know.
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
    ) ?? "";
  return text(was) === text(is);
}

/**
 * A workload in one spelling: defaults written out, every duration in ms. Functions are told apart
 * by identity alone.
 */
function canonicalWorkload(workload: Job["workload"]): unknown {
  if (typeof workload === "function") return workload;
  const { duration, full, grows, threads, failed, warning, retryShare } = workload ?? {
    duration: 0,
  };
  return JSON.stringify([
    inMs(duration),
    full === undefined ? null : inMs(full),
    grows === undefined
      ? null
      : [inMs(grows.per), grows.share ?? 1, grows.most === undefined ? null : inMs(grows.most)],
    threads ?? null,
    failed ?? 0,
    warning ?? 0,
    retryShare ?? 1,
  ]);
}

function inMs(value: unknown): unknown {
  if (typeof value === "string") return knownMs(value);
  if (Array.isArray(value)) return value.map(inMs);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inMs(inner)]),
  );
}

/** `45 min`, `lognormal, median 45 min, p95 2 h`; shares where there are any. */
function workloadText(workload: Job["workload"]): string {
  if (workload === undefined || workload === null) return "0 s";
  if (typeof workload === "function") return "by a function";
  const { duration, full, grows, threads, failed = 0, warning = 0, retryShare = 1 } = workload;
  const shares = [
    full === undefined ? "" : `${durationText(full)} until there is a restore point`,
    threads === undefined
      ? ""
      : `up to ${grouped(threads)} ${threads === 1 ? "thread" : "threads"}`,
    failed > 0 ? `${failed} failed` : "",
    warning > 0 ? `${warning} with a warning` : "",
    (retryShare ?? 1) !== 1 ? `retries ${retryShare} times as long` : "",
  ];
  return [durationText(duration) + growthText(grows), ...shares.filter(Boolean)].join(", ");
}

/** ` for changes of 24 h`, ` for changes of 24 h (80 % of it grows, for 3 d at most)` (R31). */
function growthText(grows: DrawnWorkload["grows"]): string {
  if (grows === undefined) return "";
  const { per, share = 1, most } = grows;
  const how = [
    share === 1 ? "" : `${Math.round(1000 * share) / 10} % of it grows`,
    most === undefined ? "" : `for ${lengthOf(most)} at most`,
  ].filter(Boolean);
  return ` for changes of ${lengthOf(per)}${how.length === 0 ? "" : ` (${how.join(", ")})`}`;
}

function durationText(duration: Distribution): string {
  if (typeof duration !== "object") return lengthOf(duration);
  if ("lognormal" in duration)
    return (
      `lognormal, median ${lengthOf(duration.lognormal.median)}, p95 ` +
      lengthOf(duration.lognormal.p95)
    );
  if ("uniform" in duration)
    return `${lengthOf(duration.uniform[0])} to ${lengthOf(duration.uniform[1])}`;
  return `one of ${grouped(duration.empirical.length)} measured lengths`;
}

function lengthOf(value: Duration): string {
  return lengthText(knownMs(value));
}

/** A duration of a fleet that was checked. */
function knownMs(value: Duration): number {
  return durationMs(value, "", []);
}
