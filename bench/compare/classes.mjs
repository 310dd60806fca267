/**
 * The classes of differences: what happens, and for each peer in which it was seen, who is right by
 * which published rule. A peer in a class without a verdict here is a question that nobody has
 * answered: the command says so, and ends with 1.
 */

const CRONER = "[croner's README](https://github.com/Hexagon/croner#pattern)";
const VIXIE = "[cron(8) of Debian](https://manpages.debian.org/bookworm/cron/cron.8.en.html)";
const RFC = "https://www.rfc-editor.org/rfc/rfc5545";
const RFC_TIMES = `[RFC 5545, 3.3.5](${RFC}#section-3.3.5)`;
const RFC_RULES = `[RFC 5545, 3.3.10](${RFC}#section-3.3.10)`;
const TEMPORAL = "[Temporal's explanation](https://tc39.es/proposal-temporal/docs/ambiguity.html)";
const EFFECT =
  "The comment of `DstOverlapPolicy` in [effect's Cron](https://github.com/Effect-TS/effect)";
const SYSTEMD =
  "[systemd.time(7)](https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html)";
const CRON_PARSER = "[cron-parser's README](https://github.com/harrisiirak/cron-parser#readme)";
const RRULE_TEMPORAL = "[rrule-temporal's README](https://github.com/ggaabe/rrule-temporal#readme)";
const OLD_OFFSETS =
  "A fault: in Casablanca, Cairo and Fiji the dates that it gives have an offset that the zone " +
  "has not then, where two clock changes are some weeks apart: " +
  "`2029-01-15T02:30:00+01:00[Africa/Casablanca]` is in Ramadan, when the offset is +00:00. El " +
  "Aaiun, whose clock changes are those of Casablanca, it has right.";
const FROM_OFFSETS =
  "Of the fault in Casablanca, Cairo and Fiji that is told at " +
  "[An offset that does not hold](#an-offset-that-does-not-hold).";
const R7 = "[R7](RULES.md#r7-daily-across-clock-changes)";
const R8 = "[R8](RULES.md#r8-periodically-across-clock-changes)";
const issue = (repository, number) =>
  `[${repository}#${number}](https://github.com/${repository}/issues/${number})`;

/** What a class comes to, for the tables. */
export const READING = "a reading";
export const FAULT = "a fault of theirs";
export const MIXED = "a reading, or a fault";
export const LIMIT = "a fault, or a limit that they tell of";
export const OTHER_DATA = "other data";

/** By name: title, what happens, what it comes to, and a verdict for each peer that does it. */
export const CLASSES = {
  "gap-end": {
    title: "A skipped daily time runs at the end of the gap",
    what:
      "The clock skips the time of a daily job. Ours runs later by the length of the gap, " +
      "theirs at the first instant after it.",
    kind: MIXED,
    verdicts: {
      "cron-parser":
        "A fault: it moves a skipped time by one hour, whatever the length of the gap. Where the " +
        `gap is longer, that may be its end. ${CRON_PARSER} says that clock changes are handled ` +
        "correctly, not how.",

      croner:
        `${CRONER} says so of jobs with one time a day, after Vixie cron, which runs them "soon ` +
        `after the change" (${VIXIE}). Right by its rule, as ours is by ${R7}, a choice; ` +
        '`gap: "gap-end"` does the same.',
    },
  },
  "gap-skip": {
    title: "A skipped daily time does not run",
    what:
      "The clock skips the time of a daily job. Ours runs later by the length of the gap, " +
      "theirs not at all on that date.",
    kind: MIXED,
    verdicts: {
      "rrule-temporal":
        `${RFC_RULES} says that recurrences at a local time that does not exist must be ignored, ` +
        `and ${RRULE_TEMPORAL} says that it leaves them out. Right by its rule. The same section ` +
        `ends by sending such times to ${RFC_TIMES}, which moves them by the length of the gap: ` +
        `that is ${R7}, a choice; \`gap: "skip"\` does the same as theirs.`,
      "systemd-analyze":
        `${SYSTEMD} does not say. Its authors take it for a wish, not a fault: a timer elapses ` +
        `when the clock shows the time (${issue("systemd/systemd", 5595)}). A choice on both ` +
        `sides (${R7}); \`gap: "skip"\` does the same.`,
      "rrule-rust":
        "A fault: a time skipped at midnight is left out, one skipped at another hour is moved " +
        `by the length of the gap. Either is a reading of ${RFC_RULES}; both together are none. ` +
        `(${issue("fmeringdal/rust-rrule", 115)}.)`,
      croner:
        `${CRONER} says that such a time runs "on the same day". Here the gap ends at ` +
        `midnight, and ` +
        `the day has no time left. Right by its rule; ours is ${R7}, a choice: it runs for the ` +
        "date that it was due on, past midnight too.",
      "cron-parser":
        "A fault: elsewhere it moves such a time by an hour. It loses one where the gap is of " +
        "half " +
        `an hour, begins a minute after midnight or ends at midnight. ${CRON_PARSER} says that ` +
        "clock changes are handled correctly, not how.",
    },
  },
  "gap-earlier": {
    title: "A skipped daily time runs earlier by the length of the gap",
    what:
      "The clock skips the time of a daily job. Ours runs later by the length of the gap, " +
      "theirs earlier by as much.",
    kind: MIXED,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,

      "temporal-polyfill":
        `It is what was asked for: the choice \`earlier\` of ${TEMPORAL}. \`gap: "earlier"\` ` +
        "does the same.",
    },
  },
  "gap-shift": {
    title: "A skipped time runs later by the length of the gap",
    what: "Ours leaves out a time that the clock skips; theirs runs later by as much.",
    kind: READING,
    verdicts: {},
  },
  "gap-elsewhere": {
    title: "A skipped daily time runs at another time",
    what:
      "The clock skips the time of a daily job, and theirs runs near it, at a time that no " +
      "rule names.",
    kind: FAULT,
    verdicts: {
      "cron-parser":
        "A fault: it moves a skipped time by one hour, whatever the length of the gap, here of " +
        "two " +
        "or three hours; neither by its length nor to its end.",
    },
  },
  "grid-made-up": {
    title: "A skipped time of an interval is made up",
    what:
      "The clock skips a time of a grid. Ours has no run there, theirs makes it up after the " +
      "gap, beside the times that the clock does show.",
    kind: MIXED,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,

      "cron-parser":
        `${CRON_PARSER} does not say. ${VIXIE} makes up only what has no \`*\` in its hours and ` +
        `minutes, so not this. Ours is ${R8}, a choice.`,
      effect:
        `${EFFECT} says that a time in a gap resolves to the instant after it, whatever the ` +
        `pattern. Right by its rule; ours is ${R8}, a choice, and Vixie cron's (${VIXIE}).`,
      "rrule-rust":
        `By ${RFC_TIMES} a time that does not exist is read with the offset before the gap: ` +
        `right by that rule. Ours is ${R8}, a choice.`,
    },
  },
  "repeat-first": {
    title: "An interval stands still while the clock repeats itself",
    what:
      "The clock shows times of a grid twice. Ours runs both times, theirs only the first: " +
      "an hour without a run.",
    kind: READING,
    verdicts: {
      effect:
        `${EFFECT} says so of its default, \`earlier\`. Right by its rule; ours is ${R8}, a ` +
        'choice; `gridOverlap: "first"` does the same.',
      "rrule-temporal":
        `By ${RFC_TIMES} a time that occurs twice is its first occurrence: right by that rule. ` +
        `Ours is ${R8}, a choice; \`gridOverlap: "first"\` does the same.`,
      "rrule-rust":
        `By ${RFC_TIMES} a time that occurs twice is its first occurrence: right by that rule. ` +
        `Ours is ${R8}, a choice; \`gridOverlap: "first"\` does the same.`,
      "systemd-analyze":
        `${SYSTEMD} does not say; its authors have it on their list of bugs ` +
        `(${issue("systemd/systemd", 8647)}). Ours is ${R8}, a choice; ` +
        '`gridOverlap: "first"` does the same.',
      "cron-parser":
        "Only where the hours are a list, a range or a step, or the clock goes back by half an " +
        "hour; " +
        `else \`*\` for the hours runs both times. ${CRON_PARSER} says neither, and ${VIXIE} ` +
        `runs whatever has a \`*\` in its hours or ` +
        `minutes by the new time at once, so both times. Ours is ${R8}, a choice.`,
      "temporal-polyfill":
        `It is what was asked for: the choice \`earlier\` of ${TEMPORAL}. ` +
        '`gridOverlap: "first"` does the same.',
    },
  },
  "repeat-second": {
    title: "Of a time shown twice, the second runs",
    what:
      "The clock shows the time twice. Ours runs the first time (daily) or both times (a " +
      "grid), theirs only the second.",
    kind: MIXED,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,

      "cron-parser":
        "A fault: elsewhere it runs the first time, as Vixie cron does " +
        `(${VIXIE}). The second runs where the clock goes back to midnight, over midnight, or by ` +
        "two hours and more.",

      "temporal-polyfill":
        `It is what was asked for: the choice \`later\` of ${TEMPORAL}. \`overlap: "second"\` ` +
        'and `gridOverlap: "second"` do the same.',
    },
  },
  "repeat-both": {
    title: "A daily time that is shown twice runs twice",
    what:
      "The clock shows the time of a daily job twice. Ours runs the first time, theirs both " +
      "times.",
    kind: MIXED,
    verdicts: {
      "cron-parser":
        "A fault: elsewhere it runs the first time. Both run where the clock goes back by two " +
        "hours and more, or at a minute past midnight.",

      effect:
        `It is what was asked for: ${EFFECT} calls it \`both\`. Ours is ${R7}, a choice; ` +
        '`overlap: "both"` does the same.',
    },
  },
  "repeat-none": {
    title: "A time that is shown twice does not run",
    what: "The clock shows the time twice. Ours runs, theirs not at all.",
    kind: FAULT,
    verdicts: {
      "rrule-rust":
        "A fault, where the clock goes back to midnight or over it: the time that comes twice is " +
        `left out. By ${RFC_TIMES} it is its first occurrence.`,
    },
  },
  elapsed: {
    title: "An interval is counted in elapsed time",
    what:
      "`FREQ=HOURLY` or `FREQ=MINUTELY` with an `INTERVAL`. Ours counts on the clock, from " +
      "each midnight; theirs in hours that have passed since DTSTART, so that after a clock " +
      "change it runs at other times of day until the next.",
    kind: READING,
    verdicts: {
      "rrule-temporal":
        `${RRULE_TEMPORAL}, where it comes to RSCALE, says that these intervals are elapsed ` +
        `hours ` +
        `and minutes since DTSTART; ${RFC_RULES} does not say which are meant. Right by its ` +
        `rule. Ours is the vendor's grid ` +
        "([R5](RULES.md#r5-periodically)); `FREQ=DAILY` with a list of hours says it in RRULE.",
    },
  },
  "lost-date": {
    title: "A date that never was has a run",
    what: "A zone skips a whole date. Ours has no start on it, theirs moves its start by a day.",
    kind: READING,
    verdicts: {
      "temporal-polyfill":
        `${TEMPORAL} moves any time that is skipped by the length of the gap, a whole day too. ` +
        `Right by its rule; ours is ${R7}, a choice: a date that never happened has no start.`,
      effect:
        `${EFFECT} moves any time in a gap. Right by its rule; ours is ${R7}, a choice: a date ` +
        "that never happened has no start.",
      "rrule-rust":
        `By ${RFC_TIMES} any time that does not exist is moved by the length of the gap. Right ` +
        `by that rule; ours is ${R7}, a choice: a date that never happened has no start.`,
      "cron-parser":
        `${CRON_PARSER} does not say. Ours is ${R7}, a choice: a date that never happened has no ` +
        "start.",
    },
  },
  "double-at-gap": {
    title: "The end of a gap comes twice",
    what:
      "The clock skips a time of a grid; moved by the length of the gap, it falls on another " +
      "time of the grid. Theirs lists that instant twice.",
    kind: FAULT,
    verdicts: {
      "rrule-rust":
        `A fault, known as ${issue("fmeringdal/rust-rrule", 115)}: a recurrence set has each ` +
        `start once (${RFC_RULES} speaks of a set). In ours equal instants are one start.`,
    },
  },
  double: {
    title: "An instant comes twice",
    what: "Theirs lists one instant twice, with no gap near.",
    kind: FAULT,
    verdicts: {},
  },
  throws: {
    title: "It gives up",
    what:
      "Theirs throws, or ends with an error, and gives no run from there to the end of the " +
      "stretch that was asked for; all of ours there are counted.",
    kind: FAULT,
    verdicts: {
      "cron-parser":
        "A fault, where a clock goes back by half an hour, or at a minute or a quarter past the " +
        "hour: it looks in circles until its limit of loops ends it, " +
        '"Invalid expression, loop limit exceeded", or gives a run that is not later than the ' +
        "last.",
      "systemd-analyze":
        "A fault, where a gap lies at midnight. Intervals of two hours and more, and a daily " +
        "00:30 where the gap begins a minute after midnight, never get past it: " +
        '"Infinite loop in calendar calculation", or no further run at all. A near relation, in ' +
        `Dublin, is ${issue("systemd/systemd", 32039)}.`,
    },
  },
  "lost-after-gap": {
    title: "Runs after a gap are lost",
    what: "After a gap theirs leaves out times that the clock shows, once, on the same day.",
    kind: LIMIT,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,

      "cron-parser":
        "A fault: it takes every gap for a whole hour that begins with an hour, and loses what " +
        "the " +
        "clock shows of the hour after one that is not.",
      effect:
        `${EFFECT} says that near a gap the next run is not sure to be the nearest that matches. ` +
        "A limit of which it tells: seen where a gap begins a minute after midnight.",
      "systemd-analyze":
        "A fault: a step that falls into the gap takes the rest of the day with it, as in " +
        `${issue("systemd/systemd", 13745)}; and so it is with the hour after a gap that begins ` +
        "a minute after midnight.",
    },
  },
  "lost-after-repeat": {
    title: "Runs after a repeated hour are lost",
    what: "On the day after the clock went back theirs leaves out times that it shows, once.",
    kind: FAULT,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,
    },
  },
  "lost-before-change": {
    title: "Runs before a clock change are lost",
    what: "On the day before a clock change theirs leaves out times that the clock shows, once.",
    kind: FAULT,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,

      "cron-parser":
        "A fault, where a gap is of half an hour, begins at a quarter or a minute past the hour, " +
        "or ends at midnight: the last times before it go, too.",
    },
  },
  lost: {
    title: "Runs are lost, far from any clock change",
    what: "Theirs leaves out times that the clock shows, once, more than a day from any change.",
    kind: FAULT,
    verdicts: {
      "rrule-temporal": FROM_OFFSETS,
    },
  },
  "other-offset": {
    title: "An offset that does not hold",
    what:
      "Theirs runs at the right wall time under the offset before or after the one that holds, " +
      "so an hour off.",
    kind: FAULT,
    verdicts: {
      "cron-parser":
        "A fault, where a gap begins at a quarter or a minute past the hour: the time after it " +
        "is " +
        "an hour late.",
      "rrule-temporal": OLD_OFFSETS,
    },
  },
  "zone-data": {
    title: "The zone data are others",
    what:
      "The peer's noon is not ours there: it has another version of the time-zone database, or " +
      "its table ends.",
    kind: OTHER_DATA,
    verdicts: {},
  },
  unexplained: {
    title: "Unexplained",
    what: "None of the above.",
    kind: "open",
    verdicts: {},
  },
  "ours-wrong": {
    title: "Our engine is not what its rules say",
    what: "Found by reading the rules plainly, wall time by wall time.",
    kind: "a fault of ours",
    verdicts: {},
  },
};

/** The verdict for a peer in a class; undefined where there is none yet. */
export function verdictOf(name, peer) {
  const verdicts = CLASSES[name]?.verdicts ?? {};
  const whose = Object.keys(verdicts).find((start) => peer.startsWith(start));
  return whose === undefined ? undefined : verdicts[whose];
}
