/**
 * The sessions of a stand-in's jobs that share something: of one job, of all of them, one by its
 * name; each at once, or in turns.
 *
 * They are found from the newest on, block by block, and no further than somebody asks.
 */
import { allAttemptsIn, attemptsIn, type Course } from "../veeam/standIn/course.js";
import { LONGEST_BLOCK_MS } from "../veeam/standIn/grid.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { Limits } from "../veeam/standIn/limits.js";
import { lastActivity, type Member } from "../veeam/standIn/member.js";
import { MOST_LOOKED_AT } from "../veeam/standIn/representation.js";
import { type CourseAt, sessionOf, sessionsIn } from "../veeam/standIn/sharedCourses.js";
import {
  scheduleFor,
  type SessionMoment,
  SESSIONS_REMEMBERED,
  type SharedSessions,
  type StandInSession,
} from "../veeam/standIn/sessions.js";
import { companiesUnder, type Company } from "./companies.js";
import { courseShelf } from "./courseShelf.js";
import type { JobStore } from "./jobStore.js";
import { turns } from "./turns.js";

/** A session, and the id of its job. */
export interface SharedSession {
  readonly id: string;
  readonly session: StandInSession;
}

/** Jobs that share. */
export interface SharedJobs extends SharedSessions {
  /** Copy jobs, by their ids. */
  readonly copies: ReadonlyMap<string, JobRecord>;
  /** A job is there, or is another than before. */
  readonly put: (job: JobRecord) => void;
  /** What showing a job at a moment needs is there: its sessions back to its last backup. */
  readonly ready: (job: JobRecord, moment: SessionMoment) => Promise<void>;
  /** The same for one session. */
  readonly readyAt: (job: JobRecord, nominal: number, moment: SessionMoment) => Promise<void>;
  /** The sessions of a job, newest first. */
  readonly newestOfJob: (
    job: JobRecord,
    moment: SessionMoment,
  ) => AsyncGenerator<StandInSession, undefined>;
  /** Those of each company, newest first. */
  readonly newestOfEach: (
    moment: SessionMoment,
  ) => Promise<AsyncGenerator<SharedSession, undefined>[]>;
}

/** Nobody looks further back for sessions of jobs that share. */
const MOST_BLOCKS = 300;

/** The jobs of a store that share, under these limits. `keptBytes`: what may be kept of courses. */
export function sharedJobs(
  limits: Limits,
  store: Pick<JobStore, "get" | "index" | "departed">,
  copies: readonly JobRecord[] = [],
  keptBytes?: number,
): SharedJobs {
  const companies = companiesUnder(limits);
  const shelf = courseShelf(limits, keptBytes);
  const { knownOf, prepare } = shelf;
  const { put } = companies;
  let order = 0;

  const loaded = loading();
  /** Jobs that were there before anybody asked. */
  function* loading(): Generator<undefined, undefined> {
    for (const job of [...copies, ...store.departed()]) put(job);
    let after: string | undefined;
    for (;;) {
      const ids = store.index.after({}, after, IDS_AT_ONCE);
      for (const id of ids) {
        const job = store.get(id);
        if (job !== undefined) put(job);
      }
      if (ids.length < IDS_AT_ONCE) return;
      after = ids.at(-1)!; // later than before, so this comes to an end
      yield;
    }
  }
  const load = async (letOthers: () => Promise<void>): Promise<void> => {
    while (loaded.next().done !== true) await letOthers();
  };

  /** At once: where nobody asked for this job before, all that are there are looked at first. */
  const companyOf = (job: JobRecord): Company => {
    while (loaded.next().done !== true);
    return companies.of(job);
  };

  const courseAt =
    (company: Company, moment: SessionMoment): CourseAt =>
    (instant) =>
      shelf.courseAt(company, instant, moment);

  /** Where to go on before a block; `undefined` where nothing was. */
  function instantBefore(
    company: Company,
    { block }: Course,
    of: readonly Member[],
    moment: SessionMoment,
  ): number | undefined {
    if (block.from <= knownOf(company, moment).first) return undefined;
    // a copy is due when others are done
    const isCopied = of.some(({ copyOf }) => copyOf !== undefined);
    const active = isCopied ? knownOf(company, moment).ordered : of;
    const last = lastActivity(active, block.from, moment);
    if (last === -Infinity) return undefined;
    return Math.min(block.from - 1, last + LONGEST_BLOCK_MS);
  }

  function* newest(job: JobRecord, moment: SessionMoment): Generator<StandInSession, undefined> {
    const company = companyOf(job);
    const own = [company.members.get(job.id)!];
    const at = courseAt(company, moment);
    let given = 0;
    let instant: number | undefined = moment.now;
    for (let blocks = 0; instant !== undefined && blocks < MOST_BLOCKS; blocks += 1) {
      const course = at(instant);
      for (const session of sessionsIn(course, job.id, moment.now, at)) {
        yield session;
        if ((given += 1) >= SESSIONS_REMEMBERED) return;
      }
      instant = instantBefore(company, course, own, moment);
    }
  }

  /** The courses of a company, ready, from the present one back, as far as some members go. */
  async function* coursesBack(
    company: Company,
    some: () => readonly Member[],
    moment: SessionMoment,
    letOthers: ReturnType<typeof turns>,
  ): AsyncGenerator<Course, undefined> {
    const at = courseAt(company, moment);
    let instant: number | undefined = moment.now;
    for (let blocks = 0; instant !== undefined && blocks < MOST_BLOCKS; blocks += 1) {
      await prepare(company, instant, moment, letOthers);
      const course = at(instant);
      if (course.block.to <= moment.now) await prepare(company, course.block.to, moment, letOthers);
      yield course;
      instant = instantBefore(company, course, some(), moment);
    }
  }

  async function* newestOfJob(
    job: JobRecord,
    moment: SessionMoment,
  ): AsyncGenerator<StandInSession, undefined> {
    const letOthers = turns();
    await load(letOthers);
    const company = companyOf(job);
    const own = [company.members.get(job.id)!];
    const at = courseAt(company, moment);
    let given = 0;
    for await (const course of coursesBack(company, () => own, moment, letOthers)) {
      for (const session of sessionsIn(course, job.id, moment.now, at)) {
        yield session;
        if ((given += 1) >= SESSIONS_REMEMBERED) return;
        await letOthers();
      }
    }
  }

  async function* newestOfCompany(
    company: Company,
    moment: SessionMoment,
  ): AsyncGenerator<SharedSession, undefined> {
    const letOthers = turns();
    const at = courseAt(company, moment);
    const all = (): readonly Member[] => knownOf(company, moment).ordered;
    const given = new Map<string, number>();
    for await (const course of coursesBack(company, all, moment, letOthers)) {
      for (const attempt of allAttemptsIn(course, moment.now + 1)) {
        const before = given.get(attempt.id) ?? 0;
        if (before >= SESSIONS_REMEMBERED) continue;
        given.set(attempt.id, before + 1);
        yield { id: attempt.id, session: sessionOf(course, attempt, moment.now, at) };
        await letOthers();
      }
    }
  }

  /** Whether a run of a job can have been due then. */
  function mayBeDue(job: JobRecord, nominal: number, moment: SessionMoment): boolean {
    const { history, copyOf } = job;
    if (copyOf !== undefined) return true;
    if (history.some(({ at, action }) => at === nominal && action === "start")) return true;
    const change = history.findLast(({ at }) => at < nominal);
    return (
      change?.isEnabled === true &&
      scheduleFor(change.schedulePolicy, moment).count(nominal, nominal + 1) > 0
    );
  }

  function at(
    job: JobRecord,
    nominal: number,
    attempt: number,
    moment: SessionMoment,
  ): StandInSession | undefined {
    if (!mayBeDue(job, nominal, moment)) return undefined;
    const company = companyOf(job);
    const courses = courseAt(company, moment);
    // Bound: a block is an hour long at least, and retries are over by then.
    for (
      let instant = nominal;
      instant <= Math.min(moment.now, nominal + LONGEST_BLOCK_MS);
      instant = courses(instant).block.to
    ) {
      const course = courses(instant);
      let hasRun = attempt === 0 || instant > nominal;
      for (const one of attemptsIn(course, job.id)) {
        if (one.nominal !== nominal || one.created > moment.now) continue;
        hasRun = true;
        const isHere = one.created >= course.block.from && one.created < course.block.to;
        if (one.attempt === attempt && isHere) return sessionOf(course, one, moment.now, courses);
      }
      if (!hasRun || attempt === 0) return undefined;
    }
    return undefined;
  }

  return {
    copies: new Map(copies.map((copy) => [copy.id, copy])),
    concern: limits.concern,
    nextOrder: () => {
      while (loaded.next().done !== true);
      order = Math.max(order, companies.lastOrder()) + 1;
      return order;
    },
    put,
    newest,
    newestOfJob,
    at,
    ready: async (job, moment) => {
      if (!limits.concern(job)) return;
      const letOthers = turns();
      await load(letOthers);
      const company = companyOf(job);
      const own = [company.members.get(job.id)!];
      let looked = 0;
      let instant: number | undefined = moment.now;
      for (let blocks = 0; instant !== undefined && blocks < MOST_BLOCKS; blocks += 1) {
        const course = await prepare(company, instant, moment, letOthers);
        for (const { end, status } of sessionsIn(
          course,
          job.id,
          moment.now,
          courseAt(company, moment),
        )) {
          if (end !== undefined && (status === "Success" || status === "Warning")) return;
          if ((looked += 1) >= MOST_LOOKED_AT) return;
        }
        instant = instantBefore(company, course, own, moment);
      }
    },
    readyAt: async (job, nominal, moment) => {
      if (!limits.concern(job) || nominal > moment.now || !mayBeDue(job, nominal, moment)) return;
      const letOthers = turns();
      await load(letOthers);
      const company = companyOf(job);
      const { to } = (await prepare(company, nominal, moment, letOthers)).block;
      if (to <= moment.now) await prepare(company, to, moment, letOthers);
    },
    newestOfEach: async (moment) => {
      await load(turns());
      return [...companies.all()].map((company) => newestOfCompany(company, moment));
    },
  };
}

const IDS_AT_ONCE = 100;
