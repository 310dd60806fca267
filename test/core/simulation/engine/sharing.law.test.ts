/**
 * The bookkeeping of shared threads by itself, without jobs and windows: against exact fractions,
 * and in its own invariants (R28, R29).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindsOf } from "../../../../src/core/simulation/engine/kinds.ts";
import { sharesOf } from "../../../../src/core/simulation/engine/shares.ts";
import { sharingOf } from "../../../../src/core/simulation/engine/sharing.ts";
import { exactSharing } from "../../../support/exactSharing.ts";
import {
  compared,
  dividedBy,
  type Fraction,
  fraction,
  minus,
  numberOf,
  total,
} from "../../../support/fraction.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { shareThreads } from "../../../support/slowSharing.ts";

/** A number as the fraction that it is. */
function exactly(value: number): Fraction {
  let top = value;
  let bottom = 1n;
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  return fraction(top, bottom);
}

/** How far a number is from a fraction above 0, as a share of it. */
function errorOf(found: number, exact: Fraction): number {
  return Math.abs(numberOf(dividedBy(minus(exactly(found), exact), exact)));
}

/** Resources, and which of them each lane needs. */
const networks = fc
  .record({
    threads: fc.array(fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 4 }), {
      minLength: 1,
      maxLength: 5,
    }),
    lanes: fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 7,
    }),
  })
  .map(({ threads, lanes }) => ({
    threads,
    lanes: lanes.map((needs) => [...new Set(needs.map((need) => need % threads.length))]),
  }));

describe("threads that are given out", () => {
  it("should be max-min fair, each share the fraction's nearest number but one", () => {
    let scarce = 0;
    fc.assert(
      fc.property(
        networks,
        fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 9 })), { maxLength: 14 }),
        ({ threads, lanes }, sessions) => {
          const shared = lanes.map((needs) => needs.filter((need) => threads[need] !== undefined));
          const at = sessions
            .map(([lane, most]) => ({ lane: lane % lanes.length, most }))
            .filter(({ lane }) => shared[lane]!.length > 0);
          const kinds = kindsOf(at.length, lanes.length);
          const kindOf = at.map(({ lane, most }, member) => kinds.join(member, lane, most, 1));
          const sizes = Float64Array.from(threads, (count) => count ?? Number.NaN);
          const shares = sharesOf(sizes, shared, kinds);
          const resources = [...new Set(at.flatMap(({ lane }) => shared[lane]!))];
          const given = new Map<number, number>();
          shares.divide([...new Set(kindOf)], resources, (kind, share) => given.set(kind, share));
          const has = kindOf.map((kind) => given.get(kind)!);

          const things = threads.map((count, index) => ({ id: `${index}`, threads: count! }));
          const exact = shareThreads(
            at.map(({ lane, most }) => ({
              most,
              resources: shared[lane]!.map((need) => things[need]!),
            })),
          );
          exact.forEach((share, member) =>
            expect(errorOf(has[member]!, share)).toBeLessThanOrEqual(2 ** -52),
          );
          for (const resource of resources) {
            const users = [...at.keys()].filter((member) =>
              shared[at[member]!.lane]!.includes(resource),
            );
            const used = total(users.map((member) => exact[member]!));
            expect(shares.usedOf(resource)).toBeCloseTo(numberOf(used), 12);
          }
          // No resource gives more than it has; who has less than its most has a resource that has
          // no more, on which nobody has more than it.
          const usersOf = (resource: number): number[] =>
            [...at.keys()].filter((member) => shared[at[member]!.lane]!.includes(resource));
          const isTight = (resource: number): boolean =>
            compared(
              total(usersOf(resource).map((member) => exact[member]!)),
              fraction(threads[resource]!),
            ) === 0;
          for (const resource of resources)
            expect(
              usersOf(resource).reduce((sum, member) => sum + has[member]!, 0),
            ).toBeLessThanOrEqual(threads[resource]! * (1 + 2 ** -48));
          at.forEach(({ lane, most }, member) => {
            expect(has[member]!).toBeLessThanOrEqual(most);
            if (has[member]! === most) return;
            scarce += 1;
            const reasons = shared[lane]!.filter(
              (resource) =>
                isTight(resource) &&
                usersOf(resource).every((other) => has[other]! <= has[member]! * (1 + 2 ** -51)),
            );
            expect(reasons).not.toEqual([]);
          });
        },
      ),
      runs(1_500),
    );
    expect(scarce).toBeGreaterThan(500);
  });

  it("should lose nothing where a resource has what thousands of thirds leave of it", () => {
    // Each of `proxies` gives three sessions two thirds of a thread; the organization's other
    // threads are for ten sessions that run on no proxy.
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_500 }),
        fc.constantFrom(7, 8, 9),
        fc.integer({ min: 1, max: 30 }),
        (proxies, spare, days) => {
          const organization = proxies;
          const laneOf = new Int32Array(3 * proxies + 10).fill(proxies);
          for (let member = 0; member < 3 * proxies; member += 1)
            laneOf[member] = Math.floor(member / 3);
          const laneNeeds = [
            ...Array.from({ length: proxies }, (_, proxy) => [proxy, organization]),
            [organization],
          ];
          const threads = new Float64Array(proxies + 1).fill(2);
          threads[organization] = 2 * proxies + spare;
          const sharing = sharingOf(
            { laneOf, laneNeeds },
            threads,
            () => false,
            () => undefined,
          );
          const workMs = days * 86_400_000;
          laneOf.forEach((lane, member) =>
            sharing.begin(member, 1, lane === proxies ? workMs : 10 * workMs, 0),
          );
          sharing.settle(0, () => undefined);
          expect(sharing.doneAt(3 * proxies)).toBe(Math.ceil((workMs * 10) / spare));
        },
      ),
      runs(60),
    );
  });
});

type Step =
  | {
      readonly kind: "begin";
      readonly member: number;
      /** How many others begin the same. */
      readonly others: number;
      readonly most: number;
      readonly work: number;
    }
  | { readonly kind: "end"; readonly member: number }
  | { readonly kind: "pace"; readonly resource: number; readonly pace: number }
  | { readonly kind: "time"; readonly lengthMs: number };

const PACES = [1, 0.5, 0.4, 0.3, 0.1, 0.7, 0.95];
const works = fc.oneof(
  fc.constantFrom(1, 420, 840, 60_000, 120_000),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 200 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: 31 * 86_400_000 }),
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("begin" as const),
      member: fc.nat(13),
      others: fc.constantFrom(0, 0, 1, 5),
      // 0: as many as the smallest of its resources has.
      most: fc.constantFrom(0, 1, 2, 3, 5, 7, 16),
      work: works,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("end" as const), member: fc.nat(13) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pace" as const),
      resource: fc.nat(4),
      pace: fc.constantFrom(...PACES),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("time" as const), lengthMs: works }) },
);

describe("work that shares threads", () => {
  it("should be done at the ms that fractions give, whoever begins, ends and slows down", () => {
    let ended = 0;
    let together = 0;
    fc.assert(
      fc.property(
        networks,
        fc.array(fc.nat(6), { minLength: 14, maxLength: 14 }),
        fc.array(steps, { minLength: 12, maxLength: 60, size: "max" }),
        ({ threads, lanes }, laneOfMember, sequence) => {
          const laneOf = Int32Array.from(laneOfMember, (lane) => lane % lanes.length);
          const sharing = sharingOf(
            { laneOf, laneNeeds: lanes },
            Float64Array.from(threads, (count) => count ?? Number.NaN),
            () => true,
            () => undefined,
          );
          const exact = exactSharing(
            threads,
            Array.from(laneOf, (lane) => lanes[lane]!),
          );
          const told = new Map<number, number>();
          const isAtWork = (member: number): boolean => exact.atWork().includes(member);
          let now = 0;

          function settle(): void {
            sharing.settle(now, (member, at) => told.set(member, at));
            const done = new Map(
              exact.atWork().map((member) => [member, now + exact.untilDone(member)]),
            );
            // Whose answer is finite is done then; the first of all is among them, and so is
            // everybody who is done with it.
            const first = Math.min(...done.values());
            for (const [member, at] of done) {
              const answer = told.get(member)!;
              if (answer !== Infinity || at === first) expect(answer).toBe(at);
              expect(sharing.doneAt(member)).toBe(answer);
            }
            if ([...done.values()].filter((at) => at === first).length > 1) together += 1;
          }

          function end(member: number): void {
            sharing.end(member, now);
            exact.end(member);
            told.delete(member);
          }

          /** On to `until`, by way of all who are done before. */
          function goOn(until: number): void {
            // Bound: every turn ends somebody, and nobody begins.
            for (;;) {
              const next = Math.min(until, ...told.values());
              exact.goOn(next - now);
              now = next;
              const ending = [...told].filter(([, at]) => at === now);
              if (ending.length === 0) return;
              for (const [member] of ending) end(member);
              ended += ending.length;
              settle();
            }
          }

          for (const step of sequence) {
            if (step.kind === "time") {
              goOn(now + step.lengthMs);
              continue;
            }
            if (step.kind === "pace") {
              const resource = step.resource % threads.length;
              sharing.pace(resource, step.pace, now);
              exact.pace(resource, step.pace);
            } else if (step.kind === "end") {
              if (isAtWork(step.member)) end(step.member);
            } else if (step.work > 0) {
              const most = step.most === 0 ? undefined : step.most;
              for (let member = step.member; member <= step.member + step.others; member += 1) {
                if (member >= laneOf.length || isAtWork(member)) continue;
                sharing.begin(member, most ?? Number.NaN, step.work, now);
                exact.begin(member, most, step.work);
                told.set(member, Infinity);
              }
            }
            settle();
          }
          goOn(Number.MAX_SAFE_INTEGER);
          expect(exact.atWork()).toEqual([]);
        },
      ),
      runs(1_000),
    );
    expect(ended).toBeGreaterThan(3_000);
    expect(together).toBeGreaterThan(300);
  });
});
