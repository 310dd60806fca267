import { describe, expect, it } from "vitest";
import { describePolicy } from "../../src/core/policy/describe.ts";
import { parsePolicy } from "../../src/core/policy/parse.ts";
import type { Fleet } from "../../src/core/simulation/fleet.ts";
import {
  CHANGE_SETTINGS,
  isChange,
  noteOverridden,
  readChange,
} from "../../src/library/fleetChange.ts";
import { simulate } from "../../src/library/simulation.ts";

const nightly = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const hourly = parsePolicy({ type: "Periodically", periodicallyEvery: "Hours1" });
const fleet: Fleet = {
  proxies: [
    { id: "proxy-1", slots: 2 },
    { id: "proxy-2", slots: 2 },
  ],
  repositories: [{ id: "repo", slots: 8 }],
  jobs: [
    {
      id: "a",
      name: "Mail. Berlin",
      policy: nightly,
      proxyId: "proxy-1",
      workload: { duration: { lognormal: { median: "PT1H", p95: "PT2H" } }, failed: 0.1 },
    },
    {
      id: "b",
      name: "Mail Hamburg",
      policy: nightly,
      proxyId: "proxy-1",
      workload: { duration: 60_000 },
    },
    { id: "c", name: "Teams", policy: hourly, proxyId: "proxy-2" },
  ],
};

/** The fleet after a change of one value, or of the named one of several. */
function changed(text: string, value?: string): Fleet {
  const problems: string[] = [];
  const change = readChange(text, fleet, problems);
  expect(problems).toEqual([]);
  const variations = change!.variations;
  return variations.find(({ name }) => name === (value ?? variations[0]!.name))!(fleet);
}

function problemsOf(text: string): string[] {
  const problems: string[] = [];
  expect(readChange(text, fleet, problems)).toBeUndefined();
  return problems;
}

const policyTexts = (given: Fleet): string[] =>
  given.jobs.map(({ policy }) => describePolicy(parsePolicy(policy)));

describe("readChange", () => {
  it("should change whom it names, by id or name, in any case, with * for any letters", () => {
    expect(policyTexts(changed("a.dailyTime=21:00"))).toEqual([
      "Every day at 21:00.",
      "Every day at 22:00.",
      "Every hour.",
    ]);
    expect(policyTexts(changed("mail. berlin.DAILYTIME=21:00"))).toEqual([
      "Every day at 21:00.",
      "Every day at 22:00.",
      "Every hour.",
    ]);
    expect(policyTexts(changed("Mail*.dailyTime=21:00"))).toEqual([
      "Every day at 21:00.",
      "Every day at 21:00.",
      "Every hour.",
    ]);
    expect(policyTexts(changed("dailyTime=21:00"))).toEqual([
      "Every day at 21:00.",
      "Every day at 21:00.",
      "Every hour.",
    ]);
  });

  it("should leave the fleet that it was read for as it is, and share what jobs share", () => {
    const before = JSON.stringify(fleet);
    const after = changed("dailyTime=21:00");
    expect(JSON.stringify(fleet)).toBe(before);
    expect(after.jobs[0]!.policy).toBe(after.jobs[1]!.policy);
    expect(after.jobs[2]).toBe(fleet.jobs[2]);
  });

  it("should change every kind of setting", () => {
    expect(changed("proxy-1.slots=6").proxies).toEqual([
      { id: "proxy-1", slots: 6 },
      { id: "proxy-2", slots: 2 },
    ]);
    expect(changed("proxies.slots=unlimited").proxies!.map(({ slots }) => slots)).toEqual([
      Infinity,
      Infinity,
    ]);
    expect(changed("zone=Europe/Berlin").clock).toEqual({ zone: "Europe/Berlin" });
    expect(changed("a.zone=Europe/Berlin").jobs[0]!.clock).toEqual({ zone: "Europe/Berlin" });
    expect(policyTexts(changed("backupWindow=Mon, Wed 20:00-06:00"))[0]).toBe(
      "Every day at 22:00; backup window Mon, Wed 20:00-06:00.",
    );
    expect(policyTexts(changed("startWindow=Mon-Fri 09:00-17:00"))[2]).toBe(
      "Every hour, starting only Mon-Fri 09:00-17:00.",
    );
    expect(policyTexts(changed("backupWindow=none"))[0]).toBe("Every day at 22:00.");
    expect(policyTexts(changed("b.retryNumber=5"))[1]).toBe(
      "Every day at 22:00, up to 5 retries 10 minutes apart.",
    );
    expect(changed("duration=x1.5").jobs.map(({ workload }) => workload)).toEqual([
      { duration: { lognormal: { median: 5_400_000, p95: 10_800_000 } }, failed: 0.1 },
      { duration: 90_000 },
      undefined,
    ]);
    expect(changed("c.duration=PT45M").jobs[2]!.workload).toEqual({ duration: 2_700_000 });
    expect(changed("a.failed=0.5").jobs[0]!.workload).toMatchObject({
      failed: 0.5,
      duration: { lognormal: {} },
    });
    expect(changed("a.rpo=PT24H").jobs[0]!.rpo).toBe(86_400_000);
    expect(changed("a.enabled=false").jobs[0]!.enabled).toBe(false);
    expect(changed("c.proxyId=proxy-1").jobs[2]!.proxyId).toBe("proxy-1");
  });

  it("should give what can be simulated, for every setting that it knows", () => {
    const values: Record<string, string> = {
      type: "ManualOnly",
      dailyType: "Sunday",
      dailyTime: "21:00",
      periodicallyEvery: "Hours2",
      periodicallyOffsetMinutes: "15",
      scheduleEnabled: "false",
      retryEnabled: "true",
      retryNumber: "2",
      retryWaitInterval: "5",
      backupWindow: "20:00-06:00",
      startWindow: "none",
      enabled: "true",
      duration: "x2",
      full: "PT12H",
      grows: "24h",
      sessionThreads: "16",
      failed: "0.1",
      warning: "0.1",
      rpo: "PT24H",
      proxyId: "proxy-2",
      repositoryId: "repo",
      slots: "3",
      threads: "64",
      pace: "Mon-Fri 08:00-18:00 40 %",
      outage: "2026-01-07T22:00/PT6H",
      zone: "Europe/Berlin",
      windowClock: "server",
      gap: "skip",
      overlap: "both",
      gridOverlap: "first",
    };
    const ofResource = ["slots", "threads", "pace", "outage"];
    const elsewhere = ["organizationId", "copyOf"];
    for (const setting of CHANGE_SETTINGS.filter((name) => !elsewhere.includes(name))) {
      const after = changed(
        `${ofResource.includes(setting) ? "repo." : ""}${setting}=${values[setting]}`,
      );
      expect(() => simulate(after, { from: 0, to: 86_400_000 }), setting).not.toThrow();
    }
  });

  it("should have a variation for each value, ranges included, in their order", () => {
    const problems: string[] = [];
    const namesOf = (text: string): string[] =>
      readChange(text, fleet, problems)!.variations.map(({ name }) => name);
    expect(namesOf("dailyTime=22:00..01:00")).toEqual(["22:00", "23:00", "00:00", "01:00"]);
    expect(namesOf("dailyTime=22:00..22:40/20, 03:30")).toEqual([
      "22:00",
      "22:20",
      "22:40",
      "03:30",
    ]);
    expect(namesOf("proxy-1.slots=2..4,8")).toEqual(["2", "3", "4", "8"]);
    expect(namesOf("proxy-1.slots=10,2")).toEqual(["10", "2"]);
    expect(namesOf("backupWindow=Mon, Wed 20:00-06:00,22:00-06:00")).toEqual([
      "Mon, Wed 20:00-06:00",
      "22:00-06:00",
    ]);
    expect(problems).toEqual([]);
  });

  it("should say what is wrong, and with what", () => {
    expect(problemsOf("x.dailyTime=21:00")).toEqual([
      'x.dailyTime=21:00: dailyTime: expected the id or name of a job, received "x"',
    ]);
    expect(problemsOf("dailyTime=9pm,25:00")).toEqual([
      "dailyTime=9pm,25:00: dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
        '24:00, received "9pm"',
      "dailyTime=9pm,25:00: dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
        '24:00, received "25:00"',
    ]);
    expect(problemsOf("proxy-1.slots=0")).toEqual([
      'proxy-1.slots=0: slots: expected a whole number from 1, or "unlimited", received "0"',
    ]);
    expect(problemsOf("proxy-1.slots=8..2")).toEqual([
      expect.stringContaining("expected a range from a smaller to a larger whole number"),
    ]);
    expect(problemsOf("a.proxyId=proxy-3")).toEqual([
      expect.stringContaining(
        'expected the id of one of the proxies, received "proxy-3"; did you mean proxy-1 or ' +
          "proxy-2?",
      ),
    ]);
    expect(problemsOf("backupWindow=at night")).toEqual([
      expect.stringContaining('expected hours such as "Mon-Fri 20:00-06:00'),
    ]);
    expect(problemsOf("dailyTime=")).toEqual([
      "dailyTime=: dailyTime: expected at least one value after =, received nothing",
    ]);
    expect(problemsOf("proxy-1.slots=1..100000")).toEqual([
      expect.stringContaining("a range of at most 1000 steps"),
    ]);
  });

  it("should read outages on the server's clock, with lengths or ends, several between ;", () => {
    const berlin: Fleet = { ...fleet, clock: { zone: "Europe/Berlin" } };
    const outagesOf = (value: string): unknown => {
      const problems: string[] = [];
      const change = readChange(`proxy-1.outage=${value}`, berlin, problems);
      return change === undefined ? problems : change.variations[0]!(berlin).proxies![0]!.outages;
    };
    const ten = Date.UTC(2026, 0, 7, 21); // 22:00 in Berlin
    const six = { from: ten, to: ten + 6 * 3_600_000 };
    expect(outagesOf("2026-01-07T22:00/PT6H")).toEqual([six]);
    expect(outagesOf("2026-01-07T22:00/2026-01-08T04:00")).toEqual([six]);
    expect(outagesOf("2026-01-07T21:00Z/6h")).toEqual([six]);
    expect(outagesOf("2026-01-07T23:00+02:00/2026-01-08T03:00Z")).toEqual([six]);
    // in their order; what touches is one
    expect(outagesOf("2026-01-08T00:00/4h;2026-01-07T22:00/2h; 2026-01-05/24h")).toEqual([
      { from: Date.UTC(2026, 0, 4, 23), to: Date.UTC(2026, 0, 5, 23) },
      six,
    ]);
    // the night on which the clock goes forward has 23 hours
    expect(outagesOf("2026-03-29/2026-03-30")).toEqual([
      { from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) },
    ]);
    expect(outagesOf("none")).toBeUndefined();
  });

  it("should try outages between commas one by one", () => {
    const problems: string[] = [];
    const { variations } = readChange(
      "proxy-1.outage=none,2026-01-07/6h;2026-01-09/6h,2026-01-07/12h",
      fleet,
      problems,
    )!;
    expect(problems).toEqual([]);
    const outages = variations.map((change) => change(fleet).proxies![0]!.outages?.length ?? 0);
    expect(outages).toEqual([0, 2, 1]);
  });

  it.each([
    ["1970/P9999Y", "expected START/LENGTH or START/END, such as 2026-01-07T22:00/6h, or none"],
    ["1970-01-01/P9999Y", "expected a length of time with its unit"],
    ["1970-01-01/999999999w", "expected a length of time with its unit"],
    ["1969-12-31/6h", "expected an ISO 8601 instant from 1970 on"],
    ["+275760-09-13/36525d", "expected an instant: epoch ms"],
    ["2026-01-07T22:00", "expected START/LENGTH or START/END"],
    ["2026-01-07T22:00/6", "did you mean 6h?"],
    ["2026-01-07T22:00/06:00", "the end needs its date, too"],
    ["22:00/6h", "expected START/LENGTH or START/END"],
    ["2026-01-07T22:00/2026-01-07T21:00", "expected an instant after its beginning"],
    ["2026-01-07T22:00/0h", "expected an instant after its beginning"],
    ["2026-02-30/6h", "expected an ISO 8601 instant from 1970 on"],
    ["2026-01-07/6h/7h", "expected START/LENGTH or START/END"],
    [";", "expected START/LENGTH or START/END"],
  ])("should refuse the outage %s", (value, message) => {
    const told = problemsOf(`proxy-1.outage=${value}`);
    expect(told.join("\n")).toContain(message);
    expect(told.join("\n")).toMatch(/^proxy-1\.outage=/);
  });

  it("should read paces as a shell leaves them, several between commas", () => {
    const problems: string[] = [];
    const week = "Mon-Fri 08:00-18:00 40 %";
    for (const typed of [week, `"${week}"`]) {
      const { variations } = readChange(`repo.pace=${typed}`, fleet, problems)!;
      const [pace] = variations.map((change) => change(fleet).repositories![0]!.pace!);
      expect([pace![24 + 8], pace![24 + 18], pace![8]]).toEqual([0.4, 1, 1]);
    }
    const many = readChange(
      `repo.pace=Mon, Wed 08:00-18:00 40 %,none,Sat all day 5 %`,
      fleet,
      problems,
    )!;
    expect(many.variations.map(({ name }) => name)).toEqual([
      "Mon, Wed 08:00-18:00 40 %",
      "none",
      "Sat all day 5 %",
    ]);
    expect(problems).toEqual([]);
    for (const bad of ["Mon 08:00-18:00 0 %", "Mon 08:00-18:00 101 %", "40 %", "0", "-1 %"])
      expect(problemsOf(`repo.pace=${bad}`)).toEqual([expect.stringContaining("pace: expected")]);
  });

  it("should count threads in whole numbers, in ranges with a step", () => {
    const problems: string[] = [];
    const { variations } = readChange("proxy-1.threads=32..128/32,1000000000", fleet, problems)!;
    expect(variations.map((change) => change(fleet).proxies![0]!.threads)).toEqual([
      32, 64, 96, 128, 1_000_000_000,
    ]);
    expect(problems).toEqual([]);
    for (const bad of ["1e9", "0", "-1", "0x10", "1.5", "9999999999", "many"])
      expect(problemsOf(`proxy-1.threads=${bad}`)).toEqual([
        `proxy-1.threads=${bad}: threads: expected a whole number from 1, or none, received ` +
          JSON.stringify(bad),
      ]);
    for (const far of ["1..9000000", "1..999999999/999"])
      expect(problemsOf(`proxy-1.threads=${far}`)).toEqual([
        expect.stringContaining("a range of at most 1000 steps"),
      ]);
  });

  it.each([
    ["full=P9999Y", "expected a length of time with its unit"],
    ["full=-1h", "expected a length of time with its unit"],
    ["full=12", "did you mean 12h?"],
    ["full=x2", "expected a length of time with its unit"],
    ["grows=0h", "expected a length of time above 0, or none"],
    ["grows=99999999999d", "expected a length of time with its unit"],
    ["sessionThreads=0", "expected a whole number from 1, or none"],
    ["sessionThreads=1..2000", "a range of at most 1000 steps"],
    ["sessionThreads=9999999999", "expected a whole number from 1, or none"],
    ["b.copyOf=__proto__", "expected the id or name of a job"],
    ["b.copyOf=", "expected at least one value after ="],
    [`b.copyOf=${"*".repeat(10_000)}x`, "expected the id or name of a job"],
    [`repo.pace=${"Mon 08:00-09:00 50 %; ".repeat(1_000)}`, "pace: expected"],
    [`repo.outage=${"2026-01-07/6h;".repeat(20_000)}2026-01-07/6h`, "at most 10000 { from, to }"],
  ])("should refuse %s", (text, message) => {
    expect(problemsOf(text).join("\n")).toContain(message);
  });

  it("should say what the setting of the others is called", () => {
    expect(problemsOf("a.threads=16")).toEqual([
      "a.threads=16: threads: expected the id or name of a resource, or proxies, repositories or " +
        'organizations, received "a"; of a job it is sessionThreads',
    ]);
    expect(problemsOf("proxy-1.sessionThreads=16")).toEqual([
      "proxy-1.sessionThreads=16: sessionThreads: expected the id or name of a job, received " +
        '"proxy-1"; of a resource it is threads',
    ]);
    expect(problemsOf("proxy-1.outages=none")).toEqual([
      'proxy-1.outages=none: unknown setting "outages"; did you mean outage?',
    ]);
    expect(problemsOf("fulls=12h")[0]).toContain("did you mean full?");
    expect(problemsOf("sessionThread=12")[0]).toContain("did you mean sessionThreads?");
  });

  it("should make copies, of whom it names, and of nobody in a circle", () => {
    expect(changed("c.copyOf=mail. berlin").jobs.map(({ copyOf }) => copyOf)).toEqual([
      undefined,
      undefined,
      "a",
    ]);
    expect(problemsOf("a.copyOf=a")).toEqual([
      "a.copyOf=a: jobs[0].copyOf: expected the id of a job that is no copy of this one, " +
        'received "a"',
    ]);
    expect(problemsOf("c.copyOf=mail*")).toEqual([
      'c.copyOf=mail*: copyOf: expected the id or name of one job, received "mail*"; it is that ' +
        "of 2",
    ]);
    expect(problemsOf("copyOf=none")).toEqual([
      "copyOf=none: copyOf: expected a job that has this setting, received nothing",
    ]);
  });

  it("should tell changes from files", () => {
    expect(["a.slots=1", "dailyTime=1", '"a=b".slots=1'].map(isChange)).toEqual([true, true, true]);
    const files = ["jobs.json", "-", "C:\\jobs.json", '"a=b.json"'];
    expect(files.map(isChange)).toEqual(files.map(() => false));
  });

  it("should take a name with signs in it in double quotes", () => {
    const odd = ["a=b", "x.dailyTime", "Mail, Berlin", '5" drive', '"'];
    const named: Fleet = {
      jobs: odd.map((id) => ({ id, policy: nightly, proxyId: odd[0]! })),
      proxies: odd.map((id) => ({ id, slots: 1 })),
    };
    for (const id of odd) {
      const word = `"${id.replaceAll('"', '""')}"`;
      const problems: string[] = [];
      const mine = readChange(`${word}.dailyTime=21:00`, named, problems);
      const on = readChange(`proxyId=${word}`, named, problems);
      expect(problems).toEqual([]);
      const times = policyTexts(mine!.variations[0]!(named));
      expect(odd.filter((_, at) => times[at] === "Every day at 21:00.")).toEqual([id]);
      expect(new Set(on!.variations[0]!(named).jobs.map((job) => job.proxyId))).toEqual(
        new Set([id]),
      );
    }
  });
});

describe("a setting given twice", () => {
  const told = (...texts: string[]): string[] => {
    const problems: string[] = [];
    const changes = texts.map((text) => readChange(text, fleet, problems)!);
    expect(problems).toEqual([]);
    noteOverridden(changes, fleet, problems);
    return problems;
  };
  const refused = (later: string, earlier: string): string[] => [
    `${later}: ${earlier} gives this setting already; give it once, several values between commas`,
  ];

  it("should be refused where nothing would be left of the first", () => {
    const twice = [
      ["dailyTime=20:00,21:00", "dailyTime=23:00"],
      ["dailyTime=20:00", "DAILYTIME=20:00"],
      ["duration=x2", "duration=x3"],
      ["a.dailyTime=20:00", "dailyTime=23:00"],
      ["Mail*.dailyTime=20:00", "*.dailyTime=23:00"],
      ["a.dailyTime=20:00", "mail. berlin.dailyTime=23:00"],
      ["proxy-1.slots=3", "proxies.slots=4"],
      ["zone=Europe/Berlin", "zone=UTC"],
    ] as const;
    for (const [earlier, later] of twice)
      expect(told(earlier, later)).toEqual(refused(later, earlier));
  });

  it("should be taken where each counts for somebody", () => {
    expect(told("dailyTime=23:00", "a.dailyTime=20:00")).toEqual([]);
    expect(told("a.dailyTime=20:00", "b.dailyTime=20:00")).toEqual([]);
    expect(told("a.dailyTime=20:00", "a.retryNumber=2")).toEqual([]);
    // the first changes nothing by itself: nothing of it is lost
    expect(told("a.dailyTime=22:00", "b.dailyTime=20:00")).toEqual([]);
    expect(told("proxy-1.slots=3", "proxy-2.slots=4")).toEqual([]);
  });
});
