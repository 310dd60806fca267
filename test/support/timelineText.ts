/**
 * What became of a small fleet, as the rows that `test/fixtures/timelines/*.txt` expect.
 */
import type { SessionRow, Summary } from "../../src/index.ts";
import { MINUTE } from "./scheduleBuilders.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `Mon 22:00`, with seconds where there are any. */
function timeText(instant: number): string {
  const date = new Date(instant);
  const clock = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()]} ${clock.endsWith(":00") ? clock.slice(0, 5) : clock}`;
}

/** `A Mon 22:00 #0 Mon 22:00 - Mon 22:45 Success`: job, nominal, attempt, start, end, outcome. */
export function sessionText(row: SessionRow): string {
  return (
    `${row.job} ${timeText(row.nominal)} #${row.attempt} ${timeText(row.start)} - ` +
    `${timeText(row.end)} ${row.outcome}`
  );
}

/** `A Mon 22:00 still-running`: job, nominal, reason. */
export function missedText(row: {
  readonly job: string;
  readonly nominal: number;
  readonly reason: string;
}): string {
  return `${row.job} ${timeText(row.nominal)} ${row.reason}`;
}

/** Two digits after the point at most, and none that are zero. */
function brief(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** `A worst 360m mean 204m over 40 % restore points 2` for a job with a target. */
export function exposureText({
  id,
  exposure: { worst, mean, shareOver, restorePoints },
}: {
  readonly id: string;
  readonly exposure: Pick<
    Summary["jobs"][number]["exposure"],
    "worst" | "mean" | "shareOver" | "restorePoints"
  >;
}): string {
  return (
    `${id} worst ${brief(worst / MINUTE)}m mean ${brief(mean / MINUTE)}m over ` +
    `${brief(shareOver! * 100)} % restore points ${restorePoints}`
  );
}

/** `A mean 30m max 60m unfinished 1`: how long attempts waited, those too that never started. */
export function waitText({
  id,
  wait: { mean, max, unfinished },
}: {
  readonly id: string;
  readonly wait: { readonly mean: number; readonly max: number; readonly unfinished?: number };
}): string {
  return `${id} mean ${mean / MINUTE}m max ${max / MINUTE}m unfinished ${unfinished}`;
}

/** `A kept` for a job with a target. */
export function targetText({
  id,
  target,
}: {
  readonly id: string;
  readonly target?: string;
}): string {
  return `${id} ${target}`;
}

/** `P peak 9 mean 5.1 full 85 %`: threads that could be used, and that were in use. */
export function threadText({
  id,
  peakDemand,
  mean,
  shareFull,
}: {
  readonly id: string;
  readonly peakDemand?: number;
  readonly mean?: number;
  readonly shareFull?: number;
}): string {
  return `${id} peak ${peakDemand} mean ${brief(mean!)} full ${brief(shareFull! * 100)} %`;
}
