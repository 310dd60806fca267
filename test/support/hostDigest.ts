/**
 * Everything that a user sees of the calendar, as lines of text: to be the same under whatever zone
 * the host is set to.
 *
 * Run with `TZ=... node --import tsx test/support/hostDigest.ts`; it writes the lines as JSON. It
 * computes nothing on its own, so what it says is worth nothing but compared.
 */
import { DateTime } from "luxon";
import {
  compile,
  describePolicy,
  lintPolicy,
  nextRun,
  retrySequence,
  type ServerClock,
  upcomingRuns,
} from "../../src/index.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  startWindow,
} from "./scheduleBuilders.ts";

const ZONES = [
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kolkata",
  "America/Havana",
  "UTC-7",
];
/** Clock changes of one zone or another, of Apia's and of the hosts that this is run on. */
const INSTANTS = [
  "2011-12-30T10:00Z",
  "2026-03-08T07:00Z",
  "2026-03-29T01:00Z",
  "2026-04-04T15:00Z",
  "2026-10-25T01:00Z",
  "2026-11-01T05:30Z",
];
const CLOCKS: Omit<ServerClock, "zone">[] = [
  { windowClock: "utc", gap: "shift", overlap: "first", gridOverlap: "both" },
  { windowClock: "server", gap: "gap-end", overlap: "both", gridOverlap: "second" },
  { windowClock: "utc", gap: "earlier", overlap: "first", gridOverlap: "both" },
  { windowClock: "server", gap: "skip", overlap: "second", gridOverlap: "first" },
];
const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 20 };
const POLICIES = [
  daily("02:30", "Everyday", retries),
  daily(
    "00:00",
    "Weekends",
    backupWindow(
      mask((hour) => hour < 5),
      30,
    ),
  ),
  every("Hours1", {
    periodicallyOffsetMinutes: 15,
    ...startWindow(mask((hour) => hour > 1 && hour < 20)),
  }),
  every("Minutes30", { ...backupWindow(mask((hour) => hour % 5 !== 0)), ...retries }),
];

/** The lines. */
export function hostDigest(): string[] {
  const lines: string[] = [];
  for (const zone of ZONES) {
    for (const [which, rest] of CLOCKS.entries()) {
      const clock = { zone, ...rest };
      for (const policy of POLICIES) {
        const schedule = compile(policy, clock);
        lines.push(
          `${zone} ${which} ${describePolicy(policy)} ` +
            `${schedule.count(0, at("2100-01-01T00:00Z"))}`,
        );
        for (const text of INSTANTS) {
          const instant = at(text);
          const runs = [...schedule.runs(instant - 4 * HOUR, instant + 4 * HOUR)];
          lines.push(
            JSON.stringify(runs),
            schedule.explain(instant).text,
            schedule.explain(runs[0]?.instant ?? instant - HOUR).text,
          );
          lines.push(
            `${schedule.next(instant)} ${schedule.previous(instant)} ` +
              `${schedule.isAllowed(instant)} ${schedule.windowEnd(instant)}`,
          );
          const local = text.slice(0, -1); // without its Z: UTC all the same
          lines.push(
            String(nextRun(policy, local, clock)?.toISO()),
            String(nextRun(policy, new Date(instant), clock)?.toISO()),
          );
          lines.push(String(nextRun(policy, DateTime.fromMillis(instant), clock)?.toISO()));
          lines.push(
            upcomingRuns(policy, { from: local, to: new Date(instant + DAY), limit: 20 }, clock)
              .map((run) => `${run.toISO()} ${run.zoneName}`)
              .join(),
          );
          lines.push(
            JSON.stringify(
              retrySequence(policy, { start: local, durations: [HOUR, HOUR, HOUR] }, clock),
            ),
          );
        }
        lines.push(JSON.stringify(lintPolicy(policy, clock, "2026-01-01")));
      }
    }
  }
  return lines;
}

if (process.argv[1]?.endsWith("hostDigest.ts")) {
  process.stdout.write(
    JSON.stringify({
      host: Intl.DateTimeFormat().resolvedOptions().timeZone,
      offset: new Date(0).getTimezoneOffset(),
      lines: hostDigest(),
    }),
  );
}
