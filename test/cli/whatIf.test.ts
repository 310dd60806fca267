import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/cli/");
const directory = scratch();

const FROM = ["--from", "2025-01-06", "--days", "7"];

describe("what if, as text", () => {
  it("should say what was compared, what a change does, who got worse or better, why", async () => {
    const text = await textOf(
      ["compare", FLEET, "Mail *.dailyTime=21:30", "proxy-1.slots=2", ...FROM],
      0,
    );
    expect(text).toMatch(
      /^examples\/fleet\.json, 7 days from Mon 2025-01-06 00:00 Europe\/Berlin\n\n/,
    );
    await expect(text).toMatchFileSnapshot(join(GOLDEN, "compare.txt"));
  });

  it("should tell of the jobs that are meant, and count all of them", async () => {
    const change = ["compare", FLEET, "Mail *.dailyTime=21:30", "proxies.slots=1", ...FROM];
    for (const more of [[], ["--seeds", "10"]]) {
      const [all, some] = [
        (await runHere([...change, ...more])).out,
        (await runHere([...change, ...more, "--job", "Mail *"])).out,
      ];
      // what is said of the fleet, and how many there are of everything, stays
      const titles = (text: string): string[] =>
        text.split("\n").filter((line) => /^\S/.test(line));
      expect(titles(some)).toEqual(titles(all));
      // below the settings no other job is named
      const below = (text: string): string =>
        text.slice(text.indexOf("\n\n", text.indexOf("Changed")));
      expect(below(all)).toMatch(/^ {2}(?:OneDrive|Fabrikam|SharePoint).*: /m);
      expect(below(some)).not.toMatch(/^ {2}(?:OneDrive|Fabrikam|SharePoint|Teams).*: /m);
      expect(below(some)).toMatch(/^ {2}Mail .*: /m);
      expect(below(some)).toMatch(/^ {2}and .*\d+ more/m);
      const data = JSON.parse(
        (await runHere([...change, ...more, "--job", "Mail *", "--json"])).out,
      ) as {
        told: string[];
      };
      expect(data.told).toContain("mail-berlin");
    }
    expect(await runHere([...change, "--job", "nobody"])).toMatchObject({
      code: 2,
      err: '--job: expected the id or name of a job, received "nobody"\n',
    });
  });

  it("should look for causes only as far as it is told to", async () => {
    const change = ["compare", FLEET, "Mail *.dailyTime=21:30", "proxy-1.slots=2", ...FROM];
    const sentence = "Causes of 7 jobs were not looked for to the end (options: causes, budget).";
    expect(await textOf([...change, "--causes", "none"], 0)).toContain(sentence);
    expect(await textOf([...change, "--budget", "0"], 0)).toContain(sentence);
    const { code, err } = await runHere([...change, "--causes", "all", "--budget", "-1"]);
    expect([code, err.split("\n").length]).toEqual([2, 3]);
  });

  it("should say over several seeds what is more than luck, and refuse other rules", async () => {
    await expect(
      await textOf(["compare", FLEET, "proxy-1.slots=2", "--seeds", "20", ...FROM], 0),
    ).toMatchFileSnapshot(join(GOLDEN, "compare-seeds.txt"));
    expect(await textOf(["compare", FLEET, FLEET, "--seeds", "2", ...FROM], 0)).toContain(
      "No difference under any of 2 seeds",
    );
    const other = join(directory, "rules.json");
    writeFileSync(
      other,
      JSON.stringify({
        ...(JSON.parse(readFileSync(FLEET, "utf8")) as object),
        rules: { restorePoint: "success" },
      }),
    );
    expect(await runHere(["compare", FLEET, other, "--seeds", "3", ...FROM])).toMatchObject({
      code: 2,
      out: "",
      err:
        "--seeds: the two files have different rules; under several seeds, both sides must " +
        "have the same\n",
    });
    expect(await runHere(["compare", FLEET, FLEET, "--seeds", "1", ...FROM])).toMatchObject({
      code: 2,
      out: "",
      err: '--seeds: expected a whole number from 2 to 10,000, received "1"\n',
    });
    // A slot instead of three: clearly more jobs miss their targets.
    const longer = ["compare", FLEET, "proxies.slots=1", "duration=x3", ...FROM, "--seeds"];
    await textOf([...longer, "10"], 1);
    // of 5 seeds the figures are the same, and there is no verdict to exit with
    expect(await textOf([...longer, "5"], 0)).toContain(
      "\n5 seeds: figures, no verdict; at least 10 are needed.",
    );
  });

  it("should give 1 if a job that kept its target misses it, 0 if nothing differs", async () => {
    await textOf(["compare", FLEET, "Mail Berlin.rpo=PT24H", ...FROM], 1);
    expect(await textOf(["compare", FLEET, FLEET, ...FROM], 0)).toContain("No difference");
  });

  it("should not let a name do anything to the terminal", async () => {
    const file = join(directory, "names.json");
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const jobs = ["a", "b", "c"].map((id) => ({
      id,
      name: `\u001b[2J${id}`,
      policy,
      rpo: "PT25H",
      workload: { duration: "PT45M" },
      proxyId: "\u001b[31mp",
    }));
    writeFileSync(file, JSON.stringify({ proxies: [{ id: "\u001b[31mp", slots: 1 }], jobs }));
    for (const args of [
      ["compare", file, "a.dailyTime=21:00"],
      ["stagger", file],
      ["headroom", file],
    ]) {
      const { out, err } = await runHere([...args, ...FROM]);
      expect(err + out).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });
});

describe("what if, as data", () => {
  it.each([
    ["runcast.comparison/1", ["compare", FLEET, "proxy-1.slots=6", ...FROM]],
    ["runcast.headroom/1", ["headroom", FLEET, "--ask", "slots", "--seeds", "2", ...FROM]],
  ])("should be %s", async (format, args) => {
    const { out, err } = await runHere([...args, "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ format });
  });
});

describe("compare", () => {
  it("should hold two files against each other, each under its own rules", async () => {
    const other = join(directory, "other.json");
    writeFileSync(
      other,
      JSON.stringify({
        ...(JSON.parse(readFileSync(FLEET, "utf8")) as object),
        rules: { restorePoint: "success" },
      }),
    );
    const { code, out } = await runHere(["compare", FLEET, other, "--json", ...FROM]);
    expect(code).toBeLessThan(2);
    expect(JSON.parse(out)).toMatchObject({ source: [FLEET, other] });
  });

  it("should find nothing between a file and itself", async () => {
    expect(
      JSON.parse((await runHere(["compare", FLEET, FLEET, "--json", ...FROM])).out),
    ).toMatchObject({ isEmpty: true, changes: [], jobs: [], worse: [] });
  });
});
