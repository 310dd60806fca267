/**
 * The event loop: actors, each with at most one event ahead of it, taken in the order (time, turn,
 * actor).
 *
 * It knows nothing of what it is used for. A tournament among the actors keeps the earliest event
 * at the top; giving an actor another event replays only its matches on the way up, and nothing is
 * ever moved or allocated. Equal times are told apart by the turn, equal turns by the actor's
 * number: so the order is total and always the same.
 */
import { NEVER } from "../../time/instant.js";

/** A set of actors and their next events. */
export interface Agenda {
  /** Gives an actor its next event; `NEVER` takes it away. */
  set(actor: number, time: number, turn: number): void;
  /** The actor whose event is next. With no event left its time is `NEVER`. */
  first(): number;
  timeOf(actor: number): number;
  turnOf(actor: number): number;
  /** Matches played so far: what tests count instead of seconds. */
  matches(): number;
}

/** An agenda for actors `0` to `size - 1`, with no event yet. */
export function agenda(size: number): Agenda {
  let leaves = 1;
  while (leaves < size) leaves *= 2;
  const times = new Float64Array(leaves).fill(NEVER);
  const turns = new Int32Array(leaves);
  // Node n plays the winners of 2n and 2n + 1; the leaves are the actors, in order, so that ties
  // fall to the left.
  const winners = new Int32Array(2 * leaves);
  for (let actor = 0; actor < leaves; actor += 1) winners[leaves + actor] = actor;
  for (let node = leaves - 1; node > 0; node -= 1) winners[node] = winners[2 * node]!;
  let played = 0;

  function set(actor: number, time: number, turn: number): void {
    times[actor] = time;
    turns[actor] = turn;
    // bench/simulate: most of what a simulation without resources does is this loop.
    for (let node = (leaves + actor) >> 1; node > 0; node >>= 1) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      const leftTime = times[left]!;
      const rightTime = times[right]!;
      const winner =
        rightTime < leftTime || (rightTime === leftTime && turns[right]! < turns[left]!)
          ? right
          : left;
      played += 1;
      // Above a match that the actor did not win and does not win, nothing changes.
      if (winners[node] === winner && winner !== actor) return;
      winners[node] = winner;
    }
  }

  return {
    set,
    first: () => winners[1]!,
    timeOf: (actor) => times[actor]!,
    turnOf: (actor) => turns[actor]!,
    matches: () => played,
  };
}
