/**
 * `runcast report`: what is in a page or a picture, where it goes, and what can't be.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const home = scratch();
const WEEK = ["--from", "2026-01-05", "--days", "7"];
const page = join(home, "page.html");

const reported = (...words: string[]) => runHere(["report", FLEET, ...WEEK, ...words]);

/** The titles of the answers in a page. */
function titlesIn(html: string): string[] {
  return Array.from(html.matchAll(/<h2 [^>]*>([^<]*)<\/h2>/g), ([, title]) => title!);
}

async function problems(...words: string[]): Promise<string[]> {
  const { code, out, err } = await reported(...words);
  expect([code, out]).toEqual([2, ""]);
  return err.split("\n").slice(0, -1);
}

describe("a report", () => {
  it.each<[readonly string[], readonly RegExp[]]>([
    [[], [/^Forecast of 22 jobs$/, /^Simulation of 22 jobs from Mon 2026-01-05 00:00 to /]],
    [["proxy-1.slots=2"], [/^Comparison of baseline and candidate$/]],
    [["proxy-1.slots=2,4"], [/^Study of 2 variations$/]],
    [
      ["proxy-1.slots=2", "--seeds", "10", "--with", "simulation,comparison"],
      [/^Comparison of/, /^Comparison under 10 seeds$/, /^Simulation of/],
    ],
    [["--with", "Proposal"], [/^Proposal of \d+ moves$/]],
  ])("should be of what is asked: %j", async (words, titles) => {
    const { code, out, err } = await reported(...words, "-o", page);
    expect([code, err]).toEqual([0, ""]);
    const html = readFileSync(page, "utf8");
    expect(titlesIn(html)).toEqual(titles.map((title) => expect.stringMatching(title) as string));
    expect(out).toMatch(/^examples\/fleet.json, 7 days from [^]* kB, written to /);
    expect(readdirSync(home).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  it("should compare two files, the second the candidate", async () => {
    const other = join(home, "other.json");
    const text = readFileSync(FLEET, "utf8").replaceAll('"22:00"', '"21:00"');
    writeFileSync(other, text);
    expect((await reported("--compare", other, "-o", page)).code).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("starts at 21:00 (22:00 before)");
  });

  it("should be the same bytes each time, on standard output too", async () => {
    await reported("-o", page);
    const { out } = await reported("-o", "-");
    expect(out).toBe(readFileSync(page, "utf8"));
  });

  it("should be one chart as SVG", async () => {
    const path = join(home, "load.svg");
    const { code, out } = await reported("--svg", "load", "--of", "proxy-1", "-o", path);
    expect(code).toBe(0);
    expect(out).toMatch(/load chart, \d+ kB, written to /);
    expect(readFileSync(path, "utf8")).toMatch(/^<svg [^]*proxy proxy-1/);
  });

  it("should be of a sweep whose parts were merged, as of the sweep itself", async () => {
    const study = ["dailyTime=21:00,22:00", "--seeds", "10"];
    for (const shard of ["1/2", "2/2"])
      await runHere([
        ...["sweep", FLEET, ...WEEK, ...study],
        ...["--shard", shard, "--out", join(home, `${shard[0]!}.ndjson`)],
      ]);
    const path = join(home, "merged.html");
    const parts = [join(home, "1.ndjson"), join(home, "2.ndjson")];
    expect((await runHere(["merge", ...parts, "--report", path])).code).toBe(0);
    await reported(...study, "-o", page);
    const textIn = (html: string) => /<pre [^>]*>([^<]*)</.exec(html)![1];
    expect(textIn(readFileSync(path, "utf8"))).toBe(textIn(readFileSync(page, "utf8")));
  });

  it.each<[readonly string[], readonly string[]]>([
    [[], ["where to? --out report.html, or --out - for standard output"]],
    [
      ["-o", page, "--with", "pictures"],
      [
        "--with: expected some of comparison, study, proposal, forecast, simulation, " +
          'received "pictures"',
      ],
    ],
    [
      ["-o", page, "--with", "comparison"],
      ["--with comparison: needs changes of one value each, or --compare OTHER"],
    ],
    [
      ["-o", page, "--with", "study"],
      ["--with study: needs changes with several values, such as dailyTime=20:00..23:00"],
    ],
    [["-o", page, "--seeds", "10"], ["--seeds: only a comparison or a study has them"]],
    [["-o", page, "--of", "proxy-1"], ["--of: only a chart has it: --svg load"]],
    [
      ["-o", page, "--svg", "load", "--of", "proxy-9"],
      [
        "--of: expected the id of a proxy, a repository or an organization, received " +
          '"proxy-9"',
      ],
    ],
    [
      ["-o", page, "proxy-1.slots=1,2", "--svg", "load"],
      ["--svg load: a study has no load chart; there is study"],
    ],
    [["-o", FLEET], ["--out: examples/fleet.json is a file that is read"]],
    [["-o", page, "slots=2", "--compare", FLEET], ["--compare: either another file or changes"]],
    [["-o", "-", "--json"], ["--json: standard output has the page; --out FILE puts it elsewhere"]],
  ])("should say what can't be: %j", async (words, said) => {
    expect(await problems(...words)).toEqual(said);
    expect(existsSync(FLEET)).toBe(true);
  });
});
