/**
 * A night as providers have it, 400 jobs at 22:00: a proposal is worth something there, and is
 * found without simulating the fleet once a job.
 */
import { describe, expect, it, vi } from "vitest";
import * as simulations from "../../../../src/core/simulation/simulate.ts";
import { compile, type Fleet, type Job, simulate, stagger } from "../../../../src/index.ts";
import { lostRuns, MINUTE, windowed } from "../../../support/whatIf.ts";

vi.mock("../../../../src/core/simulation/simulate.ts", { spy: true });

describe("a night of 400 jobs on 4 proxies", () => {
  // Everybody at 22:00; lengths around 45 minutes, every job its own median.
  const policy = windowed("22:00", 20, 6);
  const jobs = Array.from({ length: 400 }, (_, index): Job => ({
    id: `tenant-${index}`,
    policy,
    proxyId: `p${index % 4}`,
    workload: {
      duration: {
        lognormal: {
          median: (15 + ((index * 37) % 61)) * MINUTE,
          p95: 2 * (15 + ((index * 37) % 61)) * MINUTE,
        },
      },
    },
  }));
  const fleet: Fleet = {
    jobs,
    proxies: [0, 1, 2, 3].map((index) => ({ id: `p${index}`, slots: 40 })),
  };
  const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 15) };
  const proposal = stagger(fleet, span);
  const { simulateFleet, summaryOf, briefOf } = vi.mocked(simulations);
  const count = [simulateFleet, summaryOf, briefOf].reduce(
    (sum, { mock }) => sum + mock.calls.length,
    0,
  );
  const candidate = simulate(proposal.fleet, span);

  it("should lower the peak by far more than 40 %", () => {
    expect(proposal.baseline).toBe(160);
    expect(proposal.reduction).toBeGreaterThan(0.6);
    expect(candidate.summary.fleet.occupancy.peak).toBeLessThan(1.2 * proposal.candidate);
    expect(proposal.judged.lostRuns.candidate.high).toBe(0);
  });

  it("should take some dozens of simulations for each seed, not one a job", () => {
    expect(count).toBeGreaterThan(30);
    expect(count).toBeLessThan(550);
  });

  it("should let no job leave its window", () => {
    const { rows } = candidate;
    const window = compile(policy);
    for (const { start, end } of rows())
      expect(window.isAllowed(start) && end <= window.windowEnd(start)).toBe(true);
    expect([candidate.summary.fleet.started, lostRuns(candidate.summary)]).toEqual([4_000, 0]);
  });

  it("should tell what the moves come to, each eighth of them, and end at the figure above", () => {
    const after = proposal.moves.flatMap((move) => (move.after === undefined ? [] : [move.after]));
    expect(after).toHaveLength(8);
    expect(after.at(-1)).toBe(proposal.candidate);
    expect(proposal.moves.at(-1)!.after).toBe(proposal.candidate);
    expect(Math.max(...after)).toBeLessThanOrEqual(proposal.baseline);
  });
});
