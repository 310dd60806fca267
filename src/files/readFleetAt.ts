/**
 * A fleet from any kind of file, for programs: what every command of `runcast` reads.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { type ClockInput, readClock } from "../core/schedule/clock.js";
import { readHostZone } from "../host/zones.js";
import { type FleetContent, readJobInput } from "./jobInput.js";

/** A fleet, and what else its file says; or one line for each reason why there is none. */
export type FleetAt =
  | ({ readonly ok: true } & FleetContent)
  | { readonly ok: false; readonly problems: readonly string[] };

/** How a file is read. */
export interface ReadOptions {
  /** What is known of the server's clock: it goes before what the file says. */
  readonly clock?: ClockInput;
}

const READ_KEYS = keysOf<ReadOptions>({ clock: true });

/**
 * Reads a fleet file, a list of jobs as the product's API gives it, one job or a policy alone; `-`
 * is standard input. Jobs of a list that cannot be read are left out, with their issues; a fleet
 * file with an issue gives no fleet (R26). Rejects with a `PolicyError` for a bad path or option,
 * never for a bad file.
 *
 * ```ts
 * const file = await readFleetAt("examples/fleet.json");
 * file.ok && file.fleet.jobs.length // => 22
 * const nothing = await readFleetAt("nowhere.json"); // => { ok: false, problems: ["nowhere.json: no such file"] }
 * ```
 */
export async function readFleetAt(path: string, options?: ReadOptions): Promise<FleetAt> {
  const issues: Issue[] = [];
  const given = readOptions<ReadOptions>(options, READ_KEYS, issues) as ReadOptions;
  const { clock = {} } = given;
  if (typeof path !== "string") issues.push(issue("path", 'the path of a file, or "-"', path));
  const full = readClock(clock, "options.clock", issues);
  if (full !== undefined) readHostZone(full.zone, "options.clock.zone", issues);
  if (issues.length > 0) throw new PolicyError(issues);
  const said = Object.entries(clock).filter(([, value]) => value !== undefined);
  const result = await readJobInput(path, Object.fromEntries(said));
  if (!result.ok) return result;
  const { label: _label, ...input } = result.input;
  return { ok: true, ...input };
}
