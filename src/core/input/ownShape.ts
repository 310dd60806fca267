/**
 * Objects of the library's own shape: fleets, jobs, spans, goals, options.
 *
 * Their keys are known, and one that is not is an issue with the nearest known one: a misspelt
 * `proxyId` or `failed` would change the answer without a word (R26). What other programs write has
 * readers of its own, which are liberal.
 */
import { type Issue, issue, pathTo } from "./issues.js";
import { didYouMean } from "./nearest.js";
import { UNKNOWN_KEYS_LISTED } from "./reader.js";

/** What is still to be read: the same keys, and anything may stand there. */
export type Unread<Shape> = { readonly [Key in keyof Shape]?: unknown };

/** Whether a value is an object with keys: no array, and not `null`. */
export function isObject<Shape>(value: unknown): value is Unread<Shape> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The keys of a shape, in their order; a shape that has one more does not compile. */
export function keysOf<Shape extends object>(
  shape: Readonly<Record<keyof Shape & string, true>>,
): readonly (keyof Shape & string)[] {
  return Object.keys(shape) as (keyof Shape & string)[];
}

/**
 * An object of known keys, without any where it is `undefined`; notes every other key. `undefined`
 * where it is no object, for which `expected` says what one looks like.
 */
export function readOwnShape<Shape extends object>(
  given: unknown,
  path: string,
  keys: readonly (keyof Shape & string)[],
  expected: string,
  issues: Issue[],
): Unread<Shape> | undefined {
  if (given === undefined) return {};
  if (!isObject<Shape>(given)) {
    issues.push(issue(path, expected, given));
    return undefined;
  }
  refuseUnknownKeys(given, path, keys, issues);
  return given;
}

/** The options of a question; none of them where there are none, or what was given is none. */
export function readOptions<Options extends object>(
  given: unknown,
  keys: readonly (keyof Options & string)[],
  issues: Issue[],
  path = "options",
): Unread<Options> {
  const expected = `an object of options: ${keys.join(", ")}`;
  return readOwnShape<Options>(given, path, keys, expected, issues) ?? {};
}

/**
 * Notes each key of an object that is not among `keys`, with the one that it is near to; of many
 * the first 100, and how many more. `kind` is what the keys are called: `rules`.
 */
export function refuseUnknownKeys(
  object: object,
  path: string,
  keys: readonly string[],
  issues: Issue[],
  kind = "",
): void {
  let unknown = 0;
  for (const key of Object.keys(object)) {
    if (keys.includes(key)) continue;
    unknown += 1;
    if (unknown > UNKNOWN_KEYS_LISTED) continue;
    const among = `one of ${kind === "" ? "" : `the ${kind} `}${keys.join(", ")}`;
    issues.push(issue(pathTo(path, key), among, key, didYouMean(key, keys)));
  }
  if (unknown > UNKNOWN_KEYS_LISTED)
    issues.push(
      issue(path, "known keys", object, `${unknown - UNKNOWN_KEYS_LISTED} more keys are unknown`),
    );
}

/**
 * Notes what is not the result of another question, told by some of its parts. `made` says what it
 * is and where it comes from: `a timeline, as simulate gives it`. `hint`, if given, what to do.
 */
export function checkMade(
  value: unknown,
  path: string,
  parts: readonly string[],
  made: string,
  issues: Issue[],
  hint?: string,
): boolean {
  const isMade =
    typeof value === "object" && value !== null && parts.every((part) => part in value);
  if (!isMade) issues.push(issue(path, made, value, hint));
  return isMade;
}

/** The object with these values; itself where it has them already. */
export function having<Subject extends object>(
  subject: Subject,
  values: Partial<NoInfer<Subject>>,
): Subject {
  const keys = Object.keys(values) as (keyof Subject)[];
  return keys.every((key) => subject[key] === values[key]) ? subject : { ...subject, ...values };
}

/** The object without a value; itself where it has none. */
export function without<Subject extends object, Key extends keyof Subject>(
  subject: Subject,
  key: Key & (undefined extends Subject[Key] ? Key : never),
): Subject {
  if (subject[key] === undefined) return subject;
  const { [key]: _, ...rest } = subject;
  return rest as Subject;
}

/** What an object says: its keys without those that are `undefined`. */
export function said<Of extends object>(given: Of): Said<Of> {
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(values) as Said<Of>;
}

type Said<Of> = { readonly [Key in keyof Of]?: Exclude<Of[Key], undefined> };

/** What users say of a fleet, a job or a resource for themselves: texts by name. */
export type Labels = Readonly<Record<string, string>>;

/** Notes labels that are no texts. They may be absent. */
export function checkLabels(labels: unknown, path: string, issues: Issue[]): void {
  if (labels === undefined) return;
  if (!isObject<Labels>(labels)) {
    issues.push(issue(path, 'texts by name, such as { owner: "Ann" }', labels));
    return;
  }
  for (const [name, text] of Object.entries(labels))
    if (typeof text !== "string") issues.push(issue(pathTo(path, name), "a text", text));
}

/** Checks the id of what stands at `at`. Of most nothing is to be said, and no path is made. */
export function checkId(
  id: unknown,
  at: string,
  seen: Map<string, number>,
  index: number,
  list: string,
  issues: Issue[],
): void {
  if (typeof id !== "string" || id === "") {
    issues.push(issue(`${at}.id`, "a text that is not empty", id));
    return;
  }
  const first = seen.get(id);
  if (first === undefined) seen.set(id, index);
  else issues.push(issue(`${at}.id`, "an id that occurs once", id, `${list}[${first}] has it too`));
}
