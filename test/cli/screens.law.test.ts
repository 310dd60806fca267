/**
 * What every command prints of a good, a bad, a hostile and an empty file, on narrow and on wide
 * screens, in a pipe and on a terminal: all of it, as it was read and found right.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { zoneDatabaseVersion } from "../../src/host/zones.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import { ANSWERING, type CliResult, runHere } from "../support/cliRun.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/screens/");
const FILES = "test/fixtures/screens/files";
/** What a server answers beside its jobs. */
const SERVER = "test/fixtures/veeam/server";
const KINDS = ["good", "bad", "hostile", "empty"] as const;
const WIDTHS = [80, 200] as const;

const SPAN = ["--from", "2026-01-05", "--days", "3"];
/** What is asked beside the file. */
const ASKED: Readonly<Record<(typeof ANSWERING)[number], readonly string[]>> = {
  forecast: [],
  next: ["--count", "2"],
  runs: ["--days", "2", "--blocked"],
  explain: ["2026-01-06T22:00"],
  lint: [],
  simulate: [...SPAN, "--sessions"],
  compare: ["dailyTime=21:00", "proxies.slots=1", ...SPAN],
  sweep: [
    "dailyTime=21:00,22:00",
    "proxies.slots=1,2",
    ...SPAN,
    "--workers",
    "1",
    "--by",
    "waitMax",
  ],
  stagger: [...SPAN, "--within", "20:00-04:00"],
  headroom: [...SPAN, "--ask", "jobs,durations", "--limit", "waitMax=2h", "--seeds", "2"],
  import: [
    ...["--sessions", `${SERVER}/sessions.json`, "--proxies", `${SERVER}/proxies.json`],
    ...["--repositories", `${SERVER}/repositories.json`, "-o", "/dev/null"],
  ],
  reconcile: [],
};

/** The file of a kind: who reconciles reads lists, and so do some of the others. */
function fileOf(command: string, kind: (typeof KINDS)[number]): string {
  if (command === "import" && kind === "good") return `${SERVER}/jobs.json`;
  const isList = ["reconcile", "next", "lint", "import"].includes(command) && kind !== "empty";
  return `${FILES}/${kind}${isList ? "-list" : ""}.json`;
}

/** What can be seen of a result: escape characters as a sign, and what a machine makes of it. */
function seen({ code, out, err }: CliResult): string {
  const parts = [`exit code ${String(code)}`];
  if (err !== "") parts.push(`--- standard error\n${err}`);
  if (out !== "") parts.push(`--- standard output\n${out}`);
  return parts
    .join("\n")
    .replaceAll("\u001b", "␛")
    .replaceAll(`time-zone database ${zoneDatabaseVersion}`, "time-zone database (its version)");
}

const COLOUR = /\u001b\[[\d;]*m/g;

describe.each(ANSWERING)("%s", (command) => {
  it("should print what was found right", async () => {
    const sections: string[] = [];
    for (const kind of KINDS) {
      const asked = [command, fileOf(command, kind), ...ASKED[command]];
      for (const columns of WIDTHS) {
        const piped = await runHere(asked, { env: { COLUMNS: String(columns) } });
        const shown = await runHere(asked, { isTerminal: true, errIsTerminal: true, columns });
        // A terminal has colours, and a wipe of what was shown meanwhile; nothing else.
        expect(shown.out.replace(COLOUR, "")).toBe(piped.out);
        expect(shown.err.replace(/\r.*\u001b\[K/g, "")).toBe(piped.err);
        expect(shown.code).toBe(piped.code);
        for (const line of piped.out.split("\n"))
          expect(displayWidth(line), line).toBeLessThan(columns);
        expect(piped.out + piped.err).not.toMatch(/[^\P{C}\n]|undefined|NaN|\[object/u);
        const where = `${asked.join(" ")}, ${columns} columns`;
        sections.push(`=== ${where}, in a pipe\n${seen(piped)}`);
        if (kind === "good") sections.push(`=== ${where}, on a terminal\n${seen(shown)}`);
      }
    }
    await expect(sections.join("\n")).toMatchFileSnapshot(join(GOLDEN, `${command}.txt`));
  });

  it("should print nothing but why, and end with 2, where there is no job", async () => {
    const { code, out, err } = await runHere([
      command,
      fileOf(command, "empty"),
      ...ASKED[command],
    ]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/expected at least one job/);
  });
});
