import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../src/index.ts";
import { type FleetAt, readFleetAt } from "../../src/node.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();

const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00:00" };
const listed = { name: "Mail", schedulePolicy: policy };

function readJson(json: unknown, zone?: string): Promise<FleetAt> {
  const path = join(folder, "file.json");
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json));
  return readFleetAt(path, zone === undefined ? {} : { clock: { zone } });
}

describe("readFleetAt", () => {
  it.each([
    ["fleet", { clock: { zone: "Europe/Berlin" }, jobs: [{ id: "Mail", policy }] }],
    ["jobs", [listed]],
    ["jobs", { results: [listed] }],
    ["jobs", listed],
    ["policy", policy],
  ])("should read every kind of file: %s", async (kind, json) => {
    const file = await readJson(json);
    expect(file).toMatchObject({ ok: true, kind, fleet: { jobs: [{ policy }] }, issues: [] });
    const elsewhere = await readJson(json, "Asia/Tokyo");
    expect(elsewhere).toMatchObject({ ok: true, fleet: { clock: { zone: "Asia/Tokyo" } } });
  });

  it("should leave to the file what is undefined of a clock", async () => {
    const json = { clock: { zone: "Asia/Tokyo" }, jobs: [{ id: "Mail", policy }] };
    const path = join(folder, "tokyo.json");
    writeFileSync(path, JSON.stringify(json));
    const clock = { zone: undefined, gap: "skip" } as const;
    const file = await readFleetAt(path, { clock });
    expect(file).toMatchObject({ fleet: { clock: { zone: "Asia/Tokyo", gap: "skip" } } });
  });

  it("should leave out jobs of a list that cannot be read, and say which", async () => {
    const file = await readJson([{ name: "Bad", schedulePolicy: { type: "Hourly" } }, listed]);
    expect(file).toMatchObject({ ok: true, fleet: { jobs: [{}] } });
    expect(file.ok && file.issues.map(({ path }) => path)).toEqual(["[0].schedulePolicy.type"]);
  });

  it("should say why there is no fleet, a line for each reason", async () => {
    for (const json of ["{", [], { jobs: [] }, { jobs: [{ id: 3 }] }, "\u0000"]) {
      const file = await readJson(json);
      expect(!file.ok && file.problems.length).toBeGreaterThan(0);
    }
    const nowhere = join(folder, "nowhere.json");
    const problems = [`${nowhere}: no such file`];
    expect(await readFleetAt(nowhere)).toEqual({ ok: false, problems });
  });

  it("should throw for a bad call", async () => {
    await expect(readFleetAt(3 as unknown as string)).rejects.toThrow(PolicyError);
    await expect(readJson(policy, "Mars/Olympus")).rejects.toThrow("options.clock.zone");
    const misspelt = { clok: {} } as object;
    await expect(readFleetAt("a.json", misspelt)).rejects.toThrow("options.clok: expected");
  });
});
