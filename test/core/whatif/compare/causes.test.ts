/**
 * Causes by example: how they are looked for, what it costs, and how they are told (R33).
 */
import { describe, expect, it } from "vitest";
import {
  compare,
  type CompareOptions,
  type Comparison,
  type Fleet,
  type Job,
  parsePolicy,
  simulate,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, nightly, windowed } from "../../../support/whatIf.ts";

/** Three nights: the worst exposure of a job that always waits as long lies between two of them. */
const from = Date.UTC(2026, 0, 5, 12);
const days = { from, to: from + 3 * DAY };

const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  ...more,
});
const at = (time: string): Partial<Job> => ({ policy: daily(time) });
const taking = (duration: string): Partial<Job> => ({ workload: { duration } });
const onProxy = (slots: number, ...jobs: readonly Job[]): Fleet => ({
  jobs,
  proxies: [{ id: "p", slots }],
});
/** So many that take a minute each at an hour at which nobody else is there. */
const others = (count: number, time: string): Job[] =>
  Array.from({ length: count }, (_, index) => job(`x${index}`, { ...at(time), ...taking("PT1M") }));

const compared = (baseline: Fleet, candidate: Fleet, options?: CompareOptions): Comparison =>
  compare(simulate(baseline, days), simulate(candidate, days), options);
const chainOf = ({ worse, better }: Comparison, id: string): string[] =>
  [...worse, ...better].find((verdict) => verdict.job === id)!.chain.map(({ text }) => text);

describe("the search for causes", () => {
  /** `mail` needs a slot of each; who is first in line for either makes it wait. */
  const twoLines = (time: string, rest: readonly Job[]): Fleet => ({
    jobs: [
      rest[0]!,
      job("a", at(time)),
      { id: "b", ...at(time), repositoryId: "r", workload: { duration: "PT45M" } } as Job,
      job("mail", { repositoryId: "r" }),
      ...rest.slice(1),
    ],
    proxies: [{ id: "p", slots: 1 }],
    repositories: [{ id: "r", slots: 1 }],
  });

  // The changes 1 and 2 are not to be taken for number 12. Of more than 24 halves are tried.
  it.each([
    [11, "explains"],
    [24, "was found that explains"],
  ])("should find two that only together do it, beside %i others", (count, verb) => {
    const comparison = compared(
      twoLines("20:00", others(count, "02:00")),
      twoLines("22:00", others(count, "03:00")),
    );
    expect(chainOf(comparison, "mail")).toEqual([
      `no single change ${verb} it: a starts at 22:00 (20:00 before); ` +
        "b starts at 22:00 (20:00 before), together",
      "waits of up to 45 min (no wait before), for proxy p or repository r",
    ]);
    expect(comparison.worse[0]!.chain[0]!.changes).toEqual([1, 2]);
  });

  it("should look only into halves without which the effect is less", () => {
    // Of 31 changes, halves of 15, 16, 7, 8, 3, 4, 1 and 2: eight simulations of 32 jobs, each of
    // which is due three times and costs as much as 100 due starts beside.
    const fleet = (time: string, rest: string): Fleet =>
      onProxy(1, job("hog", at(time)), job("mail"), ...others(30, rest));
    const within = (budget: number): Comparison =>
      compared(fleet("20:00", "02:00"), fleet("22:00", "03:00"), { budget });
    const cost = 8 * (100 + 32 * 3);
    const complete = within(cost);
    expect(complete.causesComplete).toBe(true);
    expect(complete.worse.map(({ job: id }) => id)).toEqual(["mail"]);
    expect(chainOf(complete, "mail")).toEqual([
      "hog starts at 22:00 (20:00 before)",
      "waits of up to 45 min (no wait before), for proxy p",
    ]);
    expect(within(cost - 1).causesComplete).toBe(false);
  });

  it("should simulate nothing where all that a job can feel is one change", () => {
    const [was, is] = [job("mail"), job("mail", taking("PT90M"))];
    for (const seed of [0, 1]) {
      // another seed, where nothing is drawn, is nothing to be felt
      const comparison = compare(
        simulate(onProxy(1, was), days),
        simulate(onProxy(1, is), { ...days, seed }),
        { budget: 0 },
      );
      expect(comparison.causesComplete).toBe(true);
      expect(chainOf(comparison, "mail")[0]).toBe("sessions take 1 h 30 min (45 min before)");
    }
  });

  it("should look for none where nobody asks", () => {
    const sides = [onProxy(1, job("mail")), onProxy(1, job("mail", taking("PT90M")))] as const;
    const comparison = compared(...sides, { causes: "none" });
    expect(comparison.causesComplete).toBe(false);
    expect(comparison.worse.map(({ isExplained }) => isExplained)).toEqual([false]);
    expect(chainOf(comparison, "mail")).toEqual([
      "worst exposure 25 h 30 min (24 h 45 min before)",
    ]);
  });
});

describe("causes in words", () => {
  /** `mail` waits for whoever stands before it. */
  const line = (time: string, ...lengths: readonly string[]): Fleet =>
    onProxy(
      1,
      ...lengths.map((length, index) => job(`n${index}`, { ...at(time), ...taking(length) })),
      job("mail"),
    );
  const causesOf = (...lengths: readonly string[]): string[] =>
    chainOf(compared(line("20:00", ...lengths), line("22:00", ...lengths)), "mail").slice(0, -1);
  const cause = (name: string, left: string): string =>
    `${name} starts at 22:00 (20:00 before); without it: waits of ${left} on average`;

  it("should name three, and count the others", () => {
    const three = ["n0", "n1", "n2"];
    const ten = "PT10M";
    expect(causesOf(ten, ten, ten)).toEqual(three.map((name) => cause(name, "20 min")));
    expect(causesOf(ten, ten, ten, ten)).toEqual([
      ...three.map((name) => cause(name, "30 min")),
      "1 more change takes away no more",
    ]);
    expect(causesOf(ten, ten, ten, ten, ten)).toEqual([
      ...three.map((name) => cause(name, "40 min")),
      "2 more changes take away no more each",
    ]);
  });

  it("should name what takes away a tenth or more, the greatest first", () => {
    expect(causesOf("PT10M", "PT90M")).toEqual([cause("n1", "10 min"), cause("n0", "1 h 30 min")]);
    expect(causesOf("PT9M", "PT90M")).toEqual([
      cause("n1", "9 min"),
      "1 more change takes away no more",
    ]);
  });

  it("should name three of those that only together do it, and count the others", () => {
    // Each of them holds the slot until the windows of all close, whoever else is there.
    const open = Array.from({ length: 168 }, (_, cell) => [12, 13, 22].includes(cell % 24));
    const fleet = (time: string): Fleet => {
      const policy = windowed(time, 0, 24, { backupWindowSettings: { backupWindow: open } });
      const ids = ["a", "b", "c", "d"];
      return onProxy(1, ...ids.map((id) => job(id, { policy, ...taking("PT1H") })), job("mail"));
    };
    expect(chainOf(compared(fleet("12:00"), fleet("22:00")), "mail")).toEqual([
      "no single change explains it: a starts at 22:00 (12:00 before); b starts at 22:00 (12:00 " +
        "before); c starts at 22:00 (12:00 before) and 1 more, together",
      "waits of up to 1 h (no wait before), for proxy p",
    ]);
  });

  it("should say what is left without the only cause where that is not as it was", () => {
    const fleet = (first: string, second: string): Fleet =>
      onProxy(
        1,
        job("first", { ...at(first), ...taking("PT30M") }),
        job("second", { ...at(second), ...taking("PT90M") }),
        job("mail"),
      );
    expect(chainOf(compared(fleet("22:00", "20:00"), fleet("19:00", "22:00")), "mail")).toEqual([
      "second starts at 22:00 (20:00 before); without it: no wait",
      "waits of up to 1 h 30 min (30 min before), for proxy p",
    ]);
  });

  it("should count the runs that are lost without it", () => {
    // On Monday the slot is taken until the window has closed; on all nights 90 min are too long.
    const fleet = (time: string, duration: string): Fleet => ({
      jobs: [
        job("hog", { policy: daily(time, { dailyType: "Monday" }), ...taking("PT4H") }),
        job("mail", { policy: windowed("22:00", 20, 23), ...taking(duration) }),
      ],
      proxies: [{ id: "p", slots: 1 }],
    });
    expect(chainOf(compared(fleet("13:00", "PT45M"), fleet("21:00", "PT90M")), "mail")[0]).toBe(
      "sessions take 1 h 30 min (45 min before); without it: 1 run blocked, missed or stopped",
    );
    expect(chainOf(compared(fleet("13:00", "PT45M"), fleet("21:00", "PT45M")), "mail")[0]).toBe(
      "hog starts at 21:00 (13:00 before)",
    );
  });
});

describe("a change that is taken back", () => {
  /** With somebody beside it that moves, which nobody feels. */
  const beside = (isChanged: boolean, fleet: Fleet): Fleet => ({
    ...fleet,
    jobs: [...fleet.jobs, ...others(1, isChanged ? "03:00" : "02:00")],
  });
  const chainIn = (baseline: Fleet, candidate: Fleet): string[] =>
    chainOf(compared(beside(false, baseline), beside(true, candidate)), "mail");

  it("should be that of a job that came or went, and of nothing beside it", () => {
    const [two, one] = [onProxy(1, job("hog"), job("mail")), onProxy(1, job("mail"))];
    expect(chainIn(one, two)).toEqual([
      "hog is new",
      "waits of up to 45 min (no wait before), for proxy p",
    ]);
    expect(chainIn(two, one)).toEqual([
      "hog is gone",
      "no wait (waits of up to 45 min before), for proxy p",
    ]);
  });

  const outage = { from: from + 20 * HOUR, to: from + 21 * HOUR };
  it("should not be that of a job which has the id of a resource", () => {
    const was = onProxy(1, job("mail"));
    const is: Fleet = {
      jobs: [job("p"), job("mail")],
      proxies: [{ id: "p", slots: 1, outages: [outage] }],
    };
    const { worse } = compared(beside(false, was), beside(true, is));
    expect(worse.map(({ job: id, chain }) => [id, chain[0]])).toEqual([
      ["mail", { kind: "neighbours", changes: [1], without: 0, text: "p is new" }],
    ]);
  });

  it("should be one of several settings of one resource", () => {
    const fleet = (slots: number, more: object): Fleet => ({
      ...onProxy(slots, job("hog"), job("mail")),
      proxies: [{ id: "p", slots, ...more }],
    });
    expect(chainIn(fleet(2, {}), fleet(1, { outages: [outage] }))).toEqual([
      "proxy p has 1 slot (2 slots before)",
      "waits of up to 45 min (no wait before), for proxy p",
    ]);
  });

  it("should bring a resource that is gone, and one that came", () => {
    const away: Fleet = {
      jobs: [job("hog"), job("mail", { proxyId: "q" })],
      proxies: [
        { id: "p", slots: 1 },
        { id: "q", slots: 1 },
      ],
    };
    const together = onProxy(1, job("hog"), job("mail"));
    expect(chainIn(away, together)).toEqual([
      "proxy p (proxy q before)",
      "waits of up to 45 min (no wait before), for proxy p",
    ]);
    expect(chainIn(together, away)).toEqual([
      "proxy q (proxy p before)",
      "no wait (waits of up to 45 min before), for proxy p",
    ]);
  });

  const retrying = (retryNumber: number, retryWaitInterval: number): object => ({
    retryEnabled: true,
    retryNumber,
    retryWaitInterval,
  });
  const hourly = (more: object): Job["policy"] =>
    parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1", ...more });
  const officeHours = {
    periodicallyWindowEnabled: true,
    periodicallyWindowSettings: { backupWindow: nightly(9, 17) },
  };
  const switchedOff = { ...officeHours, periodicallyWindowEnabled: false };
  const windowOf = (opens: number): object => ({
    backupWindowEnabled: true,
    backupWindowSettings: { backupWindow: nightly(opens, 23) },
  });
  const nights = windowed("22:00", 20, 23);
  const late = { ...windowOf(22), periodicallyOffsetMinutes: 30 };
  it.each<[string, string, Job["policy"], Job["policy"]]>([
    ["the window now closes at 06:00 (23:00 before)", "PT90M", nights, windowed("22:00", 20, 6)],
    [
      "the window is open every day 20:00-23:00 (at any hour before)",
      "PT90M",
      daily("22:00"),
      nights,
    ],
    [
      "the window is open at any hour (every day 20:00-23:00 before)",
      "PT90M",
      nights,
      daily("22:00"),
    ],
    [
      "the start window is open every day 09:00-17:00 (at any hour before)",
      "PT5M",
      hourly(switchedOff),
      hourly(officeHours),
    ],
    [
      "the start window is open at any hour (every day 09:00-17:00 before)",
      "PT5M",
      hourly(officeHours),
      hourly(switchedOff),
    ],
    ["starts at :30 (:00 before)", "PT45M", hourly(windowOf(22)), hourly(late)],
    ["starts at :00 (:30 before)", "PT45M", hourly(late), hourly(windowOf(22))],
    ["runs every hour (every day at 22:00 before)", "PT45M", nights, hourly(windowOf(20))],
    ["runs every day at 22:00 (every hour before)", "PT45M", hourly({}), daily("22:00")],
  ])("should be one of several of one policy: %s", (text, length, was, is) => {
    // with retries, which nobody needs
    const fleet = (policy: Job["policy"]): Fleet =>
      onProxy(1, job("mail", { policy, ...taking(length) }));
    const chain = chainOf(
      compared(fleet(was), fleet(parsePolicy({ ...is, ...retrying(2, 10) }))),
      "mail",
    );
    expect(chain[0]).toBe(text);
  });

  it("should be an offset that was kept where it had no effect", () => {
    const fleet = (periodicallyEvery: string): Fleet =>
      onProxy(
        1,
        job("hog", { ...at("22:10"), ...taking("PT45M") }),
        job("mail", {
          policy: hourly({ periodicallyEvery, periodicallyOffsetMinutes: 15 }),
          ...taking("PT3M"),
        }),
      );
    expect(chainOf(compared(fleet("Minutes30"), fleet("Hours1")), "mail").slice(0, 2)).toEqual([
      "runs every hour (every 30 minutes before); without it: worst exposure 58 min",
      "starts at :15 (:00 before); without it: worst exposure 1 h 3 min",
    ]);
  });

  it.each<[string, object, object]>([
    ["no retries (2 retries, 10 min apart before)", retrying(2, 10), {}],
    ["2 retries, 10 min apart (no retries before)", {}, retrying(2, 10)],
    ["1 retry, 10 min apart (2 retries, 10 min apart before)", retrying(2, 10), retrying(1, 10)],
    ["2 retries, 75 min apart (2 retries, 10 min apart before)", retrying(2, 10), retrying(2, 75)],
    ["2 retries, 10 min apart (2 retries, 75 min apart before)", retrying(2, 75), retrying(2, 10)],
  ])("should be that of retries beside another start: %s", (text, was, is) => {
    // the second retry is the first attempt that does it, where it ends in time
    const fleet = (time: string, retries: object): Fleet =>
      onProxy(
        1,
        job("mail", {
          policy: windowed(time, 20, 24, retries),
          workload: ({ attempt }) => ({
            duration: 10 * MINUTE,
            outcome: attempt < 2 ? "Failed" : "Success",
          }),
        }),
      );
    expect(chainOf(compared(fleet("22:00", was), fleet("22:01", is)), "mail")[0]).toBe(text);
  });
});

describe("what a change did", () => {
  it("should tell the mean wait where the longest is as it was", () => {
    const fleet = (dailyType: string): Fleet =>
      onProxy(1, job("hog", { policy: daily("22:00", { dailyType }) }), job("mail"));
    expect(chainOf(compared(fleet("Monday"), fleet("Everyday")), "mail")).toEqual([
      "hog runs on every day (Monday before)",
      "waits of 45 min on average (15 min before), for proxy p",
    ]);
    expect(chainOf(compared(fleet("Everyday"), fleet("Monday")), "mail")).toEqual([
      "hog runs on Monday (every day before)",
      "waits of 15 min on average (45 min before), for proxy p",
    ]);
  });

  it("should tell how many more sessions failed, and what became of the exposure", () => {
    const fleet = (failing: number): Fleet =>
      onProxy(
        1,
        job("mail", {
          workload: ({ nominal }) => ({
            duration: 45 * MINUTE,
            outcome: Math.floor((nominal - from) / DAY) === failing ? "Failed" : "Success",
          }),
        }),
      );
    expect(chainOf(compared(fleet(-1), fleet(1)), "mail")).toEqual([
      "sessions take by a function (by a function before)",
      "1 of 3 sessions failed (0 of 3 before)",
      "2 restore points (3 before)",
      "worst exposure 48 h 45 min (24 h 45 min before)",
    ]);
  });
});
