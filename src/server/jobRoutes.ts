/**
 * The product's endpoints for jobs, as one version has them.
 *
 * Routes translate between HTTP and the pure functions of `src/veeam`; what a job is, and what
 * happens to it, is not decided here. In what a version differs from others, its dialect says.
 */
import type { Context } from "hono";
import { type Issue, issue } from "../core/input/issues.js";
import { createJob } from "../veeam/standIn/createJob.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import { editJob } from "../veeam/standIn/editJob.js";
import { actOnJob, applyAction, JOB_ACTIONS } from "../veeam/standIn/jobAction.js";
import { type JobAnswer, JSON_HEADERS } from "../veeam/standIn/jobAnswer.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import { ID_PATTERN } from "../veeam/standIn/jobRequest.js";
import { linkTo, linkToPath } from "../veeam/standIn/links.js";
import { type JobContext, representJob } from "../veeam/standIn/representation.js";
import { sessionsOf, type SessionWorld } from "../veeam/standIn/sessions.js";
import { representSession } from "../veeam/standIn/sessionView.js";
import { notFound, refuse, responseOf, toldIssue } from "./answers.js";
import { type Handler, type Routes, withBody } from "./handlers.js";
import { eachJob, jobArray, jobsAt } from "./jobLists.js";
import type { JobStore } from "./jobStore.js";
import { pageOf, type PageRequest, readPage } from "./paging.js";
import type { VirtualClock } from "./virtualClock.js";

/** What the routes work with. */
export interface JobWorld extends SessionWorld {
  readonly store: JobStore;
  /** What the backup server's clock shows. */
  readonly time: VirtualClock;
  readonly newId: () => string;
  /** What links begin with: what the server was told, whatever a client calls it. */
  readonly baseUrl: () => string;
}

/** Decides what becomes of a job, upon its latest state. */
type Decide = (job: JobRecord, context: JobContext) => JobAnswer;

/** A list of sessions goes back no further than this many. */
const MOST_SESSIONS = 1_000;

/** Makes the routes of a version, from where its paths begin: `/jobs` for `/v3/jobs`. */
export function jobRoutes(world: JobWorld, dialect: Dialect): Routes {
  const { store } = world;
  const contextOf = (): JobContext => ({
    now: world.time.now(),
    clock: world.clock,
    zoneOf: world.zoneOf,
    dialect,
    baseUrl: world.baseUrl(),
  });

  const list: Handler = (c) => {
    const context = contextOf();
    const jobs = eachJob(store, c.req.param("organization"));
    const shown = (job: JobRecord): unknown => representJob(job, context);
    if (!dialect.pagedJobs) return new Response(jobArray(jobs, shown), { headers: JSON_HEADERS });
    return paged(c, async ({ offset, limit }) =>
      (await jobsAt(jobs, offset, limit + 1)).map(shown),
    );
  };

  const sessions = ofJob((job, c) => {
    const context = contextOf();
    const shown = sessionsOf(job, context.now + 1, context)
      .reverse() // newest first
      .slice(0, MOST_SESSIONS)
      .map((session) => representSession(job, session, context));
    return dialect.pagedSessions
      ? paged(c, ({ offset, limit }) => shown.slice(offset, offset + limit + 1))
      : responseOf({ status: 200, body: shown });
  });

  /** Answers with the page that is asked for. `find` gives one item more where there are more. */
  async function paged(
    c: Context,
    find: (page: PageRequest) => readonly unknown[] | Promise<readonly unknown[]>,
  ): Promise<Response> {
    const issues: Issue[] = [];
    const page = readPage((name) => c.req.query(name), issues);
    if (issues.length > 0) return responseOf(refuse(400, issues));
    const found = await find(page);
    return responseOf({
      status: 200,
      body: pageOf(linkToPath(contextOf(), c.req.path), page, found),
    });
  }

  const create = withBody(async (c, body) => {
    const organizationId = c.req.param("organization");
    if (organizationId !== undefined && !ID_PATTERN.test(organizationId))
      return responseOf(refuse(400, [issue("path.organizationId", "an id", organizationId)]));
    const answer = createJob(body, {
      ...contextOf(),
      newId: world.newId,
      ...(organizationId === undefined ? {} : { organizationId }),
    });
    if (!answer.ok || (await store.create(answer.job))) return responseOf(answer);
    const issues = [toldIssue("", `at most ${store.size()} jobs`, "one more")];
    return responseOf(refuse(409, issues, "The store is full."));
  });

  const change = async (
    c: Context,
    decide: Decide,
    done: (answer: JobAnswer) => Response,
  ): Promise<Response> => {
    const answer = await store.change(idOf(c), (job) => {
      const decided = decide(job, contextOf());
      return { job: decided.ok ? decided.job : job, answer: decided };
    });
    if (answer === undefined) return noJob(c);
    return answer.ok ? done(answer) : responseOf(answer);
  };

  const edit = withBody((c, body) =>
    change(c, (job, context) => editJob(job, body, context), responseOf),
  );

  const act = (c: Context, decide: Decide): Promise<Response> =>
    change(c, decide, () => new Response(null, { status: 200 }));

  const remove: Handler = async (c) =>
    (await store.remove(idOf(c)))
      ? new Response(null, { status: dialect.deletedStatus })
      : noJob(c);

  function ofJob(answer: (job: JobRecord, c: Context) => Response | Promise<Response>): Handler {
    return (c) => {
      const job = store.get(idOf(c));
      return job === undefined ? noJob(c) : answer(job, c);
    };
  }

  const show = (view: (job: JobRecord, c: Context) => unknown): Handler =>
    ofJob((job, c) => responseOf({ status: 200, body: view(job, c) }));

  function noJob(c: Context): Response {
    const path = linkTo({ baseUrl: "", dialect }, "jobs", c.req.param("id") ?? "").href;
    return responseOf(notFound(path, "the id of a job that exists"));
  }

  const actions = JOB_ACTIONS.map((action): [string, Routes[string]] => [
    `/jobs/:id/${action}`,
    { POST: (c) => act(c, (job, context) => applyAction(job, action, context)) },
  ]);
  return {
    "/organizations/:organization/jobs": { GET: list, POST: create },
    "/jobs": dialect.organizationInBody ? { GET: list, POST: create } : { GET: list },
    "/jobs/:id": {
      GET: show((job) => representJob(job, contextOf())),
      PUT: edit,
      DELETE: remove,
    },
    "/jobs/:id/action": {
      POST: withBody((c, body) => act(c, (job, context) => actOnJob(job, body, context))),
    },
    ...Object.fromEntries(actions),
    "/jobs/:id/jobsessions": { GET: sessions },
    "/jobs/:id/selecteditems": { GET: show((job) => job.selectedItems ?? []) },
    "/jobs/:id/excludeditems": { GET: show(() => []) },
  };
}

/** Ids of jobs are GUIDs in lower case, and GUIDs have no letter case. */
function idOf(c: Context): string {
  const id = c.req.param("id") ?? "";
  return ID_PATTERN.test(id) ? id.toLowerCase() : "-";
}
