/**
 * Commands that simulate, asked of a server's lists: they answer as they do of the fleet file that
 * an import makes of the same lists.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();
const SERVER = "test/fixtures/veeam/server";
const JOBS = `${SERVER}/jobs.json`;
const SESSIONS = `${SERVER}/sessions.json`;
const ALL = [
  ...["--sessions", SESSIONS, "--proxies", `${SERVER}/proxies.json`],
  ...["--repositories", `${SERVER}/repositories.json`],
  ...["--organizations", `${SERVER}/organizations.json`],
];
const NIGHT = ["--from", "2026-01-19", "--days", "1"];
const WEEK = ["--from", "2026-01-19", "--days", "5"];

interface Page {
  readonly results: readonly Record<string, unknown>[];
}
const page = (path: string): Page => JSON.parse(readFileSync(path, "utf8")) as Page;

let files = 0;
function file(content: unknown): string {
  const path = join(folder, `${(files += 1)}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** Sessions on the first of its proxies. */
function onFirstProxy(): string {
  const [first] = JSON.parse(readFileSync(`${SERVER}/proxies.json`, "utf8")) as { id: string }[];
  return file(page(SESSIONS).results.filter(({ proxyId }) => proxyId === first!.id));
}

describe("the commands that simulate", () => {
  const FLEET_FILE = join(folder, "server.json");
  const questions: Readonly<Record<string, readonly string[]>> = {
    simulate: WEEK,
    compare: ["dailyTime=20:00", ...WEEK, "--causes", "none"],
    sweep: ["dailyTime=20:00,23:00", ...NIGHT, "--workers", "1"],
    stagger: [...NIGHT, "--grid", "60"],
    headroom: [...NIGHT, "--ask", "durations", "--limit", "stopped=0", "--seeds", "2"],
    forecast: ["--from", "2026-01-19"],
  };

  it("should answer of a server's lists as they do of the fleet file", async () => {
    expect((await runHere(["import", JOBS, ...ALL, "-o", FLEET_FILE])).code).toBe(0);
    for (const [command, [...more]] of Object.entries(questions)) {
      const answer = async (path: string, ...files: string[]): Promise<unknown> => {
        const { code, out } = await runHere([command, path, ...more, ...files, "--json"]);
        expect(code, command).toBeLessThan(2);
        const {
          source: _source,
          warnings: _warnings,
          ...data
        } = JSON.parse(out) as Record<string, unknown>;
        return data;
      };
      expect(await answer(JOBS, ...ALL), command).toEqual(await answer(FLEET_FILE));
    }
  });

  it("should say how many sessions they take, and who has none", async () => {
    const some = onFirstProxy();
    const { code, err } = await runHere(["simulate", JOBS, "--sessions", some, ...WEEK]);
    expect([code, err]).toEqual([
      0,
      `${JOBS}: 3 of 5 jobs have their workloads from 27 sessions\n` +
        `${JOBS}: no finished session of Teams and Mailboxes to archive\n` +
        `${JOBS}: jobs without a workload take no time: --duration 45m gives them one\n` +
        `${JOBS}: 3 jobs begin with a full session, as on a new server; --begins incremental ` +
        "goes on from where they are\n",
    ]);
    const given = ["--duration", "45m", "--begins", "incremental"];
    const asked = await runHere(["simulate", JOBS, "--sessions", some, ...WEEK, ...given]);
    expect(asked.err.split("\n")).toHaveLength(3);
  });

  it("should compare two lists with the same sessions", async () => {
    const other = file({
      results: page(JOBS).results.map((job) => ({ ...job, name: `new ${String(job["name"])}` })),
    });
    const args = ["compare", JOBS, other, "--sessions", SESSIONS, ...WEEK, "--causes", "none"];
    const { code, err } = await runHere(args);
    expect(code).toBe(0);
    expect(err).toContain(`${other}: 5 of 5 jobs have their workloads from 61 sessions\n`);
    expect((await runHere(["compare", "-", JOBS, "--sessions", "-"])).err).toBe(
      "only one of the files can be standard input\n",
    );
  });

  it("should still list every session where --sessions stands alone, as --rows does", async () => {
    const asked = ["simulate", FLEET, "--from", "2026-01-05", "--days", "1"];
    const rows = await runHere([...asked, "--rows"]);
    expect(rows.out).toContain("\n71 sessions:\n");
    for (const way of [
      [...asked, "--sessions"],
      ["simulate", "--sessions", "--days", "1", FLEET, "--from", "2026-01-05"],
    ])
      expect(await runHere(way)).toEqual(rows);
    const both = ["simulate", JOBS, "--sessions", SESSIONS, "--sessions", ...WEEK];
    expect((await runHere(both)).out).toBe(
      (await runHere(["simulate", JOBS, "--sessions", SESSIONS, "--rows", ...WEEK])).out,
    );
  });
});
