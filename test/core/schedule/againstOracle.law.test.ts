/**
 * Everything that a schedule says, against the slow oracle that walks real minutes and reads
 * `Intl`'s wall clock.
 *
 * `RUNCAST_FUZZ=20 npx vitest run test/core/schedule/againstOracle` looks twenty times as long.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostZone } from "../../../src/host/zones.ts";
import { compile, parsePolicy, retrySequence, type Schedule } from "../../../src/index.ts";
import {
  oracleAllowed,
  oracleRetrySequence,
  oracleRuns,
  oracleWall,
  oracleWindowEnd,
} from "../../support/calendarOracle.ts";
import {
  dailyPolicies,
  periodicPolicies,
  runs,
  type Scene,
  scenes,
  switches,
} from "../../support/scheduleArbitraries.ts";
import { DAY, HOUR, iso, MINUTE } from "../../support/scheduleBuilders.ts";

/** How far to look before and after a scene's instant: mostly days, now and then over a week. */
const reach = fc.oneof(
  { weight: 7, arbitrary: fc.nat(2 * DAY) },
  { weight: 3, arbitrary: fc.nat(9 * DAY) },
);

interface RunLike {
  readonly instant: number;
  readonly admitted: boolean;
  readonly reason?: string;
  readonly clockChange?: string;
  readonly atOpening?: true;
}

const key = (run: RunLike): string =>
  [
    iso(run.instant),
    run.admitted ? "runs" : "blocked",
    run.reason,
    run.clockChange,
    run.atOpening,
  ].join(" ");

/**
 * Checks everything about `[from, to)`; the schedule is asked in an order that changes its
 * remembered piece a lot.
 */
function checkSpan(
  schedule: Schedule,
  { policy, clock }: Omit<Scene, "instant">,
  from: number,
  to: number,
): void {
  const expected = oracleRuns(policy, clock, from, to);
  const found = [...schedule.runs(from, to)];
  expect(found.map(key)).toEqual(expected.map(key));

  const admitted = expected.filter((run) => run.admitted).map((run) => run.instant);
  expect([...schedule.range(from, to)]).toEqual(admitted);
  expect(schedule.count(from, to)).toBe(admitted.length);

  const ahead: number[] = [];
  for (
    let run = schedule.next(from - 1);
    run < to && ahead.length <= admitted.length;
    run = schedule.next(run)
  )
    ahead.push(run);
  expect(ahead).toEqual(admitted);
  const back: number[] = [];
  for (
    let run = schedule.previous(to);
    run >= from && back.length <= admitted.length;
    run = schedule.previous(run)
  )
    back.push(run);
  expect(back.reverse()).toEqual(admitted);

  for (const run of found) {
    const shown = new Date(oracleWall(clock.zone, run.instant)).toISOString().slice(0, 19);
    if (!run.local.startsWith(shown)) expect.fail(`${run.local} where the clock shows ${shown}`);
    if (Date.parse(run.local) !== run.instant)
      expect.fail(`${run.local} is not ${iso(run.instant)}`);
  }
}

describe("against the oracle", () => {
  it("should list the same runs for the same reasons, forwards and backwards", () => {
    fc.assert(
      fc.property(scenes, reach, reach, ({ policy, clock, instant }, before, after) => {
        checkSpan(
          compile(policy, clock),
          { policy, clock },
          Math.max(instant - before, Date.UTC(1973, 0, 1)),
          instant + after,
        );
      }),
      runs(1_200),
    );
  });

  it("should do so at every clock change around 2011 in the zones of the oddest ones", () => {
    const odd = [
      "Pacific/Apia",
      "Africa/Cairo",
      "Africa/Casablanca",
      "Asia/Gaza",
      "Antarctica/Casey",
      "Antarctica/Troll",
      "Australia/Lord_Howe",
      "America/St_Johns",
    ];
    const changes = odd.flatMap((zone) => {
      const starts = hostZone(zone).starts;
      return Array.from(starts, (instant) => ({ zone, instant })).filter(
        ({ instant }) => instant > Date.UTC(2009, 0, 1) && instant < Date.UTC(2012, 6, 1),
      );
    });
    expect(changes.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        switches,
        fc.nat(1_000),
        (policy, rest, pick) => {
          // Every change gets its turn; the policy is a new one each time.
          const { zone, instant } = changes[pick % changes.length]!;
          const clock = { zone, ...rest };
          expect(oracleWall(zone, instant) - instant, `${zone} straddles no change`).not.toBe(
            oracleWall(zone, instant - MINUTE) - (instant - MINUTE),
          );
          checkSpan(
            compile(policy, clock),
            { policy, clock },
            instant - 30 * HOUR,
            instant + 30 * HOUR,
          );
        },
      ),
      runs(400),
    );
  });

  it("should be open when the oracle is, and have runs where it has, at any minute", () => {
    fc.assert(
      fc.property(
        scenes,
        fc.array(fc.integer({ min: -3 * DAY, max: 3 * DAY }), { minLength: 1, maxLength: 20 }),
        ({ policy, clock, instant }, distances) => {
          const schedule = compile(policy, clock);
          const runsThere = new Set(
            oracleRuns(policy, clock, instant - DAY, instant + DAY)
              .filter((run) => run.admitted)
              .map((run) => run.instant),
          );
          for (const distance of distances) {
            const t = instant + distance;
            if (schedule.isAllowed(t) !== oracleAllowed(policy, clock, t))
              expect.fail(`isAllowed at ${iso(t)} is ${schedule.isAllowed(t)}`);
            if (Math.abs(distance) < DAY && schedule.has(t) !== runsThere.has(t))
              expect.fail(`has at ${iso(t)} is ${schedule.has(t)}`);
          }
          for (const run of runsThere) expect(schedule.has(run)).toBe(true);
        },
      ),
      runs(300),
    );
  });

  it("should see the window's end where the oracle does", () => {
    const windowed = scenes.filter(({ policy }) => policy.backupWindowEnabled);
    fc.assert(
      fc.property(windowed, ({ policy, clock, instant }) => {
        expect(iso(compile(policy, clock).windowEnd(instant))).toBe(
          iso(oracleWindowEnd(policy, clock, instant)),
        );
      }),
      runs(300),
    );
  });

  it("should retry a failing run as the oracle does, whatever ends it", () => {
    const waits = fc.oneof(fc.constantFrom(0, 1, 10, 30, 60, 61, 1_000), fc.nat(200));
    const retrying = fc
      .tuple(scenes, fc.nat(4), waits)
      .map(([scene, retryNumber, retryWaitInterval]) => ({
        ...scene,
        policy: parsePolicy({
          ...scene.policy,
          retryEnabled: true,
          retryNumber,
          retryWaitInterval,
        }),
      }));
    const durations = fc.array(
      fc.oneof(fc.nat(3 * HOUR), fc.constantFrom(0, 1, HOUR, 10 * MINUTE, 30 * MINUTE)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        retrying,
        durations,
        fc.boolean(),
        ({ policy, clock, instant }, lengths, atRun) => {
          const run = compile(policy, clock).next(instant);
          // From a run of its own, or from any minute, as a manual start would be (R21).
          const start = atRun && run < instant + 30 * DAY ? run : instant;
          expect(retrySequence(policy, { start, durations: lengths }, clock)).toEqual(
            oracleRetrySequence(policy, clock, start, lengths),
          );
        },
      ),
      runs(500),
    );
  });
});
