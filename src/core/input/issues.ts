/**
 * What is wrong with an input: every issue at once, each with the path to it, what was expected and
 * what came (R26).
 *
 * Nothing here calls code of the input: values are shown by looking at their own data properties,
 * so that a hostile object can neither run a `toJSON` nor make a message without end.
 */

import { grouped } from "./numberText.js";

/** One thing that is wrong, or odd, in an input. */
export interface Issue {
  /**
   * Where, as one would write it in code: `schedulePolicy.backupWindowSettings.backupWindow[12]`.
   */
  readonly path: string;
  /** One sentence for a person, without the path. */
  readonly message: string;
  readonly expected: string;
  readonly received: string;
}

/**
 * What a `PolicyError` is about, for programs: `bad-input`, or `workload-threw` where a function of
 * the caller's that was to say how an attempt goes threw instead, and is the `cause`.
 */
export type PolicyErrorCode = "bad-input" | "workload-threw";

/**
 * Thrown for bad input, with every issue that was found (R26). The message lists them, one a line.
 */
export class PolicyError extends Error {
  readonly issues: readonly Issue[];
  readonly code: PolicyErrorCode;

  constructor(
    issues: readonly Issue[],
    {
      code = "bad-input",
      ...options
    }: { readonly code?: PolicyErrorCode; readonly cause?: unknown } = {},
  ) {
    super(issues.map(formatIssue).join("\n"), options);
    this.name = "PolicyError";
    this.issues = Object.freeze([...issues]);
    this.code = code;
  }
}

/**
 * What a reader gives, for callers who would rather catch: throws a `PolicyError` with every issue
 * that the reader noted. A reader that notes nothing gives a value.
 * `orThrow((issues) => readInstant(text, "from", issues))`
 */
export function orThrow<Value>(read: (issues: Issue[]) => Value | undefined): Value {
  const issues: Issue[] = [];
  const value = read(issues);
  if (value === undefined || issues.length > 0) throw new PolicyError(issues);
  return value;
}

/**
 * An issue as one line:
 * `schedulePolicy.retryNumber: expected an integer from 0 to 10000, received -1`.
 */
export function formatIssue(issue: Issue): string {
  return issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`;
}

/**
 * Makes an issue. `hint`, if given, ends the message after a semicolon: what the reader can do
 * about it.
 */
export function issue(path: string, expected: string, value: unknown, hint?: string): Issue {
  const received = show(value);
  const told = hint ?? (isCutOff(value) ? CUT_OFF : undefined);
  const tail = told === undefined ? "" : `; ${told}`;
  const message = `expected ${expected}, received ${received}${tail}`;
  return Object.freeze({ path, message, expected, received });
}

const CUT_OFF = "PowerShell cut the JSON off here: ConvertTo-Json -Depth 10 writes all of it";

/** What PowerShell writes in the place of objects and lists below the depth that it was told. */
function isCutOff(value: unknown): boolean {
  return typeof value === "string" && /^(?:@\{|System\.Object\[\]$|(?:True|False) )/.test(value);
}

/** The path of a property: `job.name`, `job["odd name"]`. */
export function pathTo(parent: string, key: string): string {
  if (/^[A-Za-z_$][\w$]{0,63}$/.test(key)) return parent === "" ? key : `${parent}.${key}`;
  return `${parent}[${show(key)}]`;
}

const SHOWN_CHARACTERS = 60;

/**
 * A value as a short text of at most some 60 characters: `"7 pm"`, `-1`, `an array of 167`,
 * `an object with keys a, b`. Absent and `null` are both `nothing`.
 */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") {
    const shown = JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
    const rest = value.length - SHOWN_CHARACTERS;
    if (rest <= 0) return shown;
    return `${shown} and ${grouped(rest)} more character${rest === 1 ? "" : "s"}`;
  }
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return "a bigint";
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (Array.isArray(value)) return `an array of ${grouped(value.length)}`;
  const keys: string[] = [];
  let count = 0;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    count += 1;
    if (keys.length < 3) keys.push(showKey(key));
    if (count > 3) break;
  }
  if (count === 0) {
    // A `Date` or a `Map` is not empty, though its keys are.
    const isPlain = [Object.prototype, null].includes(
      Object.getPrototypeOf(value) as object | null,
    );
    return isPlain ? "an empty object" : "an object without keys";
  }
  return `an object with keys ${keys.join(", ")}${count > 3 ? ", ..." : ""}`;
}

/**
 * A key, quoted unless it is a plain word, so that no key of an input can break the line of a
 * message.
 */
function showKey(key: string): string {
  const cut = key.length > 20 ? `${key.slice(0, 20)}...` : key;
  return /^[\w$.-]+$/.test(cut) ? cut : JSON.stringify(cut);
}
