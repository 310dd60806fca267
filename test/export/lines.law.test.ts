import { csvParse, csvParseRows } from "d3-dsv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exportMetrics,
  exportMissed,
  exportRuns,
  exportSessions,
  simulate,
  summarize,
} from "../../src/index.ts";
import { csvText } from "../../src/export/lines.ts";
import { labelIn, names, NASTY, textOf, timelines, undefused } from "../support/exported.ts";

const iso = (instant: number): string => new Date(instant).toISOString();
const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };

describe("sessions as CSV", () => {
  it("should be what somebody expects who opens it", async () => {
    const jobs = [
      { id: "mail", name: "Mail, board", policy: daily, workload: { duration: "45m" } },
      { id: "=1+1", policy: daily, workload: { duration: "90s" } },
    ];
    const clock = { zone: "Europe/Berlin" };
    const span = { from: "2026-01-05T00:00+01:00", to: "2026-01-06T00:00+01:00" };
    const timeline = simulate({ clock, jobs }, span);
    expect(await textOf((sink) => exportSessions(timeline, "csv", sink))).toBe(
      "job,name,nominal,start,end,attempt,outcome\n" +
        'mail,"Mail, board",2026-01-05T21:00:00.000Z,2026-01-05T21:00:00.000Z,' +
        "2026-01-05T21:45:00.000Z,0,Success\n" +
        "'=1+1,'=1+1,2026-01-05T21:00:00.000Z,2026-01-05T21:00:00.000Z," +
        "2026-01-05T21:01:30.000Z,0,Success\n",
    );
    const local = await textOf((sink) =>
      exportSessions(timeline, "csv", sink, { times: "server", jobs: ["mail"] }),
    );
    expect(local.split("\n")[1]).toBe(
      'mail,"Mail, board",2026-01-05T22:00:00.000+01:00,2026-01-05T22:00:00.000+01:00,' +
        "2026-01-05T22:45:00.000+01:00,0,Success",
    );
  });

  it("should be read back by d3-dsv, row by row, whatever jobs are called", async () => {
    await fc.assert(
      fc.asyncProperty(timelines, async (timeline) => {
        const text = await textOf((sink) => exportSessions(timeline, "csv", sink));
        const read = csvParse(text, (row) => ({
          ...row,
          job: undefused(row["job"]!),
          name: undefused(row["name"]!),
        }));
        expect(read.columns).toEqual("job,name,nominal,start,end,attempt,outcome".split(","));
        expect([...read]).toEqual(
          [...timeline.rows()].map(({ job, nominal, start, end, attempt, outcome }) => ({
            job,
            name: labelIn(timeline, job),
            nominal: iso(nominal),
            start: iso(start),
            end: iso(end),
            attempt: String(attempt),
            outcome,
          })),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("a text as a cell", () => {
  it("should begin no formula, and come back as it was", () => {
    fc.assert(
      fc.property(names, (name) => {
        const [[cell = ""] = []] = csvParseRows(`${csvText(name)},`);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/);
        expect(undefused(cell)).toBe(name);
      }),
    );
    expect(new Set(NASTY.map(csvText)).size).toBe(NASTY.length);
  });
});

describe("NDJSON", () => {
  it("should be an object a line with every value as it is, and nothing but text", async () => {
    await fc.assert(
      fc.asyncProperty(timelines, async (timeline) => {
        const text = await textOf((sink) => exportSessions(timeline, "ndjson", sink));
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\ufeff]/u);
        const lines = text.split("\n");
        expect(lines.pop()).toBe("");
        expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
          [...timeline.rows()].map((row) => ({
            ...row,
            name: labelIn(timeline, row.job),
            nominal: iso(row.nominal),
            start: iso(row.start),
            end: iso(row.end),
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("should tell the same instants on the server's clock, over a clock change", async () => {
    await fc.assert(
      fc.asyncProperty(timelines, async (timeline) => {
        const read = async (times: "utc" | "server"): Promise<Record<string, string>[]> => {
          const text = await textOf((sink) => exportSessions(timeline, "ndjson", sink, { times }));
          const lines = text.split("\n").slice(0, -1);
          return lines.map((line) => JSON.parse(line) as Record<string, string>);
        };
        const [utc, local] = [await read("utc"), await read("server")];
        expect(local.map(({ end }) => iso(Date.parse(end!)))).toEqual(utc.map(({ end }) => end));
        if (timeline.fleet.clock?.zone !== "Europe/Berlin" || utc.length < 12) return;
        // 29 March 2026 is in the span
        expect(new Set(local.map(({ end }) => end!.slice(-6)))).toEqual(
          new Set(["+01:00", "+02:00"]),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("missed runs", () => {
  it("should be those of the timeline, of the jobs that are asked for", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(timelines, fc.nat(), async (timeline, pick) => {
        const { id } = timeline.fleet.jobs[pick % timeline.fleet.jobs.length]!;
        const text = await textOf((sink) => exportMissed(timeline, "csv", sink, { jobs: [id] }));
        const expected = [...timeline.missedRows()].filter(({ job }) => job === id);
        seen += expected.length;
        expect(
          csvParse(text).map(({ job, nominal, reason }) => [undefused(job!), nominal, reason]),
        ).toEqual(expected.map(({ nominal, reason }) => [id, iso(nominal), reason]));
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(10);
  });
});

describe("metrics", () => {
  it("should be a row for each job, resource and the fleet, as in the summary", async () => {
    await fc.assert(
      fc.asyncProperty(timelines, async (timeline) => {
        const { jobs, proxies, fleet } = summarize(timeline);
        const rows = csvParse(await textOf((sink) => exportMetrics(timeline, "csv", sink)));
        expect(rows.map(({ of, id }) => [of, undefused(id!)])).toEqual([
          ...jobs.map(({ id }) => ["job", id]),
          ["proxy", "p"],
          ["fleet", ""],
        ]);
        jobs.forEach((job, index) => {
          const row = rows[index]!;
          expect(Number(row["sessions"])).toBe(job.sessions);
          expect(Number(row["wait.p95"])).toBe(job.wait.p95);
          expect(Number(row["exposure.worst"])).toBe(job.exposure.worst);
          expect(row["exposure.worstInterval.from"]).toBe(iso(job.exposure.worstInterval.from));
          expect([row["slots"], row["utilisation"]]).toEqual(["", ""]);
        });
        const proxy = rows.at(-2)!;
        expect([Number(proxy["slots"]), Number(proxy["peak"])]).toEqual([2, proxies[0]!.peak]);
        expect(Number(rows.at(-1)!["occupancy.peak"])).toBe(fleet.occupancy.peak);
      }),
      { numRuns: 30 },
    );
  });

  it("should have the same columns for every fleet, and say what there is none of", async () => {
    const of = (job: object): Promise<string> => {
      const timeline = simulate(
        { jobs: [{ id: "a", policy: daily, ...job }] },
        { from: "2026-01-05", to: "2026-01-08", keep: "summary" },
      );
      return textOf((sink) => exportMetrics(timeline, "ndjson", sink));
    };
    const [plain, judged] = [await of({}), await of({ rpo: "26h" })].map(
      (text) => JSON.parse(text.split("\n")[0]!) as Record<string, unknown>,
    );
    expect(Object.keys(plain!)).toEqual(Object.keys(judged!));
    expect([plain!["rpo"], plain!["withinTarget"]]).toEqual([null, null]);
    expect([judged!["rpo"], judged!["withinTarget"]]).toEqual([93_600_000, true]);
  });
});

describe("predicted runs", () => {
  it("should be those of every schedule, in one order, also where there are none", async () => {
    const jobs = [
      { id: "late", policy: daily },
      { id: "off", policy: daily, enabled: false },
      { id: "often", policy: { type: "Periodically", periodicallyEvery: "Hours8" } },
    ];
    const rows = await textOf((sink) =>
      exportRuns({ jobs }, { from: "2026-01-05", to: "2026-01-07" }, "csv", sink),
    );
    const days = ["05", "06"].map((day) => `2026-01-${day}`);
    expect(rows.split("\n")).toEqual([
      "job,name,nominal",
      ...days.flatMap((day) => [
        ...["00", "08", "16"].map((hour) => `often,often,${day}T${hour}:00:00.000Z`),
        `late,late,${day}T22:00:00.000Z`,
      ]),
      "",
    ]);
    const none = { from: "2026-01-05", to: "2026-01-05" };
    expect(await textOf((sink) => exportRuns({ jobs }, none, "csv", sink))).toBe(
      "job,name,nominal\n",
    );
  });
});
