/**
 * The life of a fleet that falls into parts: each lives through a slice of time by itself, in the
 * loop, and what comes out is put in the order of time afterwards.
 *
 * In the loop jobs take turns, and in a big fleet a job's memory is out of the processor's cache
 * when its turn comes again. What becomes of a part depends on nobody else, so it is let live for
 * a while with its memory at hand. What is booked by job or by resource is booked as it happens;
 * what is of the fleet as a whole, once the sessions of the slice are in order. It is for fleets of
 * which all that becomes of a session is known when it starts, and takes time. The law is that the
 * columns and the summary are those of `live`, to the byte.
 */
import { appendSessions, roomFor, type WritableColumns } from "../../books/columns.js";
import { lineApart, type LineBook } from "../../books/line.js";
import { booksApart, closeUp, moveOn, type OccupancyBook } from "../../books/occupancy.js";
import { weekClock } from "../../books/weekClock.js";
import { type Agenda, agenda, agendaApart } from "../agenda.js";
import { bookSlice, type SliceBooks, sliceBooks } from "../alone/books.js";
import { type Moments, noMoments } from "../alone/moments.js";
import { closeSpan } from "../attempts.js";
import { type DueStarts, dueStartsAmong } from "../dueStarts.js";
import { type Life, lifeOf, turningOf } from "../life.js";
import { liveUntil } from "../live.js";
import { type Roster, rosterOf } from "../rosters.js";
import type { World } from "../world.js";
import { emptyTable, moveMissed, moveSessions, type Table } from "./inOrder.js";
import type { Order, Part } from "./parts.js";
import { type Slip, slipFor } from "./slip.js";

/**
 * A slice has so many due starts, about, and some for every job: few enough that what is written
 * down stays in the processor's cache, enough that a part's memory is fetched for many sessions. Of
 * very many jobs it has fewer, since it takes memory, 64 bytes a start.
 */
const SLICE_STARTS = 40_000;
const SLICE_STARTS_A_JOB = 4;
const MANY_JOBS = 50_000;
const SLICE_STARTS_OF_MANY = 2;

/** A part of a fleet as it goes on. */
interface LivingPart extends Part {
  readonly events: Agenda;
  readonly due: DueStarts;
  readonly occupancy: OccupancyBook;
  readonly line: LineBook;
}

/** Lets a fleet live from `from` to `to`, part by part; `due`: its due starts. */
export function liveInParts(world: World, due: number, parts: readonly Part[], order: Order): void {
  const { from, to, plans, tally } = world;
  const aJob = plans.length > MANY_JOBS ? SLICE_STARTS_OF_MANY : SLICE_STARTS_A_JOB;
  const slices = Math.max(1, Math.ceil(due / Math.max(SLICE_STARTS, aJob * plans.length)));
  const living = livingParts(world, parts);
  const life = lifeOf(world, living[0]!.events, living[0]!.due);
  const slip = slipFor(order, (1.2 * due) / slices);
  life.slip = slip;
  const ledger: Ledger = {
    table: emptyTable(),
    books: sliceBooks(world, true),
    moments: noMoments(),
    scratch: roomFor(0),
  };
  for (let slice = 1, begin = from; slice <= slices; slice += 1) {
    const isLast = slice === slices;
    const end = isLast ? to : from + Math.floor(((to - from) * slice) / slices);
    life.until = end;
    for (const part of living) {
      life.events = part.events;
      life.due = part.due;
      life.occupancy = part.occupancy;
      life.line = part.line;
      life.present[0] = begin;
      moveOn(part.occupancy, begin);
      liveUntil(life);
      if (isLast) close(life, part);
    }
    enter(ledger, world, slip, begin, end);
    begin = end;
  }
  moveOn(tally.occupancy, to);
}

/** The span of a part is over. */
function close(life: Life, { first, last, occupancy }: LivingPart): void {
  const { to } = life.world;
  moveOn(occupancy, to);
  life.present[0] = to;
  closeSpan(life, first, last);
  closeUp(occupancy);
}

/** Where what is of the fleet as a whole is booked, from slice to slice. */
interface Ledger {
  readonly table: Table;
  readonly books: SliceBooks;
  readonly moments: Moments;
  /** Where the sessions of a slice are put in order, if nothing is kept of them. */
  scratch: WritableColumns;
}

/** Enters the slice `[begin, end)`, through which all parts have lived. */
function enter(
  ledger: Ledger,
  { log, missed }: World,
  slip: Slip,
  begin: number,
  end: number,
): void {
  const { sessions } = slip;
  const { table, books, moments } = ledger;
  const from = log.keeps ? appendSessions(log, sessions) : 0;
  if (!log.keeps && ledger.scratch.job.length < sessions)
    ledger.scratch = roomFor(Math.ceil(1.1 * sessions));
  const columns = log.keeps ? log : ledger.scratch;
  if (missed.keeps) moveMissed(table, slip, begin, end, missed);
  moveSessions(table, slip, begin, end, columns, from, moments);
  bookSlice(books, columns, from, sessions, moments, begin, end);
}

function livingParts(world: World, parts: readonly Part[]): LivingPart[] {
  const { plans, rosters, from, to, zone, tally } = world;
  const { occupancy, line } = tally;
  const rostersOf = rostersByPart(rosters, parts, plans.length);
  const all = rostersOf.reduce((sum, own) => sum + own.length, 0);
  const whose = new Int32Array(plans.length);
  const turning = turningOf(world);
  const events = agenda(plans.length, turning);
  const books = booksApart(
    occupancy,
    parts.map(({ resources }) => resources),
    () => weekClock(zone, from),
  );
  return parts.map(({ first, last, resources }, part): LivingPart => ({
    first,
    last,
    resources,
    events: agendaApart(events, last - first, turning),
    due: dueStartsAmong(plans, rostersOf[part]!, from, to, whose, all, first, last),
    occupancy: books[part]!,
    line: lineApart(line, books[part]!),
  }));
}

/** The rosters of each part. */
function rostersByPart(
  rosters: readonly Roster[],
  parts: readonly Part[],
  jobs: number,
): Roster[][] {
  const partOf = new Int32Array(jobs);
  parts.forEach(({ first, last }, part) => partOf.fill(part, first, last));
  const found = parts.map((): Roster[] => []);
  for (const roster of rosters) {
    // Its jobs stand in their order, and those of a part side by side.
    for (let at = 0; at < roster.jobs.length;) {
      const part = partOf[roster.jobs[at]!]!;
      const begin = at;
      while (at < roster.jobs.length && partOf[roster.jobs[at]!] === part) at += 1;
      found[part]!.push(rosterOf(roster, roster.jobs.slice(begin, at)));
    }
  }
  return found;
}
