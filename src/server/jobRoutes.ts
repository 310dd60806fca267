/**
 * The product's endpoints for jobs, as one version has them.
 *
 * Routes translate between HTTP and the pure functions of `src/veeam`; what a job is, and what
 * happens to it, is not decided here. In what a version differs from others, its dialect says.
 */
import type { Context } from "hono";
import { issue } from "../core/input/issues.js";
import { createJob } from "../veeam/standIn/createJob.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import { editJob } from "../veeam/standIn/editJob.js";
import { actOnJob, applyAction, JOB_ACTIONS } from "../veeam/standIn/jobAction.js";
import type { JobAccepted, JobAnswer } from "../veeam/standIn/jobAnswer.js";
import type { JobRecord, SelectedItem } from "../veeam/standIn/jobRecord.js";
import { ID_PATTERN } from "../veeam/standIn/jobRequest.js";
import { mailboxJob } from "../veeam/standIn/mailboxJob.js";
import { type JobContext, representJob } from "../veeam/standIn/representation.js";
import { shownExclusions, shownItems } from "../veeam/standIn/selectedItemsView.js";
import { firstRuns, lastSession } from "../veeam/standIn/sessions.js";
import { foresee, JOBS_TOGETHER } from "../veeam/standIn/simulatedRuns.js";
import { representSession } from "../veeam/standIn/sessionView.js";
import { refuse, responseOf } from "./answers.js";
import { type Handler, type Routes, withBody } from "./handlers.js";
import type { Owners } from "./jobIndex.js";
import type { Items } from "./jsonText.js";
import {
  arrayOf,
  contextIn,
  eachJob,
  idIn,
  mapped,
  nothingWith,
  pageOf,
  queryOf,
  type RouteWorld,
  shortList,
} from "./routing.js";

/** Decides what becomes of a job, upon its latest state. */
type Decide = (job: JobRecord, context: JobContext) => JobAnswer;

/** Makes the routes of a version, from where its paths begin: `/jobs` for `/v3/jobs`. */
export function jobRoutes(world: RouteWorld, dialect: Dialect): Routes {
  const { store, resources, shared } = world;
  const contextOf = (): JobContext => contextIn(world, dialect);
  const noJob = (c: Context): Response => nothingWith(c, dialect, "jobs", "a job");
  const noOrganization = (c: Context): Response =>
    nothingWith(c, dialect, "organizations", "an organization");

  const list = (c: Context, owners: Owners): Response | Promise<Response> => {
    const context = contextOf();
    if (!dialect.pagedLists) return arrayOf(shownEach(eachJob(store, owners), context, shared));
    return pageOf(c, context, ({ offset, limit }) => {
      const ids = store.index.page(owners, offset, limit + 1);
      const jobs = ids.slice(0, limit);
      const items = mapped(jobs.values(), (id) => store.get(id));
      return {
        items: shownEach(present(items), context, shared),
        hasMore: ids.length > limit,
      };
    });
  };

  const listAll: Handler = (c) =>
    list(
      c,
      dialect.filtersJobs
        ? given({
            organizationId: queryOf(c, "organizationId"),
            repositoryId: queryOf(c, "repositoryId"),
          })
        : {},
    );

  const listOwn: Handler = (c) => {
    const organizationId = idIn(c);
    return resources.organizations.get(organizationId) === undefined
      ? noOrganization(c)
      : list(c, { organizationId });
  };

  const create = async (
    c: Context,
    body: unknown,
    organizationId: string | undefined,
  ): Promise<Response> => {
    const answer = createJob(body, {
      ...contextOf(),
      newId: world.newId,
      ...(organizationId === undefined ? {} : { organizationId }),
    });
    if (!answer.ok) return responseOf(answer);
    const { job } = answer;
    if (
      !resources.takesAnyOrganization &&
      resources.organizations.get(job.organizationId) === undefined
    )
      return noOrganization(c);
    await store.create(job);
    await ready(job);
    return responseOf(answer);
  };

  const createIn = withBody((c, body) => {
    const organizationId = c.req.param("id") ?? "";
    return ID_PATTERN.test(organizationId)
      ? create(c, body, organizationId)
      : responseOf(refuse(400, [issue("path.organizationId", "an id", organizationId)]));
  });

  /** What a job's representation needs is there. */
  const ready = async (job: JobRecord | undefined, context = contextOf()): Promise<void> => {
    if (job !== undefined) await shared?.ready(job, context);
  };

  const change = async (
    c: Context,
    decide: Decide,
    done: (answer: JobAccepted) => Response,
  ): Promise<Response> => {
    await ready(store.get(idIn(c)));
    const answer = await store.change(idIn(c), (job) => {
      const decided = decide(job, contextOf());
      return { job: decided.ok ? decided.job : job, answer: decided };
    });
    if (answer === undefined) return noJob(c);
    if (!answer.ok) return responseOf(answer);
    await ready(answer.job);
    return done(answer);
  };

  const { editedStatus, actedStatus, deletedStatus } = dialect;
  const edited = (answer: JobAccepted): Response =>
    editedStatus === 204 ? empty(204) : responseOf(answer);
  const acted = ({ job }: JobAccepted, isStart: boolean): Response => {
    const context = contextOf();
    const session = isStart && dialect.answersStart ? lastSession(job, context) : undefined;
    return session === undefined
      ? empty(actedStatus)
      : responseOf({ status: 200, body: representSession(job, session, context) });
  };
  const act = (c: Context, decide: Decide, isStart: boolean): Promise<Response> =>
    change(c, decide, (answer) => acted(answer, isStart));

  const show = (view: (job: JobRecord, c: Context) => ReturnType<Handler>): Handler => {
    return (c) => {
      const job = store.get(idIn(c));
      return job === undefined ? noJob(c) : view(job, c);
    };
  };
  const showOne = show(async (job) => {
    const context = contextOf();
    await ready(job, context);
    return responseOf({ status: 200, body: shownIn(context)(job) });
  });
  const showItems = (itemsOf: (job: JobRecord) => readonly SelectedItem[]): Handler =>
    show((job, c) => shortList(c, contextOf(), dialect.pagedLists, itemsOf(job)));
  const showItem = (itemsOf: (job: JobRecord) => readonly SelectedItem[]): Handler =>
    show((job, c) => {
      const wanted = (c.req.param("item") ?? "").toLowerCase();
      const item = itemsOf(job).find(({ id }) => String(id).toLowerCase() === wanted);
      return item === undefined
        ? nothingWith(c, dialect, "jobs", "a job, and of an item of it,")
        : responseOf({ status: 200, body: item });
    });

  const reading: Routes = {
    "/organizations/:id/jobs": { GET: listOwn },
    "/jobs": { GET: listAll },
    "/jobs/:id": { GET: showOne },
    "/jobs/:id/selecteditems": { GET: showItems(shownItems) },
    "/jobs/:id/selecteditems/:item": { GET: showItem(shownItems) },
    "/jobs/:id/excludeditems": { GET: showItems(shownExclusions) },
    "/jobs/:id/excludeditems/:item": { GET: showItem(shownExclusions) },
  };
  if (dialect.readsOnly) return reading;
  const actions = JOB_ACTIONS.map((action): [string, Routes[string]] => [
    `/jobs/:id/${action}`,
    {
      POST: (c) => act(c, (job, context) => applyAction(job, action, context), action === "start"),
    },
  ]);
  return {
    ...reading,
    "/organizations/:id/jobs": { GET: listOwn, POST: createIn },
    ...(dialect.organizationInBody
      ? { "/jobs": { GET: listAll, POST: withBody((c, body) => create(c, body, undefined)) } }
      : {}),
    "/jobs/:id": {
      GET: showOne,
      PUT: withBody((c, body) => change(c, (job, context) => editJob(job, body, context), edited)),
      DELETE: async (c) => ((await store.remove(idIn(c))) ? empty(deletedStatus) : noJob(c)),
    },
    "/jobs/:id/action": {
      POST: withBody((c, body) =>
        act(c, (job, context) => actOnJob(job, body, context), isStartIn(body)),
      ),
    },
    ...Object.fromEntries(actions),
  };
}

/** Shows a job as the version does. */
function shownIn(context: JobContext): (job: JobRecord) => unknown {
  const { mailboxesOnly } = context.dialect;
  return (job) => {
    const shown = representJob(job, context);
    return mailboxesOnly ? mailboxJob(shown) : shown;
  };
}

function isStartIn(body: unknown): boolean {
  return Object.keys(body ?? {})[0]?.toLowerCase() === "start";
}

function empty(status: 200 | 204): Response {
  return new Response(null, { status });
}

function given(owners: { readonly [Key in keyof Owners]: string | undefined }): Owners {
  return Object.fromEntries(Object.entries(owners).filter(([, id]) => id !== undefined));
}

/** Shows jobs one after the other, each when what that needs is there. */
function shownEach(
  jobs: Iterable<JobRecord>,
  context: JobContext,
  shared: RouteWorld["shared"],
): Items<unknown> {
  const shown = shownIn(context);
  if (shared === undefined) return mapped(foreseen(jobs, context), shown);
  return (async function* () {
    for (const job of jobs) {
      if (shared.concern(job)) await shared.ready(job, context);
      yield shown(job);
    }
  })();
}

/** The same jobs, with what comes first of each simulated together with its neighbours'. */
function* foreseen(jobs: Iterable<JobRecord>, context: JobContext): Generator<JobRecord> {
  let group: JobRecord[] = [];
  const simulateAll = (): void => {
    const runs = group.flatMap((job) => firstRuns(job, context) ?? []);
    if (runs.length > 1) foresee(runs, context);
  };
  for (const job of jobs) {
    group.push(job);
    if (group.length < JOBS_TOGETHER) continue;
    simulateAll();
    yield* group;
    group = [];
  }
  simulateAll();
  yield* group;
}

function* present<Item>(items: Iterable<Item | undefined>): Generator<Item> {
  for (const item of items) if (item !== undefined) yield item;
}
