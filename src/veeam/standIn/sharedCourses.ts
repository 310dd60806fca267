/**
 * Sessions out of courses: those of one block go on in the next, which is simulated by itself.
 *
 * Where both know an attempt that goes on across the border, and know the same of it, it is as the
 * later block has it. Otherwise what runs or waits at the border is stopped there: the blocks do
 * not agree, since the queue has never run empty in the four weeks between. So at every moment what
 * is shown to run is a part of what one simulation lets run, and no resource has more than it has
 * room for.
 */
import { type Attempt, attemptsIn, type Course, sessionAsOf } from "./course.js";
import type { StandInSession } from "./sessions.js";

/** Gives the course of the block that an instant lies in, followed to a moment after it. */
export type CourseAt = (instant: number) => Course;

/** The sessions of a job that were made in a block by `now`, newest first. */
export function* sessionsIn(
  course: Course,
  id: string,
  now: number,
  courseAt: CourseAt,
): Generator<StandInSession, undefined> {
  for (const attempt of attemptsIn(course, id)) {
    if (attempt.created < course.block.from) return;
    if (attempt.created < course.block.to && attempt.created <= now)
      yield sessionOf(course, attempt, now, courseAt);
  }
}

/** What becomes of an attempt of a block, as of `now`. */
export function sessionOf(
  course: Course,
  attempt: Attempt,
  now: number,
  courseAt: CourseAt,
): StandInSession {
  let [at, known] = [course, attempt];
  // Bound: each round goes on to a later block.
  for (;;) {
    const border = at.block.to;
    if (now < border || (known.end !== undefined && known.end < border)) break;
    const next = courseAt(border);
    const same = sameIn(next, known, border);
    if (same === undefined) {
      const cut: Attempt = { ...started(known, border), end: border, outcome: "Stopped" };
      return sessionAsOf(cut, now);
    }
    [at, known] = [next, same];
  }
  return sessionAsOf(known, now);
}

/** The attempt as the block after the border knows it, where it knows the same of it so far. */
function sameIn(next: Course, known: Attempt, border: number): Attempt | undefined {
  for (const one of attemptsIn(next, known.id)) {
    if (one.created < known.created) return undefined;
    if (one.created > known.created || one.nominal !== known.nominal) continue;
    if (one.attempt !== known.attempt || (one.end !== undefined && one.end < border)) continue;
    const [before, after] = [startBefore(known, border), startBefore(one, border)];
    return before === after ? one : undefined;
  }
  return undefined;
}

function startBefore({ start }: Attempt, border: number): number | undefined {
  return start !== undefined && start < border ? start : undefined;
}

function started(known: Attempt, border: number): Attempt {
  const { start, ...rest } = known;
  return startBefore(known, border) === undefined ? rest : { ...rest, start: start! };
}
