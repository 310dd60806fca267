/**
 * A trace, held against the published shape of the Trace Event Format (JSON object form): which
 * keys a phase has, and what stands in them.
 */
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { exportSessions, simulate } from "../../src/index.ts";
import { NASTY, textOf } from "../support/exported.ts";

const event = (ph: string, more: object, required: readonly string[]): object => ({
  type: "object",
  properties: {
    ph: { const: ph },
    name: { type: "string", minLength: 1 },
    pid: { type: "integer", minimum: 0 },
    tid: { type: "integer", minimum: 0 },
    cat: { type: "string" },
    ts: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    args: { type: "object" },
    ...more,
  },
  required: ["ph", "name", "pid", "tid", ...required],
  additionalProperties: false,
});

const SHAPE = {
  type: "object",
  properties: {
    displayTimeUnit: { enum: ["ms", "ns"] },
    traceEvents: {
      type: "array",
      items: {
        oneOf: [
          event("M", { name: { enum: ["process_name", "thread_name", "thread_sort_index"] } }, [
            "args",
          ]),
          event("X", { dur: { type: "integer", minimum: 0 } }, ["ts", "dur", "cat"]),
          event("i", { s: { enum: ["g", "p", "t"] } }, ["ts", "cat"]),
        ],
      },
    },
  },
  required: ["traceEvents"],
  additionalProperties: false,
};

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

const policy = { type: "Periodically", periodicallyEvery: "Minutes30" };
const fleet = (ids: readonly string[]) => ({
  proxies: [{ id: "p", slots: 2 }],
  jobs: ids.map((id) => ({
    id,
    name: `Job ${id}`,
    policy,
    proxyId: "p",
    workload: { duration: { uniform: ["PT10M", "PT70M"] as [string, string] } },
  })),
});
const DAY = { from: "2026-01-05", to: "2026-01-06" };

async function eventsOf(ids: readonly string[], jobs?: readonly string[]): Promise<Event[]> {
  const options = jobs === undefined ? {} : { jobs };
  const text = await textOf((sink) =>
    exportSessions(simulate(fleet(ids), DAY), "trace", sink, options),
  );
  const trace = JSON.parse(text) as { readonly traceEvents: Event[] };
  const isValid = new Ajv().compile(SHAPE);
  expect(isValid(trace), JSON.stringify(isValid.errors)).toBe(true);
  return trace.traceEvents;
}

describe("a trace", () => {
  it("should have a slice for each session, and a mark for each missed run", async () => {
    const timeline = simulate(fleet(["a", "b", "c"]), DAY);
    const events = await eventsOf(["a", "b", "c"]);
    const slices = events.filter(({ ph }) => ph === "X");
    expect(slices.map(({ tid, ts, dur, name }) => [tid, ts, dur, name])).toEqual(
      [...timeline.rows()].map(({ job, start, end, outcome }) => [
        "abc".indexOf(job) + 1,
        start * 1_000,
        (end - start) * 1_000,
        outcome,
      ]),
    );
    const marks = events.filter(({ ph }) => ph === "i");
    expect(marks.map(({ ts, args }) => [args["job"], ts])).toEqual(
      [...timeline.missedRows()].map(({ job, nominal }) => [job, nominal * 1_000]),
    );
    expect(marks.length).toBeGreaterThan(0);
    const names = events.filter(({ name }) => name === "thread_name");
    expect(names.map(({ tid, args }) => [tid, args["name"]])).toEqual([
      [1, "Job a"],
      [2, "Job b"],
      [3, "Job c"],
    ]);
  });

  it("should have no two slices of a row at once", async () => {
    const slices = (await eventsOf(["a", "b", "c", "d"])).filter(({ ph }) => ph === "X");
    const ends = new Map<number, number>();
    for (const { tid, ts, dur } of slices) {
      expect(ts).toBeGreaterThanOrEqual(ends.get(tid) ?? 0);
      ends.set(tid, ts + dur);
    }
  });

  it("should have the jobs that are asked for, whatever they are called", async () => {
    const ids = NASTY.filter((id) => id.trim() !== "");
    const [id = ""] = ids;
    const all = await eventsOf(ids);
    expect(new Set(all.flatMap(({ args }) => args["job"] ?? []))).toEqual(new Set(ids));
    const one = await eventsOf(ids, [id]);
    expect(new Set(one.flatMap(({ args }) => args["job"] ?? []))).toEqual(new Set([id]));
    expect(one.filter(({ name }) => name === "thread_name")).toHaveLength(1);
  });
});
