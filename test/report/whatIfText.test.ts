/**
 * What-if answers as people read them: each text in full once, and what must hold of all.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  compareReplicated,
  describeComparison,
  describeHeadroom,
  describeProposal,
  describeReplicated,
  describeStudy,
  durationFactor,
  type Fleet,
  headroom,
  type Job,
  simulate,
  slots,
  stagger,
  sweep,
} from "../../src/index.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import { scenarios } from "../support/fleetArbitraries.ts";
import { daily, fleetChanges, HOUR } from "../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };
const job = (id: string, time: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily(time),
  proxyId: "p",
  rpo: 25 * HOUR,
  workload: { duration: "PT45M" },
  ...more,
});
const fleet: Fleet = {
  jobs: [job("mail", "22:00"), job("sites", "22:00"), job("teams", "22:00", { name: "Teams" })],
  proxies: [{ id: "p", slots: 3 }],
};

describe("texts", () => {
  it("should tell a comparison from the settings to the causes", () => {
    const candidate: Fleet = {
      jobs: [
        job("mail", "21:00"),
        job("sites", "22:00"),
        job("teams", "22:00", { name: "Teams", rpo: 24 * HOUR }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const text = describeComparison(compare(simulate(fleet, week), simulate(candidate, week)));
    expect(
      text
        .replaceAll(/ +/g, " ")
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual([
      "Changed: 3 settings",
      "mail: starts at 21:00 (22:00 before)",
      "Teams: target 24 h (target 25 h before)",
      "proxy p: has 1 slot (3 slots before)",
      "",
      "Runs: 0 added, 0 removed, 14 moved, 0 changed",
      "mail: 7 moved by -1 h (2026-01-05 22:00 -> 2026-01-05 21:00)",
      "Teams: 7 moved (other waits)",
      "",
      "Peak: 1 session at once (3 before)",
      "",
      "Targets: 1 newly missed, 0 newly met",
      "Teams: missed, worst exposure 24 h 45 min (24 h 45 min before), " +
        "its target is now 24 h (25 h before)",
      "",
      "Metrics",
      "baseline candidate difference",
      "fleet: wait, mean 0 s 15 min +15 min",
      "fleet: wait, p95 0 s 45 min +45 min",
      "fleet: wait, longest 0 s 45 min +45 min",
      "fleet: starts in one minute 3 1 -2",
      "fleet: longest night 45 min 2 h 30 min +1 h 45 min",
      "fleet: jobs over target 0 1 +1",
      "proxy p: peak 3 1 -2",
      "proxy p: time full 3.1 % 9.4 % +6.3 %",
      "proxy p: utilisation 3.1 % 9.4 % +6.3 %",
      "proxy p: mean queue 0 0.03 +0.03",
      "proxy p: longest queue 0 1 +1",
      "",
      "Worse: 1 job",
      "Teams: proxy p has 1 slot (3 slots before)",
      "-> waits of up to 45 min (0 s before), for proxy p",
    ]);
  });

  it("should tell a study as a table", () => {
    const study = sweep(fleet, slots("p", [1, 2, 3]), week);
    expect(describeStudy(study, { by: "waitMax" })).toBe(
      `3 variations, best first by longest wait

  Variation  Longest wait  Peak  P95 wait  Mean wait  Longest queue  Utilisation  Longest night
  3 slots               ·     3         ·          ·              ·          3 %           0:45
  2 slots            0:45     2      0:45       0:15              1          5 %           1:30
  1 slot             1:30     1      1:30       0:45              2          9 %           2:15
  Lengths of time in h:mm.
  The same in all: worst exposure 24:45 and restore points 21.`,
    );
    const cut = describeStudy(study, { most: 1, width: 60 }).split("\n");
    expect(cut[3]).toMatch(/^ {2}1 slot +1 +1:30 +1:30 +0:45$/);
    expect(cut.slice(4)).toEqual([
      "  ... and 2 more variations",
      "  Lengths of time in h:mm.",
      "  The same in all: worst exposure 24:45 and restore points",
      "  21.",
      "  In the data as well: 3 more (longest queue, utilisation,",
      "  longest night).",
    ]);
    expect(describeStudy({ ...study, rows: [], complete: false })).toBe(
      "No variation was finished.",
    );
    expect(describeStudy({ ...study, complete: false }).split("\n")[0]).toBe(
      "3 variations finished before the sweep was stopped",
    );
  });

  it("should tell a proposal with its bound and its moves", () => {
    expect(describeProposal(stagger(fleet, week, { within: "21:00-00:00" }))).toBe(
      `2 moves: the peak of concurrent sessions falls from 3 to 1, by 67 %.
No choice of start times comes below 1 on average: one session runs.
What brings most first:
  sites  22:00  ->  21:15  45 min earlier  expected crowd 2.0
  Teams  22:00  ->  22:45  45 min later    expected crowd 1.0`,
    );
    expect(describeProposal(stagger(fleet, week, { lower: "wait" }))).toBe(
      "No move: nothing was found that lowers the mean wait for room, 0 s, and loses no run.",
    );
  });

  it("should tell headroom edge by edge", () => {
    expect(describeHeadroom(headroom(fleet, week))).toBe(
      `Limits: jobs over target at most 0.
  57 more jobs; with 58: jobs over target 1, limit 0: mail (copy 20)
  proxy p: 1 of 3 slots would do
  sessions 1.33 times as long; at 1.34 times: jobs over target 3, limit 0: mail, sites, teams`,
    );
  });

  it("should tell a comparison under several seeds: what is clear, and what may be luck", () => {
    const varied: Fleet = {
      ...fleet,
      jobs: fleet.jobs.map((each) => ({
        ...each,
        workload: { duration: { uniform: ["PT30M", "PT60M"] }, failed: 0.1 },
      })),
    };
    const narrow: Fleet = { ...varied, proxies: [{ id: "p", slots: 2 }] };
    const lines = describeReplicated(compareReplicated(varied, narrow, week, { seeds: 20 }))
      .replaceAll(/ +/g, " ")
      .split("\n")
      .map((line) => line.trim());
    expect(lines.slice(0, 6)).toEqual([
      "Changed: 1 setting",
      "proxy p: has 2 slots (3 slots before)",
      "",
      "Clear differences: means over 20 seeds, the difference with its 95 % confidence interval",
      "baseline candidate difference \u00b1",
      "fleet: sessions at once, most 3 2 -1 0",
    ]);
    expect(lines).toContain("proxy p: peak 3 2 -1 0");
    const clear = lines.findIndex((line) => line.startsWith("Not clear"));
    expect(lines.slice(clear)).toEqual([
      "Not clear, luck may be all there is:",
      "fleet: worst exposure",
    ]);
    expect(describeReplicated(compareReplicated(varied, varied, week, { seeds: [3, 4] }))).toBe(
      "No difference under any of 2 seeds: neither in the settings nor in what they do.",
    );
  });

  it("should never hold anything that is no text, whatever is compared", () => {
    fc.assert(
      fc.property(
        scenarios({ mostJobs: 3 }),
        fleetChanges,
        ({ fleet: any, from, to, rules }, change) => {
          const text = describeComparison(
            compare(simulate(any, { from, to, rules }), simulate(change(any), { from, to, rules })),
          );
          expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
          expect(text).toBe(text.trim());
        },
      ),
      { numRuns: 40 },
    );
  });

  it("should let no name move the cursor or break a line", () => {
    const odd: Fleet = {
      jobs: ["a", "b"].map((id) =>
        job(`${id}\u001b[2J\n`, "22:00", { name: `\u001b[31m${id}\n`, proxyId: "\u0007p" }),
      ),
      proxies: [{ id: "\u0007p", slots: 1 }],
    };
    const texts = [
      describeComparison(
        compare(simulate(odd, week), simulate(durationFactor([2])["x2"]!(odd), week)),
      ),
      describeStudy(sweep(odd, { "\u001b[2J": (same) => same }, week)),
      describeProposal(stagger(odd, week)),
      describeReplicated(
        compareReplicated(odd, durationFactor([2])["x2"]!(odd), week, { seeds: 2 }),
      ),
      describeHeadroom(headroom(odd, week)),
      describeHeadroom(headroom(odd, week, { limits: { jobsOverTarget: 0, waitMax: 0 } })),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThan(200);
    }
  });
});
