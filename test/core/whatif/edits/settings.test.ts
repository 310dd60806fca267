import { describe, expect, it } from "vitest";
import { type Issue, issue } from "../../../../src/core/input/issues.ts";
import { readEdits } from "../../../../src/core/whatif/edits/readEdits.ts";
import type { InstantReader } from "../../../../src/core/whatif/edits/settingRow.ts";
import { SETTINGS } from "../../../../src/core/whatif/edits/settings.ts";
import type { Fleet, Resource } from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE } from "../../../support/whatIf.ts";

const fleet: Fleet = {
  jobs: [
    { id: "a", policy: daily("22:00"), proxyId: "p1", workload: { duration: "10m" } },
    { id: "b", policy: daily("23:00") },
  ],
  proxies: [
    { id: "p1", slots: 2, threads: 8 },
    { id: "p2", slots: 2 },
  ],
};

const inUtc: InstantReader = (text, path, issues) => {
  const instant = Date.parse(text.includes("T") ? `${text}Z` : text);
  if (Number.isFinite(instant)) return instant;
  issues.push(issue(path, "an instant", text));
  return undefined;
};

/** The fleet as edited, or what is wrong with the value. */
function edited(
  who: string | undefined,
  name: string,
  value: string,
  of = fleet,
): Fleet | string[] {
  const setting = SETTINGS.find((known) => known.name === name)!;
  const issues: Issue[] = [];
  const [read] = readEdits(of, who, setting, [value], issues, inUtc);
  return read === undefined
    ? issues.map(({ path, message }) => `${path}: ${message}`)
    : read[1](of);
}

const jobAfter = (name: string, value: string): unknown =>
  (edited("a", name, value) as Fleet).jobs[0];
const proxyAfter = (name: string, value: string): Resource =>
  (edited("p1", name, value) as Fleet).proxies![0]!;

describe("settings", () => {
  it("should be of jobs, of resources or of a clock", () => {
    const namesOf = (of: string): string[] =>
      SETTINGS.filter((setting) => setting.of === of).map(({ name }) => name);
    expect(namesOf("resource")).toEqual(["slots", "threads", "pace", "outage"]);
    expect(namesOf("clock")).toEqual(["zone", "windowClock", "gap", "overlap", "gridOverlap"]);
    expect(namesOf("job")).toHaveLength(SETTINGS.length - 9);
  });

  it("should read what their own words give as an example", () => {
    const examples: Readonly<Record<string, readonly string[]>> = {
      duration: ["45m", "x1.5"],
      full: ["12h", "none"],
      grows: ["24h", "none"],
      sessionThreads: ["16", "none"],
      failed: ["0", "1"],
      warning: ["0", "1"],
      rpo: ["26h"],
      copyOf: ["none"],
      slots: ["4", "unlimited"],
      threads: ["64", "none"],
      pace: ["Mon-Fri 08:00-18:00 40 %", "none"],
      outage: ["2026-01-07T22:00/6h", "none"],
      backupWindow: ["none"],
      startWindow: ["none"],
    };
    const worded = SETTINGS.filter(({ words }) => words !== undefined);
    expect(worded.map(({ name }) => name).sort()).toEqual(Object.keys(examples).sort());
    for (const { name, of, words } of worded)
      for (const example of examples[name]!) {
        expect(words, name).toContain(example);
        expect(edited(of === "resource" ? "*" : "b", name, example), name).toHaveProperty("jobs");
      }
  });

  it("should give a job what was typed, and nothing else", () => {
    const [job] = fleet.jobs;
    expect(jobAfter("rpo", "26h")).toEqual({ ...job, rpo: 26 * HOUR });
    expect(jobAfter("enabled", "false")).toEqual({ ...job, enabled: false });
    expect(jobAfter("proxyId", "p2")).toEqual({ ...job, proxyId: "p2" });
    expect(jobAfter("copyOf", "b")).toEqual({ ...job, copyOf: "b" });
    expect(jobAfter("failed", "0.25")).toEqual({
      ...job,
      workload: { duration: "10m", failed: 0.25 },
    });
    expect(jobAfter("duration", "90m")).toEqual({ ...job, workload: { duration: 90 * MINUTE } });
    expect(jobAfter("duration", "x12.25")).toEqual({
      ...job,
      workload: { duration: 122.5 * MINUTE },
    });
  });

  it("should switch retries on with their number and with their wait", () => {
    for (const [name, value, typed] of [
      ["retryNumber", 7, "7"],
      ["retryWaitInterval", 25, "25"],
    ] as const)
      expect(jobAfter(name, typed)).toMatchObject({
        policy: { retryEnabled: true, [name]: value },
      });
  });

  it("should switch a window off, whose hours stay", () => {
    const night = edited("a", "backupWindow", "20:00-06:00") as Fleet;
    const off = edited("a", "backupWindow", "none", night) as Fleet;
    expect(off.jobs[0]!.policy).toEqual({ ...night.jobs[0]!.policy, backupWindowEnabled: false });
  });

  it("should give a resource what was typed, and nothing else", () => {
    const [proxy] = fleet.proxies!;
    expect(proxyAfter("slots", "5")).toEqual({ ...proxy, slots: 5 });
    expect(proxyAfter("slots", "Unlimited")).toEqual({ ...proxy, slots: Infinity });
    expect(proxyAfter("threads", "none")).toEqual({ id: "p1", slots: 2 });
    const from = Date.UTC(2026, 0, 7);
    expect(proxyAfter("outage", "2026-01-07T22:00 / 6h; 2026-01-07/2026-01-08")).toEqual({
      ...proxy,
      outages: [{ from, to: from + DAY + 4 * HOUR }],
    });
  });

  it("should mend outages that nobody checked", () => {
    const own = { from: 0, to: DAY };
    const broken = { jobs: [], proxies: [{ id: "p1", slots: 1, outages: [own, { from: 1 }] }] };
    const mended = edited("p1", "outage", "1970-01-01/1970-01-02", broken as unknown as Fleet);
    expect((mended as Fleet).proxies).toEqual([{ id: "p1", slots: 1, outages: [own] }]);
  });
});

describe("a value that is none", () => {
  it("should be refused with what was expected", () => {
    expect(edited("a", "proxyId", "p3")).toEqual([
      'proxyId: expected the id of one of the proxies, received "p3"; did you mean p1 or p2?',
    ]);
    expect(edited("a", "failed", "")).toEqual([
      'failed: expected a share from 0 to 1, received ""',
    ]);
    expect(edited("a", "duration", "x1001")).toEqual([
      'duration: expected a factor above 0, up to 1000, received "x1001"',
    ]);
    expect(edited("a", "grows", "0h")).toEqual([
      'grows: expected a length of time above 0, or none, received "0h"',
    ]);
  });

  it("should be an outage with too little, too much, or without its dates", () => {
    const expected = "expected START/LENGTH or START/END, such as 2026-01-07T22:00/6h, or none";
    for (const text of ["22:00/6h", "2026-01-07T22:00", "2026-01-07T22:00/6h/8h", "/6h", ""])
      expect(edited("p1", "outage", text)).toEqual([
        `outage: ${expected}, received ${JSON.stringify(text)}`,
      ]);
    expect(edited("p1", "outage", "2026-01-07T22:00/23:00")).toEqual([
      `outage: ${expected}, received "2026-01-07T22:00/23:00"; the end needs its date, too`,
    ]);
  });
});
