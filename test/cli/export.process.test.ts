/**
 * `runcast export` in a process of its own: bytes on standard output, readers that leave, Ctrl-C.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLI } from "../support/cliProcess.ts";
import { FLEET } from "../support/cliRun.ts";
import { ROOT } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";

const home = scratch();

interface Ended {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/**
 * Runs `runcast export`; `take` says of what is read so far whether more is wanted, `interrupts`,
 * asked again and again, when Ctrl-C is pressed.
 */
function exported(
  words: readonly string[],
  take: (bytes: number) => boolean = () => true,
  interrupts: () => boolean = () => false,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const args = [CLI, "export", FLEET, "--from", "2026-01-05", ...words];
    const child = spawn(process.execPath, args, { cwd: ROOT });
    const pieces: Buffer[] = [];
    let bytes = 0;
    let err = "";
    child.stdout.on("data", (piece: Buffer) => {
      pieces.push(piece);
      if (!take((bytes += piece.length))) child.stdout.destroy();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
    child.on("error", reject);
    const timer = setInterval(() => {
      if (interrupts()) child.kill("SIGINT");
    }, 1);
    child.on("close", (code) => {
      clearInterval(timer);
      resolve({ code, out: Buffer.concat(pieces), err });
    });
  });
}

describe("standard output", () => {
  it.each(["csv", "parquet"])("should be the file, to the byte: %s", async (format) => {
    const path = join(home, `sessions.${format}`);
    const [file, piped] = await Promise.all([
      exported(["--days", "28", "-o", path]),
      exported(["--days", "28", "--format", format, "-o", "-"]),
    ]);
    expect([file.code, file.err, piped.code, piped.err]).toEqual([0, "", 0, ""]);
    expect(piped.out.equals(readFileSync(path))).toBe(true);
  });

  it.each(["csv", "ndjson", "trace"])(
    "should end cleanly when its reader has seen enough: %s",
    async (format) => {
      const words = ["--days", "3000", "--format", format];
      const { code, err, out } = await exported(words, (bytes) => bytes < 100);
      expect([code, err]).toEqual([0, ""]);
      expect(out.length).toBeGreaterThan(99);
    },
  );
});

describe("a directory", () => {
  it("should have whole files only, also where Ctrl-C ended one", async () => {
    const path = join(home, "stopped.csv");
    let isInterrupted = false;
    const interrupt = (): boolean => {
      const isBegun = readdirSync(home).some((name) => name.endsWith(".tmp"));
      return !isInterrupted && (isInterrupted = isBegun);
    };
    const { code, err } = await exported(["--days", "3660", "-o", path], () => true, interrupt);
    // whoever is done before the signal comes has written all of it
    const files = ["sessions.csv", "sessions.parquet"];
    if (code === 0) files.push("stopped.csv");
    else expect([code, err]).toEqual([1, expect.stringContaining("nothing is written to")]);
    expect(readdirSync(home).sort()).toEqual(files);
  });
});
