/**
 * Contestant: a bare heap of events, with the luck of runcast and no metrics. It writes the
 * sessions down and knows this one model by heart: that is about what an engine that takes events
 * in their order could come to.
 *
 * An event is one number, time before phase before job, so the heap is one column that needs
 * nothing beside it. Nearly every event of a job makes way for the job's next, at the top.
 */
import { columnsFor, FAILED, mostSessions, RUNNING, SUCCESS, sumOf } from "./columns.mjs";
import { draw, DURATION, keysOf, OUTCOME, runKeys } from "./luck.mjs";
import { timed } from "./timed.mjs";

// What comes first at one instant is an end, then what is due, then a retry. Powers of two, so that
// no event is taken apart by a division; the time of a year has room above.
const JOBS = 2 ** 16;
const DUE = JOBS;
const RETRY = 2 * JOBS;
const MS = 4 * JOBS;

timed(
  (model) => model,
  live,
  ({ columns, length }) => ({ sessions: length, sum: sumOf(columns, length) }),
);

function live(model) {
  const { jobs, proxies, slots, from, to, everyMs, lowMs, highMs } = model;
  const { failed, retries, retryWaitMs } = model;
  const keys = keysOf(jobs, model.seed);
  const runs = runKeys(model);
  const columns = columnsFor(mostSessions(model));
  // What each event reads is a constant here, not a field: the look-ups are what would show.
  const { job: whose, nominal, start: begins, end: ends, attempt, outcome } = columns;
  const untilMs = to - from; // instants are counted from the span's beginning
  const rangeMs = highMs - lowMs;
  /** The place of a job's present run among its due starts, its attempt, and how that ends. */
  const placeOf = new Int32Array(jobs);
  const attemptOf = new Uint8Array(jobs);
  const failsOf = new Uint8Array(jobs);
  // Lines of jobs that wait for a slot of their proxy.
  const busy = new Int32Array(proxies);
  const firstOf = new Int32Array(proxies).fill(-1);
  const lastOf = new Int32Array(proxies);
  const behind = new Int32Array(jobs);
  const heap = Float64Array.from({ length: jobs }, (_, job) => DUE + job);
  let size = jobs;
  let length = 0;

  /**
   * Puts an event in the place of the first: the sooner of two children moves up all the way down,
   * without a branch that a processor could guess wrong, and the event rises from there, hardly
   * ever far.
   */
  function sink(event) {
    let at = 0;
    let child = 1;
    for (; child + 1 < size; child = 2 * at + 1) {
      child += (heap[child + 1] < heap[child]) | 0;
      heap[at] = heap[child];
      at = child;
    }
    if (child < size) {
      heap[at] = heap[child];
      at = child;
    }
    rise(event, at);
  }

  function rise(event, from) {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above] < event) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = event;
  }

  /** A session starts; returns the event that ends it. */
  function start(job, time) {
    const high = keys[2 * job];
    const low = keys[2 * job + 1];
    const place = placeOf[job];
    const tries = attemptOf[job];
    const share = draw(high, low, runs[place], tries, DURATION);
    const fails = draw(high, low, runs[place], tries, OUTCOME) < failed;
    const end = time + Math.floor(lowMs + share * rangeMs + 0.5);
    failsOf[job] = fails ? 1 : 0;
    whose[length] = job;
    nominal[length] = from + place * everyMs;
    begins[length] = from + time;
    ends[length] = end > untilMs ? to : from + end;
    attempt[length] = tries;
    outcome[length] = end > untilMs ? RUNNING : fails ? FAILED : SUCCESS;
    length += 1;
    return end * MS + job;
  }

  /** A session ends: starts that came meanwhile are skipped, and a retry that is not before the
   * next one is dropped. */
  function end(job, time) {
    const place = Math.ceil(time / everyMs);
    const retry = time + retryWaitMs;
    if (failsOf[job] === 1 && attemptOf[job] < retries && retry < place * everyMs) {
      attemptOf[job] += 1;
      sink(retry * MS + RETRY + job);
    } else {
      attemptOf[job] = 0;
      placeOf[job] = place;
      sink(place * everyMs * MS + DUE + job);
    }
    if (proxies > 0) serve(job % proxies, time);
  }

  /** A slot is free: it goes to who waits first. */
  function serve(proxy, time) {
    const next = firstOf[proxy];
    if (next < 0) busy[proxy] -= 1;
    else if (time < untilMs) {
      firstOf[proxy] = next === lastOf[proxy] ? -1 : behind[next];
      const event = start(next, time);
      size += 1;
      rise(event, size - 1);
    }
  }

  /** An attempt is due: it starts if there is room, or joins the line. */
  function arrive(job, time) {
    const proxy = proxies > 0 ? job % proxies : -1;
    if (proxy < 0 || busy[proxy] < slots) {
      if (proxy >= 0) busy[proxy] += 1;
      sink(start(job, time));
      return;
    }
    if (firstOf[proxy] < 0) firstOf[proxy] = job;
    else behind[lastOf[proxy]] = job;
    lastOf[proxy] = job;
    size -= 1;
    sink(heap[size]);
  }

  // Bound: sessions are finite; each has one end, and a due start or a retry before it.
  while (size > 0) {
    const time = Math.floor(heap[0] / MS);
    const what = heap[0] - time * MS;
    const job = what & (JOBS - 1);
    if (time > untilMs || (time === untilMs && what >= DUE)) break; // what ends with it has ended
    if (what < DUE) end(job, time);
    else arrive(job, time);
  }
  return { columns, length };
}
