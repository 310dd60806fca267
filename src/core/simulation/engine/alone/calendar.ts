/**
 * What is due in a slice of time, job by job: jobs with the same schedule read the same list.
 */
import type { JobPlan } from "../plans.js";
import { type Roster, rostersOf, RUNS } from "../dueStarts.js";
import { MINUTE_MS, NEVER, SECOND_MS } from "../../../time/instant.js";
import { BACKUP_WINDOW, START_WINDOW } from "../../outcomes.js";

/** The due starts of the slice that is open. The arrays are others once another one is. */
export interface Calendar {
  /** Due starts, ascending within the stretch of a job. */
  readonly instants: Float64Array;
  /** The keys of the runs that they begin, where they run (R24). */
  readonly keys: Float64Array;
  /** `RUNS`, or the reason code of the window that blocks them. */
  readonly fates: Int8Array;
  /** Due starts of the slice lie at multiples of so many ms. */
  readonly unit: number;
  /** Opens the slice `[begin, end)`. */
  open(begin: number, end: number): void;
  /** The stretch of a job's due starts: from here, up to `endOf`. */
  beginOf(job: number): number;
  endOf(job: number): number;
}

/** The calendar of planned jobs; with `blockedToo`, starts that a window blocks are among them. */
export function calendarOf(plans: readonly JobPlan[], blockedToo: boolean): Calendar {
  const rosters = rostersOf(plans, blockedToo);
  // The last list is empty: that of jobs without a schedule.
  const listOf = new Int32Array(plans.length).fill(rosters.length);
  rosters.forEach(({ jobs }, list) => {
    for (const job of jobs) listOf[job] = list;
  });
  const begins = new Int32Array(rosters.length + 2);
  let instants = new Float64Array(0);
  let keys = new Float64Array(0);
  let fates = new Int8Array(0);
  let unit = MINUTE_MS;

  function grow(size: number): void {
    if (size <= instants.length) return;
    instants = new Float64Array(size);
    keys = new Float64Array(size);
    fates = new Int8Array(size);
  }

  function open(begin: number, end: number): void {
    unit = MINUTE_MS;
    rosters.forEach((roster, list) => {
      begins[list + 1] = begins[list]! + dueIn(roster, begin, end);
    });
    begins[rosters.length + 1] = begins[rosters.length]!;
    grow(begins[rosters.length]!);
    rosters.forEach((roster, list) => fill(roster, begins[list]!, begins[list + 1]!, begin, end));
  }

  /** Writes the due starts of a roster to their stretch, and what becomes of them. */
  function fill(roster: Roster, at: number, stop: number, begin: number, end: number): void {
    const { starts, keyOf, byBackupWindow, byStartWindow } = roster;
    const list = instants.subarray(at, stop);
    const ran = starts.fill(list, begin, end);
    fates.fill(RUNS, at, at + ran);
    if (ran < list.length) {
      const backup = byBackupWindow?.range(begin, end) ?? NONE;
      const held = byStartWindow?.range(begin, end) ?? NONE;
      merge(list.slice(0, ran), backup, held, at);
    }
    for (let index = at; index < stop; index += 1) {
      const instant = instants[index]!;
      if (fates[index] === RUNS) keys[index] = keyOf(instant);
      // Bound: a unit is made smaller twice.
      while (Math.floor(instant / unit) * unit !== instant)
        unit = unit === MINUTE_MS ? SECOND_MS : 1;
    }
  }

  /** Three ascending lists become one; no instant is in two of them. */
  function merge(ran: Float64Array, backup: Float64Array, held: Float64Array, at: number): void {
    let [one, two, three] = [0, 0, 0];
    for (let to = at, stop = at + ran.length + backup.length + held.length; to < stop; to += 1) {
      const first = ran[one] ?? NEVER;
      const second = backup[two] ?? NEVER;
      const third = held[three] ?? NEVER;
      if (first < second && first < third) {
        instants[to] = first;
        fates[to] = RUNS;
        one += 1;
      } else if (second < third) {
        instants[to] = second;
        fates[to] = BACKUP_WINDOW;
        two += 1;
      } else {
        instants[to] = third;
        fates[to] = START_WINDOW;
        three += 1;
      }
    }
  }

  return {
    get instants() {
      return instants;
    },
    get keys() {
      return keys;
    },
    get fates() {
      return fates;
    },
    get unit() {
      return unit;
    },
    open,
    beginOf: (job) => begins[listOf[job]!]!,
    endOf: (job) => begins[listOf[job]! + 1]!,
  };
}

const NONE = new Float64Array(0);

function dueIn(
  { starts, byBackupWindow, byStartWindow }: Roster,
  begin: number,
  end: number,
): number {
  return (
    starts.count(begin, end) +
    (byBackupWindow?.count(begin, end) ?? 0) +
    (byStartWindow?.count(begin, end) ?? 0)
  );
}
