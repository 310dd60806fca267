/**
 * An import in a process of its own: down a pipe, and from one.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runProcess } from "../../support/cliProcess.ts";
import { runHere } from "../../support/cliRun.ts";

const SERVER = "test/fixtures/veeam/server";
const JOBS = `${SERVER}/jobs.json`;
const SESSIONS = `${SERVER}/sessions.json`;
const OTHERS = [
  ...["--proxies", `${SERVER}/proxies.json`, "--repositories", `${SERVER}/repositories.json`],
];
const SPAN = ["--from", "2026-01-19", "--days", "3"];

describe("runcast import", () => {
  it("should go down a pipe into what simulates", async () => {
    const imported = await runProcess(["import", JOBS, "--sessions", SESSIONS, ...OTHERS]);
    expect([imported.code, imported.err]).toEqual([
      0,
      expect.stringMatching(/^A fleet of 5 jobs, from /),
    ]);
    const simulated = await runProcess(["simulate", "-", ...SPAN, "--json"], {
      input: imported.out,
    });
    const direct = await runHere([
      "simulate",
      JOBS,
      "--sessions",
      SESSIONS,
      ...OTHERS,
      ...SPAN,
      "--json",
    ]);
    const answer = ({ out }: { out: string }) => ({ ...(JSON.parse(out) as object), source: "" });
    expect([simulated.code, simulated.err]).toEqual([0, ""]);
    expect(answer(simulated)).toEqual(answer(direct));
  });

  it("should take any one of its files from standard input", async () => {
    const asked = ["import", JOBS, "--sessions", SESSIONS, ...OTHERS];
    const { out } = await runHere(asked);
    for (const path of [JOBS, SESSIONS, `${SERVER}/proxies.json`]) {
      const piped = asked.map((word) => (word === path ? "-" : word));
      const result = await runProcess(piped, { input: readFileSync(path) });
      expect([result.code, result.out], path).toEqual([0, out]);
    }
  });
});
