/**
 * A fleet from any kind of file, for programs: what every command of `runcast` reads.
 */
import { issue } from "../core/input/issues.js";
import type { FleetContent } from "./fleetContent.js";
import { readJobInput } from "./jobInput.js";
import { readClockOption, type ReadOptions } from "./readFleet.js";

/** A fleet, and what else its file says; or one line for each reason why there is none. */
export type FleetAt =
  | ({ readonly ok: true } & FleetContent)
  | { readonly ok: false; readonly problems: readonly string[] };

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
  const others =
    typeof path === "string" ? [] : [issue("path", 'the path of a file, or "-"', path)];
  const result = await readJobInput(path, readClockOption(options, others));
  if (!result.ok) return result;
  const { label: _label, json: _json, ...input } = result.input;
  return { ok: true, ...input };
}
