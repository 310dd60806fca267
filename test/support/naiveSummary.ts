/**
 * The summary of a timeline, recomputed from its rows by counting minutes: an oracle for metrics,
 * slow and plain. What it says in words is left out.
 *
 * It shares no code with `src/core/simulation`. Rows do not tell of retries that were due and came
 * to nothing, nor how long a dropped attempt waited; both follow from the rules and the job's
 * schedule. Everything must happen at whole minutes, and every session must have a length: what
 * comes and goes within one instant leaves no trace in rows.
 */
import {
  compile,
  type Job,
  type Rules,
  type Schedule,
  type SessionRow,
  type Summary,
  type Timeline,
} from "../../src/index.ts";
import type { Answer } from "./answers.ts";
import { oracleWall } from "./calendarOracle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From the moment an attempt is due until it starts, is dropped, or the span ends. */
export interface Wait {
  readonly job: number;
  readonly arrival: number;
  readonly until: number;
  readonly started: boolean;
}

/** What became of an attempt's retry, where there was to be one. */
type RetryFate = "none" | "made" | "superseded" | "window-closed" | "cut off";

/** What rows say, and what follows from them. */
export interface Lives {
  readonly rows: readonly SessionRow[];
  readonly jobOf: ReadonlyMap<string, number>;
  readonly schedules: readonly Schedule[];
  /** One for each attempt that was due, those that never started included. */
  readonly waits: readonly Wait[];
  readonly retryFates: readonly { readonly job: number; readonly fate: RetryFate }[];
}

/** Reconstructs every attempt that was due. */
export function livesOf({ fleet, span, rules, rows: rowsOf, missedRows }: Timeline): Lives {
  const rows = [...rowsOf()];
  const missed = [...missedRows()];
  const jobOf = new Map(fleet.jobs.map((job, index) => [job.id, index]));
  const schedules = fleet.jobs.map((job) => compile(job.policy, { ...fleet.clock, ...job.clock }));
  const waits: Wait[] = [];
  const retryFates: Lives["retryFates"][number][] = [];
  for (const { job: id, nominal, reason } of missed) {
    const job = jobOf.get(id)!;
    if (reason === "window-closed")
      waits.push({
        job,
        arrival: nominal,
        until: schedules[job]!.windowEnd(nominal),
        started: false,
      });
    if (reason === "not-started")
      waits.push({ job, arrival: nominal, until: span.to, started: false });
  }
  for (const row of rows) {
    const job = jobOf.get(row.job)!;
    const before = rows.find(
      (other) =>
        other.job === row.job && other.nominal === row.nominal && other.attempt === row.attempt - 1,
    );
    const arrival = row.attempt === 0 ? row.nominal : before!.end + retryWait(fleet.jobs[job]!);
    waits.push({ job, arrival, until: row.start, started: true });

    const made = rows.some(
      (other) =>
        other.job === row.job && other.nominal === row.nominal && other.attempt === row.attempt + 1,
    );
    const fate = made ? "made" : retryFate(row, job);
    retryFates.push({ job, fate });
    const due = row.end + retryWait(fleet.jobs[job]!);
    if (fate === "cut off" && due < span.to)
      waits.push({ job, arrival: due, until: span.to, started: false });
    if (fate === "window-closed" && schedules[job]!.isAllowed(due))
      waits.push({ job, arrival: due, until: schedules[job]!.windowEnd(due), started: false });
  }
  return { rows, jobOf, schedules, waits, retryFates };

  /** What became of a retry that left no session. */
  function retryFate(row: SessionRow, index: number): RetryFate {
    const job = fleet.jobs[index]!;
    const byHand = job.runNow === true && row.nominal === span.from;
    const wanted = row.outcome === "Failed" || (row.outcome === "Warning" && rules.retryOnWarning);
    if (
      !wanted ||
      !job.policy.retryEnabled ||
      row.attempt >= job.policy.retryNumber! ||
      (byHand && !rules.retryManual)
    )
      return "none";
    const due = row.end + retryWait(job);
    if (!schedules[index]!.isAllowed(due)) return "window-closed"; // R19, known when it ends
    const begins = [
      ...rows.filter(({ attempt }) => attempt === 0),
      ...missed.filter(({ reason }) => reason === "window-closed" || reason === "not-started"),
    ];
    if (
      begins.some((run) => run.job === row.job && run.nominal > row.nominal && run.nominal <= due)
    )
      return "superseded";
    if (due >= span.to) return "cut off";
    return schedules[index]!.windowEnd(due) <= span.to ? "window-closed" : "cut off"; // it waited
  }
}

function retryWait({ policy }: Job): number {
  return (policy.retryWaitInterval ?? 0) * MINUTE;
}

/**
 * The summary of a timeline whose events all happen at whole minutes and whose sessions all have a
 * length.
 */
export function naiveSummary(timeline: Timeline): object {
  const { fleet, span } = timeline;
  const lives = livesOf(timeline);
  const { rows } = lives;
  const missed = [...timeline.missedRows()];
  const zone = fleet.clock?.zone ?? "UTC";
  const jobs = fleet.jobs.map((job, index) => naiveJob(job, index, timeline, lives));
  const everything = rows.map((row) => [row.start, row.end] as const);
  const resources = (
    list: "proxies" | "repositories" | "organizations",
    key: "proxyId" | "repositoryId" | "organizationId",
  ) =>
    (fleet[list] ?? []).map(({ id, slots }) => {
      const needs = (job: string): boolean => fleet.jobs[lives.jobOf.get(job)!]![key] === id;
      const busy = rows.filter((row) => needs(row.job)).map((row) => [row.start, row.end] as const);
      const queue = lives.waits
        .filter((wait) => needs(fleet.jobs[wait.job]!.id))
        .map((wait) => [wait.arrival, wait.until] as const);
      return { id, slots, ...naiveOccupancy(busy, queue, slots, span, zone) };
    });
  const waves = naiveWaves(rows, zone);
  const sum = (count: (job: (typeof jobs)[number]) => number): number =>
    jobs.reduce((total, job) => total + count(job), 0);
  const longest = Math.max(...waves.map(({ makespan }) => makespan));
  return {
    from: span.from,
    to: span.to,
    seed: span.seed,
    jobs,
    proxies: resources("proxies", "proxyId"),
    repositories: resources("repositories", "repositoryId"),
    organizations: resources("organizations", "organizationId"),
    fleet: {
      due: sum(({ due }) => due),
      blocked: missed.filter(({ reason }) => isBlocked(reason)).length,
      missed: missed.filter(({ reason }) => !isBlocked(reason)).length,
      started: rows.filter(({ attempt }) => attempt === 0).length,
      sessions: rows.length,
      retries: rows.filter(({ attempt }) => attempt > 0).length,
      stopped: rows.filter(({ outcome }) => outcome === "Stopped").length,
      failed: rows.filter(({ outcome }) => outcome === "Failed").length,
      occupancy: naiveOccupancy(everything, [], Infinity, span, zone),
      wait: naiveWait(lives.waits),
      longestUnfinishedWait: Math.max(
        0,
        ...lives.waits.filter(({ started }) => !started).map(lengthOf),
      ),
      starts: naiveStarts(rows, zone, span.from),
      waves,
      ...(waves.length === 0
        ? {}
        : { longestWave: waves.find(({ makespan }) => makespan === longest) }),
      targets: {
        kept: jobs.filter(({ target }) => target === "kept").length,
        missed: jobs.filter(({ target }) => target === "missed").length,
        notJudged: jobs.filter(({ target }) => target === "not-judged").length,
      },
      jobsOverTarget: jobs.filter(({ target }) => target === "missed").map(({ id }) => id),
      worstExposure: Math.max(0, ...jobs.map(({ exposure }) => exposure.worst)),
      busy: rows.reduce((total, row) => total + row.end - row.start, 0),
    },
    findings: fleet.jobs.flatMap((job, index) => naiveFinding(job, index, timeline, lives)),
    exactPercentiles: true,
  };
}

function isBlocked(reason: string): boolean {
  return reason === "backup-window" || reason === "start-window";
}

// --- jobs

function naiveJob(job: Job, index: number, timeline: Timeline, lives: Lives) {
  const { rows, retryFates, schedules } = lives;
  const { from, to } = timeline.span;
  const waits = lives.waits.filter((wait) => wait.job === index);
  const own = rows.filter((row) => row.job === job.id);
  const missed = [...timeline.missedRows()].filter((row) => row.job === job.id);
  const because = (reason: string): number => missed.filter((row) => row.reason === reason).length;
  const ended = (outcome: string): number => own.filter((row) => row.outcome === outcome).length;
  const fates = (fate: RetryFate): number =>
    retryFates.filter((retry) => retry.job === index && retry.fate === fate).length;
  const started = own.filter(({ attempt }) => attempt === 0).length;
  const exposure = naiveExposure(job, own, missed, timeline, schedules[index]!, waits, rows);
  const due = started + missed.length;
  // R36: the span could have shown a miss, and the job was to run
  const isJudged = to - from > (job.rpo ?? Infinity) && due > 0;
  const isWithin = exposure.worst <= (job.rpo ?? Infinity);
  const slacks = own
    .filter(({ outcome }) => outcome !== "Running")
    .map((row) => schedules[index]!.windowEnd(row.start) - row.end)
    .filter(Number.isFinite);
  const lateness = own.map((row) => row.start - row.nominal);
  return {
    id: job.id,
    ...(job.name === undefined ? {} : { name: job.name }),
    due,
    blocked: { backupWindow: because("backup-window"), startWindow: because("start-window") },
    missed: {
      stillRunning: because("still-running"),
      windowClosed: because("window-closed"),
      retryPending: because("retry-pending"),
      notStarted: because("not-started"),
      stillWaiting: because("still-waiting"),
    },
    started,
    sessions: own.length,
    outcomes: {
      Success: ended("Success"),
      Warning: ended("Warning"),
      Failed: ended("Failed"),
      Stopped: ended("Stopped"),
      Running: ended("Running"),
    },
    failed: ended("Failed"),
    retries: own.length - started,
    retriesDropped: { superseded: fates("superseded"), windowClosed: fates("window-closed") },
    stopped: ended("Stopped"),
    exposure,
    ...(job.rpo === undefined
      ? {}
      : {
          rpo: job.rpo,
          target: isJudged ? (isWithin ? "kept" : "missed") : "not-judged",
          ...(isJudged ? { withinTarget: isWithin } : {}),
        }),
    wait: naiveWait(waits),
    ...(slacks.length === 0 ? {} : { slack: { mean: mean(slacks), min: Math.min(...slacks) } }),
    lateness: { mean: mean(lateness), max: Math.max(0, ...lateness) },
    busy: own.reduce((total, row) => total + row.end - row.start, 0),
  };
}

/** R23, minute by minute: the exposure in the middle of a minute is its mean over that minute. */
function naiveExposure(
  job: Job,
  own: readonly SessionRow[],
  missed: readonly { nominal: number; reason: string }[],
  timeline: Timeline,
  schedule: Schedule,
  waits: readonly Wait[],
  rows: readonly SessionRow[],
) {
  const { span, rules } = timeline;
  const makes = ({ outcome }: SessionRow): boolean => isRestorePoint(outcome, rules);
  const points = own.filter(makes);
  let total = 0;
  let over = 0;
  for (let minute = span.from; minute < span.to; minute += MINUTE) {
    const exposure =
      minute -
      Math.max(
        span.from,
        ...points.filter((point) => point.end <= minute).map((point) => point.start),
      );
    total += exposure + MINUTE / 2;
    if (exposure >= (job.rpo ?? Infinity)) over += 1; // targets are whole minutes
  }
  // The longest of the ramps; each begins where a restore point ends and grows from that point's
  // start.
  const ramps = [
    { begin: span.from, from: span.from },
    ...points.map((point) => ({ begin: point.end, from: point.start })),
  ];
  const ends = [...points.map((point) => point.end), span.to];
  let worst = -1;
  let worstInterval = {};
  ramps.forEach(({ begin, from }, index) => {
    const end = ends[index]!;
    if (end - from <= worst) return;
    worst = end - from;
    const causes: Record<string, number> = {};
    const note = (cause: string): void => void (causes[cause] = (causes[cause] ?? 0) + 1);
    const last = index < points.length ? own.indexOf(points[index]!) : own.length;
    const first = index === 0 ? 0 : own.indexOf(points[index - 1]!) + 1;
    for (const row of own.slice(first, last))
      if (row.outcome !== "Running" && row.outcome !== "Success") note(row.outcome.toLowerCase());
    for (const { nominal, reason } of missed) {
      if (!["still-running", "window-closed", "retry-pending"].includes(reason)) continue;
      const at = reason === "window-closed" ? schedule.windowEnd(nominal) : nominal;
      if (at >= begin && (at < end || index === points.length)) note(reason);
    }
    const inLine = waits.filter(
      ({ arrival, until }) =>
        until > arrival && arrival >= begin && (arrival < end || index === points.length),
    );
    const [longest] = [...inLine].sort(
      (a, b) => lengthOf(b) - lengthOf(a) || a.arrival - b.arrival,
    );
    if (longest !== undefined) causes["waiting"] = inLine.length;
    worstInterval = {
      from,
      to: end,
      causes,
      ...(longest === undefined ? {} : { longestWait: naiveHeldUp(longest, timeline, rows) }),
    };
  });
  const minutes = (span.to - span.from) / MINUTE;
  return {
    worst,
    mean: total / minutes,
    ...(job.rpo === undefined ? {} : { shareOver: over / minutes }),
    worstInterval,
    restorePoints: points.length,
  };
}

function isRestorePoint(outcome: SessionRow["outcome"], rules: Rules): boolean {
  return (
    outcome === "Success" || (outcome === "Warning" && rules.restorePoint === "success-or-warning")
  );
}

function lengthOf({ arrival, until }: Wait): number {
  return until - arrival;
}

/** R34: those that never started count with the time that they waited. */
export function naiveWait(waits: readonly Wait[]): object {
  return {
    ...naiveSpread(waits.map(lengthOf)),
    unfinished: waits.filter(({ started }) => !started).length,
  };
}

const KINDS = [
  ["proxies", "proxyId", "proxy"],
  ["repositories", "repositoryId", "repository"],
  ["organizations", "organizationId", "organization"],
] as const;

/** A wait, and which of the job's resources were full in it, minute by minute. */
function naiveHeldUp(wait: Wait, { fleet }: Timeline, rows: readonly SessionRow[]) {
  const waiting = fleet.jobs[wait.job]!;
  const fullFor = (key: (typeof KINDS)[number][1], slots: number): number => {
    const users = fleet.jobs.filter((job) => job[key] === waiting[key]).map(({ id }) => id);
    let minutes = 0;
    for (let minute = wait.arrival; minute < wait.until; minute += MINUTE) {
      const busy = rows.filter(
        (row) => users.includes(row.job) && row.start <= minute && minute < row.end,
      );
      if (busy.length >= slots) minutes += 1;
    }
    return minutes * MINUTE;
  };
  const resources = KINDS.flatMap(([list, key, of]) => {
    const resource = fleet[list]?.find(({ id }) => id === waiting[key]);
    return resource === undefined
      ? []
      : [{ of, id: resource.id, full: fullFor(key, resource.slots) }];
  });
  return {
    from: wait.arrival,
    to: wait.until,
    started: wait.started,
    resources: resources.filter(({ full }) => full > 0).sort((a, b) => b.full - a.full),
  };
}

/** R22, R33: the longest wait in which no resource was full throughout and that cost runs. */
function naiveFinding(
  job: Job,
  index: number,
  timeline: Timeline,
  { waits, rows }: Lives,
): object[] {
  const found = waits
    .filter((wait) => wait.job === index && wait.until > wait.arrival)
    .map((wait) => ({
      wait: naiveHeldUp(wait, timeline, rows),
      skipped: [...timeline.missedRows()].filter(
        ({ job: id, nominal, reason }) =>
          id === job.id &&
          ["still-running", "still-waiting"].includes(reason) &&
          nominal >= wait.arrival &&
          nominal < wait.until,
      ).length,
    }))
    .filter(({ wait, skipped }) => {
      const length = wait.to - wait.from;
      const hadRoom = wait.resources.every(({ full }) => full < length);
      return hadRoom && (skipped > 0 || !wait.started);
    })
    .sort(
      (a, b) => b.wait.to - b.wait.from - (a.wait.to - a.wait.from) || a.wait.from - b.wait.from,
    );
  const [longest] = found;
  return longest === undefined ? [] : [{ kind: "never-free-at-once", job: job.id, ...longest }];
}

/**
 * Mean, percentiles by nearest rank, longest. Ranks are counted in whole numbers: 95 hundredths of
 * n, rounded up.
 */
function naiveSpread(values: readonly number[]): object {
  if (values.length === 0) return { mean: 0, p50: 0, p95: 0, max: 0 };
  const sorted = [...values].sort((a, b) => a - b);
  const percentile = (hundredths: number): number =>
    sorted[Math.floor((hundredths * values.length + 99) / 100) - 1]!;
  return { mean: mean(values), p50: percentile(50), p95: percentile(95), max: sorted.at(-1)! };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

// --- resources

type Interval = readonly [from: number, to: number];

/** Busy slots and queue, minute by minute. */
function naiveOccupancy(
  busy: readonly Interval[],
  queue: readonly Interval[],
  slots: number,
  span: { from: number; to: number },
  zone: string,
): object {
  const minutes = (span.to - span.from) / MINUTE;
  const busyAt = levels(busy, span.from, minutes);
  const queueAt = levels(queue, span.from, minutes);
  const peak = Math.max(0, ...busyAt);
  const longestQueue = Math.max(0, ...queueAt);
  const full = busyAt.filter((level) => level >= slots).length;
  const meanBusy = mean([...busyAt]);
  const areas = new Float64Array(168);
  const lengths = new Float64Array(168);
  for (let minute = 0; minute < minutes; minute += 1) {
    const hour = hourOfWeek(span.from + minute * MINUTE, zone);
    areas[hour]! += busyAt[minute]!;
    lengths[hour]! += 1;
  }
  const at = (level: number, of: Int32Array): number =>
    span.from + (level === 0 ? 0 : of.indexOf(level) * MINUTE);
  return {
    sessions: busy.length,
    peak,
    peakAt: at(peak, busyAt),
    timeAtCapacity: full * MINUTE,
    shareAtCapacity: full / minutes,
    meanBusy,
    utilisation: slots === Infinity ? 0 : meanBusy / slots,
    busyByHour: areas.map((area, hour) => (lengths[hour] === 0 ? 0 : area / lengths[hour]!)),
    meanQueue: mean([...queueAt]),
    longestQueue,
    longestQueueAt: at(longestQueue, queueAt),
  };
}

/** How many of the intervals cover each minute. */
function levels(intervals: readonly Interval[], from: number, minutes: number): Int32Array {
  const level = new Int32Array(minutes);
  for (const [begin, end] of intervals) {
    for (let minute = (begin - from) / MINUTE; minute < (end - from) / MINUTE; minute += 1)
      level[minute]! += 1;
  }
  return level;
}

// --- the server's clock, from `Intl`

const offsets = new Map<string, number>();

/** The wall clock; offsets change at half hours in the zones of the tests. */
function wall(instant: number, zone: string): number {
  const halfHour = Math.floor(instant / (HOUR / 2)) * (HOUR / 2);
  const key = `${zone} ${halfHour}`;
  let offset = offsets.get(key);
  if (offset === undefined) offsets.set(key, (offset = oracleWall(zone, halfHour) - halfHour));
  return instant + offset;
}

function hourOfWeek(instant: number, zone: string): number {
  const date = new Date(wall(instant, zone));
  return date.getUTCDay() * 24 + date.getUTCHours();
}

function naiveWaves(rows: readonly SessionRow[], zone: string) {
  const nights = new Map<string, SessionRow[]>();
  for (const row of rows) {
    const night = new Date(wall(row.start, zone) - 12 * HOUR).toISOString().slice(0, 10);
    nights.set(night, [...(nights.get(night) ?? []), row]);
  }
  return [...nights]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([night, sessions]) => {
      const from = Math.min(...sessions.map(({ start }) => start));
      const to = Math.max(...sessions.map(({ end }) => end));
      return { night, from, to, makespan: to - from, sessions: sessions.length };
    });
}

function naiveStarts(rows: readonly SessionRow[], zone: string, from: number): object {
  if (rows.length === 0)
    return { peakPerMinute: 0, peakAt: from, concentration: 0, busiestMinute: 0 };
  const perMinute = new Map<number, number>();
  for (const { start } of rows)
    perMinute.set(
      Math.floor(start / MINUTE) * MINUTE,
      (perMinute.get(Math.floor(start / MINUTE) * MINUTE) ?? 0) + 1,
    );
  const peakPerMinute = Math.max(...perMinute.values());
  const crowds = Array.from(
    { length: 1440 },
    (_, begin) =>
      rows.filter(({ start }) => {
        const minute = Math.floor((((wall(start, zone) % DAY) + DAY) % DAY) / MINUTE);
        return (minute - begin + 1440) % 1440 < 15;
      }).length,
  );
  const most = Math.max(...crowds);
  return {
    peakPerMinute,
    peakAt: Math.min(
      ...[...perMinute].filter(([, count]) => count === peakPerMinute).map(([minute]) => minute),
    ),
    concentration: most / rows.length,
    busiestMinute: crowds.indexOf(most),
  };
}

// --- held against a summary

/** A summary without its sentences: what they say is beside them in numbers. */
export function wordless(summary: Summary): object {
  return {
    ...summary,
    jobs: summary.jobs.map((job) => {
      const { because: _, ...worstInterval } = job.exposure.worstInterval;
      return { ...job, exposure: { ...job.exposure, worstInterval } };
    }),
    findings: summary.findings.map(({ text: _, ...finding }) => finding),
  };
}

/**
 * Every figure and word of a summary beside those of another one, by their places: the same shape,
 * the same words, and numbers that differ by rounding at most.
 */
export function closeAnswers(got: unknown, expected: unknown, code = "summary"): Answer[] {
  const areObjects = [got, expected].every((value) => value !== null && typeof value === "object");
  if (!areObjects) {
    const size = typeof expected === "number" && Number.isFinite(expected) ? Math.abs(expected) : 0;
    return [{ code, got, expected, within: 1e-9 * Math.max(1, size) }];
  }
  const isList = Array.isArray(expected);
  const keys = Object.keys(expected as object);
  return [
    {
      code: `Object.keys(${code}).sort()`,
      got: Object.keys(got as object).sort(),
      expected: keys.toSorted(),
    },
    ...keys.flatMap((key) =>
      closeAnswers(
        (got as Record<string, unknown>)[key],
        (expected as Record<string, unknown>)[key],
        isList || !/^[A-Za-z]\w*$/.test(key)
          ? `${code}[${isList ? key : JSON.stringify(key)}]!`
          : `${code}.${key}`,
      ),
    ),
  ];
}
