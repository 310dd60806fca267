/**
 * The numeric questions at their edges: strictness, short buffers, fractions, the far ends of time,
 * any order.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, NEVER, PolicyError, type Schedule } from "../../../src/index.ts";
import {
  runs,
  type Scene,
  scenes,
  scheduledScenes,
  wildInstants,
} from "../../support/scheduleArbitraries.ts";
import {
  at,
  backupWindow,
  daily,
  DAY,
  every,
  HOUR,
  iso,
  mask,
  startWindow,
  WEEK,
} from "../../support/scheduleBuilders.ts";

const scheduleOf = ({ policy, clock }: Scene): Schedule => compile(policy, clock);
const LAST = 8.64e15; // the last instant of a Date

describe("fill", () => {
  const hourly = compile(every("Hours1"));
  const from = at("2026-01-01T00:00Z");

  it("should write as many runs as fit, say how many, and leave the rest alone", () => {
    const out = new Float64Array(5).fill(-7);
    expect(hourly.fill(out, from, from + 3 * HOUR)).toBe(3);
    expect([...out]).toEqual([from, from + HOUR, from + 2 * HOUR, -7, -7]);
    expect(hourly.fill(out, from, from + 300 * HOUR)).toBe(5);
    expect(out[4]).toBe(from + 4 * HOUR);
    expect(hourly.fill(new Float64Array(0), from, from + HOUR)).toBe(0);
    expect(hourly.fill(out, from, from)).toBe(0);
    expect(hourly.fill(out, from, from - 1)).toBe(0);
  });

  it("should take up where a full buffer stopped", () => {
    fc.assert(
      fc.property(
        scenes,
        fc.integer({ min: 1, max: 60 * DAY }),
        fc.integer({ min: 1, max: 50 }),
        (scene, span, size) => {
          const schedule = scheduleOf(scene);
          const to = scene.instant + span;
          const whole = [...schedule.range(scene.instant, to)].slice(0, 400);
          const pieces: number[] = [];
          const out = new Float64Array(size);
          let next = scene.instant;
          while (pieces.length < whole.length) {
            const written = schedule.fill(out, next, to);
            pieces.push(...out.subarray(0, written));
            if (written < size) break;
            next = out[written - 1]! + 1;
          }
          expect(pieces.slice(0, whole.length)).toEqual(whole);
        },
      ),
      runs(300),
    );
  });

  it("should fill years at once with what asking one by one gives, lists of every size", () => {
    const everyOther = mask((hour) => hour % 3 === 0);
    const policies = [
      daily("02:30", "Sunday"), // one a week
      daily("02:30", "Weekends"), // two, unevenly
      daily("02:30", "Workdays"), // five
      daily("02:30"),
      every("Hours12"),
      every("Hours1", startWindow(everyOther)),
      every("Minutes5", backupWindow(everyOther)),
      every("Hours8", startWindow(mask((hour, weekday) => weekday === 3 && hour > 4))),
      every("Hours12", backupWindow(mask((hour, weekday) => hour === 0 && weekday < 3))), // three
    ];
    for (const policy of policies) {
      for (const zone of ["UTC", "Europe/Berlin"]) {
        const schedule = compile(policy, { zone });
        const out = schedule.range(at("2026-01-01T00:00Z"), at("2027-07-01T00:00Z"));
        const fresh = compile(policy, { zone });
        let run = at("2026-01-01T00:00Z") - 1;
        for (const written of out) {
          run = fresh.next(run);
          if (written !== run)
            expect.fail(`${zone} ${policy.type}: ${iso(written)} where next gives ${iso(run)}`);
        }
        expect(fresh.next(run)).toBeGreaterThanOrEqual(at("2027-07-01T00:00Z"));
      }
    }
  });
});

describe("in any order", () => {
  it("should answer each question as if it were the first", () => {
    fc.assert(
      fc.property(
        scenes,
        fc.array(fc.tuple(fc.integer({ min: -400 * DAY, max: 400 * DAY }), fc.nat(5)), {
          minLength: 2,
          maxLength: 12,
        }),
        (scene, questions) => {
          const ask = (schedule: Schedule, t: number, which: number): unknown => {
            if (which === 0) return schedule.next(t);
            if (which === 1) return schedule.previous(t);
            if (which === 2) return schedule.rank(t);
            if (which === 3) return schedule.nth(schedule.rank(t) + (t % 7));
            if (which === 4) return schedule.has(t);
            return [...schedule.range(t, t + 30 * HOUR)];
          };
          const asked = scheduleOf(scene);
          for (const [distance, which] of questions) {
            const t = scene.instant + distance;
            expect(ask(asked, t, which)).toEqual(ask(scheduleOf(scene), t, which));
          }
        },
      ),
      runs(150),
    );
  });

  it("should not mind that two schedules of one policy are asked in turn", () => {
    const [a, b] = [
      compile(every("Hours1"), { zone: "Europe/Berlin" }),
      compile(every("Hours1"), { zone: "Europe/Berlin" }),
    ];
    b.next(at("2090-01-01T00:00Z"));
    expect(a.next(at("2026-01-01T00:00Z"))).toBe(b.next(at("2026-01-01T00:00Z")));
  });
});

describe("fractions", () => {
  const fractional = fc.tuple(scheduledScenes, fc.constantFrom(0.5, 0.25, 0.999, 1e-3));

  it("should be read as the instants around them: every run is at a whole millisecond", () => {
    fc.assert(
      fc.property(fractional, ([scene, fraction]) => {
        const schedule = scheduleOf(scene);
        const t = scene.instant + fraction;
        expect(schedule.next(t)).toBe(schedule.next(scene.instant));
        expect(schedule.previous(t)).toBe(schedule.previous(scene.instant + 1));
        expect(schedule.rank(t)).toBe(schedule.rank(scene.instant + 1));
        expect(schedule.has(t)).toBe(false);
        expect(schedule.isAllowed(t)).toBe(schedule.isAllowed(scene.instant));
        expect(schedule.count(t, t + DAY)).toBe(
          schedule.count(scene.instant + 1, scene.instant + 1 + DAY),
        );
      }),
      runs(200),
    );
  });

  it("should be read so by runs", () => {
    fc.assert(
      fc.property(fractional, ([scene, fraction]) => {
        const schedule = scheduleOf(scene);
        const [from, to] = [scene.instant, scene.instant + DAY];
        expect([...schedule.runs(from + fraction, to + fraction)]).toEqual([
          ...schedule.runs(from + 1, to + 1),
        ]);
      }),
      runs(200),
    );
    const nights = compile(every("Hours2", startWindow(mask((hour) => hour >= 21 || hour < 6))));
    expect(Array.from(nights.runs(70_000_000.3, DAY), (run) => run.instant)).toEqual([
      20 * HOUR,
      21 * HOUR,
      22 * HOUR,
    ]);
  });

  it("should be read so by windowEnd", () => {
    fc.assert(
      fc.property(fractional, ([scene, fraction]) => {
        const schedule = scheduleOf(scene);
        expect(schedule.windowEnd(scene.instant + fraction)).toBe(
          schedule.windowEnd(scene.instant),
        );
      }),
      runs(200),
    );
    const nights = compile(
      daily("23:00", "Everyday", backupWindow(mask((hour) => hour >= 22 || hour < 6))),
    );
    expect(nights.windowEnd(0.3)).toBe(6 * HOUR);
  });

  it("should not be explained as the run that comes half a millisecond later", () => {
    const schedule = compile(every("Hours1"));
    expect(schedule.has(HOUR - 0.5)).toBe(false);
    expect(schedule.explain(HOUR - 0.5).verdict).toBe("no-start");
    expect(schedule.explain(HOUR).verdict).toBe("runs");
  });
});

describe("what is no number", () => {
  const windowed = compile(every("Hours1", backupWindow(mask((hour) => hour !== 3))));
  const open = compile(every("Hours1"));

  /** Every argument that is asked for as a number, by query: its name, and the query with it. */
  const QUERIES: Readonly<
    Record<string, Readonly<Record<string, (schedule: Schedule, value: never) => unknown>>>
  > = {
    next: { after: (schedule, value) => schedule.next(value) },
    previous: { before: (schedule, value) => schedule.previous(value) },
    has: { instant: (schedule, value) => schedule.has(value) },
    rank: { instant: (schedule, value) => schedule.rank(value) },
    nth: { index: (schedule, value) => schedule.nth(value) },
    count: {
      from: (schedule, value) => schedule.count(value, 0),
      to: (schedule, value) => schedule.count(0, value),
    },
    range: {
      from: (schedule, value) => schedule.range(value, 0),
      to: (schedule, value) => schedule.range(0, value),
    },
    fill: {
      out: (schedule, value) => schedule.fill(value, 0, 0),
      from: (schedule, value) => schedule.fill(new Float64Array(2), value, 0),
      to: (schedule, value) => schedule.fill(new Float64Array(2), 0, value),
    },
    runs: {
      from: (schedule, value) => schedule.runs(value, 0),
      to: (schedule, value) => schedule.runs(0, value),
    },
    isAllowed: { instant: (schedule, value) => schedule.isAllowed(value) },
    windowEnd: { instant: (schedule, value) => schedule.windowEnd(value) },
    explain: { instant: (schedule, value) => schedule.explain(value) },
  };

  const TAKEN_FOR_NUMBERS = [undefined, null, NaN, "", "0", "1767225600000", true, 5n, [], [7], {}];
  const noNumbers: fc.Arbitrary<unknown> = fc
    .oneof(
      fc.constantFrom<unknown>(...TAKEN_FOR_NUMBERS, "2026-01-01", new Date(HOUR), () => HOUR),
      fc.anything({ withDate: true, withBigInt: true, withTypedArray: true }),
    )
    .filter((value) => typeof value !== "number" || Number.isNaN(value))
    .filter((value) => !(value instanceof Float64Array));

  function issuePaths(ask: () => unknown): string[] {
    try {
      ask();
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      return (error as PolicyError).issues.map(({ path }) => path);
    }
    return [];
  }

  it("should be refused by every query, under the argument's name", () => {
    const queries = Object.entries(open).filter(([, query]) => typeof query === "function");
    expect(new Set(Object.keys(QUERIES))).toEqual(new Set(queries.map(([name]) => name)));
    fc.assert(
      fc.property(noNumbers, (value) => {
        for (const [query, args] of Object.entries(QUERIES))
          for (const [name, ask] of Object.entries(args))
            for (const schedule of [open, windowed])
              expect(
                issuePaths(() => ask(schedule, value as never)),
                query,
              ).toEqual([name]);
      }),
      runs(200),
    );
  });

  it("should be named at once, and say what takes texts and dates", () => {
    expect(() => open.count("2026-01-01" as never, null as never)).toThrow(
      /^from: expected an instant in epoch ms, a number, received "2026-01-01"; .*\nto: /,
    );
    expect(issuePaths(() => open.nth(0.5))).toEqual(["index"]);
    for (const end of [Infinity, -Infinity])
      expect(issuePaths(() => open.explain(end))).toEqual(["instant"]);
    expect(open.next(Infinity)).toBe(NEVER);
  });

  it("should leave the schedule as it was", () => {
    const asked = compile(every("Hours1"));
    const t = at("2026-01-01T00:30Z");
    asked.next(t);
    expect(() => asked.next(NaN)).toThrow(PolicyError);
    expect(iso(asked.next(t))).toBe("2026-01-01T01:00Z");
  });
});

describe("range", () => {
  it("should not try to hold more runs than memory does", () => {
    expect(() => compile(every("Hours1")).range(0, Infinity)).toThrow(
      new RegExp(
        "^range: at most 268435456 runs fit in an array, and here are \\d+; " +
          "fill writes them part by part",
      ),
    );
  });
});

describe("the ends of time", () => {
  const policies = [
    every("Minutes5"),
    every("Hours1"),
    every("Hours4", {
      periodicallyOffsetMinutes: 15,
      ...startWindow(mask((hour) => hour > 8 && hour < 17)),
    }),
    daily("00:00"),
    daily("23:59:59", "Saturday"),
    every("Hours1", backupWindow(mask((hour, weekday) => weekday === 1 && hour < 20))),
  ];
  const cases = policies.flatMap((policy) =>
    ["UTC", "UTC+14", "UTC-12", "America/New_York", "Pacific/Apia", "Africa/Monrovia"].map(
      (zone) => ({ policy, zone, schedule: compile(policy, { zone }) }),
    ),
  );

  it("should begin at 1970-01-01T00:00Z, inclusive, and end after a Date's last instant", () => {
    for (const { policy, schedule, zone } of cases) {
      const name = `${zone} ${policy.type}`;
      const first = schedule.nth(0);
      const total = schedule.rank(Infinity);
      const last = schedule.nth(total - 1);
      expect(first, name).toBeGreaterThanOrEqual(0);
      expect(first, name).toBeLessThan(WEEK);
      expect(last, name).toBeLessThanOrEqual(LAST);
      expect(last, name).toBeGreaterThan(LAST - WEEK);
      expect(Number.isSafeInteger(total), name).toBe(true);
      for (const before of [-Infinity, -1e300, -1e15, -1, -0.5]) {
        expect(schedule.next(before), name).toBe(first);
        expect(schedule.previous(before), name).toBe(-Infinity);
        expect(schedule.rank(before), name).toBe(0);
        expect(schedule.has(before), name).toBe(false);
      }
      for (const after of [LAST + 1, 1e300, Infinity]) {
        expect(schedule.next(after), name).toBe(NEVER);
        expect(schedule.previous(after), name).toBe(last);
        expect(schedule.rank(after), name).toBe(total);
        expect(schedule.has(after), name).toBe(false);
      }
      expect(schedule.next(last), name).toBe(NEVER);
      expect(schedule.next(last - 1), name).toBe(last);
      expect(schedule.previous(first), name).toBe(-Infinity);
      expect(
        [schedule.nth(-1), schedule.nth(-Infinity), schedule.nth(total), schedule.nth(Infinity)],
        name,
      ).toEqual([-Infinity, -Infinity, NEVER, NEVER]);
      expect(schedule.count(-Infinity, Infinity), name).toBe(total);
      expect(schedule.count(Infinity, -Infinity), name).toBe(0);
      expect([...schedule.range(last, Infinity)], name).toEqual([last]);
      expect([...schedule.range(-Infinity, first + 1)], name).toEqual([first]);
    }
  });

  it("should run on the very first and the very last instant", () => {
    const five = compile(every("Minutes5"));
    expect([five.has(0), five.has(LAST), five.rank(0), five.nth(0)]).toEqual([true, true, 0, 0]);
    expect(five.rank(Infinity)).toBe(LAST / 300_000 + 1);
    expect(five.nth(LAST / 300_000)).toBe(LAST);
    expect(five.next(LAST - 1)).toBe(LAST);
    expect(five.count(LAST, Infinity)).toBe(1);
  });

  it("should list the same runs there as everywhere, in runs and explain too", () => {
    for (const { schedule } of cases) {
      for (const [from, to] of [
        [-DAY, 8 * DAY],
        [LAST - 8 * DAY, LAST + DAY],
      ] as const) {
        const admitted = Array.from(schedule.runs(from, to))
          .filter((run) => run.admitted)
          .map((run) => run.instant);
        expect(admitted).toEqual([...schedule.range(from, to)]);
      }
      const first = schedule.nth(0);
      const [earliest] = schedule.runs(-Infinity, Infinity);
      expect(earliest!.instant).toBeLessThanOrEqual(first);
      expect(schedule.explain(first).verdict).toBe("runs");
      expect(schedule.explain(schedule.previous(Infinity)).verdict).toBe("runs");
      expect(schedule.explain(-1).verdict).toBe("no-start");
    }
  });

  it("should explain nothing as a run past the end of time that the schedule has not", () => {
    const hourly = compile(every("Hours1"));
    expect(hourly.has(LAST + HOUR)).toBe(false);
    expect(hourly.explain(LAST + HOUR).verdict).toBe("no-start");
  });

  it("should keep the laws at instants of any size", () => {
    fc.assert(
      fc.property(
        scheduledScenes,
        fc.array(wildInstants, { minLength: 1, maxLength: 10 }),
        (scene, instants) => {
          const schedule = scheduleOf(scene);
          for (const t of instants) {
            const next = schedule.next(t);
            const previous = schedule.previous(t);
            if (next !== NEVER) {
              expect(next).toBeGreaterThan(t);
              expect(Number.isInteger(next)).toBe(true);
              expect(schedule.has(next)).toBe(true);
              expect(schedule.previous(next)).toBeLessThanOrEqual(t);
            }
            if (previous !== -Infinity) {
              expect(previous).toBeLessThan(t);
              expect(schedule.next(previous)).toBeGreaterThanOrEqual(t);
            }
            const rank = schedule.rank(t);
            expect(schedule.nth(rank)).toBeGreaterThanOrEqual(Math.max(0, t) === t ? t : 0);
            expect(schedule.nth(rank - 1)).toBe(previous);
            expect(schedule.has(t)).toBe(schedule.nth(rank) === t && Number.isFinite(t));
            const other = instants[0]!;
            expect(schedule.count(other, t)).toBe(other < t ? rank - schedule.rank(other) : 0);
          }
        },
      ),
      runs(200),
    );
  });
});
