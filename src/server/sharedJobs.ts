/**
 * The jobs of a stand-in that share something, by companies: those that have part in each other's
 * sessions. It keeps what has been simulated of each company, as far as there is room.
 *
 * What is kept changes no answer: a course is a pure function of its members and its block, and a
 * change of a job throws away what it has part in. Long simulations are gone through in turns.
 */
import { joinedSets } from "../core/simulation/joinedSets.js";
import {
  allAttemptsIn,
  attemptsIn,
  type Course,
  followTo,
  openCourse,
  openingCourse,
  takeChange,
} from "../veeam/standIn/course.js";
import { blockAt, type DueCount, LONGEST_BLOCK_MS } from "../veeam/standIn/grid.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { Limits } from "../veeam/standIn/limits.js";
import {
  compiling,
  differsFrom,
  dueCountOf,
  firstChange,
  inOrder,
  lastActivity,
  type Member,
  memberOf,
} from "../veeam/standIn/member.js";
import { sessionOf, sessionsIn } from "../veeam/standIn/sharedCourses.js";
import {
  type SessionMoment,
  SESSIONS_REMEMBERED,
  type SessionWorld,
  type SharedSessions,
  type StandInSession,
  scheduleFor,
} from "../veeam/standIn/sessions.js";
import type { JobStore } from "./jobStore.js";
import { turns } from "./turns.js";

/** A session, and the id of its job. */
export interface SharedSession {
  readonly id: string;
  readonly session: StandInSession;
}

/** Jobs that share. */
export interface SharedJobs extends SharedSessions {
  /** A job is there, or is another than before. */
  readonly put: (job: JobRecord) => void;
  /** What a job's newest sessions at a moment need is there. */
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

/** Jobs that have part in each other's sessions. */
interface Company {
  readonly members: Map<string, Member>;
  /** By where their blocks begin. */
  readonly courses: Map<number, Course>;
  /** What follows from the members, until they change. */
  known?: { readonly ordered: readonly Member[]; readonly due: DueCount; readonly first: number };
}

/** So much of a simulation is done at once: some milliseconds. */
const STEPS_AT_ONCE = 250;

/** Courses are kept, the last ones used, as long as they take no more memory than this. */
const KEPT_BYTES = 64 * 1024 * 1024;
const JOB_BYTES = 1_000;
const ENTRY_BYTES = 70;

/** Nobody looks further back for sessions of jobs that share. */
const MOST_BLOCKS = 300;

/** The jobs of a store that share, under these limits. */
export function sharedJobs(
  limits: Limits,
  store: Pick<JobStore, "get" | "index" | "departed">,
  copies: readonly JobRecord[] = [],
): SharedJobs {
  const sets = joinedSets(limits.knots);
  const companies = new Map<number | string, Company>();
  const companyOf = new Map<string, Company>();
  const used = new Set<{ readonly company: Company; readonly course: Course }>();
  const useOf = new WeakMap<Course, { readonly company: Company; readonly course: Course }>();
  let order = 0;

  const put = (job: JobRecord): void => {
    if (!limits.concern(job)) return;
    const member = memberOf(job);
    for (const change of member.history) order = Math.max(order, change.order ?? 0);
    const company = joined(member);
    const before = companyOf.get(member.id);
    if (before !== undefined && before !== company) leave(before, member.id);
    companyOf.set(member.id, company);
    const known = company.members.get(member.id);
    company.members.set(member.id, member);
    forgetFrom(company, known, member);
  };

  /** The company of a member, made of those that it joins. */
  function joined(member: Member): Company {
    const knots = limits.knotsOf(member);
    const heads = new Set(knots.map(sets.headOf));
    for (const knot of knots) sets.join(knot, knots[0]!);
    const key = knots.length === 0 ? member.id : sets.headOf(knots[0]!);
    const met = [...heads].flatMap((head) => companies.get(head) ?? []);
    let company = companies.get(key) ?? met[0];
    if (company === undefined || met.length > 1) {
      company = { members: new Map(), courses: new Map() };
      for (const { members } of met)
        for (const [id, one] of members) {
          company.members.set(id, one);
          companyOf.set(id, company);
        }
    }
    for (const head of heads) companies.delete(head);
    companies.set(key, company);
    return company;
  }

  function leave(company: Company, id: string): void {
    company.members.delete(id);
    company.courses.clear();
    delete company.known;
    if (company.members.size === 0)
      for (const [key, one] of companies) if (one === company) companies.delete(key);
  }

  /** Throws away what a change has part in: nothing of what was before it. */
  function forgetFrom(company: Company, before: Member | undefined, after: Member): void {
    const change = after.history.at(-1)!;
    const from =
      before === undefined ? after.history[0]!.at : differsFrom(before.history, after.history);
    const isByHand = before !== undefined && isOneByHand(before, after, from);
    for (const [key, course] of company.courses) {
      if (course.block.to <= from) continue;
      const { block } = course;
      const isWithin = block.from <= change.at && change.at < block.to;
      if (isByHand && isWithin && takeChange(course, after.id, change)) continue;
      company.courses.delete(key);
    }
    delete company.known;
  }

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

  /** The company of a job as it is told, which may not be the one that is kept. */
  function companyWith(job: JobRecord): Company {
    while (loaded.next().done !== true);
    const member = memberOf(job);
    const company = companyOf.get(job.id);
    const known = company?.members.get(job.id);
    if (known !== undefined && isSameMember(known, member)) return company!;
    const heads = new Set(limits.knotsOf(member).map(sets.headOf));
    const met = [...heads].flatMap((head) => companies.get(head) ?? []);
    const members = new Map([company, ...met].flatMap((one) => [...(one?.members ?? [])]));
    return { members: members.set(job.id, member), courses: new Map() };
  }

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
    company.courses.set(course.block.from, course);
    return inUse(company, course);
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
      company.courses.set(block.from, part.value);
    }
  }

  /** It is the last one used; those that have not been for long make room. */
  function inUse(company: Company, course: Course): Course {
    const use = useOf.get(course) ?? { company, course };
    useOf.set(course, use);
    used.delete(use);
    used.add(use);
    let bytes = 0;
    for (const one of [...used].reverse()) {
      const { entries, last, block } = one.course;
      bytes += last.length * JOB_BYTES + entries.job.length * ENTRY_BYTES;
      const isKept = one.company.courses.get(block.from) === one.course;
      if (isKept && (bytes <= KEPT_BYTES || one === use)) continue;
      used.delete(one);
      if (isKept) one.company.courses.delete(block.from);
    }
    return course;
  }

  const courseAt =
    (company: Company, moment: SessionMoment) =>
    (instant: number): Course => {
      const course = courseOf(company, instant, moment);
      followTo(course, moment.now, Infinity);
      return course;
    };
  const prepare = async (
    company: Company,
    instant: number,
    moment: SessionMoment,
    letOthers: () => Promise<void>,
  ): Promise<void> => {
    // Bound: it comes further with each round; a change of a job may begin it anew.
    for (;;) {
      const course = await opened(company, instant, moment, letOthers);
      if (followTo(course, moment.now, STEPS_AT_ONCE)) return;
      await letOthers();
    }
  };

  /** Where to go on before a block; `undefined` where nothing was. */
  function instantBefore(
    company: Company,
    { block }: Course,
    of: readonly Member[],
    moment: SessionMoment,
  ): number | undefined {
    if (block.from <= knownOf(company, moment).first) return undefined;
    // a copy has no due runs of its own
    const isCopied = of.some(({ copyOf }) => copyOf !== undefined);
    const last = isCopied ? block.from : lastActivity(of, block.from, moment);
    if (last === -Infinity) return undefined;
    return Math.min(block.from - 1, last + LONGEST_BLOCK_MS);
  }

  function* newest(job: JobRecord, moment: SessionMoment): Generator<StandInSession, undefined> {
    const company = companyWith(job);
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

  async function* newestOfJob(
    job: JobRecord,
    moment: SessionMoment,
  ): AsyncGenerator<StandInSession, undefined> {
    const letOthers = turns();
    await load(letOthers);
    const company = companyWith(job);
    const own = [company.members.get(job.id)!];
    const at = courseAt(company, moment);
    let given = 0;
    let instant: number | undefined = moment.now;
    for (let blocks = 0; instant !== undefined && blocks < MOST_BLOCKS; blocks += 1) {
      await prepare(company, instant, moment, letOthers);
      const course = at(instant);
      if (course.block.to <= moment.now) await prepare(company, course.block.to, moment, letOthers);
      for (const session of sessionsIn(course, job.id, moment.now, at)) {
        yield session;
        if ((given += 1) >= SESSIONS_REMEMBERED) return;
        await letOthers();
      }
      instant = instantBefore(company, course, own, moment);
    }
  }

  async function* newestOfCompany(
    company: Company,
    moment: SessionMoment,
  ): AsyncGenerator<SharedSession, undefined> {
    const letOthers = turns();
    const at = courseAt(company, moment);
    let instant: number | undefined = moment.now;
    for (let blocks = 0; instant !== undefined && blocks < MOST_BLOCKS; blocks += 1) {
      await prepare(company, instant, moment, letOthers);
      const course = at(instant);
      if (course.block.to <= moment.now) await prepare(company, course.block.to, moment, letOthers);
      for (const attempt of allAttemptsIn(course, moment.now + 1)) {
        yield { id: attempt.id, session: sessionOf(course, attempt, moment.now, at) };
        await letOthers();
      }
      instant = instantBefore(company, course, knownOf(company, moment).ordered, moment);
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
    const company = companyWith(job);
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
    concern: limits.concern,
    nextOrder: () => (order += 1),
    put,
    newest,
    newestOfJob,
    at,
    ready: async (job, moment) => {
      if (!limits.concern(job)) return;
      const letOthers = turns();
      await load(letOthers);
      await prepare(companyWith(job), moment.now, moment, letOthers);
    },
    readyAt: async (job, nominal, moment) => {
      if (!limits.concern(job) || nominal > moment.now || !mayBeDue(job, nominal, moment)) return;
      const letOthers = turns();
      await load(letOthers);
      const company = companyWith(job);
      await prepare(company, nominal, moment, letOthers);
      const { to } = courseOf(company, nominal, moment).block;
      if (to <= moment.now) await prepare(company, to, moment, letOthers);
    },
    newestOfEach: async (moment) => {
      await load(turns());
      return [...companies.values()].map((company) => newestOfCompany(company, moment));
    },
  };
}

const IDS_AT_ONCE = 100;

function isSameMember(one: Member, other: Member): boolean {
  return (
    differsFrom(one.history, other.history) === Infinity &&
    one.repositoryId === other.repositoryId &&
    one.proxyId === other.proxyId
  );
}

/** Whether a job was started or stopped by hand, and nothing else of it is another. */
function isOneByHand(before: Member, after: Member, from: number): boolean {
  const [last, change] = [before.history.at(-1)!, after.history.at(-1)!];
  return (
    after.history.length === before.history.length + 1 &&
    change.at === from &&
    change.action !== undefined &&
    change.before === undefined &&
    change.isEnabled === last.isEnabled &&
    JSON.stringify(change.schedulePolicy) === JSON.stringify(last.schedulePolicy)
  );
}
