/**
 * 84 daylight-saving facts from public test suites and issue threads, under three published rule
 * sets. The facts and their sources: test/fixtures/dst-cases.json.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile, parsePolicy, type ServerClock } from "../../../src/index.ts";
import { oracleWall } from "../../support/calendarOracle.ts";
import { at, DAY, iso, MINUTE } from "../../support/scheduleBuilders.ts";

interface Fact {
  readonly id: string;
  readonly zone: string;
  readonly policy: object;
  readonly after: string;
  /** The first run may be at `after` itself. */
  readonly inclusive: boolean;
  readonly next: Readonly<Record<"compatible" | "vixie" | "skipBoth", readonly string[]>>;
  readonly everyRuleAgrees: boolean;
  readonly tags: readonly string[];
  readonly source: string;
}

const file = new URL("../../fixtures/dst-cases.json", import.meta.url);
const facts = (JSON.parse(readFileSync(file, "utf8")) as { cases: Fact[] }).cases;

const RULE_SETS: Record<keyof Fact["next"], Partial<ServerClock>> = {
  compatible: {}, // this project's defaults
  vixie: { gap: "gap-end", overlap: "first", gridOverlap: "both" },
  skipBoth: { gap: "skip", overlap: "both", gridOverlap: "both" },
};

/** How the clock changes between two instants, as `Intl` shows it, ms: forwards and backwards. */
function changesBetween(
  zone: string,
  from: number,
  to: number,
): { forwards: number; backwards: number } {
  let [forwards, backwards] = [0, 0];
  for (let t = from; t < to; t += MINUTE) {
    const shift = oracleWall(zone, t + MINUTE) - oracleWall(zone, t) - MINUTE;
    if (shift > 0) forwards += shift;
    else backwards -= shift;
  }
  return { forwards, backwards };
}

it("should be all 84 facts", () => {
  expect(facts.length).toBe(84);
  expect(new Set(facts.map((fact) => fact.id)).size).toBe(84);
});

for (const rules of Object.keys(RULE_SETS) as (keyof Fact["next"])[]) {
  describe(`under ${rules}`, () => {
    for (const fact of facts) {
      it(`should follow ${fact.id}: ${fact.zone} (${fact.source})`, () => {
        const schedule = compile(parsePolicy(fact.policy), {
          ...RULE_SETS[rules],
          zone: fact.zone,
        });
        const expected = fact.next[rules].map(at);
        let run = at(fact.after) - (fact.inclusive ? 1 : 0);
        const chain = expected.map(() => (run = schedule.next(run)));
        expect(chain.map(iso)).toEqual(expected.map(iso));
        expect(schedule.previous(chain[0]! + 1)).toBe(chain[0]);
      });
    }
  });
}

describe("each fact", () => {
  const straddling = facts.filter(
    (fact) => fact.tags.includes("gap") || fact.tags.includes("overlap"),
  );

  it("should be mostly about clock changes", () => expect(straddling.length).toBeGreaterThan(70));

  for (const fact of straddling) {
    it(`should straddle a change of the clock: ${fact.id}, ${fact.tags.join(", ")}`, () => {
      const last = Math.max(...Object.values(fact.next).flat().map(at));
      const { forwards, backwards } = changesBetween(fact.zone, at(fact.after) - DAY, last + DAY);
      if (fact.tags.includes("gap")) expect(forwards).toBeGreaterThan(0);
      if (fact.tags.includes("overlap")) expect(backwards).toBeGreaterThan(0);
      const minutes = (forwards + backwards) / MINUTE;
      if (fact.tags.includes("30min")) expect(minutes).toBe(30);
      if (fact.tags.includes("1440min")) expect(minutes).toBe(1_440);
    });
  }

  for (const fact of facts.filter((fact) => fact.tags.includes("no-transition-in-range"))) {
    it(`should stay clear of any change: ${fact.id}`, () => {
      const last = Math.max(...Object.values(fact.next).flat().map(at));
      expect(changesBetween(fact.zone, at(fact.after), last)).toEqual({
        forwards: 0,
        backwards: 0,
      });
    });
  }
});
