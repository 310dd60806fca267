/**
 * Outages of a resource, `[from, to)` each (R30). Those that overlap or touch are one, so an outage
 * begins only where the resource was in order the ms before.
 */
export interface SlowOutage {
  from: number;
  to: number;
}

/** The same outages with those that overlap or touch made one, ascending. */
export function mergedOutages(outages: readonly SlowOutage[] = []): SlowOutage[] {
  const merged: SlowOutage[] = [];
  for (const { from, to } of outages.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Whether the resource is out at the instant. */
export function isOut(outages: readonly SlowOutage[] | undefined, instant: number): boolean {
  return mergedOutages(outages).some(({ from, to }) => from <= instant && instant < to);
}

/** Whether an outage begins at the instant. */
export function outageBegins(outages: readonly SlowOutage[] | undefined, instant: number): boolean {
  return mergedOutages(outages).some(({ from }) => from === instant);
}
