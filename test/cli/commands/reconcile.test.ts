import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wrap } from "../../../src/report/kit/table.ts";
import { runHere } from "../../support/cliRun.ts";
import { scratch } from "../../support/scratch.ts";

const folder = scratch();

const daily = (dailyTime: string, dailyType = "Everyday") => ({
  type: "Daily",
  dailyType,
  dailyTime,
});
const seed = {
  name: "job office365",
  nextRun: "2017-06-01T08:00:00Z",
  schedulePolicy: daily("01:00:00"),
};
const file = (content: unknown) => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

function run(args: string[], env: Record<string, string> = {}) {
  return runHere(["reconcile", ...args], { env });
}

describe("runcast reconcile", () => {
  it("should find where the seed's server stands", async () => {
    const path = file(seed);
    const { code, out, err } = await run([path, "--now", "2017-05-31T12:00:00Z"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toBe(
      [
        ...wrap(`Next runs of ${path}, held against what the server reports`, 79),
        "",
        "The list counts as made at 2017-05-31T12:00:00Z; --now says otherwise.",
        "The server's clock: UTC-07:00, as the one report has it; so few do not tell its",
        "zone. Zones that fit: America/Los_Angeles, America/Phoenix, America/Vancouver",
        "and America/Tijuana; predictions are made with the first.",
        "",
        "  Job            Reported, UTC         Predicted, UTC",
        "  job office365  Thu 2017-06-01 08:00  Thu 2017-06-01 08:00  agrees",
        "",
        "Of 1 job, 1 agrees and 0 differ.",
        "",
      ].join("\n"),
    );
  });

  it("should tell few reports as offsets, and name a zone only where many agree", async () => {
    const told = async (list: object[], ...more: string[]): Promise<string> => {
      const { out } = await run([file(list), ...more]);
      return out.split("\n").slice(2, 6).join(" ");
    };
    const hourly = {
      ...seed,
      schedulePolicy: { type: "Periodically", periodicallyEvery: "Hours1" },
    };
    expect(await told([hourly])).toContain("somewhere from UTC-12:00 to UTC+14:00, as the one");
    expect(await told([hourly, seed])).toContain("clock: UTC-07:00, as all 2 reports have it");
    // Nobody lives in Lord Howe, and its clock alone fits these: half an hour forward and back.
    const howe = [
      { ...seed, nextRun: "2025-10-05T14:30:00Z", schedulePolicy: daily("01:30", "Monday") },
      { ...seed, nextRun: "2025-10-04T15:00:00Z", schedulePolicy: daily("01:30", "Sunday") },
    ];
    expect(await told(howe)).toContain("somewhere from UTC+10:30 to UTC+11:00, as all 2 reports");
    const many = await told(Array.from({ length: 10 }, () => seed));
    expect(many).toContain("clock: America/Los_Angeles, as its reports have it. All 10 reports");
    expect(await told([seed], "--zone", "UTC")).toContain("UTC. The one report fits UTC-07:00.");
  });

  it("should tell what differs, why, and by how much, and end with 1", async () => {
    const list = [
      seed,
      { ...seed, name: "\u001b[2Jelse\nwhere", nextRun: "2017-06-01T23:00:00Z" },
      { name: "manual", schedulePolicy: { type: "ManualOnly" } },
      { name: "silent", schedulePolicy: daily("02:00") },
      ...Array.from({ length: 30 }, () => seed),
    ];
    const { code, out } = await run([file(list), "--zone", "America/Los_Angeles"], {
      COLUMNS: "70",
    });
    expect(code).toBe(1);
    expect(out).toContain(
      "  differs\n      15 h later than predicted. It fits a server at UTC+02:00; here the " +
        "clock\n      shows UTC-07:00.\n",
    );
    expect(out).toContain(
      "  silent          -                     Thu 2017-06-01 09:00  not reported\n",
    );
    expect(out).toContain("  and 11 jobs more that agree\n");
    expect(out).toContain(
      "Of 34 jobs, 31 agree, 1 differs, 1 has a next run that the list does not report\n" +
        "and 1 has no next run, as the list says.",
    );
    expect(out).not.toMatch(/[^\P{C}\n]/u);
  });

  it("should give the same as data", async () => {
    const { code, out } = await run([file([seed, { name: "bad" }]), "--json"]);
    expect(code).toBe(2);
    const data = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(data)).toEqual([
      "format",
      "source",
      "now",
      "clock",
      "zoneInferred",
      "zoneVersion",
      "server",
      "jobs",
      "agreeing",
      "differing",
      "issues",
    ]);
    expect(data).toMatchObject({
      format: "runcast.reconciliation/1",
      server: { offsets: [{ name: "UTC-07:00" }] },
      agreeing: 1,
      issues: [{ path: "[1].schedulePolicy" }],
    });
  });

  it("should say what it cannot tell", async () => {
    const { code, out } = await run([file([{ name: "x", schedulePolicy: daily("01:00") }])]);
    expect(code).toBe(0);
    expect(out).toContain(
      "No job reports a next run: there is nothing to hold the prediction against.\n",
    );
    expect(
      (
        await run([
          file([seed, { ...seed, nextRun: "2017-06-01T08:07:00Z" }]),
          "--zone",
          "UTC",
          "--now",
          "2017-05-31T12:00Z",
        ])
      ).out,
    ).toContain("1 of 2 reports fit");
  });

  it("should answer bad options and bad files with a line each and 2", async () => {
    expect(await run([])).toMatchObject({
      code: 2,
      err: 'a file is needed, or "-" for standard input; --help says more\n',
    });
    expect(await run(["a", "b", "--zone", "x", "--nw", "1", "--now", "soon"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^unknown option --nw; did you mean --now\?\n--zone: .*\n--now: .*\n$/,
      ) as string,
    });
    expect(await run([join(folder, "none.json")])).toMatchObject({
      code: 2,
      err: `${join(folder, "none.json")}: no such file\n`,
    });
    expect((await run([file("{")])).code).toBe(2);
    expect(await run([file([])])).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected at least one job") as string,
    });
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("runcast reconcile FILE [options]") as string,
    });
  });
});
