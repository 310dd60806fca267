/**
 * One reader for whatever says jobs, as text or as JSON: fleet files, job lists of every version of
 * the product's API, single jobs, policies. It opens no file, so it works in a browser, too.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions, said } from "../core/input/ownShape.js";
import { type ClockInput, readClock, type ServerClock } from "../core/schedule/clock.js";
import { readHostZone } from "../host/zones.js";
import { type FleetContent, fleetContent } from "./fleetContent.js";
import { parseJson } from "./jsonText.js";

/** How it is read. */
export interface ReadOptions {
  /** What is known of the server's clock: it goes before what the text says. */
  readonly clock?: ClockInput;
}

const READ_KEYS = keysOf<ReadOptions>({ clock: true });

/** A fleet as far as one could be read; without jobs, and with issues, where none could. */
export interface ReadFleet extends Pick<FleetContent, "fleet" | "issues" | "warnings"> {
  /** What it was read from; absent where that was nothing of the kind. */
  readonly kind?: FleetContent["kind"];
  /** What a fleet file says of the product where its documentation leaves room. */
  readonly rules?: FleetContent["rules"];
  /** What a fleet file says of itself. */
  readonly head?: NonNullable<FleetContent["head"]>;
  /** What a list says of the jobs of the fleet, in their order. */
  readonly listed?: NonNullable<FleetContent["listed"]>;
}

/**
 * Reads a fleet file, a job list of any version of the product's API, one job or a policy alone:
 * its JSON value, or the text of it. Never throws for what is read, only a `PolicyError` for bad
 * options. A bad job of a list costs itself; a fleet file with an issue gives no job at all, since
 * jobs that are left out would change what happens to the others (R26).
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * readFleet({ name: "Mail", schedulePolicy: policy }).fleet.jobs.map(({ id }) => id) // => ["Mail"]
 * readFleet('{"type": "Daily"').issues[0]?.message // => "not JSON: line 1, column 17: the text ends too early: a comma or } was expected"
 * ```
 */
export function readFleet(input: unknown, options?: ReadOptions): ReadFleet {
  const clock = readClockOption(options);
  const json =
    typeof input === "string" ? parseJson(input.replace(/^\ufeff/, ""), true) : undefined;
  if (json?.ok === false) {
    const message = `not JSON: line ${json.line}, column ${json.column}: ${json.reason}`;
    return nothing([{ ...issue("", "JSON", input), message }], []);
  }
  const read = fleetContent(json === undefined ? input : json.value, clock);
  const odd =
    json?.oddity === undefined
      ? []
      : [{ ...issue("", "each key of an object once", undefined), message: json.oddity }];
  if (!read.ok) return nothing(read.issues, [...odd, ...read.warnings]);
  const { kind, rules, warnings, ...content } = read.content;
  return {
    kind,
    ...(kind === "fleet" ? { rules } : {}),
    ...content,
    warnings: [...odd, ...warnings],
  };
}

function nothing(issues: readonly Issue[], warnings: readonly Issue[]): ReadFleet {
  return { fleet: { jobs: [] }, issues, warnings };
}

/**
 * What the options say of the clock, switch by switch. Throws a `PolicyError` with what is wrong
 * with them, and with `others`.
 */
export function readClockOption(
  options: ReadOptions | undefined,
  others: readonly Issue[] = [],
): Partial<ServerClock> {
  const issues: Issue[] = [];
  const { clock = {} } = readOptions<ReadOptions>(options, READ_KEYS, issues) as ReadOptions;
  issues.push(...others);
  const full = readClock(clock, "options.clock", issues);
  if (full !== undefined) readHostZone(full.zone, "options.clock.zone", issues);
  if (issues.length > 0) throw new PolicyError(issues);
  return said(clock) as Partial<ServerClock>;
}
