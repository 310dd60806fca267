/**
 * Pictures of real answers, drawn by what is built: the figures of the answer are in them, and
 * processes on any clock draw the same bytes.
 */
import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import {
  type Charted,
  type ChartName,
  chartSvg,
  compare,
  compareReplicated,
  forecast,
  grid,
  type PictureOptions,
  readFleet,
  replicate,
  simulate,
  slots,
  stagger,
  startTimes,
  summarize,
  sweep,
} from "runcast";
import { inProject } from "../support/paths.ts";
import { svgRead } from "../support/svgRead.ts";

const { fleet } = readFleet(readFileSync(inProject("examples/fleet.json"), "utf8"));
const span = { from: "2026-10-19", to: "2026-10-31", seed: 3 };
const timeline = simulate(fleet, span);
const summary = summarize(timeline);
const fewer = { ...fleet, proxies: (fleet.proxies ?? []).map((proxy) => ({ ...proxy, slots: 1 })) };
const candidate = simulate(fewer, span);

/** The sentences of a picture. */
function textOf(svg: string): string {
  return svgRead(svg).desc;
}

describe("a picture of a simulation", () => {
  it("should tell the figures of its summary", () => {
    const { sessions, occupancy, blocked, missed } = summary.fleet;
    expect(textOf(chartSvg(timeline, "load"))).toContain(`At most ${occupancy.peak} sessions`);
    const text = textOf(chartSvg(timeline, "sessions", { jobs: 1_000 }));
    expect(text).toContain(`${sessions} sessions: `);
    expect(text).toContain(
      `; ${blocked + missed} starts came to none, ${blocked} of them blocked by a window.`,
    );
    const week = chartSvg(timeline, "week");
    const numbers = [...week.matchAll(/fill="#[0-9a-f]{6}">(\d+)<\/text>/g)].map(Number);
    expect(numbers.length).toBeGreaterThan(100);
  });

  it("should show the exposure of a job that one names, else the worst", () => {
    const [worst] = [...summary.jobs].sort((a, b) => b.exposure.worst - a.exposure.worst);
    const own = textOf(chartSvg(timeline, "exposure", { job: worst!.id }));
    expect(own).toMatch(/worst exposure \d+ d/i);
    expect(textOf(chartSvg(timeline, "exposure"))).toContain("Exposure of ");
  });

  it("should be on the server's clock, or in UTC", () => {
    const server = chartSvg(timeline, "load");
    const utc = chartSvg(timeline, "load", { clock: "utc" });
    expect(server).toContain(`clock of ${fleet.clock!.zone!}`);
    expect(server).toContain("clock -1 h");
    expect(utc).toContain("clock of UTC");
    expect(utc).not.toContain("clock -1 h");
  });
});

describe("a picture of a question", () => {
  const atOnce = { from: "2026-10-19", to: "2026-10-22", seed: 1 };
  const small = { ...fleet, jobs: fleet.jobs.slice(0, 8) };
  const pictures: [string, Charted, ChartName[]][] = [
    ["forecast", forecast(fleet, { from: "2026-10-19" }), ["week"]],
    ["compare", compare(timeline, candidate), ["week", "load", "sessions", "exposure"]],
    [
      "compareReplicated",
      compareReplicated(small, { ...small, proxies: fewer.proxies }, atOnce, { seeds: 10 }),
      ["judged"],
    ],
    ["replicate", replicate(small, atOnce, { seeds: 3 }), ["judged"]],
    [
      "stagger",
      stagger(small, atOnce, { lower: "peak" }),
      ["week", "load", "sessions", "exposure", "judged"],
    ],
    [
      "sweep",
      sweep(
        small,
        grid({ start: startTimes(["20:00", "22:00"]), slots: slots(fewer.proxies[0]!.id, [1, 2]) }),
        atOnce,
      ),
      ["study"],
    ],
  ];

  it.each(pictures)("should be drawn: %s", (_, answer, charts) => {
    for (const chart of charts) {
      expect(textOf(chartSvg(answer, chart, { dark: true, width: 700 })).length).toBeGreaterThan(
        40,
      );
      expect(chartSvg(answer, chart)).toBe(chartSvg(answer, chart));
    }
  });

  it("should have both sides, the baseline first", () => {
    const text = textOf(
      chartSvg(compare(timeline, candidate), "load", { line: fewer.proxies[0]!.id }),
    );
    expect(text).toMatch(/Baseline: at most \d of \d slots.*Candidate: at most 1 of 1 slot/);
  });
});

describe("the bytes of a picture", () => {
  const script = (order: readonly ChartName[], options: PictureOptions): string => `
    import { chartSvg, parsePolicy, simulate } from "runcast";
    import { createHash } from "node:crypto";
    const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
    const workload = { duration: "PT45M", failed: 0.3 };
    const jobs = ["a", "b"].map((id) => ({ id, policy, workload }));
    const clock = { zone: "Europe/Berlin" };
    const timeline = simulate({ jobs, clock }, { from: "2026-10-19", to: "2026-10-31", seed: 3 });
    const hashes = ${JSON.stringify(order)}.map((chart) => [chart, createHash("sha256")
      .update(chartSvg(timeline, chart, ${JSON.stringify(options)})).digest("hex")]);
    console.log(JSON.stringify(Object.fromEntries(hashes.sort())));`;
  const run = async (zone: string, order: readonly ChartName[], lang: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script(order, { width: 800 })],
      { cwd: inProject(""), env: { ...process.env, TZ: zone, LANG: lang, LC_ALL: lang } },
    );
    return stdout;
  };

  it("should be the same in any process, zone, language and order", async () => {
    const order = ["week", "load", "sessions", "exposure"] as const;
    const first = await run("UTC", order, "C");
    expect(first).toMatch(/"week":"[0-9a-f]{64}"/);
    expect(await run("America/Los_Angeles", [...order].reverse(), "de_DE.UTF-8")).toBe(first);
    expect(await run("Asia/Kolkata", [...order, ...order], "tr_TR.UTF-8")).toBe(first);
  });
});

describe("what draws", () => {
  it("should come with its licences, and be no larger than it may", () => {
    expect(statSync(inProject("dist/run/echartsSvg.cjs")).size).toBeLessThan(700_000);
    const licences = readFileSync(inProject("dist/run/echartsSvg.LICENSE.txt"), "utf8");
    for (const words of ["Apache License", "Apache ECharts", "Copyright (c) 2017, Baidu Inc."])
      expect(licences).toContain(words);
  });

  const pageOf = async (text: string): Promise<string> => {
    const { outputFiles } = await build({
      stdin: { contents: text, resolveDir: inProject("") },
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  };

  it("should be in a page that draws, and in no other", async () => {
    const without = await pageOf('import { nextRun } from "runcast"; console.log(nextRun);');
    expect(without).not.toContain("renderToSVGString");
    const drawing = await pageOf('import { chartSvg } from "runcast"; console.log(chartSvg);');
    expect(drawing).toContain("renderToSVGString");
  });

  it("should be loaded with the first picture", async () => {
    const script = `
      import { createRequire } from "node:module";
      const { cache } = createRequire(import.meta.url);
      const isBundle = (file) => file.endsWith("echartsSvg.cjs");
      const loaded = () => Object.keys(cache).filter(isBundle).length;
      const { chartSvg, simulate } = await import("runcast");
      const before = loaded();
      chartSvg(simulate({ jobs: [] }, { from: 0, to: 1e9 }), "week");
      console.log(before, loaded());`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: inProject("") },
    );
    expect(stdout.trim()).toBe("0 1");
  });
});
