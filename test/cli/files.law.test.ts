import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ANSWERING, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };

describe("every kind of file", () => {
  const job = { name: "Mail", nextRun: "2026-01-06T01:00:00Z", schedulePolicy: daily };
  const kinds: Readonly<Record<string, string>> = {
    "a fleet": file("one-fleet.json", { jobs: [{ id: "mail", policy: daily }] }),
    "a list": file("one-list.json", [job]),
    "a page of a list": file("one-page.json", { offset: 0, limit: 30, results: [job] }),
    "a job": file("one-job.json", job),
    "a policy": file("one-policy.json", daily),
  };
  const commands: Readonly<Record<string, readonly string[]>> = {
    explain: ["2026-01-06"],
    compare: ["dailyTime=02:00"],
    sweep: ["dailyTime=02:00,03:00", "--workers", "1"],
    headroom: ["--ask", "durations", "--limit", "stopped=0"],
  };

  it.each(ANSWERING)("should be read by %s, and an empty list told alike", async (command) => {
    const more = commands[command] ?? [];
    for (const [kind, path] of Object.entries(kinds)) {
      const { code, out, err } = await runHere([command, path, ...more]);
      expect([code, out === "", err.replace(/.*no job has a workload.*\n/, "")], kind).toEqual([
        0,
        false,
        "",
      ]);
    }
    const empty = file("empty-list.json", []);
    expect(await runHere([command, empty, ...more])).toEqual({
      code: 2,
      out: "",
      err: `${empty}: expected at least one job, received an array of 0\n`,
    });
  });
});
