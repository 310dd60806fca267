/**
 * Fulls and growth (R31): every length is worked out in the comment above it.
 */
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "./scheduleBuilders.ts";
import { lengthOf } from "./slowGrowth.ts";
import { fleet, job, retries, run, sessions } from "./slowSketch.ts";

const DAY = 24 * HOUR;

describe("lengthOf", () => {
  it("R31: takes a full until there is a restore point, and what was drawn after it", () => {
    const draw = { drawn: 30 * MINUTE, full: 20 * HOUR };
    expect(lengthOf(draw, { start: 5 * DAY, attempt: 0 })).toBe(20 * HOUR);
    expect(lengthOf(draw, { start: 5 * DAY, attempt: 0, newestRestorePoint: DAY })).toBe(
      30 * MINUTE,
    );
    // A restore point of the instant 0 is one.
    expect(lengthOf(draw, { start: 5 * DAY, attempt: 0, newestRestorePoint: 0 })).toBe(30 * MINUTE);
  });

  it("R31: grows with the time since the newest restore point", () => {
    const draw = { drawn: 40 * MINUTE, grows: { per: DAY } };
    const after = (elapsed: number, grows = {}): number =>
      lengthOf(
        { ...draw, grows: { ...draw.grows, ...grows } },
        { start: 100 * DAY + elapsed, attempt: 0, newestRestorePoint: 100 * DAY },
      );
    expect(after(DAY)).toBe(40 * MINUTE);
    expect(after(3 * DAY)).toBe(120 * MINUTE);
    expect(after(6 * HOUR)).toBe(10 * MINUTE);
    expect(after(0)).toBe(0);
    // A quarter grows: 40 * (3/4 + 1/4 * 3) = 60 minutes.
    expect(after(3 * DAY, { share: 0.25 })).toBe(60 * MINUTE);
    expect(after(0, { share: 0.25 })).toBe(30 * MINUTE);
    expect(after(3 * DAY, { share: 0 })).toBe(40 * MINUTE);
    // Two days at most count, and half a day at most.
    expect(after(3 * DAY, { most: 2 * DAY })).toBe(80 * MINUTE);
    expect(after(DAY, { most: 2 * DAY })).toBe(40 * MINUTE);
    expect(after(3 * DAY, { most: DAY / 2 })).toBe(20 * MINUTE);
  });

  it("R31: counts the first run without a full as one of `per`", () => {
    const draw = { drawn: 40 * MINUTE, grows: { per: DAY, share: 0.5, most: DAY / 2 } };
    expect(lengthOf(draw, { start: 9 * DAY, attempt: 0 })).toBe(40 * MINUTE);
    expect(lengthOf({ ...draw, full: HOUR }, { start: 9 * DAY, attempt: 0 })).toBe(HOUR);
  });

  it("R31: takes the retry's share of what a first attempt would take", () => {
    const draw = { drawn: 40 * MINUTE, full: 20 * HOUR, grows: { per: DAY }, retryShare: 0.5 };
    expect(lengthOf(draw, { start: 2 * DAY, attempt: 1, newestRestorePoint: 0 })).toBe(40 * MINUTE);
    expect(lengthOf(draw, { start: 2 * DAY, attempt: 3, newestRestorePoint: 0 })).toBe(40 * MINUTE);
    expect(lengthOf(draw, { start: 2 * DAY, attempt: 1 })).toBe(10 * HOUR);
    expect(lengthOf({ drawn: 10, retryShare: 1.5 }, { start: 0, attempt: 1 })).toBe(15);
    expect(lengthOf({ drawn: 10, retryShare: 0 }, { start: 0, attempt: 1 })).toBe(0);
  });

  it("R31: rounds to whole ms, half a one up, and never below zero", () => {
    const at = (elapsed: number): number =>
      lengthOf(
        { drawn: 1, grows: { per: 4 } },
        { start: elapsed, attempt: 0, newestRestorePoint: 0 },
      );
    expect([0, 1, 2, 3, 5, 6].map(at)).toEqual([0, 0, 1, 1, 1, 2]);
    expect(lengthOf({ drawn: -3 }, { start: 0, attempt: 0 })).toBe(0);
  });
});

describe("slowSimulate", () => {
  it("R31: tells a workload which restore point is the newest when its attempt starts", () => {
    // 30 ms for 40 ms of changes, a full takes 60, a retry half. The full of 0 fails, its retry
    // 65..95 is half a full. At 110 the newest restore point is of 65, 45 ms old: 33.75, so 34. It
    // ends with a warning, which makes one: at 150 it is of 110, 40 ms old: 30, and at 185 a retry
    // takes half of what 75 ms are, 28.125.
    const told: string[] = [];
    const own = job(
      "A",
      [0, 110, 150],
      (nominal, attempt, run) => {
        told.push(`${nominal}#${attempt} ${run.start} after ${run.newestRestorePoint}`);
        const draw = { drawn: 30, full: 60, grows: { per: 40 }, retryShare: 0.5 };
        const fails = nominal !== 110 && attempt === 0;
        return [lengthOf(draw, run), fails ? "Failed" : nominal === 110 ? "Warning" : "Success"];
      },
      retries(1, 5),
    );
    const rules = { retryOnWarning: false };
    expect(sessions(run(fleet([own]), rules, 0, 300))).toEqual([
      "A@0#0 0..60 Failed",
      "A@0#1 65..95 Success",
      "A@110#0 110..144 Warning",
      "A@150#0 150..180 Failed",
      "A@150#1 185..213 Success",
    ]);
    expect(told).toEqual([
      "0#0 0 after undefined",
      "0#1 65 after undefined",
      "110#0 110 after 65",
      "150#0 150 after 110",
      "150#1 185 after 110",
    ]);
    // A warning that makes no restore point: at 150 the newest is still of 65, 85 ms old: 63.75.
    told.length = 0;
    run(fleet([own]), { ...rules, restorePoint: "success" }, 0, 300);
    expect(told[3]).toBe("150#0 150 after 65");
  });

  it("R31: counts a restore point only once its session has ended", () => {
    // B's session of 10 starts while nothing is there yet; its next, at the instant of its end,
    // finds it.
    const told: unknown[] = [];
    const own = job("B", [10, 40], (_nominal, _attempt, { newestRestorePoint }) => {
      told.push(newestRestorePoint);
      return [30, "Success"];
    });
    run(fleet([own]));
    expect(told).toEqual([undefined, 10]);
  });
});
