import { DateTime, Settings } from "luxon";
import { afterEach, describe, expect, it } from "vitest";
import { dateTimeIn, instantFrom, readInstant } from "../../src/host/instants.ts";
import { hostZone } from "../../src/host/zones.ts";
import { type InstantLike, type Issue, PolicyError } from "../../src/index.ts";

const INSTANT = Date.UTC(2026, 2, 8, 7, 30);
/** As `Temporal.Instant` has it: a getter of its prototype. */
const temporal = new (class {
  get epochMilliseconds(): number {
    return INSTANT;
  }
})();
const defaultZone = Settings.defaultZone;

afterEach(() => {
  Settings.defaultZone = defaultZone;
});

describe("instantFrom", () => {
  it("should take epoch ms, ISO strings, Dates and DateTimes", () => {
    const forms: InstantLike[] = [
      temporal,
      INSTANT,
      "2026-03-08T07:30:00Z",
      "2026-03-08T07:30Z",
      "2026-03-08T07:30:00.000Z",
      "2026-03-08T03:30:00-04:00",
      "2026-03-08T13:00+05:30",
      "20260308T073000Z",
      "2026-W10-7T07:30Z",
      " 2026-03-08T07:30Z\n",
      new Date(INSTANT),
      DateTime.fromMillis(INSTANT),
      DateTime.fromISO("2026-03-08T03:30:00", { zone: "America/New_York" }),
    ];
    for (const form of forms) expect(instantFrom(form, "after")).toBe(INSTANT);
  });

  it("should take nothing else that looks like one", () => {
    const forms = [{}, { epochMilliseconds: "0" }, { epochMilliseconds: NaN }, { epochMs: 0 }, [0]];
    for (const form of [...forms, null, undefined, true, 5n, new Date("soon")])
      expect(() => instantFrom(form as InstantLike, "after")).toThrow(PolicyError);
  });

  it("should read a string without offset on the given clock, the first pass of two", () => {
    const zone = hostZone("America/New_York");
    expect(instantFrom("2026-03-08", "from", zone)).toBe(Date.UTC(2026, 2, 8, 5));
    expect(instantFrom("2026-11-01T01:30", "from", zone)).toBe(Date.UTC(2026, 10, 1, 5, 30));
    expect(instantFrom("2026-11-01T01:30-05:00", "from", zone)).toBe(Date.UTC(2026, 10, 1, 6, 30));
    // skipped: as long after the gap
    expect(instantFrom("2026-03-08T02:30", "from", zone)).toBe(Date.UTC(2026, 2, 8, 7, 30));
    expect(instantFrom("20260308T073000Z", "from", zone)).toBe(INSTANT);
  });

  it("should read a string without offset as UTC, whatever the zone of host or luxon", () => {
    for (const zone of ["America/New_York", "Asia/Kolkata", "Pacific/Apia"]) {
      Settings.defaultZone = zone;
      expect(instantFrom("2026-03-08T07:30", "after")).toBe(INSTANT);
      expect(instantFrom("2026-03-08", "after")).toBe(Date.UTC(2026, 2, 8));
      expect(instantFrom("2026-03", "after")).toBe(Date.UTC(2026, 2, 1));
    }
  });

  it("should take the instants at the ends of a Date's range, and none beyond", () => {
    expect(instantFrom(8.64e15, "after")).toBe(8.64e15);
    expect(instantFrom(-8.64e15, "after")).toBe(-8.64e15);
    expect(instantFrom("+275760-09-13T00:00:00Z", "after")).toBe(8.64e15);
    for (const beyond of [8.64e15 + 1, -8.64e15 - 1, 1e300])
      expect(() => instantFrom(beyond, "after")).toThrow(PolicyError);
  });

  it("should be read without a throw by the reader, which notes what is none", () => {
    const zone = hostZone("America/New_York");
    const issues: Issue[] = [];
    expect(readInstant("2026-03-08", "--from", issues, zone)).toBe(Date.UTC(2026, 2, 8, 5));
    expect(issues).toEqual([]);
    expect(readInstant("tomorrow", "--from", issues, zone)).toBe(undefined);
    expect(readInstant({}, "--to", issues)).toBe(undefined);
    expect(issues.map(({ path }) => path)).toEqual(["--from", "--to"]);
  });

  it("should refuse what is no instant, with the path and what came", () => {
    const refused = (value: unknown): string => {
      try {
        instantFrom(value as InstantLike, "span.from");
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
        expect((error as PolicyError).issues).toHaveLength(1);
        expect((error as PolicyError).issues[0]!.path).toBe("span.from");
        return (error as PolicyError).issues[0]!.received;
      }
      throw new Error(`expected a refusal of ${String(value)}`);
    };
    expect(refused("tomorrow")).toBe('"tomorrow"');
    expect(refused("2026-13-01")).toBe('"2026-13-01"');
    expect(refused("2026-02-30")).toBe('"2026-02-30"');
    expect(refused("")).toBe('""');
    expect(refused("1767225600000")).toBe('"1767225600000"');
    expect(refused(NaN)).toBe("NaN");
    expect(refused(Infinity)).toBe("Infinity");
    expect(refused(-Infinity)).toBe("-Infinity");
    expect(refused(0.5)).toBe("0.5");
    expect(refused(undefined)).toBe("nothing");
    expect(refused(null)).toBe("nothing");
    expect(refused(true)).toBe("true");
    expect(refused(5n)).toBe("a bigint");
    expect(refused({})).toBe("an empty object");
    expect(refused([2026, 1, 1])).toBe("an array of 3");
    expect(refused(new Date("tomorrow"))).toBe('"Invalid Date"');
    expect(refused(DateTime.fromISO("tomorrow"))).toBe('"Invalid DateTime"');
    // Nothing of a hostile object is called.
    const hostile = {
      valueOf: () => 0,
      toMillis: () => 0,
      getTime: () => 0,
      toISOString: () => "1970-01-01T00:00Z",
    };
    expect(refused(hostile)).toBe("an object with keys valueOf, toMillis, getTime, ...");
  });
});

describe("dateTimeIn", () => {
  it("should show the instant on the zone's clock", () => {
    expect(dateTimeIn(INSTANT, "America/New_York").toISO()).toBe("2026-03-08T03:30:00.000-04:00");
    expect(dateTimeIn(INSTANT, "UTC+5:30").toISO()).toBe("2026-03-08T13:00:00.000+05:30");
    expect(dateTimeIn(INSTANT, "UTC").toISO()).toBe("2026-03-08T07:30:00.000Z");
    expect(dateTimeIn(INSTANT, "Asia/Kolkata").zoneName).toBe("Asia/Kolkata");
  });
});
