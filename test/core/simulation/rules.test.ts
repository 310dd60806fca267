import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/core/input/issues.ts";
import { DEFAULT_RULES, readRules, RULE_NAMES } from "../../../src/core/simulation/rules.ts";

function read(given: unknown): { rules: unknown; issues: string[] } {
  const issues: Issue[] = [];
  const rules = readRules(given, "span.rules", issues);
  return { rules, issues: issues.map(({ path, message }) => `${path}: ${message}`) };
}

describe("readRules", () => {
  it("should fill in the defaults of R18, R20, R21 and R23", () => {
    for (const given of [undefined, {}, { retryManual: undefined }])
      expect(read(given)).toEqual({ rules: DEFAULT_RULES, issues: [] });
    expect(read({ pendingRetry: "first", retryManual: true })).toEqual({
      rules: { ...DEFAULT_RULES, pendingRetry: "first", retryManual: true },
      issues: [],
    });
    expect(Object.keys(DEFAULT_RULES)).toEqual(RULE_NAMES);
    expect(Object.isFrozen(DEFAULT_RULES)).toBe(true);
  });

  it("should give nothing where something is wrong, and say all of it", () => {
    expect(read({ retryManual: "yes", restorePoint: "failure", retries: 3 })).toEqual({
      rules: undefined,
      issues: [
        "span.rules.retries: expected one of the rules retryOnWarning, pendingRetry, " +
          'retryManual, restorePoint, outage, received "retries"',
        'span.rules.retryManual: expected true or false, received "yes"',
        "span.rules.restorePoint: expected one of success-or-warning, success, " +
          'received "failure"',
      ],
    });
    for (const given of [null, 5, "superseded", []]) expect(read(given).issues).toHaveLength(1);
  });
});
