/**
 * The laws of a schedule (CONTRIBUTING.md), over random policies, masks, offsets, zones and
 * clocks.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileBlocked } from "../../../src/core/schedule/schedule.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { compile, NEVER, parsePolicy, type Schedule } from "../../../src/index.ts";
import { oracleWall } from "../../support/calendarOracle.ts";
import { masks } from "../../support/policyArbitraries.ts";
import {
  clocks,
  dailyPolicies,
  instantAt,
  nestedMasks,
  ODD_ZONES,
  periodicPolicies,
  runs,
  type Scene,
  scenes,
  scheduledScenes,
  spots,
  switches,
  zones,
} from "../../support/scheduleArbitraries.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
  startWindow,
  WEEK,
} from "../../support/scheduleBuilders.ts";

const scheduleOf = ({ policy, clock }: Scene): Schedule => compile(policy, clock);
const spans = fc.oneof(fc.integer({ min: 0, max: 3 * DAY }), fc.integer({ min: 0, max: 40 * DAY }));

describe("next and previous", () => {
  it("should give the same answer from anywhere before the next run", () => {
    const schedule = compile(daily("01:00"));
    const runAt = at("2026-01-02T01:00Z");
    for (const t of [runAt - DAY, runAt - DAY + 1, runAt - HOUR, runAt - 1])
      expect(schedule.next(t)).toBe(runAt);
    fc.assert(
      fc.property(scenes, fc.nat(DAY), (scene, d) => {
        const schedule = scheduleOf(scene);
        const next = schedule.next(scene.instant);
        expect(next).toBeGreaterThan(scene.instant);
        if (next !== NEVER) expect(schedule.next(Math.min(scene.instant + d, next - 1))).toBe(next);
      }),
      runs(300),
    );
  });

  it("should be each other's inverse as far as strictness lets them", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const schedule = scheduleOf(scene);
        const t = scene.instant;
        const next = schedule.next(t);
        if (next !== NEVER) {
          expect(schedule.previous(next)).toBeLessThanOrEqual(t);
          expect(schedule.previous(next + 1)).toBe(next);
          if (schedule.has(t)) expect(schedule.previous(next)).toBe(t);
        }
        const previous = schedule.previous(t);
        if (previous !== -Infinity) {
          expect(previous).toBeLessThan(t);
          expect(schedule.next(previous)).toBeGreaterThanOrEqual(t);
          expect(schedule.next(previous - 1)).toBe(previous);
        }
      }),
      runs(300),
    );
  });
});

describe("range, count, rank, nth, has", () => {
  it("should be iterated next, its length, and split anywhere", () => {
    fc.assert(
      fc.property(
        scenes,
        spans,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scene, span, share) => {
          const schedule = scheduleOf(scene);
          const from = scene.instant;
          const to = from + span;
          const range = [...schedule.range(from, to)];
          const iterated: number[] = [];
          for (let run = schedule.next(from - 1); run < to; run = schedule.next(run)) {
            if (!(run > (iterated.at(-1) ?? -Infinity)))
              throw new Error(`invariant: next goes back to ${run}`);
            iterated.push(run);
          }
          expect(range).toEqual(iterated);
          expect(schedule.count(from, to)).toBe(range.length);
          const middle = from + Math.floor(share * span);
          expect([...schedule.range(from, middle), ...schedule.range(middle, to)]).toEqual(range);
          expect(schedule.count(from, middle) + schedule.count(middle, to)).toBe(range.length);
          const out = new Float64Array(range.length + 1);
          expect(schedule.fill(out, from, to)).toBe(range.length);
          expect([...out]).toEqual([...range, 0]);
        },
      ),
      runs(400),
    );
  });

  it("should number the runs without a hole", () => {
    fc.assert(
      fc.property(scheduledScenes, spans, (scene, span) => {
        const schedule = scheduleOf(scene);
        const first = schedule.rank(scene.instant);
        [...schedule.range(scene.instant, scene.instant + span)]
          .slice(0, 500)
          .forEach((run, index) => {
            expect(schedule.rank(run)).toBe(first + index);
            expect(schedule.rank(run + 1)).toBe(first + index + 1);
            expect(schedule.nth(first + index)).toBe(run);
            expect([schedule.has(run), schedule.has(run - 1), schedule.has(run + 1)]).toEqual([
              true,
              false,
              false,
            ]);
          });
      }),
      runs(150),
    );
  });

  it("should be inverse over the whole of time: the rank of the run of a rank is that rank", () => {
    fc.assert(
      fc.property(
        scheduledScenes,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (scene, share) => {
          const schedule = scheduleOf(scene);
          const total = schedule.rank(Infinity);
          fc.pre(total > 0);
          // the fourth power: most of them in the centuries with clock changes
          const index = Math.floor(share ** 4 * total);
          const run = schedule.nth(index);
          expect(schedule.rank(run)).toBe(index);
          expect(schedule.next(run)).toBe(schedule.nth(index + 1));
          expect(schedule.previous(run)).toBe(schedule.nth(index - 1));
        },
      ),
      runs(300),
    );
  });

  it("should count spans of any length by parts", () => {
    fc.assert(
      fc.property(
        scenes,
        fc.array(fc.integer({ min: -2e11, max: 5e12 }), { minLength: 3, maxLength: 3 }),
        (scene, instants) => {
          const schedule = scheduleOf(scene);
          const [a, b, c] = instants.sort((x, y) => x - y) as [number, number, number];
          expect(schedule.count(a, b) + schedule.count(b, c)).toBe(schedule.count(a, c));
          expect(schedule.count(c, a)).toBe(0);
        },
      ),
      runs(200),
    );
  });

  it("should have the same tail from any of its runs", () => {
    fc.assert(
      fc.property(scheduledScenes, fc.nat(1_000), (scene, pick) => {
        const range = [...scheduleOf(scene).range(scene.instant, scene.instant + 5 * DAY)];
        fc.pre(range.length > 0);
        const start = pick % range.length;
        const tail = [range[start]!];
        const schedule = scheduleOf(scene);
        while (tail.length < range.length - start) tail.push(schedule.next(tail.at(-1)!));
        expect(tail).toEqual(range.slice(start));
      }),
      runs(150),
    );
  });
});

describe("runs", () => {
  it("should admit what range lists, and block the rest for a reason, ascending", () => {
    fc.assert(
      fc.property(scenes, spans, (scene, span) => {
        const schedule = scheduleOf(scene);
        const [from, to] = [scene.instant, scene.instant + span];
        const all = [...schedule.runs(from, to)];
        expect(all.filter((run) => run.admitted).map((run) => run.instant)).toEqual([
          ...schedule.range(from, to),
        ]);
        let last = from - 1;
        for (const run of all) {
          expect(run.instant).toBeGreaterThan(last);
          last = run.instant;
          expect(run.admitted).toBe(run.reason === undefined);
        }
        expect(last).toBeLessThan(to);
      }),
      runs(400),
    );
  });
});

describe("repetition", () => {
  it("should repeat every week on a clock that stands still", () => {
    const fixed = zones.filter((zone) => zone.startsWith("UTC"));
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        fixed,
        switches,
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1, max: 9_000 }),
        (policy, zone, rest, t, weeks) => {
          const schedule = compile(policy, { zone, ...rest });
          const next = schedule.next(t);
          expect(schedule.next(t + weeks * WEEK)).toBe(next + weeks * WEEK);
          expect(schedule.count(t, t + WEEK)).toBe(schedule.count(0, WEEK));
        },
      ),
      runs(300),
    );
  });

  it("should repeat every week in any zone once its clock has changed for the last time", () => {
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        clocks,
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 1e7 }),
        (policy, clock, t, weeks) => {
          const schedule = compile(policy, clock);
          const settled = Date.UTC(2100, 1, 1) + t;
          expect(schedule.next(settled + weeks * WEEK)).toBe(schedule.next(settled) + weeks * WEEK);
        },
      ),
      runs(200),
    );
  });
});

describe("masks", () => {
  const everything = mask(() => true);
  const nothing = mask(() => false);
  const month = (schedule: Schedule, from: number): number[] => [
    ...schedule.range(from, from + 30 * DAY),
  ];

  it("should run a subset behind a narrower backup window", () => {
    fc.assert(
      fc.property(
        fc.oneof(dailyPolicies, periodicPolicies),
        nestedMasks,
        fc.integer({ min: -1439, max: 1439 }),
        clocks,
        spots,
        (policy, [narrow, wide], minuteOffset, clock, spot) => {
          const from = instantAt(hostZone(clock.zone), spot);
          const behind = (cells: boolean[]) =>
            compile(parsePolicy({ ...policy, ...backupWindow(cells, minuteOffset) }), clock);
          const wider = new Set(month(behind(wide), from));
          expect(month(behind(narrow), from).filter((run) => !wider.has(run))).toEqual([]);
        },
      ),
      runs(150),
    );
  });

  it("should let a subset through a narrower start window; only openings make new runs", () => {
    fc.assert(
      fc.property(
        periodicPolicies,
        nestedMasks,
        fc.integer({ min: -1439, max: 1439 }),
        clocks,
        spots,
        (policy, [narrow, wide], minuteOffset, clock, spot) => {
          const from = instantAt(hostZone(clock.zone), spot);
          const behind = (cells: boolean[]) => [
            ...compile(parsePolicy({ ...policy, ...startWindow(cells, minuteOffset) }), clock).runs(
              from,
              from + 15 * DAY,
            ),
          ];
          const open = new Set(
            behind(wide)
              .filter((run) => !run.atOpening && run.reason !== "start-window")
              .map((run) => run.instant),
          );
          const narrowRuns = behind(narrow);
          narrowRuns.forEach((run, index) => {
            if (!run.atOpening && run.reason !== "start-window")
              expect(open.has(run.instant)).toBe(true);
            // An opening follows upon something that it makes up for, and there is one for each
            // closed spell at most.
            if (run.atOpening && index > 0)
              expect(narrowRuns[index - 1]!.reason).toBe("start-window");
          });
        },
      ),
      runs(150),
    );
  });

  it("should run everything behind a full mask, and nothing behind an empty one", () => {
    fc.assert(
      fc.property(
        periodicPolicies,
        fc.integer({ min: -1439, max: 1439 }),
        clocks,
        spots,
        (policy, minuteOffset, clock, spot) => {
          const from = instantAt(hostZone(clock.zone), spot);
          const {
            backupWindowEnabled: _,
            backupWindowSettings: __,
            periodicallyWindowEnabled: ___,
            periodicallyWindowSettings: ____,
            ...plain
          } = policy;
          const of = (more: object) =>
            month(compile(parsePolicy({ ...plain, ...more }), clock), from);
          const all = of({});
          expect(all.length).toBeGreaterThan(50);
          expect(of(backupWindow(everything, minuteOffset))).toEqual(all);
          expect(of(startWindow(everything, minuteOffset))).toEqual(all);
          expect(
            of({
              ...startWindow(everything, minuteOffset),
              ...backupWindow(everything, -minuteOffset),
            }),
          ).toEqual(all);
          expect(of(backupWindow(nothing, minuteOffset))).toEqual([]);
          const byTheHour =
            policy.type === "Periodically" && policy.periodicallyEvery.startsWith("Hours");
          expect(of(startWindow(nothing, minuteOffset))).toEqual(byTheHour ? [] : all);
        },
      ),
      runs(100),
    );
  });

  it("should split a grid between a mask and its complement", () => {
    fc.assert(
      fc.property(
        masks,
        fc.integer({ min: -1439, max: 1439 }),
        clocks,
        spots,
        (cells, minuteOffset, clock, spot) => {
          const from = instantAt(hostZone(clock.zone), spot);
          const behind = (some: boolean[]) =>
            month(compile(every("Minutes15", backupWindow(some, minuteOffset)), clock), from);
          const both = [...behind(cells), ...behind(cells.map((cell) => !cell))].sort(
            (a, b) => a - b,
          );
          expect(both).toEqual(month(compile(every("Minutes15"), clock), from));
        },
      ),
      runs(60),
    );
  });
});

describe("Daily, in every zone", () => {
  /**
   * An instant near `near` at which the zone's clock shows noon and has not changed for two days,
   * nor will for two.
   */
  function quietNoon(zone: string, near: number): number {
    for (let day = 0; day < 60; day += 1) {
      const wall = oracleWall(zone, near + day * DAY);
      const noon = near + day * DAY - (wall - Math.floor(wall / DAY) * DAY) + DAY / 2;
      const offset = oracleWall(zone, noon) - noon;
      const quiet = [-48, -36, -24, -12, 12, 24, 36, 48].every(
        (hours) => oracleWall(zone, noon + hours * HOUR) - (noon + hours * HOUR) === offset,
      );
      if (quiet && (oracleWall(zone, noon) - DAY / 2) % DAY === 0) return noon;
    }
    throw new Error(`no quiet noon in ${zone} near ${near}`);
  }

  it("should run once on each matching date that exists, under shift and first", () => {
    let [tried, straddling] = [0, 0];
    fc.assert(
      fc.property(
        zones,
        dailyPolicies,
        fc.integer({ min: 0, max: 124 }),
        fc.nat(364),
        (zone, policy, yearsOn, daysOn) => {
          if (policy.type !== "Daily") throw new Error("invariant: a daily policy");
          const begin = Date.UTC(1974 + yearsOn, 0, 1) + daysOn * DAY;
          const from = quietNoon(zone, begin);
          const to = quietNoon(zone, begin + 200 * DAY);
          tried += 1;
          if (oracleWall(zone, from) - from !== oracleWall(zone, to) - to) straddling += 1;
          // Every date that the clock shows between the two noons, hour by hour.
          const shown = new Set<number>();
          for (let t = from; t <= to; t += HOUR) shown.add(Math.floor(oracleWall(zone, t) / DAY));
          const [firstDate, lastDate] = [Math.min(...shown), Math.max(...shown)];
          const afterNoon = policy.dailyTime >= "12:00:00";
          shown.delete(afterNoon ? lastDate : firstDate); // its time lies outside
          const wanted = {
            Everyday: "0123456",
            Workdays: "12345",
            Weekends: "06",
            Sunday: "0",
            Monday: "1",
            Tuesday: "2",
            Wednesday: "3",
            Thursday: "4",
            Friday: "5",
            Saturday: "6",
          }[policy.dailyType];
          const expected = [...shown].filter((date) =>
            wanted.includes(String(new Date(date * DAY).getUTCDay())),
          ).length;
          const { backupWindowEnabled: _, backupWindowSettings: __, ...plain } = policy;
          expect(
            compile(parsePolicy(plain), { zone, gap: "shift", overlap: "first" }).count(from, to),
            zone,
          ).toBe(expected);
        },
      ),
      runs(80),
    );
    expect(straddling).toBeGreaterThan(tried / 10);
  });

  it("should run under gap-end as often as under shift; skip has none that they moved", () => {
    fc.assert(
      fc.property(zones, dailyPolicies, spots, (zone, policy, spot) => {
        const from = instantAt(hostZone(zone), spot) - 10 * DAY;
        const of = (gap: "shift" | "gap-end" | "skip") => [
          ...compile(policy, { zone, gap }).runs(from, from + 20 * DAY),
        ];
        const skipped = of("skip");
        const shifted = of("shift").filter((run) => run.clockChange !== "shifted");
        const ended = of("gap-end").filter((run) => run.clockChange !== "gap-end");
        expect(shifted).toEqual(skipped);
        expect(ended).toEqual(skipped);
      }),
      runs(150),
    );
  });

  it("should run under earlier a gap's length before shift does, and else the same", () => {
    const gaps = ODD_ZONES.flatMap((zone) => {
      const { starts, offsetsMs } = hostZone(zone);
      return Array.from(starts, (change, segment) => ({
        zone,
        change,
        gapMs: segment === 0 ? 0 : offsetsMs[segment]! - offsetsMs[segment - 1]!,
      })).filter(
        ({ change, gapMs }) => gapMs > 0 && gapMs < DAY && change > at("1974-01-01T00:00Z"),
      );
    });
    fc.assert(
      fc.property(fc.nat(gaps.length - 1), fc.nat(999), (pick, perMille) => {
        const { zone, change, gapMs } = gaps[pick]!;
        const skippedMs = Math.floor((perMille / 1_000) * (gapMs / MINUTE)) * MINUTE;
        const wall = oracleWall(zone, change - MINUTE) + MINUTE + skippedMs;
        const policy = daily(new Date(wall).toISOString().slice(11, 16));
        const of = (gap: "shift" | "earlier" | "skip") =>
          [...compile(policy, { zone, gap }).runs(change - 3 * DAY, change + 3 * DAY)].map(
            ({ instant }) => instant,
          );
        const usual = of("skip");
        const [shifted, ...later] = of("shift").filter((run) => !usual.includes(run));
        const [earlier, ...others] = of("earlier").filter((run) => !usual.includes(run));
        expect([later, others]).toEqual([[], []]);
        expect(shifted! - earlier!).toBe(gapMs);
        expect(earlier! < change && shifted! >= change).toBe(true);
        // On the wall each is a gap's length from the time that there is not.
        expect(oracleWall(zone, earlier!)).toBe(wall - gapMs);
        expect(oracleWall(zone, shifted!)).toBe(wall + gapMs);
      }),
      runs(300),
    );
  });

  it("should run in both passes exactly what runs in the first and what runs in the second", () => {
    fc.assert(
      fc.property(
        zones,
        fc.oneof(
          dailyPolicies,
          periodicPolicies.filter((policy) => policy.periodicallyWindowSettings === undefined),
        ),
        spots,
        (zone, policy, spot) => {
          const from = instantAt(hostZone(zone), spot) - 10 * DAY;
          const of = (pass: "first" | "second" | "both") => [
            ...compile(policy, { zone, overlap: pass, gridOverlap: pass }).range(
              from,
              from + 20 * DAY,
            ),
          ];
          expect(of("both")).toEqual(
            [...new Set([...of("first"), ...of("second")])].sort((a, b) => a - b),
          );
        },
      ),
      runs(150),
    );
  });
});

describe("isAllowed and windowEnd", () => {
  it("should follow a night: open until its end, then closed until the next", () => {
    const schedule = compile(
      daily("23:00", "Everyday", backupWindow(mask((hour) => hour >= 22 || hour < 6))),
    );
    const end = at("2026-01-02T06:00Z");
    expect(schedule.windowEnd(at("2026-01-01T22:00Z"))).toBe(end);
    expect(schedule.windowEnd(end - 1)).toBe(end);
    expect(schedule.windowEnd(end)).toBe(end + DAY); // strictly after
    // closed now: the end of the next open spell
    expect(schedule.windowEnd(at("2026-01-01T12:00Z"))).toBe(end);
    expect([schedule.isAllowed(end - 1), schedule.isAllowed(end)]).toEqual([true, false]);
  });

  it("should be open for ever where there is no window, or one that allows everything", () => {
    for (const policy of [
      daily("23:00"),
      daily(
        "23:00",
        "Everyday",
        backupWindow(
          mask(() => true),
          30,
        ),
      ),
      parsePolicy({ type: "ManualOnly" }),
    ]) {
      const schedule = compile(policy);
      expect([
        schedule.isAllowed(at("2026-01-01T00:00Z")),
        schedule.windowEnd(at("2026-01-01T00:00Z")),
      ]).toEqual([true, NEVER]);
    }
    const closed = compile(daily("23:00", "Everyday", backupWindow(mask(() => false))));
    expect([
      closed.isAllowed(at("2026-01-01T00:00Z")),
      closed.windowEnd(at("2026-01-01T00:00Z")),
    ]).toEqual([false, NEVER]);
  });

  it("should hold for manual policies too: their sessions are stopped as well (R17, R21)", () => {
    const schedule = compile(
      parsePolicy({ type: "ManualOnly", ...backupWindow(mask((hour) => hour < 6)) }),
    );
    expect(schedule.windowEnd(at("2026-01-01T05:00Z"))).toBe(at("2026-01-01T06:00Z"));
    expect(schedule.isAllowed(at("2026-01-01T06:00Z"))).toBe(false);
  });

  it("should close at windowEnd and be open just before it", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const schedule = scheduleOf(scene);
        const end = schedule.windowEnd(scene.instant);
        expect(end).toBeGreaterThan(scene.instant);
        if (end === NEVER) return;
        expect([schedule.isAllowed(end - 1), schedule.isAllowed(end)]).toEqual([true, false]);
        // Nothing between here and there closes: open until then, or closed and then open.
        let wasOpen = schedule.isAllowed(scene.instant);
        for (let t = scene.instant + 1; t < end; t += 7 * 60_000 + 1) {
          const isOpen = schedule.isAllowed(t);
          if (wasOpen && !isOpen) expect.fail(`closes before ${end}, at ${t}`);
          wasOpen = isOpen;
        }
      }),
      runs(250),
    );
  });

  it("should block a start exactly where it is not allowed, unless the start window did", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const schedule = scheduleOf(scene);
        for (const run of schedule.runs(scene.instant, scene.instant + 3 * DAY)) {
          if (run.reason !== "start-window")
            expect(run.reason).toBe(schedule.isAllowed(run.instant) ? undefined : "backup-window");
        }
      }),
      runs(200),
    );
  });
});

describe("compileBlocked", () => {
  it("should list what the window blocks", () => {
    const schedule = compile(every("Hours8", backupWindow(mask((hour) => hour < 12))));
    const blocked = compileBlocked(schedule, "backup-window")!;
    expect([...blocked.range(0, 2 * DAY)]).toEqual([16 * HOUR, DAY + 16 * HOUR]);
    expect(compileBlocked(schedule, "start-window")).toBeUndefined();
    expect(
      compileBlocked(
        compile(parsePolicy({ type: "ManualOnly", ...backupWindow(mask(() => false)) })),
        "backup-window",
      ),
    ).toBeUndefined();
  });

  it("should be what runs() blocks for that reason: every start has one fate", () => {
    fc.assert(
      fc.property(scenes, spans, (scene, span) => {
        const schedule = scheduleOf(scene);
        const [from, to] = [scene.instant, scene.instant + span];
        const all = [...schedule.runs(from, to)];
        for (const reason of ["backup-window", "start-window"] as const) {
          const expected = all.filter((run) => run.reason === reason).map((run) => run.instant);
          const blocked = compileBlocked(schedule, reason);
          if (blocked === undefined) expect(expected).toEqual([]);
          else {
            expect([...blocked.range(from, to)]).toEqual(expected);
            expect(blocked.next(from - 1)).toBe(expected[0] ?? blocked.next(to - 1));
          }
        }
      }),
      runs(300),
    );
  });
});

describe("a schedule", () => {
  it("should say what it was compiled from", () => {
    const policy = daily("01:00");
    const schedule = compile(policy, { zone: "europe/berlin", gap: "skip" });
    expect(schedule.policy).toBe(policy);
    expect(schedule.clock).toEqual({
      zone: "europe/berlin",
      windowClock: "utc",
      gap: "skip",
      overlap: "first",
      gridOverlap: "both",
    });
    expect(schedule.zone.name).toBe("Europe/Berlin");
  });

  it("should answer without being called as a method", () => {
    const {
      next,
      previous,
      has,
      rank,
      nth,
      count,
      range,
      isAllowed,
      windowEnd,
      runs: runsIn,
      explain,
    } = compile(daily("01:00"));
    expect([
      next(0),
      previous(DAY),
      has(HOUR),
      rank(DAY),
      nth(0),
      count(0, DAY),
      range(0, DAY).length,
    ]).toEqual([HOUR, HOUR, true, 1, HOUR, 1, 1]);
    expect([isAllowed(0), windowEnd(0), [...runsIn(0, DAY)].length, explain(0).next]).toEqual([
      true,
      NEVER,
      1,
      HOUR,
    ]);
  });
});
