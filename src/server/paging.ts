/**
 * Lists as pages: `offset` and `limit` of a query, and the links of the page that goes with them.
 */
import { type Issue, issue } from "../core/input/issues.js";
import type { Link } from "../veeam/standIn/links.js";

/** What part of a list is wanted. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** Where a page and its neighbours are. `next` and `prev` are there where there is more. */
export interface PageLinks {
  readonly self: Link;
  readonly prev?: Link;
  readonly next?: Link;
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
 * Makes the links of a page. `list` links to the list itself, without a query; what else the query
 * said, a filter, stays.
 */
export function pageLinks(
  list: Link,
  query: Readonly<Record<string, string>>,
  { offset, limit }: PageRequest,
  hasMore: boolean,
): PageLinks {
  const filters = Object.entries(query).filter(([name]) => !/^(?:offset|limit)$/i.test(name));
  const linkAt = (at: number): Link => {
    const all = [["offset", String(at)], ["limit", String(limit)], ...filters] as [
      string,
      string,
    ][];
    return { href: `${list.href}?${new URLSearchParams(all).toString()}` };
  };
  return {
    self: linkAt(offset),
    ...(offset > 0 ? { prev: linkAt(Math.max(0, offset - limit)) } : {}),
    ...(hasMore ? { next: linkAt(offset + limit) } : {}),
  };
}
