/**
 * QUESTION: how many sessions a second does a simulation live through, metrics included?
 *
 * Why anyone cares: a what-if study simulates one fleet hundreds of times, and a service provider's
 * fleet has a hundred thousand jobs. *Free*: no job shares anything. *Shared*: 20 proxies of 64
 * slots, and all 2,000 jobs come at once every 15 minutes, so that most sessions wait in a line.
 * *Slots* and *threads*: the same 20 proxies with 64 slots, or with 64 threads of which a session
 * can use 16, and work of a length with which some 30 sessions run at once on a proxy: whoever
 * comes or goes changes the speed of all of them, and still a session may cost four times as much
 * at most.
 * Then the same work spread over more and more jobs: what a session costs should hardly depend on
 * how many there are. (How far that is from a peer and from the machine's limit, and what memory it
 * takes, `bench/fleets.mjs` asks.) Time is taken twice, by the clock on the wall and by what the
 * processor says it worked: where the two part, somebody else was on the machine (or the collector
 * of garbage on its other cores).
 */
import { parsePolicy, simulate, summarize } from "runcast";
import { atLeast, atMost, timeAtMost } from "./limits.mjs";
import { consume, median, randomNumbers, ratio } from "./measure.mjs";
import { significant, table, time, times } from "./table.mjs";

export const question =
  "How many sessions a second does a simulation live through, metrics included?";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 5);
const SIZES = [10, 100, 1_000, 10_000, 100_000];
const SIX_MINUTES = { lognormal: { median: "PT6M", p95: "PT15M" } };
/** A hundred sessions come at once to a proxy that four of them can use up. */
const SHORT = { lognormal: { median: "PT14S", p95: "PT35S" } };

export function run({ print }) {
  const cases = [
    { name: "free", fleet: quarterHourly(), span: { from: FROM, to: FROM + DAY } },
    {
      name: "free, 6 minutes each",
      fleet: sameEachTime(quarterHourly()),
      span: { from: FROM, to: FROM + DAY },
    },
    { name: "shared", fleet: quarterHourly(20, 64), span: { from: FROM, to: FROM + DAY } },
    {
      name: "shared, summary only",
      fleet: quarterHourly(20, 64),
      span: { from: FROM, to: FROM + DAY, keep: "summary" },
    },
  ];
  const speeds = takeTurns(cases);
  const [slots, threads] = takeTurns(
    [
      { name: "slots, short", fleet: quarterHourly(20, 64, SHORT) },
      { name: "threads, short", fleet: withThreads(quarterHourly(20, 64, SHORT)) },
    ].map((one) => ({ ...one, span: { from: FROM, to: FROM + DAY } })),
  );
  const head = [
    "2,000 jobs every 15 minutes",
    "sessions",
    "wait (mean)",
    "wall, a session",
    "cpu, a session",
    "sessions a second (cpu)",
  ];
  print(
    table(
      head,
      [...speeds, slots, threads].map(({ name, summary, sessions, wallNs, cpuNs }) => [
        name,
        sessions.toLocaleString("en-US"),
        `${significant(summary.fleet.wait.mean / 60_000)} min`,
        time(wallNs),
        time(cpuNs),
        significant(1e9 / cpuNs),
      ]),
    ),
  );

  print(
    `\nWith threads ${significant(threads.summary.fleet.occupancy.meanBusy / 20)} sessions run ` +
      `at once on a proxy; ${times(ratio(slots, threads))} the sessions a second of those with ` +
      "slots.",
  );

  const sizes = SIZES.flatMap((jobs) =>
    [false, true].map((isShared) => ({
      name: `${jobs}${isShared ? " shared" : ""}`,
      fleet: twoHourly(jobs, isShared),
      span: { from: FROM, to: FROM + DAY },
    })),
  );
  const growth = new Map(takeTurns(sizes, 2, 0).map((row) => [row.name, row]));
  print(
    "\nThe same day of more and more jobs (every 2 hours; shared: a proxy of 50 slots for " +
      "every 100 jobs), cpu, a session:\n",
  );
  print(
    table(
      ["jobs", "free", "shared"],
      SIZES.map((jobs) => [
        jobs.toLocaleString("en-US"),
        time(growth.get(`${jobs}`).cpuNs),
        time(growth.get(`${jobs} shared`).cpuNs),
      ]),
    ),
  );

  const [free, , shared] = speeds;
  const growthOf = (suffix) =>
    growth.get(`100000${suffix}`).cpuNs / growth.get(`1000${suffix}`).cpuNs;
  return {
    rows: {
      speeds: [...speeds, slots, threads].map(plain),
      growth: [...growth.values()].map(plain),
    },
    summary: [],
    limits: [
      timeAtMost(
        "a session without shared resources, cpu (2 million a second)",
        [free.samples],
        500,
      ),
      timeAtMost(
        "a session with 20 proxies of 64 slots, cpu (1 million a second)",
        [shared.samples],
        1_000,
      ),
      atLeast(
        "sessions a second with threads against slots: 20 proxies, 64 threads, 16 a session",
        [ratio(slots, threads)],
        0.25,
        0.5,
      ),
      atMost(
        "a session of 100,000 jobs against one of 1,000, free and shared",
        Math.max(growthOf(""), growthOf(" shared")),
        3,
        "x",
      ),
    ],
  };
}

/** 2,000 jobs that all come at once, 96 times a day. */
function quarterHourly(proxyCount = 0, slots = 0, duration = SIX_MINUTES) {
  const policy = parsePolicy({
    type: "Periodically",
    periodicallyEvery: "Minutes15",
    retryEnabled: true,
    retryNumber: 3,
    retryWaitInterval: 5,
  });
  return fleetOf(2_000, () => policy, duration, proxyCount, slots);
}

/** The same proxies with threads in the place of slots. */
function withThreads({ jobs, proxies }) {
  return {
    jobs: jobs.map((job) => ({ ...job, workload: { ...job.workload, threads: 16 } })),
    proxies: proxies.map(({ id }) => ({ id, threads: 64 })),
  };
}

/** The same fleet without luck: what is left is the engine and the metrics. */
function sameEachTime({ jobs, proxies }) {
  return { jobs: jobs.map((job) => ({ ...job, workload: { duration: "PT6M" } })), proxies };
}

function twoHourly(jobs, shared) {
  const policies = Array.from({ length: 60 }, (_, minute) =>
    parsePolicy({
      type: "Periodically",
      periodicallyEvery: "Hours2",
      periodicallyOffsetMinutes: minute,
    }),
  );
  return fleetOf(
    jobs,
    (index) => policies[(index * 7) % 60],
    { lognormal: { median: "PT30M", p95: "PT90M" } },
    shared ? Math.ceil(jobs / 100) : 0,
    50,
  );
}

function fleetOf(size, policyOf, duration, proxyCount, slots) {
  const random = randomNumbers(size);
  const jobs = Array.from({ length: size }, (_, index) => ({
    id: `job-${index}`,
    policy: policyOf(index),
    rpo: DAY,
    workload: { duration, failed: 0.02, warning: 0.03 },
    ...(proxyCount > 0 ? { proxyId: `proxy-${Math.floor(random() * proxyCount)}` } : {}),
  }));
  return {
    jobs,
    proxies: Array.from({ length: proxyCount }, (_, index) => ({ id: `proxy-${index}`, slots })),
  };
}

/**
 * Simulates the cases in turns, there and back, and gives each the median of its rounds; the first
 * ones only warm up.
 */
function takeTurns(cases, rounds = 5, warmUps = 1) {
  const samples = cases.map(() => []);
  const summaries = [];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const order = cases.map((_, index) => index);
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const { fleet, span } = cases[index];
      // Small fleets are over in no time: as many times as make some ten thousand sessions.
      const repeats = Math.max(1, Math.floor(3_000 / fleet.jobs.length));
      const began = performance.now();
      const worked = process.cpuUsage();
      for (let repeat = 0; repeat < repeats; repeat += 1)
        summaries[index] = summarize(simulate(fleet, { ...span, seed: round }));
      const { user, system } = process.cpuUsage(worked);
      const wallMs = performance.now() - began;
      consume(summaries[index].fleet.busy);
      const sessions = summaries[index].fleet.sessions * repeats;
      if (round >= warmUps)
        samples[index].push({
          wallNs: (wallMs * 1e6) / sessions,
          cpuNs: ((user + system) * 1e3) / sessions,
        });
    }
  }
  return cases.map((one, index) => ({
    ...one,
    summary: summaries[index],
    sessions: summaries[index].fleet.sessions,
    wallNs: median(samples[index].map(({ wallNs }) => wallNs)),
    cpuNs: median(samples[index].map(({ cpuNs }) => cpuNs)),
    samples: samples[index].map(({ cpuNs }) => cpuNs),
  }));
}

function plain({ name, sessions, wallNs, cpuNs }) {
  return { name, sessions, wallNs, cpuNs };
}
