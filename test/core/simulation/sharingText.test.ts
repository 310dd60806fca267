/**
 * How a resource is shared, in words that follow their verb.
 */
import { describe, expect, it } from "vitest";
import { readResource, type ReadResource } from "../../../src/core/simulation/resource.ts";
import { SHARING_SETTINGS } from "../../../src/core/simulation/fleet.ts";
import { readPace } from "../../../src/core/simulation/pace.ts";
import { paceText, SHARING_VERBS, sharingText } from "../../../src/core/simulation/sharingText.ts";

const MONDAY = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;

const repository = (more: object = {}): ReadResource =>
  readResource({ id: "r", ...more }, "repository", "", [], undefined);
const told = (more: object = {}): string[] =>
  SHARING_SETTINGS.map((setting) => `${setting} ${sharingText(setting, repository(more))}`);

describe("sharingText", () => {
  it("should say of each setting what is not there", () => {
    expect(told()).toEqual([
      "slots slots without limit",
      "threads no threads",
      "pace full speed",
      "outages no outage",
      "proxyId no proxy",
    ]);
  });

  it("should say of each setting what is there", () => {
    expect(
      told({
        slots: 4,
        threads: 64,
        pace: "Mon-Fri 08:00-18:00 40 %",
        outages: [{ from: MONDAY, to: MONDAY + 2 * HOUR }],
        proxyId: "p",
      }),
    ).toEqual([
      "slots 4 slots",
      "threads 64 threads",
      "pace 40 % Mon-Fri 08:00-18:00",
      "outages an outage of 2 h from 2026-01-05T00:00:00Z on",
      "proxyId proxy p",
    ]);
  });

  it("should tell one from many, and group the digits of very many", () => {
    expect(told({ slots: 1, threads: 1 }).slice(0, 2)).toEqual([
      "slots 1 slot",
      "threads 1 thread",
    ]);
    expect(told({ slots: 12_000, threads: 1_024 }).slice(0, 2)).toEqual([
      "slots 12,000 slots",
      "threads 1,024 threads",
    ]);
  });

  it("should say how long outages are in all, and when the first is", () => {
    const outages = [
      { from: MONDAY + 30 * HOUR, to: MONDAY + 31 * HOUR },
      { from: MONDAY + 9 * HOUR, to: MONDAY + 11.5 * HOUR },
    ];
    expect(sharingText("outages", repository({ outages }))).toBe(
      "2 outages, 3 h 30 min in all, the first from 2026-01-05T09:00:00Z on",
    );
  });

  it("should have a verb for each setting", () => {
    expect(SHARING_SETTINGS.map((setting) => SHARING_VERBS[setting])).toEqual([
      "has",
      "has",
      "goes at",
      "has",
      "belongs to",
    ]);
  });
});

describe("paceText", () => {
  const text = (words: string): string => paceText(readPace(words, "pace", [])!);

  it("should name no hours where there is one share for all of them", () => {
    expect(text("at any hour 100 %")).toBe("full speed");
    expect(text("at any hour 40 %")).toBe("40 %");
  });

  it("should say shares in the order of their sizes, and no hours of full speed", () => {
    expect(
      text("Sat all day 80 %; Mon-Fri 08:00-18:00 5 %; Sun all day 50 %; Tue 20:00-21:00 100 %"),
    ).toBe("5 % Mon-Fri 08:00-18:00, 50 % Sun all day, 80 % Sat all day");
  });

  it("should round a share to a tenth of a percent", () => {
    expect(text("Mon all day 33.34 %")).toBe("33.3 % Mon all day");
    expect(text("Mon all day 66.66 %")).toBe("66.7 % Mon all day");
  });
});
