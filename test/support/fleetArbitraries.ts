/**
 * Random small fleets for the laws of simulation: few jobs, few slots, hours or days, and
 * everything meets everything.
 *
 * Starts are bunched on a few times of day, retries come after round waits and attempts take round
 * times, so that ends, edges, starts and retries fall on the same instants all the time. How long
 * an attempt takes and how it ends is a function of salt, local date, place in that day's plan and
 * attempt, worked out here from what a function workload is told: any simulator may ask, in any
 * order, and shares no luck with another but this.
 */
import fc from "fast-check";
import {
  type Fleet,
  type Job,
  parsePolicy,
  type Resource,
  type Rules,
  type ServerClock,
  type WorkloadResult,
} from "../../src/index.ts";
import { oracleWall } from "./calendarOracle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A fleet, a span and rules. */
export interface Scenario {
  readonly fleet: Fleet;
  readonly from: number;
  readonly to: number;
  readonly rules: Rules;
}

/** What a scenario leaves out or adds. */
export interface ScenarioOptions {
  /** `false`: no proxies, repositories or organizations. Default `true`. */
  readonly resources?: boolean;
  /** Default: UTC and a zone with daylight saving. */
  readonly zones?: readonly string[];
  /** `false`: no retries. Default `true`. */
  readonly retries?: boolean;
  /** `false`: every attempt takes a minute at least. Default `true`. */
  readonly zeroes?: boolean;
  readonly mostJobs?: number;
  /**
   * `true`: scarce slots of several kinds, narrow windows, long waits for retries and many starts,
   * so that runs wait for room, are dropped, skipped, and not tried again all the time. Default
   * `false`.
   */
  readonly tight?: boolean;
}

// --- work

/** A number in `[0, 1)` that belongs to its arguments; shares no code with the library's. */
export function noise(...words: number[]): number {
  let state = 2_166_136_261;
  for (const word of words) {
    state = Math.imul(state ^ (word % 4_294_967_296), 16_777_619);
    state ^= state >>> 13;
    state = Math.imul(state, 0x5bd1e995);
    state ^= state >>> 15;
  }
  return (state >>> 0) / 4_294_967_296;
}

interface Work {
  readonly salt: number;
  readonly unitMs: number;
  readonly mostUnits: number;
  readonly hasZeroes: boolean;
}

const works: fc.Arbitrary<Work> = fc.record(
  {
    salt: fc.nat(1_000_000),
    unitMs: fc.constantFrom(MINUTE, 5 * MINUTE, 30 * MINUTE, 30 * MINUTE, HOUR),
    mostUnits: fc.constantFrom(1, 3, 8),
    hasZeroes: fc.integer({ min: 0, max: 3 }).map((draw) => draw === 3),
  },
  { noNullPrototype: true },
);

/** The oracle reads no clock before; whoever asks for such runs has shifted them there. */
const FIRST_CLOCK = Date.UTC(1973, 0, 1);

/** Every run of a local date draws its own luck, wherever the date's starts lie. */
function workload(
  { salt, unitMs, mostUnits, hasZeroes }: Work,
  policy: Job["policy"],
  zone: string,
): (run: { nominal: number; attempt: number }) => WorkloadResult {
  return ({ nominal, attempt }) => {
    const wall = nominal < FIRST_CLOCK ? nominal : oracleWall(zone, nominal);
    const date = Math.floor(wall / DAY);
    const place = placeOf(policy, Math.floor((wall - date * DAY) / MINUTE));
    const length = noise(salt, date, place, attempt, 1);
    const end = noise(salt, date, place, attempt, 2);
    return {
      duration: hasZeroes && length < 0.3 ? 0 : (1 + Math.floor(length * mostUnits)) * unitMs,
      outcome: end < 0.35 ? "Failed" : end < 0.5 ? "Warning" : "Success",
    };
  };
}

/** Which of the day's grid times the minute of the day is at, or last came after; 0 for a Daily. */
function placeOf({ periodicallyEvery: interval, type }: Job["policy"], minute: number): number {
  if (type !== "Periodically") return 0;
  const [, unit, count] = /^(Minutes|Hours)(\d+)$/.exec(interval)!;
  return Math.floor(minute / (Number(count) * (unit === "Hours" ? 60 : 1)));
}

// --- policies

/**
 * A mask from the lengths of its spells, open and closed by turns, from Sunday 00:00 on and round
 * again.
 */
const spelledMasks: fc.Arbitrary<boolean[]> = fc
  .tuple(fc.boolean(), fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 30 }))
  .map(([first, spells]) => {
    const cells: boolean[] = [];
    for (let turn = 0; cells.length < 168; turn += 1) {
      for (let hour = 0; hour < spells[turn % spells.length]!; hour += 1)
        cells.push((turn % 2 === 0) === first);
    }
    return cells.slice(0, 168);
  });

const windows = fc.record(
  { backupWindow: spelledMasks, minuteOffset: fc.constantFrom(0, 0, 30) },
  { noNullPrototype: true },
);

/** Closed for hours, open for hours, all week long: what runs is cut, what waits is dropped. */
const narrowWindows = fc.record(
  {
    backupWindow: fc
      .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 4 }), fc.nat(10))
      .map(([open, closed, first]) =>
        Array.from({ length: 168 }, (_, hour) => (hour + first) % (open + closed) < open),
      ),
    minuteOffset: fc.constantFrom(0, 0, 0, 30),
  },
  { noNullPrototype: true },
);

/** Many starts a day. */
const denseSchedules: fc.Arbitrary<object> = fc.record({
  type: fc.constant("Periodically"),
  periodicallyEvery: fc.constantFrom("Minutes10", "Minutes15", "Minutes15", "Minutes30", "Hours1"),
});

const schedules: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constant("Daily"),
    dailyType: fc.constantFrom("Everyday", "Workdays"),
    dailyTime: fc.constantFrom("22:00", "22:00", "21:30", "01:00", "23:15", "02:30"),
  }),
  fc.record({
    type: fc.constant("Periodically"),
    periodicallyEvery: fc.constantFrom("Minutes30", "Hours1", "Hours1", "Hours2", "Hours4"),
    periodicallyWindowSettings: fc.option(windows, { nil: undefined, freq: 3 }),
  }),
);

const retrySettings = fc.record({
  retryNumber: fc.constantFrom(1, 2, 3),
  retryWaitInterval: fc.constantFrom(0, 5, 30, 60, 60),
});
const longRetries = fc.record({
  retryNumber: fc.constantFrom(1, 2, 3),
  retryWaitInterval: fc.constantFrom(20, 45, 45, 60, 90, 150),
});

const policies = ({ retries: withRetries = true, tight = false }: ScenarioOptions) =>
  fc
    .tuple(
      tight ? fc.oneof(schedules, { weight: 2, arbitrary: denseSchedules }) : schedules,
      tight
        ? fc.option(narrowWindows, { nil: undefined, freq: 4 })
        : fc.option(windows, { nil: undefined, freq: 2 }),
      fc.option(tight ? fc.oneof(retrySettings, longRetries) : retrySettings, {
        nil: undefined,
        freq: 4,
      }),
    )
    .map(([schedule, backupWindowSettings, retries]) =>
      parsePolicy({
        ...schedule,
        ...(backupWindowSettings && { backupWindowEnabled: true, backupWindowSettings }),
        ...(retries && withRetries && { retryEnabled: true, ...retries }),
      }),
    );

// --- fleets

/** One or two of a kind, with one slot or two: scarce, so that lines form. */
const resources = (letter: string, tight: boolean): fc.Arbitrary<Resource[]> =>
  fc
    .array(tight ? fc.constant(1) : fc.constantFrom(1, 1, 2), { minLength: 1, maxLength: 2 })
    .map((slots) => slots.map((count, index) => ({ id: `${letter}${index}`, slots: count })));

/** One in `n` times true; shrinks to false. */
export const onceIn = (n: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: n - 1 }).map((draw) => draw === n - 1);

interface JobDraft {
  readonly policy: Job["policy"];
  readonly work: Work;
  readonly rpo: number;
  readonly runNow: boolean;
  readonly disabled: boolean;
  /** Which proxy, repository, organization; past the list: none. */
  readonly picks: readonly [number, number, number];
}

const jobDrafts = (options: ScenarioOptions): fc.Arbitrary<JobDraft> =>
  fc.record(
    {
      policy: policies(options),
      work: works,
      rpo: fc.constantFrom(HOUR, 12 * HOUR, 24 * HOUR),
      runNow: onceIn(5),
      disabled: onceIn(20),
      picks: fc.tuple(
        fc.constantFrom(0, 0, 1, 9),
        options.tight ? fc.constantFrom(0, 0, 1, 9) : fc.constantFrom(0, 1, 9, 9),
        fc.constantFrom(0, 1, 9, 9),
      ),
    },
    { noNullPrototype: true },
  );

const rulesOfAllKinds: fc.Arbitrary<Rules> = fc.record(
  {
    retryOnWarning: fc.boolean(),
    pendingRetry: fc.constantFrom("superseded", "first"),
    retryManual: fc.boolean(),
    restorePoint: fc.constantFrom("success-or-warning", "success"),
    outage: fc.constantFrom("wait", "fail"),
  },
  { noNullPrototype: true },
);

/** Hours before clocks change in New York and on Lord Howe Island. */
const CLOCK_CHANGES = [
  Date.UTC(2026, 2, 8),
  Date.UTC(2026, 10, 1),
  Date.UTC(2026, 3, 4, 8),
  Date.UTC(2026, 9, 3, 8),
];

/** Scenarios of 5 to 60 hours somewhere in 2026, one in three near a clock change. */
export function scenarios(options: ScenarioOptions = {}): fc.Arbitrary<Scenario> {
  const {
    resources: withResources = true,
    zones = ["UTC", "America/New_York"],
    zeroes = true,
    mostJobs = 6,
    tight = false,
  } = options;
  const clock: fc.Arbitrary<Partial<ServerClock> & { zone: string }> = fc.record(
    { zone: fc.constantFrom(...zones), windowClock: fc.constantFrom("utc", "server") },
    { noNullPrototype: true },
  );
  const lists = withResources
    ? fc.tuple(resources("p", tight), resources("r", tight), resources("o", tight))
    : fc.constant([[], [], []] as [Resource[], Resource[], Resource[]]);
  const drafts = jobDrafts(options);
  return fc
    .record({
      clock,
      lists,
      drafts: fc.oneof(fc.array(drafts, { minLength: 1, maxLength: mostJobs }), {
        weight: 2,
        arbitrary: fc.array(drafts, {
          minLength: Math.min(4, mostJobs),
          maxLength: mostJobs,
        }),
      }),
      rules: rulesOfAllKinds,
      begin: fc.oneof(
        {
          weight: 2,
          arbitrary: fc
            .integer({ min: 0, max: 364 * 24 })
            .map((hours) => Date.UTC(2026, 0, 1, hours)),
        },
        { weight: 1, arbitrary: fc.constantFrom(...CLOCK_CHANGES) },
      ),
      hours: fc.oneof(fc.integer({ min: 5, max: 24 }), fc.integer({ min: 5, max: 60 })),
    })
    .map(
      ({
        clock: fleetClock,
        lists: [proxies, repositories, organizations],
        drafts: drawn,
        rules,
        begin,
        hours,
      }) => {
        const jobs = drawn.map(({ policy, work, rpo, runNow, disabled, picks }, index): Job => {
          const proxy = proxies[picks[0]];
          const repository = repositories[picks[1]];
          const organization = organizations[picks[2]];
          return {
            id: `j${index}`,
            policy,
            workload: workload(
              zeroes ? work : { ...work, hasZeroes: false },
              policy,
              fleetClock.zone,
            ),
            rpo,
            ...(runNow && { runNow }),
            ...(disabled && { enabled: false }),
            ...(proxy && { proxyId: proxy.id }),
            ...(repository && { repositoryId: repository.id }),
            ...(organization && { organizationId: organization.id }),
          };
        });
        return {
          fleet: { clock: fleetClock, jobs, proxies, repositories, organizations },
          from: begin,
          to: begin + hours * HOUR,
          rules,
        };
      },
    );
}
