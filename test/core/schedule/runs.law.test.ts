import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, type Run } from "../../../src/index.ts";
import { runs, scheduledScenes } from "../../support/scheduleArbitraries.ts";
import {
  at,
  backupWindow,
  clockChange,
  daily,
  DAY,
  every,
  iso,
  mask,
  startWindow,
  WEEK,
} from "../../support/scheduleBuilders.ts";

describe("runs", () => {
  it("should show each start as a person sees it", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const schedule = compile(
      daily("02:30", "Everyday", backupWindow(mask((hour, weekday) => weekday !== 1 || hour > 12))),
      { zone: "America/New_York" },
    );
    expect([...schedule.runs(at("2026-03-07T00:00Z"), at("2026-03-10T00:00Z"))]).toEqual<Run[]>([
      { instant: at("2026-03-07T07:30Z"), local: "2026-03-07T02:30:00-05:00", admitted: true },
      {
        instant: at("2026-03-08T07:30Z"),
        local: "2026-03-08T03:30:00-04:00",
        admitted: true,
        clockChange: "shifted",
      },
      {
        instant: at("2026-03-09T06:30Z"),
        local: "2026-03-09T02:30:00-04:00",
        admitted: false,
        reason: "backup-window",
      },
    ]);
  });

  it("should mark what an opening made, and have no key for what is absent", () => {
    const schedule = compile(every("Hours12", startWindow(mask((hour) => hour >= 1))));
    expect([...schedule.runs(at("2026-03-07T00:00Z"), at("2026-03-07T12:00Z"))]).toEqual<Run[]>([
      {
        instant: at("2026-03-07T00:00Z"),
        local: "2026-03-07T00:00:00Z",
        admitted: false,
        reason: "start-window",
      },
      {
        instant: at("2026-03-07T01:00Z"),
        local: "2026-03-07T01:00:00Z",
        admitted: true,
        atOpening: true,
      },
    ]);
    for (const run of schedule.runs(0, WEEK)) expect(Object.values(run)).not.toContain(undefined);
  });

  it("should write the local time of the second pass with its own offset", () => {
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    const schedule = compile(every("Hours1"), { zone: "Europe/Berlin" });
    expect(
      Array.from(
        schedule.runs(at("2026-10-25T00:00Z"), at("2026-10-25T02:00Z")),
        (run) => `${run.local} ${run.clockChange}`,
      ),
    ).toEqual(["2026-10-25T02:00:00+02:00 first-pass", "2026-10-25T02:00:00+01:00 second-pass"]);
  });

  it("should write seconds of an offset that has some: Monrovia until 1972", () => {
    const [run] = compile(daily("01:00"), { zone: "Africa/Monrovia" }).runs(
      at("1971-01-01T00:00Z"),
      at("1971-01-02T00:00Z"),
    );
    expect(run).toEqual({
      instant: at("1971-01-01T01:44:30Z"),
      local: "1971-01-01T01:00:00-00:44:30",
      admitted: true,
    });
  });

  it("should be lazy: two of a list without end", () => {
    const listing = compile(every("Minutes5")).runs(at("2026-01-01T00:00Z"), Infinity);
    expect(
      [listing.next().value, listing.next().value].map((run) => iso((run as Run).instant)),
    ).toEqual(["2026-01-01T00:00Z", "2026-01-01T00:05Z"]);
    expect([...compile(every("Hours1")).runs(5, 5)]).toEqual([]);
    expect([...compile(every("Hours1")).runs(DAY, 0)]).toEqual([]);
  });

  it("should be listed in one piece or in many", () => {
    fc.assert(
      fc.property(
        scheduledScenes,
        fc.integer({ min: 1, max: 30 * DAY }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        ({ policy, clock, instant }, span, cuts) => {
          const schedule = compile(policy, clock);
          const edges = [0, ...cuts.map((cut) => Math.floor(cut * span)), span]
            .sort((a, b) => a - b)
            .map((distance) => instant + distance);
          const pieces = edges
            .slice(1)
            .flatMap((to, index) => [...schedule.runs(edges[index]!, to)]);
          expect(pieces).toEqual([...schedule.runs(instant, instant + span)]);
        },
      ),
      runs(200),
    );
  });
});
