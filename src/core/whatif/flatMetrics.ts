/**
 * The numbers of a summary as a flat list, each under the way to it (`wait.p95`, `busyByHour[22]`,
 * `waves[2026-01-05].makespan`), and such a list in the shape of the summary again.
 *
 * Both ways are walked by the catalogue, in its order: compiled once to a tree, so that thousands
 * of summaries are read without a look at their keys. Waves go by their night, so that nights keep
 * their place.
 */
import { pathTo } from "../input/issues.js";
import type { Wave } from "../simulation/books/waves.js";
import { RESOURCE_KINDS } from "../simulation/fleet.js";
import type { Summary } from "../simulation/summary.js";
import { metricAt, metricRows, type ScopeKind } from "./metrics.js";

/** Metrics by the way to them, in the order of the catalogue. */
export type FlatMetrics = Map<string, number>;

/** A job, a resource or the fleet in a summary; `id` is empty for the fleet. */
export interface MeasuredThing {
  readonly of: ScopeKind;
  readonly id: string;
  /** Its part of the summary. */
  readonly thing: object;
}

/** All that a summary measures: jobs, resources, the fleet. */
export function* measuredThings(summary: Summary): Generator<MeasuredThing, undefined> {
  for (const thing of summary.jobs) yield { of: "job", id: thing.id, thing };
  for (const { list, name } of RESOURCE_KINDS)
    for (const thing of summary[list]) yield { of: name, id: thing.id, thing };
  yield { of: "fleet", id: "", thing: summary.fleet };
}

/** The metrics of one job, one resource or the fleet, as they stand in a summary. */
export function flatMetrics(of: ScopeKind, thing: object): FlatMetrics {
  const flat: FlatMetrics = new Map();
  flatten(treeOf(of), thing as Inner, "", flat);
  return flat;
}

/**
 * Values by the ways of `flatMetrics`, in the shape of the summary: lists are arrays again, a wave
 * has its `night`. What has no value is left out.
 */
export function shapedMetrics<T>(of: ScopeKind, flat: ReadonlyMap<string, T>): Shaped<T> {
  return shape(treeOf(of), "", flat);
}

/** Values in the shape of a summary; the texts are nights. */
export type Shaped<T> = T | string | readonly Shaped<T>[] | { readonly [key: string]: Shaped<T> };

/**
 * Reads one metric off things of a kind, no item of a list; `undefined` where a thing does not have
 * it. An `invariant:` error for a path that the catalogue does not list.
 */
export function metricReader(of: ScopeKind, path: string): (thing: object) => number | undefined {
  const { absent } = metricAt(of, path);
  const keys = keysOf(path);
  return (thing) => {
    let value: unknown = thing;
    for (const key of keys) value = (value as Inner | undefined)?.[key];
    return numberOf(value) ?? absent;
  };
}

type Inner = Readonly<Record<string, unknown>>;

/** The catalogue as a tree: rows whose ways begin alike are in one group. */
interface Node {
  readonly key: string;
  /** The way to it from the thing, or from the wave. */
  readonly path: string;
  readonly kind: "number" | "numbers" | "waves" | "group";
  readonly inner: Node[];
  /** What a number counts as where it is left out. */
  readonly absent: number | undefined;
  /** The ways to the items of numbers, as far as any list has reached: made once. */
  readonly items: string[];
}

const TREES = new Map<object, readonly Node[]>();

function treeOf(of: ScopeKind): readonly Node[] {
  const rows = metricRows(of);
  let tree = TREES.get(rows);
  if (tree === undefined) {
    const nodes: Node[] = [];
    for (const [path, { absent }] of Object.entries(rows)) plant(nodes, keysOf(path), "", absent);
    TREES.set(rows, (tree = nodes));
  }
  return tree;
}

/** Puts a row into the tree: the nodes on its way that other rows have not put there. */
function plant(
  nodes: Node[],
  keys: readonly string[],
  stem: string,
  absent: number | undefined,
): void {
  const key = keys[0]!;
  const rest = keys.slice(1);
  const path = pathTo(stem, key);
  const isList = rest[0] === "*";
  const kind =
    rest.length === 0 ? "number" : !isList ? "group" : rest.length === 1 ? "numbers" : "waves";
  let node = nodes.find((known) => known.key === key);
  if (node === undefined) nodes.push((node = { key, path, kind, inner: [], absent, items: [] }));
  if (kind === "group") plant(node.inner, rest, path, absent);
  else if (kind === "waves") plant(node.inner, rest.slice(1), "", absent);
}

/** `exposure`, `causes`, `still-running` of `exposure.causes["still-running"]`. */
function keysOf(path: string): string[] {
  return path.match(/[^.[\]"]+/g) ?? [];
}

/** A yes or no counts as 1 or 0, a list of ids as its length. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return Array.isArray(value) ? value.length : undefined;
}

function flatten(nodes: readonly Node[], thing: Inner, prefix: string, flat: FlatMetrics): void {
  for (const node of nodes) {
    const value = thing[node.key];
    if (node.kind === "number") {
      const number = numberOf(value) ?? node.absent;
      if (number !== undefined) flat.set(prefix + node.path, number);
    } else if (value === undefined) {
      continue;
    } else if (node.kind === "group") {
      flatten(node.inner, value as Inner, prefix, flat);
    } else if (node.kind === "numbers") {
      const numbers = value as Float64Array;
      for (let index = 0; index < numbers.length; index += 1)
        flat.set(prefix + itemPath(node, index), numbers[index]!);
    } else {
      for (const wave of value as readonly (Wave & Inner)[])
        flatten(node.inner, wave, `${prefix}${node.path}[${wave.night}].`, flat);
    }
  }
}

function shape<T>(
  nodes: readonly Node[],
  prefix: string,
  flat: ReadonlyMap<string, T>,
): Record<string, Shaped<T>> {
  const out: Record<string, Shaped<T>> = {};
  for (const node of nodes) {
    if (node.kind === "number") {
      const value = flat.get(prefix + node.path);
      if (value !== undefined) out[node.key] = value;
    } else if (node.kind === "group") {
      const inner = shape(node.inner, prefix, flat);
      if (Object.keys(inner).length > 0) out[node.key] = inner;
    } else if (node.kind === "numbers") {
      const values: T[] = [];
      // Bound: the list has an end, and no way to an item behind it.
      for (let value; (value = flat.get(prefix + itemPath(node, values.length))) !== undefined;)
        values.push(value);
      out[node.key] = values;
    } else {
      const stem = `${prefix}${node.path}[`;
      out[node.key] = nightsUnder(stem, flat).map((night) => ({
        night,
        ...shape(node.inner, `${stem}${night}].`, flat),
      }));
    }
  }
  return out;
}

function itemPath(node: Node, index: number): string {
  return (node.items[index] ??= `${node.path}[${index}]`);
}

function nightsUnder(stem: string, flat: ReadonlyMap<string, unknown>): string[] {
  const nights = new Set<string>();
  for (const path of flat.keys())
    if (path.startsWith(stem)) nights.add(path.slice(stem.length, path.indexOf("]", stem.length)));
  return [...nights].sort();
}
