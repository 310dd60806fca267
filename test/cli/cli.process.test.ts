/**
 * The built `runcast` as a process: pipes, colours, exit codes.
 */
import { execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CLI, runProcess } from "../support/cliProcess.ts";
import { FLEET } from "../support/cliRun.ts";

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };

describe("the process", () => {
  it("should say in a line that its output cannot be written, and end with 2", async () => {
    for (const args of [["next", FLEET], ["forecast"], ["simulate", FLEET, "--json"]]) {
      const ended = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
        const full = openSync("/dev/full", "w");
        const child = spawn(process.execPath, [CLI, ...args], {
          stdio: ["ignore", full, "pipe"],
        });
        let stderr = "";
        child.stderr!.setEncoding("utf8").on("data", (text: string) => void (stderr += text));
        child.on("close", (code) => {
          closeSync(full);
          resolve({ code, stderr });
        });
      });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain("the output can't be written: no space left on the device\n");
      expect(ended.stderr).not.toMatch(/^ {4}at /m);
    }
  });

  it("should read standard input, print plain text into a pipe, and say its version", async () => {
    const input = JSON.stringify(daily);
    expect(await runProcess(["next", "-", "--after", "2025-01-06"], { input })).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^Next runs after[^\u001b]+Mon 2025-01-06 01:00[^\u001b]+$/),
    });
    expect((await runProcess(["next", "-"], { input, env: { FORCE_COLOR: "1" } })).out).toContain(
      "\u001b[",
    );
    expect(await runProcess(["lint", "-"], { input: "\u0000{" })).toEqual({
      code: 2,
      out: "",
      err:
        "standard input: not JSON: line 1, column 1: a value was expected, found character " +
        "U+0000\n",
    });
    expect(await runProcess(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^runcast \d+\.\d+\.\d+, time-zone database \w+\n$/),
    });
  });

  it("should not mind a reader that leaves early", async () => {
    const closed = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [CLI, "runs", FLEET, "--days", "366", "--limit", "100000", "--json"],
        { maxBuffer: 1e9 },
        (_, __, stderr) => resolve({ code: child.exitCode, stderr }),
      );
      child.stdout!.once("data", () => child.stdout!.destroy());
    });
    expect(closed).toEqual({ code: 0, stderr: "" });
  });
});
