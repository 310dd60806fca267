/**
 * Fleets whose timelines were worked out by hand: `test/fixtures/timelines/*.txt`. Read those, not
 * this.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_RULES, simulate, summarize } from "../../../src/index.ts";
import { slowTimelineOf } from "../../support/slowFleet.ts";
import {
  exposureText,
  missedText,
  readFixture,
  sessionText,
} from "../../support/timelineFixture.ts";

const FOLDER = new URL("../../fixtures/timelines/", import.meta.url);
const fixtures = readdirSync(FOLDER)
  .sort()
  .map((file) => readFixture(readFileSync(new URL(file, FOLDER), "utf8")));

describe("golden timelines", () => {
  for (const { title, fleet, from, to, rules, sessions, missed, exposure } of fixtures) {
    it(title, () => {
      const timeline = simulate(fleet, { from, to, rules });
      expect(Array.from(timeline.rows(), sessionText)).toEqual(sessions);
      expect(Array.from(timeline.missedRows(), missedText)).toEqual(missed);
      if (exposure.length > 0) expect(summarize(timeline).jobs.map(exposureText)).toEqual(exposure);
    });

    it(`${title} (the slow simulator)`, () => {
      const slow = slowTimelineOf(fleet, from, to, { ...DEFAULT_RULES, ...rules });
      expect(slow.sessions.map(sessionText).sort()).toEqual([...sessions].sort());
      // it is given due starts only
      const unblocked = missed.filter((line) => !/backup-window|start-window/.test(line));
      expect(slow.missed.map(missedText).sort()).toEqual([...unblocked].sort());
    });
  }

  it("should show every rule of sessions, and both values of every switch", () => {
    const titles = fixtures.map(({ title }) => title).join("\n");
    for (let rule = 15; rule <= 23; rule += 1) expect(titles).toMatch(new RegExp(`\\bR${rule}\\b`));
    const seen = new Set(
      fixtures.flatMap(({ rules }) =>
        Object.entries(rules).map(([key, value]) => `${key}=${value}`),
      ),
    );
    expect([...seen].sort()).toEqual([
      "pendingRetry=first",
      "pendingRetry=superseded",
      "restorePoint=success",
      "restorePoint=success-or-warning",
      "retryManual=false",
      "retryManual=true",
      "retryOnWarning=false",
      "retryOnWarning=true",
    ]);
  });
});
