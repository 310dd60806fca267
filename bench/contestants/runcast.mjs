/** Contestant: `simulate` and `summarize`, as anybody calls them. */
import { parsePolicy, simulate, summarize } from "runcast";
import { sumOf } from "./columns.mjs";
import { timed } from "./timed.mjs";

const MINUTE = 60_000;

timed(
  (model) => ({
    fleet: fleetOf(model),
    span: { from: model.from, to: model.to, seed: model.seed },
  }),
  ({ fleet, span }) => {
    const timeline = simulate(fleet, span);
    return { timeline, summary: summarize(timeline) };
  },
  ({ timeline: { sessions }, summary: { fleet, jobs } }) => ({
    sessions: sessions.length,
    sum: sumOf(sessions, sessions.length),
    missed: fleet.missed,
    wait: fleet.wait.mean,
    busy: fleet.occupancy.meanBusy,
    exposure: jobs.reduce((total, job) => total + job.exposure.mean, 0) / jobs.length,
  }),
);

function fleetOf(model) {
  const policy = parsePolicy({
    type: "Periodically",
    periodicallyEvery: `Minutes${model.everyMs / MINUTE}`,
    retryEnabled: true,
    retryNumber: model.retries,
    retryWaitInterval: model.retryWaitMs / MINUTE,
  });
  const workload = { duration: { uniform: [model.lowMs, model.highMs] }, failed: model.failed };
  return {
    jobs: Array.from({ length: model.jobs }, (_, job) => ({
      id: `job-${job}`,
      policy,
      workload,
      ...(model.proxies > 0 ? { proxyId: `proxy-${job % model.proxies}` } : {}),
    })),
    proxies: Array.from({ length: model.proxies }, (_, proxy) => ({
      id: `proxy-${proxy}`,
      slots: model.slots,
    })),
  };
}
