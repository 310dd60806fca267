/**
 * Workloads as they are read: shares, factors, growth and threads, and what is said of all else
 * (R28, R31).
 */
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import type { Quantile } from "../../../src/core/simulation/duration.ts";
import { type ReadWorkload, readWorkload } from "../../../src/core/simulation/workload.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function read(given: unknown): ReadWorkload {
  const issues: Issue[] = [];
  const workload = readWorkload(given, "workload", issues);
  expect(issues).toEqual([]);
  return workload!;
}

/** The issues of an input that has some, as `path: message`; nothing else is left of it. */
function issuesOf(given: unknown): string[] {
  const issues: Issue[] = [];
  expect(readWorkload(given, "workload", issues)).toBe(undefined);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

const LENGTH =
  'expected a duration of 0 to 100 years: a number of ms, or a text with units such as "45m", ' +
  '"1h30m" or "PT45M"';
const SHARE = "expected a share from 0 to 1, received ";
const FACTOR = "expected a number, 0 or more, received ";
const THREADS = "expected a whole number of threads from 1, received ";

describe("a workload", () => {
  it("should take no time and succeed where there is none", () => {
    for (const none of [undefined, null]) {
      const { quantile, ...others } = read(none);
      expect([quantile(0), quantile(0.9)]).toEqual([0, 0]);
      expect(others).toStrictEqual({
        constantMs: 0,
        failed: 0,
        warning: 0,
        retryShare: 1,
        full: undefined,
        grows: undefined,
        threads: Number.NaN,
        given: undefined,
      });
    }
  });

  it("should be a function as it stands", () => {
    const given = () => ({ duration: 1, outcome: "Success" });
    expect(read(given)).toStrictEqual({ ...read(undefined), given });
  });

  it("should have what is usual where only its duration is said", () => {
    const { quantile, ...others } = read({ duration: "PT5M", failed: null, retryShare: null });
    expect([quantile(0), quantile(0.9)]).toEqual([5 * MINUTE, 5 * MINUTE]);
    expect(others).toStrictEqual({
      constantMs: 5 * MINUTE,
      failed: 0,
      warning: 0,
      retryShare: 1,
      full: undefined,
      grows: undefined,
      threads: Number.NaN,
      given: undefined,
    });
  });

  it("should have all that is said", () => {
    const { quantile, full, ...others } = read({
      duration: { uniform: [0, 100] },
      full: "PT2H",
      grows: { per: "PT24H", share: 0.75, most: "P3D" },
      threads: 8,
      failed: 0.25,
      warning: 0.5,
      retryShare: 2.5,
    });
    expect([quantile(0), quantile(0.5), full!(0.5)]).toEqual([0, 50, 2 * HOUR]);
    expect(others).toStrictEqual({
      constantMs: Number.NaN,
      failed: 0.25,
      warning: 0.5,
      retryShare: 2.5,
      grows: { perMs: DAY, share: 0.75, mostMs: 3 * DAY },
      threads: 8,
      given: undefined,
    });
  });

  it("should be constant where its duration is a number or a text", () => {
    expect(
      [1_234, 0, "1 s", { empirical: [5] }].map((duration) => read({ duration }).constantMs),
    ).toEqual([1_234, 0, 1_000, Number.NaN]);
  });

  it("should be refused where it is nothing of the kind", () => {
    const expected =
      "workload: expected { duration, failed?, warning?, retryShare? } or a function, received ";
    expect(issuesOf(5)).toEqual([`${expected}5`]);
    expect(issuesOf("PT5M")).toEqual([`${expected}"PT5M"`]);
    expect(issuesOf([])).toEqual([`${expected}an array of 0`]);
    expect(issuesOf(false)).toEqual([`${expected}false`]);
  });

  it("should say at each place what belongs there, all at once", () => {
    expect(
      issuesOf({
        duration: "soon",
        full: "later",
        grows: 5,
        threads: 0.5,
        failed: -0.1,
        warning: 1.1,
        retryShare: -1,
        retryShar: 1,
      }),
    ).toEqual([
      "workload.retryShar: expected one of duration, full, grows, threads, failed, warning, " +
        'retryShare, received "retryShar"; did you mean retryShare?',
      `workload.duration: ${LENGTH}, received "soon"`,
      `workload.failed: ${SHARE}-0.1`,
      `workload.warning: ${SHARE}1.1`,
      `workload.retryShare: ${FACTOR}-1`,
      `workload.full: ${LENGTH}, received "later"`,
      "workload.grows: expected { per, share?, most? }, received 5",
      `workload.threads: ${THREADS}0.5`,
    ]);
  });

  it("should leave nothing of it where one issue was found, whichever", () => {
    expect(issuesOf({ duration: 1, failed: "0.5" })).toEqual([`workload.failed: ${SHARE}"0.5"`]);
    expect(issuesOf({ duration: 1, warning: Number.NaN })).toEqual([
      `workload.warning: ${SHARE}NaN`,
    ]);
    expect(issuesOf({ duration: 1, threads: null })).toEqual([
      `workload.threads: ${THREADS}nothing`,
    ]);
  });

  it("should not leave it out for issues of others", () => {
    const issues: Issue[] = [{ path: "id", message: "", expected: "", received: "" }];
    expect(readWorkload({ duration: 5 }, "workload", issues)?.constantMs).toBe(5);
  });
});

describe("shares and factors of a workload", () => {
  it("should reach both ends", () => {
    expect(read({ duration: 1, failed: 1, warning: 0 })).toMatchObject({ failed: 1, warning: 0 });
    expect(read({ duration: 1, failed: 0, warning: 1 })).toMatchObject({ failed: 0, warning: 1 });
    expect(read({ duration: 1, retryShare: 0 })).toMatchObject({ retryShare: 0 });
    expect(read({ duration: 1, retryShare: 1e9 })).toMatchObject({ retryShare: 1e9 });
    for (const retryShare of [Infinity, Number.NaN])
      expect(issuesOf({ duration: 1, retryShare })).toEqual([
        `workload.retryShare: ${FACTOR}${retryShare}`,
      ]);
    expect(issuesOf({ duration: 1, retryShare: "2" })).toEqual([
      `workload.retryShare: ${FACTOR}"2"`,
    ]);
  });

  it("should be at most 1 together, but for what rounding adds", () => {
    const together = "workload: expected shares `failed` and `warning` of at most 1 together";
    expect(read({ duration: 1, failed: 0.5, warning: 0.5 }).warning).toBe(0.5);
    expect(read({ duration: 1, failed: 1, warning: 1e-9 }).warning).toBe(1e-9);
    expect(issuesOf({ duration: 1, failed: 0.75, warning: 0.5 })).toEqual([
      `${together}, received 1.25`,
    ]);
    expect(issuesOf({ duration: 1, failed: 1, warning: 2 ** -20 })).toEqual([
      `${together}, received ${1 + 2 ** -20}`,
    ]);
  });
});

describe("a growth", () => {
  const grows = (given: object): object => ({ duration: 1, grows: given });

  it("should be all of the duration, without limit, where nothing is said", () => {
    expect(read(grows({ per: 1 })).grows).toEqual({ perMs: 1, share: 1, mostMs: Infinity });
    expect(read(grows({ per: "P1D", share: 0, most: 0 })).grows).toEqual({
      perMs: DAY,
      share: 0,
      mostMs: 0,
    });
  });

  it("should be refused where it is none", () => {
    const expected = "workload.grows: expected { per, share?, most? }, received ";
    expect(issuesOf({ duration: 1, grows: null })).toEqual([`${expected}nothing`]);
    expect(issuesOf({ duration: 1, grows: ["P1D"] })).toEqual([`${expected}an array of 1`]);
  });

  it("should say at each place what belongs there", () => {
    expect(issuesOf(grows({}))).toEqual([`workload.grows.per: ${LENGTH}, received nothing`]);
    expect(issuesOf(grows({ per: -1, share: 2, most: "x", fastest: 1 }))).toEqual([
      'workload.grows.fastest: expected one of per, share, most, received "fastest"',
      `workload.grows.per: ${LENGTH}, received -1`,
      `workload.grows.share: ${SHARE}2`,
      `workload.grows.most: ${LENGTH}, received "x"`,
    ]);
  });

  it("should not be per no time, which is said once", () => {
    const zero = "workload.grows.per: expected a length of time above 0, received ";
    expect(issuesOf(grows({ per: 0 }))).toEqual([`${zero}0`]);
    expect(issuesOf({ duration: "x", grows: { per: "0h" } })).toEqual([
      `workload.duration: ${LENGTH}, received "x"`,
      `${zero}"0h"`,
    ]);
  });
});

describe("a distribution that several workloads have", () => {
  it("should be read once", () => {
    const duration = { empirical: [3, 1, 2] };
    const quantiles = new Map<unknown, Quantile>();
    const one = readWorkload({ duration, full: duration }, "a", [], quantiles)!;
    const other = readWorkload({ duration, full: { empirical: [3, 1, 2] } }, "b", [], quantiles)!;
    expect(one.full).toBe(one.quantile);
    expect(other.quantile).toBe(one.quantile);
    expect(other.full).not.toBe(one.quantile);
  });

  it("should be an issue of each of them", () => {
    const duration = { empirical: [] };
    const quantiles = new Map<unknown, Quantile>();
    const issues: Issue[] = [];
    for (const path of ["a", "b"]) readWorkload({ duration }, path, issues, quantiles);
    expect(issues.map(({ path }) => path)).toEqual([
      "a.duration.empirical",
      "b.duration.empirical",
    ]);
  });
});
