/**
 * Many jobs, a few at a time: a list of a hundred thousand keeps no other client waiting, and never
 * lies in memory whole. Pages of them are asked for by `offset` and `limit`.
 */
import { setImmediate } from "node:timers/promises";
import { type Issue, issue } from "../core/input/issues.js";
import type { Link } from "../veeam/standIn/apiVersion.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { JobStore } from "./jobStore.js";

/** So many jobs are read and written before others have their turn. */
const AT_ONCE = 100;

/** Every job of the store in the order of ids, or of one organization only. */
export async function* eachJob(
  store: JobStore,
  organizationId?: string,
): AsyncGenerator<JobRecord, undefined> {
  let after: string | undefined;
  for (;;) {
    const jobs = store.list(after, AT_ONCE);
    for (const job of jobs)
      if (organizationId === undefined || job.organizationId === organizationId) yield job;
    if (jobs.length < AT_ONCE) return;
    after = jobs.at(-1)!.id; // later than before, so this comes to an end
    await setImmediate();
  }
}

/** The jobs from one place of a list on, at most so many. */
export async function jobsAt(
  jobs: AsyncIterable<JobRecord>,
  offset: number,
  limit: number,
): Promise<JobRecord[]> {
  const found: JobRecord[] = [];
  let place = 0;
  for await (const job of jobs) {
    if (place >= offset) found.push(job);
    if (found.length >= limit) break;
    place += 1;
  }
  return found;
}

/** A JSON array of jobs as bytes, written as fast as the client reads. */
export function jobArray(
  jobs: AsyncGenerator<JobRecord, undefined>,
  shown: (job: JobRecord) => unknown,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let separator = "[";
  return new ReadableStream({
    async pull(controller) {
      const parts: string[] = [];
      while (parts.length < AT_ONCE) {
        const { value, done } = await jobs.next();
        if (done === true) {
          controller.enqueue(encoder.encode(`${parts.join("")}${separator === "[" ? "[]" : "]"}`));
          controller.close();
          return;
        }
        parts.push(separator, JSON.stringify(shown(value)));
        separator = ",";
      }
      controller.enqueue(encoder.encode(parts.join("")));
    },
    async cancel() {
      await jobs.return(undefined);
    },
  });
}

/** What part of a list is wanted. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** A part of a list. `next` and `prev` are there where there is more. */
export interface Page<Item> extends PageRequest {
  readonly _links: { readonly self: Link; readonly prev?: Link; readonly next?: Link };
  readonly results: readonly Item[];
}

/** The product's own figures. */
const USUAL_LIMIT = 30;
const LARGEST_LIMIT = 10_000;
const LARGEST_OFFSET = 1_000_000_000;

/** Reads `offset` and `limit`; what is wrong goes to `issues`. */
export function readPage(
  query: (name: string) => string | undefined,
  issues: Issue[],
): PageRequest {
  return {
    offset: readWhole(query("offset"), "query.offset", 0, 0, LARGEST_OFFSET, issues),
    limit: readWhole(query("limit"), "query.limit", USUAL_LIMIT, 1, LARGEST_LIMIT, issues),
  };
}

function readWhole(
  text: string | undefined,
  path: string,
  usual: number,
  least: number,
  most: number,
  issues: Issue[],
): number {
  if (text === undefined) return usual;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  issues.push(issue(path, `an integer from ${least} to ${most}`, text));
  return usual;
}

/**
 * Makes a page. `path` is the list's own, without a query; `found` holds one item more than wanted
 * where there are more.
 */
export function pageOf<Item>(
  path: string,
  { offset, limit }: PageRequest,
  found: readonly Item[],
): Page<Item> {
  const linkAt = (at: number): Link => ({ href: `${path}?offset=${at}&limit=${limit}` });
  return {
    offset,
    limit,
    _links: {
      self: linkAt(offset),
      ...(offset > 0 ? { prev: linkAt(Math.max(0, offset - limit)) } : {}),
      ...(found.length > limit ? { next: linkAt(offset + limit) } : {}),
    },
    results: found.slice(0, limit),
  };
}
