/**
 * The figures of one job's exposure: ramps that fall where a restore point is there (R23, R32).
 * They are read off the columns of sessions alone, so that a page works them out where it stands.
 *
 * The invariant: where the highest ramp ends, the exposure is the worst one of the summary.
 */
import type { ExposureChart, ExposureFigures, SessionFigures, SessionsChart } from "./chart.js";

/**
 * The exposure of the chart's job at a place; `undefined` where its sessions are not in the
 * columns. A side that does not have the job has no part.
 */
export function exposureOf(chart: SessionsChart, place: number): ExposureChart | undefined {
  const job = chart.jobs[place];
  if (job === undefined || chart.sides.some(({ jobsDrawn }) => place >= jobsDrawn))
    return undefined;
  const { span } = chart;
  const having = chart.sides.filter(({ worst }) => !Number.isNaN(worst[place]!));
  return {
    kind: "exposure",
    span,
    job,
    sides: having.map((figures) => ({ side: figures.side, ...rampsOf(figures, place, span) })),
  };
}

function rampsOf(
  { length, job, end, dataFrom, worst, worstAt }: SessionFigures,
  place: number,
  { from, to }: { readonly from: number; readonly to: number },
): ExposureFigures {
  const at = [from];
  const low = [0];
  for (let row = 0; row < length; row += 1) {
    if (job[row] !== place || Number.isNaN(dataFrom[row]!) || end[row]! >= to) continue;
    at.push(end[row]!);
    low.push(end[row]! - dataFrom[row]!);
  }
  return {
    at: Float64Array.from(at),
    low: Float64Array.from(low),
    worst: worst[place]!,
    worstAt: worstAt[place]!,
  };
}
