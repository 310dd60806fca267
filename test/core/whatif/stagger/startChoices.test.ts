import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { axisOf } from "../../../../src/core/whatif/stagger/axis.ts";
import { checkGoal } from "../../../../src/core/whatif/stagger/proposal.ts";
import {
  choiceReader,
  type StartChoice,
  type StartChoices,
} from "../../../../src/core/whatif/stagger/startChoices.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import {
  type Fleet,
  parsePolicy,
  type SchedulePolicy,
  type StaggerGoal,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, windowed } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5);
const week = { from: FROM, to: FROM + 7 * DAY };

function choicesOf(
  policy: SchedulePolicy,
  goal: StaggerGoal,
  span = week,
  zone = "UTC",
): StartChoices {
  const fleet: Fleet = { clock: { zone }, jobs: [{ id: "a", policy }] };
  const { jobs, zone: table } = checkedFleet(fleet, hostZone);
  const aims = checkGoal(goal, fleet, []);
  return choiceReader(aims, axisOf(span, aims.gridMinutes, table), span)(jobs[0]!);
}

const at = ({ choices }: StartChoices, value: string | number): StartChoice =>
  choices.find((choice) => choice.value === value)!;
const valuesOf = ({ choices }: StartChoices): (string | number)[] =>
  choices.map(({ value }) => value);

describe("the starts that a job may have", () => {
  it("should lie around the day for a job of every day, the nearest way", () => {
    const found = choicesOf(windowed("22:30", 20, 6), { gridMinutes: 120, within: "21:00-05:00" });
    expect(found.setting).toBe("dailyTime");
    expect(valuesOf(found)).toEqual([
      ...["12:00:00", "14:00:00", "16:00:00", "18:00:00", "20:00:00", "22:00:00", "22:30:00"],
      ...["00:00:00", "02:00:00", "04:00:00", "06:00:00", "08:00:00", "10:00:00"],
    ]);
    expect(found.choices.map(({ byMinutes }) => byMinutes)).toEqual([
      -630, -510, -390, -270, -150, -30, 0, 90, 210, 330, 450, 570, 690,
    ]);
    expect(found.present).toBe(6);
    expect(found.choices.map(({ isOtherDate }) => isOtherDate)).toEqual(
      Array.from({ length: 13 }, (_, index) => index > 6),
    );
  });

  it("should know their cells, their runs, and the room to both ends", () => {
    const found = choicesOf(windowed("22:30", 20, 6), { gridMinutes: 120, within: "21:00-05:00" });
    const nights = (hour: number): number[] =>
      Array.from({ length: 7 }, (_, day) => 12 * day + Math.floor(hour / 2));
    const seen = (value: string): unknown[] => {
      const { cells, runs, roomMs, hoursRoomMs } = at(found, value);
      return [Array.from(cells), runs, roomMs / HOUR, hoursRoomMs / HOUR];
    };
    expect(seen("22:30:00")).toEqual([nights(22), 7, 7.5, 6.5]);
    expect(seen("04:00:00")).toEqual([nights(4), 7, 2, 1]);
    // before the hours that are asked for
    expect(seen("20:00:00")).toEqual([nights(20), 7, 10, -1 / HOUR]);
    // no run is allowed there
    expect(seen("12:00:00").slice(0, 2)).toEqual([[], 0]);
  });

  it("should stay on their own day for a job that has no run every day", () => {
    const policy = parsePolicy({ ...daily("22:00"), dailyType: "Workdays" });
    const found = choicesOf(policy, { gridMinutes: 480 });
    expect(
      found.choices.map(({ value, byMinutes, isOtherDate }) => [value, byMinutes, isOtherDate]),
    ).toEqual([
      ["00:00:00", -1_320, false],
      ["08:00:00", -840, false],
      ["16:00:00", -360, false],
      ["22:00:00", 0, false],
    ]);
    expect(found.choices.map(({ runs }) => runs)).toEqual([5, 5, 5, 5]);
  });

  it("should be offsets for a job of every so many hours, whatever the hours of the goal", () => {
    const policy = parsePolicy({
      type: "Periodically",
      periodicallyEvery: "Hours12",
      periodicallyOffsetMinutes: 10,
    });
    const found = choicesOf(policy, { gridMinutes: 20, within: "20:00-06:00" });
    expect(found.setting).toBe("periodicallyOffsetMinutes");
    expect(found.choices.map(({ value, byMinutes }) => [value, byMinutes])).toEqual([
      [0, -10],
      [10, 0],
      [20, 10],
      [40, 30],
    ]);
    expect([found.present, at(found, 40).hoursRoomMs]).toEqual([1, at(found, 10).roomMs]);
    expect(Array.from(at(found, 40).cells.slice(0, 3))).toEqual([2, 38, 74]);
  });

  it("should be no further away than is allowed", () => {
    const goal = { gridMinutes: 30, atMostMinutes: 60 };
    expect(valuesOf(choicesOf(daily("00:30"), goal))).toEqual([
      "23:30:00",
      "00:00:00",
      "00:30:00",
      "01:00:00",
      "01:30:00",
    ]);
  });

  it("should be one alone where nothing can be set", () => {
    const found = choicesOf(parsePolicy({ type: "Periodically", periodicallyEvery: "Minutes30" }), {
      gridMinutes: 60,
    });
    expect([found.setting, found.present]).toEqual([undefined, 0]);
    expect(found.choices.map(({ value, byMinutes, runs }) => [value, byMinutes, runs])).toEqual([
      [0, 0, 336],
    ]);
  });

  it("should be what the server's clock makes of them on both sides of a change", () => {
    // From then on 22:00 in Berlin is 20:00 in UTC, where the window opens at 21:00.
    const change = Date.UTC(2026, 2, 29, 1);
    const span = { from: change - 8 * DAY, to: change + 8 * DAY };
    const found = choicesOf(windowed("22:00", 21, 6), { gridMinutes: 60 }, span, "Europe/Berlin");
    expect(at(found, "22:00:00").runs).toBe(8);
    expect(at(found, "23:00:00").runs).toBe(16);
    expect(at(found, "23:00:00").roomMs).toBe(8 * HOUR);
    expect(at(found, "22:00:00").roomMs).toBe(9 * HOUR);
    // a week of each, from its first hour on: 01:00 in UTC is 02:00, and then 03:00
    const cells = Array.from(at(found, "23:00:00").cells);
    expect(cells).toEqual([
      ...Array.from({ length: 7 }, (_, day) => 24 * day + 21),
      ...Array.from({ length: 7 }, (_, day) => 168 + 24 * day + 20),
    ]);
  });
});
