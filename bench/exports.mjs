/**
 * QUESTION: how fast do a million sessions become a file, and how much memory does it take?
 *
 * Why anyone cares: a year of a large fleet is millions of rows, and who exports them waits for it.
 * CSV is held against `d3-dsv`, which writes the same rows from objects: both are made to the last
 * byte, in turns, and the texts are compared first. Parquet is judged by what the processor works,
 * since the collector of garbage works beside it. Then ten million sessions: what an export adds to
 * the memory that the timeline has already. (What pieces there are, and that no more than one is,
 * test/export/ counts.)
 */
import { csvFormatRows } from "d3-dsv";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exportSessions } from "runcast";
import { sessionsOf } from "./contestants/exportedSessions.mjs";
import { atMost, ratioAtMost, timeAtMost } from "./limits.mjs";
import { consume, ratio } from "./measure.mjs";
import { significant, table, time, times } from "./table.mjs";

export const question = "How fast do a million sessions become a file?";

/** Days of sessions. */
const A_MILLION = 7;
const TEN_MILLION = 70;
const ROUNDS = 5;
const MB = 1e6;

export async function run({ print }) {
  const timeline = sessionsOf(A_MILLION);
  const rows = timeline.sessions.length;
  const ours = await textOf(timeline, "csv");
  const same = ours === d3Text(timeline);
  print(
    `${rows.toLocaleString("en-US")} sessions; CSV of ${mb(ours.length)}, ` +
      `${same ? "to the byte what d3-dsv writes" : "NOT WHAT d3-dsv WRITES"}\n`,
  );

  const formats = {};
  for (const format of ["csv", "ndjson", "trace", "parquet"])
    formats[format] = await measured(() => bytesOf(timeline, format), ROUNDS);
  const d3 = await measured(() => d3Text(timeline).length, ROUNDS);
  // In turns, since a neighbour on the machine slows both.
  const pairs = { ours: [], d3: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.ours.push((await measured(() => bytesOf(timeline, "csv"), 1)).wall[0]);
    pairs.d3.push((await measured(() => d3Text(timeline).length, 1)).wall[0]);
  }
  const perRow = (ns) => ns / rows;
  print(
    table(
      ["format", "a session", "cpu", "sessions a second"],
      [...Object.entries(formats), ["csv, d3-dsv", d3]].map(([name, { wall, cpu }]) => [
        name,
        time(perRow(Math.min(...wall))),
        time(perRow(Math.min(...cpu))),
        significant(1e9 / perRow(Math.min(...wall))),
      ]),
    ),
  );
  const toD3 = ratio({ samples: pairs.ours }, { samples: pairs.d3 });
  print(`\nCSV against d3-dsv, in turns: ${times(toD3)} of its time.`);

  const memory = {};
  for (const format of ["csv", "parquet"])
    memory[format] = [A_MILLION, TEN_MILLION].map((days) => memoryAdded(format, days));
  print("\nMemory beyond that of the timeline, in a process of its own:\n");
  print(
    table(
      ["format", "a million", "ten million"],
      Object.entries(memory).map(([format, found]) => [
        format,
        ...found.map(({ bytes }) => mb(bytes)),
      ]),
    ),
  );
  return {
    rows: { formats, memory },
    summary: [],
    limits: [
      timeAtMost("a session to CSV (a million a second)", [formats.csv.wall.map(perRow)], 1_000),
      ratioAtMost("CSV against d3-dsv", [toD3], 2),
      atMost(
        "Parquet, cpu for a million",
        ((Math.min(...formats.parquet.cpu) / rows) * 1e6) / 1e9,
        10,
        " s",
      ),
      ...Object.entries(memory).map(([format, [, { bytes }]]) =>
        atMost(`memory for ten million, ${format}`, bytes / MB, 250, " MB"),
      ),
    ],
  };
}

const mb = (bytes) => `${significant(bytes / MB)} MB`;

async function bytesOf(timeline, format) {
  let bytes = 0;
  await exportSessions(timeline, format, (piece) => void (bytes += piece.length));
  return bytes;
}

async function textOf(timeline, format) {
  const decoder = new TextDecoder();
  let text = "";
  await exportSessions(
    timeline,
    format,
    (piece) => void (text += decoder.decode(piece, { stream: true })),
  );
  return text;
}

function d3Text(timeline) {
  const names = new Map(timeline.fleet.jobs.map(({ id, name }) => [id, name]));
  const rows = [["job", "name", "nominal", "start", "end", "attempt", "outcome"]];
  for (const { job, nominal, start, end, attempt, outcome } of timeline.rows())
    rows.push([job, names.get(job), iso(nominal), iso(start), iso(end), attempt, outcome]);
  return `${csvFormatRows(rows)}\n`;
}

const iso = (instant) => new Date(instant).toISOString();

async function measured(work, rounds) {
  const wall = [];
  const cpu = [];
  for (let round = 0; round < rounds; round += 1) {
    globalThis.gc?.();
    const before = process.cpuUsage();
    const began = performance.now();
    consume(await work());
    wall.push((performance.now() - began) * 1e6);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) * 1e3);
  }
  return { wall, cpu };
}

function memoryAdded(format, days) {
  const program = fileURLToPath(new URL("contestants/exportMemory.mjs", import.meta.url));
  const child = spawnSync(process.execPath, ["--expose-gc", program, format, String(days)], {
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`the child that exports failed: ${child.stderr}`);
  const [rows, bytes] = JSON.parse(child.stdout);
  return { rows, bytes };
}
