/**
 * Small fleets and what becomes of them, as text that is read by eye:
 * `test/fixtures/timelines/*.txt`.
 *
 * A fixture has a title that names its rules, a few lines that say why, the fleet, and the rows
 * that are expected. All times are UTC in the week from Monday, 5 January 2026. The words of a job,
 * separated by semicolons:
 *
 *     daily 22:00 [Workdays] | every Hours2 | manual only | disabled | runs now
 *     works 10m Failed, 5m           attempt 0, attempt 1 and all further ones; if nothing is said,
 *                                    Success
 *     on Mon 02:00 works 20m         the run that is due then
 *     retries 2 after 15m | target 4h
 *     backup window closed 02-05, 22-24 | start window closed 02-05      hours of every day
 *     proxy P | repository R | organization O
 */
import {
  type Fleet,
  type Job,
  parsePolicy,
  type Rules,
  type SessionRow,
  type Summary,
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

/** Monday 2026-01-05T00:00Z. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A fixture, read. */
export interface TimelineFixture {
  readonly title: string;
  readonly fleet: Fleet;
  readonly from: number;
  readonly to: number;
  readonly rules: Partial<Rules>;
  /** Expected rows, single blanks between words. */
  readonly sessions: readonly string[];
  readonly missed: readonly string[];
  readonly exposure: readonly string[];
  readonly waits: readonly string[];
  readonly targets: readonly string[];
}

/** Reads a fixture; throws for a line that it does not understand. */
export function readFixture(text: string): TimelineFixture {
  const lines = text.split("\n");
  const title = lines[0]!;
  const sections: Record<string, string[]> = {
    fleet: [],
    sessions: [],
    missed: [],
    exposure: [],
    waits: [],
    targets: [],
  };
  const begin = lines.findIndex((line) => line.startsWith("span "));
  if (begin < 0) throw new Error(`${title}: no span`);
  let section = "fleet";
  for (const line of lines.slice(begin).map((raw) => raw.trim().replaceAll(/\s+/g, " "))) {
    if (line === "") continue;
    if (Object.hasOwn(sections, line)) section = line;
    else sections[section]!.push(line);
  }
  const given = new Map<string, string>();
  const jobs: Job[] = [];
  for (const line of sections["fleet"]!) {
    const job = /^job (\w+): (.*)$/.exec(line);
    const other = /^(span|rules|proxies|repositories|organizations) (.*)$/.exec(line);
    if (job !== null) jobs.push(readJob(job[1]!, job[2]!));
    else if (other !== null) given.set(other[1]!, other[2]!);
    else throw new Error(`${title}: what is "${line}"?`);
  }
  const [from, to] = given.get("span")!.split(" to ").map(readTime);
  const resources = (list: string) =>
    (given.get(list) ?? "")
      .split(", ")
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [id, slots] = entry.split(" ");
        return { id: id!, slots: Number(slots) };
      });
  return {
    title,
    fleet: {
      jobs,
      proxies: resources("proxies"),
      repositories: resources("repositories"),
      organizations: resources("organizations"),
    },
    from: from!,
    to: to!,
    rules: readRules(given.get("rules")),
    sessions: sections["sessions"]!,
    missed: sections["missed"]!,
    exposure: sections["exposure"]!,
    waits: sections["waits"]!,
    targets: sections["targets"]!,
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

function readJob(id: string, text: string): Job {
  let schedule: (more: object) => Job["policy"] = () => {
    throw new Error(`job ${id} has no schedule`);
  };
  const more: object[] = [];
  const job: { -readonly [Key in keyof Job]?: Job[Key] } = { id };
  let usual: WorkloadResult[] = [{ duration: 0, outcome: "Success" }];
  const special = new Map<number, WorkloadResult[]>();
  for (const clause of text.split("; ")) {
    const word = (pattern: RegExp) => pattern.exec(clause);
    let found: RegExpExecArray | null;
    if ((found = word(/^daily (\S+)(?: (\w+))?$/))) {
      const [, time, days] = found;
      schedule = (settings) => daily(time!, days ?? "Everyday", settings);
    } else if ((found = word(/^every (\w+)$/))) {
      const interval = found[1]!;
      schedule = (settings) => every(interval, settings);
    } else if (clause === "manual only")
      schedule = (settings) => parsePolicy({ type: "ManualOnly", ...settings });
    else if ((found = word(/^works (.*)$/))) usual = readWork(found[1]!);
    else if ((found = word(/^on (.*?) works (.*)$/)))
      special.set(readTime(found[1]!), readWork(found[2]!));
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
      job[`${found[1] as "proxy"}Id`] = found[2]!;
    else if ((found = word(/^target (\w+)$/))) job.rpo = readLength(found[1]!);
    else if (clause === "runs now") job.runNow = true;
    else if (clause === "disabled") job.enabled = false;
    else throw new Error(`job ${id}: what is "${clause}"?`);
  }
  job.policy = schedule(Object.assign({}, ...more) as object);
  job.workload = ({ nominal, attempt }) => {
    const work = special.get(nominal) ?? usual;
    return work[Math.min(attempt, work.length - 1)]!;
  };
  return job as Job;
}

function readWork(text: string): WorkloadResult[] {
  return text.split(", ").map((part) => {
    const [length, outcome = "Success"] = part.split(" ");
    return { duration: readLength(length!), outcome: outcome as WorkloadResult["outcome"] };
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

function readTime(text: string): number {
  const found = /^(\w{3}) (\d\d):(\d\d)$/.exec(text);
  if (found === null || !DAYS.includes(found[1]!))
    throw new Error(`"${text}" is no time such as Mon 22:00`);
  return (
    MONDAY + DAYS.indexOf(found[1]!) * DAY + Number(found[2]) * HOUR + Number(found[3]) * MINUTE
  );
}

/** `Mon 22:00`, with seconds where there are any. */
function timeText(instant: number): string {
  const clock = new Date(instant).toISOString().slice(11, 19);
  return (
    `${DAYS[Math.floor((instant - MONDAY) / DAY)]} ` +
    (clock.endsWith(":00") ? clock.slice(0, 5) : clock)
  );
}

/** `A Mon 22:00 #0 Mon 22:00 - Mon 22:45 Success`: job, nominal, attempt, start, end, outcome. */
export function sessionText(row: SessionRow): string {
  return (
    `${row.job} ${timeText(row.nominal)} #${row.attempt} ${timeText(row.start)} - ` +
    `${timeText(row.end)} ${row.outcome}`
  );
}

/** `A Mon 22:00 still-running`: job, nominal, reason. */
export function missedText(row: {
  readonly job: string;
  readonly nominal: number;
  readonly reason: string;
}): string {
  return `${row.job} ${timeText(row.nominal)} ${row.reason}`;
}

/** `A worst 360m mean 204m over 40 % restore points 2` for a job with a target. */
export function exposureText({ id, exposure }: Summary["jobs"][number]): string {
  const { worst, mean, shareOver, restorePoints } = exposure;
  return (
    `${id} worst ${worst / MINUTE}m mean ${mean / MINUTE}m over ${shareOver! * 100} % restore ` +
    `points ${restorePoints}`
  );
}

/** `A mean 30m max 60m unfinished 1`: how long attempts waited, those too that never started. */
export function waitText({
  id,
  wait: { mean, max, unfinished },
}: {
  readonly id: string;
  readonly wait: { readonly mean: number; readonly max: number; readonly unfinished?: number };
}): string {
  return `${id} mean ${mean / MINUTE}m max ${max / MINUTE}m unfinished ${unfinished}`;
}

/** `A kept` for a job with a target. */
export function targetText({
  id,
  target,
}: {
  readonly id: string;
  readonly target?: string;
}): string {
  return `${id} ${target}`;
}
