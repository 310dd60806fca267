/**
 * Parquet, read back by two readers that share nothing: hyparquet, and DuckDB, which starts threads
 * of its own.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { GROUP_ROWS, parquetPieces } from "../../src/export/parquet.ts";
import {
  exportMetrics,
  exportMissed,
  exportRuns,
  exportSessions,
  simulate,
  summarize,
  type Timeline,
} from "../../src/index.ts";
import { bytesOf, labelIn, timelines } from "../support/exported.ts";
import { scratch } from "../support/scratch.ts";

const home = scratch();
let ask: (sql: string) => Promise<Record<string, unknown>[]>;
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  ask = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
});

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const rowsIn = (bytes: Uint8Array): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({ file: bufferOf(bytes) });

const every = (periodicallyEvery: string) => ({ type: "Periodically", periodicallyEvery });
const fleet = {
  clock: { zone: "Europe/Berlin" },
  proxies: [{ id: "p", slots: 2 }],
  jobs: ["a", "b", "c"].map((id) => ({
    id,
    name: `Mail ${id}`,
    proxyId: "p",
    policy: every("Minutes30"),
    rpo: "2h",
    workload: { duration: { uniform: ["PT10M", "PT50M"] as [string, string] }, failed: 0.1 },
  })),
};
const WEEK = { from: "2026-03-26", to: "2026-04-02" };

describe("sessions as Parquet", () => {
  const timeline = simulate(fleet, WEEK);
  const path = join(home, "sessions.parquet");
  beforeAll(() => exportSessions(timeline, "parquet", createWriteStream(path)));

  it("should have instants in UTC, and dictionaries for texts", async () => {
    const types = await ask(`describe select * from '${path}'`);
    expect(types.map(({ column_name, column_type }) => [column_name, column_type])).toEqual([
      ["job", "VARCHAR"],
      ["name", "VARCHAR"],
      ["nominal", "TIMESTAMP WITH TIME ZONE"],
      ["start", "TIMESTAMP WITH TIME ZONE"],
      ["end", "TIMESTAMP WITH TIME ZONE"],
      ["attempt", "INTEGER"],
      ["outcome", "VARCHAR"],
    ]);
    const chunks = await ask(
      `select path_in_schema as name, encodings from parquet_metadata('${path}')`,
    );
    const dictionaries = chunks.filter(({ encodings }) =>
      (encodings as string).includes("RLE_DICTIONARY"),
    );
    expect(dictionaries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["job", "name", "outcome"]),
    );
  });

  it("should come to the same sums in DuckDB", async () => {
    const [found] = await ask(
      `select count(*) as n, sum(epoch_ms("end") - epoch_ms(start)) as busy,
         sum(epoch_ms(start) - epoch_ms(nominal)) as late, sum(attempt) as attempts,
         count(*) filter (outcome = 'Failed') as failed, min(epoch_ms(start)) as first
       from '${path}'`,
    );
    const rows = [...timeline.rows()];
    const sum = (of: (row: (typeof rows)[number]) => number): string =>
      String(rows.reduce((total, row) => total + of(row), 0));
    expect(rows.length).toBeGreaterThan(500);
    expect(found).toEqual({
      n: String(rows.length),
      busy: sum(({ start, end }) => end - start),
      late: sum(({ start, nominal }) => start - nominal),
      attempts: sum(({ attempt }) => attempt),
      failed: sum(({ outcome }) => (outcome === "Failed" ? 1 : 0)),
      first: String(rows[0]!.start),
    });
    const byJob = await ask(`select job, count(*) as n from '${path}' group by job order by job`);
    expect(byJob).toEqual(
      ["a", "b", "c"].map((job) => ({
        job,
        n: String(rows.filter((row) => row.job === job).length),
      })),
    );
  });

  it("should be read back by hyparquet, row by row, whatever jobs are called", async () => {
    await fc.assert(
      fc.asyncProperty(timelines, async (one) => {
        const read = await rowsIn(await bytesOf((sink) => exportSessions(one, "parquet", sink)));
        // decoders of readers drop a byte order mark; below, DuckDB is asked for bytes
        const shown = (name: string): string => name.replace(/^\ufeff/, "");
        expect(read).toEqual(
          [...one.rows()].map(({ job, nominal, start, end, ...rest }) => ({
            job: shown(job),
            name: shown(labelIn(one, job)),
            nominal: new Date(nominal),
            start: new Date(start),
            end: new Date(end),
            ...rest,
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("should be read by DuckDB, byte by byte, whatever jobs are called", async () => {
    const file = join(home, "names.parquet");
    await fc.assert(
      fc.asyncProperty(timelines, async (one) => {
        writeFileSync(file, await bytesOf((sink) => exportSessions(one, "parquet", sink)));
        const read = await ask(
          `select hex(encode(job)) as job, hex(encode(name)) as name, epoch_ms("end") as at
           from '${file}'`,
        );
        const hex = (text: string): string => Buffer.from(text).toString("hex").toUpperCase();
        expect(read).toEqual(
          [...one.rows()].map(({ job, end }) => ({
            job: hex(job),
            name: hex(labelIn(one, job)),
            at: String(end),
          })),
        );
      }),
      { numRuns: 15 },
    );
  });
});

describe("lines, as DuckDB reads them without being told anything", () => {
  it.each(["csv", "ndjson"] as const)(
    "should have its types, and the same sums: %s",
    async (as) => {
      const timeline = simulate(fleet, WEEK);
      const path = join(home, `sniffed.${as}`);
      await exportSessions(timeline, as, createWriteStream(path));
      const source = as === "csv" ? `'${path}'` : `read_json('${path}')`;
      const types = await ask(`describe select nominal, start, "end", attempt from ${source}`);
      expect(types.map(({ column_type }) => String(column_type).split(" ")[0])).toEqual([
        "TIMESTAMP",
        "TIMESTAMP",
        "TIMESTAMP",
        "BIGINT",
      ]);
      const [found] = await ask(
        `select count(*) as n, sum(epoch_ms("end") - epoch_ms(start)) as busy from ${source}`,
      );
      const busy = [...timeline.rows()].reduce((sum, { start, end }) => sum + end - start, 0);
      expect(found).toEqual({ n: String(timeline.sessions.length), busy: String(busy) });
    },
  );
});

describe("a file of many groups", () => {
  it("should have a piece for each, and every row", async () => {
    const rows = 2 * GROUP_ROWS + 17;
    const start = Float64Array.from({ length: rows }, (_, row) => 1.7e12 + row * 60_000);
    const job = Uint8Array.from({ length: rows }, (_, row) => row % 3);
    const table = (from: number, to: number) => ({
      length: to - from,
      columns: [
        { name: "job", kind: "text", texts: ["a", "b", "c"], values: job.subarray(from, to) },
        { name: "start", kind: "instant", values: start.subarray(from, to) },
      ] as const,
    });
    // tables end anywhere
    const cuts = [0, 10, GROUP_ROWS - 1, GROUP_ROWS + 1, GROUP_ROWS + 2, rows];
    const tables = cuts.slice(1).map((to, index) => table(cuts[index]!, to));
    const pieces = [...(await parquetPieces(tables))];
    const file = Buffer.concat(pieces);
    const { row_groups: groups } = parquetMetadata(bufferOf(file));
    expect(groups.map(({ num_rows }) => Number(num_rows))).toEqual([GROUP_ROWS, GROUP_ROWS, 17]);
    expect(pieces).toHaveLength(4);
    const path = join(home, "groups.parquet");
    writeFileSync(path, file);
    const [found] = await ask(
      `select count(*) as n, sum(epoch_ms(start)) as s, count(distinct job) as jobs from '${path}'`,
    );
    const sum = start.reduce((total, at) => total + BigInt(at), 0n);
    expect(found).toEqual({ n: String(rows), s: String(sum), jobs: "3" });
  });
});

describe("other tables as Parquet", () => {
  const sessionless = (): Timeline =>
    simulate({ jobs: [{ id: "off", enabled: false, policy: every("Hours8") }] }, WEEK);

  it("should be there where no row is", async () => {
    const timeline = sessionless();
    for (const write of [exportSessions, exportMissed] as const) {
      const path = join(home, "none.parquet");
      await write(timeline, "parquet", createWriteStream(path));
      expect(await ask(`select count(*) as n from '${path}'`)).toEqual([{ n: "0" }]);
    }
  });

  it("should have missed and predicted runs, and metrics with nulls for what is none", async () => {
    const timeline = simulate(fleet, WEEK);
    const at = (name: string): string => join(home, `${name}.parquet`);
    await exportMissed(timeline, "parquet", createWriteStream(at("missed")));
    await exportRuns(fleet, WEEK, "parquet", createWriteStream(at("runs")));
    await exportMetrics(timeline, "parquet", createWriteStream(at("metrics")));
    const missed = await ask(`select reason, count(*) as n from '${at("missed")}' group by reason`);
    expect(missed.reduce((sum, { n }) => sum + Number(n), 0)).toBe(timeline.missed.length);
    expect(timeline.missed.length).toBeGreaterThan(0);
    const [{ n: runs } = {}] = await ask(`select count(*) as n from '${at("runs")}'`);
    expect(Number(runs)).toBe(3 * 7 * 48);
    const metrics = await ask(
      `select "of", id, "exposure.worst" as worst, withinTarget as kept, slots,
         epoch_ms("exposure.worstInterval.from") as begin
       from '${at("metrics")}'`,
    );
    const { jobs } = summarize(timeline);
    expect(metrics).toEqual([
      ...jobs.map(({ id, exposure, withinTarget }) => ({
        of: "job",
        id,
        worst: exposure.worst,
        kept: withinTarget,
        slots: null,
        begin: String(exposure.worstInterval.from),
      })),
      { of: "proxy", id: "p", worst: null, kept: null, slots: 2, begin: null },
      { of: "fleet", id: "", worst: null, kept: null, slots: null, begin: null },
    ]);
  });
});
