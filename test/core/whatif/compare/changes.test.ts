/**
 * What was changed, in words: one setting at a time, and nothing where two spellings mean the same.
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { fleetSide, neededId } from "../../../../src/core/whatif/compare/fleetChanges.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import {
  compare,
  type Comparison,
  type Fleet,
  type Job,
  parsePolicy,
  simulate,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, nightly, windowed } from "../../../support/whatIf.ts";

const day = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
const compared = (baseline: Fleet, candidate: Fleet): Comparison =>
  compare(simulate(baseline, day), simulate(candidate, day));
const texts = (baseline: Fleet, candidate: Fleet): string[] =>
  compared(baseline, candidate).changes.map(({ setting, text }) => `${setting} | ${text}`);
const one = (job: Partial<Job>): Fleet => ({
  jobs: [{ id: "mail", policy: daily("22:00"), ...job }],
});

describe("a policy that was changed", () => {
  const between = (was: Job["policy"], is: Job["policy"]): string[] =>
    texts(one({ policy: was }), one({ policy: is }));
  const grid = (periodicallyEvery: string, more: object = {}): Job["policy"] =>
    parsePolicy({ type: "Periodically", periodicallyEvery, ...more });
  const manual = parsePolicy({ type: "ManualOnly" });
  const off = daily("21:00", { scheduleEnabled: false });
  const window = (...hours: readonly number[]): object => ({
    backupWindowEnabled: true,
    backupWindowSettings: {
      backupWindow: Array.from({ length: 168 }, (_, hour) => hours.includes(hour)),
    },
  });

  it("should tell a schedule that is switched off or on, and no more of it", () => {
    expect(between(daily("22:00"), off)).toEqual([
      "policy.scheduleEnabled | is not scheduled any more",
    ]);
    expect(between(off, grid("Hours2"))).toEqual(["policy.scheduleEnabled | is scheduled again"]);
    const { changes } = compared(one({}), one({ policy: off }));
    expect(changes[0]).toMatchObject({ baseline: true, candidate: false });
  });

  it("should tell nothing of starts where there are none on either side", () => {
    expect(between(manual, off)).toEqual([]);
    expect(between(off, daily("20:00", { scheduleEnabled: false }))).toEqual([]);
    expect(between(off, windowed("20:00", 20, 6, { scheduleEnabled: false }))).toEqual([
      "policy.backupWindowSettings | the window is open every day 20:00-06:00 (at any hour before)",
    ]);
  });

  it("should tell another type by what starts", () => {
    expect(between(daily("22:00"), manual)).toEqual([
      "policy.type | runs only when started by hand (every day at 22:00 before)",
    ]);
    expect(between(manual, daily("22:00"))).toEqual([
      "policy.type | runs every day at 22:00 (only when started by hand before)",
    ]);
    expect(between(daily("22:00"), grid("Hours2", { periodicallyOffsetMinutes: 5 }))).toEqual([
      "policy.type | runs every 2 hours at :05 (every day at 22:00 before)",
    ]);
  });

  it("should tell time and days of their own, and interval and offset", () => {
    expect(between(daily("22:00"), daily("22:30", { dailyType: "Weekends" }))).toEqual([
      "policy.dailyTime | starts at 22:30 (22:00 before)",
      "policy.dailyType | runs on Saturday and Sunday (every day before)",
    ]);
    expect(between(grid("Hours2", { periodicallyOffsetMinutes: 5 }), grid("Hours4"))).toEqual([
      "policy.periodicallyEvery | runs every 4 hours (every 2 hours before)",
      "policy.periodicallyOffsetMinutes | starts at :00 (:05 before)",
    ]);
  });

  it("should tell retries by their number and how far they are apart", () => {
    const retrying = (retryNumber: number, retryWaitInterval: number): Job["policy"] =>
      daily("22:00", { retryEnabled: true, retryNumber, retryWaitInterval });
    expect(between(retrying(2, 10), retrying(2, 10))).toEqual([]);
    expect(between(retrying(2, 10), retrying(2, 20))).toEqual([
      "policy.retryNumber | 2 retries, 20 min apart (2 retries, 10 min apart before)",
    ]);
    expect(between(retrying(2, 10), retrying(1, 10))).toEqual([
      "policy.retryNumber | 1 retry, 10 min apart (2 retries, 10 min apart before)",
    ]);
    expect(between(retrying(2, 10), daily("22:00"))).toEqual([
      "policy.retryNumber | no retries (2 retries, 10 min apart before)",
    ]);
  });

  const daysFrom = (from: number, to: number): object => ({
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: nightly(from, to) },
  });
  it.each([
    ["opens at 21:00 (20:00 before)", daysFrom(20, 6), daysFrom(21, 6)],
    ["closes at 05:00 (06:00 before)", daysFrom(20, 6), daysFrom(20, 5)],
    // one spell a week; a week begins on Sunday
    ["closes on Monday 03:00 (Monday 02:00 before)", window(25), window(25, 26)],
    ["opens on Monday 00:00 (Monday 01:00 before)", window(25), window(24, 25)],
    ["closes on Sunday 00:00 (Saturday 23:00 before)", window(166), window(166, 167)],
    ["opens on Saturday 23:00 (Sunday 00:00 before)", window(0, 1), window(167, 0, 1)],
  ])("should tell a window of which one edge moved: %s", (text, was, is) => {
    expect(between(daily("22:00", was), daily("22:00", is))).toEqual([
      `policy.backupWindowSettings | the window now ${text}`,
    ]);
  });

  it.each([
    ["both edges", window(25, 26), window(26, 27), "Mon 02:00-04:00 (Mon 01:00-03:00 before)"],
    [
      "edges of several days to several hours",
      window(25, 49),
      window(25, 49, 50),
      "Mon 01:00-02:00 and Tue 01:00-03:00 (Mon-Tue 01:00-02:00 before)",
    ],
    ["another spell", window(25), window(25, 49), "Mon-Tue 01:00-02:00 (Mon 01:00-02:00 before)"],
    ["no window before", {}, window(25), "Mon 01:00-02:00 (at any hour before)"],
    ["no window now", window(25), {}, "at any hour (Mon 01:00-02:00 before)"],
  ])("should tell both windows where more than one edge moved: %s", (_, was, is, text) => {
    expect(between(daily("22:00", was), daily("22:00", is))).toEqual([
      `policy.backupWindowSettings | the window is open ${text}`,
    ]);
  });
});

describe("a workload that was changed", () => {
  const between = (was: unknown, is: unknown): string[] =>
    texts(one({ workload: was as never }), one({ workload: is as never }));
  const hour = { duration: "PT1H" };
  const grows = (more: object): object => ({ ...hour, grows: { per: "P1D", ...more } });
  const workloads: [string, object][] = [
    ["1 h", hour],
    ["2 h", { duration: 2 * HOUR }],
    [
      "lognormal, median 1 h, p95 2 h",
      { duration: { lognormal: { median: "PT1H", p95: "PT2H" } } },
    ],
    ["1 h to 2 h", { duration: { uniform: ["PT1H", "PT2H"] } }],
    ["one of 3 measured lengths", { duration: { empirical: [1, 2, 3] } }],
    ["1 h, 3 h until there is a restore point", { ...hour, full: "PT3H" }],
    ["1 h, 4 h until there is a restore point", { ...hour, full: "PT4H" }],
    ["1 h, up to 1 thread", { ...hour, threads: 1 }],
    ["1 h, up to 4 threads", { ...hour, threads: 4 }],
    ["1 h, 0.1 failed, 0.2 with a warning", { ...hour, failed: 0.1, warning: 0.2 }],
    ["1 h, retries 0.5 times as long", { ...hour, retryShare: 0.5 }],
    ["1 h for changes of 24 h", grows({})],
    ["1 h for changes of 48 h", grows({ per: "P2D" })],
    ["1 h for changes of 24 h (80 % of it grows)", grows({ share: 0.8 })],
    ["1 h for changes of 24 h (for 72 h at most)", grows({ most: "P3D" })],
    [
      "1 h for changes of 24 h (80 % of it grows, for 72 h at most)",
      grows({ share: 0.8, most: 3 * DAY }),
    ],
  ];
  it.each(workloads)("should be told: %s", (text, workload) => {
    expect(between({ duration: 0 }, workload)).toEqual([
      `workload | sessions take ${text} (0 s before)`,
    ]);
    expect(between(workload, { duration: "PT7H" })).toEqual([
      `workload | sessions take 7 h (${text} before)`,
    ]);
    expect(between(workload, { ...workload })).toEqual([]);
  });

  it("should be told in whichever part", () => {
    workloads.forEach(([text, workload], at) => {
      const [other, before] = workloads.at(at - 1)!;
      expect(between(before, workload)).toEqual([
        `workload | sessions take ${text} (${other} before)`,
      ]);
    });
  });

  it("should not be told where it is spelled otherwise, or there is none", () => {
    expect(between(undefined, null)).toEqual([]);
    expect(between(null, { duration: 0 })).toEqual([]);
    expect(between(null, hour)).toEqual(["workload | sessions take 1 h (0 s before)"]);
    expect(
      between(grows({}), {
        duration: HOUR,
        grows: { share: 1, per: "PT24H" },
        failed: 0,
        warning: 0,
        retryShare: 1,
      }),
    ).toEqual([]);
    expect(
      between(
        { duration: { lognormal: { median: "PT1H", p95: "PT2H" } } },
        { duration: { lognormal: { p95: 2 * HOUR, median: "PT60M" } } },
      ),
    ).toEqual([]);
  });

  it("should be told of functions by whether they are the same", () => {
    const work = (): object => ({ duration: HOUR, outcome: "Success" });
    expect(between(work, work)).toEqual([]);
    expect(between(hour, work)).toEqual(["workload | sessions take by a function (1 h before)"]);
    expect(between(work, (): object => work())).toEqual([
      "workload | sessions take by a function (by a function before)",
    ]);
  });
});

describe("a fleet that was changed", () => {
  const jobs = (...ids: readonly string[]): Fleet => ({
    jobs: ids.map((id) => ({ id, policy: daily("22:00") })),
  });
  const order = "jobs | the jobs stand in another order, which decides who is first (R22)";

  it("should tell another order of the jobs that both sides have", () => {
    expect(texts(jobs("a", "b", "c"), jobs("c", "a", "b"))).toEqual([order]);
    const [change] = compared(jobs("a", "b"), jobs("b", "a")).changes;
    expect(change).toMatchObject({ of: "fleet", id: "", kind: "changed" });
    expect(texts(jobs("a", "b", "c"), jobs("a", "c"))).toEqual([" | is gone"]);
    expect(texts(jobs("a", "b"), jobs("x", "a", "b"))).toEqual([" | is new"]);
    expect(texts(jobs("a", "b"), jobs("b", "x", "a"))).toEqual([" | is new", order]);
  });

  it("should tell other outages, a pace and a proxy of a repository", () => {
    const at = (hour: number): object => ({
      from: day.from + hour * HOUR,
      to: day.from + (hour + 1) * HOUR,
    });
    const fleet = (proxy: object, repository: object = {}): Fleet => ({
      jobs: [],
      proxies: [
        { id: "p", slots: 1, ...proxy },
        { id: "q", slots: 1 },
      ],
      repositories: [{ id: "r", slots: Infinity, ...repository }],
    });
    const early = { outages: [at(1)] };
    expect(texts(fleet(early), fleet({ outages: [at(1)] }))).toEqual([]);
    expect(texts(fleet(early), fleet({ outages: [at(2)] }))).toEqual([
      "outages | has an outage of 1 h from 2026-01-05T02:00:00Z on " +
        "(an outage of 1 h from 2026-01-05T01:00:00Z on before)",
    ]);
    expect(texts(fleet({}), fleet({ pace: "every day all day 50 %" }))).toEqual([
      "pace | goes at 50 % (full speed before)",
    ]);
    expect(texts(fleet({}), fleet({ threads: 8 }))).toEqual([
      "threads | has 8 threads (no threads before)",
    ]);
    expect(texts(fleet({}), fleet({}, { proxyId: "q" }))).toEqual([
      "proxyId | belongs to proxy q (no proxy before)",
    ]);
    expect(texts(fleet({}, { slots: 2 }), fleet({}))).toEqual([
      "slots | has slots without limit (2 slots before)",
    ]);
  });

  it("should call things by the names that they have now, or had", () => {
    const named = (name: string | undefined, ids: readonly string[]): Fleet => ({
      jobs: ids.map((id) => ({
        id,
        ...(name === undefined ? {} : { name: `${name} ${id}` }),
        policy: daily("22:00"),
        proxyId: `p-${id}`,
        workload: { duration: `PT${ids.length}H` },
      })),
      proxies: ids.map((id) => ({
        id: `p-${id}`,
        slots: ids.length,
        ...(name === undefined ? {} : { name: `${name} p-${id}` }),
      })),
    });
    const namesIn = ({ jobs: ofJobs, resources }: Comparison): unknown[] => [
      ofJobs.map(({ id, kind, name }) => [id, kind, name]),
      resources.map(({ id, kind, name }) => [id, kind, name]),
    ];
    expect(namesIn(compared(named("old", ["a", "b"]), named("new", ["b"])))).toEqual([
      [
        ["a", "removed", "old a"],
        ["b", "changed", "new b"],
      ],
      [
        ["p-a", "removed", "old p-a"],
        ["p-b", "changed", "new p-b"],
      ],
    ]);
    const added = compared(named("old", ["a"]), named("new", ["a", "b"]));
    expect(namesIn(added)).toEqual([
      [
        ["a", "changed", "new a"],
        ["b", "added", "new b"],
      ],
      [
        ["p-a", "changed", "new p-a"],
        ["p-b", "added", "new p-b"],
      ],
    ]);
    expect(added.changes.map(({ id, name }) => [id, name])).toEqual([
      ["a", undefined],
      ["b", undefined],
      ["p-a", "new p-a"],
      ["p-b", "new p-b"],
    ]);
    const [nobody] = compared(named(undefined, ["a", "b"]), named(undefined, ["b"])).jobs;
    expect(nobody).not.toHaveProperty("name");
  });

  it("should look for no repository where a job has none", () => {
    const side = fleetSide(
      checkedFleet(
        {
          ...one({}),
          proxies: [{ id: "p", slots: 1 }],
          repositories: [{ id: "undefined", slots: 1, proxyId: "p" }],
        },
        hostZone,
      ),
    );
    const { job } = side.jobs.get("mail")!;
    expect(neededId(job, "proxyId", side.resources)).toBeUndefined();
    const led = { ...job, repositoryId: "undefined" };
    expect(neededId(led, "proxyId", side.resources)).toBe("p");
  });

  it("should tell its order as a cause, and a window of a neighbour behind its name", () => {
    const days = { from: day.from + 12 * HOUR, to: day.from + 84 * HOUR };
    const line = (...jobs: readonly Partial<Job>[]): Fleet => ({
      jobs: jobs.map((job) => ({
        ...one(job).jobs[0]!,
        proxyId: "p",
        workload: { duration: "PT45M" },
      })),
      proxies: [{ id: "p", slots: 1 }],
    });
    const causeOf = (was: Fleet, is: Fleet): string =>
      compare(simulate(was, days), simulate(is, days)).worse[0]!.chain[0]!.text;
    expect(causeOf(line({}, { id: "a" }), line({ id: "a" }, {}))).toBe(order.slice(7));
    const blocked = windowed("22:00", 10, 12);
    expect(causeOf(line({ id: "a", policy: blocked }, {}), line({ id: "a" }, {}))).toBe(
      "a: the window is open at any hour (every day 10:00-12:00 before)",
    );
  });

  it("should tell no target as crossed that only one side has", () => {
    for (const sides of [
      [one({}), one({ rpo: HOUR })],
      [one({ rpo: HOUR }), one({})],
    ] as const)
      expect(compared(...sides).crossings).toEqual([]);
  });
});
