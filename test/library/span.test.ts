import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import {
  compareReplicated,
  headroom,
  type InstantLike,
  parsePolicy,
  type PolicyError,
  replicate,
  simulate,
  stagger,
  sweep,
  sweepParallel,
} from "../../src/index.ts";

const FROM = Date.UTC(2026, 0, 5);
const TO = Date.UTC(2026, 0, 7);
const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const jobs = [{ id: "mail", policy, rpo: 86_400_000, workload: { duration: "PT45M" } }];
const same = { "as it is": <Fleet>(fleet: Fleet): Fleet => fleet };
const seeds = { seeds: 2 };

/** Everything that takes a span, and what it says of where it begins. */
const ASKED: Readonly<Record<string, (span: { from: InstantLike; to: InstantLike }) => unknown>> = {
  simulate: (span) => simulate({ jobs }, span).span.from,
  replicate: (span) => replicate({ jobs }, span, seeds).from,
  compareReplicated: (span) => compareReplicated({ jobs }, { jobs }, span, seeds).span.from,
  sweep: (span) => sweep({ jobs }, same, span).from,
  stagger: (span) => stagger({ jobs }, span).comparison.span.from,
  headroom: (span) => {
    const told = headroom({ jobs }, span, { ask: ["durations"], seeds: 2, mostFactor: 1 });
    return told.limits.jobsOverTarget === 1 ? FROM : told.limits;
  },
};

describe("a span", () => {
  it.each(Object.entries(ASKED))("should take every form of an instant in %s", (_, ask) => {
    const forms: InstantLike[] = [
      FROM,
      "2026-01-05",
      "2026-01-05T01:00+01:00",
      new Date(FROM),
      DateTime.fromMillis(FROM),
      { epochMilliseconds: FROM },
    ];
    for (const from of forms) expect(ask({ from, to: new Date(TO) })).toBe(FROM);
  });

  it("should name what is no instant beside all else that is wrong", async () => {
    const bad = { from: "soon", to: new Date("later") };
    const issues = (error: unknown): string[] =>
      (error as PolicyError).issues.map(({ path, received }) => `${path} ${received}`);
    const expected = ['span.from "soon"', 'span.to "Invalid Date"'];
    for (const ask of Object.values(ASKED)) {
      try {
        ask(bad);
        expect.unreachable();
      } catch (error) {
        expect(issues(error)).toEqual(expected);
      }
    }
    await expect(sweepParallel({ jobs }, same, bad).catch(issues)).resolves.toEqual(expected);
    expect(() => simulate({ jobs: 5 as never }, bad)).toThrow(
      /^jobs: .*\nspan\.from: .*\nspan\.to/,
    );
  });
});
