/**
 * A run keeps its luck wherever its start is moved on its date, and shares it with no other (R24).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  type SchedulePolicy,
  type ServerClock,
  simulate,
  type Timeline,
  type Workload,
} from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { ODD_ZONES, runs, spots, switches } from "../../../support/scheduleArbitraries.ts";
import { at, daily, DAY, every, HOUR } from "../../../support/scheduleBuilders.ts";

const RETRIES = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 10 };
const workload: Workload = {
  duration: { uniform: ["PT10M", "PT2H"] },
  failed: 0.25,
  warning: 0.1,
  retryShare: 0.5,
};

/** Each run that ended before the span did, as text: what each of its attempts took, and became. */
function livesOf(timeline: Timeline): string[] {
  const lives = new Map<number, string[]>();
  for (const { nominal, start, end, attempt, outcome } of timeline.rows()) {
    const life = lives.get(nominal) ?? [];
    lives.set(nominal, [...life, `#${attempt} ${end - start} ${outcome}`]);
  }
  return Array.from(lives.values(), (life) => life.join(", ")).slice(0, -1);
}

const alone = (policy: SchedulePolicy, clock: Partial<ServerClock> = {}): Fleet => ({
  clock,
  jobs: [{ id: "mail", policy, workload }],
});

describe("a run that is moved", () => {
  it("should take as long and end as it did: by a minute, by an hour, past midnight", () => {
    const span = { from: at("2026-01-05T00:00Z"), to: at("2026-03-05T00:00Z"), seed: 3 };
    const lives = (time: string): string[] =>
      livesOf(simulate(alone(daily(time, "Everyday", RETRIES)), span));
    const night = lives("22:00");
    expect(night).toHaveLength(58);
    expect(new Set(night).size).toBe(58);
    expect(night.some((life) => life.includes("#2"))).toBe(true);
    for (const time of ["22:01", "21:00", "00:30", "23:59"]) expect(lives(time)).toEqual(night);
  });

  it("should do so for any two times of day, in every zone", () => {
    const times = fc.integer({ min: 0, max: 1_439 }).map((minute) => {
      const two = (part: number): string => String(part).padStart(2, "0");
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...ODD_ZONES),
        fc.constantFrom("shift", "gap-end", "earlier"),
        fc.constantFrom("first", "second"),
        fc.constantFrom("Everyday", "Workdays", "Saturday"),
        times,
        times,
        spots,
        (zone, gap, overlap, dailyType, one, other, { pick }) => {
          const from = at("2010-01-01T12:00Z") + (pick % (20 * 365)) * DAY;
          const span = { from, to: from + 60 * DAY };
          const [before, after] = [one, other].map((time) =>
            livesOf(simulate(alone(daily(time, dailyType, RETRIES), { zone, gap, overlap }), span)),
          );
          // At the ends of the span one of them may have a date that the other has not.
          const shift = [-1, 0, 1].find((by) => before!.indexOf(after![3]!) === 3 + by)!;
          expect(shift).toBeDefined();
          const [a, b] = [before!.slice(Math.max(0, shift)), after!.slice(Math.max(0, -shift))];
          const shared = Math.min(a.length, b.length);
          expect(Math.max(a.length, b.length) - shared).toBeLessThanOrEqual(1);
          expect(b.slice(0, shared)).toEqual(a.slice(0, shared));
        },
      ),
      runs(200),
    );
  });

  it("should do so where a periodic job moves within the hour", () => {
    const span = { from: at("2026-01-05T00:00Z"), to: at("2026-01-25T00:00Z") };
    const short: Workload = { ...workload, duration: { uniform: ["PT5M", "PT30M"] } };
    const lives = (periodicallyOffsetMinutes: number): string[] => {
      const policy = every("Hours2", { periodicallyOffsetMinutes, ...RETRIES });
      return livesOf(simulate({ jobs: [{ id: "mail", policy, workload: short }] }, span));
    };
    const onTheHour = lives(0);
    expect(onTheHour).toHaveLength(239);
    expect(lives(1)).toEqual(onTheHour);
    expect(lives(59)).toEqual(onTheHour);
  });
});

describe("the luck of an attempt", () => {
  it("should be its own: over all runs, retries and starts by hand of a job", () => {
    let byHand = 0;
    let retries = 0;
    fc.assert(
      fc.property(
        scenarios({ zones: ODD_ZONES }),
        switches,
        fc.integer(),
        ({ fleet, from, to, rules }, rest, seed) => {
          const drawn = new Map<string, Set<number>>();
          let asked = 0;
          const lucky: Workload = ({ job, nominal, attempt, start, random }) => {
            const own = drawn.get(job.id) ?? new Set();
            const [length, end] = [random("length"), random("end")];
            drawn.set(job.id, own.add(length).add(end));
            asked += 2;
            expect(start).toBeGreaterThanOrEqual(nominal);
            if (job.runNow === true && nominal === from) byHand += 1;
            if (attempt > 0) retries += 1;
            return { duration: length * HOUR, outcome: end < 0.4 ? "Failed" : "Success" };
          };
          simulate(
            {
              ...fleet,
              clock: { ...fleet.clock, ...rest },
              jobs: fleet.jobs.map((job) => ({ ...job, workload: lucky })),
            },
            { from, to, rules, seed },
          );
          // 53 bits: two that were drawn apart do not meet.
          expect([...drawn.values()].reduce((sum, { size }) => sum + size, 0)).toBe(asked);
        },
      ),
      runs(400),
    );
    expect(byHand).toBeGreaterThan(50);
    expect(retries).toBeGreaterThan(500);
  });
});
