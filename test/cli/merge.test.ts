/**
 * `runcast merge`: what belongs together is put together, and whatever does not is named.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOST_SEEDS } from "../../src/cli/fleetRequest.ts";
import { MOST_VARIATIONS } from "../../src/cli/studyAnswer.ts";
import { PART_LIMITS, type PartHeader } from "../../src/files/partHeader.ts";
import { runHere, textOf } from "../support/cliRun.ts";
import { headerWith, partOf } from "../support/parts.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();
let files = 0;

/** A file with this text. */
function file(text: string | Uint8Array): string {
  const path = join(directory, `${(files += 1)}.ndjson`);
  writeFileSync(path, text);
  return path;
}

const part = (more: Partial<PartHeader> = {}): string => file(partOf(headerWith(more)));
const shardsOf = (shards: number, more: Partial<PartHeader> = {}): string[] =>
  Array.from({ length: shards }, (_, index) => part({ ...more, shards, shard: index + 1 }));

/** What is said of parts that are refused, their files by their places. */
async function refused(...paths: readonly string[]): Promise<string> {
  const out = join(directory, "refused.ndjson");
  const results = [
    await runHere(["merge", ...paths]),
    await runHere(["merge", ...paths, "--out", out]),
  ];
  const [{ err } = { err: "" }] = results;
  for (const result of results) expect(result).toEqual({ code: 2, out: "", err });
  expect(existsSync(out)).toBe(false);
  return paths.reduce((text, path, index) => text.replaceAll(path, `<${index + 1}>`), err);
}

/** A part whose lines are changed. */
function changed(change: (lines: string[]) => string[], more: Partial<PartHeader> = {}): string {
  return file(change(partOf(headerWith(more)).split("\n")).join("\n"));
}

/** A part, with one line changed. */
const withLine = (line: number, change: (text: string) => string): string =>
  changed((lines) => lines.map((text, index) => (index === line - 1 ? change(text) : text)));

/** A part, with its header changed. */
const withHeader = (more: object): string =>
  withLine(1, (text) => JSON.stringify({ ...(JSON.parse(text) as object), ...more }));

describe("merge", () => {
  it("should write the bytes of the uncut sweep, whatever the order of parts", async () => {
    const whole = partOf(headerWith());
    const out = join(directory, "all.ndjson");
    for (const shards of [1, 2, 3, 5, 24, 30]) {
      const paths = shardsOf(shards).reverse();
      const { code, err } = await runHere(["merge", ...paths, "--out", out]);
      expect([code, err]).toEqual([0, ""]);
      expect(readFileSync(out, "utf8")).toBe(whole);
    }
    expect(await textOf(["merge", ...shardsOf(3), "--out", out], 0)).toMatch(
      /^24 rows of 3 parts, written to\s/,
    );
    const { out: data } = await runHere(["merge", out, "--out", join(directory, "x"), "--json"]);
    expect(JSON.parse(data)).toMatchObject({
      format: "runcast.part/1",
      from: { epochMs: Date.UTC(2026, 0, 5), local: "2026-01-05T01:00:00+01:00" },
      rows: 24,
      parts: 1,
    });
    expect(readdirSync(directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("should print the same table of any cut, in the order that is asked for", async () => {
    const text = await textOf(["merge", part(), "--by", "waitMean", "--top", "2"], 0);
    expect(text.split("\n").slice(0, 3)).toEqual([
      "fleet.json, 7 days from Mon 2026-01-05 01:00 Europe/Berlin, seed 7",
      "",
      "6 variations under 4 seeds, best first by mean wait: means over the seeds",
    ]);
    expect(text).toContain("... and 4 more variations: --top");
    const model = { model: "threads=32" };
    expect(await textOf(["merge", part(model)], 0)).toMatch(
      /^fleet.json with --model threads=32, 7 days/,
    );
    for (const asked of [["--by", "waitMean", "--top", "2"], ["--json"]]) {
      const whole = await runHere(["merge", part(), ...asked]);
      expect(await runHere(["merge", ...shardsOf(5), ...asked])).toEqual(whole);
    }
  });

  it("should take whatever a sweep gives", () => {
    expect(PART_LIMITS.seeds).toBe(MOST_SEEDS);
    expect(PART_LIMITS.variations).toBe(MOST_VARIATIONS);
  });

  it("should write through a link, and leave it", async () => {
    const link = join(directory, "link");
    const target = file("old");
    symlinkSync(target, link);
    expect((await runHere(["merge", part(), "--out", link])).code).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(partOf(headerWith()));
  });
});

describe("parts of somebody who means harm", () => {
  const odd = "\u001b[2J\u202e\u0007\u200b\ud800";

  it("should print nothing but text", async () => {
    const values = [odd, `${odd}${odd}`, "__proto__", "constructor"];
    const changes = [{ name: "__proto__", values }];
    const results = [
      await runHere(["merge", part({ changes, source: odd })]),
      await runHere(["merge", part({ changes, source: odd }), "--json"]),
      await runHere(["merge", withHeader({ [odd]: odd, format: odd })]),
      await runHere(["merge", withLine(2, (text) => text.replace("slots", JSON.stringify(odd)))]),
      await runHere(["merge", part({ shards: 2 }), part({ shards: 2, shard: 2, source: odd })]),
    ];
    expect(results.map(({ code }) => code)).toEqual([0, 0, 2, 2, 2]);
    for (const { out, err } of results) expect(out + err).not.toMatch(/[^\P{C}\n]/u);
    const { dimensions, rows } = JSON.parse(results[1]!.out) as {
      dimensions: string[];
      rows: { dimensions: object }[];
    };
    expect(dimensions).toEqual(["__proto__"]);
    const told = rows.map((row) => Object.entries(row.dimensions));
    expect(new Set(told.map(([entry]) => entry?.[0]))).toEqual(new Set(["__proto__"]));
    expect(new Set(told.map(([entry]) => entry?.[1] as unknown))).toEqual(new Set(values));
  });
});

describe("what is not merged", () => {
  it("should be shards that are missing or there twice, each of them named", async () => {
    const [one, two, three, four, five, six, seven, eight] = shardsOf(8);
    expect(await refused(one!, three!, four!, eight!)).toBe("shards 2, 5 to 7 of 8 are missing\n");
    expect(await refused(one!, two!, three!, five!, six!, seven!, eight!)).toBe(
      "shard 4 of 8 is missing\n",
    );
    expect(await refused(one!, two!, two!, four!, five!, six!, seven!, eight!)).toBe(
      "<2>: shard 2 of 8 once more: it is in <2>\nshard 3 of 8 is missing\n",
    );
    const thousands = await refused(part({ shards: 100_000, shard: 50_000 }));
    expect(thousands).toBe("shards 1 to 49999, 50001 to 100000 of 100000 are missing\n");
    const odd = Array.from({ length: 60 }, (_, index) =>
      part({ shards: 120, shard: 2 * index + 1 }),
    );
    expect(await refused(...odd)).toMatch(
      /^shards 2, 4, [\d, ]+, 40, and more of 120 are missing\n$/,
    );
  });

  it.each<[string, Partial<PartHeader>, string]>([
    ["version", { version: "0.2.0" }, 'version is "0.2.0", not "0.1.0"'],
    ["zone database", { zoneDatabase: "2026a" }, 'zoneDatabase is "2026a", not "2025b"'],
    ["fleet", { run: "f".repeat(64) }, "run differs: the fleet's content, or the rules"],
    ["file", { source: "b.json" }, 'source is "b.json", not "fleet.json"'],
    ["model", { model: "slots=8" }, 'model is "slots=8", not nothing'],
    ["zone", { zone: "UTC" }, 'zone is "UTC", not "Europe/Berlin"'],
    [
      "beginning",
      { from: "2026-01-05T00:01:00Z", run: "f".repeat(64) },
      'from is "2026-01-05T00:01:00Z", not "2026-01-05T00:00:00Z"',
    ],
    [
      "end",
      { to: "2026-01-13T00:00:00Z" },
      'to is "2026-01-13T00:00:00Z", not "2026-01-12T00:00:00Z"',
    ],
    ["luck", { seed: 8, seeds: 5 }, "seed is 8, not 7; seeds is 5, not 4"],
    [
      "changes",
      { changes: [{ name: "rpo", values: ["26h"] }] },
      'changes are "rpo=26h", not "dailyTime=21:00,22:00 proxies.slots=1,2,4"',
    ],
    ["number of shards", { shards: 3 }, "shards is 3, not 2"],
  ])("should be parts of different runs: another %s", async (_, more, told) => {
    const paths = [part({ shards: 2 }), part({ shards: 2, shard: 2, ...more })];
    expect(await refused(...paths)).toBe(
      `<2>: it does not go with <1>: ${told}\nshard 2 of 2 is missing\n`,
    );
  });

  it("should be what is no part, or one of another format", async () => {
    const format = 'format: expected "runcast.part/1", received';
    const hint = "; is it written by runcast sweep --out, of this version?\n";
    expect(await refused(withHeader({ format: "runcast.part/2" }))).toBe(
      `<1>: ${format} "runcast.part/2"${hint}`,
    );
    expect(await refused(file('{"format":"runcast.study/1"}\n'))).toContain(
      `${format} "runcast.study/1"`,
    );
    expect(await refused(file("[]\n"))).toContain(`${format} an array of 0`);
    expect(await refused(file('{"__proto__":{"format":"runcast.part/1"}}\n'))).toContain(
      `${format} nothing`,
    );
    expect(await refused(file(""))).toBe("<1>: empty: a part begins with its header\n");
    expect(await refused(file("\u0000\u0001 what\n"))).toContain("<1>: not JSON: column 1: ");
    expect(await refused(file(Uint8Array.of(0x7b, 0xff, 0x0a)))).toBe(
      "<1>: line 1 or soon after it is not UTF-8\n",
    );
    expect(await refused(join(directory, "nowhere"), directory)).toBe(
      "<1>: no such file\n<2>: a directory, not a file\n"
        .replace("<1>", join(directory, "nowhere"))
        .replace(join(directory, "nowhere"), "<1>"),
    );
  });

  it.each<[string, object, string]>([
    ["a key that nobody knows", { sharts: 1 }, "sharts: expected one of "],
    ["__proto__ for a key", JSON.parse('{"__proto__":1}') as object, "__proto__: expected one of "],
    ["no run", { run: "abc" }, "run: expected a hash of 64 digits"],
    ["no text", { source: 1 }, "source: expected a text, received 1"],
    ["no model", { model: "slots=0" }, "model: expected slots=8, threads or threads=64"],
    ["a model in other words", { model: " slots=8" }, "model: expected slots=8, threads"],
    ["a zone of nowhere", { zone: "Mars/Base" }, "zone: expected an IANA time zone"],
    ["an instant in other words", { from: "2026-01-05" }, "from: expected an instant in UTC"],
    ["no time", { to: "2026-01-05T00:00:00Z" }, "to: expected an instant after the beginning"],
    ["no seed", { seed: 0.5 }, "seed: expected a whole number, received 0.5"],
    ["too many seeds", { seeds: 10_001 }, "seeds: expected a whole number from 2 to 10000"],
    ["no seeds", { seeds: null }, "seeds: expected a whole number from 2 to 10000"],
    ["shard 0", { shard: 0 }, "shard: expected a whole number from 1 to 1, received 0"],
    ["a shard too many", { shard: 2 }, "shard: expected a whole number from 1 to 1, received 2"],
    ["too many shards", { shards: 1e9 }, "shards: expected a whole number from 1 to 100000"],
    ["no changes", { changes: [] }, "changes: expected an array of 1 to 1000 changes"],
    ["a change of nothing", { changes: [null] }, "changes[0]: expected { name, values }"],
    [
      "a change twice",
      { changes: [1, 2].map(() => ({ name: "a", values: ["1"] })) },
      'changes[1].name: expected a text of its own, received "a"',
    ],
    [
      "a value that is no text",
      { changes: [{ name: "a", values: [1] }] },
      "changes[0].values: expected 1 to 1000 texts",
    ],
    [
      "more variations than memory holds",
      {
        changes: ["a", "b", "c"].map((name) => ({
          name,
          values: Array.from({ length: 1_000 }, String),
        })),
      },
      "changes: expected at most 100000 combinations, received 1000000000",
    ],
    [
      "more simulations than memory holds",
      {
        seeds: 10_000,
        changes: [{ name: "a", values: Array.from({ length: 1_000 }, String) }],
      },
      "seeds: expected at most 5000000 simulations, received 10000000",
    ],
    [
      "more names than memory holds",
      {
        changes: [
          ...["a", "b"].map((name) => ({ name, values: Array.from({ length: 300 }, String) })),
          ...Array.from({ length: 200 }, (_one, index) => ({ name: `c${index}`, values: ["x"] })),
        ],
      },
      "changes: expected names of at most 67108864 characters in all, received ",
    ],
  ])("should be a header with %s", async (_, more, told) => {
    expect(await refused(withHeader(more))).toContain(`<1>: ${told}`);
  });

  it.each<[string, () => string, string]>([
    ["cut off in a row", () => file(partOf(headerWith()).slice(0, -9)), "line 25 is cut off"],
    [
      "cut off between rows",
      () => changed((lines) => [...lines.slice(0, 9), ""]),
      "it ends after 8 of 24 rows: is it copied to the end?",
    ],
    [
      "a row too many",
      () => changed((lines) => [...lines.slice(0, -1), lines.at(-2)!, ""]),
      "line 26: more rows than the 24 of its shard",
    ],
    [
      "a row twice",
      () => changed((lines) => lines.toSpliced(2, 0, lines[2]!)),
      "line 4: seed: expected 9, received 8",
    ],
    [
      "rows of another variation",
      () => withLine(3, (text) => text.replace("slots 1", "slots 2")),
      'line 3: variation: expected "dailyTime 21:00, proxies.slots 1", received ',
    ],
    [
      "NaN",
      () => withLine(3, (text) => text.replace(/"peak":[^,]+/, '"peak":NaN')),
      "line 3: not JSON: ",
    ],
    [
      "an infinite number",
      () => withLine(3, (text) => text.replace(/"peak":[^,]+/, '"peak":1e999')),
      "line 3: metrics.peak: expected a number, received Infinity",
    ],
    [
      "a number that is missing",
      () => withLine(3, (text) => text.replace(/"peak":[^,]+,/, "")),
      "line 3: metrics.peak: expected a number, received nothing",
    ],
    [
      "a number that is a text",
      () => withLine(3, (text) => text.replace(/"peak":[^,]+/, '"peak":"1"')),
      'line 3: metrics.peak: expected a number, received "1"',
    ],
    [
      "a metric that nobody knows",
      () => withLine(3, (text) => text.replace('"peak"', '"__proto__"')),
      "line 3: metrics.__proto__: expected one of ",
    ],
    [
      "metrics from a prototype",
      () => withLine(3, (text) => text.replace('"metrics"', '"__proto__"')),
      "line 3: __proto__: expected one of variation, seed, metrics",
    ],
    [
      "no row",
      () => withLine(3, () => "[1]"),
      "line 3: expected a row { variation, seed, metrics }",
    ],
    ["an empty line", () => withLine(3, () => ""), "line 3: not JSON: "],
    [
      "brackets without end",
      () => withLine(3, () => "[".repeat(200_000)),
      "line 3: not JSON: column 65: brackets nest deeper than 64",
    ],
  ])("should be a part with %s", async (_, path, told) => {
    expect(await refused(path())).toContain(`<1>: ${told}`);
  });

  it("should be read no further than to what is wrong, however much there is", async () => {
    // Twenty thousand rows too many, and a line without an end.
    const row = `${partOf(headerWith()).split("\n")[1]!}\n`;
    const many = file(partOf(headerWith()) + row.repeat(20_000));
    const before = performance.now();
    expect(await refused(many)).toBe("<1>: line 26: more rows than the 24 of its shard\n");
    const endless = file(
      `${partOf(headerWith()).split("\n")[0]!}\n${"x".repeat(17 * 1024 * 1024)}`,
    );
    expect(await refused(endless)).toContain("<1>: line 2 is longer than 16,777,216 characters");
    expect(performance.now() - before).toBeLessThan(60_000);
  });

  it("should be nothing to nowhere: a file that is a part, a directory, a device", async () => {
    const [one, two] = shardsOf(2);
    const of = async (...args: readonly string[]): Promise<string> => {
      const { code, out, err } = await runHere(["merge", ...args]);
      expect([code, out]).toEqual([2, ""]);
      return err;
    };
    const before = readFileSync(two!, "utf8");
    expect(await of(one!, two!, "--out", two!)).toBe(`--out: ${two!} is one of the parts\n`);
    expect(readFileSync(two!, "utf8")).toBe(before);
    mkdirSync(join(directory, "folder"));
    expect(await of(one!, two!, "--out", join(directory, "folder"))).toContain("(EISDIR)");
    expect(await of(one!, two!, "--out", join(directory, "no", "x"))).toContain("(ENOENT)");
    expect(await of(one!, two!, "--out", "/dev/null")).toContain("(not a file)");
    expect(await of(one!, two!, "--out", "-")).toBe("--out: expected the name of a file\n");
    expect(await of(one!, two!, "--out", "x", "--by", "peak")).toBe(
      "--by: with --out there is no table\n",
    );
    expect(await of()).toBe("the parts of a sweep are needed; --help says more\n");
  });
});
