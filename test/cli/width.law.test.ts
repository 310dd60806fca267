/**
 * Every text fits the terminal that it is shown on, from 80 columns up, whatever names are in it;
 * the last column stays free.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/kit/table.ts";
import { ANSWERING, COMMANDS, FLEET, runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();

/** Names as long as people give, in wide characters and without a blank, too. */
const LONG = [
  "Mailboxes of the sales department in Frankfurt, Hamburg and Munich, without those on leave",
  "東京本社のメールボックス全部（役員と退職者を除く）、毎晩のバックアップ",
  "x".repeat(120),
];
const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
const window = { backupWindow: "Mon-Fri 20:00-06:00" };
const jobs = LONG.map((name, index) => ({
  id: `id of ${name}`,
  name,
  policy: { ...policy, backupWindowSettings: window, retryEnabled: true, retryNumber: 3 },
  proxyId: `proxy of ${LONG[index]}`,
  repositoryId: "repository",
  workload: { duration: { uniform: ["PT40M", "PT13H"] }, failed: 0.3 },
  rpo: "PT24H",
}));
const fleet = join(directory, "fleet.json");
writeFileSync(
  fleet,
  JSON.stringify({
    clock: { zone: "America/Argentina/ComodRivadavia" },
    proxies: jobs.map(({ proxyId }) => ({ id: proxyId, slots: 1 })),
    repositories: [{ id: "repository", slots: 1 }],
    jobs,
  }),
);
const list = join(directory, "list.json");
writeFileSync(
  list,
  JSON.stringify(
    LONG.map((name, index) => ({
      name,
      nextRun: `2026-01-06T0${index}:00:00Z`,
      schedulePolicy: policy,
    })),
  ),
);

const SPAN = ["--from", "2026-01-05", "--days", "3"];
const CHANGE = ["dailyTime=21:00", "repositories.slots=2"];
/** What every command is asked, in all its forms of text. */
const ASKED: Readonly<Record<(typeof ANSWERING)[number], readonly (readonly string[])[]>> = {
  forecast: [["--from", "2026-01-05"]],
  next: [
    ["--count", "2"],
    ["--zone", "UTC"],
  ],
  runs: [
    [...SPAN, "--blocked"],
    [...SPAN, "--job", "*x*", "--blocked"],
  ],
  explain: [["2026-01-06T22:00"], ["2026-01-10T22:30"]],
  lint: [[]],
  simulate: [SPAN, [...SPAN, "--sessions"], [...SPAN, "--charts"]],
  compare: [
    [...CHANGE, ...SPAN],
    [...CHANGE, ...SPAN, "--seeds", "10"],
    [...CHANGE, ...SPAN, "--seeds", "2"],
    [...CHANGE, ...SPAN, "--charts"],
  ],
  sweep: [
    [
      "dailyTime=20:00..22:00",
      "repositories.slots=1,2",
      "duration=x1,x2",
      ...SPAN,
      "--workers",
      "1",
    ],
  ],
  stagger: [[...SPAN, "--within", "20:00-04:00"]],
  headroom: [
    [...SPAN, "--seeds", "3", "--limit", "stopped=100"],
    [...SPAN, "--seeds", "3"],
  ],
  import: [["-o", join(directory, "imported.json")]],
  reconcile: [[], ["--zone", "Asia/Kolkata"]],
};
const COLUMNS = [80, 100, 200];

/** What is quick is asked of the bundled fleet as well. */
function filesOf(command: string): readonly string[] {
  if (command === "reconcile" || command === "import") return [list];
  return ["sweep", "stagger", "headroom", "compare"].includes(command) ? [fleet] : [fleet, FLEET];
}

function tooWide(text: string, columns: number): string[] {
  return text.split("\n").filter((line) => displayWidth(line) > columns - 1);
}

describe.each(Object.entries(ASKED))("%s", (command, forms) => {
  it("should fit, and use the room that there is", async () => {
    for (const more of forms) {
      const widths: number[] = [];
      for (const columns of COLUMNS) {
        const screen = { isTerminal: true, columns, env: { NO_COLOR: "1" } };
        for (const file of filesOf(command)) {
          const { code, out } = await runHere([command, file, ...more], screen);
          expect(code).toBeLessThan(2);
          expect(tooWide(out, columns), `${more.join(" ")} at ${columns}`).toEqual([]);
          widths.push(Math.max(...out.split("\n").map(displayWidth)));
        }
      }
      expect(Math.max(...widths)).toBeGreaterThan(80);
    }
  });
});

describe("help", () => {
  it("should fit, whatever the command is called as", async () => {
    for (const name of COMMANDS)
      for (const program of [undefined, "npm start --"]) {
        const { out } = await runHere([name, "--help"], program === undefined ? {} : { program });
        expect(tooWide(out, 80), name).toEqual([]);
      }
    expect(tooWide((await runHere(["--help"])).out, 80)).toEqual([]);
  });
});

describe("every command", () => {
  it("should be asked", () => {
    expect(Object.keys(ASKED).sort()).toEqual([...ANSWERING].sort());
  });
});
