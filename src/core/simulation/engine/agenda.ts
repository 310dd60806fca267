/**
 * The event loop: actors, each with at most one event ahead of it, taken in the order (time, turn,
 * actor).
 *
 * It knows nothing of what it is used for. Events stand in a heap, who has none is not in it; and
 * nothing is allocated. Equal times are told apart by the turn, equal turns
 * by the actor's number: so the order is total and always the same.
 */
import { NEVER } from "../../time/instant.js";

/** A set of actors and their next events. */
export class Agenda {
  /** The event of each actor; `NEVER` for none. */
  readonly times: Float64Array;
  readonly turns: Int32Array;
  /** Events in the heap. */
  size: number;
  /** The actors in the heap, and the times of their events once more, side by side. */
  readonly heap: Int32Array;
  readonly heapTimes: Float64Array;
  /** The place of each actor in the heap; `-1` for who is not in it. */
  readonly places: Int32Array;
  /** Places looked at so far: what tests count instead of seconds. */
  looks: number;

  constructor(of: Agenda) {
    this.times = of.times;
    this.turns = of.turns;
    this.size = of.size;
    this.heap = of.heap;
    this.heapTimes = of.heapTimes;
    this.places = of.places;
    this.looks = of.looks;
  }
}

/** An agenda for actors `0` to `size - 1`, with no event yet. */
export function agenda(size: number): Agenda {
  return new Agenda({
    // Behind all actors stands nobody, who never has an event.
    times: new Float64Array(size + 1).fill(NEVER),
    turns: new Int32Array(size + 1),
    size: 0,
    heap: new Int32Array(size),
    heapTimes: new Float64Array(size),
    places: new Int32Array(size).fill(-1),
    looks: 0,
  });
}

/** An agenda of its own for so many of the actors of another, which has no event of theirs. */
export function agendaApart({ times, turns, places }: Agenda, size: number): Agenda {
  return new Agenda({
    times,
    turns,
    size: 0,
    heap: new Int32Array(size),
    heapTimes: new Float64Array(size),
    places,
    looks: 0,
  });
}

/** The actor whose event is next. With no event left its time is `NEVER`. */
export function firstActor({ size, heap, times }: Agenda): number {
  return size === 0 ? times.length - 1 : heap[0]!;
}

/** Gives an actor its next event; `NEVER` takes it away. */
export function setEvent(events: Agenda, actor: number, time: number, turn: number): void {
  events.times[actor] = time;
  events.turns[actor] = turn;
  place(events, actor);
}

/** Puts an actor where its event belongs. */
function place(events: Agenda, actor: number): void {
  const at = events.places[actor]!;
  if (events.times[actor]! === NEVER) {
    if (at >= 0) remove(events, at);
  } else if (at < 0) {
    events.size += 1;
    rise(events, events.size - 1, actor);
  } else if (at === 0 || !rise(events, at, actor)) sink(events, at, actor);
}

/** The last one takes the place of the one that goes. */
function remove(events: Agenda, at: number): void {
  events.places[events.heap[at]!] = -1;
  events.size -= 1;
  if (at === events.size) return;
  const last = events.heap[events.size]!;
  if (at === 0 || !rise(events, at, last)) sink(events, at, last);
}

/** Moves an actor up from a place as far as it goes. Returns whether it went. */
function rise(events: Agenda, from: number, actor: number): boolean {
  const { heap, heapTimes, times } = events;
  const time = times[actor]!;
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    events.looks += 1;
    const upper = heapTimes[above]!;
    if (time > upper || (time === upper && !goesFirst(events, actor, heap[above]!))) break;
    put(events, at, heap[above]!);
    at = above;
  }
  put(events, at, actor);
  return at !== from;
}

/**
 * Moves an actor down from a place as far as it goes: first to the bottom, always after the sooner
 * of two, and from there up. Who sinks comes from the bottom, and hardly ever rises again; whether
 * it belongs there would be asked at every place, and nobody can guess the answer.
 */
function sink(events: Agenda, from: number, actor: number): void {
  const { heap, heapTimes, places, size } = events;
  let at = from;
  let child = 2 * at + 1;
  let looked = 0;
  for (; child + 1 < size; child = 2 * at + 1) {
    const one = heapTimes[child]!;
    const other = heapTimes[child + 1]!;
    child += Number(other < one);
    if (one === other && goesFirst(events, heap[child + 1]!, heap[child]!)) child += 1;
    const sooner = heap[child]!;
    heap[at] = sooner;
    heapTimes[at] = heapTimes[child]!;
    places[sooner] = at;
    at = child;
    looked += 2;
  }
  if (child < size) {
    put(events, at, heap[child]!);
    at = child;
    looked += 1;
  }
  events.looks += looked;
  rise(events, at, actor);
}

/** An actor takes a place of the heap. */
function put({ heap, heapTimes, places, times }: Agenda, at: number, actor: number): void {
  heap[at] = actor;
  heapTimes[at] = times[actor]!;
  places[actor] = at;
}

/** Of two events at one time, whether the first actor's comes before the second's. */
function goesFirst({ turns }: Agenda, one: number, other: number): boolean {
  return turns[one]! < turns[other]! || (turns[one] === turns[other] && one < other);
}
