/**
 * One policy under one clock over some days, asked forwards and backwards, and what the oracle says
 * to each question: the case that the calendar's part enumerates and that of questions draws.
 *
 * A case that fails is made smaller step by step, as long as it still fails.
 */
import { compile, parsePolicy, type Schedule, type SchedulePolicy } from "../../src/index.ts";
import { type Answer, differs } from "../support/answers.ts";
import { oracleAllowed, type OracleClock, type OracleRun } from "../support/calendarOracle.ts";
import { iso } from "../support/scheduleBuilders.ts";
import type { Oracle } from "./part.ts";
import { literal, pastedTest } from "./pastedTest.ts";

const HOUR = 3_600_000;

/** What is asked. */
export interface CalendarCase {
  readonly policy: SchedulePolicy;
  readonly clock: OracleClock;
  /** Epoch ms, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Instants within, of which everything is asked that can be asked of one. */
  readonly instants?: readonly number[];
  /** Whether reasons are asked for, and explanations at the runs. Default: neither. */
  readonly inWords?: boolean;
}

/** How many answers were compared, and the first that differs. */
export interface Compared {
  readonly answers: number;
  readonly difference?: Answer;
}

const at = (instant: number): string => `at(${JSON.stringify(iso(instant))})`;
const admittedOf = (runs: readonly OracleRun[]): number[] =>
  runs.filter(({ admitted }) => admitted).map(({ instant }) => instant);

/** `2026-03-29T01:00Z runs shifted`; what the library lists and what the oracle does look alike. */
function lineOf({ instant, admitted, reason, clockChange, atOpening }: Omit<OracleRun, "local">) {
  return [iso(instant), admitted ? "runs" : "blocked", reason, clockChange, atOpening && "opening"]
    .filter((word) => word !== undefined)
    .join(" ");
}

const LINES = `.map(({ instant, admitted, reason, clockChange, atOpening }) =>
    [iso(instant), admitted ? "runs" : "blocked", reason, clockChange, atOpening && "opening"]
      .filter((word) => word !== undefined)
      .join(" "),
  )`;

/** Asks the schedule of a case everything, and the oracle. */
export function comparedOn(
  asked: CalendarCase,
  oracle: Oracle,
  schedule: Schedule = compile(asked.policy, asked.clock),
): Compared {
  const { policy, clock, from, to, instants = [], inWords = false } = asked;
  const expected = oracle(policy, clock, from, to);
  const admitted = admittedOf(expected);
  const span = `${at(from)}, ${at(to)}`;
  let answers = 0;

  const range = schedule.range(from, to);
  answers += 1;
  if (range.length !== admitted.length || range.some((run, index) => run !== admitted[index])) {
    const difference = {
      code: `Array.from(schedule.range(${span}), iso)`,
      got: Array.from(range, iso),
      expected: admitted.map(iso),
    };
    return { answers, difference };
  }
  answers += 1;
  const counted = schedule.count(from, to);
  if (counted !== admitted.length) {
    const difference = {
      code: `schedule.count(${span})`,
      got: counted,
      expected: admitted.length,
    };
    return { answers, difference };
  }

  // One after the other, from before the first to beyond the last, and back.
  for (let index = 0; index <= admitted.length; index += 1) {
    const [after, before] = [admitted[index - 1] ?? from - 1, admitted[index] ?? to];
    answers += 2;
    const difference =
      nextAt(schedule, after, admitted[index], to) ??
      previousAt(schedule, before, admitted[index - 1], from);
    if (difference !== undefined) return { answers, difference };
  }

  for (const instant of instants) {
    const place = placeOf(admitted, instant);
    const isRun = admitted[place] === instant;
    const singles: Answer[] = [
      { code: `schedule.has(${at(instant)})`, got: schedule.has(instant), expected: isRun },
      {
        code: `schedule.isAllowed(${at(instant)})`,
        got: schedule.isAllowed(instant),
        expected: oracleAllowed(policy, clock, instant),
      },
      {
        code: `schedule.count(${at(from)}, ${at(instant)})`,
        got: schedule.count(from, instant),
        expected: place,
      },
    ];
    answers += singles.length + 2;
    const difference =
      nextAt(schedule, instant, admitted[isRun ? place + 1 : place], to) ??
      previousAt(schedule, instant, admitted[place - 1], from) ??
      singles.find(differs);
    if (difference !== undefined) return { answers, difference };
  }

  if (!inWords) return { answers };
  const lines = Array.from(schedule.runs(from, to), lineOf);
  const expectedLines = expected.map(lineOf);
  answers += 1;
  if (lines.join("\n") !== expectedLines.join("\n")) {
    const difference = {
      code: `[...schedule.runs(${span})]${LINES}`,
      got: lines,
      expected: expectedLines,
    };
    return { answers, difference };
  }
  const middle = (from + to) / 2;
  const known = new Map(expected.map((run) => [run.instant, run]));
  const near = [...known.keys()].filter((instant) => Math.abs(instant - middle) < 5 * HOUR);
  for (const instant of [...near, ...instants]) {
    const run = known.get(instant);
    answers += 1;
    const difference = {
      code: `schedule.explain(${at(instant)}).verdict`,
      got: schedule.explain(instant).verdict,
      expected: run === undefined ? "no-start" : run.admitted ? "runs" : "blocked",
    };
    if (differs(difference)) return { answers, difference };
  }
  return { answers };
}

function nextAt(
  schedule: Schedule,
  after: number,
  expected: number | undefined,
  to: number,
): Answer | undefined {
  const got = schedule.next(after);
  if (expected === undefined ? got >= to : got === expected) return undefined;
  return expected === undefined
    ? { code: `schedule.next(${at(after)}) >= ${at(to)}`, got: false, expected: true }
    : { code: `iso(schedule.next(${at(after)}))`, got: iso(got), expected: iso(expected) };
}

function previousAt(
  schedule: Schedule,
  before: number,
  expected: number | undefined,
  from: number,
): Answer | undefined {
  const got = schedule.previous(before);
  if (expected === undefined ? got < from : got === expected) return undefined;
  return expected === undefined
    ? { code: `schedule.previous(${at(before)}) < ${at(from)}`, got: false, expected: true }
    : { code: `iso(schedule.previous(${at(before)}))`, got: iso(got), expected: iso(expected) };
}

/** How many are before the instant. */
function placeOf(ascending: readonly number[], instant: number): number {
  const place = ascending.findIndex((run) => run >= instant);
  return place === -1 ? ascending.length : place;
}

// --- smaller

/** How many smaller cases are tried at most. */
const MOST_TRIES = 400;

/** The smallest case found that still fails, its difference, and how often it was made smaller. */
export function shrunk(
  failing: CalendarCase,
  oracle: Oracle,
): { readonly smallest: CalendarCase; readonly difference: Answer; readonly shrinks: number } {
  let smallest = failing;
  let shrinks = 0;
  let tries = 0;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const smaller of smallerThan(smallest)) {
      if (++tries > MOST_TRIES) break;
      if (differenceOf(smaller, oracle) === undefined) continue;
      smallest = smaller;
      shrinks += 1;
      isSmaller = true;
      break;
    }
  }
  const difference = differenceOf(smallest, oracle);
  if (difference === undefined) throw new Error("invariant: what failed once fails again");
  return { smallest, difference, shrinks };
}

/** The first difference; a case that the library or the oracle refuses has none. */
function differenceOf(asked: CalendarCase, oracle: Oracle): Answer | undefined {
  try {
    return comparedOn(asked, oracle).difference;
  } catch {
    return undefined;
  }
}

const PLAIN_CLOCK = {
  windowClock: "utc",
  gap: "shift",
  overlap: "first",
  gridOverlap: "both",
} as const;

/** Cases with less in them, the greatest steps first. */
function* smallerThan(asked: CalendarCase): Generator<CalendarCase, undefined> {
  const { policy, clock, from, to, instants = [], inWords } = asked;
  if (inWords === true) yield { ...asked, inWords: false };
  if (instants.length > 0) yield { ...asked, instants: [] };
  if (instants.length > 1) for (const instant of instants) yield { ...asked, instants: [instant] };
  const half = Math.round((from + to) / 2 / 60_000) * 60_000;
  for (const [begin, end] of [
    [from, half],
    [half, to],
    [from + HOUR, to],
    [from, to - HOUR],
  ] as const)
    if (end - begin >= HOUR && end - begin < to - from)
      yield {
        ...asked,
        from: begin,
        to: end,
        instants: instants.filter((instant) => instant >= begin && instant < end),
      };
  for (const smaller of smallerPolicies(policy)) yield { ...asked, policy: smaller };
  for (const [key, value] of Object.entries(PLAIN_CLOCK))
    if (clock[key as keyof OracleClock] !== value)
      yield { ...asked, clock: { ...clock, [key]: value } };
}

function* smallerPolicies(policy: SchedulePolicy): Generator<SchedulePolicy, undefined> {
  const made = (change: object): SchedulePolicy => parsePolicy({ ...policy, ...change });
  const { backupWindowSettings, periodicallyWindowSettings } = policy;
  if (policy.retryEnabled || policy.retryNumber !== undefined)
    yield made({ retryEnabled: false, retryNumber: undefined, retryWaitInterval: undefined });
  if (backupWindowSettings !== undefined)
    yield made({ backupWindowEnabled: false, backupWindowSettings: undefined });
  if (periodicallyWindowSettings !== undefined)
    yield made({ periodicallyWindowEnabled: undefined, periodicallyWindowSettings: undefined });
  if (policy.periodicallyOffsetMinutes !== undefined)
    yield made({ periodicallyOffsetMinutes: undefined });
  for (const [key, window] of Object.entries({
    backupWindowSettings,
    periodicallyWindowSettings,
  })) {
    if (window === undefined) continue;
    if (window.minuteOffset !== 0) yield made({ [key]: { ...window, minuteOffset: 0 } });
    const closed = window.backupWindow.flatMap((isOpen, hour) => (isOpen ? [] : [hour]));
    for (const kept of [
      closed.slice(0, Math.ceil(closed.length / 2)),
      closed.slice(Math.ceil(closed.length / 2)),
    ])
      if (kept.length < closed.length)
        yield made({
          [key]: { ...window, backupWindow: window.backupWindow.map((_, h) => !kept.includes(h)) },
        });
  }
  if (policy.dailyType !== undefined && policy.dailyType !== "Everyday")
    yield made({ dailyType: "Everyday" });
  if (policy.dailyTime?.endsWith(":00") === false)
    yield made({ dailyTime: `${policy.dailyTime.slice(0, 5)}:00` });
}

// --- in print

/** The test that fails where this case does. */
export function testOf({ policy, clock }: CalendarCase, difference: Answer): string {
  const { gap, overlap, gridOverlap, windowClock, zone } = clock;
  return pastedTest(
    "should answer as the oracle does",
    [
      `const policy = parsePolicy(${literal(policy)});`,
      `const clock = ${literal({ zone, gap, overlap, gridOverlap, windowClock })} as const;`,
      "const schedule = compile(policy, clock);",
    ],
    difference,
  );
}
