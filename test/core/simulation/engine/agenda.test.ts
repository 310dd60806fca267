/**
 * The event loop: the earliest event first, equal ones always in the same order.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Agenda, agenda } from "../../../../src/core/simulation/engine/agenda.ts";
import { NEVER } from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";

/** Takes everything out: `time.turn:actor`. */
function drain(events: Agenda): string[] {
  const taken: string[] = [];
  for (let actor = events.first(); events.timeOf(actor) !== NEVER; actor = events.first()) {
    taken.push(`${events.timeOf(actor)}.${events.turnOf(actor)}:${actor}`);
    events.set(actor, NEVER, 0);
  }
  return taken;
}

describe("the agenda", () => {
  it("should take events by time, then by turn, then by actor", () => {
    const events = agenda(5);
    events.set(3, 20, 1);
    events.set(0, 20, 1);
    events.set(4, 20, 0);
    events.set(2, 10, 9);
    expect(drain(events)).toEqual(["10.9:2", "20.0:4", "20.1:0", "20.1:3"]);
  });

  it("should know an actor's event that was put off or taken away", () => {
    const events = agenda(3);
    for (const actor of [0, 1, 2]) events.set(actor, 5, 0);
    events.set(1, 7, 0);
    events.set(2, NEVER, 0);
    events.set(0, 6, 3);
    expect(drain(events)).toEqual(["6.3:0", "7.0:1"]);
  });

  it("should have nothing to do without actors", () => {
    const events = agenda(0);
    expect(events.timeOf(events.first())).toBe(NEVER);
  });

  it("should always know what sorting would say", () => {
    const changes = fc.array(
      fc.tuple(fc.nat(16), fc.oneof(fc.nat(5), fc.constant(NEVER)), fc.nat(2)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17 }), changes, (size, list) => {
        const events = agenda(size);
        const known = Array.from({ length: size }, (_, actor) => ({ actor, time: NEVER, turn: 0 }));
        for (const [pick, time, turn] of list) {
          const actor = pick % size;
          events.set(actor, time, turn);
          known[actor] = { actor, time, turn };
          const earliest = Math.min(...known.map((event) => event.time));
          const first = events.first();
          expect(events.timeOf(first)).toBe(earliest);
          if (earliest === NEVER) continue;
          const [expected] = [...known].sort((a, b) =>
            a.time === b.time ? a.turn - b.turn || a.actor - b.actor : a.time - b.time,
          );
          expect([first, events.turnOf(first)]).toEqual([expected!.actor, expected!.turn]);
        }
      }),
      runs(500),
    );
  });
});
