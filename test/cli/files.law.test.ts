import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ANSWERING, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();

function file(name: string, content: unknown): string {
  return written(name, JSON.stringify(content));
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
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
    "UTF-16": written("utf-16.json", Buffer.from(`\ufeff${JSON.stringify([job])}`, "utf16le")),
    "a text of people": written(
      "people.json",
      `// from the wiki\n[\u00a0${JSON.stringify(job).replace(/\}$/, ",}")},\n] /* "all" */`,
    ),
  };
  const commands: Readonly<Record<string, readonly string[]>> = {
    explain: ["2026-01-06"],
    compare: ["dailyTime=02:00"],
    sweep: ["dailyTime=02:00,03:00", "--workers", "1"],
    headroom: ["--ask", "durations", "--limit", "stopped=0"],
    import: ["-o", join(directory, "imported.json")],
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
    const empties = { results: { results: [] }, jobs: { jobs: [] } };
    for (const [where, content] of Object.entries(empties)) {
      const path = file(`empty-${where}.json`, content);
      expect(await runHere([command, path, ...more])).toEqual({
        code: 2,
        out: "",
        err: `${path}: ${where}: expected at least one job, received an array of 0\n`,
      });
    }
    const latin = written(
      "latin.json",
      Buffer.from(JSON.stringify({ ...job, x: "\u00fc" }), "latin1"),
    );
    const told = await runHere([command, latin, ...more]);
    expect([told.code, told.out === ""]).toEqual([0, false]);
    expect(told.err).toContain(`${latin}: not UTF-8 throughout`);
  });
});
