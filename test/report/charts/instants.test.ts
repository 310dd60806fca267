import { describe, expect, it } from "vitest";
import { type Fleet, parsePolicy, simulate } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { chartClock } from "../../../src/report/charts/chartClock.ts";
import { loadOfTimelines } from "../../../src/report/charts/loadChart.ts";
import { sessionsOfTimelines } from "../../../src/report/charts/sessionsChart.ts";

const HOUR = 3_600_000;
const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const FROM = Date.UTC(2026, 0, 5);
const TWO_DAYS = { from: FROM, to: FROM + 48 * HOUR };
const UTC = hostZone("UTC");

describe("charts of what comes and goes at one instant", () => {
  it("should have a step without a width for sessions that take no time", () => {
    const jobs = ["a", "b", "c"].map((id) => ({ id, policy: nightly }));
    const busy = { id: "d", policy: nightly, workload: { duration: "1h" } };
    const timeline = simulate({ jobs: [...jobs, busy] }, TWO_DAYS);
    const [line] = loadOfTimelines([{ side: "", timeline }], UTC).lines;
    const [{ at, most, peak }] = line!.sides as [(typeof line & object)["sides"][number]];
    expect(peak).toBe(4);
    expect([...at].map((instant) => (instant - FROM) / HOUR)).toEqual([0, 22, 22, 23, 46, 46, 47]);
    expect([...most]).toEqual([0, 4, 1, 0, 4, 1, 0]);
  });

  it("should have the summary's peak where a slot lets them in one by one", () => {
    const jobs = ["a", "b", "c"].map((id) => ({ id, policy: nightly, proxyId: "p" }));
    const fleet: Fleet = { jobs, proxies: [{ id: "p", slots: 1 }] };
    const timeline = simulate(fleet, TWO_DAYS);
    const [all, proxy] = loadOfTimelines([{ side: "", timeline }], UTC).lines;
    expect([...all!.sides[0]!.most]).toEqual([0, 1, 0, 1, 0]);
    expect([...proxy!.sides[0]!.most]).toEqual([0, 1, 0, 1, 0]);
  });

  it("should know what a copy found at the instant at which its source ended", () => {
    const copyOf = (policy: Fleet["jobs"][number]["policy"]): Fleet => ({
      jobs: [
        { id: "mail", policy: nightly },
        { id: "copy", copyOf: "mail", policy, workload: { duration: "1h" } },
      ],
    });
    const dataOf = (fleet: Fleet): number[] => {
      const timeline = simulate(fleet, TWO_DAYS);
      const chart = sessionsOfTimelines([{ side: "", timeline }], UTC)!;
      const place = chart.jobs.findIndex(({ id }) => id === "copy");
      const [{ job, dataFrom }] = chart.sides as [(typeof chart.sides)[number]];
      const worst = timeline.summary.jobs[1]!.exposure.worst / HOUR;
      return [
        worst,
        ...[...dataFrom].flatMap((data, row) => (job[row] === place ? [(data - FROM) / HOUR] : [])),
      ];
    };
    // What the source's point starts finds it; what starts together with the source does not.
    expect(dataOf(copyOf(parsePolicy({ type: "Immediate" })))).toEqual([25, 22, 46]);
    expect(dataOf(copyOf(nightly))).toEqual([47, Number.NaN, 22]);
  });
});

describe("chartClock", () => {
  it("should have the stretches of a span, and its first instant", () => {
    const from = Date.UTC(2026, 2, 28);
    expect(chartClock(hostZone("Europe/Berlin"), from, from + 72 * HOUR)).toEqual({
      name: "Europe/Berlin",
      starts: [from, Date.UTC(2026, 2, 29, 1)],
      offsetsMs: [HOUR, 2 * HOUR],
    });
    const change = Date.UTC(2026, 2, 29, 1);
    expect(chartClock(hostZone("Europe/Berlin"), from, change).starts).toEqual([from]);
    expect(chartClock(hostZone("Europe/Berlin"), change, change).offsetsMs).toEqual([2 * HOUR]);
  });
});
