import { linkSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../../support/cliRun.ts";
import { scratch } from "../../support/scratch.ts";
import { veeamFixture } from "../../support/veeamJobs.ts";

const folder = scratch();
const SERVER = "test/fixtures/veeam/server";
const JOBS = `${SERVER}/jobs.json`;
const SESSIONS = `${SERVER}/sessions.json`;
const ALL = [
  ...["--sessions", SESSIONS, "--proxies", `${SERVER}/proxies.json`],
  ...["--repositories", `${SERVER}/repositories.json`],
  ...["--organizations", `${SERVER}/organizations.json`],
];
const WEEK = ["--from", "2026-01-19", "--days", "5"];

interface Page {
  readonly results: readonly Record<string, unknown>[];
}
interface WrittenJob {
  readonly id: string;
  readonly name: string;
  readonly workload?: {
    readonly duration: { readonly empirical: number[] };
    readonly full?: object;
  };
}
interface Written {
  readonly jobs: readonly WrittenJob[];
  readonly proxies?: readonly { readonly id: string; readonly threads?: number }[];
  readonly repositories: readonly { readonly id: string; readonly proxyId?: string }[];
}
interface Data {
  readonly format: string;
  readonly source: readonly string[];
  readonly jobs: readonly { readonly name: string; readonly samples: number }[];
  readonly proxies: readonly { readonly name: string; readonly jobs: number }[];
  readonly leftOut: readonly string[];
  readonly fleet?: Written;
  readonly written?: string;
}

let files = 0;
function file(content: unknown, name = "file.json"): string {
  const path = join(folder, `${(files += 1)}-${name}`);
  const isRaw = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(path, isRaw ? content : JSON.stringify(content));
  return path;
}
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
const page = (path: string): Page => JSON.parse(readFileSync(path, "utf8")) as Page;
/** The id of one of its proxies. */
function proxyAt(place: number): unknown {
  const proxies = JSON.parse(readFileSync(`${SERVER}/proxies.json`, "utf8")) as { id: string }[];
  return proxies[place]?.id;
}
const imported = async (...args: string[]): Promise<Data> =>
  JSON.parse((await runHere(["import", ...args, "--json"])).out) as Data;

describe("runcast import", () => {
  it("should write a fleet that says what the server's lists say", async () => {
    const { code, out, err } = await runHere(["import", JOBS, ...ALL]);
    expect(code).toBe(0);
    const { jobs, proxies, repositories } = JSON.parse(out) as Written;
    expect(proxies?.map(({ threads }) => threads)).toEqual([64, 32]);
    const proxyIds = proxies?.map(({ id }) => id);
    // One repository names its proxy by a link alone.
    expect(repositories.map(({ proxyId }) => proxyIds?.indexOf(proxyId!))).toEqual([0, 0, 1]);
    const recorded = page(SESSIONS).results.filter(({ status }) => status !== "Running");
    for (const { id, name, workload } of jobs) {
      const own = recorded.filter(({ jobId, retryCount }) => jobId === id && retryCount === 0);
      const full = own.filter(({ jobSessionConfigType }) => jobSessionConfigType === "Full");
      expect(workload?.duration.empirical.length, name).toBe(own.length - full.length);
      expect(workload?.full, name).toMatchObject({ empirical: { length: full.length } });
    }
    expect(err).toContain("61 finished sessions of all 5 jobs became workloads\n");
    expect(err).toMatch(/proxy-1\.contoso\.local, 64 threads: 3 jobs\n/);
  });

  it("should write the same to a file, and tell it as its answer", async () => {
    const path = join(folder, "fleet.json");
    const { code, out, err } = await runHere(["import", JOBS, ...ALL, "-o", path]);
    expect([code, err]).toEqual([0, ""]);
    for (const piped of [[], ["-o", "-"]])
      expect((await runHere(["import", JOBS, ...ALL, ...piped])).out).toBe(
        readFileSync(path, "utf8"),
      );
    expect(out).toMatch(/^ {2}Teams +23 +0:31 +0:28 +1 +3:00 +22 %/m);
    expect(out).toContain(`\nWritten to ${path}.`.slice(0, 40));
    // Its numbers stand in lines of a list, not each in one of its own.
    expect(readFileSync(path, "utf8").split("\n").length).toBeLessThan(250);
  });

  it("should be data, if asked: runcast.import/1", async () => {
    const data = await imported(JOBS, ...ALL);
    expect(Object.keys(data)).toEqual([
      ...["format", "source", "jobs", "proxies", "withoutProxy", "broughtBack"],
      ...["leftOut", "warnings", "fleet"],
    ]);
    expect(data).toMatchObject({
      format: "runcast.import/1",
      source: [JOBS, SESSIONS, ALL[3], ALL[5], ALL[7]],
      proxies: [{ name: "proxy-1.contoso.local", jobs: 3 }, { jobs: 2 }],
      broughtBack: { jobs: 5, samples: 61 },
    });
    expect(data.fleet).toEqual(JSON.parse((await runHere(["import", JOBS, ...ALL])).out));
    const path = join(folder, "data.json");
    const beside = await imported(JOBS, ...ALL, "-o", path);
    expect([beside.written, beside.fleet]).toEqual([path, undefined]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(data.fleet);
  });

  it("should take pages, of which each says itself what is wrong with it", async () => {
    const { results } = page(SESSIONS);
    const pages = [file({ results: results.slice(0, 20) }), file({ results: results.slice(20) })];
    const whole = await imported(JOBS, "--sessions", SESSIONS);
    const parts = await imported(JOBS, "--sessions", pages[0]!, "--sessions", pages[1]!);
    expect(parts.fleet).toEqual(whole.fleet);
    const bad = file([{ ...results[30], endTime: "soon" }]);
    const { code, err } = await runHere([
      "import",
      JOBS,
      "--sessions",
      pages[0]!,
      "--sessions",
      bad,
    ]);
    expect(code).toBe(2);
    expect(err).toContain(`${bad}: [0].endTime: expected an instant`);
    expect(err).toContain("Left out      what could not be read: 1 issue, on standard error\n");
  });

  it("should read a table as it reads JSON", async () => {
    const { results } = page(SESSIONS);
    const heading = ["Job ID", "Start time", "End time", "Status", "Type", "Retry", "Proxy ID"];
    const keys = ["jobId", "creationTime", "endTime", "status", "jobSessionConfigType"];
    const rows = results.map((one) =>
      [...keys, "retryCount", "proxyId"].map((key) => textOf(one[key])).join(";"),
    );
    const text = [heading.join(";"), ...rows].join("\r\n");
    const { fleet } = await imported(JOBS, ...ALL);
    const others = ALL.slice(2);
    for (const table of [
      file(`\ufeff${text}`, "s.csv"),
      file(Buffer.from(`\ufeff${text}`, "utf16le")),
    ])
      expect((await imported(JOBS, "--sessions", table, ...others)).fleet).toEqual(fleet);
    const lacking = file("Job ID;Colour\nx;red\n");
    const { code, out, err } = await runHere(["import", JOBS, "--sessions", lacking]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`${lacking}: line 1: expected a column for the start`);
  });

  it("should take sessions that name no job for those of the job that is said", async () => {
    const nameless = page(SESSIONS)
      .results.filter(({ status }) => status === "Success")
      .map(({ jobId: _jobId, _links, ...rest }) => ({ ...rest, jobId: null }));
    const path = file(nameless);
    const unsaid = await runHere(["import", JOBS, "--sessions", path]);
    expect(unsaid.code).toBe(2);
    expect(unsaid.err).toContain("--sessions-of says whose sessions without one are");
    const said = await imported(JOBS, "--sessions", path, "--sessions-of", "teams");
    expect(said.jobs.map(({ samples }) => samples)).toEqual([0, 0, 0, nameless.length, 0]);
    const wrong = await runHere(["import", JOBS, "--sessions", path, "--sessions-of", "Tems"]);
    expect(wrong).toMatchObject({
      code: 2,
      out: "",
      err: '--sessions-of: expected the id or the name of one job of the list, received "Tems"\n',
    });
  });

  it("should say what a job begins with, and let it go on", async () => {
    const begins = async (how: string): Promise<boolean[] | undefined> =>
      (await imported(JOBS, ...ALL, "--begins", how)).fleet?.jobs.map(
        ({ workload }) => workload?.full !== undefined,
      );
    expect(await begins("full")).toEqual([true, true, true, true, true]);
    expect(await begins("incremental")).toEqual([false, false, false, false, false]);
    const path = file(
      page(SESSIONS).results.map(({ jobSessionConfigType: _type, ...rest }) => rest),
    );
    const told = await imported(JOBS, "--sessions", path);
    expect(told.fleet?.jobs.every(({ workload }) => workload?.full === undefined)).toBe(true);
    const first = await imported(JOBS, "--sessions", path, "--first-full");
    expect(first.fleet?.jobs.every(({ workload }) => workload?.full !== undefined)).toBe(true);
    expect(await runHere(["import", JOBS, "--begins", "full", "--first-full"])).toMatchObject({
      code: 2,
      err:
        "--first-full: of which sessions? --sessions FILE names them\n" +
        "--begins: of which sessions? --sessions FILE names them\n",
    });
  });

  it("should take a session for one that uses so many threads at most", async () => {
    const { fleet } = await imported(JOBS, ...ALL, "--session-threads", "16");
    expect(fleet?.jobs.map(({ workload }) => workload)).toMatchObject(
      Array.from({ length: 5 }, () => ({ threads: 16 })),
    );
    expect(await runHere(["import", JOBS, ...ALL, "--session-threads", "0"])).toMatchObject({
      code: 2,
      err: '--session-threads: expected a whole number from 1 to 1,000,000, received "0"\n',
    });
  });

  it("should name jobs that have no sessions, and repositories without a proxy", async () => {
    const some = page(SESSIONS).results.filter(({ proxyId }) => proxyId === proxyAt(0));
    const { err } = await runHere(["import", JOBS, "--sessions", file(some)]);
    const text = err.replaceAll(/\s+/g, " ");
    expect(text).toContain("No sessions Teams and Mailboxes to archive: they take no time");
    expect(text).not.toContain("a finished session of each job");
    expect(text).toMatch(/No proxy known of the repositories .*: jobs there share no threads/);
    const bare = await runHere(["import", JOBS]);
    expect(bare.code).toBe(0);
    expect(bare.err.replaceAll(/\s+/g, " ")).toContain("No sessions of any job: they take no");
  });

  it("should not take the place of a file that is read unless it is told to", async () => {
    const [jobs, sessions] = [file(page(JOBS)), file(page(SESSIONS))];
    const link = join(folder, "link.json");
    linkSync(sessions, link);
    const before = readFileSync(sessions, "utf8");
    for (const out of [jobs, sessions, link])
      expect(await runHere(["import", jobs, "--sessions", sessions, "-o", out])).toEqual({
        code: 2,
        out: "",
        err: `--output: ${out} is the file that is read; --force puts the new one there\n`,
      });
    expect(readFileSync(sessions, "utf8")).toBe(before);
    const asked = ["import", jobs, "--sessions", sessions, "-o"];
    expect((await runHere([...asked, link, "--force"])).code).toBe(0);
    expect(readFileSync(sessions, "utf8")).not.toBe(before);
    expect(await runHere([...asked, folder])).toMatchObject({
      err: `--output: ${folder} cannot be written (EISDIR)\n`,
    });
  });
});

describe("files that a server's lists are taken for", () => {
  const huge = join(folder, "huge.json");
  writeFileSync(huge, "");
  truncateSync(huge, 64 * 1024 * 1024 + 1);
  const bad: Readonly<Record<string, readonly [path: string, told: RegExp]>> = {
    missing: [join(folder, "missing.json"), /: no such file$/],
    directory: [folder, /: a directory, not a file$/],
    huge: [huge, /: larger than 64 MiB$/],
    empty: [file(""), /: not JSON: line 1, column 1: the text is empty$/],
    "not JSON": [file("[1,,]"), /: not JSON: line 1, column 4: /],
    deep: [file("[".repeat(100)), /: not JSON: .* nest deeper than 64$/],
    number: [file("3"), /^--\w+: expected a list of \w+: an array, a page .*, received 3$/],
    page: [file({ results: 3 }), /^--\w+ results: expected an array of \w+, received 3$/],
    jobs: [JOBS, /^--\w+: .*jobs\.json looks like a list of jobs$/],
  };

  it.each(["sessions", "proxies", "repositories", "organizations"])(
    "should be told in a line, and nothing is written: --%s",
    async (list) => {
      for (const [path, told] of Object.values(bad)) {
        const out = join(folder, "never.json");
        const result = await runHere(["import", JOBS, `--${list}`, path, "-o", out]);
        expect([result.code, result.out]).toEqual([2, ""]);
        expect(result.err).toMatch(new RegExp(told.source, "m"));
        expect(result.err.split("\n")).toHaveLength(2);
        expect(() => readFileSync(out)).toThrow("ENOENT");
      }
    },
  );

  it("should cost themselves alone where an entry is bad, and be read in UTF-16", async () => {
    const proxies = file([3, { hostName: "x" }, { id: "p", threadsNumber: "many" }]);
    const { code, err, out } = await runHere(["import", JOBS, "--proxies", proxies]);
    expect(code).toBe(2);
    expect(err.split("\n").filter((line) => line.startsWith(`${proxies}: [`))).toHaveLength(3);
    expect((JSON.parse(out) as Written).jobs).toHaveLength(5);
    const text = readFileSync(`${SERVER}/proxies.json`, "utf8");
    const wide = file(Buffer.from(`\ufeff${text}`, "utf16le"));
    const { fleet } = await imported(JOBS, "--proxies", wide);
    expect(fleet?.proxies?.map(({ threads }) => threads)).toEqual([64, 32]);
  });

  it("should be one that is standard input at most", async () => {
    const err = "only one of the files can be standard input\n";
    for (const args of [
      ["-", "--sessions", "-"],
      [JOBS, "--sessions", "-", "--proxies", "-"],
    ])
      expect(await runHere(["import", ...args])).toEqual({ code: 2, out: "", err });
  });
});

describe("a fleet file with sessions", () => {
  it("should keep the workloads that it has, and get the others", async () => {
    const { fleet } = await imported(JOBS, ...ALL);
    const [first, ...rest] = fleet!.jobs;
    const bare = rest.map(({ workload: _workload, ...job }) => job);
    const own = { ...first!, workload: { duration: "PT45M" } };
    const path = file({ ...fleet, jobs: [own, ...bare] });
    const filled = await imported(path, "--sessions", SESSIONS);
    expect(filled.fleet?.jobs).toEqual([own, ...rest]);
    const { err } = await runHere(["import", path, "--sessions", SESSIONS]);
    expect(err).toContain("Kept          Mailboxes: its workload is the file's own\n");
    const simulated = await runHere(["simulate", path, "--sessions", SESSIONS, ...WEEK]);
    expect(simulated.err).toContain(`${path}: Mailboxes keeps the workload of the file\n`);
    for (const list of ["proxies", "repositories", "organizations"])
      expect(await runHere(["import", path, `--${list}`, `${SERVER}/${list}.json`])).toMatchObject({
        code: 2,
        err: `--${list}: ${path} is no list of jobs; it says itself what its jobs share\n`,
      });
  });

  it("should keep its rules, its head and its outages", async () => {
    const outages = [{ from: "2026-01-07T22:00:00Z", to: "2026-01-08T04:00:00Z" }];
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const head = { $schema: "x", description: "one job" };
    const rules = { outage: "fail" };
    const content = {
      ...head,
      rules,
      proxies: [{ id: "p", outages }],
      jobs: [{ id: "a", policy }],
    };
    const kept = { ...head, rules, proxies: [{ outages }] };
    expect((await imported(file(content))).fleet).toMatchObject(kept);
  });
});

describe("from end to end", () => {
  it("should import, simulate and reconcile a server", async () => {
    const path = join(folder, "whole.json");
    expect((await runHere(["import", JOBS, ...ALL, "-o", path])).code).toBe(0);
    const asked = ["--begins", "incremental"];
    expect((await runHere(["import", JOBS, ...ALL, ...asked, "-o", path])).code).toBe(0);
    const simulated = await runHere(["simulate", path, ...WEEK]);
    expect([simulated.code, simulated.err]).toEqual([0, ""]);
    expect(simulated.out).toContain("5 jobs from Mon 2026-01-19 00:00");
    const reconciled = await runHere(["reconcile", JOBS, "--zone", "UTC"]);
    expect([reconciled.code, reconciled.err]).toEqual([0, ""]);
  });

  it("should do so with every list that the vendor prints", async () => {
    const { samples } = veeamFixture<{
      readonly samples: readonly { readonly source: string; readonly json: object }[];
    }>("job-lists");
    for (const { source, json } of samples) {
      const [jobs, path] = [file(json), join(folder, "sample.json")];
      for (const [command, ...more] of [
        ["import", jobs, "-o", path],
        ["simulate", path, "--duration", "40m", ...WEEK],
        ["reconcile", jobs],
      ] as const) {
        const { code, err } = await runHere([command, ...more]);
        expect([code, err], `${source}: ${command}`).toEqual([0, ""]);
      }
    }
  });
});
