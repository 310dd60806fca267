/**
 * A proposal for a week of winter, and what windows on UTC make of it in summer.
 */
import { describe, expect, it } from "vitest";
import { describeProposal, type Fleet, simulate, stagger } from "../../../../src/index.ts";
import { daily, DAY } from "../../../support/whatIf.ts";

// 20:00 to 06:00 UTC: from 21:00 on in winter, from 22:00 on in summer.
const backupWindow = Array.from({ length: 168 }, (_, hour) => hour % 24 < 6 || hour % 24 >= 20);
const policy = daily("22:00", {
  backupWindowEnabled: true,
  backupWindowSettings: { backupWindow, minuteOffset: 0 },
});
const fleet: Fleet = {
  clock: { zone: "Europe/Berlin" },
  jobs: Array.from({ length: 12 }, (_, at) => ({
    id: `job-${at}`,
    name: `Job ${at}`,
    policy,
    workload: { duration: "40m" },
  })),
};
const winter = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const year = { from: winter.from, to: winter.from + 366 * DAY };

describe("a proposal of one season", () => {
  const proposal = stagger(fleet, winter, { within: "21:00-02:00" });
  const before22 = proposal.moves.filter(({ candidate }) => String(candidate).startsWith("21:"));

  it("should name the moves that windows take starts of in the other, and how many", () => {
    expect(before22.length).toBeGreaterThan(0);
    expect(before22.length).toBeLessThan(proposal.moves.length);
    expect(proposal.swallowedLater?.map(({ job, name }) => [job, name])).toEqual(
      before22.map(({ job, name }) => [job, name]),
    );
    const [was, is] = [fleet, proposal.fleet].map((one) => simulate(one, year).summary.jobs);
    for (const { job, runs } of proposal.swallowedLater!) {
      const [now, then] = [was, is].map(
        (jobs) => jobs!.find(({ id }) => id === job)!.blocked.backupWindow,
      );
      expect(runs).toBe(then! - now!);
    }
  });

  it("should say so", () => {
    const runs = proposal.swallowedLater!.reduce((sum, job) => sum + job.runs, 0);
    expect(describeProposal(proposal, { width: 10_000 })).toContain(
      "Not seen in this span: over the year from its beginning, windows let " +
        `${runs.toLocaleString("en")} starts fewer happen than now, of ${before22.length} jobs ` +
        "that move (",
    );
  });

  it("should have none over a span with both sides of the clock change", () => {
    const both = { from: Date.UTC(2026, 2, 23), to: Date.UTC(2026, 3, 6) };
    const found = stagger(fleet, both, { within: "21:00-02:00" });
    expect(found.moves.length).toBeGreaterThan(0);
    expect(found.swallowedLater).toBeUndefined();
    for (const { candidate } of found.moves) expect(String(candidate)).not.toMatch(/^21:/);
  });
});
