import { describe, expect, it } from "vitest";
import { hostZone } from "../../src/host/zones.ts";
import { heatMap } from "../../src/report/heatMap.ts";
import { COLOURED, PLAIN } from "../../src/report/kit/style.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import { weekLoad } from "../../src/core/forecast/weekLoad.ts";
import { compiled } from "../support/compiled.ts";
import { mask } from "../support/scheduleBuilders.ts";

const MONDAY = Date.UTC(2026, 0, 5);
const WEEK_MS = 7 * 86_400_000;

const NIGHT = {
  backupWindowSettings: { backupWindow: mask((hour) => hour >= 20 || hour < 6) },
};
const daily = (dailyTime: string, more = {}) => ({
  type: "Daily",
  dailyType: "Everyday",
  dailyTime,
  ...more,
});

function mapOf(policies: readonly object[], width = 80, paint = PLAIN): string[] {
  const jobs = policies.map((policy, index) => ({
    name: `job ${index}`,
    schedule: compiled(policy),
  }));
  return heatMap(weekLoad(jobs, hostZone("UTC"), MONDAY, MONDAY + WEEK_MS), width, paint);
}

describe("heatMap", () => {
  it("should show starts, the busiest hour and hours closed to all, and explain its signs", () => {
    const map = mapOf([
      daily("22:00", NIGHT),
      daily("22:30", { ...NIGHT, dailyType: "Monday" }),
      daily("02:00", NIGHT),
    ]);
    expect(map[0]).toBe(
      "     00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
    );
    expect(map[1]).toBe(
      "Mon   ·  ·  1  ·  ·  · ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓  ·  ·  2* ·",
    );
    expect(map[2]).toBe(
      "Tue   ·  ·  1  ·  ·  · ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓ ▓▓  ·  ·  1  ·",
    );
    expect(map[8]).toBe(
      "all        ▇▇                                                          ██",
    );
    expect(map.slice(10).join("\n")).toBe(
      "     number = starts in that hour   · = none   * = busiest\n     ▓ = prohibited to " +
        "all of the jobs",
    );
  });

  it("should mark lost starts, and shade hours by the share of jobs they are closed to", () => {
    const free = daily("22:00");
    const lost = daily("12:00", NIGHT);
    expect(mapOf([lost])[1]).toContain(" ▓!"); // closed to all, and a start lost
    expect(mapOf([lost, free])[1]).toBe(
      "Mon   ·  ·  ·  ·  ·  ·  ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·! ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·▒ ·  ·  1  ·",
    );
    expect(mapOf([lost, free, free, free])[1]).toContain("·░");
    expect(mapOf([lost, free, free, free, free])[1]).not.toContain("░"); // one in five is no news
  });

  it("should show large numbers in tens, hundreds and so on, or as they are, given room", () => {
    const many = Array.from({ length: 240 }, () => daily("22:00")).concat(
      Array.from({ length: 3 }, () => daily("03:00")),
    );
    expect(mapOf(many)[1]).toContain("24*");
    expect(mapOf(many)[1]).toContain(" <1 ");
    expect(mapOf(many).join("\n")).toContain("in units of 10");
    expect(mapOf(many, 110)[1]).toContain(" 240*");
    expect(mapOf(many, 110).join("\n")).not.toContain("units");
  });

  it("should fit the width, with and without colour, and colour nothing but what it says", () => {
    for (const width of [79, 100, 120]) {
      const plain = mapOf([daily("12:00", NIGHT), daily("22:00")], width);
      const coloured = mapOf([daily("12:00", NIGHT), daily("22:00")], width, COLOURED);
      for (const line of plain) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(coloured.map((line) => line.replace(/\u001b\[[\d;]*m/g, "").trimEnd())).toEqual(plain);
      expect(coloured.join("")).toContain("\u001b[");
    }
  });

  it("should be calm where nothing starts", () => {
    const map = mapOf([{ type: "Daily", dailyType: "Everyday", dailyTime: "12:00", ...NIGHT }]);
    expect(map.join("\n")).not.toMatch(/NaN|undefined|Infinity/);
  });
});
