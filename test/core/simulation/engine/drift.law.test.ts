/**
 * Nothing drifts: work that is slowed and sped up any number of times is done at the ms that
 * fractions give, within the bound that `kinds.ts` states (R28, R29).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SLACK } from "../../../../src/core/simulation/engine/kinds.ts";
import { type Sharing, sharingOf } from "../../../../src/core/simulation/engine/sharing.ts";
import { parsePolicy, simulate } from "../../../../src/index.ts";
import { decimal, type Fraction, fraction, plus, times } from "../../../support/fraction.ts";
import { DAY, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { numbers } from "../../../support/statistics.ts";

/** One resource with some threads, and so many members that all need it. */
function onOne(threads: number, members: number): Sharing {
  const needs = { laneOf: new Int32Array(members), laneNeeds: [[0]] };
  return sharingOf(
    needs,
    Float64Array.of(threads),
    () => true,
    () => undefined,
  );
}

/** A multiple of 10, and of 1 to 9: all rates below are whole numbers of such parts. */
const PARTS = 25_200n;
const PACES = [1, 0.4, 0.3, 0.7, 0.1, 0.9];

/**
 * Member 0 works on `workMs` while up to eight others come and go and the pace changes, `changes`
 * times at random; then on as it is. Gives when it is done, and when it should be.
 */
function slowedAndSpedUp(
  workMs: number,
  changes: number,
  luck: number,
): { found: number; exact: number } {
  const random = numbers(luck);
  const sharing = onOne(1, 9);
  let others = 0;
  let pace = 1;
  let now = 0;
  // Work that is left, in parts of a ms.
  let left = BigInt(workMs) * PARTS;
  const rate = (): bigint => (PARTS * BigInt(Math.round(10 * pace))) / 10n / BigInt(1 + others);
  let found = Infinity;
  const first = (member: number, at: number): void => {
    if (member === 0) found = at;
  };
  sharing.begin(0, 1, workMs, 0);
  // On average at a quarter of the speed: all changes fall in the time that it takes.
  const between = (2 * workMs) / changes;
  for (let change = 0; change < changes; change += 1) {
    sharing.settle(now, first);
    const lengthMs = Math.ceil(random() * between);
    if (left - BigInt(lengthMs) * rate() <= 0n) throw new Error("it is done before all changes");
    left -= BigInt(lengthMs) * rate();
    now += lengthMs;
    const dice = random();
    if (dice < 0.3) {
      pace = PACES[Math.floor(random() * PACES.length)]!;
      sharing.pace(0, pace, now);
    } else if (others === 0 || (dice < 0.65 && others < 8)) {
      others += 1;
      sharing.begin(others, 1, 100 * workMs, now);
    } else {
      sharing.end(others, now);
      others -= 1;
    }
  }
  sharing.settle(now, first);
  return { found, exact: now + Number((left + rate() - 1n) / rate()) };
}

describe("work that is slowed and sped up", () => {
  const lengths = fc.oneof(
    fc.integer({ min: 10, max: 1_000 }).map((seconds) => seconds * 1_000),
    fc.integer({ min: HOUR, max: DAY }),
    fc.integer({ min: 27 * DAY, max: 31 * DAY }),
  );

  it("should be done at the very ms after a thousand changes", () => {
    fc.assert(
      fc.property(lengths, fc.nat(), (workMs, luck) => {
        const { found, exact } = slowedAndSpedUp(workMs, 1_000, luck);
        expect(found).toBe(exact);
      }),
      runs(150),
    );
  });

  it("should be done at the very ms after ten thousand changes", () => {
    fc.assert(
      fc.property(lengths, fc.nat(), (workMs, luck) => {
        const { found, exact } = slowedAndSpedUp(workMs, 10_000, luck);
        expect(found).toBe(exact);
      }),
      runs(15),
    );
  });

  /** Primes: shares whose parts have nothing in common. */
  const SIZES = [997, 991, 983] as const;
  const WHOLE = 997n * 991n * 983n;

  it("should be done a ms early at most where next to nothing is left, and never late", () => {
    const parts = SIZES.map((size) => WHOLE / BigInt(size));
    let early = 0;
    let onTime = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(HOUR, DAY, 31 * DAY),
        fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }),
        // What is to be left after a whole ms: so many parts of `WHOLE`, some 10^-9 ms each.
        fc.oneof(fc.nat(3), fc.nat(400), fc.nat(40_000), fc.nat(200_000_000)),
        (workMs, days, rest) => {
          const sharing = onOne(1, SIZES[0]);
          // Alone at first: all but 200 ms of the work. Then for some ms, and whole turns of as
          // many ms as there are members, at a 997th, a 991st and a 983rd of the speed, so that
          // `rest` parts are left over whole ms.
          const lengths = SIZES.map((size, index) => {
            let ms = 0n;
            // Bound: one of the residues fits, since the sizes are primes.
            while ((ms * parts[index]! + BigInt(rest)) % BigInt(size) !== 0n) ms += 1n;
            return Number(ms) + size * days[index]!;
          });
          const done = SIZES.reduce<Fraction>(
            (sum, size, index) => plus(sum, fraction(lengths[index]!, size)),
            fraction(0),
          );
          let found = Infinity;
          const first = (member: number, at: number): void => {
            if (member === 0) found = at;
          };
          let now = workMs - 200;
          sharing.begin(0, 1, workMs, 0);
          sharing.settle(0, first);
          let count = 1;
          SIZES.forEach((size, index) => {
            for (; count < size; count += 1) sharing.begin(count, 1, 10 * workMs, now);
            for (; count > size; count -= 1) sharing.end(count - 1, now);
            sharing.settle(now, first);
            now += lengths[index]!;
          });
          // Alone again: one ms of work a ms.
          for (; count > 1; count -= 1) sharing.end(count - 1, now);
          sharing.settle(now, first);

          const { top, bottom } = plus(fraction(200), times(done, fraction(-1)));
          const over = top % bottom;
          expect(fraction(over, bottom)).toEqual(fraction(BigInt(rest) % WHOLE, WHOLE));
          const exact = now + Number(top / bottom) + (over > 0n ? 1 : 0);
          const mayBeEarly = over > 0n && Number(over) / Number(bottom) <= SLACK * workMs;
          if (!mayBeEarly) expect(found).toBe(exact);
          else expect([exact - 1, exact]).toContain(found);
          if (found < exact) early += 1;
          else onTime += 1;
        },
      ),
      runs(150),
    );
    // The bound is not idle: both happen.
    expect(early).toBeGreaterThan(5);
    expect(onTime).toBeGreaterThan(50);
  });

  it("should be as exact in a simulation, through paces that change every hour of a month", () => {
    // A month of work at 0.4, 0.3, 0.7, ... by turns; four others of an hour come every two hours.
    const pace = Array.from({ length: 168 }, (_, hour) => PACES[hour % PACES.length]!);
    const from = Date.UTC(2026, 0, 4);
    const others = Array.from({ length: 4 }, (_, index) => ({
      id: `other-${index}`,
      policy: parsePolicy({
        type: "Periodically",
        periodicallyEvery: "Hours2",
        periodicallyOffsetMinutes: 7 * index,
      }),
      proxyId: "p",
      workload: { duration: (3 + index) * MINUTE, threads: 1 },
    }));
    const long = {
      id: "long",
      policy: parsePolicy({ type: "ManualOnly" }),
      runNow: true,
      proxyId: "p",
      workload: { duration: 31 * DAY, threads: 1 },
    };
    const timeline = simulate(
      { jobs: [long, ...others], proxies: [{ id: "p", threads: 1, pace }] },
      { from, to: from + 150 * DAY },
    );
    const rows = [...timeline.rows()];
    const end = rows.find(({ job }) => job === "long")!.end;
    // From the sessions of all: between two changes, a share of the pace of that hour.
    const edges = new Set<number>([from, end]);
    for (let hour = from; hour < end; hour += HOUR) edges.add(hour);
    for (const row of rows) for (const at of [row.start, row.end]) if (at < end) edges.add(at);
    const instants = [...edges].sort((a, b) => a - b);
    const spells = rows.filter(({ job }) => job !== "long");
    let done = fraction(0);
    let before = done;
    for (let index = 0; index + 1 < instants.length; index += 1) {
      const [at, until] = [instants[index]!, instants[index + 1]!];
      const others = spells.filter(({ start, end: last }) => start <= at && at < last).length;
      const share = decimal(pace[Math.floor((at - from) / HOUR) % 168]!);
      const rate = times(share, fraction(1, 1 + others));
      before = plus(done, times(rate, fraction(until - at - 1)));
      done = plus(done, times(rate, fraction(until - at)));
    }
    const work = BigInt(31 * DAY);
    expect(done.top >= work * done.bottom).toBe(true);
    expect(before.top < work * before.bottom).toBe(true);
    expect(instants.length).toBeGreaterThan(8_000);
  });
});
