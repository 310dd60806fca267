/**
 * What all routes of a version have in common: the moment in which a request is answered, lists and
 * pages, and what is said where nothing is found.
 */
import type { Context } from "hono";
import type { Issue } from "../core/input/issues.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import { JSON_HEADERS } from "../veeam/standIn/jobAnswer.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import { ID_PATTERN } from "../veeam/standIn/jobRequest.js";
import { linkTo, linkToPath } from "../veeam/standIn/links.js";
import type { JobContext } from "../veeam/standIn/representation.js";
import type { Resources } from "../veeam/standIn/resources.js";
import type { SessionWorld } from "../veeam/standIn/sessions.js";
import { notFound, refuse, responseOf } from "./answers.js";
import { type Items, jsonList } from "./jsonText.js";
import type { Owners } from "./jobIndex.js";
import type { JobStore } from "./jobStore.js";
import { pageLinks, type PageRequest, readPage } from "./paging.js";
import type { SharedJobs } from "./sharedJobs.js";
import type { VirtualClock } from "./virtualClock.js";

/** What the routes work with. */
export interface RouteWorld extends SessionWorld {
  readonly store: JobStore;
  /** Jobs that share something; absent where nothing is limited. */
  readonly shared?: SharedJobs | undefined;
  readonly resources: Resources;
  /** What the backup server's clock shows. */
  readonly time: VirtualClock;
  readonly newId: () => string;
  /** What links begin with: what the server was told, whatever a client calls it. */
  readonly baseUrl: () => string;
}

/** The moment in which a request of a version is answered. */
export function contextIn(world: RouteWorld, dialect: Dialect): JobContext {
  const { time, clock, zoneOf, baseUrl, shared } = world;
  const context = { now: time.now(), clock, zoneOf, dialect, baseUrl: baseUrl() };
  return shared === undefined ? context : { ...context, shared };
}

/** A parameter of the query, its name in any letter case; empty is not given. */
export function queryOf(c: Context, name: string): string | undefined {
  const lower = name.toLowerCase();
  const given = Object.entries(c.req.query()).find(([key]) => key.toLowerCase() === lower);
  return given === undefined || given[1] === "" ? undefined : given[1];
}

/** The id in a path, in lower case, as ids of jobs are; `-`, which nobody has, where it is none. */
export function idIn(c: Context, name = "id"): string {
  const id = c.req.param(name) ?? "";
  return ID_PATTERN.test(id) ? id.toLowerCase() : "-";
}

/** What becomes of items, one by one as somebody asks for them. */
export function* mapped<One, Other>(
  items: Iterable<One>,
  to: (one: One) => Other,
): Generator<Other> {
  for (const item of items) yield to(item);
}

/** A list as a bare array, sent as it is made. */
export function arrayOf(items: Items<unknown>): Response {
  return new Response(jsonList(items), { headers: JSON_HEADERS });
}

/** A part of a list, and whether more follow. */
export interface Part {
  readonly items: Items<unknown>;
  readonly hasMore: boolean;
}

/** A list as the page that is asked for. */
export async function pageOf(
  c: Context,
  context: JobContext,
  find: (page: PageRequest) => Part | Promise<Part>,
): Promise<Response> {
  const issues: Issue[] = [];
  const page = readPage((name) => queryOf(c, name), issues);
  if (issues.length > 0) return responseOf(refuse(400, issues));
  const { items, hasMore } = await find(page);
  const links = pageLinks(linkToPath(context, c.req.path), c.req.query(), page, hasMore);
  const { offset, limit } = page;
  const head = JSON.stringify({ offset, limit, _links: links });
  return new Response(jsonList(items, `${head.slice(0, -1)},"results":`, "}"), {
    headers: JSON_HEADERS,
  });
}

/** A list that is short and at hand, as an array or as a page. */
export function shortList(
  c: Context,
  context: JobContext,
  isPaged: boolean,
  all: readonly unknown[],
): Response | Promise<Response> {
  if (!isPaged) return responseOf({ status: 200, body: all });
  return pageOf(c, context, ({ offset, limit }) => ({
    items: all.slice(offset, offset + limit),
    hasMore: all.length > offset + limit,
  }));
}

/** Jobs one after the other, all that belong to these owners; what is removed meanwhile is not. */
export function* eachJob(store: JobStore, owners: Owners): Generator<JobRecord, undefined> {
  let after: string | undefined;
  for (;;) {
    const ids = store.index.after(owners, after, IDS_AT_ONCE);
    for (const id of ids) {
      const job = store.get(id);
      if (job !== undefined) yield job;
    }
    if (ids.length < IDS_AT_ONCE) return;
    after = ids.at(-1)!; // later than before, so this comes to an end
  }
}

const IDS_AT_ONCE = 100;

/** Nothing has this id; `kind` is the word in its path, `what` says what was wanted. */
export function nothingWith(c: Context, dialect: Dialect, kind: string, what: string): Response {
  const path = linkTo({ baseUrl: "", dialect }, kind, c.req.param("id") ?? "").href;
  return responseOf(notFound(path, `the id of ${what} that exists`));
}
