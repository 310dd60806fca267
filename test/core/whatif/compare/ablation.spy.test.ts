/**
 * Causes by example: the change that did it is named, the one beside it is not (R33).
 */
import { describe, expect, it, vi } from "vitest";
import {
  compare,
  type CompareOptions,
  type Comparison,
  describeComparison,
  type Fleet,
  type Job,
  parsePolicy,
  simulate,
  type Timeline,
} from "../../../../src/index.ts";
import * as simulations from "../../../../src/core/simulation/simulate.ts";
import { daily, HOUR, MINUTE, nightly } from "../../../support/whatIf.ts";

vi.mock("../../../../src/core/simulation/simulate.ts", { spy: true });

const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };

function compared(baseline: Fleet, candidate: Fleet, options?: CompareOptions): Comparison {
  return compare(simulate(baseline, week), simulate(candidate, week), options);
}

const job = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily("22:00"),
  proxyId: "p",
  workload: { duration: "PT45M" },
  ...more,
});
const onProxy = (slots: number, ...jobs: readonly Job[]): Fleet => ({
  jobs,
  proxies: [
    { id: "p", slots },
    { id: "q", slots: 1 },
  ],
});
const retrying = (minutes: number): Partial<Job> => ({
  policy: daily("22:00", { retryEnabled: true, retryNumber: 3, retryWaitInterval: minutes }),
});
const nightWindow = { backupWindow: nightly(20, 6) };
const chainOf = ({ worse, better }: Comparison, id: string): string[] =>
  [...worse, ...better].find((verdict) => verdict.job === id)!.chain.map(({ text }) => text);

describe("compare, causes", () => {
  it("should name the neighbour that moved in, and not a retry wait that nobody waits", () => {
    const sites = job("sites", { proxyId: "q" });
    const { changes, worse } = compared(
      onProxy(1, sites, job("mail", retrying(10))),
      onProxy(1, { ...sites, proxyId: "p" }, job("mail", retrying(20))),
    );
    expect(changes).toHaveLength(2);
    expect(worse.map(({ text }) => text)).toEqual([
      "sites: proxy p (proxy q before) -> waits of up to 45 min (no wait before), for proxy p",
    ]);
    expect(worse[0]!.chain[0]).toMatchObject({
      kind: "neighbours",
      about: "proxyId",
      changes: [0],
    });
  });

  it("should give no verdict for a target that moved, and tell a crossing as that", () => {
    const comparison = compared(
      onProxy(1, job("mail", { rpo: 25 * HOUR })),
      onProxy(1, job("mail", { rpo: 24 * HOUR })),
    );
    expect([comparison.worse, comparison.better, comparison.unjudged]).toEqual([[], [], []]);
    expect(comparison.crossings).toHaveLength(1);
    expect(describeComparison(comparison)).toContain(
      "mail: missed, worst exposure 24 h 45 min (24 h 45 min before), " +
        "its target is now 24 h (25 h before)",
    );
  });

  it("should not name a target that moved beside what made the exposure worse", () => {
    const before = job("mail", { rpo: 25 * HOUR });
    const after = job("mail", { rpo: 24.5 * HOUR, workload: { duration: "PT90M" } });
    expect(chainOf(compared(onProxy(1, before), onProxy(1, after)), "mail")).toEqual([
      "sessions take 1 h 30 min (45 min before)",
      "worst exposure 25 h 30 min (24 h 45 min before), target 24 h 30 min",
    ]);
  });

  it("should say what is left without each of several causes, the greatest first", () => {
    const mail = job("mail", { policy: daily("22:10") });
    const comparison = compared(
      onProxy(1, mail, job("sites"), job("teams", { policy: daily("20:00") })),
      onProxy(
        1,
        mail,
        job("sites", { workload: { duration: "PT2H" } }),
        job("teams", { policy: daily("22:05") }),
      ),
    );
    // Before, `sites` holds the slot until 22:45; now until 00:00, and `teams` after it.
    expect(chainOf(comparison, "mail")).toEqual([
      "sites: sessions take 2 h (45 min before); without it: waits of 1 h 20 min on average",
      "teams starts at 22:05 (20:00 before); without it: waits of 1 h 50 min on average",
      "waits of up to 2 h 35 min (35 min before), for proxy p",
    ]);
    expect(comparison.worse.find(({ job: id }) => id === "mail")).toMatchObject({
      figure: { metric: "wait.mean", baseline: 35 * MINUTE, candidate: 155 * MINUTE },
      isExplained: true,
      chain: [{ without: 80 * MINUTE }, { without: 110 * MINUTE }, {}],
    });
  });

  it("should say so where no single change explains it", () => {
    // Two slots: with `x`, either of the two that moved in is enough to fill them.
    const late = { policy: daily("23:30") };
    const comparison = compared(
      onProxy(2, job("x"), job("a", late), job("b", late), job("mail")),
      onProxy(2, job("x"), job("a"), job("b"), job("mail")),
    );
    expect(chainOf(comparison, "mail")).toEqual([
      "no single change explains it: a starts at 22:00 (23:30 before); " +
        "b starts at 22:00 (23:30 before), together",
      "waits of up to 45 min (no wait before), for proxy p",
    ]);
  });

  it("should name nobody with whom a job shares nothing scarce, and simulate nothing", () => {
    const [was, is] = [
      onProxy(2, job("mail"), job("sites")),
      onProxy(
        2,
        job("mail", { workload: { duration: "PT2H" } }),
        job("sites", { policy: daily("21:00") }),
      ),
    ].map((fleet) => simulate(fleet, week)) as [Timeline, Timeline];
    vi.clearAllMocks();
    expect(chainOf(compare(was, is), "mail")[0]).toBe("sessions take 2 h (45 min before)");
    expect(vi.mocked(simulations).summaryOf).not.toHaveBeenCalled();
  });

  it("should take back what makes a job start as one, and each window and retry alone", () => {
    const grid = (more: object): Job["policy"] =>
      parsePolicy({ type: "Periodically", periodicallyEvery: "Hours2", ...more });
    const window = { backupWindowEnabled: true, backupWindowSettings: nightWindow };
    const { worse } = compared(
      onProxy(1, job("mail", { policy: grid({ periodicallyOffsetMinutes: 15 }) })),
      onProxy(1, job("mail", { policy: daily("21:00", window) })),
    );
    expect(worse[0]!.text).toBe(
      "runs every day at 21:00 (every 2 hours at :15 before); without it: worst exposure 16 h " +
        "45 min -> 7 restore points (84 before) -> worst exposure 24 h 45 min (2 h 45 min before)",
    );
  });

  it("should say what the budget did not reach, and look for nothing where nobody asks", () => {
    const [was, is] = [
      onProxy(1, job("a"), job("b"), job("c")),
      onProxy(1, job("a", { policy: daily("22:10") }), job("b"), job("c", retrying(5))),
    ];
    const complete = compared(was, is);
    expect([complete.causesComplete, complete.worse.length > 0]).toEqual([true, true]);
    for (const options of [{ budget: 0 }, { causes: "none" as const }]) {
      const partial = compared(was, is, options);
      expect(partial.causesComplete).toBe(false);
      expect(partial.worse.map(({ job: id }) => id)).toEqual(
        complete.worse.map(({ job: id }) => id),
      );
      expect(partial.worse.map(({ chain }) => chain[0]!.kind)).toEqual(["wait"]);
      expect(describeComparison(partial)).toMatch(
        /\n\nCauses of 3 jobs were not looked for to the end \(options: causes, budget\)\.$/,
      );
    }
  });

  it("should go on where a function workload does not know the runs of a fleet between", () => {
    const known = (hour: number): Pick<Job, "workload"> => ({
      workload: ({ nominal }) => {
        if (new Date(nominal).getUTCHours() !== hour) throw new Error("no such run");
        return { duration: hour === 22 ? HOUR : 2 * HOUR, outcome: "Success" };
      },
    });
    const { worse, causesComplete } = compared(
      onProxy(1, job("mail", { ...known(22) })),
      onProxy(1, job("mail", { policy: daily("20:00"), ...known(20) })),
    );
    expect(causesComplete).toBe(false);
    expect(worse.map(({ text }) => text)).toEqual(["worst exposure 26 h (25 h before)"]);
  });

  it("should refuse options that are none", () => {
    const timeline = simulate(onProxy(1), week);
    expect(() =>
      compare(timeline, timeline, { causes: "all", budget: -1, most: 3 } as never),
    ).toThrow(/options\.most:[\s\S]*options\.causes:[\s\S]*options\.budget:/);
  });
});
