/**
 * What was seen of a kind since a member joined is what was seen of the member: against each member
 * watched by itself, stretch by stretch, and with stretches forgotten at any time (R28).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  forgetStretches,
  type Hold,
  holdsSince,
  join,
  type Joined,
  kindSeen,
  leave,
} from "../../../../src/core/simulation/engine/kindsSeen.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";

/** What all of a kind have for so long, and which of its two resources are full then. */
interface Spell {
  readonly ms: number;
  readonly rate: number;
  readonly aloneRate: number;
  readonly isFull: readonly boolean[];
  /** Before it so many join, some leave, by their place, and what is over may be forgotten. */
  readonly joins: number;
  readonly leaves: readonly number[];
  readonly forgets: boolean;
}

const RESOURCES = [3, 7];

const spells: fc.Arbitrary<Spell[]> = fc.array(
  fc.record({
    ms: fc.integer({ min: 1, max: 5_000 }),
    rate: fc.constantFrom(1 / 3, 0.5, 0.7, 1),
    aloneRate: fc.constantFrom(0.5, 1),
    isFull: fc.tuple(fc.boolean(), fc.boolean()),
    joins: fc.integer({ min: 0, max: 2 }),
    leaves: fc.array(fc.nat(5), { maxLength: 2 }),
    forgets: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Each spell that a member was at work in, from `from` on. */
interface Lived extends Spell {
  readonly from: number;
}

/** The same by looking at every spell that the member lived through. */
function slowHolds(lived: readonly Lived[]): Hold[] {
  return RESOURCES.flatMap((resource, place) => {
    const held = lived.filter((one) => one.isFull[place]! && one.rate < one.aloneRate);
    if (held.length === 0) return [];
    const from = held[0]!.from;
    const to = held.at(-1)!.from + held.at(-1)!.ms;
    const between = lived.filter((one) => one.from >= from && one.from < to);
    const sum = (of: readonly Lived[], rateOf: (one: Lived) => number): number =>
      of.reduce((total, one) => total + one.ms * rateOf(one), 0);
    const speed = sum(between, ({ rate }) => rate) / sum(between, ({ aloneRate }) => aloneRate);
    const lostMs = sum(held, ({ rate, aloneRate }) => aloneRate - rate);
    return [{ resource, from, to, speed, lostMs }];
  });
}

describe("a kind", () => {
  it("should have seen of each member what the member lived through", () => {
    let told = 0;
    const check = (found: readonly Hold[], lived: readonly Lived[]): void => {
      const slow = slowHolds(lived);
      expect(found.map(({ resource, from, to }) => [resource, from, to])).toEqual(
        slow.map(({ resource, from, to }) => [resource, from, to]),
      );
      found.forEach(({ speed, lostMs }, index) => {
        expect(speed).toBeCloseTo(slow[index]!.speed, 10);
        expect(lostMs).toBeCloseTo(slow[index]!.lostMs, 7);
      });
      told += found.length;
    };
    fc.assert(
      fc.property(spells, (all) => {
        const kind = kindSeen(1, RESOURCES);
        const members: { readonly joined: Joined; readonly lived: Lived[] }[] = [];
        let now = 1_000_000;
        for (const spell of all) {
          advance(kind, now);
          for (const leaver of spell.leaves) {
            const [gone] = members.splice(leaver, 1);
            if (gone === undefined) continue;
            leave(gone.joined);
            check(holdsSince(gone.joined), gone.lived);
          }
          if (spell.forgets)
            forgetStretches(
              kind,
              members.map(({ joined }) => joined),
            );
          for (let index = 0; index < spell.joins; index += 1)
            members.push({ joined: join(kind, 1, now), lived: [] });
          kind.rate = spell.rate;
          kind.aloneRate = spell.aloneRate;
          kind.heldOn.forEach((held, place) => (held.isFull = spell.isFull[place]!));
          for (const { lived } of members) lived.push({ ...spell, from: now });
          now += spell.ms;
        }
        advance(kind, now);
        for (const { joined, lived } of members) check(holdsSince(joined), lived);
      }),
      runs(300),
    );
    expect(told).toBeGreaterThan(300);
  });

  it("should keep of a kind that is never empty what somebody may have been in", () => {
    const kind = kindSeen(1, RESOURCES);
    const first = join(kind, 1, 0);
    for (let now = 1; now <= 100; now += 1) {
      kind.rate = now % 2 === 0 ? 0.5 : 1;
      kind.aloneRate = 1;
      kind.heldOn[0]!.isFull = true;
      advance(kind, now);
    }
    const later = join(kind, 1, 100);
    expect(kind.heldOn[0]!.stretches).toHaveLength(50);
    forgetStretches(kind, [first, later]);
    expect(kind.heldOn[0]!.stretches).toHaveLength(50);
    forgetStretches(kind, [later]);
    // The one that it joined in.
    expect(kind.heldOn[0]!.stretches).toHaveLength(1);
    expect(holdsSince(later)).toEqual([]);
    advance(kind, 110);
    expect(holdsSince(later)).toEqual([{ resource: 3, from: 100, to: 110, speed: 0.5, lostMs: 5 }]);
  });

  it("should tell nights that are alike alike, to the digit", () => {
    const kind = kindSeen(1, RESOURCES);
    const night = (begin: number): Hold[] => {
      const joined = join(kind, 1, begin);
      for (const [after, rate] of [
        [12_345, 1 / 3],
        [23_456, 2 / 7],
        [34_567, 1 / 11],
      ] as const) {
        kind.rate = rate;
        kind.aloneRate = 1;
        kind.heldOn[1]!.isFull = true;
        advance(kind, begin + after);
      }
      leave(joined);
      return holdsSince(joined).map(({ from, to, ...same }) => {
        return { ...same, from: from - begin, to: to - begin };
      });
    };
    const first = night(1_767_570_000_000);
    expect(first).toHaveLength(1);
    for (let day = 1; day < 400; day += 1)
      expect(night(1_767_570_000_000 + 86_400_000 * day)).toEqual(first);
  });
});
