/**
 * What the engine says of a fleet, question by question, beside what the slow simulator says.
 *
 * The questions are written for a test in which `fleet`, `span` (`from`, `to`, `rules`), `timeline`
 * and `summary` are known.
 */
import { type Fleet, type Rules, simulate, summarize, type Summary } from "../../src/index.ts";
import type { Answer } from "./answers.ts";
import type { SlowTimeline, SlowWait } from "./slowModel.ts";
import { missedLine, sessionLine } from "./timelineLines.ts";

/** What is simulated. */
export interface Simulated {
  readonly fleet: Fleet;
  readonly from: number;
  readonly to: number;
  readonly rules: Partial<Rules>;
}

/** Everything that does not depend on which waits were kept. */
export function withoutPercentiles(summary: Summary): string {
  return JSON.stringify(summary, (key, value: unknown) =>
    key === "exactPercentiles" || key === "p50" || key === "p95" ? undefined : value,
  );
}

/** Mean, nearest ranks (of n values, 95 hundredths rounded up), longest, and who never started. */
function spreadOf(waits: readonly SlowWait[]): Summary["fleet"]["wait"] {
  const lengths = waits.map(({ arrival, until }) => until - arrival).sort((a, b) => a - b);
  const rank = (hundredths: number): number =>
    lengths[Math.ceil((hundredths * lengths.length) / 100) - 1] ?? 0;
  const mean =
    lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    mean,
    p50: rank(50),
    p95: rank(95),
    max: lengths.at(-1) ?? 0,
    unfinished: waits.filter(({ fate }) => fate !== "started").length,
  };
}

function waitAnswers(
  code: string,
  got: Summary["fleet"]["wait"],
  waits: readonly SlowWait[],
): Answer[] {
  const spread = spreadOf(waits);
  return (Object.keys(spread) as (keyof typeof spread)[]).map((key) => ({
    code: `${code}.wait.${key}`,
    got: got[key],
    expected: spread[key],
    ...(key === "mean" && { within: 5e-4 }), // ms
  }));
}

/**
 * All that the slow simulator has a word on: rows, missed starts, exposures, fates, waits and
 * targets. Every job has a target. What is kept with the summary alone is asked, too.
 */
export function slowAnswers(
  { fleet, from, to, rules }: Simulated,
  slow: SlowTimeline,
): { readonly summary: Summary; readonly answers: readonly Answer[] } {
  const timeline = simulate(fleet, { from, to, rules });
  const rows = [...timeline.rows()];
  const summary = summarize(timeline);
  const answers: Answer[] = [
    {
      code: "[...timeline.rows()].map(sessionLine).sort()",
      got: rows.map(sessionLine).sort(),
      expected: slow.sessions.map(sessionLine).sort(),
    },
    {
      code: "[...timeline.missedRows()].map(missedLine).sort()",
      got: [...timeline.missedRows()].map(missedLine).sort(),
      expected: slow.missed.map(missedLine).sort(),
    },
    {
      code:
        "[...timeline.rows()]" +
        ".findIndex(({ start }, index, rows) => start < (rows[index - 1]?.start ?? 0))",
      got: rows.findIndex(({ start }, index) => start < (rows[index - 1]?.start ?? 0)),
      expected: -1,
    },
    ...summary.jobs.flatMap((job, index) => jobAnswers(job, `summary.jobs[${index}]!`, slow)),
    ...waitAnswers(
      "summary.fleet",
      summary.fleet.wait,
      fleet.jobs.flatMap(({ id }) => slow.waits(id)),
    ),
    {
      code: 'withoutPercentiles(summarize(simulate(fleet, { ...span, keep: "summary" })))',
      got: withoutPercentiles(summarize(simulate(fleet, { from, to, rules, keep: "summary" }))),
      expected: withoutPercentiles(summary),
    },
  ];
  return { summary, answers };
}

function jobAnswers(job: Summary["jobs"][number], code: string, slow: SlowTimeline): Answer[] {
  const { worst, mean, shareOver } = slow.exposure(job.id);
  const notMade = (reason: string): number =>
    slow.retriesNotMade.filter((retry) => retry.job === job.id && retry.reason === reason).length;
  const sessions = slow.sessions.filter((session) => session.job === job.id);
  const missed = slow.missed.filter((row) => row.job === job.id);
  return [
    { code: `${code}.exposure.worst`, got: job.exposure.worst, expected: worst },
    {
      code: `${code}.exposure.mean`,
      got: job.exposure.mean,
      expected: mean,
      within: 1e-6 * Math.max(1, mean),
    },
    {
      code: `${code}.exposure.shareOver`,
      got: job.exposure.shareOver,
      expected: shareOver(job.rpo!),
      within: 1e-12,
    },
    {
      code: `${code}.due`,
      got: job.due,
      expected: sessions.filter(({ attempt }) => attempt === 0).length + missed.length,
    },
    { code: `${code}.sessions`, got: job.sessions, expected: sessions.length },
    {
      code: `${code}.retriesDropped`,
      got: job.retriesDropped,
      expected: {
        superseded: notMade("superseded"),
        windowClosed: notMade("window-closed"),
      },
    },
    ...waitAnswers(code, job.wait, slow.waits(job.id)), // R34
    { code: `${code}.target`, got: job.target, expected: slow.target(job.id, job.rpo!) }, // R36
  ];
}
