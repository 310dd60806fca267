/**
 * Contestant: the least that anybody could do who shares the luck of runcast. Job by job, what each
 * attempt draws is written into columns: no order of events, no metrics, nobody waits.
 */
import { columnsFor, FAILED, mostSessions, RUNNING, SUCCESS, sumOf } from "./columns.mjs";
import { draw, DURATION, keysOf, OUTCOME, runKeys } from "./luck.mjs";
import { timed } from "./timed.mjs";

timed(
  (model) => model,
  live,
  ({ columns, length }) => ({ sessions: length, sum: sumOf(columns, length) }),
);

function live(model) {
  const { jobs, from, to, everyMs, lowMs, highMs, failed, retries, retryWaitMs } = model;
  const keys = keysOf(jobs, model.seed);
  const runs = runKeys(model);
  const columns = columnsFor(mostSessions(model));
  const { job: whose, nominal, start: begins, end: ends, attempt, outcome } = columns;
  const rangeMs = highMs - lowMs;

  /** Writes all sessions of a job from a row on; returns the row after them. */
  function write(job, first) {
    const high = keys[2 * job];
    const low = keys[2 * job + 1];
    let row = first;
    let run = runs[0];
    let runFrom = from;
    let due = from + everyMs;
    let start = from;
    let tries = 0;
    // Bound: a session takes a while, and the next one starts after it.
    while (start < to) {
      const share = draw(high, low, run, tries, DURATION);
      const fails = draw(high, low, run, tries, OUTCOME) < failed;
      const end = start + Math.floor(lowMs + share * rangeMs + 0.5);
      whose[row] = job;
      nominal[row] = runFrom;
      begins[row] = start;
      ends[row] = end > to ? to : end;
      attempt[row] = tries;
      outcome[row] = end > to ? RUNNING : fails ? FAILED : SUCCESS;
      row += 1;
      // Starts that came meanwhile are skipped, and a retry that is not before the next is dropped.
      while (due < end) due += everyMs;
      if (fails && tries < retries && end + retryWaitMs < due) {
        start = end + retryWaitMs;
        tries += 1;
      } else {
        start = due;
        runFrom = due;
        run = runs[(due - from) / everyMs];
        due += everyMs;
        tries = 0;
      }
    }
    return row;
  }

  let length = 0;
  for (let job = 0; job < jobs; job += 1) length = write(job, length);
  return { columns, length };
}
