/**
 * QUESTION: does a sweep use both cores? 200 variations of a 200-job fleet over 30 days, one after
 * the other (`sweep`), in one worker and in as many as there are cores (`sweepParallel`).
 *
 * Why anyone cares: a grid of start times and slots is a few hundred simulations, and somebody
 * waits for it. The rows of all are compared before the times are. Contestants take turns, there
 * and back, and a round's ratio is taken within the round. The peer is the machine: plain
 * arithmetic in one thread and in as many as there are cores, in every round, says what could be
 * had at that moment; on a shared machine a second core is not always a whole one. The first sweep
 * of a process has cold workers, those after it warm ones: it is told apart. `cores`: processor
 * time over time on the wall.
 *
 * Its workers need the cores that other benches would keep busy, so it runs alone:
 *
 *     node bench/sweep.mjs
 */
import os from "node:os";
import { grid, parsePolicy, slots, startTimes, sweep, sweepParallel } from "runcast";
import { arithmetic } from "./arithmetic.mjs";
import { median } from "./measure.mjs";
import { significant, table } from "./table.mjs";

const HOUR = 3_600_000;
const ROUNDS = 3;
const TARGET = 1.6;
const WORKERS = os.availableParallelism();
const STUDIES = {
  "100 jobs by night, 100 every hour": study(2, "Hours1"),
  "150 jobs by night, 50 every two hours": study(4, "Hours2"),
};

console.log(
  `200 variations of 200 jobs over 30 days, ${WORKERS} cores, load ${os.loadavg()[0].toFixed(1)}`,
);
for (const [name, { fleet, variations, span }] of Object.entries(STUDIES)) {
  const contestants = [
    { name: "sweep", run: () => sweep(fleet, variations, span) },
    { name: "1 worker", run: () => sweepParallel(fleet, variations, span, { workers: 1 }) },
    {
      name: `${WORKERS} workers`,
      run: () => sweepParallel(fleet, variations, span, { workers: WORKERS }),
    },
  ].map((contestant) => ({ ...contestant, samples: [] }));
  const expected = JSON.stringify(sweep(fleet, variations, span).rows); // and the code is warm
  const cold = (await sample(contestants.at(-1), expected)).seconds;
  const machine = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed())
      contestant.samples.push(await sample(contestant, expected));
    machine.push((WORKERS * (await arithmetic(1))) / (await arithmetic(WORKERS)));
  }
  report(name, contestants, machine, cold);
}

function report(name, contestants, machine, cold) {
  const [alone, one, all] = contestants;
  const bestOf = ({ samples }) => Math.min(...samples.map((each) => each.seconds));
  console.log(`\n${name}\n`);
  console.log(
    table(
      ["", "seconds (median)", "best", "cores"],
      contestants.map((each) =>
        [
          each.name,
          median(each.samples.map(({ seconds }) => seconds)),
          bestOf(each),
          median(each.samples.map(({ cores }) => cores)),
        ].map((cell) => (typeof cell === "number" ? significant(cell) : cell)),
      ),
    ),
  );
  console.log(
    `\nThe machine gave arithmetic ${machine.map(significant).join(", ")} times one core; ` +
      `the first sweep with ${all.name} took ${significant(cold)} s.`,
  );
  for (const base of [alone, one]) {
    const ratios = base.samples.map(({ seconds }, round) => seconds / all.samples[round].seconds);
    const found = median(ratios);
    const best = bestOf(base) / bestOf(all);
    console.log(
      `${all.name} against ${base.name}: ${significant(found)} times as fast (rounds ` +
        `${ratios.map(significant).join(", ")}), best against best ${significant(best)}; ` +
        `wanted ${TARGET}: ` +
        (found >= TARGET ? "PASS" : best >= TARGET ? "PASS at best" : "FALLS SHORT"),
    );
  }
}

/** Daily jobs, and one of `share` that runs by the hours; 20 start times by 10 sizes of a proxy. */
function study(share, hours) {
  const nightly = parsePolicy({
    type: "Daily",
    dailyType: "Everyday",
    dailyTime: "22:00",
    retryEnabled: true,
    retryNumber: 3,
    retryWaitInterval: 10,
  });
  const often = parsePolicy({
    type: "Periodically",
    periodicallyEvery: hours,
    retryEnabled: true,
    retryNumber: 3,
    retryWaitInterval: 10,
  });
  const jobs = Array.from({ length: 200 }, (_, index) => ({
    id: `job ${index}`,
    policy: index % share === 0 ? often : nightly,
    proxyId: `proxy ${index % 4}`,
    rpo: 30 * HOUR,
    workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.05 },
  }));
  const times = Array.from(
    { length: 20 },
    (_, index) => `${18 + Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, "0")}`,
  );
  return {
    fleet: { jobs, proxies: [0, 1, 2, 3].map((index) => ({ id: `proxy ${index}`, slots: 24 })) },
    variations: grid({
      start: startTimes(times),
      slots: slots("proxy 1", [4, 6, 8, 10, 12, 14, 16, 20, 24, 32]),
    }),
    span: { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 4) },
  };
}

async function sample({ name, run }, expected) {
  globalThis.gc?.();
  const began = performance.now();
  const worked = process.cpuUsage();
  const { rows } = await run();
  const seconds = (performance.now() - began) / 1e3;
  const { user, system } = process.cpuUsage(worked);
  if (JSON.stringify(rows) !== expected) throw new Error(`${name}: other rows`);
  return { seconds, cores: (user + system) / 1e6 / seconds };
}
