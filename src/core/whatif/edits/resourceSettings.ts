/**
 * The settings of what jobs share: slots, threads, pace and outages (R22, R28 to R30).
 */
import { type Issue, issue } from "../../input/issues.js";
import { having, without } from "../../input/ownShape.js";
import { isSlotCount, isThreadCount, type Outage, type Resource } from "../../simulation/fleet.js";
import { readPace } from "../../simulation/pace.js";
import { readOutages } from "../../simulation/resource.js";
import { readTypedLength } from "../../time/duration.js";
import type { ResourceEdit } from "./fleetEdits.js";
import { type EditContext, isNone, type Row, typedCount } from "./settingRow.js";

/** The settings of a resource, in the order of a help text. */
export const RESOURCE_SETTINGS: readonly Row<"resource", ResourceEdit>[] = [
  {
    name: "slots",
    of: "resource",
    words: "4, unlimited",
    read(text, notes) {
      const slots = text.toLowerCase() === "unlimited" ? Infinity : typedCount(text);
      if (isSlotCount(slots)) return (resource) => having(resource, { slots });
      notes.issues.push(issue("slots", 'a whole number from 1, or "unlimited"', text));
      return undefined;
    },
  },
  {
    name: "threads",
    of: "resource",
    words: "64, none",
    alike: "sessionThreads",
    read(text, notes) {
      if (isNone(text)) return (resource) => without(resource, "threads");
      const threads = typedCount(text);
      if (isThreadCount(threads)) return (resource) => having(resource, { threads });
      notes.issues.push(issue("threads", "a whole number from 1, or none", text));
      return undefined;
    },
  },
  {
    name: "pace",
    of: "resource",
    words: "Mon-Fri 08:00-18:00 40 %, or none",
    hasCommas: true,
    read(text, notes) {
      if (isNone(text)) return (resource) => without(resource, "pace");
      const pace = readPace(text, "pace", notes.issues);
      return pace && withPace(pace);
    },
  },
  {
    name: "outage",
    of: "resource",
    words:
      "2026-01-07T22:00/6h or START/END on the server's clock, several with ; between, in place " +
      "of its own, or none",
    read(text, notes, context) {
      if (isNone(text)) return (resource) => without(resource, "outages");
      const known = notes.issues.length;
      const typed = text
        .split(";")
        .flatMap((one) => typedOutage(one.trim(), notes.issues, context));
      const outages = readOutages(typed, "outage", notes.issues);
      return notes.issues.length > known ? undefined : withOutages(outages);
    },
  },
];

/** The resource at this pace: 168 shares of full speed. */
export function withPace(pace: Float64Array): ResourceEdit {
  return (resource) => {
    // A fleet that nobody has checked may have it in words.
    const was = resource.pace === undefined ? undefined : readPace(resource.pace, "", []);
    return was?.every((share, hour) => share === pace[hour]) === true
      ? resource
      : having(resource, { pace: Array.from(pace) });
  };
}

/** The resource with these outages, ascending, in place of those that it has. */
export function withOutages(outages: readonly Outage[]): ResourceEdit {
  return (resource) => (hasOutages(resource, outages) ? resource : having(resource, { outages }));
}

/** Whether a resource has these outages, in whatever order and pieces. */
function hasOutages(resource: Resource, outages: readonly Outage[]): boolean {
  const issues: Issue[] = [];
  const has = readOutages(resource.outages, "", issues);
  return (
    issues.length === 0 &&
    has.length === outages.length &&
    has.every(({ from, to }, index) => from === outages[index]!.from && to === outages[index]!.to)
  );
}

const EXPECTED = "START/LENGTH or START/END, such as 2026-01-07T22:00/6h, or none";
const DATE = /^[+-]?\d{4,6}-\d\d-\d\d/;

/** One outage as it was typed; none where something is wrong with it, which is noted. */
function typedOutage(text: string, issues: Issue[], { instantOf }: EditContext): Outage[] {
  const [start = "", end = "", ...more] = text.split("/").map((part) => part.trim());
  // A time of day alone would be one of today.
  if (!DATE.test(start) || end === "" || more.length > 0) {
    issues.push(issue("outage", EXPECTED, text));
    return [];
  }
  const from = instantOf(start, "outage", issues);
  if (from === undefined) return [];
  if (DATE.test(end)) {
    const to = instantOf(end, "outage", issues);
    return to === undefined ? [] : [{ from, to }];
  }
  if (/^T?\d{1,2}:/i.test(end)) {
    issues.push(issue("outage", EXPECTED, text, "the end needs its date, too"));
    return [];
  }
  const length = readTypedLength(end, "outage", "h", issues);
  return length === undefined ? [] : [{ from, to: from + length }];
}
