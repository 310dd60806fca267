/**
 * What has been simulated of companies, as far as there is room for it: courses are opened and
 * followed when somebody asks, at once or in turns.
 *
 * What is kept changes no answer: a course is a pure function of its members and its block.
 */
import { type Course, followTo, openCourse, openingCourse } from "../veeam/standIn/course.js";
import { blockAt } from "../veeam/standIn/grid.js";
import type { Limits } from "../veeam/standIn/limits.js";
import { compiling, dueCountOf, firstChange, inOrder } from "../veeam/standIn/member.js";
import type { SessionMoment, SessionWorld } from "../veeam/standIn/sessions.js";
import type { Company } from "./companies.js";

/** So much of a simulation is done at once: some milliseconds. */
const STEPS_AT_ONCE = 250;

/** Courses are kept, the last ones used, as long as they take no more memory than about this. */
const KEPT_BYTES = 256 * 1024 * 1024;
const JOB_BYTES = 1_000;
const ENTRY_BYTES = 70;

/** The courses of companies. */
export interface CourseShelf {
  /** What follows from the members of a company. */
  readonly knownOf: (company: Company, world: SessionWorld) => NonNullable<Company["known"]>;
  /** The course of the block that an instant lies in, followed to the moment at least. */
  readonly courseAt: (company: Company, instant: number, moment: SessionMoment) => Course;
  /** The same, in turns, so that it can be had at once afterwards. */
  readonly prepare: (
    company: Company,
    instant: number,
    moment: SessionMoment,
    letOthers: () => Promise<void>,
  ) => Promise<Course>;
}

/** An empty shelf. */
export function courseShelf(limits: Limits, keptBytes = KEPT_BYTES): CourseShelf {
  /** Courses in the order of their last use. */
  const uses = new Map<Course, { readonly company: Company; readonly bytes: number }>();
  let bytes = 0;

  function knownOf(company: Company, world: SessionWorld): NonNullable<Company["known"]> {
    if (company.known !== undefined) return company.known;
    const ordered = inOrder([...company.members.values()]);
    const due = dueCountOf(ordered, world);
    return (company.known = { ordered, due, first: firstChange(ordered) });
  }

  function openAt(company: Company, instant: number): Course | undefined {
    for (const course of company.courses.values())
      if (course.block.from <= instant && instant < course.block.to) return inUse(company, course);
    return undefined;
  }

  /** The course of the block that an instant lies in, as far as it has been followed. */
  function courseOf(company: Company, instant: number, world: SessionWorld): Course {
    const open = openAt(company, instant);
    if (open !== undefined) return open;
    const { ordered, due, first } = knownOf(company, world);
    const course = openCourse(ordered, blockAt(instant, first, due), limits, world);
    return keep(company, course);
  }

  /** The same, in turns. */
  async function opened(
    company: Company,
    instant: number,
    world: SessionWorld,
    letOthers: () => Promise<void>,
  ): Promise<Course> {
    // Bound: begun anew only where a job was changed meanwhile.
    for (;;) {
      const open = openAt(company, instant);
      if (open !== undefined) return open;
      const known = knownOf(company, world);
      await letOthers();
      for (const _part of compiling(known.ordered, world)) await letOthers();
      const block = blockAt(instant, known.first, known.due);
      const parts = openingCourse(known.ordered, block, limits, world);
      let part = parts.next();
      for (; part.done !== true; part = parts.next()) await letOthers();
      if (company.known !== known || openAt(company, instant) !== undefined) continue;
      keep(company, part.value);
    }
  }

  function keep(company: Company, course: Course): Course {
    company.courses.set(course.block.from, course);
    // those that a change has thrown away
    for (const [one, use] of uses)
      if (use.company === company && company.courses.get(one.block.from) !== one) drop(one);
    return inUse(company, course);
  }

  function drop(course: Course): void {
    const use = uses.get(course);
    if (use === undefined) return;
    uses.delete(course);
    bytes -= use.bytes;
    const { courses } = use.company;
    if (courses.get(course.block.from) === course) courses.delete(course.block.from);
  }

  /** It is the last one used; those that have not been for long make room. */
  function inUse(company: Company, course: Course): Course {
    const { entries, last } = course;
    const own = last.length * JOB_BYTES + entries.job.length * ENTRY_BYTES;
    bytes += own - (uses.get(course)?.bytes ?? 0);
    uses.delete(course);
    uses.set(course, { company, bytes: own });
    for (const oldest of uses.keys()) {
      if (bytes <= keptBytes || oldest === course) break;
      drop(oldest);
    }
    return course;
  }

  return {
    knownOf,
    courseAt: (company, instant, moment) => {
      const course = courseOf(company, instant, moment);
      followTo(course, moment.now, Infinity);
      return course;
    },
    prepare: async (company, instant, moment, letOthers) => {
      // Bound: it comes further with each round; a change of a job may begin it anew.
      for (;;) {
        const course = await opened(company, instant, moment, letOthers);
        if (followTo(course, moment.now, STEPS_AT_ONCE)) return course;
        await letOthers();
      }
    },
  };
}
