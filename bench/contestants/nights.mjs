/** Contestant: 100,000 nightly jobs on 100 proxies; only the summary is kept. */
import { parsePolicy, simulate, summarize } from "runcast";
import { timed } from "./timed.mjs";

const DAY = 86_400_000;

timed(
  ({ from, to }) => ({ fleet: nightly(), span: { from, to, keep: "summary" } }),
  ({ fleet, span }) => summarize(simulate(fleet, span)),
  ({ fleet }) => ({ sessions: fleet.sessions }),
);

function nightly() {
  const pad = (part) => String(part).padStart(2, "0");
  const policies = Array.from({ length: 96 }, (_, quarter) =>
    parsePolicy({
      type: "Daily",
      dailyType: "Everyday",
      dailyTime: `${pad(Math.floor(quarter / 4))}:${pad((quarter % 4) * 15)}`,
      retryEnabled: true,
      retryNumber: 3,
      retryWaitInterval: 10,
    }),
  );
  const duration = { lognormal: { median: "PT45M", p95: "PT3H" } };
  return {
    jobs: Array.from({ length: 100_000 }, (_, index) => ({
      id: `job-${index}`,
      policy: policies[(index * 37) % 96],
      rpo: DAY,
      proxyId: `proxy-${index % 100}`,
      workload: { duration, failed: 0.02, warning: 0.03 },
    })),
    proxies: Array.from({ length: 100 }, (_, index) => ({ id: `proxy-${index}`, slots: 64 })),
  };
}
