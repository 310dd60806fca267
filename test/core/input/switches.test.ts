import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import {
  choiceOf,
  choicesText,
  readSwitches,
  type Switch,
  switchText,
} from "../../../src/core/input/switches.ts";
import { CLOCK_SWITCHES } from "../../../src/core/schedule/clock.ts";
import { RULE_SWITCHES } from "../../../src/core/simulation/rules.ts";

const tables = { CLOCK_SWITCHES, RULE_SWITCHES };
const rows: [name: string, row: Switch][] = Object.entries(tables).flatMap(([table, switches]) =>
  Object.entries<Switch>(switches).map(([name, row]): [string, Switch] => [
    `${table}.${name}`,
    row,
  ]),
);

describe("every row of a table of switches", () => {
  it("should have choices that differ in value and in words, its usual one among them", () => {
    for (const [name, { choices, usual }] of rows) {
      for (const key of ["value", "does", "assumed"] as const)
        expect(new Set(choices.map((choice) => choice[key])).size, name).toBe(choices.length);
      expect(choices.length, name).toBeGreaterThan(1);
      expect(
        choices.map(({ value }) => value),
        name,
      ).toContain(usual);
    }
  });

  it("should cite a rule, and have an option that no other row has", () => {
    for (const [name, { rule, option }] of rows) {
      expect(rule, name).toMatch(/^R\d+$/);
      expect(option, name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
    expect(new Set(rows.map(([, { option }]) => option)).size).toBe(rows.length);
  });

  it("should have words that fit where they are put: in a sentence, and as one", () => {
    for (const [name, { about, choices }] of rows) {
      expect(about, name).toMatch(/^(?:an?|the) [a-z][^.:]*$/);
      for (const { does, assumed } of choices) {
        expect(does, name).toMatch(/^[a-z][^.:]*$/);
        expect(assumed, name).toMatch(/^[A-Z][^.:]*$/);
      }
    }
  });
});

describe("readSwitches", () => {
  const read = (given: object): { settings: object; issues: string[] } => {
    const issues: Issue[] = [];
    const settings = readSwitches(RULE_SWITCHES, given, "rules", issues, "rules");
    return { settings, issues: issues.map(({ path, message }) => `${path}: ${message}`) };
  };

  it("should name what is unknown and what is no choice, with the nearest that is", () => {
    expect(
      read({ pendingRetry: "frist", retryManaul: true, retryOnWarning: "true" }).issues,
    ).toEqual([
      "rules.retryManaul: expected one of the rules retryOnWarning, pendingRetry, retryManual, " +
        'restorePoint, outage, received "retryManaul"; did you mean retryManual?',
      'rules.retryOnWarning: expected true or false, received "true"',
      "rules.pendingRetry: expected one of superseded, first, " +
        'received "frist"; did you mean first?',
    ]);
  });

  it("should give back every combination of choices, and note nothing", () => {
    for (const table of [CLOCK_SWITCHES, RULE_SWITCHES]) {
      const settings = fc.record(
        Object.fromEntries(
          Object.entries<Switch>(table).map(([name, { choices }]) => [
            name,
            fc.constantFrom(...choices.map(({ value }) => value)),
          ]),
        ),
        { requiredKeys: [] },
      );
      fc.assert(
        fc.property(settings, (given) => {
          const issues: Issue[] = [];
          expect(readSwitches(table, given, "", issues)).toMatchObject(given);
          expect(issues).toEqual([]);
        }),
      );
    }
  });
});

describe("a switch in words", () => {
  it("should be told with its choices, the usual one named", () => {
    expect(switchText(RULE_SWITCHES.retryOnWarning)).toBe(
      "a session that ends with a warning: true (default; is retried), false (is not retried)",
    );
    expect(choicesText(RULE_SWITCHES.retryOnWarning)).toBe("true or false");
    expect(choicesText(CLOCK_SWITCHES.windowClock)).toBe("one of utc, server");
    expect(choiceOf(CLOCK_SWITCHES.gap, "earlier").assumed).toBe(
      "A daily time the clock skips runs earlier by as much",
    );
  });
});
