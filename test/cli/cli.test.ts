import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Switch } from "../../src/core/input/switches.ts";
import { CLOCK_SWITCHES } from "../../src/core/schedule/clock.ts";
import { zoneDatabaseVersion } from "../../src/host/zones.ts";
import { displayWidth } from "../../src/report/kit/table.ts";
import { COMMANDS, FLEET, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/cli/");
const directory = scratch();

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(
    path,
    typeof content === "string" || content instanceof Uint8Array
      ? content
      : JSON.stringify(content),
  );
  return path;
}

const daily = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const policy = file("policy.json", daily);
const never = file("never.json", {
  ...daily,
  backupWindowSettings: { backupWindow: "at no hour" },
});
const SPAN = ["--from", "2025-01-06", "--days", "7"];

describe("help", () => {
  it("should list every command, and be what `help`, `-h` and `--help` say", async () => {
    const { code, out, err } = await runHere(["--help"]);
    expect([code, err]).toEqual([0, ""]);
    for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
    for (const way of [["help"], ["-h"]]) expect(await runHere(way)).toEqual({ code, out, err });
    expect(await runHere([])).toEqual({ code: 2, out: "", err: out });
    const version = await runHere(["--version"]);
    expect(version).toEqual({
      code: 0,
      out: `runcast 0.0.0, time-zone database ${zoneDatabaseVersion}\n`,
      err: "",
    });
  });

  it.each(COMMANDS)(
    "should be there for %s, with examples or a usage, in lines that fit",
    async (name) => {
      const { code, out, err } = await runHere([name, "--help"]);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`runcast ${name}`);
      expect(out).toContain("Exit code");
      for (const line of out.split("\n")) expect(displayWidth(line), line).toBeLessThan(80);
      expect(await runHere(["help", name])).toEqual({ code, out, err });
    },
  );

  it("should only name options that there are", async () => {
    for (const name of COMMANDS.filter((one) => one !== "serve" && one !== "worker")) {
      const { out } = await runHere([name, "--help"]);
      const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)( [A-Z])?/gm)];
      expect(options.length, name).toBeGreaterThan(4);
      for (const [, option, takesValue] of options) {
        if (option === "--help") continue;
        const { err } = await runHere([
          name,
          ...(takesValue === undefined ? [option!] : [`${option!}=1`]),
        ]);
        expect(err, `${name} ${option!}`).not.toMatch(
          /unknown option|takes no value|needs a value/,
        );
      }
    }
  });
});

describe("the options of a clock", () => {
  it("should be told by every command that has them, each choice with what it does", async () => {
    const without = ["merge", "worker"];
    for (const name of without)
      expect((await runHere([name, "--help"])).out).not.toContain("--zone");
    for (const name of COMMANDS.filter((command) => !without.includes(command))) {
      const out = (await runHere([name, "--help"])).out.replaceAll(/\s+/g, " ");
      for (const { option, choices } of Object.values<Switch>(CLOCK_SWITCHES)) {
        expect(out, name).toContain(`--${option} `);
        for (const { value, does } of choices) {
          expect(out, name).toContain(`${String(value)} (`);
          expect(out, name).toContain(`${does})`);
        }
      }
    }
  });
});

describe("what is mistyped", () => {
  it.each([
    [["simulte"], 'unknown command "simulte"; did you mean simulate?\n'],
    [["frobnicate"], 'unknown command "frobnicate"; --help lists the commands\n'],
    [["help", "swep"], 'unknown command "swep"; did you mean sweep?\n'],
    [
      ["--zone", "UTC", "next"],
      "the command comes first, then its options: runcast COMMAND --zone; --help lists the " +
        "commands\n",
    ],
    [["next", policy, "--zne", "UTC"], "unknown option --zne; did you mean --zone?\n"],
    [
      ["next", policy, "--zone", "Berlin"],
      '--zone: expected an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30", ' +
        'received "Berlin"; did you mean Europe/Berlin?\n',
    ],
    [["next", policy, "--zone"], "--zone needs a value; --help lists them\n"],
    [
      ["next", policy, "--zone", "UTC", "--zone", "Europe/Berlin", "--json", "--json"],
      '--zone is given twice: "UTC" and "Europe/Berlin"\n',
    ],
    [
      ["sweep", FLEET, "dailyTime=20:00,21:00", "dailyTime=23:00"],
      "dailyTime=23:00: dailyTime=20:00,21:00 gives this setting already; give it once, several " +
        "values between commas\n",
    ],
    [
      ["headroom", FLEET, "--like", "Mail *"],
      expect.stringMatching(/^--like: one job is expected, received a name of \d+\n$/),
    ],
    [["next", policy, "--json=yes"], '--json takes no value, received "yes"\n'],
    [["next"], 'a file is needed, or "-" for standard input; --help says more\n'],
    [["next", policy, "other.json"], `one file is enough, received 2: ${policy}, other.json\n`],
    [
      ["simulate", FLEET, "proxy-1.slots"],
      `one file is enough, received 2: ${FLEET}, proxy-1.slots; a change has = in it, such as ` +
        "dailyTime=21:00\n",
    ],
    [
      ["simulate", FLEET, "Mail *.duration=x0"],
      'Mail *.duration=x0: duration: expected a factor above 0, up to 1000, received "x0"\n',
    ],
    [
      ["simulate", FLEET, "duration=x1001"],
      'duration=x1001: duration: expected a factor above 0, up to 1000, received "x1001"\n',
    ],
    [
      ["next", policy, "--count", "many", "--after", "soon"],
      "--after: expected an ISO 8601 instant such as 2026-03-08 or 2026-03-08T07:30:00Z, " +
        'received "soon"\n--count: expected a whole number from 1 to 1,000, received "many"\n',
    ],
    [
      ["next", FLEET, "--job", "Mail Berln"],
      '--job: expected the id or name of a job, received "Mail Berln"; did you mean Mail Berlin?\n',
    ],
    [
      ["explain", policy, "noon"],
      "INSTANT: expected an ISO 8601 instant such as 2026-03-08 or 2026-03-08T07:30:00Z, " +
        'received "noon"\n',
    ],
    [
      ["explain", policy],
      `a file and an instant are needed, received ${policy}; --help says more\n`,
    ],
    [
      ["runs", policy, "--from", "2025-01-06", "--to", "2025-01-05"],
      '--to: expected an instant after the beginning, received "2025-01-05"\n',
    ],
    [
      ["runs", policy, "--days", "3", "--to", "2027-01-05"],
      "--to: --days says already where the span ends\n",
    ],
    [
      ["simulate", FLEET, "proxy-1.slts=4"],
      'proxy-1.slts=4: unknown setting "slts"; did you mean slots?\n',
    ],
    [
      ["simulate", FLEET, "proxi-1.slots=4"],
      "proxi-1.slots=4: slots: expected the id or name of a resource, or proxies, repositories " +
        'or organizations, received "proxi-1"; did you mean proxy-1?\n',
    ],
    [
      ["simulate", FLEET, "slots=4"],
      "slots=4: slots: expected the id or name of a resource, or proxies, repositories or " +
        "organizations, received nothing; say whose: proxy-1.slots=..., proxies.slots=...\n",
    ],
    [
      ["simulate", FLEET, "dailyTime=21:00,22:00"],
      "dailyTime: one value is expected here, received 21:00, 22:00; runcast sweep tries several\n",
    ],
    [
      ["simulate", FLEET, "dailyTime=25:00"],
      "dailyTime=25:00: dailyTime: expected a time of day as HH:mm or HH:mm:ss, below " +
        '24:00, received "25:00"\n',
    ],
    [
      ["simulate", FLEET, "--seed", "x", "--duration", "40", "--rpo", "24"],
      "--duration: expected a length of time with its unit, such as 40m, 1h30m, 26h or PT45M, " +
        'received "40"; did you mean 40m?\n' +
        "--rpo: expected a length of time with its unit, such as 40m, 1h30m, 26h or PT45M, " +
        'received "24"; did you mean 24h?\n--seed: expected a whole number, received "x"\n',
    ],
    [
      ["compare", FLEET],
      `${FLEET}: compared with what? Give a second file, changes such as dailyTime=21:00, or ` +
        "models of sharing: --model slots=4 --model threads\n",
    ],
    [["compare", "-", "-"], "only one of the two can be standard input\n"],
    [
      ["sweep", FLEET],
      "what is to vary? Give changes with several values, such as dailyTime=20:00..23:00; " +
        "--help says more\n",
    ],
    [
      ["sweep", FLEET, "dailyTime=20:00..23:00", "--by", "peek"],
      expect.stringContaining('received "peek"; did you mean peak?'),
    ],
    [
      ["stagger", FLEET, "--lower", "costs"],
      '--lower: expected one of peak, demand, wait, exposure, received "costs"\n',
    ],
    [
      ["stagger", FLEET, "--keep", "Mail Berln"],
      expect.stringContaining(
        '--keep: expected the id or name of a job, received "Mail Berln"; did you mean Mail',
      ),
    ],
    [
      ["stagger", FLEET, "--within", "25:00"],
      '--within: expected two times of day, such as "20:00-06:00", received "25:00"\n',
    ],
    [
      ["headroom", policy],
      "--limit: expected limits, or a fleet in which a job has an rpo, received nothing\n",
    ],
    [
      ["simulate", FLEET, "gap=shfit", "zone=Berlin"],
      'gap=shfit: gap: expected one of shift, gap-end, earlier, skip, received "shfit"; did you ' +
        "mean shift?\n" +
        'zone=Berlin: zone: expected an IANA time zone, "UTC" or a fixed offset such as ' +
        '"UTC+5:30", received "Berlin"; did you mean Europe/Berlin?\n',
    ],
    [
      ["headroom", FLEET, "--ask", "slot", "--limit", "waitp96=1"],
      expect.stringContaining("did you mean slots?"),
    ],
  ])("should be told in a line, with the near one: %j", async (args, err) => {
    expect(await runHere(args)).toEqual({ code: 2, out: "", err });
  });

  it("should be told once where it is an instant, by every command that takes one", async () => {
    const taken = new Set<string>();
    for (const name of COMMANDS) {
      const { out } = await runHere([name, "--help"]);
      for (const [, option] of out.matchAll(/^ {2}(--[a-z-]+) INSTANT/gm)) {
        taken.add(name);
        for (const bad of ["soon", "1969-12-31"])
          for (const operands of [[], [FLEET]]) {
            const { code, err } = await runHere([name, ...operands, option!, bad]);
            expect(code, name).toBe(2);
            const lines = err.trimEnd().split("\n");
            const told = lines.filter((line) => line.startsWith(`${option!}: expected an `));
            expect(told, name).toHaveLength(1);
            expect(lines, name).toEqual([...new Set(lines)]);
          }
      }
    }
    // an operand of explain is one; an import has no span, and of a merge the parts say it, of a
    // worker the tasks
    expect(COMMANDS.filter((name) => !taken.has(name))).toEqual([
      "explain",
      "merge",
      "worker",
      "import",
    ]);
  });
});

describe("files", () => {
  it("should be complained about in a line an issue, never with a stack trace", async () => {
    const cases: [unknown, string][] = [
      ["[1,,]", "not JSON: line 1, column 4: a value was expected after the comma, found ,"],
      ["", "not JSON: line 1, column 1: the text is empty"],
      [{ payload: 1 }, "expected a job, an array of jobs"],
      [
        { jobs: [{ id: "a", policy: { type: "Daily" } }] },
        "jobs[0].policy.dailyTime: expected a time of day",
      ],
      [
        { type: "Daily", dailyTime: "25:00", dailyType: "Everyday" },
        "schedulePolicy.dailyTime: expected a time of day",
      ],
      [[], "expected at least one job, received an array of 0"],
      [{ jobs: [] }, "jobs: expected at least one job, received an array of 0"],
    ];
    for (const [content, message] of cases) {
      const path = file("bad.json", content);
      for (const command of ["next", "runs", "lint", "simulate"]) {
        const { code, out, err } = await runHere([command, path]);
        expect([code, out], err).toEqual([2, ""]);
        expect(err).toContain(message);
        expect(err).not.toMatch(/^ {4}at /m);
      }
    }
    expect(await runHere(["next", join(directory, "missing.json")])).toMatchObject({
      code: 2,
      err: `${join(directory, "missing.json")}: no such file\n`,
    });
    expect(await runHere(["next", directory])).toMatchObject({
      code: 2,
      err: `${directory}: a directory, not a file\n`,
    });
  });

  it("should be named in quotes where they have = in their names", async () => {
    const path = file("a=b.json", daily);
    expect(await runHere(["next", `"${path}"`])).toEqual(await runHere(["next", policy]));
  });

  it("should tell of the jobs that a name with * means", async () => {
    const { code, out } = await runHere(["next", FLEET, "--job", "mail b*"]);
    expect(code).toBe(0);
    const names = Array.from(out.matchAll(/^ {2}(Mail .*?) {2}/gm), ([, name]) => name);
    expect(names).toEqual(["Mail Berlin"]);
    expect(await runHere(["next", FLEET, "--job", '"Mail Berlin"'])).toEqual({
      code,
      out,
      err: "",
    });
  });

  it("should be read in part if one job is bad: others are told, the exit code is 2", async () => {
    const list = file("list.json", [
      { name: "Good", schedulePolicy: daily },
      { name: "Bad", schedulePolicy: { type: "Sometimes" } },
    ]);
    for (const args of [
      ["next", list],
      ["runs", list],
      ["lint", list],
      ["simulate", list],
      ["explain", list, "2025-01-01"],
    ]) {
      const { code, out, err } = await runHere(args);
      expect(code).toBe(2);
      expect(out).toContain(args[0] === "lint" ? "1 job: no error, no warning." : "Good");
      expect(err).toContain("[1].schedulePolicy.type: expected");
    }
  });

  it("should not let a job's name do anything to the terminal", async () => {
    const list = file("names.json", [
      { name: "\u001b[2J\u001b]0;gone\u0007\nMail\u202e", schedulePolicy: daily },
    ]);
    for (const args of [
      ["next", list],
      ["runs", list],
      ["lint", list],
      ["simulate", list, "--rpo", "PT1H"],
      ["explain", list, "2025-01-01"],
      ["next", list, "--job", "\u001b[31m"],
    ]) {
      const { out, err } = await runHere(args);
      expect(out + err).not.toMatch(/[^\P{C}\n]/u);
    }
  });

  it("should never bring a command down, whatever is in them", async () => {
    const sample = readFileSync(FLEET);
    const damaged = fc
      .array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
      .map((edits) => {
        const bytes = Uint8Array.from(sample);
        for (const [at, byte] of edits) bytes[at] = byte;
        return bytes;
      });
    const values = fc
      .oneof(fc.jsonValue(), fc.record({ jobs: fc.array(fc.jsonValue()) }))
      .map((value) => Buffer.from(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("next", "runs", "lint", "simulate"),
        fc.oneof(damaged, values),
        async (command, bytes) => {
          const { code, out, err } = await runHere([
            command,
            file("fuzz.json", bytes),
            ...(command === "next" ? [] : ["--from", "2025-01-06"]),
          ]);
          expect(code === 2).toBe(out === "" || err.includes("expected"));
          expect(out + err).not.toMatch(
            /undefined|NaN|\[object|this should not have happened|^ {4}at /m,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("the exit code", () => {
  it("should be 1 for findings: a policy that never runs, a target that is missed", async () => {
    expect(await runHere(["lint", policy])).toMatchObject({ code: 0, err: "" });
    expect(await runHere(["lint", never])).toMatchObject({ code: 1, err: "" });
    expect(
      await runHere(["simulate", policy, ...SPAN, "--duration", "PT30M", "--rpo", "PT24H"]),
    ).toMatchObject({ code: 1, err: "" });
    expect(
      await runHere(["simulate", policy, ...SPAN, "--duration", "PT30M", "--rpo", "PT25H"]),
    ).toMatchObject({ code: 0, err: "" });
    expect(await runHere(["next", never])).toMatchObject({ code: 0 });
  });

  it("should be 1 for a warning where one is strict", async () => {
    const storm = file("storm.json", {
      ...daily,
      retryEnabled: true,
      retryNumber: 50,
      retryWaitInterval: 1,
    });
    expect((await runHere(["lint", storm])).code).toBe(0);
    expect((await runHere(["lint", storm, "--strict"])).code).toBe(1);
  });
});

describe("the texts", () => {
  // Spans in the past: no later change of zone rules touches them.
  // `npx vitest run test/host/cli -u` takes over new ones.
  it.each([
    ["next.txt", ["next", "examples/fleet.json", "--after", "2025-01-06"], 0],
    [
      "next-three.txt",
      [
        "next",
        "examples/fleet.json",
        "--job",
        "mail berlin",
        "--count",
        "3",
        "--after",
        "2025-03-28T12:00Z",
      ],
      0,
    ],
    [
      "runs.txt",
      [
        "runs",
        "examples/fleet.json",
        "--job",
        "fabrikam-managers",
        "--from",
        "2025-03-28",
        "--days",
        "4",
        "--blocked",
      ],
      0,
    ],
    [
      "explain.txt",
      ["explain", "examples/fleet.json", "2025-01-08T11:00Z", "--job", "Legal hold"],
      0,
    ],
    ["lint.txt", ["lint", "examples/fleet.json", "--from", "2022-01-03"], 1],
    ["simulate.txt", ["simulate", "examples/fleet.json", "--from", "2025-01-06"], 1],
    [
      "simulate-changed.txt",
      [
        "simulate",
        "examples/fleet.json",
        "tailspin-mail.dailyType=Everyday",
        "legal-hold.backupWindow=none",
        "mail-board.rpo=PT4H",
        "SharePoint Pro*.rpo=P4D",
        "--from",
        "2025-01-06",
      ],
      0,
    ],
  ])("should be as in %s", async (name, args, code) => {
    const result = await runHere(args.map((arg) => (arg === "examples/fleet.json" ? FLEET : arg)));
    expect([result.code, result.err]).toEqual([code, ""]);
    for (const line of result.out.split("\n")) expect(displayWidth(line)).toBeLessThan(100);
    await expect(result.out.replaceAll(FLEET, "examples/fleet.json")).toMatchFileSnapshot(
      join(GOLDEN, name),
    );
  });

  it("should say of a run that the clock skips where it goes, under every choice", async () => {
    // London's clock goes from 01:00 to 02:00.
    const day = ["--zone", "Europe/London", "--from", "2025-03-30", "--days", "1"];
    const told = async (...more: string[]): Promise<string> =>
      (await runHere(["runs", policy, ...day, ...more], { env: { COLUMNS: "140" } })).out;
    expect(await told()).toContain(
      "02:00  Sun 2025-03-30 01:00  the clock skips its time: runs later",
    );
    for (const { value, does } of CLOCK_SWITCHES.gap.choices) {
      const out = await told("--gap", value);
      if (value === "skip") expect(out).not.toContain("01:00");
      else expect(out).toContain(`the clock skips its time: ${does}\n`);
    }
    expect(await told("--gap", "earlier")).toContain(
      "00:00  Sun 2025-03-30 00:00  the clock skips",
    );
  });

  it("should fit a narrow terminal, and have colours where there is one", async () => {
    for (const args of [
      ["simulate", FLEET, "--from", "2025-01-06"],
      ["lint", FLEET],
      ["next", FLEET],
    ]) {
      const { out } = await runHere(args, { isTerminal: true, columns: 80 });
      for (const line of out.split("\n")) expect(displayWidth(line), line).toBeLessThan(80);
      expect(out).toContain("\u001b[");
      expect(
        (await runHere(args, { isTerminal: true, columns: 80, env: { NO_COLOR: "1" } })).out,
      ).not.toContain("\u001b[");
    }
  });
});

/** A Monday on a server in UTC, as every command's data has it. */
function moment(utc: string): object {
  return { local: utc, weekday: "Monday", utc, epochMs: Date.parse(utc) };
}

describe("the data", () => {
  it.each([
    ["runcast.next/1", ["next", FLEET]],
    ["runcast.runs/1", ["runs", FLEET, "--blocked"]],
    ["runcast.explanation/1", ["explain", FLEET, "2025-01-06"]],
    ["runcast.lint/1", ["lint", FLEET]],
    ["runcast.simulation/1", ["simulate", FLEET, ...SPAN]],
    ["runcast.forecast/1", ["forecast"]],
  ])("should be %s", async (format, args) => {
    const { out, err } = await runHere([...args, "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ format });
  });

  it("should be what the text is made from", async () => {
    const { out } = await runHere([
      "next",
      policy,
      "--after",
      "2025-01-06T12:00Z",
      "--count",
      "2",
      "--zone",
      "America/Los_Angeles",
      "--json",
    ]);
    expect(JSON.parse(out)).toMatchObject({
      after: { utc: "2025-01-06T12:00:00Z", local: "2025-01-06T04:00:00-08:00" },
      jobs: [
        {
          id: "policy",
          scheduled: true,
          zone: "America/Los_Angeles",
          runs: [
            { utc: "2025-01-07T09:00:00Z", local: "2025-01-07T01:00:00-08:00" },
            { utc: "2025-01-08T09:00:00Z" },
          ],
        },
      ],
    });
  });

  it("should be told in lines, too, where one asks for sessions", async () => {
    const asked = ["simulate", FLEET, "--from", "2025-01-06", "--days", "2", "--sessions"];
    const data = JSON.parse((await runHere([...asked, "--json"])).out) as {
      sessions: { job: string; outcome: string; start: { local: string } }[];
      missed: { job: string }[];
    };
    const { out } = await runHere(asked, { isTerminal: true, columns: 80, env: { NO_COLOR: "1" } });
    for (const line of out.split("\n")) expect(displayWidth(line), line).toBeLessThan(80);
    const told = out.slice(out.indexOf(`${data.sessions.length} sessions:`)).split("\n");
    expect(told).toHaveLength(data.sessions.length + data.missed.length + 6);
    data.sessions.forEach(({ outcome, start }, index) => {
      const line = told[index + 2]!;
      expect(line).toContain(start.local.slice(0, 16).replace("T", " "));
      expect(line.endsWith(outcome)).toBe(true);
    });
    expect(out).toContain(`${data.missed.length} runs that came to no session:`);
  });

  it("should tell of some jobs only, of whatever was asked about all", async () => {
    const span = ["--from", "2025-01-06", "--days", "2"];
    for (const args of [
      ["forecast", FLEET],
      ["next", FLEET],
      ["lint", FLEET],
      ["explain", FLEET, "2025-01-06T22:00"],
      ["reconcile", FLEET],
      ["simulate", FLEET, ...span],
    ]) {
      const read = async (...more: string[]) =>
        JSON.parse((await runHere([...args, ...more, "--json"])).out) as {
          jobs?: { id: string }[];
          summary?: { jobs: { id: string }[]; fleet: object };
        };
      const some = await read("--job", "MAIL *a*");
      expect(
        (some.summary ?? some).jobs!.map(({ id }) => id),
        args[0],
      ).toEqual(["mail-hamburg", "mail-vienna", "mail-board"]);
      // a part is told as one: no word says that it is all
      const { out } = await runHere([...args, "--job", "MAIL *a*"]);
      if (["forecast", "reconcile", "simulate"].includes(args[0]!))
        expect(out.replaceAll(/\s+/g, " ")).toMatch(/3 of (?:its |the )?(?:22 )?jobs/);
      expect(out).not.toMatch(/all jobs/);
      // what is told of the fleet is that of all jobs
      expect(some.summary?.fleet).toEqual((await read()).summary?.fleet);
    }
  });

  it("should hold every session where one asks for them", async () => {
    const { out } = await runHere([
      "simulate",
      policy,
      ...SPAN,
      "--duration",
      "PT30M",
      "--json",
      "--sessions",
    ]);
    const data = JSON.parse(out) as {
      sessions: object[];
      summary: { fleet: { sessions: number; occupancy: { busyByHour: number[] } } };
    };
    expect(data.sessions).toHaveLength(7);
    expect(data.sessions[0]).toEqual({
      job: "policy",
      nominal: moment("2025-01-06T01:00:00Z"),
      start: moment("2025-01-06T01:00:00Z"),
      end: moment("2025-01-06T01:30:00Z"),
      attempt: 0,
      outcome: "Success",
    });
    expect(data.summary.fleet.occupancy.busyByHour).toHaveLength(168);
  });

  it("should take the command line's clock before the file's", async () => {
    const zoneOf = async (...more: string[]): Promise<string> =>
      (
        JSON.parse((await runHere(["next", FLEET, "--json", ...more])).out) as {
          jobs: { zone: string }[];
        }
      ).jobs[0]!.zone;
    expect(await zoneOf()).toBe("Europe/Berlin");
    expect(await zoneOf("--gap", "skip")).toBe("Europe/Berlin");
    expect(await zoneOf("--zone", "asia/tokyo")).toBe("Asia/Tokyo");
  });
});
