/**
 * Recorded sessions once more, on shared threads: how long each would have taken where all begin
 * when they did, with a given work, and share their proxy's threads max-min fair (R28).
 *
 * A session without a given work is there as it was: it uses threads from its start to its end.
 */
import { sharingOf } from "../../core/simulation/engine/sharing.js";
import { NEVER } from "../../core/time/instant.js";
import { mostOf, type RanSessions, sessionsByProxy } from "../import/atFullSpeed.js";

/** There is one proxy in a replay. */
const THE_PROXY: readonly number[] = [0];

/**
 * The length of each session, ms. `work`: at full speed, ms; `NaN` for one that is there as it
 * was, whose length is the recorded one. On a proxy that shares none, and on none, sessions take
 * their work.
 */
export function lengthsShared(
  ran: RanSessions,
  threads: Float64Array,
  work: Float64Array,
): Float64Array {
  const { start, end } = ran;
  const lengths = work.map((ms, session) =>
    Number.isNaN(ms) ? end[session]! - start[session]! : ms,
  );
  sessionsByProxy(ran, threads, (session) => lengths[session]!).forEach((sessions, place) =>
    replay(sessions, threads[place]!, ran, work, lengths),
  );
  return lengths;
}

/** The sessions of one proxy: fills in the lengths of those that have a work. */
function replay(
  sessions: readonly number[],
  threads: number,
  ran: RanSessions,
  work: Float64Array,
  lengths: Float64Array,
): void {
  const { start, end } = ran;
  const places = Array.from(sessions, (_, place) => place);
  const startOf = (place: number): number => start[sessions[place]!]!;
  const endOf = (place: number): number => end[sessions[place]!]!;
  const isAsItWas = (place: number): boolean => Number.isNaN(work[sessions[place]!]!);
  const byStart = places.toSorted((one, other) => startOf(one) - startOf(other));
  const asTheyWere = places.filter(isAsItWas).sort((one, other) => endOf(one) - endOf(other));
  const sharing = sharingOf(
    { laneOf: new Int32Array(sessions.length), laneNeeds: [THE_PROXY] },
    Float64Array.of(threads),
    () => false,
    () => undefined,
  );
  // Those who are done first, and when; some of them may have been told since that they are not.
  let due: number[] = [];
  let dueAt = NEVER;
  function first(place: number, at: number): void {
    if (at === NEVER) return;
    if (at !== dueAt) due = [];
    dueAt = at;
    if (!isAsItWas(place)) due.push(place);
  }

  let begun = 0;
  let gone = 0;
  // Bound: in every round a session begins or ends. At one instant ends come first (R22).
  while (begun < byStart.length || gone < asTheyWere.length || dueAt !== NEVER) {
    const begins = begun < byStart.length ? startOf(byStart[begun]!) : NEVER;
    const ends = gone < asTheyWere.length ? endOf(asTheyWere[gone]!) : NEVER;
    const now = Math.min(begins, ends, dueAt);
    if (dueAt === now) {
      // Some were told so twice, others are not any more.
      const done = new Set(due.filter((place) => sharing.doneAt(place) === now));
      due = [];
      dueAt = NEVER;
      for (const place of done) {
        lengths[sessions[place]!] = now - startOf(place);
        sharing.end(place, now);
      }
    }
    for (; gone < asTheyWere.length && endOf(asTheyWere[gone]!) === now; gone += 1)
      sharing.end(asTheyWere[gone]!, now);
    for (; begun < byStart.length && startOf(byStart[begun]!) === now; begun += 1) {
      const place = byStart[begun]!;
      const given = work[sessions[place]!]!;
      // Who is there as it was is never done: more work than any pace could do until it goes.
      const most = mostOf(ran, sessions[place]!, threads);
      sharing.begin(place, most, isAsItWas(place) ? 2 * (endOf(place) - now) : given, now);
    }
    sharing.settle(now, first);
  }
}
