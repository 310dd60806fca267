/**
 * Who has to do with whom: the jobs that share something, by companies, whose members have part in
 * each other's sessions.
 *
 * The invariant: a change of a job throws away what has been simulated of its company from then on,
 * and nothing of what was before.
 */
import { joinedSets } from "../core/simulation/joinedSets.js";
import { type Course, takeChange } from "../veeam/standIn/course.js";
import type { DueCount } from "../veeam/standIn/grid.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { Limits } from "../veeam/standIn/limits.js";
import { differsFrom, type Member, memberOf } from "../veeam/standIn/member.js";

/** Jobs that have part in each other's sessions. */
export interface Company {
  readonly members: Map<string, Member>;
  /** By where their blocks begin. */
  readonly courses: Map<number, Course>;
  /** What follows from the members, until they change. */
  known?: { readonly ordered: readonly Member[]; readonly due: DueCount; readonly first: number };
}

/** All companies of a stand-in. */
export interface Companies {
  /** A job is there, or is another than before. One that shares nothing is passed over. */
  readonly put: (job: JobRecord) => void;
  /** The company of a job as it is told here, which may not be the one that is kept. */
  readonly of: (job: JobRecord) => Company;
  readonly all: () => Iterable<Company>;
  /** The greatest number that a change has. */
  readonly lastOrder: () => number;
}

/** No companies yet, under these limits. */
export function companiesUnder(limits: Limits): Companies {
  const sets = joinedSets(limits.knots);
  const companies = new Map<number | string, Company>();
  const companyOf = new Map<string, Company>();
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

  function companyWith(job: JobRecord): Company {
    const member = memberOf(job);
    const company = companyOf.get(job.id);
    const known = company?.members.get(job.id);
    if (known !== undefined && isSameMember(known, member)) return company!;
    const heads = new Set(limits.knotsOf(member).map(sets.headOf));
    const met = [...heads].flatMap((head) => companies.get(head) ?? []);
    const members = new Map([company, ...met].flatMap((one) => [...(one?.members ?? [])]));
    return { members: members.set(job.id, member), courses: new Map() };
  }

  return { put, of: companyWith, all: () => companies.values(), lastOrder: () => order };
}

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
