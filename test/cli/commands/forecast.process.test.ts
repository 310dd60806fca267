/**
 * The built forecast command as a process: pipes, colours, exit codes.
 */
import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inProject, ROOT } from "../../support/paths.ts";
import { scratch } from "../../support/scratch.ts";

const COMMAND = inProject("dist/run/forecast.js");
const checkout = scratch();

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };

describe("the process", () => {
  const spawn = (args: string[], options: { env?: Record<string, string>; input?: string } = {}) =>
    spawnSync(process.execPath, [COMMAND, ...args], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...options.env },
      input: options.input ?? "",
    });

  it("should read standard input, print plain text into a pipe, and colour if forced to", () => {
    const input = JSON.stringify({ name: "Mail", schedulePolicy: daily });
    expect(spawn(["-"], { input })).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.not.stringContaining("\u001b"),
    });
    expect(spawn(["-"], { input, env: { FORCE_COLOR: "1" } }).stdout).toContain("\u001b[");
    expect(spawn(["-"], { input, env: { FORCE_COLOR: "0" } }).stdout).not.toContain("\u001b[");
  });

  it("should end with 2 and one line where the input is bad, and never with a stack trace", () => {
    expect(spawn(["-"], { input: "\u0000\u0001{" })).toMatchObject({
      status: 2,
      stdout: "",
      stderr:
        "standard input: not JSON: line 1, column 1: a value was expected, found character " +
        "U+0000\n",
    });
    expect(spawn(["nowhere.json"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "nowhere.json: no such file\n",
    });
    expect(spawn(["--dayz", "3"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "unknown option --dayz; did you mean --days?\n",
    });
  });

  it("should not mind a reader that leaves early", async () => {
    const closed = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [COMMAND, "--days", "366", "--json", "--runs", "100"],
        { maxBuffer: 1e9 },
        (_, __, stderr) => resolve({ code: child.exitCode, stderr }),
      );
      child.stdout!.once("data", () => child.stdout!.destroy());
    });
    expect(closed).toEqual({ code: 0, stderr: "" });
  });

  it("should forecast the sample in well under the time that one waits for", () => {
    // Processor time: others on the machine make a clock go on, and hardly this.
    const meter = `process.on("exit", () => {
      const { user, system } = process.cpuUsage();
      process.stderr.write(String((user + system) / 1e6));
    });`;
    const metered = ["--import", `data:text/javascript,${encodeURIComponent(meter)}`, COMMAND];
    const { stdout, stderr } = spawnSync(process.execPath, metered, { encoding: "utf8" });
    expect(stdout).toContain("Peak:");
    expect(Number(stderr)).toBeGreaterThan(0);
    expect(Number(stderr)).toBeLessThan(20);
  });
});

describe("npm start", () => {
  const { scripts } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  const [program, script] = scripts.start.split(" ");
  const start = (cwd: string): unknown =>
    spawnSync(process.execPath, [script!], { cwd, encoding: "utf8" });

  it("should be the forecast", () => {
    expect(program).toBe("node");
    expect(start(ROOT)).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringContaining("the bundled sample; for yours: npm start -- jobs.json"),
    });
  });

  it("should say in one line what to run where nothing is installed, or built", () => {
    cpSync(inProject(script!), join(checkout, script!), { recursive: true });
    const told = (stderr: string): unknown =>
      expect(start(checkout)).toMatchObject({ status: 2, stdout: "", stderr });
    told("nothing is installed yet: npm ci\n");
    mkdirSync(join(checkout, "node_modules")); // npm ci --ignore-scripts
    told("nothing is built yet: npm run build\n");
  });
});
