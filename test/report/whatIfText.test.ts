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
  type Headroom,
  headroom,
  type Job,
  simulate,
  slots,
  stagger,
  sweep,
} from "../../src/index.ts";
import { shareOfSeeds } from "../../src/core/whatif/evidence.ts";
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

const BRACKETS = "In brackets: the seeds that held, with the 95 % interval of their share.";

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
      "-> waits of up to 45 min (no wait before), for proxy p",
    ]);
  });

  it("should tell a study as a table", () => {
    const study = sweep(fleet, slots("p", [1, 2, 3]), week);
    expect(describeStudy(study, { by: "waitMax" })).toBe(
      `3 variations under one seed, best first by longest wait

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
      "3 variations finished before the sweep was stopped under one seed",
    );
  });

  it("should tell a study under several seeds, and which rows are as good as the best", () => {
    const lucky: Fleet = {
      ...fleet,
      jobs: fleet.jobs.map((each) => ({
        ...each,
        workload: { duration: { uniform: ["PT30M", "PT60M"] } },
      })),
    };
    const told = (counts: number[], seeds: number, by?: "waitMax" | "peak"): string[] =>
      describeStudy(sweep(lucky, slots("p", counts), week, { seeds }), {
        ...(by === undefined ? {} : { by }),
      })
        .replaceAll(/ +/g, " ")
        .split("\n");
    const lines = told([1, 2, 3, 4], 10, "waitMax");
    expect(lines[0]).toBe(
      "4 variations under 10 seeds, best first by longest wait: means over the seeds",
    );
    expect(lines[2]).toMatch(/^ Variation Longest wait \u00b1 Jobs over target /);
    expect(lines[5]).toMatch(/^ 2 slots 0:4\d 0:0\d /);
    expect(lines).toContain(" Not clearly worse than the best: 3 slots; 4 slots.");
    expect(told([1, 3], 10, "waitMax")).toContain(
      " All others are clearly worse than the best: 3 slots.",
    );
    expect(told([3, 4], 10, "waitMax")).toContain(" None is clearly worse than the best.");
    const few = told([1, 3], 9, "waitMax");
    expect(few).toContain(" 9 seeds: figures, no verdict; at least 10 are needed.");
    expect(few.join(" ")).not.toContain("clearly");
    expect(told([1, 3], 2).join(" ")).not.toMatch(/best|\u00b1/);
  });

  it("should tell a proposal with its bound and its moves", () => {
    expect(
      describeProposal(stagger(fleet, week, { within: "21:00-00:00" }), { width: Infinity }),
    ).toBe(
      `2 moves: the peak of concurrent sessions falls from 3 to 1, by 67 %.
Judged on 20 seeds that they were not chosen on, means with their 95 % intervals:
  peak of concurrent sessions  3            ->  1
  runs lost                    0            ->  0
  jobs over target             0            ->  0
  worst exposure               24 h 45 min  ->  24 h 45 min
No choice of start times that loses no more runs brings the mean of the peak over these seeds \
below 1: sessions of at least 13 h 30 min in all must run within 7 d.
The moves, in the order of what they are expected to level, and the peak simulated after each:
  sites  22:00  ->  21:15  45 min earlier  peak 2
  Teams  22:00  ->  22:45  45 min later    peak 1`,
    );
    expect(
      describeProposal(stagger(fleet, week, { lower: "wait", keep: ["mail"] }), {
        width: Infinity,
      }),
    ).toBe(
      `No move: the mean wait for room stays at 0 s, its mean over 20 seeds.
There is nothing to lower.
1 job may not move:
  mail: it is to be kept where it is`,
    );
    const free: Fleet = { jobs: fleet.jobs.map(({ proxyId: _, ...each }) => each) };
    expect(
      describeProposal(stagger(free, week, { keep: ["mail", "sites"] }), { width: Infinity }).split(
        "\n",
      ),
    ).toContain(
      "No choice of start times brings the mean of the peak over these seeds below 2: that many " +
        "run at once of the jobs that stay where they are.",
    );
  });

  it("should tell of a long list what it comes to part by part, and no figure in two ways", () => {
    const many: Fleet = {
      proxies: [{ id: "p", slots: 40 }],
      jobs: Array.from({ length: 40 }, (_, index) =>
        job(`j${index}`, "22:00", {
          workload: { duration: { uniform: ["PT30M", "PT50M"] }, failed: 0.1 },
        }),
      ),
    };
    const proposal = stagger(many, week, { within: "20:00-04:00", gridMinutes: 15 });
    const lines = describeProposal(proposal, { most: 3, width: Infinity }).split("\n");
    const [, from, to] = /falls from (\S+) to (\S+), by/.exec(lines[0]!)!;
    expect(lines[2]).toMatch(new RegExp(`^  peak of concurrent sessions +${from} .*-> +${to} `));
    expect(lines.at(-1)).toMatch(
      new RegExp(`^Made in this order, the peak .*${to} after ${proposal.moves.length}\\.$`),
    );
    expect(lines.at(-2)).toBe(`  and ${proposal.moves.length - 3} more`);
  });

  it("should tell headroom edge by edge", () => {
    expect(describeHeadroom(headroom(fleet, week, { seeds: 10 })).split("\n")).toEqual([
      "Limits, to hold under at least 95 % of 10 seeds: jobs over target at most 0.",
      "  57 more jobs (held under 10 of 10 seeds, 72-100 %)",
      "    with 58, 10 of 10 seeds break: under seed 0 jobs over target 1, limit 0: mail (copy 20)",
      "  proxy p: 1 of 3 slots would do (held under 10 of 10 seeds, 72-100 %)",
      "  sessions 1.33 times as long (held under 10 of 10 seeds, 72-100 %)",
      "    at 1.34 times, 10 of 10 seeds break: under seed 0 jobs over target 3, limit 0: " +
        "mail, sites, Teams",
      `${BRACKETS} Under another seed than these 10, an edge breaks in up to ` +
        "9.1 % of cases on average.",
    ]);
  });

  it("should tell headroom with the shares of seeds that were seen", () => {
    const found: Headroom = {
      holds: true,
      share: shareOfSeeds(10, 10),
      seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      atLeast: 0.9,
      breaksElsewhere: 2 / 11,
      limits: { jobsOverTarget: 2 },
      overTarget: [1, 1, 1, 1, 2, 1, 1, 1, 1, 1],
      jobs: {
        holds: 1,
        share: shareOfSeeds(9, 10),
        breaks: 2,
        breaksShare: shareOfSeeds(3, 10),
        seed: 4,
        because: "jobs over target 3, limit 2: a",
        broken: ["b", "a", "c", "d"],
      },
      durations: { holds: 16, share: shareOfSeeds(10, 10) },
      simulations: 99,
      toJSON: () => ({}),
    };
    // Wilson's interval of 9 of 10 is 59.6 to 98.2 %, that of 10 of 10 begins at 72.2 %.
    expect(describeHeadroom(found).split("\n")).toEqual([
      "Limits, to hold under at least 90 % of 10 seeds: jobs over target at most as many as " +
        "there are under the same seed, 1 to 2.",
      "  1 more job (held under 9 of 10 seeds, 60-98 %)",
      "    with 2, 3 of 10 seeds break: under seed 4 jobs over target 3, limit 2: a; " +
        "under any: b, a, c and 1 more",
      "  sessions 16 times as long (held under 10 of 10 seeds, 72-100 %; " +
        "longer ones were not tried)",
      `${BRACKETS} Under another seed than these 10, an edge breaks in up to ` +
        "18.2 % of cases on average.",
    ]);
    const none: Headroom = {
      ...found,
      holds: false,
      share: shareOfSeeds(4, 10),
      limits: { waitMax: HOUR, utilisation: 0.5 },
      seed: 2,
      because: "longest wait 1 h 30 min, limit 1 h: a",
      broken: ["a"],
    };
    const { overTarget: _, breaksElsewhere: __, ...without } = none;
    expect(
      describeHeadroom({ ...without, holds: true })
        .split("\n")
        .at(-1),
    ).toBe(
      `${BRACKETS} Other seeds than these 10, on which the edges were found, may break them ` +
        "more often.",
    );
    expect(describeHeadroom(without).split("\n")).toEqual([
      "Limits, to hold under at least 90 % of 10 seeds: longest wait at most 1 h, " +
        "utilisation at most 50 %.",
      "As it is they hold under 4 of 10 seeds, 17-69 %: too few; under seed 2 " +
        "longest wait 1 h 30 min, limit 1 h: a. There is no headroom.",
    ]);
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
      "",
      "Judged together, each group with a chance of at most 5 % that luck makes any clear:",
      "8 figures of the fleet, 5 of resources, 1 of jobs",
    ]);
    const few = describeReplicated(compareReplicated(varied, narrow, week, { seeds: 2 }));
    expect(few).toContain("\n2 seeds: figures, no verdict; at least 10 are needed. Means over");
    expect(few).toMatch(/fleet: sessions at once, most +3 +2 +-1 +0\n/);
    expect(few).not.toMatch(/clear|luck/i);
    expect(describeReplicated(compareReplicated(varied, varied, week, { seeds: [3, 4] }))).toBe(
      "No difference under any of 2 seeds: neither in the settings nor in what they do.",
    );
  });

  it("should count figures of resources where there are too many to read", () => {
    const tenants = Array.from({ length: 40 }, (_, at) => `tenant-${at}`);
    const all: Fleet = {
      proxies: [{ id: "p", slots: 80 }],
      organizations: tenants.map((id) => ({ id, slots: Infinity })),
      jobs: tenants.flatMap((id) =>
        ["mail", "files"].map((what) => ({
          id: `${id} ${what}`,
          policy: fleet.jobs[0]!.policy,
          proxyId: "p",
          organizationId: id,
          workload: { duration: { uniform: ["PT30M", "PT60M"] } },
        })),
      ),
    };
    const few: Fleet = { ...all, proxies: [{ id: "p", slots: 1 }] };
    for (const [seeds, most] of [
      [12, 10],
      [2, 2],
    ] as const) {
      const text = describeReplicated(compareReplicated(all, few, week, { seeds }), { most });
      expect(text).toMatch(/^ {2}proxy p: peak /m);
      expect(text.match(/^ {2}(?:proxy|organization) \S+: (?!has ).*$/gm)).toHaveLength(3 * most);
      expect(text).toMatch(/^ {2}and \d+ more figures of resources$/m);
    }
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
