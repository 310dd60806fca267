/**
 * The event loop: actors, each with at most one event ahead of it, taken in the order (time, turn,
 * actor).
 *
 * It knows nothing of what it is used for, and nothing is allocated. Equal times are told apart by
 * the turn, equal turns by the actor's number: so the order is total and always the same.
 *
 * An event stands in a wheel or in a heap. The wheel is a round of slots, each a short while with
 * the list of its events in their order: to come and to go costs the same however many there are.
 * Times that it holds lie within one round. What is further off, or comes where a slot has many
 * events already, stands in the heap; the first of both is the first of all. So where the wheel is
 * of no use, the heap does its work.
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
  /** The place of each actor in the heap; `-1` for none, `-2` less its slot for the wheel. */
  readonly places: Int32Array;
  /** Places looked at so far: what tests count instead of seconds. */
  looks: number;
  /** Events in the wheel. */
  turning: number;
  /** Slots of the wheel, a power of two; 0 where there is none. */
  readonly slots: number;
  /** Instants are counted from here, and so many slots a ms. */
  readonly origin: number;
  readonly slotsPerMs: number;
  /** The last slot of the round, and one before which all are empty. */
  lastSlot: number;
  firstSlot: number;
  /** A bit for each slot that has events. */
  readonly filled: Int32Array;
  /** The first and the last actor of each slot, and each actor's neighbours there. */
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  readonly nextOf: Int32Array;
  readonly beforeOf: Int32Array;

  constructor(of: Agenda) {
    this.times = of.times;
    this.turns = of.turns;
    this.size = of.size;
    this.heap = of.heap;
    this.heapTimes = of.heapTimes;
    this.places = of.places;
    this.looks = of.looks;
    this.turning = of.turning;
    this.slots = of.slots;
    this.origin = of.origin;
    this.slotsPerMs = of.slotsPerMs;
    this.lastSlot = of.lastSlot;
    this.firstSlot = of.firstSlot;
    this.filled = of.filled;
    this.heads = of.heads;
    this.tails = of.tails;
    this.nextOf = of.nextOf;
    this.beforeOf = of.beforeOf;
  }
}

/** Nobody. */
const NONE = -1;
/** A round has so many slots for each actor, and never fewer or more than these. */
const SLOTS_AN_ACTOR = 2;
const FEWEST_SLOTS = 64;
const MOST_SLOTS = 8_192;
/** So many events of a slot are passed to find a place; who is not there yet goes to the heap. */
const MOST_PASSED = 8;
/** Slots are numbers of 32 bits. */
const LAST_SLOT = 2 ** 30;

/** Where a wheel begins, and how far ahead most events are, ms. */
export interface Turning {
  readonly origin: number;
  readonly aheadMs: number;
}

/** An agenda for actors `0` to `size - 1`, with no event yet; with a wheel if it is said how. */
export function agenda(size: number, turning?: Turning): Agenda {
  return new Agenda({
    // Behind all actors stands nobody, who never has an event.
    times: new Float64Array(size + 1).fill(NEVER),
    turns: new Int32Array(size + 1),
    size: 0,
    heap: new Int32Array(size),
    heapTimes: new Float64Array(size),
    places: new Int32Array(size).fill(NONE),
    looks: 0,
    ...wheelFor(size, turning),
    nextOf: new Int32Array(turning === undefined ? 0 : size),
    beforeOf: new Int32Array(turning === undefined ? 0 : size),
  });
}

/**
 * An agenda of its own for so many of the actors of another, which has no event of theirs. Both
 * have a wheel, or neither.
 */
export function agendaApart(of: Agenda, size: number, turning?: Turning): Agenda {
  return new Agenda({
    ...of,
    size: 0,
    heap: new Int32Array(size),
    heapTimes: new Float64Array(size),
    looks: 0,
    ...wheelFor(size, turning),
  });
}

type Wheel = Omit<
  Agenda,
  "times" | "turns" | "size" | "heap" | "heapTimes" | "places" | "looks" | "nextOf" | "beforeOf"
>;

function wheelFor(size: number, turning: Turning | undefined): Wheel {
  let slots = turning === undefined ? 0 : FEWEST_SLOTS;
  while (slots > 0 && slots < MOST_SLOTS && slots < SLOTS_AN_ACTOR * size) slots *= 2;
  return {
    turning: 0,
    slots,
    origin: turning?.origin ?? 0,
    slotsPerMs: turning === undefined ? 0 : slots / turning.aheadMs,
    lastSlot: 0,
    firstSlot: 0,
    filled: new Int32Array(slots >> 5),
    heads: new Int32Array(slots).fill(NONE),
    tails: new Int32Array(slots).fill(NONE),
  };
}

/** The actor whose event is next. With no event left its time is `NEVER`. */
export function firstActor(events: Agenda): number {
  const { size, heap, times } = events;
  if (events.turning === 0) return size === 0 ? times.length - 1 : heap[0]!;
  const first = firstInWheel(events);
  if (size === 0) return first;
  const top = heap[0]!;
  return comesFirst(events, top, first) ? top : first;
}

/** Gives an actor its next event; `NEVER` takes it away. */
export function setEvent(events: Agenda, actor: number, time: number, turn: number): void {
  events.times[actor] = time;
  placeEvent(events, actor, turn);
}

/** The same, where the time stands in `times[actor]` already. */
export function placeEvent(events: Agenda, actor: number, turn: number): void {
  const at = events.places[actor]!;
  if (at < NONE) leaveWheel(events, actor);
  const time = events.times[actor]!;
  events.turns[actor] = turn;
  if (at < 0) {
    if (time !== NEVER && !(events.slots > 0 && enterWheel(events, actor)))
      enterHeap(events, actor);
  } else if (time === NEVER) remove(events, at);
  else if (at === 0 || !rise(events, at, actor)) sink(events, at, actor);
}

/** Puts an actor where its event belongs in the wheel, if it belongs there. */
function enterWheel(events: Agenda, actor: number): boolean {
  const { times, slots, heads, tails, nextOf, beforeOf } = events;
  const exact = (times[actor]! - events.origin) * events.slotsPerMs;
  if (!(exact < LAST_SLOT)) return false;
  const slot = exact | 0;
  if (events.turning === 0) {
    events.firstSlot = slot;
    events.lastSlot = slot;
  } else if (slot > events.lastSlot) {
    if (slot - slots >= nextFilled(events)) return false;
    events.lastSlot = slot;
  } else if (slot <= events.lastSlot - slots) return false;
  const at = slot & (slots - 1);
  // Most come last, or alone.
  let before = tails[at]!;
  let passed = 0;
  for (; before !== NONE && comesFirst(events, actor, before); passed += 1) {
    if (passed === MOST_PASSED) return false;
    before = beforeOf[before]!;
  }
  events.looks += 1 + passed;
  const next = before === NONE ? heads[at]! : nextOf[before]!;
  beforeOf[actor] = before;
  nextOf[actor] = next;
  if (before === NONE) heads[at] = actor;
  else nextOf[before] = actor;
  if (next === NONE) tails[at] = actor;
  else beforeOf[next] = actor;
  events.filled[at >> 5]! |= 1 << (at & 31);
  if (slot < events.firstSlot) events.firstSlot = slot;
  events.places[actor] = -2 - at;
  events.turning += 1;
  return true;
}

/** Takes an actor out of the wheel. */
function leaveWheel(events: Agenda, actor: number): void {
  const { heads, tails, nextOf, beforeOf, places } = events;
  const at = -2 - places[actor]!;
  const before = beforeOf[actor]!;
  const next = nextOf[actor]!;
  if (before === NONE) heads[at] = next;
  else nextOf[before] = next;
  if (next === NONE) tails[at] = before;
  else beforeOf[next] = before;
  if (heads[at] === NONE) events.filled[at >> 5]! &= ~(1 << (at & 31));
  places[actor] = NONE;
  events.turning -= 1;
}

/** Who is first in a wheel that has events. */
function firstInWheel(events: Agenda): number {
  const { heads, slots } = events;
  const first = heads[events.firstSlot & (slots - 1)]!;
  return first === NONE ? heads[nextFilled(events) & (slots - 1)]! : first;
}

/** The first slot that has events, in a wheel that has some. */
function nextFilled(events: Agenda): number {
  const { filled, slots } = events;
  let slot = events.firstSlot;
  // Bound: there is one within a round.
  for (;;) {
    const at = slot & (slots - 1);
    const ahead = filled[at >> 5]! >>> (at & 31);
    if (ahead !== 0) {
      slot += 31 - Math.clz32(ahead & -ahead);
      break;
    }
    slot += 32 - (at & 31);
    events.looks += 1;
  }
  events.looks += 1;
  events.firstSlot = slot;
  return slot;
}

/** Puts an actor where its event belongs in the heap. */
function enterHeap(events: Agenda, actor: number): void {
  events.size += 1;
  rise(events, events.size - 1, actor);
}

/** The last one takes the place of the one that goes. */
function remove(events: Agenda, at: number): void {
  events.places[events.heap[at]!] = NONE;
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

/** Whether the first actor's event comes before the second's. */
function comesFirst(events: Agenda, one: number, other: number): boolean {
  const time = events.times[one]!;
  const upper = events.times[other]!;
  return time < upper || (time === upper && goesFirst(events, one, other));
}

/** Of two events at one time, whether the first actor's comes before the second's. */
function goesFirst({ turns }: Agenda, one: number, other: number): boolean {
  return turns[one]! < turns[other]! || (turns[one] === turns[other] && one < other);
}
