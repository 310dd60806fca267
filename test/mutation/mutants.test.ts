/**
 * What became of mutants is counted right, and the list of those that may live is of lines that
 * are there.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../support/paths.ts";
import { judgeTests } from "./leftOut.ts";
import { type Explained, judge, type Mutant } from "./mutants.ts";
import { readOptions } from "./options.ts";
import { filesOf, PIECES, testFilesOf } from "./pieces.ts";

const SOURCE = "const a = 1;\nif (a < 2 &&\n  a > 0) go();\n";

/** A mutant of the text from `from` to `to`, each `line:column`. */
function mutant(status: string, from: string, to: string, replacement: string): Mutant {
  const placeOf = (text: string): { line: number; column: number } => {
    const [line, column] = text.split(":").map(Number);
    return { line: line!, column: column! };
  };
  return {
    mutatorName: "Any",
    replacement,
    status,
    location: { start: placeOf(from), end: placeOf(to) },
  };
}
const verdictOf = (mutants: Mutant[], entries: Explained[string] = []) =>
  judge({ files: { "a.ts": { source: SOURCE, mutants } } }, "a.ts", entries);

describe("what became of mutants", () => {
  it("should be counted, what the clock alone ended neither as killed nor as alive", () => {
    const [killed, late, endless, broken, ignored] = [
      mutant("Killed", "2:5", "2:10", "true"),
      mutant("Timeout", "2:5", "2:10", "false"),
      { ...mutant("Timeout", "2:5", "2:10", "a"), statusReason: "Hit limit reached (501/500)" },
      mutant("RuntimeError", "1:11", "1:12", "2"),
      mutant("Ignored", "1:11", "1:12", "3"),
    ];
    expect(verdictOf([killed, late, endless, broken, ignored])).toEqual({
      tried: 4,
      killed: 3,
      endless: 1,
      timeouts: 1,
      ignored: 1,
      explained: 0,
      unexplained: [],
      idle: [],
    });
  });

  it("should be told of one that lives, with its line and in one line", () => {
    const alive = [
      mutant("Survived", "2:5", "2:10", "a <= 2"),
      mutant("NoCoverage", "2:5", "3:8", "true"),
    ];
    expect(verdictOf(alive).unexplained).toEqual([
      { at: "2:5", line: "if (a < 2 &&", change: "a < 2 -> a <= 2", isReached: true },
      { at: "2:5", line: "if (a < 2 &&", change: "a < 2 && a > 0 -> true", isReached: false },
    ]);
  });

  it("should be explained by an entry for the line, which is idle where nobody lives", () => {
    const entry = { line: "if (a < 2 &&", mutants: ["a < 2 -> a <= 2"], why: "a is whole" };
    const alive = mutant("Survived", "2:5", "2:10", "a <= 2");
    expect(verdictOf([alive], [entry])).toMatchObject({ explained: 1, unexplained: [], idle: [] });
    const other = mutant("Survived", "2:5", "2:10", "true");
    const { explained, unexplained, idle } = verdictOf([other], [entry]);
    expect([explained, unexplained.length]).toEqual([0, 1]);
    expect(idle).toEqual(["if (a < 2 &&   a < 2 -> a <= 2"]);
  });
});

describe("a share of the mutants", () => {
  const mutants = Array.from({ length: 1_000 }, (_, column) =>
    mutant(column % 2 === 0 ? "Killed" : "NoCoverage", `2:${column + 1}`, "2:2000", "true"),
  );
  const judged = (share: number) =>
    judge({ files: { "a.ts": { source: SOURCE, mutants } } }, "a.ts", [], share);
  const placesOf = (share: number): string[] => judged(share).unexplained.map(({ at }) => at);

  it("should be about as large as it says, of those that no test comes by, too", () => {
    const { tried, killed, unexplained } = judged(0.3);
    expect(tried).toBe(killed + unexplained.length);
    expect(tried).toBeGreaterThan(250);
    expect(tried).toBeLessThan(350);
    expect(unexplained.length).toBeGreaterThan(100);
    expect(judged(1).tried).toBe(1_000);
  });

  it("should be drawn again, and be in every greater one", () => {
    expect(placesOf(0.2)).toEqual(placesOf(0.2));
    expect(placesOf(0.5)).toEqual(expect.arrayContaining(placesOf(0.2)));
  });

  it("should not say of an entry that it explains nobody: its mutant may not be drawn", () => {
    const entry = { line: "if (a < 2 &&", mutants: ["a < 2 -> a <= 2"], why: "a is whole" };
    const report = { files: { "a.ts": { source: SOURCE, mutants: [] } } };
    expect(judge(report, "a.ts", [entry], 0.5).idle).toEqual([]);
    expect(judge(report, "a.ts", [entry]).idle).toHaveLength(1);
  });

  it("should be judged as it was run", () => {
    const other = { ...mutant("RuntimeError", "2:5", "2:10", "true"), statusReason: "not drawn" };
    expect(() => verdictOf([other])).toThrow("draw the same");
  });
});

describe("tests that no mutant meets", () => {
  const reportOf = (status: string, duration: number, message = "") => ({
    testResults: [
      {
        message,
        assertionResults: [{ ancestorTitles: ["a", "b"], title: "should c", status, duration }],
      },
    ],
  });
  const piece = { folder: "time", tests: ["time"] };

  it("should be those that take long, and those that a share of their draws fails", () => {
    expect(judgeTests(reportOf("passed", 100), piece)).toEqual({});
    expect(judgeTests(reportOf("passed", 10_000), piece)).toEqual({
      "a > b > should c": "takes long",
    });
    expect(judgeTests(reportOf("failed", 10_000), { ...piece, draws: 0.1 })).toEqual({
      "a > b > should c": "fails",
    });
  });

  it("should never hide a test that fails with all its draws, or a file that is broken", () => {
    expect(() => judgeTests(reportOf("failed", 10), piece)).toThrow("a > b > should c fails");
    const broken = { testResults: [{ message: "no such module", assertionResults: [] }] };
    expect(() => judgeTests(broken, { ...piece, draws: 0.1 })).toThrow("no such module");
  });
});

describe("the list of those that may live", () => {
  const explained = JSON.parse(
    readFileSync(inProject("test/mutation/survivors.json"), "utf8"),
  ) as Explained;
  const inPieces = new Set(Object.values(PIECES).flatMap(filesOf));

  it("should be of lines that are there, each with its reason", () => {
    for (const [path, entries] of Object.entries(explained)) {
      expect(inPieces).toContain(path);
      const lines = readFileSync(inProject(path), "utf8")
        .split("\n")
        .map((line) => line.trim());
      for (const { line, mutants, why } of entries) {
        expect(lines).toContain(line);
        expect(why.length).toBeGreaterThan(10);
        expect(mutants.length).toBeGreaterThan(0);
        for (const change of mutants) expect(change).toContain(" -> ");
      }
      const changes = entries.flatMap(({ line, mutants }) =>
        mutants.map((one) => `${line} ${one}`),
      );
      expect(new Set(changes).size).toBe(changes.length);
    }
  });
});

describe("the pieces", () => {
  it("should have each file of the core once, and tests of their own", () => {
    const all = Object.values(PIECES).flatMap(filesOf);
    expect(new Set(all).size).toBe(all.length);
    expect(all.toSorted()).toEqual(filesOf({ folder: ".", deep: true, tests: [] }));
    for (const piece of Object.values(PIECES))
      for (const path of testFilesOf(piece)) expect(existsSync(inProject(path))).toBe(true);
  });
});

describe("npm run mutation", () => {
  it("should be asked for pieces, for files of them, or for all", () => {
    expect([...readOptions(["--piece", "time,policy"]).files.keys()]).toEqual(["time", "policy"]);
    expect([...readOptions(["--only", "src/core/time/zone.ts"]).files]).toEqual([
      ["time", ["src/core/time/zone.ts"]],
    ]);
    expect([...readOptions([]).files.keys()]).toEqual(Object.keys(PIECES));
  });

  it.each([
    ["--piece", "space"],
    ["--only", "src/cli/main.ts"],
    ["--workers", "0"],
    ["--share", "0"],
    ["--share", "10"],
    ["--shard", "2"],
  ])("should refuse %s %s", (...args) => {
    expect(() => readOptions(args)).toThrow(args[0]);
  });

  it("should refuse pieces and files at once", () => {
    expect(() => readOptions(["--piece", "time", "--only", "src/core/time/zone.ts"])).toThrow(
      "both",
    );
  });
});
