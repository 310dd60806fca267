/**
 * A timeline as a Chrome trace, which Perfetto and `chrome://tracing` open: a row for each job, a
 * slice for each session, a mark for each run that came to none.
 *
 * The shape is that of the Trace Event Format (JSON object form): `M` names a row, `X` is a slice
 * with its length, `i` a mark; `ts` and `dur` are microseconds, here since 1970.
 */
import type { Timeline } from "../core/simulation/timeline.js";
import { formatUtc } from "../core/time/calendar.js";
import { safeJson } from "../report/kit/safe.js";
import { bytesOf } from "./cells.js";
import { PIECE_BYTES } from "./lines.js";
import { labelsOf } from "./tables.js";

const MICROSECONDS = 1_000;
/** All rows are of one process, the fleet. */
const FLEET = 1;

/** The trace, of these jobs only where they are given, by index. */
export function* tracePieces(
  timeline: Timeline,
  jobs?: ReadonlySet<number>,
): Generator<Uint8Array, undefined> {
  let text = '{"displayTimeUnit":"ms","traceEvents":[';
  let separator = "\n";
  for (const event of eventsOf(timeline, jobs)) {
    text += separator + event;
    separator = ",\n";
    if (text.length < PIECE_BYTES) continue;
    yield bytesOf(text);
    text = "";
  }
  yield bytesOf(`${text}\n]}\n`);
}

function* eventsOf(
  timeline: Timeline,
  jobs: ReadonlySet<number> | undefined,
): Generator<string, undefined> {
  const { fleet, sessions, missed, outcomes, reasons } = timeline;
  const isMeant = (job: number): boolean => jobs === undefined || jobs.has(job);
  const names = labelsOf(fleet.jobs).map((label) => safeJson(label));
  const ids = fleet.jobs.map(({ id }) => safeJson(id));
  yield meta("process_name", `"pid":${FLEET},"tid":0,"args":{"name":"Jobs"}`);
  for (const [job, name] of names.entries()) {
    if (!isMeant(job)) continue;
    const row = `"pid":${FLEET},"tid":${job + 1}`;
    yield meta("thread_name", `${row},"args":{"name":${name}}`);
    yield meta("thread_sort_index", `${row},"args":{"sort_index":${job}}`);
  }
  for (let row = 0; row < sessions.length; row += 1) {
    const job = sessions.job[row]!;
    if (!isMeant(job)) continue;
    const start = sessions.start[row]!;
    const end = sessions.end[row]!;
    const outcome = outcomes[sessions.outcome[row]!]!;
    yield (
      `{"ph":"X","name":"${outcome}","cat":"session",${place(job, start)},` +
      `"dur":${(end - start) * MICROSECONDS},"args":{"job":${ids[job]!},` +
      `"nominal":"${formatUtc(sessions.nominal[row]!)}","start":"${formatUtc(start)}",` +
      `"end":"${formatUtc(end)}","attempt":${sessions.attempt[row]!}}}`
    );
  }
  for (let row = 0; row < missed.length; row += 1) {
    const job = missed.job[row]!;
    if (!isMeant(job)) continue;
    const nominal = missed.nominal[row]!;
    yield (
      `{"ph":"i","s":"t","name":"missed: ${reasons[missed.reason[row]!]!}","cat":"missed",` +
      `${place(job, nominal)},"args":{"job":${ids[job]!},"nominal":"${formatUtc(nominal)}"}}`
    );
  }
}

function meta(name: string, rest: string): string {
  return `{"ph":"M","name":"${name}",${rest}}`;
}

function place(job: number, instant: number): string {
  return `"ts":${instant * MICROSECONDS},"pid":${FLEET},"tid":${job + 1}`;
}
