/**
 * Small fleets and what becomes of them, as text that is read by eye:
 * `test/fixtures/timelines/*.txt`.
 *
 * A fixture has a title that names its rules, a few lines that say why, the fleet, and the rows
 * that are expected. All times are UTC in the seven days from Monday, 5 January 2026, unless a line
 * `days from 2026-03-02` names others. The lines of a fleet, settings separated by semicolons:
 *
 *     span Mon 22:00 to Tue 06:00 | rules outage=fail | clock America/New_York
 *     proxies P 1, Q 2               ids and slots; repositories, organizations as well
 *     proxy P: 2 slots; 6 threads; pace 08-18 40 %; out Mon 23:00 to Tue 01:00
 *     repository R: proxy P          a line each; what is not said has no limit
 *     job A: ...                     or several that are alike, jobs A1 to A40: ...
 *
 * The settings of a job:
 *
 *     daily 22:00 [Workdays] | every Hours2 | manual only | immediate | disabled | runs now
 *     works 10m on 4 threads Failed, 5m  attempt 0, attempt 1 and all further ones; if nothing is
 *                                    said, Success
 *     on Mon 02:00 works 20m         the run that is due then
 *     full 4h | grows per 24h [share 25 %] [most 48h] | retries take 50 %
 *     retries 2 after 15m | target 4h | copy of B
 *     backup window closed 02-05, 22-24 | start window closed 02-05      hours of every day
 *     proxy P | repository R | organization O
 *
 * A row of jobs that are alike begins `A1 to A4`, too.
 */
import {
  type Fleet,
  type Job,
  parsePolicy,
  type Resource,
  type Rules,
  type WorkloadResult,
} from "../../src/index.ts";
import {
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
  startWindow,
} from "./scheduleBuilders.ts";
import type { SharingFleet, SharingJob, SharingRun } from "./slowFleet.ts";
import { lengthOf, type SlowGrowth } from "./slowGrowth.ts";

/** Monday 2026-01-05T00:00Z, the first day if no other is named. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const LISTS = { proxy: "proxies", repository: "repositories", organization: "organizations" };
type Kind = keyof typeof LISTS;

/** A fixture, read. */
export interface TimelineFixture {
  readonly title: string;
  readonly fleet: Fleet;
  /** The same fleet as the slow simulator takes it: work by functions, proxies by name. */
  readonly slowFleet: SharingFleet;
  readonly from: number;
  readonly to: number;
  readonly rules: Partial<Rules>;
  /** Expected rows, single blanks between words. */
  readonly sessions: readonly string[];
  readonly missed: readonly string[];
  readonly exposure: readonly string[];
  readonly waits: readonly string[];
  readonly targets: readonly string[];
  readonly threads: readonly string[];
}

const SECTIONS = ["sessions", "missed", "exposure", "waits", "targets", "threads"] as const;

/** Reads a fixture; throws for a line that it does not understand. */
export function readFixture(text: string): TimelineFixture {
  const lines = text.split("\n");
  const title = lines[0]!;
  const rows = Object.fromEntries(
    SECTIONS.map((section): [string, string[]] => [section, []]),
  ) as Record<(typeof SECTIONS)[number], string[]>;
  const fleetLines: string[] = [];
  const begin = lines.findIndex((line) => /^(span|days from) /.test(line));
  if (begin < 0) throw new Error(`${title}: no span`);
  let section = fleetLines;
  for (const line of lines.slice(begin).map((raw) => raw.trim().replaceAll(/\s+/g, " "))) {
    if (line === "") continue;
    if (Object.hasOwn(rows, line)) section = rows[line as keyof typeof rows];
    else if (section === fleetLines) section.push(line);
    else section.push(...alike(line));
  }
  return { title, ...readFleet(title, fleetLines), ...rows };
}

/** `A1 to A3 ...` as three texts; any other as it is. */
function alike(line: string): string[] {
  const several = /^([A-Za-z]+)(\d+) to \1(\d+)(.*)$/.exec(line);
  if (several === null) return [line];
  const [, name, first, last, rest] = several;
  return Array.from(
    { length: Number(last) - Number(first) + 1 },
    (_, index) => `${name}${Number(first) + index}${rest}`,
  );
}

function readFleet(
  title: string,
  lines: readonly string[],
): Pick<TimelineFixture, "fleet" | "slowFleet" | "from" | "to" | "rules"> {
  const given = new Map<string, string>();
  const resources = { proxies: [], repositories: [], organizations: [] } as Record<
    string,
    Resource[]
  >;
  const drafts: JobDraft[] = [];
  let firstDay = MONDAY;
  for (const line of lines) {
    const days = /^days from (\S+)$/.exec(line);
    const jobs = /^jobs? (.*?): (.*)$/.exec(line);
    const slots = /^(proxies|repositories|organizations) (.*)$/.exec(line);
    const resource = /^(proxy|repository|organization) (\w+): (.*)$/.exec(line);
    const other = /^(span|rules|clock) (.*)$/.exec(line);
    const time = timesFrom(firstDay);
    if (days !== null) firstDay = Date.parse(days[1]!);
    else if (jobs !== null)
      for (const id of alike(jobs[1]!)) drafts.push(readJob(id, jobs[2]!, time));
    else if (slots !== null) resources[slots[1]!]!.push(...slots[2]!.split(", ").map(readSlots));
    else if (resource !== null)
      resources[LISTS[resource[1] as Kind]]!.push(readResource(resource[2]!, resource[3]!, time));
    else if (other !== null) given.set(other[1]!, other[2]!);
    else throw new Error(`${title}: what is "${line}"?`);
  }
  const [from, to] = given.get("span")!.split(" to ").map(timesFrom(firstDay));
  const clock = given.has("clock") ? { clock: { zone: given.get("clock")! } } : {};
  const shared = { ...clock, ...resources };
  return {
    fleet: { jobs: drafts.map(jobOf), ...shared },
    slowFleet: {
      jobs: drafts.map((draft) => slowJobOf(draft, resources["repositories"]!)),
      ...shared,
    },
    from: from!,
    to: to!,
    rules: readRules(given.get("rules")),
  };
}

function readRules(text: string | undefined): Partial<Rules> {
  const pairs = (text ?? "")
    .split(", ")
    .filter((pair) => pair !== "")
    .map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.map(([key, value]) => [key, value === "true" ? true : value === "false" ? false : value]),
  ) as Partial<Rules>;
}

function readSlots(text: string): Resource {
  const [id, slots] = text.split(" ");
  return { id: id!, slots: Number(slots) };
}

function readResource(id: string, text: string, time: (text: string) => number): Resource {
  let pace: number[] | undefined;
  const outages: { from: number; to: number }[] = [];
  const more: { -readonly [Key in keyof Resource]?: Resource[Key] } = {};
  for (const clause of text.split("; ")) {
    const count = /^(\d+) (slots?|threads?)$/.exec(clause);
    const share = /^pace (\d\d-\d\d) (\d+) %$/.exec(clause);
    const out = /^out (.*) to (.*)$/.exec(clause);
    const proxy = /^proxy (\w+)$/.exec(clause);
    if (count !== null) more[count[2]!.startsWith("slot") ? "slots" : "threads"] = Number(count[1]);
    else if (share !== null) {
      const open = readHours(share[1]!);
      pace = open.map((isOther, hour) => (isOther ? (pace?.[hour] ?? 1) : Number(share[2]) / 100));
    } else if (out !== null) outages.push({ from: time(out[1]!), to: time(out[2]!) });
    else if (proxy !== null) more.proxyId = proxy[1]!;
    else throw new Error(`resource ${id}: what is "${clause}"?`);
  }
  return {
    id,
    slots: Infinity,
    ...more,
    ...(pace === undefined ? {} : { pace }),
    ...(outages.length === 0 ? {} : { outages }),
  };
}

/** A job, and how its work grows. */
interface JobDraft {
  readonly job: Omit<Job, "workload">;
  readonly usual: readonly WorkloadResult[];
  readonly special: ReadonlyMap<number, readonly WorkloadResult[]>;
  readonly full: number | undefined;
  readonly grows: SlowGrowth | undefined;
  readonly retryShare: number | undefined;
}

function readJob(id: string, text: string, time: (text: string) => number): JobDraft {
  let schedule: (more: object) => Job["policy"] = () => {
    throw new Error(`job ${id} has no schedule`);
  };
  const more: object[] = [];
  const job: { -readonly [Key in keyof Job]?: Job[Key] } = { id };
  let usual: WorkloadResult[] = [{ duration: 0, outcome: "Success" }];
  const special = new Map<number, WorkloadResult[]>();
  let full: number | undefined;
  let grows: SlowGrowth | undefined;
  let retryShare: number | undefined;
  for (const clause of text.split("; ")) {
    const word = (pattern: RegExp) => pattern.exec(clause);
    let found: RegExpExecArray | null;
    if ((found = word(/^daily (\S+)(?: (\w+))?$/))) {
      const [, at, days] = found;
      schedule = (settings) => daily(at!, days ?? "Everyday", settings);
    } else if ((found = word(/^every (\w+)$/))) {
      const interval = found[1]!;
      schedule = (settings) => every(interval, settings);
    } else if (clause === "manual only")
      schedule = (settings) => parsePolicy({ type: "ManualOnly", ...settings });
    else if (clause === "immediate")
      schedule = (settings) => parsePolicy({ type: "Immediate", ...settings });
    else if ((found = word(/^works (.*)$/))) usual = readWork(found[1]!);
    else if ((found = word(/^on (.*?) works (.*)$/)))
      special.set(time(found[1]!), readWork(found[2]!));
    else if ((found = word(/^full (\w+)$/))) full = readLength(found[1]!);
    else if ((found = word(/^grows per (\w+)(?: share (\d+) %)?(?: most (\w+))?$/))) {
      const [, per, share, most] = found;
      grows = {
        per: readLength(per!),
        ...(share === undefined ? {} : { share: Number(share) / 100 }),
        ...(most === undefined ? {} : { most: readLength(most) }),
      };
    } else if ((found = word(/^retries take (\d+) %$/))) retryShare = Number(found[1]) / 100;
    else if ((found = word(/^retries (\d+) after (\w+)$/))) {
      more.push({
        retryEnabled: true,
        retryNumber: Number(found[1]),
        retryWaitInterval: readLength(found[2]!) / MINUTE,
      });
    } else if ((found = word(/^backup window closed (.*)$/)))
      more.push(backupWindow(readHours(found[1]!)));
    else if ((found = word(/^start window closed (.*)$/)))
      more.push(startWindow(readHours(found[1]!)));
    else if ((found = word(/^(proxy|repository|organization) (\w+)$/)))
      job[`${found[1] as Kind}Id`] = found[2]!;
    else if ((found = word(/^copy of (\w+)$/))) job.copyOf = found[1]!;
    else if ((found = word(/^target (\w+)$/))) job.rpo = readLength(found[1]!);
    else if (clause === "runs now") job.runNow = true;
    else if (clause === "disabled") job.enabled = false;
    else throw new Error(`job ${id}: what is "${clause}"?`);
  }
  job.policy = schedule(Object.assign({}, ...more) as object);
  return { job: job as Omit<Job, "workload">, usual, special, full, grows, retryShare };
}

/** A workload that is drawn where it says how it grows: the engine is to reckon that. */
function jobOf(draft: JobDraft): Job {
  const { job, usual, special, full, grows, retryShare } = draft;
  if (full === undefined && grows === undefined && retryShare === undefined)
    return { ...job, workload: (run) => workOf(draft, run) };
  const [{ duration, outcome, threads }] = usual as [WorkloadResult];
  if (usual.length > 1 || special.size > 0 || outcome === "Warning")
    throw new Error(`job ${job.id}: what grows works the same each time`);
  return {
    ...job,
    workload: {
      duration,
      ...(threads === undefined ? {} : { threads }),
      ...(outcome === "Failed" ? { failed: 1 } : {}),
      ...(full === undefined ? {} : { full }),
      ...(grows === undefined ? {} : { grows }),
      ...(retryShare === undefined ? {} : { retryShare }),
    },
  };
}

/** The job with a function that reckons how its work grows, on the proxy of its repository. */
function slowJobOf(draft: JobDraft, repositories: readonly Resource[]): SharingJob {
  const { job, full, grows, retryShare } = draft;
  const proxyId = job.proxyId ?? repositories.find(({ id }) => id === job.repositoryId)?.proxyId;
  return {
    ...job,
    ...(proxyId === undefined ? {} : { proxyId }),
    workload(run: SharingRun) {
      const work = workOf(draft, run);
      const drawn = {
        drawn: work.duration,
        ...(full === undefined ? {} : { full }),
        ...(grows === undefined ? {} : { grows }),
        ...(retryShare === undefined ? {} : { retryShare }),
      };
      return { ...work, duration: lengthOf(drawn, run) };
    },
  };
}

function workOf(
  { usual, special }: JobDraft,
  { nominal, attempt }: { readonly nominal: number; readonly attempt: number },
): WorkloadResult {
  const work = special.get(nominal) ?? usual;
  return work[Math.min(attempt, work.length - 1)]!;
}

function readWork(text: string): WorkloadResult[] {
  return text.split(", ").map((part) => {
    const found = /^(\w+)(?: on (\d+) threads?)?(?: (\w+))?$/.exec(part);
    if (found === null) throw new Error(`"${part}" is no work such as 10m on 4 threads Failed`);
    const [, length, threads, outcome = "Success"] = found;
    return {
      duration: readLength(length!),
      outcome: outcome as WorkloadResult["outcome"],
      ...(threads === undefined ? {} : { threads: Number(threads) }),
    };
  });
}

/** A mask that is open except in these hours of every day. */
function readHours(text: string): boolean[] {
  const spells = text.split(", ").map((spell) => spell.split("-").map(Number));
  return mask((hour) => !spells.some(([first, end]) => first! <= hour && hour < end!));
}

function readLength(text: string): number {
  const found = /^(\d+)(s|m|h)$/.exec(text);
  if (found === null) throw new Error(`"${text}" is no length of time`);
  return Number(found[1]) * { s: 1_000, m: MINUTE, h: HOUR }[found[2] as "s" | "m" | "h"];
}

/** Reads times such as `Mon 22:00` of the seven days from one on. */
function timesFrom(firstDay: number): (text: string) => number {
  return (text) => {
    const found = /^(\w{3}) (\d\d):(\d\d)$/.exec(text);
    if (found === null || !DAYS.includes(found[1]!))
      throw new Error(`"${text}" is no time such as Mon 22:00`);
    const days = (DAYS.indexOf(found[1]!) - new Date(firstDay).getUTCDay() + 7) % 7;
    return firstDay + days * DAY + Number(found[2]) * HOUR + Number(found[3]) * MINUTE;
  };
}
