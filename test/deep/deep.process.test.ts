/**
 * The deep sweep itself: a little of each part finds nothing, and a fault that is planted in what
 * answers are held against is found, made small, and printed as a test that fails by it alone.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oracleRuns, oracleWall } from "../support/calendarOracle.ts";
import { inProject, ROOT } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";
import { slowSimulate } from "../support/slowSimulator.ts";
import { causes, mirrors, replicated } from "./comparisons.ts";
import { edges } from "./edges.ts";
import { movedStarts } from "./movedStarts.ts";
import { readOptions } from "./options.ts";
import type { Failure, PartName, Settings, SlowSimulator } from "./part.ts";
import { done, PARTS } from "./parts.ts";
import { pastedTest } from "./pastedTest.ts";
import { proposals } from "./proposals.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const RIGHT: Settings = { seed: 1, oracle: oracleRuns, slow: slowSimulate };

/** Wrong at a quarter past two on the wall: a minute late. */
const lateOracle: Settings["oracle"] = (policy, clock, from, to) =>
  oracleRuns(policy, clock, from, to).map((run) =>
    oracleWall(clock.zone, run.instant) % DAY === 135 * MINUTE
      ? { ...run, instant: run.instant + MINUTE }
      : run,
  );

/** Wrong about second attempts: they take a ms more. */
const slowerSimulator: SlowSimulator = (...asked) => {
  const timeline = slowSimulate(...asked);
  return {
    ...timeline,
    sessions: timeline.sessions.map((session) =>
      session.attempt === 1 ? { ...session, end: session.end + 1 } : session,
    ),
  };
};

/** Every question of a judgement of each kind that is asked in its own words, as a test. */
function questionsInPrint(): string[] {
  return [causes, mirrors, replicated, edges, proposals, movedStarts].flatMap((kind) => {
    const [judge] = fc.sample(kind.judged(), { seed: 5, numRuns: 1 });
    const { answers, setup } = judge!({});
    const byWords = new Map(answers.map((answer) => [answer.code.replace(/\d+/g, "0"), answer]));
    return [...byWords.values()].map((answer) => pastedTest(kind.name, setup(), answer));
  });
}

describe("npm run deep", () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", inProject("test/deep/run.ts"), ...args],
      { cwd: ROOT, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  };

  it("should do a small share of some parts, and say how much and under which seed", () => {
    const { status, stdout } = run(
      ...["--seed", "7", "--share", "0.0005", "--only", "questions,fleets,judgements"],
    );
    expect(stdout).toMatch(/^seed 7, share 0\.0005\n/);
    expect(stdout).toMatch(/\nquestions: [\d,]+ answers compared, \d+ s of processor time\n/);
    expect(stdout).toMatch(/\n {2}500 questions\n/);
    expect(stdout).toMatch(/\n {2}5 fleets\n/);
    expect(stdout).toMatch(/\n {2}1 judgements\n/);
    expect(stdout).toMatch(/\nAll as expected, seed 7, \d+ s\n$/);
    expect(status).toBe(0);
  });

  it("should replay one clock change", () => {
    const { status, stdout } = run("--at", "calendar Australia/Lord_Howe 2026-04-04T15:00:00Z");
    expect(stdout).toMatch(/\n {2}1 clock changes\n/);
    expect(stdout).toMatch(/\ncalendar: \d\d,\d{3} answers compared/);
    expect(status).toBe(0);
  });

  it("should refuse what is no clock change", () => {
    const { status, stderr } = run("--at", "calendar Europe/Berlin 2026-03-30T01:00Z");
    expect(status).toBe(2);
    expect(stderr).toContain("npm run deep -- ");
  });

  it.each([
    ["--only", "dreams"],
    ["--seed", "-1"],
    ["--share", "2"],
    ["--shard", "2"],
  ])("should refuse %s %s", (...args) => {
    expect(() => readOptions(args)).toThrow(args[0] === "--only" ? /expected/ : args[0]);
  });
});

describe("the parts", () => {
  it.each([
    ["judgements", "0"],
    ["judgements", "2"],
    ["judgements", "4"],
    ["judgements", "6"],
    ["fleets", "4"],
  ] as [PartName, string][])("should find nothing in %s %s", (part, at) => {
    const task = { ...PARTS[part].taskAt(at), cases: 2 };
    const { failure, thrown, tally } = done(task, RIGHT);
    expect([failure, thrown]).toEqual([undefined, undefined]);
    expect(tally["answers"]).toBeGreaterThan(10);
  });
});

describe("a planted fault", () => {
  const faulty: Settings = { seed: 1, oracle: lateOracle, slow: slowerSimulator };
  const found = (part: PartName, at: string): Failure => {
    const { failure, thrown } = done(PARTS[part].taskAt(at), faulty);
    expect(thrown).toBeUndefined();
    return failure!;
  };
  const failures = [
    found("calendar", "Europe/Berlin 2026-10-25T01:00:00Z"),
    found("questions", "3"),
    found("fleets", "0"),
  ];

  it("should be made small", () => {
    const [calendar, question] = failures;
    for (const { test, shrinks } of [calendar!, question!]) {
      expect(shrinks).toBeGreaterThan(0);
      expect(test).not.toContain("WindowSettings");
    }
    expect(calendar!.test).toContain('dailyTime: "02:15:00"');
    expect(calendar!.test).toMatch(/overlap: "first"/);
  });

  it("should be found again by what is printed to replay it", () => {
    for (const failure of failures) {
      const [part, ...at] = failure.at.split(" ");
      expect(found(part as PartName, at.join(" ")).test).toBe(failure.test);
    }
  });

  it("should be printed as a test that fails, by what was expected alone, as others pass", () => {
    const directory = scratch();
    mkdirSync(join(directory, "test/deep"), { recursive: true });
    for (const name of ["src", "node_modules", "test/support"])
      symlinkSync(inProject(name), join(directory, name));
    for (const { part, test } of failures) {
      const [, got] = /\n {2}\/\/ got (.*)\n/.exec(test)!;
      const mended = test.replace(/\.toEqual\(.*\);/, () => `.toEqual(${got});`);
      expect(mended).not.toBe(test);
      writeFileSync(join(directory, `test/deep/${part}.printed.test.ts`), test);
      writeFileSync(join(directory, `test/deep/${part}.mended.test.ts`), mended);
    }
    const rightOnes = questionsInPrint();
    for (const [index, test] of rightOnes.entries())
      writeFileSync(join(directory, `test/deep/${index}.right.test.ts`), test);
    const report = join(directory, "report.json");
    spawnSync(
      process.execPath,
      [
        ...[inProject("node_modules/vitest/vitest.mjs"), "run", "test/deep", "--root", directory],
        ...["--isolate=false", "--reporter=json", `--outputFile=${report}`],
      ],
      { cwd: directory, encoding: "utf8" },
    );
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly testResults: readonly {
        readonly name: string;
        readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
      }[];
    };
    expect(testResults).toHaveLength(2 * failures.length + rightOnes.length);
    for (const { name, assertionResults } of testResults) {
      const messages = assertionResults.flatMap(({ failureMessages }) => failureMessages);
      const file = basename(name);
      if (file.includes(".printed.")) expect(messages[0], file).toMatch(/^AssertionError: /);
      else expect(messages, `${file}: ${readFileSync(name, "utf8")}`).toEqual([]);
      expect(assertionResults).toHaveLength(1);
    }
  });
});
