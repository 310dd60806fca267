/**
 * Settings that do not count change nothing anywhere: no word, no finding, no start, no session.
 *
 * Which those are is said here once more, straight from the rules, without `effective`. A policy is
 * taken with them and without them, so what holds for taking away holds for adding.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastOf } from "../../../src/core/forecast/forecast.ts";
import { describePolicy } from "../../../src/core/policy/describe.ts";
import { ignoredSettings } from "../../../src/core/policy/effective.ts";
import { parsePolicy } from "../../../src/core/policy/parse.ts";
import type { SchedulePolicy } from "../../../src/core/policy/types.ts";
import type { ServerClock } from "../../../src/core/schedule/clock.ts";
import { lintSchedule } from "../../../src/core/schedule/lint.ts";
import { retriesOf } from "../../../src/core/schedule/retries.ts";
import { policyChanges } from "../../../src/core/whatif/compare/policyChanges.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { compile, describeTimeline, simulate } from "../../../src/index.ts";
import { forecastText } from "../../../src/report/forecastText.ts";
import { PLAIN } from "../../../src/report/kit/style.ts";
import { explainMismatch } from "../../../src/veeam/reconcile/mismatch.ts";
import { representJob } from "../../../src/veeam/standIn/representation.ts";
import { policies, policyInputs } from "../../support/policyArbitraries.ts";
import { clocks, instantAt, runs, spots } from "../../support/scheduleArbitraries.ts";
import { context, jobFrom } from "../../support/veeamJobs.ts";
import { daily, DAY, every, HOUR, mask, startWindow } from "../../support/scheduleBuilders.ts";

/** Policies full of settings, more than any type looks at. */
const crowdedPolicies: fc.Arbitrary<SchedulePolicy> = fc
  .tuple(policyInputs, policyInputs)
  .map(([donor, policy]) => parsePolicy({ ...donor, ...policy }));

/** The policy without the settings that its type, its interval or a switch makes idle. */
function withoutIdle(policy: SchedulePolicy): SchedulePolicy {
  const kept: Record<string, unknown> = { ...policy };
  const drop = (...names: string[]) => {
    for (const name of names) delete kept[name];
  };
  if (policy.type !== "Daily") drop("dailyType", "dailyTime"); // R4
  if (policy.type !== "Periodically") drop("periodicallyEvery"); // R5
  const byTheHour =
    policy.type === "Periodically" && /^Hours\d+$/.test(policy.periodicallyEvery ?? "");
  if (!byTheHour) drop("periodicallyOffsetMinutes"); // R6
  if (!byTheHour || policy.periodicallyWindowEnabled === false)
    drop("periodicallyWindowEnabled", "periodicallyWindowSettings"); // R13
  if (!policy.backupWindowEnabled) drop("backupWindowSettings"); // R12
  if (!policy.retryEnabled) drop("retryNumber", "retryWaitInterval"); // R18
  return parsePolicy(kept);
}

/** What is told of a policy where no simulation is asked for. */
function wordsOf(policy: SchedulePolicy, clock: ServerClock, from: number): unknown {
  const schedule = compile(policy, clock);
  const source = { name: "test", zoneDatabase: "", issues: [], warnings: [] };
  const job = { name: "Job", enabled: true, schedule };
  const span = { from, days: 9, runs: 3 };
  const forecast = forecastOf([job], span, clock, hostZone(clock.zone), source);
  const isTold = ({ code }: { code: string }) => code !== "ignored-setting";
  const jobs = forecast.jobs.map((one) => ({ ...one, findings: one.findings.filter(isTold) }));
  return {
    sentence: describePolicy(policy),
    findings: lintSchedule(schedule, from).filter(isTold),
    forecast: forecastText({ ...forecast, jobs }, { width: 99, paint: PLAIN }),
  };
}

/** And what else follows from it: explanations, starts, sessions, the product's own view. */
function effectsOf(policy: SchedulePolicy, clock: ServerClock, from: number): unknown {
  const schedule = compile(policy, clock);
  const next = schedule.next(from);
  const { schedulePolicy, ...shown } = representJob(
    { ...jobFrom(), history: [{ at: 0, schedulePolicy: policy, isEnabled: true }] },
    context({ now: from, clock, zoneOf: hostZone }),
  );
  const listed = { index: 0, name: "Job", isEnabled: true, policy, lastStatus: "Failed" };
  const job = { id: "a", policy, runNow: true, workload: { duration: 40 * 60_000, failed: 0.5 } };
  const span = { from, to: from + 3 * DAY };
  return {
    explained: [from, ...(Number.isFinite(next) ? [next] : [])].map(schedule.explain),
    runs: [...schedule.runs(from, from + 3 * DAY)],
    retries: retriesOf(schedule, { start: from, durations: [HOUR, HOUR] }),
    mismatch: explainMismatch(listed, schedule, from + HOUR, from),
    sessions: [false, true].map((retryManual) =>
      describeTimeline(simulate({ clock, jobs: [job] }, { ...span, rules: { retryManual } })),
    ),
    // a switch that is off is shown, or left out: that is the same
    shown: {
      ...shown,
      ...schedulePolicy,
      periodicallyWindowEnabled: schedulePolicy.periodicallyWindowEnabled === true,
    },
  };
}

describe("settings that do not count", () => {
  it("should be the ones that are called ignored", () => {
    fc.assert(
      fc.property(crowdedPolicies, (policy) => {
        const kept = withoutIdle(policy);
        const gone = Object.keys(policy).filter(
          (name) => !(name in kept) && name !== "periodicallyWindowEnabled",
        );
        expect(ignoredSettings(policy).map(({ setting }) => setting as string)).toEqual(
          expect.arrayContaining(gone),
        );
        expect(ignoredSettings(policy)).toHaveLength(gone.length);
        expect(ignoredSettings(kept)).toEqual([]);
      }),
      runs(300),
    );
  });

  it("should change no word, no finding, no start and no session", () => {
    fc.assert(
      fc.property(crowdedPolicies, clocks, spots, (policy, clock, spot) => {
        const from = instantAt(hostZone(clock.zone), spot);
        const kept = withoutIdle(policy);
        expect(wordsOf(policy, clock, from)).toEqual(wordsOf(kept, clock, from));
        expect(effectsOf(policy, clock, from)).toEqual(effectsOf(kept, clock, from));
      }),
      runs(100),
    );
  });

  it("should be no change of a policy", () => {
    fc.assert(
      fc.property(crowdedPolicies, policies, (policy, other) => {
        const kept = withoutIdle(policy);
        expect([policyChanges(policy, kept), policyChanges(kept, policy)]).toEqual([[], []]);
        expect(policyChanges(policy, other)).toEqual(policyChanges(kept, withoutIdle(other)));
      }),
      runs(300),
    );
  });

  it("should be, to words, the retries of what nothing starts by itself (R21)", () => {
    fc.assert(
      fc.property(crowdedPolicies, clocks, spots, (policy, clock, spot) => {
        fc.pre(policy.type === "ManualOnly" || policy.scheduleEnabled === false);
        const from = instantAt(hostZone(clock.zone), spot);
        const kept = parsePolicy({ ...withoutIdle(policy), retryEnabled: false });
        expect(wordsOf(policy, clock, from)).toEqual(wordsOf(kept, clock, from));
      }),
      runs(60),
    );
  });
});

describe("what once named them all the same", () => {
  const clock = { zone: "America/New_York" } as const;
  const office = mask((hour, weekday) => weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 17);
  const manual = parsePolicy({ type: "ManualOnly" });
  const off = daily("01:00", "Everyday", { scheduleEnabled: false });

  it("should say nothing of the start window of a job that runs every 15 minutes (R13)", () => {
    const from = Date.UTC(2026, 0, 5);
    const full = compile(every("Minutes15", startWindow(office)), clock);
    const { forecast } = wordsOf(full.policy, full.clock, from) as { forecast: string };
    expect(forecast).toContain("Every 15 minutes.\n");
    expect(forecast).not.toMatch(/window|hour is lost/i);
  });

  it("should see no change between two policies of which neither starts by itself (R9)", () => {
    expect(policyChanges(manual, off)).toEqual([]);
    expect(policyChanges(off, manual)).toEqual([]);
  });

  it("should take no run for a retry where the number of retries is 0 (R18)", () => {
    const policy = daily("01:00", "Everyday", { retryNumber: 0, retryWaitInterval: 10 });
    const listed = { index: 0, name: "Job", isEnabled: true, policy, lastStatus: "Failed" };
    const now = Date.UTC(2026, 0, 5, 2);
    const { code } = explainMismatch(listed, compile(policy), now + 7 * 60_000 + 1, now);
    expect(code).not.toBe("retry");
  });
});
