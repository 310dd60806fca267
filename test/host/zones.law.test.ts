/**
 * The table of every zone of the host against `Intl` itself: at each transition, the second before
 * it, and in between.
 *
 * The clock is read with another formatter than the one that made the table, field by field, and
 * without its arithmetic.
 */
import { describe, expect, it } from "vitest";
import { offsetAt, type ZoneTable, zoneTable } from "../../src/core/time/zone.ts";
import { hostZone } from "../../src/host/zones.ts";

const SECOND = 1_000;
const DAY = 86_400_000;
const END = Date.UTC(2100, 0, 1);
const ZONES = Intl.supportedValuesOf("timeZone");

/**
 * What a zone's clock shows at a whole second, as the milliseconds that the same reading would be
 * in UTC.
 */
function wallReader(zone: string): (instant: number) => number {
  // Swedes write 2026-01-05 22:00:00.
  const format = new Intl.DateTimeFormat("sv-SE-u-ca-iso8601-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (instant) => {
    const text = format.format(instant);
    const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
    if (parts === null) throw new Error(`no reading of the clock of ${zone}: ${text}`);
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, second);
  };
}

/**
 * A number from 0 to 1 that belongs to a name, so that zones are not all probed at the same
 * instants.
 */
function phaseOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return hash / 1_000_003;
}

/** The first disagreement of a zone's table with its clock, in words; none: `undefined`. */
function disagreement(name: string, zone: ZoneTable = hostZone(name)): string | undefined {
  const wallAt = wallReader(name);
  const probe = (instant: number, why: string): string | undefined => {
    const shown = wallAt(instant) - instant;
    const offset = offsetAt(zone, instant);
    return shown === offset
      ? undefined
      : `${name} at ${new Date(instant).toISOString()} (${why}): the clock is ` +
          `${shown / SECOND} s ahead, the table says ${offset / SECOND} s`;
  };
  const starts = Array.from(zone.starts);
  for (const [segment, start] of starts.entries()) {
    const begin = Math.max(start, 0);
    const end = Math.min(starts[segment + 1] ?? END, END);
    const middle = Math.floor((begin + end) / 2 / SECOND) * SECOND;
    const found =
      (segment > 0
        ? (probe(start - SECOND, "a second before a transition") ?? probe(start, "a transition"))
        : undefined) ??
      probe(begin, "the start of a segment") ??
      probe(middle, "the middle of a segment");
    if (found !== undefined) return found;
  }
  for (
    let instant = Math.floor(phaseOf(name) * 10 * 86_400) * SECOND;
    instant < END;
    instant += 10 * DAY
  ) {
    const found = probe(instant, "every ten days");
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("the tables of all zones", () => {
  it("should be those of a few hundred zones", () => expect(ZONES.length).toBeGreaterThan(400));

  it("should have the names that IANA gives them", () => {
    for (const name of ZONES) expect(hostZone(name).name).toBe(name);
  });

  // In parts, so that each stays well below the time limit.
  const PARTS = 8;
  for (let part = 0; part < PARTS; part += 1) {
    it(`should agree with Intl at and between all transitions to 2100, part ${part + 1}`, () => {
      const found = ZONES.filter((_, index) => index % PARTS === part).map((name) =>
        disagreement(name),
      );
      expect(found.filter((text) => text !== undefined)).toEqual([]);
    });
  }

  it("should miss no spell, however short, of a clock that has short ones", () => {
    const restless = ZONES.filter((name) => {
      const { starts } = hostZone(name);
      return starts.some((start, segment) => starts[segment + 1]! - start < 50 * DAY);
    });
    expect(restless.length).toBeGreaterThan(5);
    for (const name of restless) {
      const wallAt = wallReader(name);
      const zone = hostZone(name);
      const wrong: string[] = [];
      for (
        let instant = Math.floor(phaseOf(name) * 86_400) * SECOND;
        instant < END;
        instant += 3 * DAY
      )
        if (wallAt(instant) - instant !== offsetAt(zone, instant))
          wrong.push(`${name} at ${new Date(instant).toISOString()}`);
      expect(wrong).toEqual([]);
    }
  });

  it("should not agree with a table that is off by a second, or misses a change", () => {
    const real = hostZone("Europe/Berlin");
    const changes = Array.from(real.starts, (instant, k) => ({
      instant,
      offsetMs: real.offsetsMs[k]!,
    })).slice(1);
    const tableOf = (transitions: typeof changes) =>
      zoneTable("Europe/Berlin", "", real.offsetsMs[0]!, transitions);
    expect(disagreement("Europe/Berlin", tableOf(changes))).toBeUndefined();
    for (const late of [-SECOND, SECOND]) {
      const moved = changes.map((change, k) =>
        k === 40 ? { ...change, instant: change.instant + late } : change,
      );
      expect(disagreement("Europe/Berlin", tableOf(moved))).toMatch(
        /^Europe\/Berlin at .* \((?:a transition|a second before a transition)\)/,
      );
    }
    expect(
      disagreement("Europe/Berlin", tableOf(changes.filter((_, k) => k !== 40 && k !== 41))),
    ).toContain("the clock is");
    expect(disagreement("Europe/Berlin", tableOf(changes.slice(0, -2)))).toContain("2099");
  });

  it("should know changes less than seven days apart, and offsets with seconds", () => {
    const gaza = Array.from(hostZone("Asia/Gaza").starts).slice(1);
    const closest = Math.min(...gaza.slice(1).map((start, index) => start - gaza[index]!));
    expect(closest).toBeLessThan(7 * DAY);
    expect(offsetAt(hostZone("Africa/Monrovia"), 0)).toBe(-(44 * 60 + 30) * SECOND);
  });
});
