/**
 * What jobs share, as it is read: slots, threads, outages and the proxy of a repository, and what
 * is said of all else (R22, R28, R30).
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { isSlotCount, isThreadCount, type Outage } from "../../../src/core/simulation/fleet.ts";
import {
  isPlain,
  neededOf,
  readOutages,
  readResource,
} from "../../../src/core/simulation/resource.ts";
import { readHostZone } from "../../../src/host/zones.ts";

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);
const BERLIN = readHostZone("Europe/Berlin", "zone", [])!;
const INSTANT =
  'expected an instant: epoch ms, an ISO 8601 string such as "2026-03-08T07:30:00Z", a Date, a ' +
  "DateTime or a Temporal.Instant, received ";

const lines = (issues: readonly Issue[]): string[] =>
  issues.map(({ path, message }) => `${path}: ${message}`);

describe("readResource", () => {
  it("should share nothing but what is said", () => {
    const issues: Issue[] = [];
    const read = readResource({ id: "P" }, "proxy", "proxies[0]", issues, undefined);
    expect(issues).toEqual([]);
    expect(read).toStrictEqual({
      of: "proxy",
      id: "P",
      name: undefined,
      slots: Infinity,
      threads: Number.NaN,
      pace: undefined,
      outages: [],
      proxyId: undefined,
    });
    expect(neededOf(read)).toStrictEqual({ of: "proxy", id: "P" });
  });

  it("should take everything that a repository may have", () => {
    const issues: Issue[] = [];
    const pace = Array.from({ length: 168 }, () => 0.5);
    const outages = [{ from: MONDAY, to: MONDAY + HOUR }];
    const given = { id: "R", name: "Cellar", slots: 4, threads: 64, pace, outages, proxyId: "P" };
    const read = readResource(given, "repository", "repositories[0]", issues, undefined);
    expect(issues).toEqual([]);
    expect(read).toEqual({ ...given, of: "repository", pace: Float64Array.from(pace) });
    expect(neededOf(read)).toStrictEqual({ of: "repository", id: "R", name: "Cellar" });
  });

  it("should say at each place what belongs there", () => {
    const issues: Issue[] = [];
    const given = {
      id: "R",
      name: 7,
      slots: 0,
      threads: 0,
      pace: "fast",
      outages: 5,
      proxyId: 5,
    };
    const read = readResource(given, "repository", "repositories[3]", issues, undefined);
    expect(lines(issues)).toEqual([
      "repositories[3].slots: expected a whole number of slots from 1, or Infinity, received 0",
      "repositories[3].threads: expected a whole number of threads from 1, received 0",
      "repositories[3].proxyId: expected the id of the proxy of a repository, received 5",
      "repositories[3].name: expected a text, received 7",
      'repositories[3].pace: expected hours and a share, such as "Mon-Fri 08:00-18:00 40 %", ' +
        'received "fast"',
      "repositories[3].outages: expected an array of at most 10000 { from, to }, received 5",
    ]);
    expect(read).toStrictEqual({
      of: "repository",
      id: "R",
      name: undefined,
      slots: Infinity,
      threads: Number.NaN,
      pace: undefined,
      outages: [],
      proxyId: undefined,
    });
  });

  it("should let nothing but a repository belong to a proxy", () => {
    for (const of of ["proxy", "organization"] as const) {
      const issues: Issue[] = [];
      readResource({ id: "A", proxyId: "P" }, of, "at", issues, undefined);
      expect(lines(issues)).toEqual([
        'at.proxyId: expected the id of the proxy of a repository, received "P"',
      ]);
    }
  });
});

describe("isPlain", () => {
  it("should be what has slots at most", () => {
    const plain = (more: object): boolean =>
      isPlain(readResource({ id: "P", ...more }, "proxy", "", [], undefined));
    expect([
      plain({}),
      plain({ slots: 3 }),
      plain({ threads: 3 }),
      plain({ pace: "at any hour 100 %" }),
      plain({ outages: [{ from: 0, to: 1 }] }),
    ]).toEqual([true, true, false, false, false]);
  });
});

describe("counts", () => {
  it("should be whole numbers of slots from 1, or no end of them", () => {
    const yes = [1, 2, Number.MAX_SAFE_INTEGER, Infinity];
    const no = [0, -1, 1.5, 2 ** 53, -Infinity, Number.NaN, "1", null, undefined];
    expect(yes.map(isSlotCount)).toEqual(yes.map(() => true));
    expect(no.map(isSlotCount)).toEqual(no.map(() => false));
  });

  it("should be whole numbers of threads from 1 to 2,147,483,647", () => {
    const yes = [1, 2, 2_147_483_647];
    const no = [0, -1, 1.5, 2_147_483_648, Infinity, Number.NaN, "1", null, undefined];
    expect(yes.map(isThreadCount)).toEqual(yes.map(() => true));
    expect(no.map(isThreadCount)).toEqual(no.map(() => false));
  });
});

describe("readOutages", () => {
  const read = (given: unknown): readonly Outage[] => {
    const issues: Issue[] = [];
    const outages = readOutages(given, "outages", issues, BERLIN);
    expect(issues).toEqual([]);
    return outages;
  };
  const issuesOf = (given: unknown, zone = true): string[] => {
    const issues: Issue[] = [];
    readOutages(given, "outages", issues, zone ? BERLIN : undefined);
    return lines(issues);
  };

  it("should be none where there are none", () => {
    expect(read(undefined)).toEqual([]);
    expect(read([])).toEqual([]);
  });

  it("should be ascending, and one where they overlap or touch", () => {
    const outage = (from: number, to: number): Outage => ({ from, to });
    expect(read([outage(50, 60), outage(10, 20)])).toEqual([outage(10, 20), outage(50, 60)]);
    expect(read([outage(20, 30), outage(10, 20)])).toEqual([outage(10, 30)]);
    expect(read([outage(10, 40), outage(20, 30), outage(35, 50), outage(51, 52)])).toEqual([
      outage(10, 50),
      outage(51, 52),
    ]);
    // and leave what was given as it was
    const given = [outage(20, 30), outage(10, 20)];
    read(given);
    expect(given).toEqual([outage(20, 30), outage(10, 20)]);
  });

  it("should read texts without an offset on the clock of the server", () => {
    expect(read([{ from: "2026-01-05T08:00", to: "2026-01-05T09:00Z" }])).toEqual([
      { from: MONDAY + 7 * HOUR, to: MONDAY + 9 * HOUR },
    ]);
    expect(issuesOf([{ from: "2026-01-05T08:00", to: "2026-01-05T09:00Z" }], false)).toEqual([
      `outages[0].from: ${INSTANT}"2026-01-05T08:00"`,
    ]);
  });

  it("should be at most 10,000", () => {
    const hours = Array.from({ length: 10_000 }, (_, hour) => ({ from: hour, to: hour + 1 }));
    expect(read(hours)).toEqual([{ from: 0, to: 10_000 }]);
    const expected = "outages: expected an array of at most 10000 { from, to }, received ";
    expect(issuesOf([...hours, { from: 0, to: 1 }])).toEqual([`${expected}an array of 10,001`]);
    expect(issuesOf({ from: 0, to: 1 })).toEqual([`${expected}an object with keys from, to`]);
    expect(issuesOf("never")).toEqual([`${expected}"never"`]);
    expect(issuesOf(null)).toEqual([`${expected}nothing`]);
  });

  it("should say at each place what belongs there, and read those that are beside it", () => {
    const given = [
      null,
      5,
      [0, 1],
      { from: "then", to: {} },
      { to: 5 },
      { from: 7 },
      { from: 5, to: 5 },
      { from: 5, to: 4, until: 3 },
      { from: 1, to: 2 },
    ];
    expect(issuesOf(given)).toEqual([
      "outages[0]: expected { from, to }, received nothing",
      "outages[1]: expected { from, to }, received 5",
      "outages[2]: expected { from, to }, received an array of 2",
      `outages[3].from: ${INSTANT}"then"`,
      `outages[3].to: ${INSTANT}an empty object`,
      `outages[4].from: ${INSTANT}nothing`,
      `outages[5].to: ${INSTANT}nothing`,
      "outages[6].to: expected an instant after its beginning, received 5",
      'outages[7].until: expected one of from, to, received "until"',
      "outages[7].to: expected an instant after its beginning, received 4",
    ]);
    expect(readOutages(given, "outages", [])).toEqual([{ from: 1, to: 2 }]);
  });
});
