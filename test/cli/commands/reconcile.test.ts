import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wrap } from "../../../src/report/kit/table.ts";
import { runHere } from "../../support/cliRun.ts";
import { scratch } from "../../support/scratch.ts";

const folder = scratch();

const daily = (dailyTime: string, dailyType = "Everyday") => ({
  type: "Daily",
  dailyType,
  dailyTime,
});
const seed = {
  name: "job office365",
  nextRun: "2017-06-01T08:00:00Z",
  schedulePolicy: daily("01:00:00"),
};
const file = (content: unknown) => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

function run(args: string[], env: Record<string, string> = {}) {
  return runHere(["reconcile", ...args], { env });
}

describe("runcast reconcile", () => {
  it("should find where the seed's server stands", async () => {
    const path = file(seed);
    const { code, out, err } = await run([path, "--now", "2017-05-31T12:00:00Z"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toBe(
      [
        ...wrap(`Next runs of ${path}, held against what the server reports`, 79),
        "",
        "The list counts as made at 2017-05-31T12:00:00Z; --now says otherwise.",
        "The server's clock: UTC-07:00, as the one report has it; so few do not tell its",
        "zone. Zones that fit: America/Los_Angeles, America/Phoenix, America/Vancouver",
        "and America/Tijuana; predictions are made with the first.",
        "",
        "  Job            Reported, UTC         Predicted, UTC",
        "  job office365  Thu 2017-06-01 08:00  Thu 2017-06-01 08:00  agrees",
        "",
        "Of 1 job, 1 agrees and 0 differ.",
        "",
      ].join("\n"),
    );
  });

  it("should tell few reports as offsets, and name a zone only where many agree", async () => {
    const told = async (list: object[], ...more: string[]): Promise<string> => {
      const { out } = await run([file(list), ...more]);
      return out.split("\n").slice(2, 6).join(" ");
    };
    const hourly = {
      ...seed,
      schedulePolicy: { type: "Periodically", periodicallyEvery: "Hours1" },
    };
    expect(await told([hourly])).toContain("somewhere from UTC-12:00 to UTC+14:00, as the one");
    expect(await told([hourly, seed])).toContain("clock: UTC-07:00, as all 2 reports have it");
    // Nobody lives in Lord Howe, and its clock alone fits these: half an hour forward and back.
    const howe = [
      { ...seed, nextRun: "2025-10-05T14:30:00Z", schedulePolicy: daily("01:30", "Monday") },
      { ...seed, nextRun: "2025-10-04T15:00:00Z", schedulePolicy: daily("01:30", "Sunday") },
    ];
    expect(await told(howe)).toContain("somewhere from UTC+10:30 to UTC+11:00, as all 2 reports");
    const many = await told(Array.from({ length: 10 }, () => seed));
    expect(many).toContain("clock: America/Los_Angeles, as its reports have it. All 10 reports");
    expect(await told([seed], "--zone", "UTC")).toContain("UTC. The one report fits UTC-07:00.");
  });

  it("should tell what differs, why, and by how much, and end with 1", async () => {
    const list = [
      seed,
      { ...seed, name: "\u001b[2Jelse\nwhere", nextRun: "2017-06-01T23:00:00Z" },
      { name: "manual", schedulePolicy: { type: "ManualOnly" } },
      { name: "silent", schedulePolicy: daily("02:00") },
      ...Array.from({ length: 30 }, () => seed),
    ];
    const { code, out } = await run([file(list), "--zone", "America/Los_Angeles"], {
      COLUMNS: "70",
    });
    expect(code).toBe(1);
    expect(out).toContain(
      "  differs\n      15 h later than predicted. It fits a server at UTC+02:00; here the " +
        "clock\n      shows UTC-07:00.\n",
    );
    expect(out).toContain(
      "  silent          -                     Thu 2017-06-01 09:00  not reported\n",
    );
    expect(out).toContain("  and 11 jobs more that agree\n");
    expect(out).toContain(
      "Of 34 jobs, 31 agree, 1 differs, 1 has a next run that the list does not report\n" +
        "and 1 has no next run, as the list says.",
    );
    expect(out).not.toMatch(/[^\P{C}\n]/u);
  });

  it("should give the same as data", async () => {
    const { code, out } = await run([file([seed, { name: "bad" }]), "--json"]);
    expect(code).toBe(2);
    const data = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(data)).toEqual([
      "format",
      "source",
      "now",
      "clock",
      "zoneInferred",
      "zoneVersion",
      "server",
      "jobs",
      "agreeing",
      "differing",
      "issues",
    ]);
    expect(data).toMatchObject({
      format: "runcast.reconciliation/1",
      server: { offsets: [{ name: "UTC-07:00" }] },
      agreeing: 1,
      issues: [{ path: "[1].schedulePolicy" }],
    });
  });

  it("should say what it cannot tell", async () => {
    const { code, out } = await run([file([{ name: "x", schedulePolicy: daily("01:00") }])]);
    expect(code).toBe(0);
    expect(out).toContain(
      "No job reports a next run: there is nothing to hold the prediction against.\n",
    );
    expect(
      (
        await run([
          file([seed, { ...seed, nextRun: "2017-06-01T08:07:00Z" }]),
          "--zone",
          "UTC",
          "--now",
          "2017-05-31T12:00Z",
        ])
      ).out,
    ).toContain("1 of 2 reports fit");
  });

  it("should answer bad options and bad files with a line each and 2", async () => {
    expect(await run([])).toMatchObject({
      code: 2,
      err: 'a file is needed, or "-" for standard input; --help says more\n',
    });
    expect(await run(["a", "b", "--zone", "x", "--nw", "1", "--now", "soon"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^unknown option --nw; did you mean --now\?\n--zone: .*\n--now: .*\n$/,
      ) as string,
    });
    expect(await run([join(folder, "none.json")])).toMatchObject({
      code: 2,
      err: `${join(folder, "none.json")}: no such file\n`,
    });
    expect((await run([file("{")])).code).toBe(2);
    expect(await run([file([])])).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected at least one job") as string,
    });
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("runcast reconcile FILE [options]") as string,
    });
  });
});

describe("runcast reconcile --sessions", () => {
  const SERVER = "test/fixtures/veeam/server";
  const FILES = [
    ...["--sessions", `${SERVER}/sessions.json`, "--proxies", `${SERVER}/proxies.json`],
    ...["--repositories", `${SERVER}/repositories.json`],
  ];

  it("should hold the lengths of a made server against both models", async () => {
    const { code, out, err } = await run([`${SERVER}/jobs.json`, ...FILES]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.slice(out.indexOf("Lengths of"))).toBe(
      [
        "Lengths of sessions, held against what two models of sharing predict",
        "",
        "  Job                   Sessions  Telling  Off by slots  by threads",
        "  Teams                       22       22          41 %        35 %",
        "  Mailboxes to archive        10       10           8 %        14 %",
        "  OneDrive                     7        7          27 %        29 %",
        "  Mailboxes                   11        6          24 %        45 %",
        "  all jobs                    56       45          24 %        29 %",
        "",
        "These sessions do not tell which model fits: 9 nights are closer to one of",
        "them, and a verdict takes 10.",
        "",
      ].join("\n"),
    );
    // Above it stands what is there without sessions.
    const alone = await run([`${SERVER}/jobs.json`]);
    expect(out.startsWith(alone.out)).toBe(true);
  });

  it("should give it as data, for the jobs that are asked for", async () => {
    const asked = [`${SERVER}/jobs.json`, ...FILES, "--json"];
    const data = async (...more: string[]) =>
      JSON.parse((await run([...asked, ...more])).out) as {
        format: string;
        lengths: {
          replayed: { sessions: number; telling: number };
          jobs: { index: number; name: string }[];
          lengths: { index: number; start: { utc: string }; seenMs: number; slotsMs: number }[];
        };
      };
    const all = await data();
    expect(all.format).toBe("runcast.reconciliation/1");
    expect(all.lengths.lengths).toHaveLength(all.lengths.replayed.sessions);
    const one = await data("--job", "teams");
    expect(one.lengths.jobs).toEqual([all.lengths.jobs[3]]);
    expect(one.lengths.replayed).toEqual(all.lengths.replayed);
    expect(one.lengths.lengths).toEqual(all.lengths.lengths.filter(({ index }) => index === 3));
    expect(one.lengths.lengths[0]!.start.utc).toBe("2026-01-06T12:00:00Z");
  });

  it("should say so where the sessions are of no proxy that is known", async () => {
    const { code, out, err } = await run([`${SERVER}/jobs.json`, ...FILES.slice(0, 2)]);
    expect(code).toBe(0);
    expect(err).toContain("sessions.json: expected sessions on a proxy whose threads are known");
    expect(out).toContain("slots and threads predict the same");
  });

  it("should take the threads and the proxies of a fleet file, and refuse others", async () => {
    const policy = daily("22:00");
    const jobs = ["mail", "sites"].map((id) => ({
      id,
      policy,
      proxyId: "p",
      workload: { duration: "1h", threads: 16 },
    }));
    const sessions = Array.from({ length: 40 }, (_, day) => {
      const who = day % 2 === 0 ? ["mail", "sites"] : ["mail"];
      const start = Date.UTC(2026, 0, 5 + day, 22);
      const end = start + who.length * 3_600_000;
      const times = {
        creationTime: new Date(start).toISOString(),
        endTime: new Date(end).toISOString(),
      };
      return who.map((jobId) => ({ jobId, status: "Success", ...times }));
    });
    const recorded = file(sessions.flat());
    const told = async (threads: number, ...more: string[]): Promise<string> => {
      const fleet = file({ jobs, proxies: [{ id: "p", threads }] });
      return (await run([fleet, "--sessions", recorded, ...more])).out;
    };
    expect(await told(16)).toContain(
      "Seen lengths fit sharing by threads better: off by 0 % on the median, by slots",
    );
    // With 64 threads, two sessions of 16 do not slow each other.
    expect(await told(64)).toContain("slots and threads predict the same");
    expect(await told(64, "--session-threads", "64")).toContain("fit sharing by threads better");
    const fleet = file({ jobs, proxies: [{ id: "p" }] });
    const refused = await run([fleet, ...FILES]);
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toContain("--proxies: ");
  });

  it("should refuse files that say nothing without sessions", async () => {
    for (const args of [FILES.slice(2), ["--sessions"], [...FILES, "--begins", "full"]]) {
      const { code, out } = await run([`${SERVER}/jobs.json`, ...args]);
      expect([code, out]).toEqual([2, ""]);
    }
  });

  it("should stay in a narrow screen, whatever the jobs are called", async () => {
    const list = JSON.parse(readFileSync(`${SERVER}/jobs.json`, "utf8")) as {
      results: { name: string }[];
    };
    const named = list.results.map((job) => ({
      ...job,
      name: `\u001b[2J${job.name.repeat(20)}`,
    }));
    const { out } = await run([file(named), ...FILES], { COLUMNS: "80" });
    expect(out).not.toMatch(/[^\P{C}\n]/u);
    expect(out).toContain("Off by slots");
    for (const line of out.split("\n")) expect(line.length).toBeLessThan(80);
  });
});
