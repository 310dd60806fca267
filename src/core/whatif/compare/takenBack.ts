/**
 * The candidate with some of its changes taken back: a fleet between the two sides.
 *
 * Changes are named by their place in the comparison's list. With none of them taken back the fleet
 * is the candidate, with all of them the baseline, as far as a simulation can tell. Whatever is
 * between them makes sense: a job that is back has the resources that it needs.
 */
import { type Effective, effective } from "../../policy/effective.js";
import { POLICY_SETTINGS, type SchedulePolicy, type WindowSettings } from "../../policy/types.js";
import { CLOCK_SETTINGS, type ServerClock } from "../../schedule/clock.js";
import type { CheckedFleet } from "../../simulation/checkFleet.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import {
  type Job,
  type Resource,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceLists,
  resourceLists,
  type SharingSetting,
} from "../../simulation/fleet.js";
import type { ReadResource } from "../../simulation/resource.js";
import { RULE_NAMES, type Rules } from "../../simulation/rules.js";
import type { ZoneTable } from "../../time/zone.js";
import { having } from "../../input/ownShape.js";
import { type PolicySettings, withSettings } from "../edits/policyEdits.js";
import type { SettingChange } from "./comparison.js";
import { byId, type FleetSide } from "./fleetChanges.js";

/** The two sides and what differs between them. */
export interface TwoSides {
  readonly baseline: FleetSide;
  readonly candidate: FleetSide;
  readonly rules: { readonly baseline: Rules; readonly candidate: Rules };
  readonly changes: readonly SettingChange[];
}

/** A fleet to simulate, and by which rules. */
export interface Between {
  readonly checked: CheckedFleet;
  readonly rules: Rules;
}

/** Places of changes in the comparison's list. */
export type Places = ReadonlySet<number>;

/**
 * Makes the candidate without some changes, of the jobs with these ids alone. `as` may put another
 * job in the place of one.
 */
export type MakeBetween = (
  ids: ReadonlySet<string>,
  back: Places,
  as?: (job: CheckedJob) => CheckedJob,
) => Between;

/**
 * Whether a simulation can feel a change, and one without it can be made. A target is not felt by
 * any job, a resource that only one side has is felt through the jobs that moved to it, and the
 * luck and the time-zone database are no settings.
 */
export function canBeTakenBack({ of, kind, setting }: SettingChange): boolean {
  if (of === "job") return setting !== "rpo";
  if (of === "fleet") return setting !== "seed" && setting !== "zoneVersion";
  return kind === "changed";
}

/** The fleets between two sides. */
export function betweenOf({ baseline, candidate, rules, changes }: TwoSides): MakeBetween {
  const zones = new Map<string, ZoneTable>();
  for (const side of [baseline, candidate])
    for (const { clock, zone } of [side, ...side.jobs.values()]) zones.set(clock.zone, zone);
  const changesOf = byJob(changes);
  const idsIn = (side: FleetSide): string[] => side.fleet.jobs.map((job) => job.id);
  const orders = {
    baseline: merged(idsIn(baseline), idsIn(candidate)),
    candidate: merged(idsIn(candidate), idsIn(baseline)),
  };
  const fleetPlace = (setting: string): number =>
    changes.findIndex((change) => change.of === "fleet" && change.setting === setting);
  const orderPlace = fleetPlace("jobs");
  const clockPlaces = CLOCK_SETTINGS.map((key) => [key, fleetPlace(`clock.${key}`)] as const);
  const rulePlaces = RULE_NAMES.map((name) => [name, fleetPlace(`rules.${name}`)] as const);
  const sharingPlaces = new Map<string, [SharingSetting, number][]>();
  changes.forEach(({ of, id, kind, setting }, place) => {
    if (of === "job" || of === "fleet" || kind !== "changed") return;
    const known = sharingPlaces.get(`${of} ${id}`);
    const one: [SharingSetting, number] = [setting as SharingSetting, place];
    if (known === undefined) sharingPlaces.set(`${of} ${id}`, [one]);
    else known.push(one);
  });
  const raw = resourceLists(({ list }) => ({
    baseline: byId(baseline.fleet[list] ?? []),
    candidate: byId(candidate.fleet[list] ?? []),
  }));

  /** Of each key the baseline's value where its change is taken back. */
  function mixed<T extends object>(
    was: T,
    is: T,
    places: readonly (readonly [keyof T, number])[],
    back: Places,
  ): T {
    const changed = places.filter(([, place]) => back.has(place)).map(([key]) => [key, was[key]]);
    return changed.length === 0 ? is : { ...is, ...(Object.fromEntries(changed) as Partial<T>) };
  }

  /** A resource between its two forms, as it is read. */
  function resourceBetween(of: ResourceKind["name"], id: string, back: Places): ReadResource {
    const key = `${of} ${id}`;
    const [was, is] = [baseline.resources.get(key), candidate.resources.get(key)];
    if (was === undefined || is === undefined) return (is ?? was)!;
    return mixed(was, is, sharingPlaces.get(key) ?? [], back);
  }

  /** What these jobs need; the proxies of their repositories among it. */
  function resourcesBetween(
    jobs: readonly CheckedJob[],
    back: Places,
  ): {
    readonly lists: ResourceLists<readonly Resource[]>;
    readonly resources: readonly ReadResource[];
  } {
    const needed = resourceLists(({ key }) => new Set(jobs.flatMap(({ job }) => job[key] ?? [])));
    for (const id of needed.repositories) {
      const { proxyId } = resourceBetween("repository", id, back);
      if (proxyId !== undefined) needed.proxies.add(proxyId);
    }
    const lists = resourceLists(({ list, name }) =>
      [...needed[list]].map((id) => {
        const { baseline: was, candidate: is } = raw[list];
        const places = sharingPlaces.get(`${name} ${id}`) ?? [];
        const [before, now] = [was.get(id), is.get(id)];
        return before === undefined || now === undefined
          ? (now ?? before)!
          : mixed(before, now, places, back);
      }),
    );
    const resources = RESOURCE_KINDS.flatMap(({ list, name }) =>
      lists[list].map(({ id }) => resourceBetween(name, id, back)),
    );
    return { lists, resources };
  }

  return (ids, back, as = (job) => job) => {
    const clock = mixed(baseline.clock, candidate.clock, clockPlaces, back);
    const jobs: CheckedJob[] = [];
    for (const id of orders[back.has(orderPlace) ? "baseline" : "candidate"]) {
      if (!ids.has(id)) continue;
      const job = jobBetween(baseline.jobs.get(id), candidate.jobs.get(id), {
        changes: changesOf.get(id) ?? [],
        back,
      });
      if (job !== undefined) jobs.push(as(onClock(job, clock, zones)));
    }
    const { lists, resources } = resourcesBetween(jobs, back);
    return {
      checked: {
        fleet: { clock, jobs: jobs.map(({ job }) => job), ...lists },
        clock,
        zone: zones.get(clock.zone)!,
        jobs,
        resources,
      },
      rules: mixed(rules.baseline, rules.candidate, rulePlaces, back),
    };
  };
}

type JobChanges = readonly (readonly [place: number, change: SettingChange])[];

function byJob(changes: readonly SettingChange[]): Map<string, JobChanges> {
  const found = new Map<string, (readonly [number, SettingChange])[]>();
  for (const [place, change] of changes.entries()) {
    if (change.of !== "job") continue;
    const known = found.get(change.id);
    if (known === undefined) found.set(change.id, [[place, change]]);
    else known.push([place, change]);
  }
  return found;
}

/** The first list, and what only the second has behind what it stands behind there. */
function merged(first: readonly string[], second: readonly string[]): string[] {
  const known = new Set(first);
  const behind = new Map<string, string[]>();
  const front: string[] = [];
  let here = front;
  for (const id of second) {
    if (!known.has(id)) here.push(id);
    else behind.set(id, (here = []));
  }
  return [...front, ...first.flatMap((id) => [id, ...(behind.get(id) ?? [])])];
}

/** A job between its two forms; its clock still that of one of them. */
function jobBetween(
  was: CheckedJob | undefined,
  is: CheckedJob | undefined,
  { changes, back }: { readonly changes: JobChanges; readonly back: Places },
): CheckedJob | undefined {
  const gone = changes.filter(([place]) => back.has(place)).map(([, change]) => change);
  if (was === undefined) return gone.length > 0 ? undefined : is;
  if (is === undefined) return gone.length > 0 ? was : undefined;
  if (gone.length === 0) return is;
  // A target is no change that is taken back, and nothing feels it.
  if (changes.every(([place, change]) => back.has(place) || !canBeTakenBack(change))) return was;
  const settings: Partial<Record<string, unknown>>[] = [];
  const values: Partial<Record<keyof Job, unknown>> = {};
  let { clock } = is.job;
  for (const { setting } of gone) {
    const [part, name] = setting.split(".") as [keyof Job, string | undefined];
    if (part === "policy") settings.push(settingsBack(name!, was.policy));
    else if (part === "clock") clock = { ...clock, [name!]: was.job.clock?.[name as "zone"] };
    else values[part] = was.job[part];
  }
  const policy =
    settings.length === 0
      ? is.policy
      : withSettings(is.policy, Object.assign({}, ...settings) as PolicySettings);
  const job = having(is.job, { ...(values as Partial<Job>), policy, ...(clock && { clock }) });
  return { ...is, job, policy, workload: "workload" in values ? was.workload : is.workload };
}

/** The settings of a policy that take a change back, as `policyChanges` names it. */
function settingsBack(setting: string, was: SchedulePolicy): PolicySettings {
  const { startWindow, backupWindow, retries, starts } = effective(was);
  const window = (name: string, hours: WindowSettings | undefined): PolicySettings =>
    hours === undefined
      ? { [`${name}Enabled`]: false }
      : { [`${name}Enabled`]: true, [`${name}Settings`]: hours };
  if (setting === "backupWindowSettings") return window("backupWindow", backupWindow);
  if (setting === "periodicallyWindowSettings") return window("periodicallyWindow", startWindow);
  if (setting === "periodicallyOffsetMinutes") return { [setting]: offsetOf(starts) };
  if (setting === "retryNumber")
    return retries === undefined
      ? { retryEnabled: false }
      : {
          retryEnabled: true,
          retryNumber: retries.number,
          retryWaitInterval: retries.waitMinutes,
        };
  if (setting === "type" || setting === "scheduleEnabled")
    return Object.fromEntries(START_SETTINGS.map((name) => [name, was[name]]));
  return { [setting]: was[setting as "dailyTime"] };
}

function offsetOf(starts: Effective["starts"]): number {
  return (starts.kind === "grid" ? starts.offsetMinutes : undefined) ?? 0;
}

/** All that makes a policy start: where the type is another, they go together. */
const START_SETTINGS = POLICY_SETTINGS.filter(
  (name) => !name.startsWith("backupWindow") && !name.startsWith("retry"),
);

/** The job, its own clock's gaps filled by the fleet's. */
function onClock(
  checked: CheckedJob,
  fleet: ServerClock,
  zones: ReadonlyMap<string, ZoneTable>,
): CheckedJob {
  const own = checked.job.clock;
  const clock = Object.fromEntries(
    CLOCK_SETTINGS.map((key) => [key, own?.[key] ?? fleet[key]]),
  ) as unknown as ServerClock;
  if (CLOCK_SETTINGS.every((key) => clock[key] === checked.clock[key])) return checked;
  return { ...checked, clock, zone: zones.get(clock.zone)! };
}
