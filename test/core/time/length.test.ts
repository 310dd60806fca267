/**
 * Lengths of time as text: examples, and the laws of both forms.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hoursMinutes, lengthText } from "../../../src/core/time/length.ts";
import { DAY, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

const UNITS = { d: DAY, h: HOUR, min: MINUTE, s: 1_000 };

/** What groups of three digits say. */
const numberOf = (text: string): number => {
  expect(text).toMatch(/^\d{1,3}(?:,\d{3})*(?:\.\d)?$/);
  return Number(text.replaceAll(",", ""));
};

/** What the words say, in ms. */
const saidBy = (text: string): number =>
  [...text.matchAll(/([\d.,]+) (d|h|min|s)(?= |$)/g)].reduce(
    (sum, [, count, unit]) => sum + numberOf(count!) * UNITS[unit as keyof typeof UNITS],
    0,
  );

/** What a cell says, in ms. */
const shownBy = (text: string): number => {
  const [, hours, minutes] = /^([\d,]+):([0-5]\d)$/.exec(text)!;
  return numberOf(hours!) * HOUR + Number(minutes) * MINUTE;
};

const lengths = fc.oneof(
  fc.integer({ min: 1, max: 3 * MINUTE }),
  fc.integer({ min: 1, max: 1_000 * DAY }),
  // around whole units, where rounding carries over
  fc
    .tuple(
      fc.constantFrom(MINUTE, HOUR, DAY, 4 * DAY),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: -31_000, max: 31_000 }),
    )
    .map(([unit, count, more]) => unit * count + more),
);
const pairs = fc
  .tuple(lengths, lengths)
  .map(([a, b]): [shorter: number, longer: number] => [Math.min(a, b), Math.max(a, b)]);

describe("lengthText", () => {
  it("should say lengths as people do", () => {
    const texts = [
      0,
      40,
      999,
      1_000,
      90_000,
      45 * MINUTE,
      24.75 * HOUR,
      49 * HOUR,
      95.99 * HOUR,
      96 * HOUR,
      99.5 * HOUR,
      24 * HOUR + 20_000,
      -45 * MINUTE,
      Infinity,
      -Infinity,
      Number.NaN,
    ].map((ms) => lengthText(ms));
    expect(texts).toEqual([
      "0 s",
      "0.1 s",
      "1 s",
      "1 s",
      "1 min 30 s",
      "45 min",
      "24 h 45 min",
      "49 h",
      "95 h 59 min",
      "4 d",
      "4 d 4 h",
      "24 h",
      "-45 min",
      "without end",
      "-Infinity",
      "NaN",
    ]);
  });

  it("should round to the minute where asked, but not what is shorter", () => {
    const texts = [
      0,
      40,
      59_999,
      60_000,
      89_999,
      90_000,
      59.5 * MINUTE,
      96 * HOUR - 30_000,
      96 * HOUR - 30_001,
      -90_000,
    ].map((ms) => lengthText(ms, { toMinutes: true }));
    expect(texts).toEqual([
      "0 s",
      "0.1 s",
      "1 min",
      "1 min",
      "1 min",
      "2 min",
      "1 h",
      "4 d",
      "95 h 59 min",
      "-2 min",
    ]);
  });

  /** What it would say next. */
  const stepAt = (ms: number): number =>
    ms < 950 ? 100 : ms < HOUR ? 1_000 : ms < 4 * DAY ? MINUTE : HOUR;

  it("should be off by no more than half of what it would say next", () => {
    fc.assert(
      fc.property(lengths, (ms) => {
        const off = Math.abs(saidBy(lengthText(ms)) - ms);
        expect(off).toBeLessThanOrEqual(ms < 50 ? 100 : stepAt(ms) / 2);
      }),
    );
  });

  it("should never say more than there is where it is to round down", () => {
    fc.assert(
      fc.property(lengths, fc.boolean(), (ms, toMinutes) => {
        const said = saidBy(lengthText(ms, { toMinutes, down: true }));
        if (ms >= 100) expect(said).toBeLessThanOrEqual(ms);
        const step = toMinutes && ms >= MINUTE && ms < HOUR ? MINUTE : stepAt(ms);
        expect(ms - said).toBeLessThan(step);
      }),
    );
  });

  it("should say the same of a length, to the minute or exactly, but for seconds", () => {
    fc.assert(
      fc.property(lengths, (ms) => {
        if (ms >= HOUR) expect(lengthText(ms, { toMinutes: true })).toBe(lengthText(ms));
      }),
    );
  });

  it("should agree with the column of the same lengths", () => {
    fc.assert(
      fc.property(fc.integer({ min: HOUR, max: 4 * DAY - MINUTE }), (ms) => {
        expect(saidBy(lengthText(ms))).toBe(shownBy(hoursMinutes(ms)));
      }),
    );
  });

  it("should round to the nearer minute: to no more than half of one", () => {
    fc.assert(
      fc.property(fc.integer({ min: MINUTE, max: 4 * DAY - MINUTE }), (ms) => {
        const said = saidBy(lengthText(ms, { toMinutes: true }));
        expect(said % MINUTE).toBe(0);
        expect(Math.abs(said - ms)).toBeLessThanOrEqual(MINUTE / 2);
      }),
    );
  });
});

describe("hoursMinutes", () => {
  it("should be narrow, for columns of lengths", () => {
    const texts = [
      0,
      1,
      29_999,
      60_000,
      89_999,
      90_000,
      59.5 * MINUTE,
      24.75 * HOUR,
      168 * HOUR,
      -HOUR,
      Infinity,
    ].map((ms) => hoursMinutes(ms));
    expect(texts).toEqual([
      "0:00",
      "0:01",
      "0:01",
      "0:01",
      "0:01",
      "0:02",
      "1:00",
      "24:45",
      "168:00",
      "-1:00",
      "without end",
    ]);
  });

  it("should be within half a minute, from one minute on", () => {
    fc.assert(
      fc.property(fc.integer({ min: MINUTE, max: 1_000 * DAY }), (ms) => {
        expect(Math.abs(shownBy(hoursMinutes(ms)) - ms)).toBeLessThanOrEqual(MINUTE / 2);
      }),
    );
  });
});

describe("every form of a length", () => {
  const forms = [
    { form: (ms: number) => lengthText(ms), value: saidBy },
    { form: (ms: number) => lengthText(ms, { toMinutes: true }), value: saidBy },
    { form: hoursMinutes, value: shownBy },
  ];

  it("should never show nothing for something", () => {
    fc.assert(
      fc.property(lengths, (ms) => {
        for (const { form, value } of forms) expect(value(form(ms))).toBeGreaterThan(0);
      }),
    );
  });

  it("should never show a longer time as a shorter one", () => {
    fc.assert(
      fc.property(pairs, ([shorter, longer]) => {
        for (const { form, value } of forms)
          expect(value(form(shorter))).toBeLessThanOrEqual(value(form(longer)));
      }),
    );
  });

  it("should show what is below 0 as the same with a minus sign", () => {
    fc.assert(
      fc.property(lengths, (ms) => {
        for (const { form } of forms) expect(form(-ms)).toBe(`-${form(ms)}`);
      }),
    );
  });

  it("should have at most two units in words, larger first", () => {
    fc.assert(
      fc.property(lengths, fc.boolean(), (ms, toMinutes) => {
        const days = /[\d,]+ d(?: \d+ (?:h|min|s))?/.source;
        const rest = /\d+ h(?: \d+ (?:min|s))?|\d+ min(?: \d+ s)?|[\d.]+ s/.source;
        const text = lengthText(ms, { toMinutes });
        expect(text).toMatch(new RegExp(`^(?:${days}|${rest})$`));
      }),
    );
  });
});
