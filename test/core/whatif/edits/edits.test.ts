import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Issue, issue } from "../../../../src/core/input/issues.ts";
import { type Edit, editedJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import { readEdits } from "../../../../src/core/whatif/edits/readEdits.ts";
import type { InstantReader, Setting } from "../../../../src/core/whatif/edits/settingRow.ts";
import { SETTINGS } from "../../../../src/core/whatif/edits/settings.ts";
import { sessionsTimes } from "../../../../src/core/whatif/edits/workloadEdits.ts";
import {
  describePolicy,
  type DrawnWorkload,
  durationFactor,
  type Fleet,
  type Job,
  parsePolicy,
  type Resource,
  simulate,
  slots,
  startTimes,
  windowHours,
} from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { daily, DAY, MINUTE, windowed } from "../../../support/whatIf.ts";

const nightly = windowed("22:00", 20, 6);
const work = { duration: { lognormal: { median: "PT1H", p95: "PT2H" } }, failed: 0.1 };
const mixed = frozen<Fleet>({
  clock: { zone: "UTC" },
  proxies: [
    { id: "p0", slots: 2 },
    { id: "p1", slots: 2 },
  ],
  repositories: [{ id: "r0", slots: 8 }],
  organizations: [{ id: "o0", slots: 8 }],
  jobs: [
    { id: "j0", name: "Mail", policy: nightly, proxyId: "p0", workload: work },
    { id: "j1", policy: nightly, proxyId: "p0", workload: work, rpo: DAY },
    {
      id: "j2",
      policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" }),
      workload: ({ nominal }) => ({ duration: nominal % DAY, outcome: "Success" }),
      clock: { zone: "Europe/Berlin" },
    },
    { id: "j3", policy: parsePolicy({ type: "ManualOnly" }) },
    { id: "j4", policy: daily("20:00"), enabled: false },
  ],
});

/** Values of every setting that make sense; a new setting needs a line here. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  type: ["ManualOnly"],
  dailyType: ["Sunday", "everyday"],
  dailyTime: ["21:00", "22:00", "03:30:15"],
  periodicallyEvery: ["Hours2", "minutes15"],
  periodicallyOffsetMinutes: ["15", "0"],
  scheduleEnabled: ["false", "True"],
  retryEnabled: ["true", "false"],
  retryNumber: ["2", "0"],
  retryWaitInterval: ["5"],
  backupWindow: ["20:00-06:00", "Mon, Wed 20:00-06:00", "None", "Sat-Sun all day"],
  startWindow: ["09:00-17:00", "none"],
  enabled: ["true", "FALSE"],
  duration: ["PT45M", "0m", "1h30m"],
  full: ["PT12H", "12h", "none", "0s"],
  grows: ["24h", "none", "7d"],
  sessionThreads: ["16", "None", "1000000000"],
  failed: ["0.1", "0"],
  warning: ["0.1", "0.5"],
  rpo: ["PT24H", "26h"],
  proxyId: ["p0"],
  repositoryId: ["r0"],
  organizationId: ["o0"],
  copyOf: ["none"],
  slots: ["3", "2", "Unlimited"],
  threads: ["64", "none", "8"],
  pace: ["Mon-Fri 08:00-18:00 40 %", "none", "Mon-Thu, Sun 20:00-06:00 50 %; Sat all day 80 %"],
  outage: ["2026-01-07T22:00/PT6H", "none", "2026-01-09/2026-01-10; 2026-01-07T22:00Z/30m"],
  zone: ["Europe/Berlin", "UTC"],
  windowClock: ["server", "utc"],
  gap: ["skip"],
  overlap: ["both"],
  gridOverlap: ["first"],
};

interface Typed {
  readonly setting: Setting;
  readonly value: string;
}
const typed = (of: readonly Setting[]): fc.Arbitrary<Typed> =>
  fc
    .constantFrom(...of)
    .chain((setting) =>
      fc.constantFrom(...SAMPLES[setting.name]!).map((value) => ({ setting, value })),
    );
const fleets = fc.oneof(
  fc.constant(mixed),
  scenarios({ mostJobs: 5 }).map(({ fleet }) => frozen(fleet)),
);
const ofJobs = SETTINGS.filter(({ of }) => of !== "resource");

function frozen<T>(value: T): T {
  if (value !== null && typeof value === "object") Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** On a clock that is UTC: a test of the command line has the others. */
const inUtc: InstantReader = (text, path, issues) => {
  const instant = Date.parse(/[Zz]|T.*[+-]/.test(text) || !text.includes("T") ? text : `${text}Z`);
  if (Number.isFinite(instant)) return instant;
  issues.push(issue(path, "an instant", text));
  return undefined;
};

/** The edit, or nobody it is for: some fleets have no hourly job, and no second proxy. */
function edit(fleet: Fleet, who: string | undefined, { setting, value }: Typed): Edit {
  const issues: Issue[] = [];
  const edits = readEdits(fleet, who, setting, [value], issues, inUtc);
  if (issues.length > 0) {
    expect(edits).toEqual([]);
    expect(issues[0]!.message).toMatch(/^expected (a job that (has|can have) this setting|the id)/);
    return (same) => same;
  }
  return edits[0]![1];
}

function textEdit(fleet: Fleet, who: string | undefined, name: string, value: string): Edit {
  const setting = SETTINGS.find((known) => known.name === name)!;
  const issues: Issue[] = [];
  const edits = readEdits(fleet, who, setting, [value], issues, inUtc);
  expect(issues).toEqual([]);
  return edits[0]![1];
}

describe("edits", () => {
  it("should have samples for every setting, which can be simulated", () => {
    expect(Object.keys(SAMPLES)).toEqual(SETTINGS.map(({ name }) => name));
    for (const setting of SETTINGS)
      for (const value of SAMPLES[setting.name]!) {
        const who = setting.of === "resource" ? "*" : setting.name === "copyOf" ? "j1" : undefined;
        const changed = textEdit(mixed, who, setting.name, value)(mixed);
        expect(
          () => simulate(changed, { from: 0, to: DAY }),
          `${setting.name} ${value}`,
        ).not.toThrow();
      }
  });

  it("should leave the fleet as it is, and share with it what they do not change", () => {
    fc.assert(
      fc.property(
        fleets,
        typed(SETTINGS),
        fc.constantFrom("*", "j1", "p0", undefined),
        (fleet, change, who) => {
          const before = JSON.stringify(fleet);
          const changed = edit(fleet, who, change)(fleet); // frozen: a write would throw
          expect(JSON.stringify(fleet)).toBe(before);
          if (JSON.stringify(changed) === before && change.setting.name !== "duration")
            expect(changed).toBe(fleet);
          const isOfFleet = change.setting.of === "clock" && who === undefined;
          if (!isOfFleet) expect(changed.clock).toBe(fleet.clock);
          if (isOfFleet || change.setting.of === "resource") expect(changed.jobs).toBe(fleet.jobs);
          for (const list of ["proxies", "repositories", "organizations"] as const) {
            if (change.setting.of !== "resource" || who === "j1")
              expect(changed[list]).toBe(fleet[list]);
          }
          changed.jobs.forEach((job, index) => {
            const was = fleet.jobs[index]!;
            if (who === "j1" && job.id !== "j1") expect(job).toBe(was);
            if (job === was) return;
            const keys = Object.keys(job).filter(
              (key) => job[key as keyof Job] !== was[key as keyof Job],
            );
            expect(keys).toHaveLength(1);
          });
        },
      ),
      { numRuns: 400 },
    );
  });

  it("should be the same twice as once, to the object", () => {
    fc.assert(
      fc.property(
        fleets,
        typed(SETTINGS),
        fc.constantFrom("*", "j1", undefined),
        (fleet, change, who) => {
          const apply = edit(fleet, who, change);
          const once = apply(fleet);
          expect(apply(once)).toBe(once);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("should be read back as they were given", () => {
    const readBack: Readonly<Record<string, (job: Job | undefined, of: Resource) => unknown>> = {
      full: (job) => (job!.workload as DrawnWorkload).full,
      grows: (job) => (job!.workload as DrawnWorkload).grows?.per,
      sessionThreads: (job) => (job!.workload as DrawnWorkload).threads,
      slots: (_, { slots: count }) => count,
      threads: (_, { threads: count }) => count,
      outage: (_, { outages }) => outages,
    };
    const hours = fc.integer({ min: 1, max: 400 });
    const count = fc
      .integer({ min: 1, max: 2 ** 31 - 1 })
      .map((many) => [`${many}`, many] as const);
    const length = hours.map((many) => [`${many}h`, many * 60 * MINUTE] as const);
    const day = fc.integer({ min: 0, max: 3_000 });
    const outage = fc.tuple(day, hours).map(([from, many]) => {
      const instant = Date.UTC(2026, 0, 1 + from, 22);
      const text = new Date(instant).toISOString();
      return [`${text}/${many}h`, [{ from: instant, to: instant + many * 60 * MINUTE }]] as const;
    });
    const values = {
      full: length,
      grows: length,
      sessionThreads: count,
      slots: count,
      threads: count,
      outage,
    };
    fc.assert(
      fc.property(
        fc
          .constantFrom(...(Object.keys(values) as (keyof typeof values)[]))
          .chain((name) =>
            (values[name] as fc.Arbitrary<readonly [string, unknown]>).map(
              ([text, value]) => ({ name, text, value }) as const,
            ),
          ),
        ({ name, text, value }) => {
          const read = readBack[name]!;
          const who = ["full", "grows", "sessionThreads"].includes(name) ? "j0" : "p0";
          const set = textEdit(mixed, who, name, text);
          const changed = set(mixed);
          expect(read(changed.jobs[0], changed.proxies![0]!)).toEqual(value);
          expect(set(changed)).toBe(changed);
          if (name === "slots") return;
          const cleared = textEdit(changed, who, name, "none");
          expect(read(cleared(changed).jobs[0], cleared(changed).proxies![0]!)).toBeUndefined();
          expect(cleared(changed)).toEqual(mixed);
          expect(cleared(mixed)).toBe(mixed);
        },
      ),
      runs(200),
    );
  });

  it("should change nothing of what is so already, however it is written", () => {
    const pace = "Mon-Fri 08:00-18:00 40 %";
    const written = frozen({
      jobs: [
        {
          id: "a",
          policy: nightly,
          workload: { duration: "PT45M", full: "12h", grows: { per: "1d", share: 0.5 } },
        },
      ],
      proxies: [
        {
          id: "p",
          slots: 1,
          pace,
          outages: [
            { from: 2 * DAY, to: 3 * DAY },
            { from: 0, to: DAY },
          ],
        },
      ],
    }) as unknown as Fleet;
    for (const [who, name, value] of [
      ["a", "duration", "45m"],
      ["a", "full", "720m"],
      ["a", "grows", "24h"],
      ["p", "pace", pace],
      ["p", "outage", "1970-01-01/1d; 1970-01-03/1970-01-04"],
    ] as const)
      expect(textEdit(written, who, name, value)(written), name).toBe(written);
    const grown = textEdit(written, "a", "grows", "2d")(written).jobs[0]!.workload;
    expect(grown).toMatchObject({ grows: { per: 2 * DAY, share: 0.5 } });
  });

  it("should stretch first fulls as they stretch all sessions", () => {
    const full = { lognormal: { median: "8h", p95: "12h" } };
    const fleet: Fleet = {
      jobs: [{ id: "a", policy: nightly, workload: { duration: "1h", full } }],
    };
    expect(textEdit(fleet, "a", "duration", "x2")(fleet).jobs[0]!.workload).toEqual({
      duration: 2 * 60 * MINUTE,
      full: { lognormal: { median: 16 * 60 * MINUTE, p95: DAY } },
    });
  });

  it("should refuse a function's settings where its job is named, and say why", () => {
    for (const [name, value] of [
      ["full", "12h"],
      ["grows", "24h"],
      ["sessionThreads", "16"],
      ["failed", "0.2"],
      ["warning", "0.2"],
    ] as const) {
      const setting = SETTINGS.find((known) => known.name === name)!;
      for (const who of ["j2", "*"]) {
        const issues: Issue[] = [];
        expect(readEdits(mixed, who, setting, [value], issues, inUtc)).toEqual([]);
        expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
          `${name}: expected a job that can have this setting, received "j2"; its workload is a ` +
            "function, which says all of it itself",
        ]);
      }
      const unnamed = textEdit(mixed, undefined, name, value)(mixed);
      expect(unnamed.jobs[2]).toBe(mixed.jobs[2]);
      expect(unnamed.jobs[0]).not.toBe(mixed.jobs[0]);
    }
  });

  it("should come to the same in either order where they are of different jobs", () => {
    fc.assert(
      fc.property(fleets, typed(ofJobs), typed(ofJobs), (fleet, one, other) => {
        fc.pre(fleet.jobs.length > 1);
        const [a, b] = [edit(fleet, "j0", one), edit(fleet, "j1", other)];
        expect(a(b(fleet))).toEqual(b(a(fleet)));
      }),
      { numRuns: 300 },
    );
  });

  it("should let jobs share what they shared", () => {
    for (const name of ["dailyTime", "retryNumber", "backupWindow"]) {
      const [first, second] = textEdit(mixed, undefined, name, SAMPLES[name]!.at(-1)!)(mixed).jobs;
      expect(first!.policy, name).not.toBe(nightly);
      expect(first!.policy, name).toBe(second!.policy);
    }
    for (const [name, value] of [
      ["duration", "x2"],
      ["duration", "PT45M"],
      ["failed", "0.5"],
    ] as const) {
      const [first, second] = textEdit(mixed, undefined, name, value)(mixed).jobs;
      expect(first!.workload, name).not.toBe(work);
      expect(first!.workload, name).toBe(second!.workload);
    }
  });

  it("should reach, where nobody is named, the jobs that the setting concerns", () => {
    const reached = (name: string, value: string): string[] => {
      const changed = textEdit(mixed, undefined, name, value)(mixed);
      return changed.jobs.filter((job, index) => job !== mixed.jobs[index]).map(({ id }) => id);
    };
    expect(reached("dailyTime", "19:00")).toEqual(["j0", "j1", "j4"]);
    expect(reached("dailyType", "Friday")).toEqual(["j0", "j1", "j4"]);
    expect(reached("periodicallyEvery", "Hours4")).toEqual(["j2"]);
    expect(reached("startWindow", "09:00-17:00")).toEqual(["j2"]);
    expect(reached("retryNumber", "7")).toEqual(["j0", "j1", "j2", "j4"]);
    expect(reached("backupWindow", "01:00-02:00")).toEqual(["j0", "j1", "j2", "j3", "j4"]);
    expect(reached("duration", "x3")).toEqual(["j0", "j1", "j2"]);
    expect(reached("failed", "0.7")).toEqual(["j0", "j1", "j3", "j4"]); // not of a function
  });

  it("should be refused with issues, never thrown, whatever is typed", () => {
    fc.assert(
      fc.property(
        fleets,
        fc.option(fc.constantFrom("*", "j0", "p0", "proxies", "nobody", ""), { nil: undefined }),
        fc.constantFrom(...SETTINGS),
        fc.oneof(
          fc.string(),
          fc.constantFrom(...Object.values(SAMPLES).flat(), "__proto__", "x2", "-1", "1e9", "NaN"),
        ),
        (fleet, who, setting, value) => {
          const issues: Issue[] = [];
          const edits = readEdits(fleet, who, setting, [value], issues, inUtc);
          if (issues.length > 0) return;
          expect(edits.map(([name]) => name)).toEqual([value]);
          edits[0]![1](fleet);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("should be the library's variations, by whatever way they are asked for", () => {
    const policies = (fleet: Fleet): string[] =>
      fleet.jobs.map(({ policy }) => describePolicy(policy));
    fc.assert(
      fc.property(fleets, (fleet) => {
        const concerned = fleet.jobs.some(({ policy }) => policy.type === "Daily");
        if (concerned)
          expect(startTimes(["21:15"])["21:15"]!(fleet)).toEqual(
            textEdit(fleet, undefined, "dailyTime", "21:15")(fleet),
          );
        const hours = "Mon-Fri 20:00-06:00";
        expect(policies(windowHours([hours])[hours]!(fleet))).toEqual(
          policies(textEdit(fleet, undefined, "backupWindow", hours)(fleet)),
        );
        if (fleet.proxies!.length > 0)
          expect(slots("p0", [7])["7 slots"]!(fleet)).toEqual(
            textEdit(fleet, "p0", "slots", "7")(fleet),
          );
        const lengths = (changed: Fleet): unknown =>
          changed.jobs.map(({ workload }) =>
            typeof workload === "function"
              ? workload({
                  job: changed.jobs[0]!,
                  nominal: 45 * MINUTE,
                  start: 45 * MINUTE,
                  attempt: 0,
                  random: () => 0,
                })
              : workload,
          );
        const longer = lengths(durationFactor([1.5])["x1.5"]!(fleet));
        expect(lengths(textEdit(fleet, undefined, "duration", "x1.5")(fleet))).toEqual(longer);
        expect(lengths(editedJobs(fleet, sessionsTimes(1.5)))).toEqual(longer);
      }),
      { numRuns: 60 },
    );
  });

  it("should leave what nobody checked for the check of the fleet", () => {
    const bad = {
      jobs: [
        { id: "a", policy: { type: "Daily", dailyTime: "9 pm" } },
        { id: "b", policy: null },
        { id: "c", policy: nightly, workload: null },
      ],
    } as unknown as Fleet;
    for (const variations of [startTimes(["21:00"]), windowHours([5]), durationFactor([2])]) {
      const changed = Object.values(variations)[0]!(bad);
      expect(changed.jobs.slice(0, 2)).toEqual(bad.jobs.slice(0, 2));
      expect(() => simulate(changed, { from: 0, to: DAY })).toThrow(/jobs\[0\]\.policy/);
    }
  });
});
