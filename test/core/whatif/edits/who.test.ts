import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Issue } from "../../../../src/core/input/issues.ts";
import {
  jobsMeant,
  nameMatcher,
  resourcesMeant,
  resourceWithId,
} from "../../../../src/core/whatif/edits/who.ts";
import type { Fleet } from "../../../../src/index.ts";
import { daily } from "../../../support/whatIf.ts";

const policy = daily("22:00");
const fleet: Fleet = {
  jobs: [
    { id: "a", name: "Mail. Berlin", policy },
    { id: "b", name: "Mail Straße", policy },
    { id: "Teams", policy },
  ],
  proxies: [
    { id: "p1", slots: 1 },
    { id: "both", slots: 1 },
  ],
  repositories: [{ id: "both", slots: 1 }],
};

/** Tries every way, letter by letter. */
function isMatch(pattern: readonly string[], name: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return name.length === 0;
  if (first === "*")
    return isMatch(rest, name) || (name.length > 0 && isMatch(pattern, name.slice(1)));
  return name.length > 0 && isSame(first, name[0]!) && isMatch(rest, name.slice(1));
}

const SAME = ["aA", "äÄ", "sSſ", "σςΣ", "kK\u212a"];
const isSame = (one: string, other: string): boolean =>
  one === other || SAME.some((letters) => letters.includes(one) && letters.includes(other));

describe("a name that is meant", () => {
  it("should be the same in any letter case, with * for any letters, also none", () => {
    const meant = (pattern: string, name: string): boolean => nameMatcher(pattern)(name);
    expect(meant("mail *", "Mail Berlin")).toBe(true);
    expect(meant("*berlin", "Mail Berlin")).toBe(true);
    expect(meant("m*l*b*n", "Mail Berlin")).toBe(true);
    expect(meant("Mail*", "Mail")).toBe(true);
    expect(meant("*", "")).toBe(true);
    expect(meant("STRASSE", "straße")).toBe(true);
    expect(meant("Mail", "Mail Berlin")).toBe(false);
    expect(meant("ab*ba", "aba")).toBe(false); // no letter counts twice
    expect(meant("", "Mail")).toBe(false);
    expect(meant("a.c", "abc")).toBe(false); // nothing but the star is special
    expect(meant("a*c", "a\nb\nc")).toBe(true);
  });

  it("should be what a slow search of every way finds", () => {
    const letters = fc.constantFrom(..."aAbäÄsSſσςΣkK\u212a.$^[\\ \n");
    const pattern = fc.array(fc.oneof(letters, fc.constant("*")), { maxLength: 8 });
    fc.assert(
      fc.property(
        pattern,
        fc.array(letters, { maxLength: 6 }),
        fc.array(letters, { maxLength: 3 }),
        (typed, name, more) => {
          expect(nameMatcher(typed.join(""))(name.join(""))).toBe(isMatch(typed, name));
          // A name made from the pattern: mostly meant.
          const made = typed.flatMap((letter) => (letter === "*" ? more : [letter]));
          expect(nameMatcher(typed.join(""))(made.join(""))).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("should be searched for once a star, and never further back than before", () => {
    const letters = fc.constantFrom(..."ab");
    const pattern = fc.array(fc.oneof(letters, fc.constant("*")), { maxLength: 200 });
    fc.assert(
      fc.property(pattern, fc.array(letters, { maxLength: 200 }), (typed, name) => {
        const isMeant = nameMatcher(typed.join(""));
        const search = vi.spyOn(String.prototype, "indexOf");
        let from: number[];
        try {
          isMeant(name.join(""));
          from = search.mock.calls.map(([, at = 0]) => at);
        } finally {
          search.mockRestore();
        }
        expect(from.length).toBeLessThanOrEqual(typed.filter((letter) => letter === "*").length);
        expect(from).toEqual([...from].sort((a, b) => a - b));
      }),
    );
  });

  it("should be known at once, however many stars there are", () => {
    // Each of these would take a matcher that goes back for ever.
    expect(nameMatcher(`${"*a".repeat(9)}*b`)("a".repeat(60))).toBe(false);
    expect(nameMatcher(`${"*a".repeat(1_000)}*b`)("a".repeat(10_000))).toBe(false);
    expect(nameMatcher("*".repeat(10_000))("a".repeat(10_000))).toBe(true);
    expect(nameMatcher(`${"a*".repeat(1_000)}b`)(`${"a".repeat(10_000)}b`)).toBe(true);
  });
});

describe("who is meant", () => {
  it("should be jobs by id or name, or an issue that says who is near", () => {
    const issues: Issue[] = [];
    const idsOf = (who: string): string[] =>
      jobsMeant(fleet, who, "rpo", issues).map(({ id }) => id);
    expect(idsOf("A")).toEqual(["a"]);
    expect(idsOf("mail*")).toEqual(["a", "b"]);
    expect(idsOf("*")).toEqual(["a", "b", "Teams"]);
    expect(issues).toEqual([]);
    expect(idsOf("Taems")).toEqual([]);
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'rpo: expected the id or name of a job, received "Taems"; did you mean Teams?',
    ]);
  });

  it("should be told the setting of the others only where one of those is meant", () => {
    const issues: Issue[] = [];
    jobsMeant(fleet, "P1", "sessionThreads", issues, "threads");
    jobsMeant(fleet, "Taems", "sessionThreads", issues, "threads");
    resourcesMeant(fleet, "teams", "threads", issues, "sessionThreads");
    resourcesMeant(fleet, "proxeis", "threads", issues, "sessionThreads");
    expect(issues.map(({ message }) => message.split("; ")[1])).toEqual([
      "of a resource it is threads",
      "did you mean Teams?",
      "of a job it is sessionThreads",
      "did you mean proxies?",
    ]);
  });

  it("should be resources by id or by their list, or an issue", () => {
    const issues: Issue[] = [];
    const idsOf = (who?: string): [string, string[]][] =>
      Array.from(resourcesMeant(fleet, who, "slots", issues), ([list, ids]) => [list, [...ids]]);
    expect(idsOf("P1")).toEqual([["proxies", ["p1"]]]);
    expect(idsOf("Proxies")).toEqual([["proxies", ["p1", "both"]]]);
    expect(idsOf("b*")).toEqual([
      ["proxies", ["both"]],
      ["repositories", ["both"]],
    ]);
    expect(issues).toEqual([]);
    expect([idsOf("organizations"), idsOf("proxeis"), idsOf()]).toEqual([[], [], []]);
    expect(issues.map(({ message }) => message.split("; ")[1])).toEqual([
      undefined,
      "did you mean proxies?",
      "say whose: proxy-1.slots=..., proxies.slots=...",
    ]);
  });

  it("should be the one resource with an id", () => {
    const issues: Issue[] = [];
    expect([...resourceWithId(fleet, "both", "repository", "slots", issues).keys()]).toEqual([
      "repositories",
    ]);
    expect(issues).toEqual([]);
    resourceWithId(fleet, "both", undefined, "slots", issues);
    resourceWithId(fleet, "Both", undefined, "slots", issues);
    resourceWithId(fleet, "p1", "repository", "slots", issues);
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'slots.kind: expected proxy or repository, since both have the id "both", received nothing',
      "slots.resourceId: expected the id of a proxy, repository or organization of the fleet, " +
        'received "Both"',
      'slots.resourceId: expected the id of a repository of the fleet, received "p1"',
    ]);
  });
});
