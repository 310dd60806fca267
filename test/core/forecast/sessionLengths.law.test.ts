/**
 * How long sessions take against their own schedule: held against a walk over every minute, and
 * against what the simulation stops.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sessionLengths } from "../../../src/core/forecast/sessionLengths.ts";
import { readWorkload } from "../../../src/core/simulation/workload.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/time/instant.ts";
import { forecast, parsePolicy, simulate } from "../../../src/index.ts";
import { describeForecast } from "../../../src/report/forecastText.ts";
import { compiled } from "../../support/compiled.ts";
import { policies } from "../../support/policyArbitraries.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const FROM = Date.UTC(2026, 2, 27);
const TO = FROM + 4 * DAY_MS;
/** A clock change lies within. */
const ZONE = "Europe/Berlin";

function lengthsOf(policy: object, workload: unknown, zone = ZONE) {
  const read = readWorkload(workload, "workload", [])!;
  return sessionLengths(read, compiled(policy, { zone }), FROM, TO);
}

/** Policies whose window often closes soon after a start. */
const windowed = fc
  .record({
    hour: fc.nat(23),
    minute: fc.nat(59),
    open: fc.integer({ min: 1, max: 12 }),
    minuteOffset: fc.constantFrom(0, 60, -90),
    type: fc.constantFrom("Daily", "Periodically"),
  })
  .map(({ hour, minute, open, minuteOffset, type }) => ({
    type,
    dailyType: "Everyday",
    dailyTime: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`,
    periodicallyEvery: "Hours2",
    backupWindowSettings: {
      backupWindow: Array.from({ length: 168 }, (_, at) => (at - hour + 25) % 24 < open),
      minuteOffset,
    },
  }));
const all: fc.Arbitrary<object> = fc.oneof(policies, windowed);

describe("the lengths of sessions", () => {
  const backupWindow = Array.from({ length: 168 }, (_, at) => at % 24 >= 22 || at % 24 < 2);
  const policy = {
    type: "Daily",
    dailyType: "Everyday",
    dailyTime: "00:30",
    backupWindowSettings: { backupWindow },
  };
  const jobs = (workload: object) => ({
    clock: { zone: "UTC" },
    jobs: [{ id: "mail", policy, workload }] as never,
  });

  it("should be held against the window: what ends as it closes is done", () => {
    for (const [duration, stopped] of [
      ["PT90M", 0],
      [90 * MINUTE_MS + 1, 4],
    ] as const)
      expect(lengthsOf(policy, { duration }, "UTC")).toMatchObject({
        varies: false,
        stoppedAtP50: { starts: stopped },
        stoppedAtP95: { starts: stopped },
      });
    const empirical = [60, 80, 85, 100].map((minutes) => minutes * MINUTE_MS);
    expect(lengthsOf(policy, { duration: { empirical } }, "UTC")).toMatchObject({
      p50: 85 * MINUTE_MS,
      p95: 100 * MINUTE_MS,
      varies: true,
      stoppedAtP50: { starts: 0 },
      stoppedAtP95: { starts: 4, first: { local: "2026-03-27T00:30:00Z" } },
    });
  });

  it("should say nothing where there is no one length", () => {
    for (const workload of [
      undefined,
      { duration: 0 },
      () => ({ duration: 1, outcome: "Success" }),
      { duration: "PT1H", grows: { per: "PT24H" } },
    ])
      expect(lengthsOf(policy, workload)).toBeUndefined();
  });

  it("should be told of a job, and among what needs a look", () => {
    const text = (workload: object): string =>
      describeForecast(forecast(jobs(workload), { from: FROM }), { width: 200 });
    expect(text({ duration: { uniform: ["PT2H", "PT4H"] } })).toContain(
      "Takes      Half of its sessions at most 3 h, 19 of 20 at most 3 h 54 min.\n" +
        "  Too long   After 7 of 7 starts, the first Fri 2026-03-27 00:30: half of its sessions " +
        "or more would still run when the backup window closes, and be stopped.\n",
    );
    expect(text({ duration: { uniform: ["PT2H", "PT4H"] } })).toContain(
      "\n  mail  half of its sessions or more are too long for its window after 7 of 7 starts",
    );
    expect(text({ duration: { uniform: ["PT1H", "PT92M"] } })).toMatch(
      /Too long {3}After .*: 1 of 20 sessions or more would still run .*\n(?!.*\n*1 job needs)/,
    );
    expect(text({ duration: "PT1H" })).not.toContain("Too long");
  });

  it("should be what a walk over every minute finds", () => {
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 600 }), (policy, minutes) => {
        const schedule = compiled(policy, { zone: ZONE });
        const length = minutes * MINUTE_MS;
        const starts = schedule.range(FROM, TO);
        // Two thousand starts times ten hours of minutes would be a walk without need.
        fc.pre(starts.length <= 200);
        const isStopped = (start: number): boolean => {
          for (let at = start; at < start + length; at += MINUTE_MS)
            if (!schedule.isAllowed(at)) return true;
          return false;
        };
        const stopped = Array.from(starts).filter(isStopped);
        const found = lengthsOf(policy, { duration: length })!;
        expect(found.stoppedAtP50).toMatchObject({ starts: stopped.length });
        expect(found.stoppedAtP50.first?.epochMs).toBe(stopped[0]);
        const isOpenFrom = (start: number, to: number): boolean => {
          for (let at = start; at < to; at += MINUTE_MS) if (!schedule.isAllowed(at)) return false;
          return true;
        };
        const soon = Array.from(starts).filter((start, at) => {
          const before = starts[at - 1];
          return before !== undefined && start - before < length && isOpenFrom(before, start);
        });
        expect(found.startsTooSoon).toBe(soon.length);
      }),
      runs(60),
    );
  });

  it("should be what the simulation of the job alone stops, where no start is skipped", () => {
    let seen = 0;
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 300 }), (policy, minutes) => {
        const duration = minutes * MINUTE_MS;
        const found = lengthsOf(policy, { duration })!;
        fc.pre(found.startsTooSoon === 0);
        const job = { id: "a", policy: parsePolicy(policy), workload: { duration } };
        const fleet = { clock: { zone: ZONE }, jobs: [job] };
        const { sessions, outcomes } = simulate(fleet, { from: FROM, to: TO + 6 * HOUR_MS });
        let stopped = 0;
        for (let at = 0; at < sessions.length; at += 1)
          if (sessions.start[at]! < TO && outcomes[sessions.outcome[at]!] === "Stopped")
            stopped += 1;
        expect(stopped).toBe(found.stoppedAtP50.starts);
        if (stopped > 0) seen += 1;
      }),
      runs(60),
    );
    expect(seen).toBeGreaterThan(5);
  });
});
