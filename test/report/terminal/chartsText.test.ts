import { describe, expect, it } from "vitest";
import { compare, describeCharts, type Fleet, parsePolicy, simulate } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import type { TimelineSides } from "../../../src/report/charts/chartSides.ts";
import { loadOfTimelines } from "../../../src/report/charts/loadChart.ts";
import { sessionsOfTimelines } from "../../../src/report/charts/sessionsChart.ts";
import { weekOfTimelines } from "../../../src/report/charts/weekChart.ts";
import { COLOURED, PLAIN } from "../../../src/report/kit/style.ts";
import { displayWidth } from "../../../src/report/kit/table.ts";
import { chartsText } from "../../../src/report/terminal/chartsText.ts";
import { gantt } from "../../../src/report/terminal/gantt.ts";
import { loadBars } from "../../../src/report/terminal/loadBars.ts";
import { weekMaps } from "../../../src/report/terminal/weekMap.ts";

const HOUR = 3_600_000;
const BERLIN = hostZone("Europe/Berlin");
const at = (dailyTime: string, more: object = {}) =>
  parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime, ...more });

/** Both at 22:00 for the one slot: sites waits for mail, and its window closes at 02:00. */
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin" },
  proxies: [{ id: "p", name: "Proxy", slots: 1 }],
  jobs: [
    {
      id: "mail",
      name: "Mail",
      proxyId: "p",
      rpo: 24 * HOUR,
      policy: at("22:00"),
      workload: { duration: "90m" },
    },
    {
      id: "sites",
      name: "Sites",
      proxyId: "p",
      policy: at("22:00", {
        backupWindowSettings: { backupWindow: nightly() },
        backupWindowEnabled: true,
      }),
      workload: { duration: "3h" },
    },
  ],
};

/** 20:00 to 02:00 of Berlin in winter, on UTC. */
function nightly(): boolean[] {
  return Array.from({ length: 168 }, (_, hour) => hour % 24 >= 19 || hour % 24 < 1);
}

const chartsOf = (sides: TimelineSides) => ({
  week: weekOfTimelines(sides, BERLIN),
  load: loadOfTimelines(sides, BERLIN),
  sessions: sessionsOfTimelines(sides, BERLIN)!,
});

// Monday 2026-01-05, 12:00 in Berlin, and 48 hours.
const FROM = Date.UTC(2026, 0, 5, 11);
const SPAN = { from: FROM, to: FROM + 48 * HOUR };
const one = chartsOf([{ side: "", timeline: simulate(fleet, SPAN) }]);
const both = chartsOf([
  { side: "baseline", timeline: simulate(fleet, SPAN) },
  {
    side: "candidate",
    timeline: simulate({ ...fleet, proxies: [{ id: "p", name: "Proxy", slots: 2 }] }, SPAN),
  },
]);
/** Beside `  1 │` a column is an hour; so it is beside `  Sites ` with three more. */
const LOAD = { width: 53, paint: PLAIN };
const GANTT = { width: 56, paint: PLAIN };

describe("weekMaps", () => {
  it("should have what runs on average, in digits where there is room, else in bars", () => {
    expect(weekMaps(one.week, "running", { width: 79, paint: PLAIN })).toEqual(
      [
        "Sessions that run, on average, by weekday and hour",
        "     00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
        "Mon                                       ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·  ·  1  1",
        "Tue   1  1  ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·  ·  1  1",
        "Wed   1  1  ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
        "all  ██ ██                                                             ██ ██",
        "",
        "     number = sessions that run on average   · = none",
        "     blank = no such hour in the span",
        "     ▒ = prohibited to half of the jobs or more",
      ].map((line) => line.trimEnd()),
    );
  });
});

describe("loadBars", () => {
  it("should draw bars as high as the most, and the limit, on the server's clock", () => {
    expect(loadBars(one.load, one.load.lines[1]!, LOAD)).toEqual([
      "Proxy: sessions at once, most 1 of 1 slot, first Mon",
      "2026-01-05 22:00",
      "  1 │────────────────────────────────────────────────",
      "    │          ████                    ████",
      "    └┬───────────┬───────────┬───────────┬───────────",
      "     12:00       Tue 01-06   12:00       Wed 01-07",
    ]);
  });

  it("should draw both sides on the same axes", () => {
    // With two slots sites runs from 22:00 to 01:00, and mail from 22:00 to 23:30.
    expect(loadBars(both.load, both.load.lines[1]!, LOAD)).toEqual([
      "Baseline, Proxy: sessions at once, most 1 of 1 slot,",
      "first Mon 2026-01-05 22:00",
      "  2 │",
      "  1 │────────────────────────────────────────────────",
      "    │          ████                    ████",
      "",
      "Candidate, Proxy: sessions at once, most 2 of 2",
      "slots, first Mon 2026-01-05 22:00",
      "  2 │────────────────────────────────────────────────",
      "    │          ██                      ██",
      "    │          ███                     ███",
      "    └┬───────────┬───────────┬───────────┬───────────",
      "     12:00       Tue 01-06   12:00       Wed 01-07",
    ]);
  });

  it("should tell the mean from the most where a stretch has both", () => {
    // Three hours a column: from 21:00 to midnight 3.5 hours of two sessions, then one of one.
    const lines = loadBars(both.load, both.load.lines[1]!, { width: 21, paint: PLAIN });
    const last = lines.findLastIndex((line) => line.startsWith("  2"));
    expect(lines.slice(last, last + 3)).toEqual([
      "  2 │────────────────",
      "    │   ░       ░",
      "    │   █░      █░",
    ]);
    expect(lines.slice(-2)).toEqual(["  █ = on average", "  ░ = at most"]);
  });

  it("should draw what is asked above what there is, and mark a clock change", () => {
    const threads: Fleet = {
      ...fleet,
      proxies: [{ id: "p", name: "Proxy", slots: Infinity, threads: 8 }],
      jobs: fleet.jobs.map((job) => ({ ...job, workload: { duration: "2h", threads: 8 } })),
    };
    // Saturday 2026-03-28, 12:00 to Monday, 13:00: 48 hours, one of which the clock skips.
    const from = Date.UTC(2026, 2, 28, 11);
    const timeline = simulate(threads, { from, to: from + 48 * HOUR });
    const { load } = chartsOf([{ side: "", timeline }]);
    const line = load.lines.find(({ measure }) => measure === "threads")!;
    // Both ask for 8 from 22:00 on, have half of them, and are done at 02:00.
    expect(loadBars(load, line, { width: 54, paint: PLAIN }).slice(-11)).toEqual([
      "  16 │          ████                   ████",
      "     │          ████                   ████",
      "     │          ████                   ████",
      "   8 │──────────████───────────────────████───────────",
      "     │          ████                   ████",
      "     │          ████                   ████",
      "     │          ████                   ████",
      "     └┬───────────┬─»────────┬───────────┬───────────┬",
      "      12:00       Sun 03-29  12:00       Mon 03-30",
      "  » = the clock goes forward by 1 h: Sun 2026-03-29",
      "  02:00 -> 03:00",
    ]);
  });
});

describe("gantt", () => {
  it("should draw who waits, runs and is stopped", () => {
    expect(gantt(one.sessions, GANTT, { most: 10 })).toEqual([
      "2 jobs in time, worst first",
      "  Mail            █▄                      █▄",
      "  Sites           ░▄█S                    ░▄█S",
      "        ┬───────────┬───────────┬───────────┬───────────",
      "        12:00       Tue 01-06   12:00       Wed 01-07",
      "  ░ = waits for room   ▄ = runs for a part of it",
      "  █ = runs   S = stopped by its window",
    ]);
  });

  it("should draw both sides one under the other, and say how many are left out", () => {
    expect(gantt(both.sessions, { ...GANTT, width: 57 }, { most: 1 })).toEqual([
      "The worst job of 2 in time",
      "  Mail b           █▄                      █▄",
      "       c           █▄                      █▄",
      "         ┬───────────┬───────────┬───────────┬───────────",
      "         12:00       Tue 01-06   12:00       Wed 01-07",
      "  ▄ = runs for a part of it   █ = runs   b = baseline",
      "  c = candidate",
    ]);
    const sites = gantt(
      both.sessions,
      { ...GANTT, width: 58 },
      { most: 9, told: new Set(["sites"]) },
    );
    expect(sites.slice(0, 3)).toEqual([
      "1 job in time, worst first",
      "  Sites b           ░▄█S                    ░▄█S",
      "        c           ███                     ███",
    ]);
  });

  it("should have retries, failures, and starts that were missed or lost", () => {
    const policy = at("22:00", { retryEnabled: true, retryNumber: 1, retryWaitInterval: 60 });
    const night = { backupWindowSettings: { backupWindow: nightly() }, backupWindowEnabled: true };
    const often = { type: "Periodically", periodicallyEvery: "Hours4" };
    const jobs: Fleet["jobs"] = [
      { id: "mail", policy, workload: { duration: "2h", failed: 1 }, rpo: HOUR },
      { id: "busy", policy: parsePolicy(often), workload: { duration: "5h" } },
      { id: "shut", policy: parsePolicy({ ...often, ...night }), workload: { duration: "1h" } },
    ];
    const timeline = simulate({ clock: { zone: "Europe/Berlin" }, jobs }, SPAN);
    const { sessions } = chartsOf([{ side: "", timeline }]);
    // Every other start of the busy one comes while it still runs.
    expect(gantt(sessions, { ...GANTT, width: 55 }, { most: 3 }).slice(1, 4)).toEqual([
      "  mail           █F rF                   █F rF",
      "  shut -   -   █   █   -   -   -   -   █   █   -   -",
      "  busy ████x   ████x   ████x   ████x   ████x   ████x",
    ]);
  });
});

describe("chartsText", () => {
  it("should say with colours nothing that it does not say without", () => {
    for (const charts of [one, both])
      for (const width of [40, 79, 139])
        expect(
          chartsText(charts, { width, paint: COLOURED }).replaceAll(/\u001b\[[\d;]*m/g, ""),
        ).toBe(chartsText(charts, { width }));
  });

  it("should draw nothing of a fleet without jobs, and nothing that is not there", () => {
    const timeline = simulate({ clock: { zone: "Europe/Berlin" }, jobs: [] }, SPAN);
    const { load, sessions } = chartsOf([{ side: "", timeline }]);
    expect(chartsText({ load, sessions })).toBe("");
    expect(chartsText({})).toBe("");
  });
});

describe("describeCharts", () => {
  const [baseline, candidate] = [simulate(fleet, SPAN), simulate({ ...fleet, jobs: [] }, SPAN)];

  it("should draw a timeline, and both sides of a comparison, of the jobs that are meant", () => {
    expect(describeCharts(baseline, { width: 79 })).toBe(chartsText(one, { width: 79 }));
    const text = describeCharts(compare(baseline, candidate), { jobs: ["sites"], width: 1 });
    expect(text).toContain("Baseline, all jobs: sessions at once");
    expect(text).toContain("1 job in time, worst first");
    expect(Math.max(...text.split("\n").map(displayWidth))).toBe(40);
  });

  it("should have the week alone where rows were not kept", () => {
    const text = describeCharts(simulate(fleet, { ...SPAN, keep: "summary" }));
    expect(text.split("\n\n")[0]).toMatch(/^Sessions that run, on average/);
    expect(text).not.toMatch(/at once|in time/);
  });

  it("should refuse what has nothing to draw", () => {
    const copy = structuredClone(compare(baseline, candidate));
    for (const answer of [copy, { jobs: [] }, undefined])
      expect(() => describeCharts(answer as never)).toThrow(
        "answer: expected a timeline, a comparison or a proposal, as it was made",
      );
  });
});
