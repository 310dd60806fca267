/**
 * Input of somebody who means harm: whatever stands in a file, or in its name, nothing but text
 * reaches the terminal (R27).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ANSWERING, COMMANDS, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

/** Controls, what hides, what turns directions, half a character. */
const SIGNS = [
  "\u001b[2J\u001b]0;owned\u0007\r\b\u007f\u0085\u009b",
  "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029",
  "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0\ufff9\ufffb",
  "\u{e0041}\u{e0100}\u{1d173}\u{1bca0}\ud800",
].join("");
/** What a file system takes of them. */
const IN_NAMES = SIGNS.replace(/[\ud800/]/g, "");

/** Anything but text and its lines. */
const NO_TEXT = /[^\P{C}\n]|\u034f|\u115f|\u2028|\u2029|\u3164|\uffa0|\u{e0100}/u;

const directory = join(scratch(), IN_NAMES);
mkdirSync(directory);

function file(name: string, content: unknown): string {
  const path = join(directory, `${IN_NAMES}${name}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const odd = (text: string): string => `${text}${SIGNS}`;
const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const job = (id: string) => ({
  id: odd(id),
  name: odd(`name of ${id}`),
  policy,
  proxyId: odd("proxy"),
  repositoryId: odd("repository"),
  workload: { duration: { uniform: ["PT40M", "PT90M"] } },
  rpo: "PT24H",
});
const listed = (name: string, more: object = {}) => ({
  id: odd(`id of ${name}`),
  name: odd(name),
  nextRun: "2026-01-06T05:00:00Z",
  lastStatus: odd("Failed"),
  schedulePolicy: { ...policy, [odd("key")]: odd("value") },
  ...more,
});

const GOOD = {
  fleet: file("fleet", {
    description: odd("a fleet"),
    proxies: [{ id: odd("proxy"), slots: 1 }],
    repositories: [{ id: odd("repository") }],
    jobs: [job("mail"), job("sites"), job("teams")],
  }),
  list: file("list", [listed("Mail"), listed("Sites"), listed("Off", { isEnabled: false })]),
};
const BAD = {
  fleet: file("bad-fleet", { [odd("x")]: 1, jobs: [{ id: odd("a"), [odd("polcy")]: odd("b") }] }),
  list: file("bad-list", [listed("Mail", { schedulePolicy: { type: odd("Daily") } })]),
  policy: file("bad-policy", { type: "Daily", dailyTime: odd("7 pm"), dailyType: odd("x") }),
  text: file("bad", odd("no json")),
};

/** What a command is asked beside its file. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  next: ["--count", "2"],
  runs: ["--days", "2", "--blocked"],
  explain: ["2026-01-06T22:00"],
  simulate: ["--days", "3"],
  compare: ["dailyTime=21:00", "--days", "3"],
  sweep: ["dailyTime=21:00,22:00", "--workers", "1", "--days", "3"],
  stagger: ["--days", "3", "--within", "20:00-23:00"],
  headroom: ["--days", "2", "--ask", "durations", "--limit", "stopped=0", "--seeds", "2"],
};

/** What was printed, all of it. */
async function printed(args: readonly string[], columns?: number): Promise<string> {
  const screen =
    columns === undefined ? {} : { isTerminal: true, errIsTerminal: true, columns, env: {} };
  const { out, err } = await runHere(args, screen);
  expect(out + err).not.toBe("");
  // Colours, and the line that shows how far it is, are the program's own.
  return (out + err).replace(/\u001b\[[\d;]*[mK]|\r/g, "");
}

describe.each(ANSWERING)("%s", (command) => {
  const more = MORE[command] ?? [];

  it("should print nothing but text of what is in a file", async () => {
    for (const path of Object.values(GOOD)) {
      expect(await printed([command, path, ...more])).not.toMatch(NO_TEXT);
      expect(await printed([command, path, ...more], 80)).not.toMatch(NO_TEXT);
      const data = await printed([command, path, ...more, "--json"]);
      expect(data).not.toMatch(NO_TEXT);
    }
  });

  it("should print nothing but text of what is wrong", async () => {
    for (const path of [...Object.values(BAD), join(directory, "missing"), directory])
      expect(await printed([command, path, ...more])).not.toMatch(NO_TEXT);
    for (const words of [
      [command, odd("--zone"), odd("x")],
      [command, "--zone", odd("Europe/Berlin")],
      [command, GOOD.fleet, odd("x"), odd("y")],
      [command, GOOD.fleet, "--job", odd("x"), "--from", odd("2026")],
      [command, GOOD.fleet, `${odd("mail")}.slots=${odd("4")}`],
    ])
      expect(await printed(words)).not.toMatch(NO_TEXT);
  });
});

describe("the data", () => {
  it("should have every name as it is", async () => {
    const { out } = await runHere(["next", GOOD.fleet, "--json"]);
    const { jobs, source } = JSON.parse(out) as { jobs: { id: string }[]; source: string };
    expect(jobs.map(({ id }) => id)).toEqual(["mail", "sites", "teams"].map(odd));
    expect(source).toBe(GOOD.fleet);
  });
});

describe("every command", () => {
  it("should be tried", () => {
    // parts of somebody who means harm are in test/cli/merge.test.ts, names in rows in
    // test/cli/report.process.test.ts, test/cli/export.test.ts
    expect(COMMANDS.filter((name) => !ANSWERING.includes(name as never))).toEqual([
      "merge",
      "worker",
      "report",
      "export",
      "serve",
    ]);
  });
});
