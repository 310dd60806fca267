import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { csvPieces, PIECE_BYTES } from "../../src/export/lines.ts";
import { pour } from "../../src/export/sink.ts";
import {
  exportMetrics,
  type ExportOptions,
  exportRuns,
  exportSessions,
  simulate,
} from "../../src/index.ts";

/** Pieces, and how many were made so far. */
function counted(count: number): { readonly pieces: Iterable<Uint8Array>; made: number } {
  function* made(): Generator<Uint8Array, undefined> {
    while (found.made < count) yield Uint8Array.of((found.made += 1));
  }
  const found = { made: 0, pieces: made() };
  return found;
}

const soon = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe("a sink", () => {
  it("should get a piece when it is done with the one before: a function", async () => {
    const found = counted(5);
    const seen: number[] = [];
    await pour(found.pieces, async ([piece]) => {
      await soon();
      seen.push(piece!, found.made);
    });
    expect(seen).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it("should get a piece when it has room: a WritableStream, which is closed", async () => {
    const found = counted(5);
    const seen: number[] = [];
    let isClosed = false;
    const stream = new WritableStream<Uint8Array>(
      {
        async write([piece]) {
          await soon();
          seen.push(found.made - piece!);
        },
        close: () => void (isClosed = true),
      },
      { highWaterMark: 1 },
    );
    await pour(found.pieces, stream);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
    expect([seen.length, isClosed, stream.locked]).toEqual([5, true, false]);
  });

  it("should get a piece when it has room: a stream of Node.js, which is ended", async () => {
    const found = counted(5);
    const ahead: number[] = [];
    const stream = new Writable({
      highWaterMark: 1,
      write([piece]: Uint8Array, _, done) {
        ahead.push(found.made - piece!);
        setImmediate(done);
      },
    });
    await pour(found.pieces, stream);
    expect(ahead).toEqual([0, 0, 0, 0, 0]);
    expect([stream.writableFinished, stream.listenerCount("error")]).toEqual([true, 0]);
  });

  it("should stay open where more is to come", async () => {
    const stream = new PassThrough();
    await pour(counted(2).pieces, stream, { keepOpen: true });
    await pour(counted(1).pieces, stream);
    expect([...(stream.read() as Buffer)]).toEqual([1, 2, 1]);
    const web = new WritableStream<Uint8Array>();
    await pour(counted(2).pieces, web, { keepOpen: true });
    await pour(counted(2).pieces, web);
    expect(web.locked).toBe(false);
  });
});

describe("a sink that fails", () => {
  const failure = new Error("the disk is full");

  it("should end the export with its error, and no piece more be made", async () => {
    const found = counted(1_000);
    const fail = (): never => {
      throw failure;
    };
    await expect(pour(found.pieces, fail)).rejects.toBe(failure);
    expect(found.made).toBe(1);
    await expect(pour(counted(9).pieces, new WritableStream({ write: fail }))).rejects.toBe(
      failure,
    );
    const late = new Writable({ write: (_, __, done) => void setImmediate(done, failure) });
    await expect(pour(counted(9).pieces, late)).rejects.toBe(failure);
    const atEnd = new Writable({
      write: (_, __, done) => done(),
      final: (done) => done(failure),
    });
    await expect(pour(counted(1).pieces, atEnd)).rejects.toBe(failure);
  });

  it("should not be waited for where it is closed", async () => {
    const closed = "the sink was closed before the export ended";
    const before = new PassThrough();
    before.destroy();
    await expect(pour(counted(1).pieces, before)).rejects.toThrow(closed);
    const during = new Writable({
      highWaterMark: 1,
      write: () => setImmediate(() => during.destroy()),
    });
    await expect(pour(counted(9).pieces, during)).rejects.toThrow(closed);
  });
});

describe("an export that is aborted", () => {
  it.each([
    ["a function", () => async () => soon()],
    ["a WritableStream", () => new WritableStream({ write: async () => soon() })],
    ["a function that hangs", () => () => new Promise(() => undefined)],
    [
      "a WritableStream that hangs",
      () => new WritableStream({ write: () => new Promise<void>(() => undefined) }),
    ],
    ["a stream that hangs", () => new Writable({ highWaterMark: 1, write: () => undefined })],
  ])("should reject with the reason: %s", async (_, make) => {
    const stop = new AbortController();
    const found = counted(1_000_000);
    const reason = new Error("enough");
    setTimeout(() => stop.abort(reason), 5);
    await expect(pour(found.pieces, make(), { signal: stop.signal })).rejects.toBe(reason);
    expect(found.made).toBeLessThan(1_000_000);
    await expect(pour(counted(1).pieces, make(), { signal: stop.signal })).rejects.toBe(reason);
  });

  it("should have destroyed its stream, without an error that nobody hears", async () => {
    const stream = new Writable({ highWaterMark: 1, write: () => undefined });
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    await expect(pour(counted(9).pieces, stream, { signal: stop.signal })).rejects.toThrow("abort");
    await soon();
    expect(stream.destroyed).toBe(true);
  });
});

describe("memory", () => {
  it("should be that of a piece, however many rows there are", () => {
    const rows = 500_000;
    const values = { length: rows, asked: 0 };
    const cells = new Proxy([] as number[], {
      get(_, key) {
        if (key === "length") return rows;
        values.asked = Math.max(values.asked, Number(key) + 1);
        return 1.7e12 + Number(key);
      },
    });
    const table = {
      length: rows,
      columns: [{ name: "at", kind: "instant", values: cells }],
    } as const;
    const line = "2023-11-14T22:13:20.000Z\n".length;
    const perPiece = Math.ceil(PIECE_BYTES / line);
    let pieces = 0;
    let bytes = 0;
    for (const piece of csvPieces([table])) {
      pieces += 1;
      bytes += piece.length;
      expect(piece.length).toBeLessThan(PIECE_BYTES + 2 * line);
      // no row is read before its piece is asked for
      expect(values.asked).toBeLessThanOrEqual(pieces * perPiece);
    }
    expect(bytes).toBe(rows * line + "at\n".length);
    expect(pieces).toBeGreaterThan(100);
  });
});

describe("a clone of a timeline", () => {
  it("should have the same rows", async () => {
    const policy = { type: "Periodically", periodicallyEvery: "Hours8" };
    const timeline = simulate({ jobs: [{ id: "a", policy }] }, { from: 0, to: 86_400_000 });
    const pieces: Uint8Array[][] = [[], []];
    await exportSessions(timeline, "csv", (piece) => void pieces[0]!.push(piece));
    await exportSessions(structuredClone(timeline), "csv", (piece) => void pieces[1]!.push(piece));
    expect(pieces[1]).toEqual(pieces[0]);
  });
});

describe("what is wrong with an export", () => {
  const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
  const span = { from: "2026-01-05", to: "2026-01-08" };
  const jobs = [{ id: "mail", policy }];
  const timeline = simulate({ jobs }, span);
  const none = (): void => undefined;
  const issuesOf = async (asked: Promise<void>): Promise<string[]> => {
    const error = await asked.then(
      () => undefined,
      (caught: unknown) => caught as { readonly name: string; readonly message: string },
    );
    expect(error?.name).toBe("PolicyError");
    return error!.message.split("\n");
  };

  it.each<[string, () => Promise<void>, readonly string[]]>([
    [
      "a format",
      () => exportSessions(timeline, "cvs" as "csv", none),
      ['format: expected one of csv, ndjson, parquet, trace, received "cvs"; did you mean csv?'],
    ],
    [
      "a format of something else",
      () => exportMetrics(timeline, "trace" as "csv", none),
      ['format: expected one of csv, ndjson, parquet, received "trace"'],
    ],
    [
      "a timeline",
      () => exportSessions(undefined as never, "csv", none),
      ["timeline: expected a timeline, as simulate gives it, received nothing"],
    ],
    [
      "a timeline from JSON",
      () => exportSessions(JSON.parse(JSON.stringify(timeline)) as never, "csv", none),
      [
        expect.stringMatching(
          /^timeline: expected .*; this is a copy: timelineFrom brings it back$/,
        ),
      ],
    ],
    [
      "metrics of a clone",
      () => exportMetrics(structuredClone(timeline), "csv", none),
      [
        expect.stringMatching(
          /^timeline: expected .*; this is a copy: timelineFrom brings it back$/,
        ),
      ],
    ],
    [
      "a timeline without rows",
      () => exportSessions(simulate({ jobs }, { ...span, keep: "summary" }), "csv", none),
      [
        'timeline.span.keep: expected "all", received "summary"; a timeline that keeps no rows ' +
          "has none",
      ],
    ],
    [
      "a sink",
      () => exportSessions(timeline, "csv", "sessions.csv" as never),
      [
        "sink: expected a function, a WritableStream or a Writable of Node.js, received " +
          '"sessions.csv"',
      ],
    ],
    [
      "options",
      () =>
        exportSessions(timeline, "parquet", none, {
          jobs: ["mial"],
          times: "server",
          sginal: 1,
        } as ExportOptions),
      [
        "options.sginal: expected one of jobs, times, signal, keepOpen, received " +
          '"sginal"; did you mean signal?',
        'options.times: expected utc, which is all that parquet has, received "server"',
        'options.jobs[0]: expected the id of a job, received "mial"',
      ],
    ],
    [
      "a span, and what a calendar has",
      () =>
        exportRuns({ jobs }, { from: "2026-01-05", to: "soon" }, "ics", none, {
          alarmMinutes: -1,
        }),
      [
        expect.stringMatching(/^span\.to: expected an instant/),
        "options.alarmMinutes: expected an integer from 0 to 40320, received -1",
      ],
    ],
  ])("should be told with its path: %s", async (_, ask, expected) => {
    expect(await issuesOf(ask())).toEqual(expected);
  });
});
