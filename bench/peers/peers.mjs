/**
 * The peers, each behind the same four questions, asked in the way that its own documentation asks
 * them.
 *
 * Instants go in and come out as epoch ms; the `Date` that some need for it costs 0.1 % of what
 * they then do. Nothing is memorised between questions: caches of whole answers are off, caches of
 * rules and zones stay.
 */
import { createRequire } from "node:module";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";
import { DateTime } from "luxon";
import { RRuleTemporal } from "rrule-temporal";

// Its native part is not to be had for every platform in the version that is measured: then the
// table goes without it.
const rruleRust = await import("rrule-rust").then(
  (module) => module.default,
  () => undefined,
);

const version = (name) =>
  createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * `open(spelling, zone, start)` makes one expression ready: `next(after)`, `walker(from, forward)`
 * -> a function that gives the next run each time it is called, `list(from, to)`. What a peer
 * cannot do is absent. `start` is where an RRULE begins.
 */
export const PEERS = [
  { name: "croner", version: version("croner"), language: "cron", open: openCroner },
  { name: "cron-parser", version: version("cron-parser"), language: "cron", open: openCronParser },
  {
    name: "rrule-temporal",
    version: version("rrule-temporal"),
    language: "rrule",
    open: openRRuleTemporal,
  },
  ...(rruleRust === undefined
    ? []
    : [
        {
          name: "rrule-rust",
          version: version("rrule-rust"),
          language: "rrule",
          open: openRRuleRust,
        },
      ]),
];

/**
 * A peer ready for a schedule; undefined where it cannot express it. Two spellings become one by
 * taking the earlier.
 */
export function openPeer(peer, schedule, zone, start) {
  const spellings = schedule[peer.language](zone);
  if (spellings === undefined) return undefined;
  const parts = spellings.map((spelling) => peer.open(spelling, zone, start));
  return parts.length === 1 ? parts[0] : union(parts);
}

function openCroner(pattern, zone) {
  const cron = new Cron(pattern, { timezone: zone, paused: true });
  const next = (after) => cron.nextRun(new Date(after))?.getTime() ?? NEVER;
  const previous = (before) => cron.previousRuns(1, new Date(before))[0]?.getTime() ?? -NEVER;
  return withList({ next, walker: stepper(next, previous) });
}

function openCronParser(pattern, zone) {
  const expression = CronExpressionParser.parse(pattern, { tz: zone, currentDate: new Date(0) });
  const next = (after) => {
    expression.reset(new Date(after));
    return expression.next().getTime();
  };
  const walker = (from, forward) => {
    const own = CronExpressionParser.parse(pattern, {
      tz: zone,
      currentDate: new Date(forward ? from - 1 : from),
    });
    return forward ? () => own.next().getTime() : () => own.prev().getTime();
  };
  return withList({ next, walker });
}

function openRRuleTemporal(rule, zone, start) {
  const rruleString = `DTSTART;TZID=${zone}:${localTime(start, zone)}\nRRULE:${rule}`;
  // Leave its safety cap (10,000 periods) alone: a higher one switches its fast roads off and costs
  // it a factor of 100.
  const rrule = new RRuleTemporal({ rruleString, cache: false });
  const next = (after) => rrule.next(new Date(after))?.epochMilliseconds ?? NEVER;
  const previous = (before) => rrule.previous(new Date(before))?.epochMilliseconds ?? -NEVER;
  const list = (from, to) =>
    rrule.between(new Date(from), new Date(to - 1), true).map((run) => run.epochMilliseconds);
  return { next, walker: stepper(next, previous), list };
}

function openRRuleRust(rule, zone, start) {
  const text = `DTSTART;TZID=${zone}:${localTime(start, zone)}\nRRULE:${rule}`;
  const set = rruleRust.RRuleSet.fromString(text);
  set.cache.disable();
  const stamp = rruleRust.DateTime.fromTimestamp;
  const list = (from, to) =>
    Array.from(set.between(stamp(from), stamp(to - 1), true), (run) => run.toTimestamp());
  // It knows no way in but from its DTSTART: no `next(after)`, and a walker only from there,
  // forward.
  const walker = (from, forward) => {
    if (from !== start || !forward) return undefined;
    const iterator = set[Symbol.iterator]();
    return () => iterator.next().value.toTimestamp();
  };
  return { walker, list };
}

/**
 * Where an RRULE begins, on the zone's clock. `start` is a UTC midnight, which lies on every grid
 * here in every zone here.
 */
function localTime(start, zone) {
  return DateTime.fromMillis(start, { zone }).toFormat("yyyyMMdd'T'HHmmss");
}

function stepper(next, previous) {
  return (from, forward) => {
    let run = forward ? from - 1 : from;
    return forward ? () => (run = next(run)) : () => (run = previous(run));
  };
}

function withList(part) {
  const list = (from, to) => {
    const runs = [];
    const step = part.walker(from, true);
    for (let run = step(); run < to; run = step()) runs.push(run);
    return runs;
  };
  return { ...part, list };
}

/** Two expressions as one schedule; they never share a run here. */
function union(parts) {
  const next = parts.every((part) => part.next)
    ? (after) => Math.min(...parts.map((part) => part.next(after)))
    : undefined;
  const walker = (from, forward) => {
    const steps = parts.map((part) => part.walker(from, forward));
    if (steps.includes(undefined)) return undefined;
    const heads = steps.map((step) => step());
    return () => {
      const first = forward ? Math.min(...heads) : Math.max(...heads);
      const which = heads.indexOf(first);
      heads[which] = steps[which]();
      return first;
    };
  };
  const list = (from, to) => parts.flatMap((part) => part.list(from, to)).sort((a, b) => a - b);
  return { next, walker, list };
}
