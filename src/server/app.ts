/**
 * The routes of the stand-in: the product's endpoints for jobs, v3 to v8, in any letter case as the
 * product takes them.
 *
 * Routes translate between HTTP and the pure functions of `src/veeam`; what a job is, and what
 * happens to it, is not decided here. The gate has seen to the token and to the size of the body.
 */
import { type Context, Hono } from "hono";
import { type Issue, issue } from "../core/input/issues.js";
import type { ServerClock } from "../core/schedule/clock.js";
import type { ZoneTable } from "../core/time/zone.js";
import { type ApiVersion, dialectOf, linkTo } from "../veeam/standIn/apiVersion.js";
import { createJob } from "../veeam/standIn/createJob.js";
import { editJob } from "../veeam/standIn/editJob.js";
import { actOnJob, applyAction, JOB_ACTIONS, type JobAction } from "../veeam/standIn/jobAction.js";
import type { JobAnswer } from "../veeam/standIn/jobAnswer.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import { ID_PATTERN } from "../veeam/standIn/jobRequest.js";
import { type JobContext, representJob } from "../veeam/standIn/representation.js";
import { representSession } from "../veeam/standIn/sessionView.js";
import { sessionsOf } from "../veeam/standIn/sessions.js";
import {
  internalError,
  methodNotAllowed,
  notFound,
  refuse,
  type Refused,
  toldIssue,
} from "./answers.js";
import { clockRoutes } from "./clockRoutes.js";
import { eachJob, jobArray, jobsAt, pageOf, readPage } from "./jobLists.js";
import type { JobStore } from "./jobStore.js";
import { readBody } from "./requestBody.js";
import type { VirtualClock } from "./virtualClock.js";

/** What the routes work with. */
export interface AppWorld {
  readonly store: JobStore;
  readonly time: VirtualClock;
  /** The backup server's clock, every switch filled in. */
  readonly clock: ServerClock;
  readonly zoneOf: (name: string) => ZoneTable;
  readonly newId: () => string;
  /** What links begin with; where absent, what the client called the server. */
  readonly baseUrl?: string;
  /** Told of faults that no client should see. */
  readonly onFault: (error: unknown) => void;
}

/** A list of sessions goes back no further than this many. */
const MOST_SESSIONS = 1_000;

/** Makes the router. */
export function standInApp(world: AppWorld): Hono {
  const app = new Hono({ getPath: (request) => routePath(request.url) });
  const { store } = world;

  const list = async (c: Context): Promise<Response> => {
    const context = contextOf(c, world);
    const jobs = eachJob(store, c.req.param("organization"));
    const shown = (job: JobRecord): unknown => representJob(job, context);
    if (!dialectOf(context.version).pagedJobs)
      return new Response(jobArray(jobs, shown), { headers: JSON_TYPE });
    const issues: Issue[] = [];
    const page = readPage((name) => c.req.query(name), issues);
    if (issues.length > 0) return refusal(refuse(400, issues));
    const found = await jobsAt(jobs, page.offset, page.limit + 1);
    return json(200, pageOf(routePath(c.req.url), page, found.map(shown)));
  };

  const create = async (c: Context): Promise<Response> => {
    const body = await bodyOf(c);
    if (!body.ok) return refusal(refuse(body.status, body.issues));
    const organizationId = c.req.param("organization");
    const issues =
      organizationId === undefined || ID_PATTERN.test(organizationId)
        ? []
        : [issue("path.organizationId", "an id", organizationId)];
    if (issues.length > 0) return refusal(refuse(400, issues));
    const answer = createJob(body.value, {
      ...contextOf(c, world),
      newId: world.newId,
      ...(organizationId === undefined ? {} : { organizationId }),
    });
    if (answer.ok && !(await store.create(answer.job)))
      return refusal(
        refuse(
          409,
          [toldIssue("", `at most ${store.size()} jobs`, "one more")],
          "The store is full.",
        ),
      );
    return answered(answer);
  };

  /** Changes the job of the path as `decide` says, upon its latest state. */
  const change = async (
    c: Context,
    decide: (job: JobRecord, context: JobContext) => JobAnswer,
  ): Promise<JobAnswer | undefined> =>
    store.change(idOf(c), (job) => {
      const answer = decide(job, contextOf(c, world));
      return { job: answer.ok ? answer.job : job, answer };
    });

  const act = async (
    c: Context,
    decide: (job: JobRecord, context: JobContext) => JobAnswer,
  ): Promise<Response> => {
    const answer = await change(c, decide);
    if (answer === undefined) return noJob(c);
    return answer.ok ? new Response(null, { status: 200 }) : answered(answer);
  };

  const sessions = (c: Context): Response => {
    const job = store.get(idOf(c));
    if (job === undefined) return noJob(c);
    const context = contextOf(c, world);
    const newestFirst = sessionsOf(job, { from: -Infinity, to: context.now + 1 }, context)
      .reverse()
      .slice(0, MOST_SESSIONS);
    const shown = newestFirst.map((session) => representSession(job, session, context));
    if (!dialectOf(context.version).pagedSessions) return json(200, shown);
    const issues: Issue[] = [];
    const page = readPage((name) => c.req.query(name), issues);
    if (issues.length > 0) return refusal(refuse(400, issues));
    return json(
      200,
      pageOf(routePath(c.req.url), page, shown.slice(page.offset, page.offset + page.limit + 1)),
    );
  };

  const ofJob =
    (show: (job: JobRecord, c: Context) => unknown) =>
    (c: Context): Response => {
      const job = store.get(idOf(c));
      return job === undefined ? noJob(c) : json(200, show(job, c));
    };

  const routes: Record<
    string,
    Partial<Record<"GET" | "POST" | "PUT" | "DELETE", (c: Context) => Response | Promise<Response>>>
  > = {
    "/:version{v[3-8]}/organizations/:organization/jobs": { GET: list, POST: create },
    "/:version{v[3-7]}/jobs": { GET: list },
    "/:version{v8}/jobs": { GET: list, POST: create }, // v8 has the organization in the body
    "/:version{v[3-8]}/jobs/:id": {
      GET: ofJob((job, c) => representJob(job, contextOf(c, world))),
      PUT: async (c) => {
        const body = await bodyOf(c);
        if (!body.ok) return refusal(refuse(body.status, body.issues));
        const answer = await change(c, (job, context) => editJob(job, body.value, context));
        return answer === undefined ? noJob(c) : answered(answer);
      },
      DELETE: async (c) =>
        (await store.remove(idOf(c)))
          ? new Response(null, { status: dialectOf(versionOf(c)).emptyStatus })
          : noJob(c),
    },
    "/:version{v[3-8]}/jobs/:id/action": {
      POST: async (c) => {
        const body = await bodyOf(c);
        return body.ok
          ? act(c, (job, context) => actOnJob(job, body.value, context))
          : refusal(refuse(body.status, body.issues));
      },
    },
    [`/:version{v[3-8]}/jobs/:id/:action{${JOB_ACTIONS.join("|")}}`]: {
      POST: (c) =>
        act(c, (job, context) => applyAction(job, c.req.param("action") as JobAction, context)),
    },
    "/:version{v[3-8]}/jobs/:id/jobsessions": { GET: sessions },
    "/:version{v[3-8]}/jobs/:id/selecteditems": { GET: ofJob((job) => job.selectedItems ?? []) },
    "/:version{v[3-8]}/jobs/:id/excludeditems": { GET: ofJob(() => []) },
    "/_runcast/clock": clockRoutes(world.time, world.clock, bodyOf),
  };
  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, handle] of Object.entries(methods)) app.on(method, path, handle);
    app.all(path, (c) => refusal(methodNotAllowed(c.req.method, Object.keys(methods))));
  }
  app.notFound((c) =>
    refusal(notFound(new URL(c.req.url).pathname, "an endpoint of v3 to v8, such as /v3/Jobs")),
  );
  app.onError((error) => {
    world.onFault(error);
    return refusal(internalError());
  });
  return app;
}

/** The words of paths, which the product takes in any letter case. Ids keep theirs. */
const WORDS =
  /\/(v\d+|organizations|jobs|jobsessions|selecteditems|excludeditems|action|start|stop|enable|disable|_runcast|clock)(?=\/|$)/gi;

/** The path of a URL with its words in lower case, and without a slash at the end. */
function routePath(url: string): string {
  const path = new URL(url).pathname.replace(WORDS, (word) => word.toLowerCase());
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function versionOf(c: Context): ApiVersion {
  // the route's pattern has no others
  return Number(c.req.param("version")!.slice(1)) as ApiVersion;
}

/** Ids of jobs are GUIDs in lower case, and GUIDs have no letter case. */
function idOf(c: Context): string {
  const id = c.req.param("id") ?? "";
  return ID_PATTERN.test(id) ? id.toLowerCase() : "-";
}

function contextOf(c: Context, { time, clock, zoneOf, baseUrl }: AppWorld): JobContext {
  return {
    now: time.now(),
    clock,
    zoneOf,
    version: versionOf(c),
    baseUrl: baseUrl ?? new URL(c.req.url).origin,
  };
}

async function bodyOf(c: Context): Promise<ReturnType<typeof readBody>> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  return readBody(bytes, {
    contentType: c.req.header("content-type"),
    contentEncoding: c.req.header("content-encoding"),
  });
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function answered({ status, body, headers }: JobAnswer): Response {
  return json(status, body, headers);
}

function refusal({ status, body, headers }: Refused): Response {
  return json(status, body, headers);
}

function noJob(c: Context): Response {
  return refusal(
    notFound(
      linkTo({ baseUrl: "", version: versionOf(c) }, "jobs", c.req.param("id") ?? "").href,
      "the id of a job that exists",
    ),
  );
}
