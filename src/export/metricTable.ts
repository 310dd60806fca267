/**
 * The metrics of a summary as a table: a row for each job, each resource and the fleet, a column
 * for each row of the catalogue (`core/whatif/metrics.ts`), in its order and under its path.
 *
 * The columns are the same for every fleet, so that tables of two fleets can be put together. Lists
 * (hours of the week, nights) have no column: they are in the summary.
 */
import { RESOURCE_KINDS } from "../core/simulation/fleet.js";
import type { Summary } from "../core/simulation/summary.js";
import { flatMetrics, measuredThings } from "../core/whatif/flatMetrics.js";
import { metricRows, type MetricUnit, type ScopeKind } from "../core/whatif/metrics.js";
import { type Column, labelsOf, type NumberColumn, type Table } from "./tables.js";

/** What a thing is measured against: settings that stand beside its metrics. */
const SETTINGS = ["rpo", "slots", "threads"] as const;

const KINDS: Readonly<Partial<Record<MetricUnit, NumberColumn["kind"]>>> = {
  instant: "instant",
  truth: "truth",
};

/** The metrics as a table; with `jobs`, of the jobs with these ids and of nothing else. */
export function metricTable(summary: Summary, jobs?: ReadonlySet<string>): Table {
  const things = [...measuredThings(summary)].filter(
    ({ of, id }) => jobs === undefined || (of === "job" && jobs.has(id)),
  );
  const named = things.map(({ id, thing }) => ({ ...(thing as { readonly name?: string }), id }));
  const flat = things.map(({ of, thing }) => flatMetrics(of, thing));
  const own = (texts: readonly string[], name: string): Column => {
    return { name, kind: "text", texts, values: texts.map((_, index) => index) };
  };
  const number = (
    name: string,
    kind: NumberColumn["kind"],
    valueOf: (index: number) => number | undefined,
  ): Column => ({
    name,
    kind,
    mayLack: true,
    values: Float64Array.from(things, (_, index) => {
      const value = valueOf(index);
      return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
    }),
  });
  return {
    length: things.length,
    columns: [
      own(
        things.map(({ of }) => of),
        "of",
      ),
      own(
        things.map(({ id }) => id),
        "id",
      ),
      own(labelsOf(named), "name"),
      ...SETTINGS.map((name) =>
        number(name, "number", (index) => {
          return (things[index]!.thing as { readonly [Key in typeof name]?: number })[name];
        }),
      ),
      ...[...pathsAndUnits()].map(([path, unit]) =>
        number(dotted(path), KINDS[unit] ?? "number", (index) => flat[index]!.get(path)),
      ),
    ],
  };
}

/** Every metric that is one number, once, with what it counts. */
function pathsAndUnits(): Map<string, MetricUnit> {
  const scopes: readonly ScopeKind[] = ["job", ...RESOURCE_KINDS.map(({ name }) => name), "fleet"];
  const found = new Map<string, MetricUnit>();
  for (const of of scopes)
    for (const [path, { unit }] of Object.entries(metricRows(of))) {
      if (path.includes("[*]")) continue;
      const known = found.get(path) ?? unit;
      if (known !== unit) throw new Error(`invariant: ${path} counts ${known} and ${unit}`);
      found.set(path, unit);
    }
  return found;
}

/** `causes["still-running"]` as `causes.still-running`: what a heading can be without quotes. */
function dotted(path: string): string {
  return path.replace(/\["([^"]*)"\]/g, ".$1");
}
