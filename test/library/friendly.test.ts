import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { nextRun, PolicyError, upcomingRuns, type UpcomingSpan } from "../../src/index.ts";
import { at, backupWindow, clockChange, mask } from "../support/scheduleBuilders.ts";

const DAILY = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const HOURLY = { type: "Periodically", periodicallyEvery: "Hours1" };
const MANUAL = { type: "ManualOnly" };

const issuesOf = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).issues.map((issue) => `${issue.path}: ${issue.message}`);
  }
  throw new Error("expected a PolicyError");
};

describe("nextRun", () => {
  it("should give the seed's example as a DateTime in the server's zone", () => {
    const run = nextRun(DAILY, "2017-05-31T12:00:00Z", { zone: "America/Los_Angeles" });
    expect(run).toBeInstanceOf(DateTime);
    expect(run?.toISO()).toBe("2017-06-01T01:00:00.000-07:00");
    expect(run?.zoneName).toBe("America/Los_Angeles");
    expect(run?.toUTC().toISO()).toBe("2017-06-01T08:00:00.000Z");
    expect(nextRun(DAILY, "2017-05-31T12:00:00Z")?.toISO()).toBe("2017-06-01T01:00:00.000Z");
  });

  it("should take every form of an instant, strictly after it", () => {
    const run = at("2026-01-02T01:00Z");
    for (const after of [
      run - 1,
      run - 1_000,
      "2026-01-02T00:59:59.999Z",
      new Date(run - 1),
      DateTime.fromMillis(run - 1),
    ]) {
      expect(nextRun(DAILY, after)?.toMillis()).toBe(run);
    }
    expect(nextRun(DAILY, run)?.toISO()).toBe("2026-01-03T01:00:00.000Z");
  });

  it("should name a fixed offset, and a zone in the letter case of IANA", () => {
    expect(nextRun(DAILY, "2026-01-01", { zone: "UTC+5:30" })?.toISO()).toBe(
      "2026-01-02T01:00:00.000+05:30",
    );
    expect(nextRun(DAILY, "2026-01-01", { zone: "europe/berlin" })?.zoneName).toBe("Europe/Berlin");
    expect(nextRun(DAILY, "2026-01-01", { zone: "Asia/Kolkata" })?.zoneName).toBe("Asia/Kolkata");
  });

  it("should give nothing where there is no next run", () => {
    expect(nextRun(MANUAL, "2026-01-01")).toBeUndefined();
    expect(nextRun({ ...DAILY, scheduleEnabled: false }, "2026-01-01")).toBeUndefined();
    expect(nextRun({ ...DAILY, ...backupWindow(mask(() => false)) }, "2026-01-01")).toBeUndefined();
    expect(nextRun(DAILY, 8.64e15)).toBeUndefined();
  });

  it("should refuse bad input, with the path", () => {
    expect(
      issuesOf(() => nextRun({ type: "Daily", dailyTime: "25:00" }, "2026-01-01")).map(
        (issue) => issue.split(":")[0],
      ),
    ).toEqual(["schedulePolicy.dailyType", "schedulePolicy.dailyTime"]);
    expect(issuesOf(() => nextRun(DAILY, "soon"))[0]).toMatch(
      /^after: expected an instant: .* received "soon"$/,
    );
    expect(issuesOf(() => nextRun(DAILY, "2026-01-01", { zone: "Mars/Olympus" }))[0]).toMatch(
      /^clock\.zone: /,
    );
    expect(issuesOf(() => nextRun("Daily", "2026-01-01"))[0]).toMatch(/^schedulePolicy: /);
  });
});

describe("upcomingRuns", () => {
  const texts = (policy: unknown, span: UpcomingSpan, clock = {}): (string | null)[] =>
    upcomingRuns(policy, span, clock).map((run) => run.toISO());

  it("should list [from, to)", () => {
    expect(texts(DAILY, { from: "2026-01-01T01:00Z", to: "2026-01-03T01:00Z" })).toEqual([
      "2026-01-01T01:00:00.000Z",
      "2026-01-02T01:00:00.000Z",
    ]);
    expect(texts(DAILY, { from: "2026-01-03", to: "2026-01-01" })).toEqual([]);
    expect(texts(MANUAL, { from: "2026-01-01", to: "2027-01-01" })).toEqual([]);
  });

  it("should stop at the limit, with and without an end", () => {
    expect(texts(HOURLY, { from: "2026-01-01", limit: 2 })).toEqual([
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T01:00:00.000Z",
    ]);
    expect(texts(HOURLY, { from: "2026-01-01", to: "2026-01-02", limit: 1 })).toEqual([
      "2026-01-01T00:00:00.000Z",
    ]);
    expect(texts(HOURLY, { from: "2026-01-01", to: "2026-01-01T01:00Z", limit: 5 })).toEqual([
      "2026-01-01T00:00:00.000Z",
    ]);
    expect(texts(HOURLY, { from: "2026-01-01", limit: 0 })).toEqual([]);
    expect(texts(MANUAL, { from: "2026-01-01", limit: 5 })).toEqual([]);
    expect(
      upcomingRuns(HOURLY, { from: 8.64e15 - 3_600_000, limit: 5 }).map((run) => run.toMillis()),
    ).toEqual([8.64e15 - 3_600_000, 8.64e15]);
  });

  it("should show both passes of an overlap, and a gap's moved run, on the server's clock", () => {
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    expect(
      texts(
        HOURLY,
        { from: "2026-10-25T00:00Z", to: "2026-10-25T02:00Z" },
        { zone: "Europe/Berlin" },
      ),
    ).toEqual(["2026-10-25T02:00:00.000+02:00", "2026-10-25T02:00:00.000+01:00"]);
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    expect(
      texts(
        { ...DAILY, dailyTime: "02:30" },
        { from: "2026-03-29", limit: 1 },
        { zone: "Europe/Berlin" },
      ),
    ).toEqual(["2026-03-29T03:30:00.000+02:00"]);
  });

  it("should refuse a span without an end, and a limit that is no number of runs", () => {
    expect(issuesOf(() => upcomingRuns(HOURLY, { from: "2026-01-01" }))).toEqual([
      "span: expected an end: `to`, `limit` or both, received an object with keys from",
    ]);
    for (const limit of [-1, 0.5, NaN, Infinity, 1_000_001, "5" as unknown as number]) {
      expect(issuesOf(() => upcomingRuns(HOURLY, { from: "2026-01-01", limit }))[0]).toMatch(
        /^span\.limit: expected an integer from 0 to 1000000, received /,
      );
    }
    expect(issuesOf(() => upcomingRuns(HOURLY, { from: "soon", limit: 1 }))[0]).toMatch(
      /^span\.from: /,
    );
    expect(issuesOf(() => upcomingRuns(HOURLY, { from: 0, to: "later" }))[0]).toMatch(
      /^span\.to: /,
    );
  });

  it("should refuse a list of more than a million, saying how many there are", () => {
    const [issue] = issuesOf(() =>
      upcomingRuns(
        { ...HOURLY, periodicallyEvery: "Minutes5" },
        { from: "2000-01-01", to: "2026-01-01" },
      ),
    );
    // 26 years of 288 runs a day, 7 of them leap years.
    expect(issue).toBe(
      `span: expected at most 1000000 runs, received ${(26 * 365 + 7) * 288}; give a ` +
        `\`limit\`, or use compile(...).fill for long spans`,
    );
  });

  it("should refuse a span that is no object as bad input, not as a bug", () => {
    for (const span of [undefined, null, 5, "2026-01-01"])
      expect(() => upcomingRuns(HOURLY, span as never)).toThrow(PolicyError);
  });
});
