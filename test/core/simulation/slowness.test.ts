/**
 * Who is slow since he shares threads, and who is for another reason, by example (R28 to R33).
 */
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  type Job,
  parsePolicy,
  type SharedSlowness,
  simulate,
} from "../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };
const job = (id: string, start: string, threads: number, more: Partial<Job> = {}): Job => ({
  id,
  policy: daily(start),
  proxyId: "p",
  workload: { duration: HOUR, threads },
  ...more,
});
const on = (proxy: object, ...jobs: Job[]): Fleet => ({
  clock: { zone: "Europe/Berlin" },
  jobs,
  proxies: [{ id: "p", slots: Infinity, threads: 8, ...proxy }],
});
const slowness = (fleet: Fleet): readonly SharedSlowness[] => simulate(fleet, week).slowness();

describe("slowness", () => {
  it("should name the resource, the hours on the server's clock, how fast, with how many", () => {
    // From 22:30 on each has half of what it can use.
    const found = slowness(on({}, job("a", "22:00", 8), job("b", "22:30", 8)));
    expect(found.map(({ job: id, text }) => [id, text])).toEqual([
      ["a", "half as fast between 22:30 and 23:30 (2026-01-05): 2 jobs share proxy p"],
      ["b", "half as fast between 22:30 and 23:30 (2026-01-05): 2 jobs share proxy p"],
    ]);
    expect(found[0]).toMatchObject({
      of: "proxy",
      id: "p",
      from: Date.UTC(2026, 0, 5, 21, 30),
      to: Date.UTC(2026, 0, 5, 22, 30),
      speed: 0.5,
      jobs: 2,
      worst: 25.5 * HOUR,
      without: 25 * HOUR,
    });
  });

  it("should count the jobs that were there in these hours, each once", () => {
    const often = { workload: { duration: 5 * MINUTE, threads: 8 } };
    const [, late] = slowness(
      on(
        {},
        job("early", "21:00", 8, often), // is over when the hours begin
        job("a", "22:00", 8),
        job("b", "22:30", 8, often),
        job("c", "22:40", 8, often),
        job("d", "23:30", 8, often), // comes when they are over
      ),
    ).filter(({ job: id }) => id === "a" || id === "b");
    expect(late?.text).toBe(
      "half as fast between 22:30 and 22:40 (2026-01-05): 2 jobs share proxy p",
    );
    const all = slowness(
      on({}, job("a", "22:00", 8), job("b", "22:30", 8, often), job("c", "22:40", 8, often)),
    ).find(({ job: id }) => id === "a");
    expect(all?.text).toBe(
      "half as fast between 22:30 and 22:50 (2026-01-05): 3 jobs share proxy p",
    );
  });

  it("should tell of a session beside which a thousand others came and went", () => {
    // Of ten minutes both are at it for eight, at half speed: it is done in the last two of them.
    const sessions = 1_021;
    const lengths = { long: (sessions * 6 - 1) * MINUTE, short: 4 * MINUTE };
    const from = Date.UTC(2026, 0, 5);
    const start = from + 10 * MINUTE;
    const end = start + (10 * sessions - 1) * MINUTE;
    const fleet: Fleet = {
      clock: { zone: "UTC" },
      jobs: [
        job("long", "00:10", 1, { workload: { duration: lengths.long, threads: 1 } }),
        {
          ...job("short", "00:00", 1, { workload: { duration: lengths.short, threads: 1 } }),
          policy: parsePolicy({ type: "Periodically", periodicallyEvery: "Minutes5" }),
        },
      ],
      proxies: [{ id: "p", slots: Infinity, threads: 1 }],
    };
    const timeline = simulate(fleet, { from, to: end + MINUTE });
    expect([...timeline.rows()].filter(({ job: id }) => id === "long")).toMatchObject([
      { start, end },
    ]);
    expect(timeline.slowness()[0]).toMatchObject({
      job: "long",
      from: start,
      to: end - MINUTE,
      jobs: 2,
      worst: end - from,
    });
  });

  it("should tell of nights over midnight, and of who is stopped before he is done", () => {
    const policy = windowed("23:00", 22, 1);
    const found = slowness(
      on({}, ...["a", "b", "c", "d"].map((id) => job(id, "23:00", 8, { policy }))),
    );
    // On UTC the window ends at 01:00, at 02:00 in Berlin: three hours for four.
    expect(found[0]?.text).toBe(
      "a quarter as fast between 23:00 and 02:00 (2026-01-05): 4 jobs share proxy p",
    );
    expect(found[0]?.worst).toBe(7 * DAY);
    expect(found[0]?.without).toBe(25 * HOUR);
  });

  it.each([
    ["a slow pace", on({ pace: "every day all day 40 %" }, job("a", "22:00", 8))],
    ["fewer threads than it can use", on({}, job("a", "22:00", 16))],
    [
      "an outage",
      on(
        { outages: [{ from: Date.UTC(2026, 0, 7, 21, 10), to: Date.UTC(2026, 0, 8, 3) }] },
        job("a", "22:00", 4),
        job("b", "22:00", 4),
      ),
    ],
    [
      "growth",
      on(
        {},
        job("a", "22:00", 4, { workload: { duration: HOUR, threads: 4, grows: { per: HOUR } } }),
      ),
    ],
    ["others that leave enough", on({}, job("a", "22:00", 4), job("b", "22:00", 4))],
    ["slots", on({ threads: undefined, slots: 1 }, job("a", "22:00", 4), job("b", "22:00", 4))],
  ])("should not call sharing what is %s", (_, fleet) => {
    expect(slowness(fleet)).toEqual([]);
  });

  it("should tell what sharing does beside a slow pace, and no more", () => {
    const [, alone] = [8, 4].map((threads) =>
      slowness(
        on({ pace: "every day all day 50 %" }, job("a", "22:00", 8), job("b", "22:00", threads)),
      ),
    );
    // a has 4 of 8, b what it can use: a is half as fast as the pace lets it be, b is not held up.
    expect(alone?.map(({ job: id, speed, text }) => [id, speed, text])).toEqual([
      ["a", 0.5, "half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy p"],
    ]);
    expect(alone?.[0]).toMatchObject({ worst: 27 * HOUR, without: 26 * HOUR });
  });

  it("should name the one of two resources without which it would be best", () => {
    const fleet: Fleet = {
      jobs: ["a", "b", "c"].map((id) => job(id, "22:00", 8, { repositoryId: "r" })),
      proxies: [{ id: "p", slots: Infinity, threads: 24 }],
      repositories: [{ id: "r", slots: Infinity, threads: 8 }],
    };
    expect(slowness(fleet).map(({ id, text }) => [id, text])).toEqual(
      ["a", "b", "c"].map(() => [
        "r",
        "a third as fast between 22:00 and 01:00 (2026-01-05): 3 jobs share repository r",
      ]),
    );
  });

  it("should tell the name of a job that has one", () => {
    const found = slowness(on({}, job("a", "22:00", 8, { name: "Mail" }), job("b", "22:00", 8)));
    const text = "half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy p";
    const from = Date.UTC(2026, 0, 5, 21);
    const both = { of: "proxy", id: "p", from, to: from + 2 * HOUR, speed: 0.5, jobs: 2 };
    const figures = { worst: 26 * HOUR, without: 25 * HOUR };
    expect(found).toStrictEqual([
      { job: "a", name: "Mail", ...both, ...figures, text },
      { job: "b", ...both, ...figures, text },
    ]);
  });

  it("should be silent where a function workload knows only the runs that there were", () => {
    const seen = new Set<number>();
    const fleet = (knowsAll: boolean): Fleet => {
      const workload: Job["workload"] = ({ start }) => {
        if (knowsAll) seen.add(start);
        else if (!seen.has(start)) throw new Error("no such run");
        return { duration: MINUTE, outcome: "Success", threads: 1 };
      };
      // It begins when b is done, which is earlier where nobody shares.
      const copy = { policy: parsePolicy({ type: "Immediate" }), copyOf: "b", workload };
      return on({}, job("a", "22:00", 8), job("b", "22:00", 8), job("copy", "22:00", 1, copy));
    };
    const ids = (knowsAll: boolean) => slowness(fleet(knowsAll)).map(({ job: id }) => id);
    simulate(fleet(true), week);
    expect(ids(false)).toEqual([]);
    expect(ids(true)).toEqual(["a", "b"]);
  });

  it("should live once more watched, and once for all that nobody has in common", () => {
    let calls = 0;
    const workload: Job["workload"] = () => {
      calls += 1;
      return { duration: HOUR, outcome: "Success", threads: 8 };
    };
    const fleet = (threads: object): Fleet => ({
      jobs: ["p", "p", "q", "q"].map((proxyId, index) =>
        job(`j${index}`, "22:00", 8, { proxyId, workload }),
      ),
      proxies: ["p", "q"].map((id) => ({ id, slots: Infinity, ...threads })),
    });
    const asked = (threads: object): [found: number, calls: number] => {
      const timeline = simulate(fleet(threads), week);
      calls = 0;
      return [timeline.slowness().length, calls];
    };
    // Four jobs of seven nights, twice.
    expect(asked({ threads: 8 })).toEqual([4, 2 * 28]);
    expect(asked({ threads: 16 })).toEqual([0, 28]);
    expect(asked({ pace: "every day all day 50 %" })).toEqual([0, 0]);
  });

  it("should name neither of two resources, each of which alone makes it as slow", () => {
    const fleet: Fleet = {
      jobs: [
        job("a", "22:00", 8, { repositoryId: "r" }),
        job("b", "22:00", 8),
        job("c", "22:00", 8, { proxyId: "q", repositoryId: "r" }),
      ],
      proxies: ["p", "q"].map((id) => ({ id, slots: Infinity, threads: 8 })),
      repositories: [{ id: "r", slots: Infinity, threads: 8 }],
    };
    const found = slowness(fleet).map(({ job: id, id: of }) => `${id} on ${of}`);
    // Without sharing p, a has half of r, and the other way round; b and c each have one.
    expect(found).toEqual(["b on p", "c on r"]);
  });
});
