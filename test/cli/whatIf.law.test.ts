/**
 * Proposals from the command line, for which fleets are simulated again and again.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";

const GOLDEN = fileURLToPath(new URL("../fixtures/cli/", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "runcast-what-if-"));
afterAll(() => rmSync(directory, { recursive: true }));

const NIGHTS = ["--from", "2025-01-06", "--days", "2"];

describe("what if, as text", () => {
  it("should propose start times", async () => {
    const text = await textOf(
      [
        "stagger",
        FLEET,
        "--within",
        "21:00-05:00",
        "--keep",
        "Teams",
        "--at-most",
        "120",
        ...NIGHTS,
      ],
      0,
    );
    expect(text).not.toMatch(/^ +Teams /m);
    expect(text).not.toContain("no backup window");
    await expect(text).toMatchFileSnapshot(join(GOLDEN, "stagger.txt"));
    expect(await textOf(["stagger", FLEET, ...NIGHTS], 0)).toMatch(
      /^\d+ moved jobs? ha(s|ve) no backup window and may start at any hour; --within/m,
    );
  });
});

describe("stagger", () => {
  it("should be data, if asked: runcast.proposal/1", async () => {
    const { out, err } = await runHere(["stagger", FLEET, ...NIGHTS, "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ format: "runcast.proposal/1" });
  });

  it("should write a fleet file with the proposed times that every command reads", async () => {
    const out = join(directory, "staggered.json");
    const { code } = await runHere([
      "stagger",
      FLEET,
      "--keep",
      "Teams, Mail Berlin",
      "--write",
      out,
      ...NIGHTS,
    ]);
    expect(code).toBe(0);
    const times = async (file: string): Promise<Map<string, string>> => {
      const { jobs } = JSON.parse(
        (await runHere(["next", file, "--after", "2025-01-06T12:00Z", "--json"])).out,
      ) as { jobs: { id: string; runs: { local: string }[] }[] };
      return new Map(
        jobs.flatMap(({ id, runs }) =>
          runs.length === 0 ? [] : [[id, runs[0]!.local.slice(11, 16)]],
        ),
      );
    };
    const [before, after] = [await times(FLEET), await times(out)];
    expect([after.get("teams"), after.get("mail-berlin")]).toEqual(["23:00", "22:00"]);
    expect([...after].filter(([id, time]) => before.get(id) !== time).length).toBeGreaterThan(2);
  });

  it("should say so where the file cannot be written", async () => {
    const { code, err } = await runHere([
      "stagger",
      FLEET,
      "--write",
      join(directory, "no", "such", "place.json"),
      ...NIGHTS,
    ]);
    expect([code, err]).toEqual([2, expect.stringContaining("cannot be written (ENOENT)")]);
  });
});
