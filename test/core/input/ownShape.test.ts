/**
 * Objects of the library's own shape: what is one, which keys it may have, and what is said of the
 * rest.
 */
import { describe, expect, it } from "vitest";
import { formatIssue, type Issue } from "../../../src/core/input/issues.ts";
import {
  checkId,
  checkLabels,
  checkMade,
  having,
  isObject,
  keysOf,
  readOptions,
  readOwnShape,
  refuseUnknownKeys,
  said,
  without,
} from "../../../src/core/input/ownShape.ts";

/** What a reader notes, one line an issue. */
function notedBy(read: (issues: Issue[]) => unknown): string[] {
  const issues: Issue[] = [];
  read(issues);
  return issues.map(formatIssue);
}

const NO_OBJECTS = [undefined, null, [], [1], "text", 7, true, () => undefined];

describe("isObject", () => {
  it("should be said of what has keys, and of no array and no null", () => {
    for (const one of [{}, { a: 1 }, Object.create(null), new Date(0)])
      expect(isObject(one)).toBe(true);
    for (const other of NO_OBJECTS) expect(isObject(other)).toBe(false);
  });
});

describe("readOwnShape", () => {
  const read = (given: unknown, issues: Issue[] = []) =>
    readOwnShape(given, "goal", keysOf<{ a: 1; b: 2 }>({ a: true, b: true }), "a goal", issues);

  it("should give an object back as it is, and an empty one where nothing was given", () => {
    const given = { a: 1 };
    expect(read(given)).toBe(given);
    expect(read(undefined)).toEqual({});
    expect(notedBy((issues) => read(given, issues))).toEqual([]);
    expect(notedBy((issues) => read(undefined, issues))).toEqual([]);
  });

  it("should give nothing of what is no object, and note it", () => {
    expect(read(null)).toBeUndefined();
    expect(notedBy((issues) => read([1, 2], issues))).toEqual([
      "goal: expected a goal, received an array of 2",
    ]);
  });

  it("should note each unknown key", () => {
    expect(notedBy((issues) => read({ a: 1, c: 2 }, issues))).toEqual([
      'goal.c: expected one of a, b, received "c"',
    ]);
  });
});

describe("readOptions", () => {
  const KEYS = keysOf<{ seeds: 1; limit: 2 }>({ seeds: true, limit: true });

  it("should give options as they are, and none where none are given", () => {
    const given = { seeds: 4 };
    expect(readOptions(given, KEYS, [])).toBe(given);
    expect(readOptions(undefined, KEYS, [])).toEqual({});
    expect(readOptions(7, KEYS, [])).toEqual({});
  });

  it("should call them options unless they stand elsewhere", () => {
    expect(notedBy((issues) => readOptions(7, KEYS, issues))).toEqual([
      "options: expected an object of options: seeds, limit, received 7",
    ]);
    expect(notedBy((issues) => readOptions({ sedes: 1 }, KEYS, issues, "sweep.options"))).toEqual([
      'sweep.options.sedes: expected one of seeds, limit, received "sedes"; did you mean seeds?',
    ]);
  });
});

describe("unknown keys", () => {
  const object = (keys: number) =>
    Object.fromEntries(Array.from({ length: keys }, (_, key) => [`key${key}xyz`, key]));

  it("should be told beside those that are known, and what they are called", () => {
    expect(
      notedBy((issues) =>
        refuseUnknownKeys({ gap: 1, gpa: 2, "a b": 3 }, "rules", ["gap", "fold"], issues, "rules"),
      ),
    ).toEqual([
      'rules.gpa: expected one of the rules gap, fold, received "gpa"; did you mean gap?',
      'rules["a b"]: expected one of the rules gap, fold, received "a b"',
    ]);
  });

  it("should be told up to a hundred, and then counted", () => {
    const hundred = notedBy((issues) => refuseUnknownKeys(object(100), "job", ["id"], issues));
    expect(hundred).toHaveLength(100);
    expect(hundred[99]).toBe('job.key99xyz: expected one of id, received "key99xyz"');
    const more = notedBy((issues) => refuseUnknownKeys(object(103), "job", ["id"], issues));
    expect(more).toHaveLength(101);
    expect(more[99]).toBe(hundred[99]);
    expect(more[100]).toBe(
      "job: expected known keys, received an object with keys key0xyz, key1xyz, key2xyz, ...; " +
        "3 more keys are unknown",
    );
  });
});

describe("checkMade", () => {
  const check = (value: unknown, issues: Issue[] = [], hint?: string) =>
    checkMade(value, "was", ["sessions", "rules"], "a timeline", issues, hint);

  it("should know the result of another question by all of its parts", () => {
    expect(check({ sessions: 1, rules: undefined, more: 2 })).toBe(true);
    expect(notedBy((issues) => check({ sessions: 1, rules: 2 }, issues))).toEqual([]);
    for (const other of [{ sessions: 1 }, { rules: 1 }, {}, ...NO_OBJECTS])
      expect(check(other)).toBe(false);
  });

  it("should note what is none, with a hint if there is one", () => {
    expect(notedBy((issues) => check(null, issues))).toEqual([
      "was: expected a timeline, received nothing",
    ]);
    expect(notedBy((issues) => check({ rules: 1 }, issues, "call simulate first"))).toEqual([
      "was: expected a timeline, received an object with keys rules; call simulate first",
    ]);
  });
});

describe("objects with other values", () => {
  const job: { readonly id: string; readonly rpo?: number | undefined; readonly slots: number } = {
    id: "a",
    slots: 2,
  };

  it("should be the same object where nothing differs, and another one else", () => {
    expect(having(job, { id: "a", slots: 2 })).toBe(job);
    expect(having(job, {})).toBe(job);
    expect(having(job, { id: "a", slots: 3 })).toEqual({ id: "a", slots: 3 });
    expect(having(job, { rpo: 5 })).toEqual({ id: "a", slots: 2, rpo: 5 });
    expect(job).toEqual({ id: "a", slots: 2 });
  });

  it("should lose a value that they have", () => {
    expect(without(job, "rpo")).toBe(job);
    const held: typeof job = { ...job, rpo: 5 };
    expect(without(held, "rpo")).toEqual(job);
  });

  it("should say what they say: nothing of what is undefined", () => {
    const given = { a: 0, b: undefined, c: null, d: "" };
    expect(Object.entries(said(given))).toEqual([
      ["a", 0],
      ["c", null],
      ["d", ""],
    ]);
  });
});

describe("labels", () => {
  const check = (labels: unknown) =>
    notedBy((issues) => checkLabels(labels, "jobs[2].labels", issues));

  it("should be texts by name, or none", () => {
    for (const right of [undefined, {}, { owner: "Ann", "cost centre": "" }])
      expect(check(right)).toEqual([]);
  });

  it("should be refused where they are not, each with its path", () => {
    for (const [wrong, shown] of [
      [null, "nothing"],
      [["Ann"], "an array of 1"],
      ["Ann", '"Ann"'],
    ] as const)
      expect(check(wrong)).toEqual([
        `jobs[2].labels: expected texts by name, such as { owner: "Ann" }, received ${shown}`,
      ]);
    expect(check({ owner: 7, team: "x", "cost centre": null })).toEqual([
      "jobs[2].labels.owner: expected a text, received 7",
      'jobs[2].labels["cost centre"]: expected a text, received nothing',
    ]);
  });
});

describe("ids", () => {
  it("should be texts that are not empty and occur once", () => {
    const seen = new Map<string, number>();
    const noted = notedBy((issues) => {
      for (const [index, id] of ["a", "", 7, undefined, "b", "a", "a"].entries())
        checkId(id, `jobs[${index}]`, seen, index, "jobs", issues);
    });
    expect(noted).toEqual([
      'jobs[1].id: expected a text that is not empty, received ""',
      "jobs[2].id: expected a text that is not empty, received 7",
      "jobs[3].id: expected a text that is not empty, received nothing",
      'jobs[5].id: expected an id that occurs once, received "a"; jobs[0] has it too',
      'jobs[6].id: expected an id that occurs once, received "a"; jobs[0] has it too',
    ]);
    expect([...seen]).toEqual([
      ["a", 0],
      ["b", 4],
    ]);
  });
});
