/**
 * Names of zones as a user writes them, and offsets that are no zone.
 */
import { describe, expect, it } from "vitest";
import { offsetAt } from "../../src/core/time/zone.ts";
import { hostZone, readHostZone, zoneDatabaseVersion } from "../../src/host/zones.ts";
import { WINDOWS_ZONES, zoneOfWindows } from "../../src/host/windowsZones.ts";
import { type Issue, PolicyError } from "../../src/index.ts";

const HOUR = 3_600_000;

describe("names", () => {
  it("should be written as IANA writes them, whatever the letter case they came in", () => {
    for (const name of ["europe/berlin", "EUROPE/BERLIN", "Europe/Berlin"])
      expect(hostZone(name).name).toBe("Europe/Berlin");
    expect(hostZone("america/new_york").name).toBe("America/New_York");
  });

  it("should stay what the caller wrote if the host knows an older name: Asia/Kolkata", () => {
    expect(hostZone("Asia/Kolkata").name).toBe("Asia/Kolkata");
    expect(offsetAt(hostZone("Asia/Kolkata"), Date.UTC(2026, 0, 1))).toBe(5.5 * HOUR);
    expect(hostZone("US/Pacific").name).toBe("US/Pacific");
  });

  it("should be made once a process", () => {
    expect(hostZone("Europe/Berlin")).toBe(hostZone("Europe/Berlin"));
  });

  it("should carry the version of the database (R3)", () => {
    expect(zoneDatabaseVersion).toMatch(/^\d{4}[a-z]$/);
    expect(hostZone("Europe/Berlin").version).toBe(zoneDatabaseVersion);
    expect(hostZone("UTC+5:30").version).toBe("");
  });

  it("should be refused if the host does not know them, with path and what to write", () => {
    for (const name of [
      "Mars/Olympus",
      "",
      " ",
      "Europe/",
      "Berlin",
      "UTC+24",
      "UTC+5:60",
      "UTC+5:3",
      "+",
      "EST5EDT9",
      "__proto__",
      "constructor",
    ]) {
      expect(() => hostZone(name), name).toThrow(PolicyError);
    }
    for (const name of [undefined, null, 5, {}, ["UTC"]] as unknown[])
      expect(() => hostZone(name as string), String(name)).toThrow(PolicyError);
    try {
      hostZone("Mars/Olympus", "fleet.clock.zone");
    } catch (error) {
      expect((error as PolicyError).message).toBe(
        'fleet.clock.zone: expected an IANA time zone, "UTC" or a fixed offset such as ' +
          '"UTC+5:30", received "Mars/Olympus"; zones are named after a city: ' +
          "America/Los_Angeles, Europe/Berlin",
      );
    }
    expect.assertions(12 + 5 + 1);
  });

  it("should be noted by the reader, which never throws, and else gives the same table", () => {
    for (const name of ["Mars/Olympus", "", undefined, null, 5, {}, ["UTC"]]) {
      const issues: Issue[] = [];
      expect(readHostZone(name, "jobs[3].clock.zone", issues)).toBe(undefined);
      expect(issues.map(({ path }) => path)).toEqual(["jobs[3].clock.zone"]);
    }
    expect(readHostZone("Europe/Berlin", "zone", [])).toBe(hostZone("Europe/Berlin"));
  });
});

describe("what Windows calls zones", () => {
  it("should be read as the zones of the IANA database, in summer, too", () => {
    expect(hostZone("W. Europe Standard Time")).toBe(hostZone("Europe/Berlin"));
    expect(hostZone("pacific daylight time")).toBe(hostZone("America/Los_Angeles"));
    expect(hostZone("Russia Time Zone 3").name).toBe("Europe/Samara");
    for (const name of WINDOWS_ZONES) {
      // each is one that the host knows, under the offset that its own name has
      const zone = hostZone(name);
      expect(zone).toBe(hostZone(zoneOfWindows(name)!));
      expect(zone.offsetsMs.length, name).toBeGreaterThan(0);
    }
    expect(WINDOWS_ZONES.length).toBeGreaterThan(130);
  });

  it("should be proposed where one is spelt nearly so, as cities are", () => {
    const told = (name: string): string => {
      const issues: Issue[] = [];
      readHostZone(name, "zone", issues);
      return issues[0]!.message;
    };
    expect(told("W Europe Standard Time")).toMatch(/did you mean W\. Europe Standard Time\?$/);
    expect(told("kolkata")).toMatch(/did you mean Asia\/Kolkata\?$/);
    expect(told("Europe/Berln")).toMatch(/did you mean Europe\/Berlin\?$/);
  });
});

describe("fixed offsets", () => {
  const fixed = (name: string): [string, number, number] => {
    const zone = hostZone(name);
    return [zone.name, offsetAt(zone, 0) / 60_000, zone.starts.length];
  };

  it("should be read in the usual spellings", () => {
    expect(fixed("UTC+5:30")).toEqual(["UTC+5:30", 330, 1]);
    expect(fixed("UTC+05:30")).toEqual(["UTC+5:30", 330, 1]);
    expect(fixed("utc+5:30")).toEqual(["UTC+5:30", 330, 1]);
    expect(fixed("UTC-7")).toEqual(["UTC-7", -420, 1]);
    expect(fixed("UTC-07:00")).toEqual(["UTC-7", -420, 1]);
    expect(fixed("UTC-0:30")).toEqual(["UTC-0:30", -30, 1]);
    expect(fixed("GMT+1")).toEqual(["UTC+1", 60, 1]);
    expect(fixed("+01:00")).toEqual(["UTC+1", 60, 1]);
    expect(fixed("UTC+23:59")).toEqual(["UTC+23:59", 1_439, 1]);
  });

  it("should be UTC where there is nothing to add", () => {
    for (const name of ["UTC", "utc", "Etc/UTC", "GMT", "Z", "UTC+0", "UTC-00:00", " UTC "])
      expect(fixed(name)).toEqual(["UTC", 0, 1]);
  });
});
