import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError, readFleet, simulate, writeFleetFile } from "../../src/index.ts";
import { runs } from "../support/scheduleArbitraries.ts";
import { veeamFixture } from "../support/veeamJobs.ts";

const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00:00" };
const listed = { name: "Mail", schedulePolicy: policy };

describe("readFleet", () => {
  it.each([
    ["fleet", { clock: { zone: "Europe/Berlin" }, jobs: [{ id: "Mail", policy }] }],
    ["jobs", [listed]],
    ["jobs", { results: [listed] }],
    ["jobs", listed],
    ["policy", policy],
  ])("should read every kind, as a value and as text: %s", (kind, json) => {
    const read = readFleet(json);
    expect(read).toMatchObject({ kind, fleet: { jobs: [{ policy }] }, issues: [] });
    const text = `\ufeff/* exported */ ${JSON.stringify(json)}`;
    expect(readFleet(text)).toEqual(read);
    const elsewhere = readFleet(text, { clock: { zone: "Asia/Tokyo", gap: undefined } });
    expect(elsewhere.fleet.clock?.zone).toBe("Asia/Tokyo");
  });

  it("should keep what a fleet file says of rules and of itself", () => {
    const rules = { retryOnWarning: false };
    const { fleet, ...said } = readFleet({
      description: "Ann's",
      rules,
      jobs: [{ id: "a", policy }],
    });
    expect(said).toMatchObject({ rules, head: { description: "Ann's" } });
    expect(readFleet([listed]).rules).toBeUndefined();
    expect(readFleet(JSON.stringify(writeFleetFile(fleet, rules))).fleet).toEqual(fleet);
  });

  it("should read lists of every version, and the bundled files", () => {
    const { samples } = veeamFixture<{
      readonly samples: readonly { readonly source: string; readonly json: unknown }[];
    }>("job-lists");
    expect(samples.length).toBeGreaterThan(5);
    for (const { source, json } of samples) {
      const { fleet, issues } = readFleet(json);
      expect([issues, fleet.jobs.length > 0], source).toEqual([[], true]);
    }
    for (const [file, count] of [
      ["fleet", 22],
      ["sample-jobs", 16],
    ] as const) {
      const text = readFileSync(new URL(`../../examples/${file}.json`, import.meta.url), "utf8");
      expect(readFleet(text).fleet.jobs).toHaveLength(count);
    }
  });

  it("should leave out a bad job of a list, and give no job of a bad fleet file", () => {
    const bad = { name: "Bad", schedulePolicy: { type: "Hourly" } };
    const list = readFleet([bad, listed]);
    expect(list.fleet.jobs.map(({ id }) => id)).toEqual(["Mail"]);
    expect(list.issues.map(({ path }) => path)).toEqual(["[0].schedulePolicy.type"]);
    const jobs = [
      { id: "a", policy },
      { id: "b", policy, polcy: 1 },
    ];
    const file = readFleet({ jobs });
    expect([file.kind, file.fleet.jobs]).toEqual([undefined, []]);
    expect(file.issues.map(({ path }) => path)).toEqual(["jobs[1].polcy"]);
  });

  it("should say where a text stops being JSON, and what is no fleet at all", () => {
    expect(readFleet("[1,,]").issues).toMatchObject([
      { path: "", message: expect.stringMatching(/^not JSON: line 1, column 4: /) as string },
    ]);
    for (const input of ["", "{}", "[]", 3, null, undefined, { jobs: [] }, () => 1, "[".repeat(99)])
      expect(readFleet(input)).toMatchObject({
        fleet: { jobs: [] },
        issues: [{ message: expect.stringMatching(/expected|JSON/) as string }],
      });
  });

  it("should throw for bad options alone", () => {
    expect(() => readFleet(policy, { clock: { zone: "Mars/Olympus" } })).toThrow(PolicyError);
    expect(() => readFleet(policy, { clok: {} } as object)).toThrow("options.clok: expected");
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.anything()), (input) => {
        const { fleet, issues } = readFleet(input);
        expect(fleet.jobs.length > 0 || issues.length > 0).toBe(true);
        const span = { from: 0, to: 86_400_000 };
        expect(simulate(fleet, span).fleet.jobs).toHaveLength(fleet.jobs.length);
      }),
      runs(200),
    );
  });
});
