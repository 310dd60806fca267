/**
 * The product's endpoints for sessions, as one version has them: those of a job, those of all jobs,
 * one, and what was logged of it.
 *
 * Lists are made from the newest on, and no further than a page needs.
 */
import type { Context } from "hono";
import type { Issue } from "../core/input/issues.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { JobContext } from "../veeam/standIn/representation.js";
import { readSessionId, sessionKeyOf } from "../veeam/standIn/sessionIds.js";
import { sessionLog } from "../veeam/standIn/sessionLog.js";
import { sessionAt } from "../veeam/standIn/sessions.js";
import { representSession } from "../veeam/standIn/sessionView.js";
import { filtered, type Found, newestOf, newestOfJob, readFilter } from "./allSessions.js";
import { refuse, responseOf } from "./answers.js";
import type { Handler, Routes } from "./handlers.js";
import {
  arrayOf,
  contextIn,
  idIn,
  mapped,
  nothingWith,
  pageOf,
  queryOf,
  type RouteWorld,
  shortList,
} from "./routing.js";

/** A list of all jobs' sessions goes back no further than this many. */
const MOST_SESSIONS = 10_000;

async function* shownEach(
  sessions: AsyncIterable<Found>,
  shown: (one: Found) => unknown,
): AsyncGenerator<unknown, undefined> {
  let count = 0;
  for await (const one of sessions) {
    if ((count += 1) > MOST_SESSIONS) return;
    yield shown(one);
  }
}

/** Makes the routes of a version, from where its paths begin. */
export function sessionRoutes(world: RouteWorld, dialect: Dialect): Routes {
  const { store, shared } = world;
  const copyOf = (id: string): JobRecord | undefined =>
    dialect.hasCopies ? shared?.copies.get(id) : undefined;
  const jobOf = (id: string): JobRecord | undefined => store.get(id) ?? copyOf(id);
  const copyKeys = new Map(Array.from(shared?.copies.keys() ?? [], (id) => [sessionKeyOf(id), id]));

  const ofJob: Handler = (c) => {
    const job = store.get(idIn(c));
    if (job === undefined) return nothingWith(c, dialect, "jobs", "a job");
    const context = contextIn(world, dialect);
    return listed(c, context, newestOfJob(job, context, shared));
  };

  const ofAll: Handler = (c) => {
    const context = contextIn(world, dialect);
    const issues: Issue[] = [];
    const filter = readFilter((name) => queryOf(c, name), dialect, issues);
    if (issues.length > 0) return responseOf(refuse(400, issues));
    const { jobId, isCopy } = filter;
    const jobs = isCopy === true ? { get: copyOf } : { get: jobOf, index: store.index };
    const source =
      jobId === undefined
        ? newestOf(jobs, context, shared)
        : newestOfJob(jobOf(jobId.toLowerCase()), context, shared);
    return listed(c, context, filtered(source, filter));
  };

  /** The sessions that a request is for, as an array or a page. */
  async function listed(
    c: Context,
    context: JobContext,
    sessions: AsyncIterable<Found>,
  ): Promise<Response> {
    const shown = ({ job, session }: Found): unknown => representSession(job, session, context);
    if (!dialect.pagedSessions) return arrayOf(shownEach(sessions, shown));
    return pageOf(c, context, async ({ offset, limit }) => {
      const found: Found[] = [];
      let place = 0;
      for await (const one of sessions) {
        if (place >= MOST_SESSIONS) break;
        if (place >= offset) found.push(one);
        if (found.length > limit) break;
        place += 1;
      }
      // represented as they are sent: large lists of large objects keep the collector busy
      return { items: mapped(found.slice(0, limit), shown), hasMore: found.length > limit };
    });
  }

  const lookUp = async (c: Context): Promise<Found | undefined> => {
    const name = readSessionId(c.req.param("id") ?? "");
    const key = name?.key ?? "";
    const jobId = store.index.bySessionKey(key) ?? copyKeys.get(key);
    const job = jobId === undefined ? undefined : jobOf(jobId);
    if (job === undefined) return undefined;
    const context = contextIn(world, dialect);
    await shared?.readyAt(job, name!.nominal, context);
    const session = sessionAt(job, name!.nominal, name!.attempt, context);
    return session === undefined ? undefined : { job, session };
  };
  const ofOne =
    (view: (one: Found, c: Context) => ReturnType<Handler> | undefined): Handler =>
    async (c) => {
      const one = await lookUp(c);
      const answer = one === undefined ? undefined : view(one, c);
      return answer ?? nothingWith(c, dialect, "jobsessions", "a session");
    };
  const one = ofOne(({ job, session }) =>
    responseOf({ status: 200, body: representSession(job, session, contextIn(world, dialect)) }),
  );
  const log = ofOne(({ job, session }, c) => {
    const context = contextIn(world, dialect);
    return shortList(c, context, dialect.pagedSessions, sessionLog(job, session, context));
  });
  const logItem = ofOne(({ job, session }, c) => {
    const wanted = (c.req.param("item") ?? "").toLowerCase();
    const items = sessionLog(job, session, contextIn(world, dialect));
    const item = items.find(({ id }) => id === wanted);
    return item === undefined ? undefined : responseOf({ status: 200, body: item });
  });

  return {
    "/jobs/:id/jobsessions": { GET: ofJob },
    "/jobsessions": { GET: ofAll },
    "/jobsessions/:id": { GET: one },
    // under either name, since scripts call both
    "/jobsessions/:id/log": { GET: log },
    "/jobsessions/:id/log/:item": { GET: logItem },
    "/jobsessions/:id/logitems": { GET: log },
    "/jobsessions/:id/logitems/:item": { GET: logItem },
  };
}
