/**
 * The zone of the host must not matter: the same answers, to the letter, from processes that live
 * in other zones.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { hostDigest } from "../support/hostDigest.ts";
import { inProject, ROOT } from "../support/paths.ts";

const run = promisify(execFile);
const script = inProject("test/support/hostDigest.ts");

interface Digest {
  readonly host: string;
  /** Minutes that the host's clock was behind UTC at the epoch. */
  readonly offset: number;
  readonly lines: readonly string[];
}

async function digestUnder(zone: string): Promise<Digest> {
  const { stdout } = await run(process.execPath, ["--import", "tsx", script], {
    cwd: ROOT,
    env: { ...process.env, TZ: zone },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Digest;
}

describe("the host's zone", () => {
  const lines = hostDigest();

  it("should be compared on something", () => {
    expect(lines.length).toBeGreaterThan(4_000);
    expect(new Set(lines).size).toBeGreaterThan(1_000);
    expect(lines.join()).toContain("does not exist in");
    expect(lines.join()).toContain("shows twice in");
  });

  // Two of them change their clocks at instants that the digest looks at; one is a day away from
  // another.
  for (const [zone, offset] of [
    ["UTC", 0],
    ["America/New_York", 300],
    ["Europe/Berlin", -60],
    ["Asia/Kolkata", -330],
    ["Pacific/Apia", 660],
    ["Australia/Lord_Howe", -600],
  ] as const) {
    it.concurrent(`should make no difference: ${zone}`, async () => {
      const digest = await digestUnder(zone);
      expect(digest.offset, "the process lives in that zone").toBe(offset);
      expect(digest.lines.length).toBe(lines.length);
      const different = digest.lines.findIndex((line, index) => line !== lines[index]);
      expect(different < 0 ? "" : `${digest.lines[different]} instead of ${lines[different]}`).toBe(
        "",
      );
    });
  }
});
