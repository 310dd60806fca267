/**
 * The event loop: the earliest event first, equal ones always in the same order.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Agenda,
  agenda,
  firstActor,
  setEvent,
} from "../../../../src/core/simulation/engine/agenda.ts";
import { NEVER } from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";

/** A round of it is as long as most events are ahead. */
const WHEEL = { origin: 0, aheadMs: 100 };

/** Takes everything out: `time.turn:actor`. */
function drain(events: Agenda): string[] {
  const taken: string[] = [];
  for (let actor = firstActor(events); events.times[actor] !== NEVER; actor = firstActor(events)) {
    taken.push(`${events.times[actor]}.${events.turns[actor]}:${actor}`);
    setEvent(events, actor, NEVER, 0);
  }
  return taken;
}

describe("the agenda", () => {
  it("should take events by time, then by turn, then by actor", () => {
    const events = agenda(5);
    setEvent(events, 3, 20, 1);
    setEvent(events, 0, 20, 1);
    setEvent(events, 4, 20, 0);
    setEvent(events, 2, 10, 9);
    expect(drain(events)).toEqual(["10.9:2", "20.0:4", "20.1:0", "20.1:3"]);
  });

  it("should know an actor's event that was put off or taken away", () => {
    const events = agenda(3);
    for (const actor of [0, 1, 2]) setEvent(events, actor, 5, 0);
    setEvent(events, 1, 7, 0);
    setEvent(events, 2, NEVER, 0);
    setEvent(events, 0, 6, 3);
    expect(drain(events)).toEqual(["6.3:0", "7.0:1"]);
  });

  it("should have nothing to do without actors", () => {
    const events = agenda(0);
    expect(events.times[firstActor(events)]).toBe(NEVER);
  });

  it("should keep the order where many events meet in one slot, and where some are far off", () => {
    const events = agenda(100, WHEEL);
    for (let actor = 99; actor >= 0; actor -= 1)
      setEvent(events, actor, actor % 10 === 0 ? 1_000_000 : 50, actor % 2);
    const taken = drain(events);
    expect(taken.slice(0, 2)).toEqual(["50.0:2", "50.0:4"]);
    expect(taken.slice(-11)).toEqual([
      "50.1:99",
      ...[0, 10, 20, 30, 40, 50, 60, 70, 80, 90].map((actor) => `1000000.0:${actor}`),
    ]);
  });

  it.each([
    ["in a heap alone", undefined],
    ["in a wheel that begins when they do", WHEEL],
    ["in a wheel that begins later and goes round fast", { origin: 3, aheadMs: 2 }],
  ])("should always know what sorting would say, %s", (_, turning) => {
    const times = fc.oneof(fc.nat(5), fc.nat(300), fc.constantFrom(NEVER, 2 ** 50, -7));
    const changes = fc.array(fc.tuple(fc.nat(16), times, fc.nat(2)), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17 }), changes, (size, list) => {
        const events = agenda(size, turning);
        const known = Array.from({ length: size }, (_, actor) => ({ actor, time: NEVER, turn: 0 }));
        for (const [pick, time, turn] of list) {
          const actor = pick % size;
          setEvent(events, actor, time, turn);
          known[actor] = { actor, time, turn };
          const earliest = Math.min(...known.map((event) => event.time));
          const first = firstActor(events);
          expect(events.times[first]).toBe(earliest);
          if (earliest === NEVER) continue;
          const [expected] = [...known].sort((a, b) =>
            a.time === b.time ? a.turn - b.turn || a.actor - b.actor : a.time - b.time,
          );
          expect([first, events.turns[first]]).toEqual([expected!.actor, expected!.turn]);
        }
      }),
      runs(500),
    );
  });
});
