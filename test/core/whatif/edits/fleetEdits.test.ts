import { describe, expect, it } from "vitest";
import { withMoreJobs } from "../../../../src/core/whatif/edits/fleetEdits.ts";
import type { Fleet } from "../../../../src/index.ts";
import { daily } from "../../../support/whatIf.ts";

const policy = daily("22:00");
const fleet: Fleet = {
  jobs: [
    { id: "a", name: "Mail", policy, rpo: 1_000 },
    { id: "b", policy, proxyId: "p" },
  ],
  proxies: [{ id: "p", slots: 1 }],
};

const added = (of: Fleet, more: number, like?: string): (string | undefined)[][] =>
  withMoreJobs(of, more, like)
    .jobs.slice(of.jobs.length)
    .map(({ id, name }) => [id, name]);

describe("more jobs", () => {
  it("should be copies of all in turn, each numbered", () => {
    expect(added(fleet, 5)).toEqual([
      ["a (copy 1)", "Mail (copy 1)"],
      ["b (copy 1)", undefined],
      ["a (copy 2)", "Mail (copy 2)"],
      ["b (copy 2)", undefined],
      ["a (copy 3)", "Mail (copy 3)"],
    ]);
  });

  it("should be copies of the one that they are to be like", () => {
    expect(added(fleet, 2, "b")).toEqual([
      ["b (copy 1)", undefined],
      ["b (copy 2)", undefined],
    ]);
    const { jobs, proxies } = withMoreJobs(fleet, 1, "b");
    expect(jobs).toEqual([...fleet.jobs, { id: "b (copy 1)", policy, proxyId: "p" }]);
    expect(proxies).toBe(fleet.proxies);
  });

  it("should have ids that nobody has, also not one another", () => {
    const jobs = ["a", "a (copy 1)", "a (copy 1)'"].map((id) => ({ id, policy }));
    expect(added({ jobs }, 2, "a").map(([id]) => id)).toEqual(["a (copy 1)''", "a (copy 2)"]);
    const twins = [{ id: "a", policy }, fleet.jobs[0]!];
    expect(added({ jobs: twins }, 2).map(([id]) => id)).toEqual(["a (copy 1)", "a (copy 1)'"]);
  });

  it("should be none where none are wanted", () => {
    expect(withMoreJobs(fleet, 0)).toEqual(fleet);
  });
});
