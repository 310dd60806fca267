import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fleetFrom,
  type ImportedFleet,
  PolicyError,
  readSessionTable,
  simulate,
  summarize,
} from "../../../src/index.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPAN = { from: "2026-02-02T00:00Z", to: "2026-02-09T00:00Z" };
const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const job = (id: string, more: object = {}) => ({ id, name: `Job ${id}`, schedulePolicy, ...more });

/** A session of that job that begins so many minutes after 22:00 and takes so many. */
const session = (jobId: string | null, after: number, minutes: number, more: object = {}) => ({
  jobId,
  creationTime: new Date(Date.UTC(2026, 0, 5, 22, after)).toISOString(),
  endTime: new Date(Date.UTC(2026, 0, 5, 22, after + minutes)).toISOString(),
  status: "Success",
  ...more,
});

const told = (notes: readonly { path: string; message: string }[]) =>
  notes.map(({ path, message }) => `${path}: ${message}`);
const minutesOf = ({ jobs }: ImportedFleet, at = 0, key: "duration" | "full" = "duration") => {
  const { workload } = jobs[at]!;
  if (typeof workload !== "object") return undefined;
  return (workload[key] as { empirical: number[] } | undefined)?.empirical.map((ms) => ms / MINUTE);
};

describe("fleetFrom", () => {
  it("should be a fleet, and carry what is told of it beside", () => {
    const read = fleetFrom({ jobs: [job("a"), 5], sessions: [session("a", 0, 30)] });
    const { fleet, issues, warnings, observed } = read;
    expect(fleet).toBe(read);
    expect(told(issues)).toEqual([
      "jobs[1]: expected a job: an object with name and schedulePolicy, received 5",
    ]);
    expect(warnings).toHaveLength(1);
    expect(observed.map((one) => one.job)).toEqual(["a"]);
    expect(Object.keys(read)).toEqual(["jobs", "proxies", "repositories", "organizations"]);
    const rows = [...simulate(read, SPAN).rows()];
    expect(rows).toHaveLength(7);
    expect(rows[0]!.end - rows[0]!.start).toBe(30 * MINUTE);
    for (const copy of [structuredClone(read), JSON.parse(JSON.stringify(read)) as typeof read])
      expect([...simulate(copy, SPAN).rows()]).toEqual(rows);
  });

  it("should name the job whose sessions are odd, as its place tells nobody who it is", () => {
    const sessions = Array.from({ length: 40 }, (_, at) =>
      session("b", 60 * at, 5, at % 2 === 0 ? { status: "Failed" } : { retryCount: 1 }),
    );
    const read = fleetFrom({
      jobs: [job("a"), job("b")],
      sessions: [session("a", 0, 5), ...sessions],
    });
    expect(told(read.warnings).filter((line) => line.includes("failed"))).toEqual([
      "fleet.jobs[1].workload.failed: expected first attempts and retries that fail equally " +
        'often, received "20 of 20 first attempts failed, 0 of 20 retries"; the workload has the ' +
        'share of all attempts (job "Job b")',
    ]);
  });

  describe("proxies, repositories and organizations", () => {
    it("should give proxies their threads, and a job of version 6 its repository's proxy", () => {
      const read = fleetFrom({
        jobs: [job("a", { repositoryId: "R1" }), job("b", { repositoryId: "r2" })],
        proxies: [
          { Id: "P1", HostName: "one.local", ThreadsNumber: "32" },
          { id: "p2", hostName: "two.local", threadsNumber: 64 },
        ],
        repositories: [
          { id: "r1", name: "Mail", proxyId: "p1" },
          { id: "r2", name: "Sites", _links: { proxy: { href: "https://b:4443/v7/Proxies/p2" } } },
        ],
        organizations: [{ id: "o", name: "contoso.onmicrosoft.com" }],
      });
      expect(read.issues).toEqual([]);
      expect(read.proxies).toEqual([
        { id: "P1", slots: Infinity, threads: 32, name: "one.local" },
        { id: "p2", slots: Infinity, threads: 64, name: "two.local" },
      ]);
      expect(read.repositories).toEqual([
        { id: "r1", slots: Infinity, proxyId: "P1", name: "Mail" },
        { id: "r2", slots: Infinity, proxyId: "p2", name: "Sites" },
      ]);
      expect(read.organizations).toEqual([
        { id: "o", slots: Infinity, name: "contoso.onmicrosoft.com" },
      ]);
      expect(read.jobs.map(({ repositoryId }) => repositoryId)).toEqual(["r1", "r2"]);
      const { proxies } = summarize(simulate(read, SPAN));
      expect(proxies.map(({ id, threads }) => [id, threads])).toEqual([
        ["P1", 32],
        ["p2", 64],
      ]);
    });

    it("should take the product's default for proxies that do not say, as version 8", () => {
      const proxies = [{ id: "p1" }, { id: "p2", threadsNumber: null }, { id: "p3", threads: 8 }];
      const read = fleetFrom({ jobs: [job("a", { proxyId: "p1" })], proxies });
      expect(read.proxies!.map(({ threads }) => threads)).toEqual([64, 64, 8]);
      expect(told(read.warnings)).toEqual([
        "proxies[0].threadsNumber: expected the number of its threads, received nothing; " +
          "2 of 3 proxies do not say it, and are taken to have 64, the product's default",
      ]);
      const one = fleetFrom({ jobs: [job("a")], proxies: proxies.slice(1) });
      expect(told(one.warnings)[0]).toMatch(
        /1 of 2 proxies does not say it, and is taken to have 64,/,
      );
    });

    it("should make one proxy of a pool, with the threads of all its proxies", () => {
      const read = fleetFrom({
        jobs: [job("a", { repositoryId: "r" }), job("b", { proxyId: "p2" })],
        proxies: [
          { id: "p1", hostName: "one", threadsNumber: 32, proxyPoolId: "POOL" },
          { id: "alone", hostName: "alone", threadsNumber: 16, proxyPoolId: null },
          { id: "p2", hostName: "two", threadsNumber: 64, proxyPoolId: "pool" },
        ],
        repositories: [{ id: "r", proxyId: null, proxyPoolId: "pool" }],
      });
      expect(read.proxies).toEqual([
        { id: "POOL", slots: Infinity, threads: 96, name: "pool of one, two" },
        { id: "alone", slots: Infinity, threads: 16 },
      ]);
      expect(read.repositories![0]!.proxyId).toBe("POOL");
      expect(read.jobs[1]!.proxyId).toBe("POOL");
      expect(told(read.warnings)).toEqual([
        'proxies[0].proxyPoolId: expected a proxy that stands alone, received "POOL"; ' +
          "the pool is taken as one proxy with the 96 threads of its 2 proxies",
      ]);
    });

    it("should let a bad one cost itself, and tell what no list has", () => {
      const read = fleetFrom({
        jobs: [job("a", { proxyId: "gone", repositoryId: "lost", organizationId: "org" })],
        proxies: [
          { id: "p", threadsNumber: "many" },
          { hostName: "nameless" },
          { id: "q", threadsNumber: 4, enableNetworkThrottling: "True" },
          { id: "Q", threadsNumber: 4 },
          "proxy",
        ],
        repositories: [{ id: "r", proxyId: "nowhere" }],
      });
      expect(told(read.issues)).toEqual([
        'proxies[0].threadsNumber: expected an integer from 1 to 2147483647, received "many"',
        "proxies[1].id: expected an id, received nothing",
        'proxies[3].id: expected an id that occurs once, received "Q"; proxies[2] has it too',
        'proxies[4]: expected an object with an id, received "proxy"',
      ]);
      expect(told(read.warnings)).toEqual([
        "proxies[2].enableNetworkThrottling: expected a proxy without a limit on its bandwidth, " +
          "received true; the fleet has its threads and not this limit",
        'repositories[0].proxyId: expected a proxy or pool of the list, received "nowhere"; ' +
          "its sessions do not slow each other",
        'fleet.jobs[0].proxyId: expected a proxy or pool of the list, received "gone"; ' +
          "its sessions do not slow each other",
        'fleet.jobs[0].repositoryId: expected a repository of the list, received "lost"; ' +
          "nobody knows its proxy",
      ]);
      expect(read.proxies!.map(({ id }) => id)).toEqual(["q", "nowhere", "gone"]);
      expect([...simulate(read, SPAN).rows()]).toHaveLength(7);
    });
  });

  it("should open a circle of copies, and leave other copies be", () => {
    const copies = { 1: "2", 2: "3", 3: "2", 4: "4", 5: "6" };
    const jobs = Object.entries(copies).map(([id, backupJobId]) => job(id, { backupJobId }));
    const read = fleetFrom({ jobs: [...jobs, job("6")] });
    expect(read.jobs.map(({ copyOf }) => copyOf)).toEqual([
      "2",
      undefined,
      "2",
      undefined,
      "6",
      undefined,
    ]);
    expect(told(read.issues)).toEqual([
      'fleet.jobs[1].copyOf: expected a job that is no copy of this one, received "3"',
      'fleet.jobs[3].copyOf: expected a job that is no copy of this one, received "4"',
    ]);
    expect(simulate(read, SPAN).sessions.length).toBe(6 * 7);
  });

  describe("what lists come in", () => {
    it("should take arrays, pages, several pages in an array, and one object", () => {
      const jobs = [job("a"), job("b"), job("c")];
      const next = { next: { href: "/v8/Jobs?offset=2" } };
      const forms = [
        jobs,
        { results: jobs },
        [
          { results: jobs.slice(0, 2), _links: next },
          { results: jobs.slice(2), offset: 2 },
        ],
        [jobs.slice(0, 2), jobs.slice(2)],
        [{ results: jobs.slice(0, 2) }, jobs[2]],
      ];
      for (const form of forms) {
        const read = fleetFrom({ jobs: form });
        expect(read.jobs.map(({ id }) => id)).toEqual(["a", "b", "c"]);
        expect([...read.issues, ...read.warnings]).toEqual([]);
      }
      expect(fleetFrom({ jobs: jobs[0] }).jobs).toHaveLength(1);
      const cut = fleetFrom({ jobs: [{ results: jobs, _links: next }] });
      expect(told(cut.warnings)).toEqual([
        "jobs[0]._links.next: expected the last page, received an object with keys href; " +
          "there are more jobs on the pages after this one",
      ]);
      const bad = fleetFrom({ jobs: [{ results: [job("a")] }, { Results: [{}] }] });
      expect(bad.issues.map(({ path }) => path)).toEqual(["jobs[1].Results[0].schedulePolicy"]);
    });

    it("should take nothing twice where pages overlap", () => {
      const sessions = [
        session("a", 0, 30, { id: "1" }),
        session("a", 60, 50, { id: "2" }),
        session("a", 0, 30, { id: "1" }),
      ];
      const read = fleetFrom({ jobs: [[job("a")], [job("A")]], sessions });
      expect(read.jobs).toHaveLength(1);
      expect(minutesOf(read)).toEqual([30, 50]);
      expect(told(read.issues)).toEqual([
        'jobs: expected each job once, received "A"; "Job A" is not taken a second time',
      ]);
      expect(told(read.warnings)[0]).toBe(
        "sessions[2].id: expected each session once, received 1; the others are left out",
      );
    });

    it("should refuse what is no list at all, and keys that nobody knows", () => {
      const wrong = (answers: unknown, options?: unknown) => {
        try {
          fleetFrom(answers as never, options as never);
          return [];
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
          return told((error as PolicyError).issues);
        }
      };
      const jobs = [job("a")];
      const forms = "an array, a page { results: [...] } or one";
      expect(wrong({ jobs: "jobs.json", sessions: 5, proxies: { results: {} } })).toEqual([
        `jobs: expected a list of jobs: ${forms}, received "jobs.json"`,
        `sessions: expected a list of sessions: ${forms}, received 5`,
        "proxies.results: expected an array of proxies, received an empty object",
      ]);
      expect(wrong({ jobs, sesions: [] })[0]).toContain("did you mean sessions?");
      for (const nothing of [undefined, null, [], "x"]) expect(wrong(nothing)).toHaveLength(1);
      expect(wrong({ jobs: null })).toHaveLength(1);
      expect(wrong({ jobs }, { zone: "UTC" })[0]).toContain("options.zone: expected one of");
      expect(wrong({ jobs }, { clock: { zone: "Berlin" } })[0]).toContain("options.clock.zone");
      expect(wrong({ jobs }, { job: "b" })).toEqual([
        'options.job: expected the id or the name of one job of the list, received "b"',
      ]);
      expect(wrong({ jobs }, { threads: { b: 1 } })).toHaveLength(1);
      expect(wrong({ jobs }, { threads: { a: 0 } })).toHaveLength(1);
      expect(
        wrong({ jobs }, { job: 5, threads: "x", firstIsFull: "yes", begins: "now" }),
      ).toHaveLength(4);
      const absent = { jobs, sessions: null, proxies: undefined, repositories: null };
      expect(wrong(absent)).toEqual([]);
    });
  });

  describe("sessions", () => {
    it("should be found by id in any letter case, by name, or given to a job", () => {
      const jobs = [job("AB-1", { name: "Mail" }), job("x"), job("y", { name: "Job X" })];
      const sessions = [
        session("ab-1", 0, 10),
        session(null, 100, 20, { JobName: " mail " }),
        session(null, 200, 30),
        session(null, 300, 40, { jobName: "Job x" }),
        session(null, 400, 50, { jobName: "Gone" }),
        session("other", 500, 60),
        session("other", 600, 60),
      ];
      const read = fleetFrom({ jobs, sessions });
      expect(minutesOf(read)).toEqual([10, 20]);
      expect(told(read.issues)).toEqual([
        "sessions[2].jobId: expected the id or the name of its job, received nothing; " +
          "it is left out: options.job says whose sessions without one are",
        'sessions[3].jobName: expected a name that one job has, received "Job x"; it is left out',
        'sessions[4].jobName: expected a job of the list, received "Gone"; it is left out',
      ]);
      expect(told(read.warnings)[0]).toBe(
        'sessions[5].jobId: expected a job of the list, received "other"; ' +
          "2 sessions of 1 such job only count as sharing a proxy",
      );
      const given = fleetFrom({ jobs, sessions }, { job: "mail" });
      expect(minutesOf(given)).toEqual([10, 20, 30]);
    });

    it("should be read by start and duration, on the server's clock, and from a table", () => {
      const text = [
        "Job name;Creation time;Duration;Status;Type",
        "Job a;2026-01-05 22:00:00;1.00:00:00;Success;Full",
        "Job a;2026-01-07 22:00:00;00:40:12;Warning;Incremental",
        "Job a;2026-03-29 01:50:00;01:00:00;Success;Incremental",
      ].join("\n");
      const zone = "Europe/Berlin";
      const { sessions, issues } = readSessionTable(text);
      const read = fleetFrom({ jobs: [job("a")], sessions }, { clock: { zone } });
      expect([...issues, ...read.issues]).toEqual([]);
      expect(minutesOf(read, 0, "full")).toEqual([24 * 60]);
      expect(minutesOf(read)).toEqual([40.2, 60]);
      expect(read.clock).toEqual({ zone });
      const each = (durations: readonly unknown[]) =>
        durations.flatMap((duration) => {
          const { endTime: _, ...start } = session("a", 0, 0);
          return (
            minutesOf(fleetFrom({ jobs: [job("a")], sessions: [{ ...start, duration }] })) ?? []
          );
        });
      expect(each(["00:40:12.5000000", 2412, "2412", "PT40M12S", "40m", "26:00:00"])).toEqual([
        40 + 12.5 / 60,
        40.2,
        40.2,
        40.2,
        40,
        26 * 60,
      ]);
      expect(each(["soon", -5, "12:75:00", {}, "1:30", 1e300])).toEqual([]);
      const both = [
        // in the repeated hour: the duration says which
        {
          ...session("a", 0, 0),
          creationTime: "2026-10-25T02:10:00",
          endTime: "2026-10-25T02:50:00",
          duration: "01:40:00",
        },
        // they disagree: the times count
        session("a", 0, 30, { duration: "00:31:00" }),
      ];
      const two = fleetFrom({ jobs: [job("a")], sessions: both }, { clock: { zone } });
      expect(minutesOf(two)).toEqual([30, 100]);
      expect(told(two.warnings)[0]).toBe(
        "sessions[1].duration: expected the time from creationTime to endTime, " +
          'received "00:31:00"; its times count',
      );
    });

    it("should tell full from incremental where sessions say it", () => {
      const marked = (after: number, minutes: number, kind: string, more: object = {}) =>
        session("a", after, minutes, { jobSessionConfigType: kind, ...more });
      const read = fleetFrom({
        jobs: [job("a")],
        sessions: [
          marked(3000, 30, "Incremental"),
          marked(0, 600, "Full", { status: "Failed", id: "1" }),
          marked(700, 300, "full", { retryCount: 1, mainSessionId: "1" }),
          marked(2000, 20, "Incremental"),
        ],
      });
      expect(minutesOf(read, 0, "full")).toEqual([600]);
      expect(minutesOf(read)).toEqual([20, 30]);
      // A retry is measured by a first attempt of its own kind.
      expect(read.jobs[0]!.workload).toMatchObject({ failed: 0.25, retryShare: 0.5 });
      expect(read.observed[0]).toMatchObject({
        kinds: "marked",
        samples: 4,
        full: { samples: 1, recordedMs: 10 * HOUR, fullSpeedMs: 10 * HOUR },
        incremental: { samples: 2, recordedMs: 25 * MINUTE },
        unmarked: { samples: 0 },
        retries: { samples: 1, recordedMs: 5 * HOUR },
      });
      const rows = [...simulate({ ...read.fleet }, SPAN).rows()];
      expect(rows.filter(({ end, start }) => end - start === 10 * HOUR)).not.toEqual([]);
      // Who goes on from where the server is has its restore point already.
      const options = { begins: "incremental" } as const;
      const sessions = [marked(0, 600, "Full"), marked(3000, 30, "Incremental")];
      expect(
        minutesOf(fleetFrom({ jobs: [job("a")], sessions }, options), 0, "full"),
      ).toBeUndefined();
      const failed = [marked(0, 600, "Full", { status: "Failed" })];
      expect(
        minutesOf(fleetFrom({ jobs: [job("a")], sessions: failed }, options), 0, "full"),
      ).toEqual([600]);
    });

    it("should have no full length for a history that begins later, or does not say", () => {
      const old = [0, 100, 200].map((at) =>
        session("a", at, 20 + at / 100, { jobSessionConfigType: "Incremental" }),
      );
      const read = fleetFrom({ jobs: [job("a")], sessions: old });
      expect(minutesOf(read)).toEqual([20, 21, 22]);
      expect(minutesOf(read, 0, "full")).toBeUndefined();

      const silent = [600, ...Array.from({ length: 9 }, () => 30)].map((minutes, at) =>
        session("a", at * 1440, minutes),
      );
      const unknown = fleetFrom({ jobs: [job("a")], sessions: silent });
      expect(minutesOf(unknown)).toContain(600);
      expect(minutesOf(unknown, 0, "full")).toBeUndefined();
      expect(unknown.observed[0]!.kinds).toBe("unknown");
      expect(told(unknown.warnings)).toContain(
        "fleet.jobs[0].workload: expected sessions that say whether they are full, received " +
          '"the first of \\"Job a\\" took 10 h, the longest later one 30 min"; ' +
          "firstIsFull takes the first as full",
      );
      const taken = fleetFrom({ jobs: [job("a")], sessions: silent }, { firstIsFull: true });
      expect(minutesOf(taken, 0, "full")).toEqual([600]);
      expect(minutesOf(taken)).toEqual(Array.from({ length: 9 }, () => 30));
      expect(taken.observed[0]!.kinds).toBe("first-full");

      const only = fleetFrom({
        jobs: [job("a")],
        sessions: [session("a", 0, 600, { jobSessionConfigType: "Full" })],
      });
      expect([minutesOf(only), minutesOf(only, 0, "full")]).toEqual([[600], [600]]);
      expect(told(only.warnings).join()).toContain(
        "later ones are taken to be as long as the full ones",
      );
    });

    it("should count those that were stopped or still run as sharing, and for no length", () => {
      const jobs = [
        job("a", { proxyId: "p" }),
        job("b", { proxyId: "p" }),
        job("c", { proxyId: "p" }),
      ];
      const proxies = [{ id: "p", threadsNumber: 10 }];
      const sessions = [
        // Alone for an hour, then beside a stopped one, then beside one that runs.
        session("a", 0, 180),
        session("b", 60, 60, { status: "Stopped" }),
        { ...session("c", 120, 0), status: "Running", endTime: null },
        { ...session("c", 0, 0), status: "Queued", endTime: null },
      ];
      const read = fleetFrom({ jobs, proxies, sessions });
      expect(minutesOf(read)).toEqual([60 + 30 + 30]);
      expect(read.observed.map(({ running, outcomes }) => [running, outcomes.Stopped])).toEqual([
        [0, 0],
        [0, 1],
        [2, 0],
      ]);
      expect(told(read.warnings)).toEqual([
        'sessions: expected a finished session of each job, received "2 of 3 jobs have none"; ' +
          'in a simulation these take no time and succeed: "Job b", "Job c"',
      ]);
      // Of a job that can use 2 of 10 threads, others take nothing here.
      const capped = fleetFrom({ jobs, proxies, sessions }, { threads: { a: 2, "job b": 8 } });
      expect(minutesOf(capped)).toEqual([180]);
      expect(capped.jobs[0]!.workload).toMatchObject({ threads: 2 });
      // Of a proxy that is not the job's, version 8 tells by session.
      const elsewhere = sessions.map((one) => (one.jobId === "b" ? { ...one, proxyId: "q" } : one));
      expect(
        minutesOf(
          fleetFrom({ jobs, proxies: [...proxies, { id: "q", threads: 4 }], sessions: elsewhere }),
        ),
      ).toEqual([150]);
    });
  });

  it("should bear whatever it is given", () => {
    const evil = JSON.parse(
      '{"__proto__":{"id":"x"},"id":"__proto__","name":"constructor","schedulePolicy":' +
        '{"type":"Daily","dailyType":"Everyday","dailyTime":"01:00"}}',
    ) as object;
    const read = fleetFrom({
      jobs: [evil],
      proxies: [{ id: "__proto__", threadsNumber: 3 }],
      sessions: [session("__proto__", 0, 5), session("toString", 0, 5)],
    });
    expect(minutesOf(read)).toEqual([5]);
    expect(read.proxies).toEqual([{ id: "__proto__", slots: Infinity, threads: 3 }]);
    const many = Array.from({ length: 10_001 }, (_, at) => ({ id: `p${at}`, threadsNumber: 1 }));
    const cut = fleetFrom({ jobs: [job("a")], proxies: many });
    expect(cut.proxies).toHaveLength(10_000);
    expect(told(cut.issues)).toEqual([
      "proxies: expected at most 10,000 proxies, received an array of 10,001; " +
        "the rest is left out",
    ]);
    const pooled = Array.from({ length: 3 }, (_, at) => ({
      id: `p${at}`,
      threadsNumber: 2_000_000_000,
      proxyPoolId: "p",
    }));
    const clash = fleetFrom({
      jobs: [job("a", { proxyId: "p2" })],
      proxies: [{ id: "P" }, ...pooled],
    });
    expect(clash.issues.map(({ path }) => path)).toEqual(["proxies[0].id"]);
    expect(simulate(clash, SPAN).sessions.length).toBe(7);
    const ages = { ...session("a", 0, 5), endTime: "9999-12-31T00:00:00Z" };
    expect(fleetFrom({ jobs: [job("a")], sessions: [ages] }).issues[0]!.path).toBe(
      "sessions[0].endTime",
    );
    const huge = "x".repeat(1_000_000);
    const long = fleetFrom({ jobs: [job("a")], sessions: [session("a", 0, 5, { status: huge })] });
    expect(long.issues[0]!.message.length).toBeLessThan(300);
    const entry = fc.oneof(
      fc.anything(),
      fc.record({ id: fc.anything(), jobId: fc.anything(), results: fc.anything() }),
      fc.constant(session("a", 0, 5)),
    );
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 6 }),
        fc.array(entry, { maxLength: 3 }),
        (list, others) => {
          const any = fleetFrom({
            jobs: [job("a"), ...others],
            sessions: list,
            proxies: others,
            repositories: others,
            organizations: others,
          });
          expect(any.jobs[0]!.id).toBe("a");
          void simulate(any, { from: 0, to: 1 });
        },
      ),
      runs(100),
    );
  });
});

describe("a made server", () => {
  const part = (name: string) => veeamFixture<unknown>(`server/${name}`);
  const answers = {
    jobs: part("jobs"),
    sessions: part("sessions"),
    proxies: part("proxies"),
    repositories: part("repositories"),
    organizations: part("organizations"),
  };

  it("should come back as what it was made of, to the minute of its first full sessions", () => {
    const read = fleetFrom(answers);
    expect([...read.issues, ...read.warnings]).toEqual([]);
    expect(read.jobs.map(({ name }) => name)).toEqual([
      "Mailboxes",
      "OneDrive",
      "SharePoint",
      "Teams",
      "Mailboxes to archive",
    ]);
    expect(read.jobs[4]!.copyOf).toBe(read.jobs[0]!.id);
    expect(read.proxies!.map(({ threads, name }) => [threads, name])).toEqual([
      [64, "proxy-1.contoso.local"],
      [32, "proxy-2.contoso.local"],
    ]);
    // It was made with full sessions of 9 h 30 min, 12 h, 4 h, 3 h and 5 h.
    expect(read.observed.map(({ full }) => full.fullSpeedMs / HOUR)).toEqual([9.5, 12, 4, 3, 5]);
    expect(read.observed[0]!.full.recordedMs / HOUR).toBe(23);
  });

  it("should be simulated, its copies after its backups and on its proxies", () => {
    const read = fleetFrom(answers, { begins: "incremental" });
    const timeline = simulate(read, { ...SPAN, seed: 3 });
    const summary = summarize(timeline);
    const points = [...timeline.rows()].filter(
      ({ job: id, outcome }) => id === read.jobs[0]!.id && /Success|Warning/.test(outcome),
    );
    const copies = [...timeline.rows()].filter(({ job: id }) => id === read.jobs[4]!.id);
    expect(points.length).toBeGreaterThan(4);
    expect(copies.length).toBe(points.length);
    const proxy = summary.proxies.find(({ id }) => id === read.proxies![0]!.id)!;
    expect(proxy.peakDemand).toBe(3 * 64);
  });
});

describe("the vendor's samples", () => {
  it("should become fleets that are simulated, one by one and all at once", () => {
    const { samples } = veeamFixture<{ samples: { source: string; json: unknown }[] }>("job-lists");
    for (const { source, json } of samples) {
      const read = fleetFrom({ jobs: json });
      if (source.includes("modify")) {
        expect(read.jobs.length, source).toBe(1);
        continue;
      }
      expect(read.issues, source).toEqual([]);
      expect(read.jobs.length, source).toBe(1);
    }
    const all = fleetFrom({ jobs: samples.map(({ json }) => json) });
    expect(all.jobs.length).toBe(samples.length);
    const timeline = simulate(all, SPAN);
    expect(timeline.sessions.length).toBeGreaterThan(7);
    expect(fleetFrom({ jobs: [] }).warnings.map(({ path }) => path)).toEqual(["jobs"]);
  });
});
