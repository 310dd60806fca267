/**
 * Variations of what jobs share, ready made: of one resource, or of all proxies at once.
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { having, without } from "../../input/ownShape.js";
import { isSlotCount, isThreadCount, type ResourceKind } from "../../simulation/fleet.js";
import type { OutageInput } from "../../simulation/fleetInput.js";
import { type Pace, readPace } from "../../simulation/pace.js";
import { readOutages } from "../../simulation/resource.js";
import { paceText } from "../../simulation/sharingText.js";
import { formatUtc } from "../../time/calendar.js";
import { lengthText } from "../../time/length.js";
import { editedResources, type ResourceEdit } from "../edits/fleetEdits.js";
import { checkModel, modelText, type SharingModel, withModel } from "../edits/model.js";
import { withOutages, withPace } from "../edits/resourceSettings.js";
import { resourceWithId } from "../edits/who.js";
import type { Variation } from "./study.js";
import { variants } from "./variants.js";

/**
 * A resource with so many slots, whole numbers from 1 or `Infinity`. `kind` is needed only where
 * resources of two kinds have the same id.
 * `Object.keys(slots("proxy-1", [1, 2])) // => ["1 slot", "2 slots"]`
 */
export function slots(
  resourceId: string,
  counts: readonly number[],
  kind?: ResourceKind["name"],
): Record<string, Variation> {
  return ofResource("slots", resourceId, kind, counts, (count, path, issues) => {
    if (!isSlotCount(count))
      issues.push(issue(path, "a whole number of slots from 1, or Infinity", count));
    const amount = count === Infinity ? "unlimited" : String(count);
    return [
      `${amount} ${count === 1 ? "slot" : "slots"}`,
      (resource) => having(resource, { slots: count }),
    ];
  });
}

/**
 * A resource with so many threads for its sessions to share, whole numbers from 1 (R28); a limit of
 * slots stays. `kind` as in `slots`.
 * `Object.keys(threads("proxy-1", [1, 64])) // => ["1 thread", "64 threads"]`
 */
export function threads(
  resourceId: string,
  counts: readonly number[],
  kind?: ResourceKind["name"],
): Record<string, Variation> {
  return ofResource("threads", resourceId, kind, counts, (count, path, issues) => {
    if (!isThreadCount(count)) issues.push(issue(path, "a whole number of threads from 1", count));
    return [
      `${String(count)} ${count === 1 ? "thread" : "threads"}`,
      (resource) => having(resource, { threads: count }),
    ];
  });
}

/**
 * A resource at these paces: hours and shares of full speed in words, or 168 shares from Sunday
 * 00:00 on (R29); `"none"` for full speed. `kind` as in `slots`.
 *
 * ```ts
 * Object.keys(pace("contoso", ["none", "Mon-Fri 08:00-18:00 40 %"])) // => ["none", "Mon-Fri 08:00-18:00 40 %"]
 * ```
 */
export function pace(
  resourceId: string,
  paces: readonly Pace[],
  kind?: ResourceKind["name"],
): Record<string, Variation> {
  return ofResource("pace", resourceId, kind, paces, (given, path, issues) => {
    if (given === "none") return [given, (resource) => without(resource, "pace")];
    const shares = readPace(given, path, issues) ?? new Float64Array();
    return [typeof given === "string" ? given : paceText(shares), withPace(shares)];
  });
}

/**
 * A resource with these outages, in place of those that it has (R30): a list of `{ from, to }` for
 * each variant, an empty one for none; texts name their offset. `kind` as in `slots`.
 *
 * ```ts
 * const night = { from: Date.UTC(2026, 0, 7, 22), to: Date.UTC(2026, 0, 8, 4) };
 * const later = { from: Date.UTC(2026, 0, 9, 22), to: Date.UTC(2026, 0, 9, 23) };
 * Object.keys(outage("proxy-1", [[], [night], [night, later]])) // => ["no outage", "2026-01-07T22:00:00Z for 6 h", "2026-01-07T22:00:00Z for 6 h and 2026-01-09T22:00:00Z for 1 h"]
 * ```
 */
export function outage(
  resourceId: string,
  outages: readonly (readonly OutageInput[])[],
  kind?: ResourceKind["name"],
): Record<string, Variation> {
  return ofResource("outage", resourceId, kind, outages, (given, path, issues) => {
    if (given === undefined) issues.push(issue(path, "an array of { from, to }", given));
    const read = readOutages(given, path, issues);
    const texts = read.map(({ from, to }) => `${formatUtc(from)} for ${lengthText(to - from)}`);
    return [
      texts.length === 0 ? "no outage" : texts.join(" and "),
      read.length === 0 ? (resource) => without(resource, "outages") : withOutages(read),
    ];
  });
}

/**
 * The fleet with all of its proxies shared by a model: see `withModel`.
 * `Object.keys(models(["threads", { slots: 8 }])) // => ["threads", "slots=8"]`
 */
export function models(given: readonly SharingModel[]): Record<string, Variation> {
  return variants("models", given, (model, path, issues) => {
    const before = issues.length;
    checkModel(model, path, issues);
    return [issues.length > before ? "" : modelText(model), (fleet) => withModel(fleet, model)];
  });
}

/** Variants of one resource. */
function ofResource<T>(
  name: string,
  resourceId: string,
  kind: ResourceKind["name"] | undefined,
  entries: readonly T[],
  read: (entry: T, path: string, issues: Issue[]) => readonly [name: string, edit: ResourceEdit],
): Record<string, Variation> {
  return variants(name, entries, (entry, path, issues) => {
    const [text, edit] = read(entry, path, issues);
    return [
      text,
      (fleet) => {
        const unclear: Issue[] = [];
        const ids = resourceWithId(fleet, resourceId, kind, name, unclear);
        if (unclear.length > 0) throw new PolicyError(unclear);
        return editedResources(fleet, (resource, list) =>
          ids.get(list)?.has(resource.id) ? edit(resource) : resource,
        );
      },
    ];
  });
}
