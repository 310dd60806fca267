/**
 * Pieces of the answer to who is slow since he shares: which resources one simulation answers for,
 * the fleet in which nobody shares them, which of them is a cause, and the words for it (R28, R33).
 */
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../src/core/simulation/checkFleet.ts";
import {
  roundsOf,
  sharedCause,
  sharedText,
  unshared,
} from "../../../src/core/simulation/slowness.ts";
import type { ReadWorkload } from "../../../src/core/simulation/workload.ts";
import type { Fleet, Job, Summary, Workload } from "../../../src/index.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { at, daily, DAY, HOUR, MINUTE } from "../../support/scheduleBuilders.ts";

const job = (id: string, needs: Partial<Job>, workload: Workload = { duration: HOUR }): Job => ({
  id,
  policy: daily("22:00"),
  workload,
  ...needs,
});
const proxy = (id: string, threads?: number): object => ({
  id,
  slots: Infinity,
  ...(threads === undefined ? {} : { threads }),
});

describe("the rounds of resources", () => {
  const rounds = (jobs: readonly Job[], resources: object): number[] => [
    ...roundsOf(checkedFleet({ jobs, ...resources }, hostZone)),
  ];
  const proxies = [proxy("p", 4), proxy("q", 4), proxy("x")];
  const apart = [job("a", { proxyId: "p" }), job("b", { proxyId: "q" })];

  it("should be one for those that nobody feels both of, and none without threads", () => {
    expect(rounds([], { proxies })).toEqual([0, 0, -1]);
    expect(rounds(apart, { proxies })).toEqual([0, 0, -1]);
  });

  it("should be several for those of one job", () => {
    const fleet = {
      proxies,
      repositories: [proxy("r", 4)],
      organizations: [{ id: "o", slots: Infinity, threads: 4 }],
    };
    const all = job("c", { proxyId: "q", repositoryId: "r", organizationId: "o" });
    expect(rounds([...apart, all], fleet)).toEqual([0, 0, -1, 1, 2]);
    // p and q have to do with each other by way of r.
    const joined = [
      job("a", { proxyId: "p", repositoryId: "r" }),
      job("b", { proxyId: "q", repositoryId: "r" }),
    ];
    expect(rounds(joined, fleet)).toEqual([0, 1, -1, 2, 0]);
  });

  it("should know that a line of a resource without threads is felt, if it has a limit", () => {
    const jobs = apart.map((one) => ({ ...one, repositoryId: "r" }));
    const through = (slots: number): number[] =>
      rounds(jobs, { proxies, repositories: [{ id: "r", slots }] });
    expect(through(1)).toEqual([0, 1, -1, -1]);
    expect(through(Infinity)).toEqual([0, 0, -1, -1]);
  });

  it("should know that a copy feels what its source does", () => {
    const [a, b] = apart;
    expect(rounds([a!, { ...b!, copyOf: "a" }], { proxies })).toEqual([0, 1, -1]);
    expect(rounds([{ ...a!, copyOf: "b" }, b!], { proxies })).toEqual([0, 1, -1]);
  });
});

describe("a fleet in which nobody shares a resource", () => {
  const p = { proxyId: "p" };
  const both = { proxyId: "p", repositoryId: "r" };
  const workloadOf = (needs: Partial<Job>, workload: Workload): ReadWorkload => {
    const fleet = {
      jobs: [job("a", needs, workload)],
      proxies: [proxy("p", 8)],
      repositories: [proxy("r", 2)],
    };
    return unshared(checkedFleet(fleet as Fleet, hostZone), new Set([0])).jobs[0]!.workload;
  };

  it.each([
    ["as many as there are", p, 8, 101, 8],
    ["fewer", p, 3, 101, 3],
    // 101 ms * 12 / 8 = 151.5
    ["more, and takes as much longer", p, 12, 152, 8],
    ["any number", p, undefined, 101, 8],
    ["any number, and there are fewer elsewhere", both, undefined, 101, 2],
    ["more than elsewhere", both, 4, 101, 4],
  ])("should be told from what a session can use: %s", (_, needs, threads, ms, most) => {
    const named = threads === undefined ? {} : { threads };
    const drawn = workloadOf(needs, { duration: 101, full: { uniform: [101, 101] }, ...named });
    expect([drawn.threads, drawn.constantMs, drawn.quantile(0.5), drawn.full!(0.5)]).toEqual([
      most,
      ms,
      ms,
      ms,
    ]);
    const given = workloadOf(needs, () => ({ duration: 101, outcome: "Warning", ...named })).given!;
    expect(given({} as never)).toEqual({ duration: ms, outcome: "Warning", threads: most });
  });

  it("should map each length that is drawn, in whole ms", () => {
    const { quantile, full, constantMs } = workloadOf(p, {
      duration: { uniform: [100, 201] },
      threads: 16,
    });
    // Twice as long: 2 * 151 in the middle, which is at 150.5.
    expect([0, 0.5, 1].map(quantile)).toEqual([200, 302, 402]);
    expect(full).toBe(undefined);
    expect(constantMs).toBeNaN();
  });

  it("should leave all else as it is", () => {
    const fleet = {
      jobs: [job("a", { proxyId: "q" }), job("b", {}), job("c", { proxyId: "p" })],
      proxies: [proxy("p", 8), proxy("q", 4), proxy("r", 4)],
    };
    const checked = checkedFleet(fleet as Fleet, hostZone);
    const apart = unshared(checked, new Set([0, 2]));
    expect(apart.fleet).toBe(checked.fleet);
    expect(apart.jobs.map((one, place) => one === checked.jobs[place])).toEqual([
      true,
      true,
      false,
    ]);
    expect(apart.resources.map(({ id, threads }) => [id, threads])).toEqual([
      ["p", Number.NaN],
      ["q", 4],
      ["r", Number.NaN],
    ]);
    expect(apart.resources[1]).toBe(checked.resources[1]);
  });
});

describe("the cause of a figure", () => {
  const held = { from: 0, to: 1, speed: 0.5, jobs: 2, lostMs: 1 };
  const stretches = [0, 1, 2, 3].map((resource) => ({ ...held, resource }));
  const summary = (seed: number): Summary => ({ seed }) as Summary;
  /** The figure is 5, and so much without each resource: which one is found, and its figure. */
  const cause = (...figures: (number | undefined)[]): unknown => {
    const without = (place: number): Summary | undefined =>
      figures[place] === undefined ? undefined : summary(figures[place]);
    const of = { summary: summary(5), without };
    const found = sharedCause(of, stretches.slice(0, figures.length), ({ seed }) => seed);
    return found && [found.stretch.resource, found.without];
  };

  it("should be what it is least without, of two alike the first, of all that are known", () => {
    expect(cause(4, 2, 3)).toEqual([1, 2]);
    expect(cause(4, 2, 2, 3)).toEqual([1, 2]);
    expect(cause(undefined, 4)).toEqual([1, 4]);
  });

  it("should be none where it is better without none", () => {
    expect(cause()).toBe(undefined);
    expect(cause(5, 6, undefined)).toBe(undefined);
  });
});

describe("the text of a stretch", () => {
  const zone = checkedFleet({ clock: { zone: "Europe/Berlin" }, jobs: [] }, hostZone).zone;
  const TEN = at("2026-01-05T22:00+01:00");
  const told = (from: number, to: number, speed = 0.5): string =>
    sharedText({ from, to, speed, jobs: 3 }, { of: "proxy", id: "p" }, zone);

  it.each([
    [0.004, "less than 1 %"],
    [0.0051, "1 %"],
    [0.1, "a tenth"],
    [0.11, "11 %"],
    [0.2, "a fifth"],
    [0.25, "a quarter"],
    [1 / 3, "a third"],
    [0.5, "half"],
    [0.62, "62 %"],
    [2 / 3, "two thirds"],
    [0.75, "three quarters"],
    [0.994, "99 %"],
    [0.9999, "99 %"],
  ])("should say of a speed of %d: %s as fast", (speed, words) => {
    expect(told(TEN, TEN + HOUR, speed)).toBe(
      `${words} as fast between 22:00 and 23:00 (2026-01-05): 3 jobs share proxy p`,
    );
  });

  it("should have whole minutes around it, on the clock of the zone", () => {
    const hours = (from: number, to: number): string =>
      told(from, to).slice("half as fast ".length);
    expect(hours(TEN + 1, TEN + MINUTE + 1)).toBe(
      "between 22:00 and 22:02 (2026-01-05): 3 jobs share proxy p",
    );
    expect(hours(TEN + MINUTE - 1, TEN + MINUTE)).toBe(
      "between 22:00 and 22:01 (2026-01-05): 3 jobs share proxy p",
    );
  });

  it("should have the date once where it is clear, and else both", () => {
    const hours = (from: number, to: number): string => told(from, to).split(": ")[0]!;
    expect(hours(TEN, TEN + DAY - MINUTE)).toBe(
      "half as fast between 22:00 and 21:59 (2026-01-05)",
    );
    expect(hours(TEN, TEN + DAY)).toBe(
      "half as fast between 2026-01-05 22:00 and 2026-01-06 22:00",
    );
    expect(hours(TEN, TEN + 1.5 * DAY)).toBe(
      "half as fast between 2026-01-05 22:00 and 2026-01-07 10:00",
    );
  });

  it("should speak of what was, and of a resource by its name", () => {
    const stretch = { from: TEN, to: TEN + HOUR, speed: 0.5, jobs: 2 };
    expect(sharedText(stretch, { of: "repository", id: "7", name: "Cold" }, zone, "shared")).toBe(
      "half as fast between 22:00 and 23:00 (2026-01-05): 2 jobs shared repository Cold",
    );
  });
});
