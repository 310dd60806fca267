/**
 * One fleet under several seeds: what a metric is on average, and how far that average is to be
 * trusted.
 *
 * Each seed is simulated for its summary only, and each summary is taken up at once: a metric costs
 * three numbers, however many seeds there are. Estimates have the shape of the summary that they
 * estimate, so what is `summary.fleet.wait.p95` for one seed is `replication.fleet.wait.p95.mean`
 * for all.
 */
import { type Issue, pathTo, PolicyError } from "../input/issues.js";
import type { ZoneSource } from "../time/zone.js";
import { CAUSES } from "./books/exposure.js";
import type { Wave } from "./books/waves.js";
import { checkFleet, checkSpan, type SimulationSpan } from "./checkFleet.js";
import { type Estimate, type EstimateColumns, estimateColumns } from "./estimate.js";
import type { Fleet } from "./fleet.js";
import { readSeeds } from "./seeds.js";
import { summaryOf } from "./simulate.js";
import type { FleetMetrics, JobMetrics, ResourceMetrics, Summary } from "./summary.js";

/** What names a thing instead of measuring it, and is the same under every seed. */
type Label = "id" | "name" | "night" | "slots" | "rpo";

/**
 * The estimates of some metrics, in their shape. A yes or no counts as 1 or 0, so its mean is the
 * share of seeds; a list of ids counts as its length; waves are matched by their night. Labels
 * (`id`, `name`, `night`, `slots`, `rpo`) stay.
 */
export type Estimates<T> = T extends number | boolean | readonly string[]
  ? Estimate
  : T extends Float64Array
    ? readonly Estimate[]
    : T extends readonly (infer Item)[]
      ? readonly Estimates<Item>[]
      : T extends object
        ? {
            readonly [Key in keyof T]: Key extends Label
              ? T[Key]
              : Key extends "longestWave"
                ? Estimates<Omit<Wave, "night">>
                : Estimates<T[Key]>;
          }
        : T;

/** One metric as a row: what `replication.rows()` gives. */
export interface EstimateRow extends Estimate {
  readonly of: "job" | "proxy" | "repository" | "organization" | "fleet";
  /** The id of the job or the resource; empty for the fleet. */
  readonly id: string;
  /** The way to it from there, as one would write it in code: `wait.p95`, `busyByHour[22]`. */
  readonly metric: string;
}

/** The result of `replicate`. */
export interface Replication {
  readonly from: number;
  readonly to: number;
  readonly seeds: readonly number[];
  /** In the order of the fleet, like the resources. */
  readonly jobs: readonly Estimates<JobMetrics>[];
  readonly proxies: readonly Estimates<ResourceMetrics>[];
  readonly repositories: readonly Estimates<ResourceMetrics>[];
  readonly organizations: readonly Estimates<ResourceMetrics>[];
  readonly fleet: Estimates<FleetMetrics>;
  /** Every metric as a row, lazily: jobs, resources, the fleet. */
  rows(): IterableIterator<EstimateRow>;
}

/**
 * Which seeds: so many from `span.seed` on, or these. At least 2, since one says nothing about
 * spread.
 */
export interface ReplicateOptions {
  readonly seeds: number | readonly number[];
}

const PARTS = ["jobs", "proxies", "repositories", "organizations", "fleet"] as const;
const NAMES = {
  jobs: "job",
  proxies: "proxy",
  repositories: "repository",
  organizations: "organization",
  fleet: "fleet",
} as const;

/**
 * Simulates a fleet under several seeds; see `replicate` in the public surface. Throws a
 * `PolicyError` with every issue.
 */
export function replicateFleet(
  fleet: Fleet,
  span: SimulationSpan,
  options: ReplicateOptions,
  zoneOf: ZoneSource,
): Replication {
  const issues: Issue[] = [];
  const seeds = readSeeds(options?.seeds, span?.seed ?? 0, issues);
  const checked = checkFleet(fleet, issues, zoneOf);
  const when = checkSpan(span, issues);
  if (seeds === undefined || checked === undefined || when === undefined)
    throw new PolicyError(issues);
  const columns = estimateColumns();
  const tree: Partial<Record<(typeof PARTS)[number], Node>> = {};
  for (const seed of seeds) {
    const summary = summaryOf(checked, { ...when, seed, keep: "summary" });
    for (const part of PARTS) tree[part] = learn(tree[part], summary[part], columns);
  }
  const materialised = new Map<string, unknown>();
  /**
   * The estimates of one part, made when they are first asked for: most callers look at few of
   * them.
   */
  function part<Part extends (typeof PARTS)[number]>(name: Part): Estimates<Summary[Part]> {
    if (!materialised.has(name)) materialised.set(name, read(tree[name], columns));
    return materialised.get(name) as Estimates<Summary[Part]>;
  }
  return {
    from: when.from,
    to: when.to,
    seeds,
    get jobs() {
      return part("jobs");
    },
    get proxies() {
      return part("proxies");
    },
    get repositories() {
      return part("repositories");
    },
    get organizations() {
      return part("organizations");
    },
    get fleet() {
      return part("fleet");
    },
    *rows() {
      for (const name of PARTS) {
        const things = name === "fleet" ? [tree.fleet!] : (tree[name] as readonly Node[]);
        for (const thing of things) yield* rowsOf(thing, NAMES[name], columns);
      }
    },
  };
}

// --- a tree in the shape of a summary: what is a number there is the number of a column here

type Node = number | string | undefined | readonly Node[] | { readonly [key: string]: Node };

/**
 * Takes one seed's value in; returns the node, made or grown where the value shows something new.
 */
function learn(node: Node, value: unknown, columns: EstimateColumns, key = ""): Node {
  if (typeof value === "number" || typeof value === "boolean") {
    const column = (node as number | undefined) ?? columns.open();
    columns.add(column, Number(value));
    return column;
  }
  if (key === "waves")
    return learnWaves(node as readonly Node[] | undefined, value as readonly Wave[], columns);
  if (key === "jobsOverTarget") return learn(node, (value as readonly string[]).length, columns);
  if (value instanceof Float64Array || Array.isArray(value)) {
    const items = (node ?? []) as readonly Node[];
    return Array.from(value, (item: unknown, index) => learn(items[index], item, columns));
  }
  const known = (node ?? {}) as { readonly [key: string]: Node };
  const grown: { [key: string]: Node } = { ...known };
  for (const [name, inner] of Object.entries(
    key === "causes" ? withZeros(value as object) : (value as object),
  )) {
    if (isLabel(name)) grown[name] = key === "longestWave" ? undefined : (inner as Node);
    else grown[name] = learn(known[name], inner, columns, name);
  }
  return grown;
}

/**
 * Nights in their order; a night without a session has no wave, and not every seed need have the
 * same ones.
 */
function learnWaves(
  nodes: readonly Node[] = [],
  waves: readonly Wave[],
  columns: EstimateColumns,
): Node {
  const byNight = new Map(nodes.map((node) => [(node as { readonly night: string }).night, node]));
  for (const wave of waves) byNight.set(wave.night, learn(byNight.get(wave.night), wave, columns));
  return [...byNight].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
}

/** A cause that did not occur counts as 0. */
function withZeros(causes: object): object {
  return { ...Object.fromEntries(CAUSES.map((cause) => [cause, 0])), ...causes };
}

const LABELS: readonly string[] = ["id", "name", "night", "slots", "rpo"] satisfies Label[];

function isLabel(name: string): boolean {
  return LABELS.includes(name);
}

/** A node with its estimates in place of columns. */
function read(node: Node, columns: EstimateColumns): unknown {
  if (typeof node === "number") return columns.estimate(node);
  if (Array.isArray(node)) return node.map((item: Node) => read(item, columns));
  const out: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(node as object)) {
    if (inner === undefined) continue;
    out[name] = isLabel(name) ? inner : read(inner as Node, columns);
  }
  return out;
}

/** The estimates of one job, one resource or the fleet. */
function* rowsOf(
  thing: Node,
  of: EstimateRow["of"],
  columns: EstimateColumns,
): Generator<EstimateRow, undefined> {
  const id = (thing as { readonly id?: string }).id ?? "";

  function* walk(node: Node, metric: string): Generator<EstimateRow, undefined> {
    if (typeof node === "number") {
      yield { of, id, metric, ...columns.estimate(node) };
    } else if (Array.isArray(node)) {
      for (const [index, item] of (node as readonly Node[]).entries())
        yield* walk(item, `${metric}[${index}]`);
    } else {
      for (const [name, inner] of Object.entries(node as object)) {
        if (!isLabel(name)) yield* walk(inner as Node, pathTo(metric, name));
      }
    }
  }

  yield* walk(thing, "");
}
