import { describe, expect, it } from "vitest";
import { type Issue, issue, orThrow, PolicyError } from "../../../src/core/input/issues.ts";

describe("orThrow", () => {
  const even = (value: number, issues: Issue[]): number | undefined => {
    if (value % 2 === 0) return value;
    issues.push(issue("value", "an even number", value));
    return undefined;
  };

  it("should give what the reader gives, falsy or not", () => {
    expect(orThrow((issues) => even(4, issues))).toBe(4);
    expect(orThrow((issues) => even(0, issues))).toBe(0);
  });

  it("should throw every issue that the reader noted, even beside a value", () => {
    const both = (issues: Issue[]): number => {
      even(1, issues);
      even(3, issues);
      return 5;
    };
    expect(() => orThrow((issues) => even(3, issues))).toThrow(PolicyError);
    expect(() => orThrow(both)).toThrow(
      "value: expected an even number, received 1\nvalue: expected an even number, received 3",
    );
  });
});
