import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/core/policy/parse.ts";
import type { Fleet, Job } from "../../src/core/simulation/fleet.ts";
import { summarize } from "../../src/core/simulation/summarize.ts";
import { fixedZone } from "../../src/core/time/zone.ts";
import { describeTimeline, simulate } from "../../src/library/simulation.ts";
import { COLOURED } from "../../src/report/kit/style.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import { timelineText, type TimelineTextOptions } from "../../src/report/timelineText.ts";

const HOUR = 3_600_000;
const WEEK = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const mask = (open: (hour: number) => boolean): object => ({
  backupWindow: Array.from({ length: 168 }, (_, hour) => open(hour % 24)),
});
const job = (more: Partial<Job>): Job => ({
  id: "mail",
  policy: nightly,
  workload: { duration: 2 * HOUR },
  ...more,
});

const textOf = (fleet: Fleet, options: Partial<TimelineTextOptions> = {}): string =>
  timelineText(summarize(simulate(fleet, WEEK)), { zone: fixedZone("UTC", 0), ...options });
/** What is said of the misses, in one line. */
const missOf = (...jobs: Job[]): string =>
  textOf({ proxies: [{ id: "proxy", slots: 1 }], jobs })
    .split("\n\n")
    .at(-1)!
    .replaceAll(/\s+/g, " ");

describe("timelineText", () => {
  it("should put jobs of which nothing is due last, whatever their target", () => {
    const jobs = [
      job({ id: "off", enabled: false, rpo: 25 * HOUR }),
      job({ id: "fine", rpo: 30 * HOUR }),
      job({ id: "late", rpo: 25 * HOUR }),
      job({ id: "off, and promised nothing", enabled: false }),
      job({ id: "promised nothing" }),
      job({
        id: "never",
        rpo: 36 * HOUR,
        policy: parsePolicy({
          type: "Daily",
          dailyType: "Everyday",
          dailyTime: "22:00",
          backupWindowSettings: mask((hour) => hour < 6),
        }),
      }),
    ];
    const rows = textOf({ jobs }).split("\n\n")[1]!.split("\n");
    expect(rows.slice(1, 7).map((row) => row.trim().split(/ {2,}/)[0])).toEqual([
      "never",
      "late",
      "fine",
      "promised nothing",
      "off",
      "off, and promised nothing",
    ]);
  });

  it("should say who is slow by sharing threads, who loses most first, and count the rest", () => {
    const sharing = (count: number): Fleet => ({
      proxies: [{ id: "proxy-1", slots: Infinity, threads: 8 }],
      jobs: Array.from({ length: count }, (_, index) =>
        job({
          id: `j${index}`,
          proxyId: "proxy-1",
          workload: { duration: (1 + index) * HOUR, threads: 8 },
        }),
      ),
    });
    const textFor = (fleet: Fleet, told?: ReadonlySet<string>): string => {
      const timeline = simulate(fleet, WEEK);
      return timelineText(summarize(timeline), {
        zone: fixedZone("UTC", 0),
        slowness: timeline.slowness(),
        ...(told === undefined ? {} : { told }),
      });
    };
    const two = textFor(sharing(2)).replaceAll(/\s+/g, " ");
    // Both have half until the first is done, at 00:00; the second has an hour's work left then.
    expect(two).toContain(
      "2 jobs are exposed for longer by sharing threads: j0 half as fast between 22:00 and 00:00 " +
        "(2026-01-05): 2 jobs share proxy-1; its worst exposure is 26 h, and 25 h if nobody " +
        "shared it j1 half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy-1; " +
        "its worst exposure is 27 h, and 26 h if nobody shared it",
    );
    const one = textFor(sharing(2), new Set(["j1"])).replaceAll(/\s+/g, " ");
    expect(one).toContain("1 job is exposed for longer by sharing threads: j1 half as fast");
    expect(textFor(sharing(8))).toContain("  ... and 3 more, which lose less by it");
    expect(textFor(sharing(1))).not.toContain("sharing");
  });

  it("should begin with what was simulated and its outcome, and end with missed targets", () => {
    const lines = textOf(
      { jobs: [job({ name: "Mail", rpo: 30 * HOUR }), job({ id: "sites", rpo: 24 * HOUR })] },
      { source: "fleet.json" },
    ).split("\n");
    expect(lines.slice(0, 5)).toEqual([
      "2 jobs from Mon 2026-01-05 00:00 to Mon 2026-01-12 00:00",
      "  Fleet          fleet.json",
      "  Server clock   UTC",
      "  Runs           14 started, 14 sessions, all went well",
      "  Targets        1 of 2 targets kept, 1 missed",
    ]);
    expect(lines.slice(-4)).toEqual([
      "",
      "1 job misses its target:",
      "  sites  26 h, target 24 h, Mon 2026-01-05 22:00 to Wed 2026-01-07 00:00: nothing " +
        "went wrong, the",
      "         schedule itself leaves that long from one start to the next end.",
    ]);
    expect(lines.findIndex((line) => line.startsWith("  sites "))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("  Mail ")),
    ); // closest to its target first
  });

  it("should say why a restore point grew old", () => {
    const window = (open: (hour: number) => boolean): Partial<Job> => ({
      policy: parsePolicy({
        ...nightly,
        backupWindowEnabled: true,
        backupWindowSettings: mask(open),
      }),
    });
    const rpo = 30 * HOUR;
    expect(missOf(job({ rpo, workload: () => ({ duration: HOUR, outcome: "Failed" }) }))).toContain(
      "no restore point at all, 7 d, target 30 h: 7 sessions failed.",
    );
    expect(missOf(job({ rpo, ...window((hour) => hour >= 20 && hour < 23) }))).toContain(
      "no restore point at all, 7 d, target 30 h: 7 sessions were stopped as the backup " +
        "window closed.",
    );
    expect(missOf(job({ rpo, ...window((hour) => hour < 6) }))).toContain(
      "never ran, 7 d, target 30 h. Its backup window swallows 7 starts in all.",
    );
    expect(missOf(job({ rpo, workload: { duration: 25 * HOUR } }))).toContain(
      "1 start came while the job was still running.",
    );
    expect(
      missOf(
        job({ id: "first", proxyId: "proxy", workload: { duration: 5 * HOUR } }),
        job({ rpo, proxyId: "proxy", ...window((hour) => hour >= 20) }),
      ),
    ).toContain(
      "no restore point at all, 7 d, target 30 h: 7 attempts waited for room, all until the " +
        "window closed, that of Mon 2026-01-05 22:00 longest: 2 h for proxy.",
    );
  });

  it("should tell waits as what was seen, and never call them the schedule's", () => {
    // The only slot is taken from 20:00 to 07:00 on Sunday: the job of 22:00 waits for 9 hours.
    const sunday = parsePolicy({ type: "Daily", dailyType: "Sunday", dailyTime: "20:00" });
    const weekly = job({ id: "weekly", policy: sunday, proxyId: "P" });
    const span = { from: WEEK.from, to: WEEK.to + 7 * 24 * HOUR };
    const tell = (...jobs: Job[]): string =>
      timelineText(summarize(simulate({ proxies: [{ id: "P", slots: 1 }], jobs }, span)), {
        zone: fixedZone("UTC", 0),
      }).replaceAll(/\s+/g, " ");
    const nightlyJob = job({ proxyId: "P", rpo: 30 * HOUR });
    const eleven = { workload: { duration: 11 * HOUR } };
    expect(tell({ ...weekly, ...eleven }, nightlyJob)).toContain(
      "mail 35 h, target 30 h, Sat 2026-01-10 22:00 to Mon 2026-01-12 09:00: its attempt of Sun " +
        "2026-01-11 22:00 waited 9 h for proxy P; had it begun at once: 26 h.",
    );
    // On the last Sunday the span ends before the slot comes free.
    const forever = { workload: { duration: 900 * HOUR } };
    expect(tell({ ...weekly, ...forever }, nightlyJob)).toMatch(
      /its attempt of Sun 2026-01-11 22:00 waited 7 d 2 h for proxy P, and did not begin\.$/,
    );
  });

  it("should count every target once: kept, missed, not judged and why", () => {
    const targets = (...jobs: Partial<Job>[]): string => {
      const text = textOf({ jobs: jobs.map((one, index) => job({ id: `${index}`, ...one })) });
      return / Targets (.*?) Job Runs/.exec(text.replaceAll(/\s+/g, " "))![1]!;
    };
    const kept = { rpo: 30 * HOUR };
    const missed = { rpo: 24 * HOUR };
    const off = { rpo: 30 * HOUR, enabled: false };
    const long = { rpo: 7 * 24 * HOUR };
    expect(targets({})).toBe("no job has one");
    expect(targets(kept)).toBe("1 of 1 target kept");
    expect(targets(kept, kept, {}, missed)).toBe("2 of 3 targets kept, 1 missed");
    expect(targets(off, long)).toBe(
      "0 of 2 targets kept, 2 not judged: 1 target as long as the span or longer and 1 job " +
        "without a start in it",
    );
  });

  it("should show resources that anybody used and that have a limit", () => {
    const text = textOf({
      proxies: [
        { id: "proxy-1", slots: 1 },
        { id: "idle", slots: 4 },
      ],
      repositories: [{ id: "endless", slots: Infinity }],
      jobs: [
        job({ proxyId: "proxy-1", repositoryId: "endless" }),
        job({ id: "b", proxyId: "proxy-1" }),
      ],
    });
    expect(text).toMatch(/^ {2}proxy-1 +1 +1 +15 % +15 % +1 {2}Mon 2026-01-05 22:00$/m);
    expect(text).not.toMatch(/idle|endless/);
    expect(text).toContain("  Peak           1 session at once, first Mon 2026-01-05 22:00\n");
  });

  it("should count what it does not show", () => {
    const jobs = Array.from({ length: 100 }, (_, index) => job({ id: `job-${index}`, rpo: HOUR }));
    const text = textOf({ jobs });
    expect(text).toContain("  ... and 60 more jobs, none of them worse");
    expect(text).toContain("100 jobs miss their target:");
    expect(text).toMatch(/and job-10, job-11, [\s\S]+ and 70 more$/);
    expect(text.split("\n").length).toBeLessThan(80);
    // one more line says more than its count
    expect(textOf({ jobs }, { jobs: 99 })).not.toContain("more jobs, none of them worse");
    const none = textOf({ jobs }, { jobs: 0 });
    expect(none).not.toMatch(/Exposure|none of them worse/);
    expect(none).toContain("Runs");
  });

  it("should be told on the fleet's clock", () => {
    const text = describeTimeline(
      simulate({ clock: { zone: "Europe/Berlin" }, jobs: [job({})] }, WEEK),
    );
    expect(text).toContain("1 job from Mon 2026-01-05 01:00 to Mon 2026-01-12 01:00\n");
    expect(text).toContain("first Mon 2026-01-05 22:00");
    expect(text).toContain("  Targets        no job has one");
  });

  it("should fit its width, have no control characters, and be the same in colours", () => {
    const names = fc.oneof(
      fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }),
      fc.constantFrom("\u001b[31mred", "a\nb", "\u202eabc"),
    );
    fc.assert(
      fc.property(
        fc.array(names, { maxLength: 6 }),
        fc.integer({ min: 79, max: 140 }),
        fc.integer({ min: 0, max: 40 }),
        (some, width, hours) => {
          const fleet: Fleet = {
            jobs: some.map((name, index) =>
              job({ id: `${index}`, name, workload: { duration: hours * HOUR }, rpo: 26 * HOUR }),
            ),
          };
          const text = textOf(fleet, { width });
          for (const line of text.split("\n"))
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(text).not.toMatch(/[^\P{Cc}\n]|undefined|NaN/u);
          expect(textOf(fleet, { width, paint: COLOURED }).replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(
            text,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
