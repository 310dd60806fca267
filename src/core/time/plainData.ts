/**
 * Results as plain data: what JSON can hold, instants in a form that people read.
 *
 * A result is data with questions beside it. The questions are not enumerable: whoever clones a
 * result, or writes it, gets the data alone. `toJSON` is one of them, so that `JSON.stringify`
 * needs no help.
 */
import { formatUtc } from "./calendar.js";
import { LAST_INSTANT } from "./instant.js";

/** A result that writes itself: typed arrays as lists, instants in ISO 8601. */
export interface WritesJson {
  /** The result as plain data; what JSON has no number for (no limit, never) is `null`. */
  toJSON(): Readonly<Record<string, unknown>>;
}

/** Data with questions beside it, and its `toJSON`. Neither is enumerable, so a clone is data. */
export function resultOf<Data extends object, Questions extends object>(
  data: Data,
  questions: Questions,
): Data & Questions & WritesJson;
export function resultOf<Data extends object>(data: Data): Data & WritesJson;
export function resultOf(data: object, questions: object = {}): object {
  const all = { toJSON: () => plainData(data, formatUtc), ...questions };
  for (const [name, value] of Object.entries(all))
    Object.defineProperty(data, name, { value, enumerable: false });
  return data;
}

/** The keys under which results have an instant, as epoch ms, or a list of them. */
const INSTANT_KEYS: ReadonlySet<string> = new Set([
  "from",
  "to",
  "now",
  "instant",
  "nominal",
  "start",
  "end",
  "predicted",
  "reported",
  "peakAt",
  "longestQueueAt",
  "baselineAt",
  "candidateAt",
]);

/** The keys of a change of a metric that have an instant where its unit says so. */
const METRIC_KEYS: ReadonlySet<string> = new Set(["baseline", "candidate"]);

/** The figures of an estimate of an instant that are instants themselves. */
const ESTIMATE_KEYS: ReadonlySet<string> = new Set(["mean", "low", "high"]);

/**
 * A copy of a result as plain data, each instant as `written` has it. A function, which no data can
 * hold, becomes the text `a function`.
 */
export function plainData(
  value: unknown,
  written: (instant: number) => unknown,
): Readonly<Record<string, unknown>> {
  return plain(value, false, written) as Readonly<Record<string, unknown>>;
}

function plain(value: unknown, isInstant: boolean, written: (instant: number) => unknown): unknown {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return null;
    // A mean of instants may have a fraction.
    return isInstant && Math.abs(value) <= LAST_INSTANT ? written(Math.round(value)) : value;
  }
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, (item) => plain(item, isInstant, written));
  const holder = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(holder).map((key) => {
      const isOne =
        INSTANT_KEYS.has(key) ||
        (METRIC_KEYS.has(key) && holder["unit"] === "instant") ||
        (isInstant && ESTIMATE_KEYS.has(key));
      return [key, plain(holder[key], isOne, written)];
    }),
  );
}
