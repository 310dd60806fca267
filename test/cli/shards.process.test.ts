/**
 * A sweep in shards: merged, it is the sweep that was not cut, to the byte, whoever simulates it.
 */
import { execFile } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeFleetFile } from "../../src/files/fleetFile.ts";
import { type Fleet, slots, sweep } from "../../src/index.ts";
import { CLI, runProcess } from "../support/cliProcess.ts";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";
import { isInstalled } from "../support/installed.ts";
import { fleets, WEEK } from "../support/nightFleets.ts";
import { inProject, ROOT } from "../support/paths.ts";
import { runs } from "../support/scheduleArbitraries.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();
const at = (name: string): string => join(directory, name);
const FROM = ["--from", "2026-01-05", "--days", "7"];

/** The same fleet with luck in it. */
const lucky = (fleet: Fleet): Fleet => ({
  ...fleet,
  jobs: fleet.jobs.map((job) => ({
    ...job,
    workload: { duration: { uniform: ["10m", "2h"] }, failed: 0.1 },
  })),
});

/** The path of a part that was made of a shard. */
async function partOf(asked: readonly string[], index: number, count: number): Promise<string> {
  const out = at(`part-${index}.ndjson`);
  const words = ["--shard", `${index}/${count}`, "--out", out, "--workers", "1"];
  const { code, err } = await runHere(["sweep", ...asked, ...words]);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

describe("a sweep in shards", () => {
  it("should be merged to the bytes of 1/1, and to the table of the uncut sweep", async () => {
    const path = at("fleet.json");
    await fc.assert(
      fc.asyncProperty(
        fleets,
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: -5, max: 1_000 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom("jobsOverTarget", "waitMean", "restorePoints", "utilisation"),
        async (fleet, seeds, seed, count, by) => {
          writeFileSync(path, JSON.stringify(writeFleetFile(lucky(fleet))));
          const changes = ["dailyTime=21:00,23:30", "proxies.slots=1..3"];
          const luck = ["--seeds", String(seeds), `--seed=${seed}`];
          const asked = [path, ...changes, ...luck, ...FROM];
          const parts: string[] = [];
          for (let index = count; index >= 1; index -= 1)
            parts.push(await partOf(asked, index, count));
          const all = at("all.ndjson");
          expect((await runHere(["merge", ...parts, "--out", all])).code).toBe(0);
          const whole = readFileSync(await partOf(asked, 1, 1), "utf8");
          expect(readFileSync(all, "utf8")).toBe(whole);
          for (const told of [
            ["--by", by],
            ["--by", by, "--json"],
          ]) {
            const uncut = await runHere(["sweep", ...asked, "--workers", "1", ...told]);
            expect(await runHere(["merge", all, ...told])).toEqual(uncut);
          }
        },
      ),
      runs(8),
    );
  });

  it("should have the numbers of separate simulations in its rows", async () => {
    const fleet = lucky(fc.sample(fleets, { numRuns: 1, seed: 5 })[0]!);
    const path = at("one.json");
    writeFileSync(path, JSON.stringify(writeFleetFile(fleet)));
    const asked = [path, "proxies.slots=1,2", "--seeds", "3", "--seed", "7", ...FROM];
    const [, ...rows] = readFileSync(await partOf(asked, 2, 2), "utf8")
      .trimEnd()
      .split("\n");
    expect(rows).toHaveLength(3);
    const names: Readonly<Record<string, string>> = {
      "proxies.slots 1": "1 slot",
      "proxies.slots 2": "2 slots",
    };
    for (const line of rows) {
      const { variation, seed, metrics } = JSON.parse(line) as {
        variation: string;
        seed: number;
        metrics: object;
      };
      const study = sweep(fleet, slots("proxy", [1, 2]), { ...WEEK, seed, keep: "summary" });
      const same = study.rows.find(({ name }) => name === names[variation]);
      expect(metrics).toEqual(same?.metrics);
    }
  });

  it("should know the model, and the seeds that it begins with", async () => {
    const asked = [FLEET, "dailyTime=21:00,22:00", "--seeds", "3", "--model", "threads=8", ...FROM];
    const parts = [await partOf(asked, 1, 2), await partOf(asked, 2, 2)];
    for (const told of [[], ["--json"]])
      expect(await runHere(["merge", ...parts, ...told])).toEqual(
        await runHere(["sweep", ...asked, ...told]),
      );
  });

  it("should be of another run where the fleet, or a rule, is another", async () => {
    const fleet = JSON.parse(readFileSync(FLEET, "utf8")) as { jobs: { rpo?: string }[] };
    const path = at("changing.json");
    const asked = [path, "dailyTime=21:00,22:00", "--seeds", "2", ...FROM];
    writeFileSync(path, JSON.stringify(fleet));
    const first = await partOf(asked, 1, 2);
    const others = [[...asked, "--retry-on-warning", "false"], asked];
    for (const [index, words] of others.entries()) {
      if (index === 1) {
        fleet.jobs[0]!.rpo = "31h";
        writeFileSync(path, JSON.stringify(fleet));
      }
      const second = await partOf(words, 2, 2);
      expect((await runHere(["merge", first, second])).err).toContain(
        `${second}: it does not go with ${first}: run differs: the fleet's content, or the rules\n`,
      );
    }
  });

  it("should tell what it did, and leave nothing but the part", async () => {
    const out = at("told.ndjson");
    const asked = ["sweep", FLEET, "dailyTime=21:00,22:00", "--seeds", "5", ...FROM];
    const words = [...asked, "--shard", "1/4", "--out", out];
    expect((await textOf(words, 0)).replaceAll(/\s+/g, " ")).toContain(
      `Shard 1 of 4: 2 of 10 simulations, written to ${out}.`,
    );
    const data = JSON.parse((await runHere([...words, "--json"])).out) as object;
    expect(data).toMatchObject({
      format: "runcast.part/1",
      version: "0.0.0",
      from: { local: "2026-01-05T00:00:00+01:00" },
      shard: 1,
      shards: 4,
      rows: 2,
      written: out,
    });
    expect(readdirSync(directory).filter((name) => name.includes("told"))).toEqual(["told.ndjson"]);
  });

  it("should leave no part where it is stopped, or can't be written", async () => {
    const out = at("stopped.ndjson");
    const asked = ["sweep", FLEET, "dailyTime=20:00..23:00/10", "--seeds", "200", ...FROM];
    const words = [...asked, "--shard", "1/1", "--out", out, "--workers", "1"];
    const stopped = await runHere(words, {
      onInterrupt(stop) {
        setTimeout(stop, 20);
        return () => undefined;
      },
    });
    expect([stopped.code, stopped.err]).toEqual([1, `stopped: nothing is written to ${out}\n`]);
    expect(existsSync(out)).toBe(false);
    const nowhere = await runHere([...words.slice(0, -3), at("no/where.ndjson")]);
    expect(nowhere).toEqual({
      code: 2,
      out: "",
      err: `--out: ${at("no/where.ndjson")} cannot be written (ENOENT)\n`,
    });
    const nameless = await runHere([...words.slice(0, -3), "-"]);
    expect(nameless).toEqual({ code: 2, out: "", err: "--out: expected the name of a file\n" });
    const itself = await runHere([...words.slice(0, -3), FLEET]);
    expect(itself).toEqual({ code: 2, out: "", err: `--out: ${FLEET} is the file that is read\n` });
  });
});

describe("processes of a cluster", () => {
  it("should be as docs/CLUSTERS.md shows them, on one machine", async () => {
    const page = readFileSync(inProject("docs/CLUSTERS.md"), "utf8");
    const [, shown = ""] = /```sh\n([^`]*)```/.exec(page) ?? [];
    const script = shown
      .replaceAll("npx runcast", `${process.execPath} ${CLI}`)
      .replaceAll("parts", at("parts"));
    const { stdout } = await promisify(execFile)("sh", ["-ec", script], { cwd: ROOT });
    const [, asked = ""] = /runcast sweep ([^]*?)--shard/.exec(shown) ?? [];
    const words = asked.replaceAll("\\\n", " ").split(/\s+/).filter(Boolean);
    const uncut = await textOf(["sweep", ...words, "--by", "peak"], 0);
    expect(uncut.split("\n").length).toBeGreaterThan(10);
    expect(stdout.endsWith(uncut)).toBe(true);
  });

  it.skipIf(!isInstalled("parallel"))("should be as it shows them for GNU parallel", async () => {
    const page = readFileSync(inProject("docs/CLUSTERS.md"), "utf8");
    const [, shown = ""] = /```bash\n(parallel [^`]*)```/.exec(page) ?? [];
    const cwd = mkdtempSync(join(directory, "parallel."));
    // what GNU parallel calls this machine, without ssh, with two processes at once
    writeFileSync(join(cwd, "hosts.txt"), "2/:\n");
    copyFileSync(FLEET, join(cwd, "fleet.json"));
    const script = shown
      .replaceAll("npx runcast", `${process.execPath} ${CLI}`)
      .replace("--seeds 200", "--seeds 10 --workers 1");
    const env = { ...process.env, HOME: cwd };
    const { stdout } = await promisify(execFile)("bash", ["-ec", script], { cwd, env });
    const [, asked = ""] = /runcast sweep ([^]*?)--shard/.exec(shown) ?? [];
    const [, ...words] = asked
      .replace("--seeds 200", "--seeds 10")
      .replaceAll("\\\n", " ")
      .split(/\s+/)
      .filter(Boolean);
    const uncut = await textOf(["sweep", join(cwd, "fleet.json"), ...words], 0);
    const table = (text: string): string => text.slice(text.indexOf("4 variations"));
    expect(table(uncut).split("\n").length).toBeGreaterThan(8);
    expect(table(stdout)).toBe(table(uncut));
    const parts = readdirSync(cwd).filter((name) => name.startsWith("part-"));
    expect(parts).toHaveLength(16);
    const all = join(cwd, "all.ndjson");
    await runProcess(["merge", ...parts.map((name) => join(cwd, name)), "--out", all]);
    const one = join(cwd, "one.ndjson");
    await runProcess(["sweep", "fleet.json", ...words, "--shard", "1/1", "--out", one], { cwd });
    expect(readFileSync(all, "utf8")).toBe(readFileSync(one, "utf8"));
  });

  it("should make parts side by side that another one merges", async () => {
    const asked = [FLEET, "dailyTime=20:00..22:00", "--seeds", "6", ...FROM];
    const part = (index: number): string => at(`pod-${index}.ndjson`);
    const made = await Promise.all(
      [0, 1].map((index) =>
        runProcess(["sweep", ...asked, "--shards", "2", "--out", part(index)], {
          env: { JOB_COMPLETION_INDEX: String(index) },
        }),
      ),
    );
    expect(made.map(({ code, err }) => [code, err])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const merged = await runProcess(["merge", part(0), part(1)]);
    expect(merged).toEqual(await runHere(["sweep", ...asked]));
  });
});
