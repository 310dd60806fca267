/**
 * The demand on threads, levelled: a night of 40 jobs that all start at 22:00 on one proxy.
 */
import { describe, expect, it } from "vitest";
import {
  describeProposal,
  type Fleet,
  type Job,
  simulate,
  stagger,
  type Summary,
} from "../../../../src/index.ts";
import { daily, HOUR, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };
/** Each can use 8 of 64 threads: together they have a third of eight hours' work. */
const forty: Fleet = {
  jobs: Array.from({ length: 40 }, (_, index) => ({
    id: `j${index}`,
    policy: windowed("22:00", 22, 6),
    proxyId: "proxy-1",
    rpo: 26 * HOUR,
    workload: { duration: { lognormal: { median: "PT30M", p95: "PT1H" } }, threads: 8 },
  })),
  proxies: [{ id: "proxy-1", slots: Infinity, threads: 64 }],
};

const slowest = ({ jobs }: Summary): number =>
  Math.max(...jobs.map(({ slowdown }) => slowdown?.mean ?? 1));

describe("stagger, lowering the demand on threads", () => {
  it("should come near the level of the mean work, and end slowness, on other seeds", () => {
    const proposal = stagger(forty, week, { lower: "demand" });
    expect(proposal.baseline).toBe(5); // 320 of 64
    expect(proposal.bound).toBeUndefined();
    expect(proposal.judged.lostRuns.candidate.mean).toBeLessThanOrEqual(
      proposal.judged.lostRuns.baseline.mean,
    );
    const [before, after] = [forty, proposal.fleet].map(
      (fleet) => simulate(fleet, { ...week, seed: 77 }).summary,
    ) as [Summary, Summary];
    // What is in use on average while the windows are open, as a multiple of what there is.
    const level = (after.proxies[0]!.mean! * 3) / 64;
    expect(proposal.candidate).toBeLessThan(2.5 * level);
    expect(slowest(before)).toBeGreaterThan(4);
    expect(slowest(after)).toBeLessThan(1.05);
    expect(after.fleet.jobsOverTarget.length).toBeLessThan(before.fleet.jobsOverTarget.length / 4);
    expect(describeProposal(proposal)).toContain(
      " moves: the peak of the demand on threads, as a multiple of what there are, falls from 5",
    );
  });

  it("should make nights fit whose sessions are all stopped", () => {
    // Six of two hours on threads for two: together they take six hours, and five are there.
    const six = (windows: readonly [number, number]): Fleet => ({
      jobs: Array.from({ length: 6 }, (_, index) => ({
        id: `j${index}`,
        policy: windowed("22:00", ...windows),
        proxyId: "p",
        workload: { duration: 2 * HOUR, threads: 4 },
      })),
      proxies: [{ id: "p", slots: Infinity, threads: 8 }],
    });
    const proposal = stagger(six([20, 3]), week, { lower: "demand" });
    const stopped = (fleet: Fleet): number => simulate(fleet, week).summary.fleet.stopped;
    expect([stopped(six([20, 3])), stopped(proposal.fleet)]).toEqual([42, 0]);
    expect([proposal.baseline, proposal.candidate]).toEqual([3, 1]);
  });

  it("should level the proxy that has fewer threads, as a multiple of what it has", () => {
    const job = (id: string, proxyId: string): Job => ({
      id,
      policy: daily("22:00"),
      proxyId,
      workload: { duration: HOUR, threads: 8 },
    });
    const fleet: Fleet = {
      jobs: [job("a", "big"), job("b", "big"), job("c", "small"), job("d", "small")],
      proxies: [
        { id: "big", slots: Infinity, threads: 64 },
        { id: "small", slots: Infinity, threads: 8 },
      ],
    };
    const { baseline, candidate, moves } = stagger(fleet, week, { lower: "demand" });
    expect([baseline, candidate]).toEqual([2, 1]);
    expect(moves.map(({ job: id }) => id)).toEqual([expect.stringMatching(/^[cd]$/)]);
  });

  it("should say who asks for no threads, and know threads that a repository brings", () => {
    const common = { policy: daily("22:00"), workload: { duration: HOUR } };
    const fleet: Fleet = {
      jobs: [
        { id: "lone", ...common },
        ...["a", "b"].map((id) => ({ id, ...common, repositoryId: "r" })),
      ],
      repositories: [{ id: "r", slots: Infinity, proxyId: "p" }],
      proxies: [{ id: "p", slots: Infinity, threads: 4 }],
    };
    const { baseline, candidate, stay } = stagger(fleet, week, { lower: "demand" });
    expect([baseline, candidate]).toEqual([2, 1]);
    expect(stay).toEqual([
      { job: "lone", because: "it needs nothing that has threads, so it asks for none" },
    ]);
  });

  it("should not say that who waits in outages never waits", () => {
    const { stay } = stagger(
      {
        jobs: [{ id: "a", policy: daily("22:00"), proxyId: "p", workload: { duration: HOUR } }],
        proxies: [
          {
            id: "p",
            slots: Infinity,
            outages: [{ from: week.from + 10 * HOUR, to: week.from + 12 * HOUR }],
          },
        ],
      },
      week,
      { lower: "wait" },
    );
    expect(stay).toEqual([]);
  });
});
