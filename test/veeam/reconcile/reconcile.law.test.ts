import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostZone } from "../../../src/host/zones.ts";
import { reconcile, type ReconcileOptions } from "../../../src/library/product.ts";
import { compile } from "../../../src/library/schedules.ts";
import { instantOfText } from "../../../src/veeam/lists/fields.ts";
import { readJobs } from "../../../src/veeam/lists/readJobs.ts";
import { reconcileJobs } from "../../../src/veeam/reconcile/reconcile.ts";
import { ZONES_BY_POPULATION } from "../../../src/veeam/reconcile/zonesByPopulation.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const daily = (dailyTime: string, dailyType = "Everyday") => ({
  type: "Daily",
  dailyType,
  dailyTime,
});
const job = (nextRun: string | undefined, schedulePolicy: object, more: object = {}) => ({
  name: "x",
  ...(nextRun === undefined ? {} : { nextRun }),
  schedulePolicy,
  ...more,
});
const check = (list: unknown[], options?: ReconcileOptions) =>
  reconcile(readJobs(list).jobs, options);
const offsets = (result: ReturnType<typeof check>) => result.server.offsets.map(({ name }) => name);
const causes = (result: ReturnType<typeof check>) =>
  result.jobs.map(({ verdict, cause }) => cause?.code ?? verdict);

describe("a clock that was not set", () => {
  const causeOf = (now: string, nextRun: string) => {
    const clock = { zone: "America/New_York" };
    return check([job(nextRun, daily("22:00"))], { now, clock }).jobs[0]!.cause;
  };

  it("should be told as that, however far the change is from now", () => {
    // New York left summer time on 2 November 2025 at 06:00Z, and went back to it on 8 March.
    for (const [now, nextRun] of [
      ["2025-11-03T12:00:00Z", "2025-11-04T02:00:00Z"],
      ["2025-12-24T12:00:00Z", "2025-12-25T02:00:00Z"],
      ["2026-03-07T12:00:00Z", "2026-03-08T02:00:00Z"],
      ["2026-06-01T12:00:00Z", "2026-06-02T03:00:00Z"],
    ] as const) {
      const cause = causeOf(now, nextRun);
      expect(["old-clock", "clock-change"]).toContain(cause!.code);
      expect(cause!.text).toContain(now < "2026-03-08" ? "UTC-04:00" : "UTC-05:00");
    }
    expect(causeOf("2025-11-03T12:00:00Z", "2025-11-04T02:00:00Z")).toEqual({
      code: "old-clock",
      text:
        "It stands where the clock had it before the change of America/New_York at " +
        "2025-11-02T06:00:00Z, at UTC-04:00: a service that was not restarted since goes on " +
        "counting with that.",
    });
    expect(causeOf("2025-11-03T12:00:00Z", "2025-11-04T01:00:00Z")?.code).toBe("other-zone");
  });

  it("should be seen in any zone that ever changed, in any policy that tells it", () => {
    const zones = fc.constantFrom("America/New_York", "Australia/Lord_Howe", "Europe/Istanbul");
    fc.assert(
      fc.property(policyInputs, zones, fc.nat(3_000), (policy, zone, day) => {
        const now = Date.UTC(2017, 0, 2) + day * 86_400_000;
        const table = hostZone(zone);
        const at = table.starts.findLastIndex((start) => start <= now);
        const offsetMinutes = table.offsetsMs[at - 1]! / 60_000;
        const sign = offsetMinutes < 0 ? "-" : "+";
        const size = Math.abs(offsetMinutes);
        const old = `UTC${sign}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
        const parsed = readJobs(job(undefined, policy)).jobs[0]!.policy;
        const [was, is] = [old, zone].map((name) => compile(parsed, { zone: name }).next(now));
        if (was === Infinity || was === is) return;
        const list = [job(new Date(was!).toISOString(), policy)];
        const [told] = check(list, { now, clock: { zone } }).jobs;
        // what is tried before it may explain the run as well; nothing after it may
        expect(["retry", "other-zone", "unknown", undefined]).not.toContain(told!.cause?.code);
      }),
      { numRuns: 200 },
    );
  });
});

describe("where a server stands, from its reports", () => {
  it("should find UTC-07:00 in the seed's example, and zones there, most populous first", () => {
    const result = check([job("2017-06-01T08:00:00Z", daily("01:00:00"))], {
      now: "2017-05-31T12:00:00Z",
    });
    expect(offsets(result)).toEqual(["UTC-07:00"]);
    expect(result.server).toMatchObject({
      heard: 1,
      explained: 1,
      zones: ["America/Los_Angeles", "America/Phoenix", "America/Vancouver", "America/Tijuana"],
    });
    expect(result).toMatchObject({
      clock: { zone: "America/Los_Angeles" },
      zoneInferred: true,
      agreeing: 1,
      differing: 0,
    });
  });

  it("should find the same in the sample of v1, as if made just before its first run", () => {
    const { json } = veeamFixture<{ samples: { source: string; json: unknown }[] }>(
      "job-lists",
    ).samples.find(({ source }) => source.includes("v1, GET"))!;
    const result = reconcile(readJobs(json).jobs);
    expect(offsets(result)).toEqual(["UTC-07:00"]);
    expect(result.now).toBe(Date.UTC(2017, 3, 1, 22) - 1);
  });

  it("should leave zones that fit all jobs: a clock change tells Los Angeles from Phoenix", () => {
    const result = check([
      job("2026-03-07T09:00:00Z", daily("01:00")),
      job("2026-03-09T02:00:00Z", daily("19:00", "Sunday")),
    ]);
    expect(result.server).toMatchObject({
      explained: 2,
      offsets: [],
      zones: ["America/Los_Angeles", "America/Vancouver", "America/Tijuana"],
    });
  });

  it("should believe the many, where jobs contradict each other", () => {
    const here = job("2017-06-01T08:00:00Z", daily("01:00"));
    const result = check([job("2017-06-01T23:00:00Z", daily("01:00")), here, here, here]);
    expect(offsets(result)).toEqual(["UTC-07:00"]);
    expect(result.server).toMatchObject({ heard: 4, explained: 3 });
    expect(causes(result)).toEqual(["other-zone", "agrees", "agrees", "agrees"]);
  });

  it("should leave aside the few reports of a server that lag behind", () => {
    const list = [
      job("2017-05-01T08:00:00Z", daily("01:00")),
      job("2017-06-01T08:00:00Z", daily("01:00")),
      job("2017-06-01T10:00:00Z", daily("03:00")),
      job("2017-06-03T02:00:00Z", daily("19:00", "Friday")),
    ];
    expect(causes(check(list))).toEqual(["stale", "agrees", "agrees", "agrees"]);
  });

  it("should find the zone back from any fleet's own predictions, and agree with all of it", () => {
    const zones = fc.constantFrom(
      "America/New_York",
      "Asia/Kolkata",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "America/St_Johns",
    );
    const instants = fc.integer({ min: Date.UTC(2016, 0, 1), max: Date.UTC(2024, 0, 1) });
    fc.assert(
      fc.property(
        fc.array(policyInputs, { minLength: 1, maxLength: 4 }),
        zones,
        instants,
        (policies, zone, now) => {
          const list = policies.map((policy) => {
            const next = compile(readJobs(job(undefined, policy)).jobs[0]!.policy, { zone }).next(
              now,
            );
            return job(next === Infinity ? undefined : new Date(next).toISOString(), policy);
          });
          const given = check(list, { now, clock: { zone } });
          expect(given.differing).toBe(0);
          const inferred = check(list, { now });
          expect(inferred.server.explained).toBe(inferred.server.heard);
          expect(inferred.differing).toBe(0);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("should say nothing where nobody reports", () => {
    const result = check([
      job(undefined, daily("01:00")),
      job("0001-01-01T00:00:00", daily("01:00")),
      job("soon", daily("01:00")),
    ]);
    expect(result).toMatchObject({
      server: { heard: 0, zones: [] },
      zoneInferred: false,
      clock: { zone: "UTC" },
      agreeing: 0,
      differing: 0,
    });
    expect(result).not.toHaveProperty("now");
    expect(
      causes(
        check([job(undefined, { type: "ManualOnly" }), job(undefined, daily("01:00"))], { now: 0 }),
      ),
    ).toEqual(["idle", "silent"]);
  });

  it("should look at zones in full only where a cheap look says that they may fit", () => {
    const read: string[] = [];
    const { jobs } = readJobs([job("2017-06-01T08:00:00Z", daily("01:00:00"))]);
    const look = {
      candidates: ZONES_BY_POPULATION,
      zoneOf: (name: string) => (read.push(name), hostZone(name)),
    };
    const offsetAt = (name: string) => (name === "America/Phoenix" ? -7 : 0) * 3_600_000;
    expect(reconcileJobs(jobs, { ...look, offsetAt }).server.zones).toEqual(["America/Phoenix"]);
    expect(new Set(read)).toEqual(new Set(["America/Phoenix"]));
  });
});

describe("why a job differs", () => {
  const berlin = { clock: { zone: "Europe/Berlin" } };

  it("should name a disabled job, one without a schedule and an old report", () => {
    const now = "2017-05-31T12:00:00Z";
    const list = [
      job("2017-06-01T08:00:00Z", daily("01:00"), { isEnabled: false }),
      job("2017-06-01T08:00:00Z", { type: "ManualOnly" }),
      job("2017-05-30T08:00:00Z", daily("01:00")),
      job("2017-05-31T23:00:00Z", daily("01:00")),
    ];
    expect(causes(check(list, { now, ...berlin }))).toEqual([
      "not-scheduled",
      "not-scheduled",
      "stale",
      "agrees",
    ]);
  });

  it("should name the window, and the other reading of its clock", () => {
    const open = (from: number, to: number) => ({
      backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= from && hour % 24 < to),
    });
    const now = "2026-01-05T10:00:00Z";
    const blocked = {
      type: "Periodically",
      periodicallyEvery: "Hours1",
      backupWindowSettings: open(20, 22),
    };
    const server = {
      type: "Periodically",
      periodicallyEvery: "Hours1",
      backupWindowSettings: open(18, 19),
    };
    const result = check(
      [job("2026-01-05T11:00:00Z", blocked), job("2026-01-05T17:00:00Z", server)],
      { now, ...berlin },
    );
    expect(causes(result)).toEqual(["window", "window-clock"]);
    expect(result.jobs[1]!.cause!.text).toContain("--window-clock server");
  });

  it("should name the change of the clock, and which reading of it fits (R7)", () => {
    // Berlin's clock goes from 02:00 to 03:00 on the 29th, 01:00Z
    const now = "2026-03-28T12:00:00Z";
    const result = check(
      [
        job("2026-03-29T01:00:00Z", daily("02:30")),
        job("2026-03-29T00:30:00Z", daily("02:30")),
        job("2026-03-30T00:30:00Z", daily("02:30")),
        job("2026-03-29T21:00:00Z", daily("22:00", "Sunday")),
      ],
      { now, ...berlin },
    );
    expect(causes(result)).toEqual(new Array(4).fill("clock-change"));
    expect(result.jobs.map(({ cause }) => cause!.text.slice(0, 40))).toEqual([
      "It fits if gap is gap-end (R7, R8): the ",
      "It fits if gap is earlier (R7, R8): the ",
      "It fits if gap is skip (R7, R8): the ser",
      "The clock of Europe/Berlin changes at 20",
    ]);
  });

  it("should name a later run, a retry, another server, and what it cannot explain", () => {
    const now = "2017-05-31T12:00:00Z";
    const list = [
      job("2017-06-02T23:00:00Z", daily("01:00"), { lastStatus: "Running" }),
      job(
        "2017-05-31T12:10:00Z",
        { ...daily("01:00"), retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 },
        { lastStatus: "Failed" },
      ),
      job("2017-06-01T08:00:00Z", daily("01:00")),
      job("2017-06-01T08:07:00Z", daily("01:00")),
    ];
    const result = check(list, { now, ...berlin });
    expect(causes(result)).toEqual(["later-run", "retry", "other-zone", "unknown"]);
    expect(result.jobs[0]!.cause!.text).toContain("with 2 runs earlier: it is running");
    expect(result.jobs[2]!.cause!.text).toBe(
      "It fits a server at UTC-07:00; here the clock shows UTC+02:00.",
    );
  });

  it("should find a cause for everything that differs, whatever is reported", () => {
    fc.assert(
      fc.property(
        policyInputs,
        fc.integer({ min: 1, max: Date.UTC(2030, 0, 1) }),
        fc.option(fc.integer({ min: 0, max: Date.UTC(2030, 0, 1) })),
        fc.boolean(),
        (policy, reported, now, isEnabled) => {
          const result = check([job(new Date(reported).toISOString(), policy, { isEnabled })], {
            ...(now === null ? {} : { now }),
            clock: { zone: "America/New_York" },
          });
          for (const { verdict, cause, predicted } of result.jobs) {
            expect(verdict === "differs").toBe(cause !== undefined);
            expect(verdict === "agrees").toBe(predicted === reported);
            if (cause !== undefined) expect(cause.text).toMatch(/^[A-Z].*\.$/s);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("instantOfText", () => {
  it("should read what the product writes, and nothing that is no instant", () => {
    expect(instantOfText("2017-04-01T10:12:15.3635382Z")).toBe(
      Date.UTC(2017, 3, 1, 10, 12, 15, 363),
    );
    expect(instantOfText("2017-04-04T00:07:21.3994255-07:00")).toBe(
      Date.UTC(2017, 3, 4, 7, 7, 21, 399),
    );
    expect(instantOfText("2017-04-01T10:12")).toBe(Date.UTC(2017, 3, 1, 10, 12));
    for (const text of [
      "",
      "0001-01-01T00:00:00",
      "2017-02-30T00:00:00Z",
      "2017-13-01T00:00:00Z",
      "2017-04-01T24:00:00Z",
      "2017-04-01T10:60Z",
      "2017-04-01",
      "tomorrow",
    ])
      expect(instantOfText(text)).toBeUndefined();
  });

  it("should agree with the host on every instant that it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Date.UTC(9999, 0, 1) }), (instant) => {
        expect(instantOfText(new Date(instant).toISOString())).toBe(instant);
      }),
    );
  });
});

describe("the zones that are tried", () => {
  it("should be known to the host, each once, with every offset that a country has", () => {
    expect(new Set(ZONES_BY_POPULATION).size).toBe(ZONES_BY_POPULATION.length);
    for (const zone of ZONES_BY_POPULATION)
      expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
    const offsetOf = (zone: string) =>
      new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
        .formatToParts(Date.UTC(2024, 0, 15))
        .find(({ type }) => type === "timeZoneName")!.value;
    const tried = new Set(ZONES_BY_POPULATION.map(offsetOf));
    const missing = Intl.supportedValuesOf("timeZone").filter(
      (zone) => !zone.startsWith("Antarctica/") && !tried.has(offsetOf(zone)),
    );
    expect(missing).toEqual([]);
  });
});
