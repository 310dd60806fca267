import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIssue } from "../../src/core/input/issues.ts";
import { parsePolicy } from "../../src/core/policy/parse.ts";
import { readFleetFile, writeFleetFile } from "../../src/files/fleetFile.ts";
import { FLEET_SCHEMA } from "../../src/files/fleetShape.ts";
import { policies } from "../support/policyArbitraries.ts";
import { inProject } from "../support/paths.ts";

const SCHEMA_FILE = inProject("src/files/fleet.schema.json");
const SAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/fleet.json", import.meta.url), "utf8"),
) as { jobs: Record<string, unknown>[] };

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const issuesOf = (json: unknown): string[] => {
  const result = readFleetFile(json);
  return result.ok ? [] : result.issues.map(formatIssue);
};
const withJob = (job: object): object => ({
  proxies: [{ id: "p", slots: 2 }],
  jobs: [{ id: "a", policy: daily, ...job }],
});

describe("readFleetFile", () => {
  it("should look at no more jobs and resources than anybody has", () => {
    const policy = { type: "ManualOnly" };
    for (const list of ["jobs", "proxies", "repositories", "organizations"]) {
      const entries = Array.from({ length: 10_001 }, () => ({}));
      const file = { jobs: [{ id: "a", policy, x: 1 }], [list]: entries };
      expect(readFleetFile(file)).toMatchObject({
        ok: false,
        issues: [{ message: `expected at most 10,000 ${list}, received an array of 10,001` }],
      });
    }
    const ids = Array.from({ length: 10_000 }, (_, at) => ({ id: String(at), policy }));
    expect(readFleetFile({ jobs: ids }).ok).toBe(true);
  });

  it("should read what code has no words for: lengths of time, hours in words, no limit", () => {
    const policy = { ...daily, backupWindowSettings: { backupWindow: "Mon-Fri 20:00-06:00" } };
    const result = readFleetFile({
      clock: { zone: "Europe/Berlin" },
      rules: { retryOnWarning: false },
      proxies: [{ id: "p" }],
      jobs: [{ id: "a", policy, rpo: "PT26H", proxyId: "p" }],
    });
    expect(result).toMatchObject({ ok: true, rules: { retryOnWarning: false }, warnings: [] });
    if (!result.ok) return;
    expect(result.fleet).toMatchObject({
      clock: { zone: "Europe/Berlin" },
      proxies: [{ id: "p", slots: Infinity }],
      jobs: [{ id: "a", rpo: 26 * 3_600_000 }],
    });
    expect(
      result.fleet.jobs[0]!.policy.backupWindowSettings!.backupWindow.filter(Boolean),
    ).toHaveLength(50);
  });

  it("should read the bundled sample", () => {
    const result = readFleetFile(SAMPLE);
    expect(result).toMatchObject({ ok: true, warnings: [] });
    if (result.ok) expect(result.fleet.jobs.length).toBeGreaterThanOrEqual(20);
  });

  it("should name every issue with its path, whoever finds it", () => {
    const file = {
      colour: 1,
      zone: "Europe/Berlin",
      clock: { zone: "Europe/Berlin", gpa: "skip" },
      proxies: [{ id: "p", slots: 0 }, { id: "p" }],
      repositories: {},
      jobs: [
        { id: "a", policy: { type: "Daily", dailyType: "Sonday" }, proxyId: "q" },
        {
          id: "a",
          policy: daily,
          workload: { duration: { lognormal: { median: "PT2H", p95: "1 hour" } }, faild: 0.1 },
        },
        {
          id: "c",
          policy: daily,
          workload: {
            duration: { lognormal: { median: "PT2H", p95: "PT1H" } },
            failed: 0.6,
            warning: 0.6,
          },
        },
        { id: "", policy: daily, rpo: -1, runNow: "yes" },
        {
          id: "e",
          policy: { ...daily, backupWindowSettings: { backupWindow: "at night" } },
          workload: { duration: { uniform: ["PT1H"], empirical: [1] } },
        },
        { policy: 5 },
        7,
      ],
    };
    expect(issuesOf(file)).toEqual([
      'colour: expected a known setting, received "colour"',
      'zone: expected a known setting, received "zone"; did you mean clock.zone?',
      'clock.gpa: expected a known setting, received "gpa"; did you mean gap?',
      "proxies[0].slots: expected a whole number from 1 to 1,000,000, received 0",
      'repositories: expected a list of repositories: { "id": "...", "slots": 4 }, received ' +
        "an empty object",
      "jobs[1].workload.duration.lognormal.p95: expected a number of ms, or a text with units " +
        "such as " +
        '"45m", "1h30m" or "PT45M", received "1 hour"',
      'jobs[1].workload.faild: expected a known setting, received "faild"; did you mean failed?',
      'jobs[3].id: expected an id: a text that is not empty, received ""',
      "jobs[3].rpo: expected a number of ms, or a text with units such as " +
        '"45m", "1h30m" or ' +
        '"PT45M", ' +
        "received -1",
      'jobs[3].runNow: expected true or false, received "yes"',
      'jobs[4].workload.duration: expected a number of ms, or a text with units such as "45m", ' +
        '"1h30m" or ' +
        '"PT45M", or one of { lognormal }, { uniform }, { empirical }, received an object with ' +
        "keys uniform, empirical",
      'jobs[5].policy: expected a schedule policy such as { "type": "Daily", "dailyType": ' +
        '"Everyday", "dailyTime": "22:00" }, received 5',
      "jobs[5].id: expected an id: a text that is not empty, received nothing",
      "jobs[6]: expected a job: { id, policy, ... }, received 7",
      "jobs[0].policy.dailyType: expected one of Everyday, Workdays, Weekends, Monday, " +
        'Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, received "Sonday"; did you ' +
        "mean Monday or Sunday?",
      "jobs[0].policy.dailyTime: expected a time of day as HH:mm or HH:mm:ss, below 24:00, " +
        "received nothing",
      'jobs[4].policy.backupWindowSettings.backupWindow: expected hours such as "Mon-Fri ' +
        '20:00-06:00 and Sat-Sun all day", or 168 booleans, Sunday 00:00 first, received ' +
        '"at night"',
      'proxies[1].id: expected an id that occurs once, received "p"; proxies[0] has it too',
      'jobs[0].proxyId: expected the id of a proxy in fleet.proxies, received "q"',
      'jobs[1].id: expected an id that occurs once, received "a"; jobs[0] has it too',
      "jobs[2].workload.duration.lognormal.p95: expected a duration not below the median, " +
        'received "PT1H"',
      "jobs[2].workload: expected shares `failed` and `warning` of at most 1 together, " +
        "received 1.2",
    ]);
  });

  it("should say what is wrong with a whole file, with windows and with zones", () => {
    expect(issuesOf(5)).toEqual([
      'expected a fleet: { "jobs": [...], "proxies": [...], ... }, received 5',
    ]);
    expect(issuesOf({ job: [] })).toEqual([
      'job: expected a known setting, received "job"; did you mean jobs?',
      "jobs: expected a list of jobs: [{ id, policy, ... }], received nothing",
    ]);
    expect(issuesOf({ clock: { zone: "Berlin" }, jobs: [] }).join()).toContain(
      "clock.zone: expected an IANA time zone",
    );
    expect(issuesOf(withJob({ clock: { zone: "Mars" } })).join()).toContain(
      "jobs[0].clock.zone: expected an IANA time zone",
    );
    expect(
      issuesOf(
        withJob({ policy: { ...daily, backupWindowSettings: { backupWindow: "at night" } } }),
      ).join(),
    ).toContain(
      'jobs[0].policy.backupWindowSettings.backupWindow: expected hours such as "Mon-Fri ' +
        "20:00-06:00",
    );
  });

  it("should take __proto__ for the unknown setting that it is", () => {
    expect(
      issuesOf(
        JSON.parse(
          '{ "jobs": [{ "id": "a", "policy": { "type": "ManualOnly" }, "__proto__": { ' +
            '"rpo": 1 } }] }',
        ),
      ),
    ).toEqual(['jobs[0].__proto__: expected a known setting, received "__proto__"']);
  });
});

describe("fleet.schema.json", () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  const isValid = ajv.compile(FLEET_SCHEMA);

  it("should be what the declaration says: vitest run test/files -u writes it", async () => {
    await expect(`${JSON.stringify(FLEET_SCHEMA, undefined, 2)}\n`).toMatchFileSnapshot(
      SCHEMA_FILE,
    );
  });

  it("should be found under the package's name, and be a part of the package", () => {
    expect(createRequire(import.meta.url).resolve("runcast/fleet.schema.json")).toBe(SCHEMA_FILE);
    const { files } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { files: string[] };
    expect(files).toContain("src/files/fleet.schema.json");
  });

  it("should accept the bundled sample", () => {
    isValid(SAMPLE);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it("should accept every canonical policy, which the reader takes too", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const file = { jobs: [{ id: "a", policy: JSON.parse(JSON.stringify(policy)) as object }] };
        isValid(file);
        expect(isValid.errors ?? []).toEqual([]);
        expect(readFleetFile(file).ok).toBe(true);
      }),
    );
  });
});

describe("writeFleetFile", () => {
  it("should write what reads back as the same fleet", () => {
    const result = readFleetFile(SAMPLE);
    if (!result.ok) throw new Error("the sample is good");
    const { fleet, rules, head } = result;
    expect(Object.keys(head)).toEqual(["$schema", "description"]);
    const written = JSON.parse(JSON.stringify(writeFleetFile(fleet, rules, head))) as {
      jobs: { policy: object }[];
    };
    expect(readFleetFile(written)).toEqual(result);
    expect(JSON.stringify(written)).toContain('"backupWindow":"every day 20:00-06:00"');
  });

  it("should write targets as people do", () => {
    const targets = [90_000, 60_000, 5_400_000, 108_000_000, 691_200_000];
    const written = writeFleetFile({
      jobs: targets.map((rpo, index) => ({ id: `${index}`, policy: parsePolicy(daily), rpo })),
    }) as { jobs: { rpo: unknown }[] };
    expect(written.jobs.map(({ rpo }) => rpo)).toEqual([
      90_000,
      "PT1M",
      "PT1H30M",
      "PT30H",
      "PT192H",
    ]);
  });

  it("should do so for every policy", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const fleet = { jobs: [{ id: "a", policy: parsePolicy(policy) }] };
        const result = readFleetFile(JSON.parse(JSON.stringify(writeFleetFile(fleet))));
        expect(result).toMatchObject({ ok: true, fleet });
      }),
    );
  });

  it("should keep what users say of a fleet, its jobs and its resources", () => {
    const labels = { owner: "Ann", "cost center": "7" };
    const file = {
      labels,
      proxies: [{ id: "p", labels }],
      jobs: [{ id: "a", policy: daily, labels }],
    };
    const result = readFleetFile(file);
    if (!result.ok) throw new Error("the file is good");
    const { fleet } = result;
    expect([fleet.labels, fleet.jobs[0]!.labels, fleet.proxies![0]!.labels]).toEqual(
      Array.from({ length: 3 }, () => labels),
    );
    const written = JSON.parse(JSON.stringify(writeFleetFile(fleet))) as typeof file;
    expect(readFleetFile(written)).toEqual(result);
    expect(written).toMatchObject({ labels, proxies: [{ labels }], jobs: [{ labels }] });
    const bad = { ...file, labels: { owner: 5 }, proxies: [{ id: "p", labels: ["red"] }] };
    expect(issuesOf(bad).map((issue) => issue.split(":")[0])).toEqual([
      "labels.owner",
      "proxies[0].labels",
    ]);
  });

  it("should refuse a workload that no file can hold", () => {
    const fleet = {
      jobs: [
        {
          id: "a",
          policy: parsePolicy(daily),
          workload: () => ({ duration: 1, outcome: "Success" as const }),
        },
      ],
    };
    expect(() => writeFleetFile(fleet)).toThrow(
      "jobs[0].workload: expected a workload that is data, received a function",
    );
  });
});
