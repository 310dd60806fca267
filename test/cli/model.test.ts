import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";
import { inProject } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";

const GOLDEN = inProject("test/fixtures/cli/");
const directory = scratch();
const NIGHT = ["--from", "2026-01-05T12:00", "--days", "1"];
const MODELS = ["--model", "slots=4", "--model", "threads"];
const SENTENCE =
  "By slots 32 of 40 runs are backed up and 8 never start; by threads none is, all 40 are " +
  "stopped at 06:00: the models disagree about 32 jobs.";

function fleetFile(name: string, more: object = {}): string {
  const policy = {
    type: "Daily",
    dailyType: "Everyday",
    dailyTime: "22:00",
    backupWindowSettings: { backupWindow: "every day 22:00-06:00" },
  };
  const jobs = Array.from({ length: 40 }, (_, index) => ({
    id: `job-${index}`,
    policy,
    proxyId: "proxy-1",
    workload: { duration: "1h", threads: 16 },
  }));
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify({ jobs, proxies: [{ id: "proxy-1", slots: 4 }], ...more }));
  return file;
}
const forty = fleetFile("forty");

/** The text of an answer, its lines joined, so that it can be searched for sentences. */
async function said(...args: string[]): Promise<string> {
  const { out, err } = await runHere(args);
  expect(err).toBe("");
  return out.replace(/\n +/g, " ");
}

async function data(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await runHere([...args, "--json"])).out) as Record<string, unknown>;
}

describe("--model", () => {
  it("should compare the two models on one fleet, and say where they disagree", async () => {
    const text = await said("compare", forty, ...MODELS, ...NIGHT);
    expect(text).toContain(
      `${forty} with --model slots=4 and, as the candidate, with --model threads, 1 day from`,
    );
    expect(text).toContain(SENTENCE);
    const answer = await data("compare", forty, ...MODELS, ...NIGHT);
    expect(answer).toMatchObject({
      model: { baseline: "slots=4", candidate: "threads" },
      modelComparison: {
        runs: 40,
        baseline: { model: "slots", fates: { "backed-up": 32, "window-closed": 8 } },
        candidate: { model: "threads", fates: { stopped: 40 }, stoppedAt: "06:00" },
      },
    });
    const { disputed } = answer["modelComparison"] as { disputed: { nominal: object }[] };
    expect(disputed).toHaveLength(32);
    expect(disputed[0]!.nominal).toMatchObject({ utc: "2026-01-05T22:00:00Z" });
  });

  it("should be told first, as it was read and found right", async () => {
    const asked = ["--model", "slots=2", "--model", "threads", "--from", "2026-01-05"];
    const text = await textOf(["compare", FLEET, ...asked, "--days", "7"], 1);
    const head = text.slice(0, text.indexOf("\n\nRuns"));
    await expect(`${head}\n`).toMatchFileSnapshot(join(GOLDEN, "compare-models.txt"));
  });

  it("should compare the file as it is with a model that is given alone", async () => {
    const text = await said("compare", forty, "--model", "threads", ...NIGHT);
    expect(text).toContain(`${forty} and, as the candidate, with --model threads, 1 day from`);
    expect(text).toContain(SENTENCE);
    expect(await data("compare", forty, "--model", "threads", ...NIGHT)).toMatchObject({
      model: { candidate: "threads" },
    });
  });

  it("should hold for both sides where something else is compared", async () => {
    const model = ["--model", "threads"];
    const text = await said("compare", forty, "duration=30m", ...model, ...NIGHT);
    expect(text).toContain(`${forty} with --model threads, 1 day from`);
    expect(text).toContain("Changed: 40 settings");
    expect(text).not.toContain("proxy-1: has");
    expect(text).not.toContain("the models");
    const two = await said("compare", forty, fleetFile("as-well"), ...model, ...NIGHT);
    expect(two).toContain("as-well.json, both with --model threads, 1 day from");
    expect(two).toContain("No difference");
    // a limit of slots on threads is a change as any other, unless it is asked for as a model
    const limited = await said("compare", forty, "proxy-1.slots=6", ...model, ...NIGHT);
    expect(limited).toContain("proxy-1: has 6 slots (slots without limit before)");
    expect(limited).not.toContain("the models");
    const free = fleetFile("free", { proxies: [{ id: "proxy-1" }] });
    expect(await said("compare", free, "proxy-1.slots=4", ...NIGHT)).not.toContain("the models");
    expect(await said("compare", free, "proxy-1.threads=64", ...NIGHT)).toContain(
      "Without limits all 40 runs are backed up; by threads none is, all 40 are stopped at " +
        "06:00: the models disagree about 40 jobs.",
    );
    expect(await said("compare", free, "--model", "slots=4", ...NIGHT)).toContain(
      "Without limits all 40 runs are backed up; by slots 32 are and 8 never start: the models " +
        "disagree about 8 jobs.",
    );
  });

  it("should tell no models apart where both sides have one", async () => {
    const same = ["--model", "slots=4", "--model", "slots=8"];
    const text = await said("compare", forty, ...same, ...NIGHT);
    expect(text).toContain("proxy-1: has 8 slots (4 slots before)");
    expect(text).not.toContain("the models");
    const none = await data("compare", forty, ...same, ...NIGHT);
    expect([none["model"], none["modelComparison"]]).toEqual([
      { baseline: "slots=4", candidate: "slots=8" },
      undefined,
    ]);
    expect(await said("compare", forty, "--model", "slots=4", ...NIGHT)).toContain("No difference");
  });

  it("should be compared under several seeds, too", async () => {
    const text = await said("compare", forty, ...MODELS, "--seeds", "2", ...NIGHT);
    expect(text).toContain("with --model slots=4 and, as the candidate, with --model threads");
    expect(text).toContain("proxy-1: has 64 threads (no threads before)");
  });

  it("should be in what is printed, and in the data, of every command that simulates", async () => {
    const model = ["--model", "threads=32"];
    for (const [command, ...more] of [
      ["simulate"],
      ["sweep", "duration=30m,1h", "--workers", "1"],
      ["stagger"],
      ["headroom", "--ask", "durations", "--seeds", "2", "--limit", "waitMax=10h"],
    ] as const) {
      const args = [command, forty, ...more, ...model, ...NIGHT];
      const { out } = await runHere(args);
      expect(out.replace(/\s+/g, " "), command).toContain(`${forty} with --model threads=32`);
      expect(await data(...args), command).toMatchObject({ source: forty, model: "threads=32" });
      expect(await data(command, forty, ...more, ...NIGHT)).not.toHaveProperty("model");
    }
  });

  it("should be what changes are made on top of", async () => {
    const { summary } = (await data(
      "simulate",
      forty,
      "proxy-1.threads=640",
      "--model",
      "threads",
      ...NIGHT,
    )) as { summary: { fleet: object; proxies: object[] } };
    expect(summary.fleet).toMatchObject({ sessions: 40, stopped: 0 });
    expect(summary.proxies).toMatchObject([{ id: "proxy-1", threads: 640, slots: null }]);
  });

  it.each([
    [
      ["simulate", forty, "--model", "slots=0"],
      '--model: expected slots=8, threads or threads=64, received "slots=0"\n',
    ],
    [
      ["sweep", forty, "duration=1h,2h", "--model", "slot=4", "--model", "x"],
      '--model: expected slots=8, threads or threads=64, received "slot=4"\n' +
        '--model: expected slots=8, threads or threads=64, received "x"\n' +
        "--model: one is enough here; runcast compare takes two, and compares them\n",
    ],
    [
      ["compare", forty, ...MODELS, "--model", "threads=8"],
      "--model: at most 2, one for each side, received 3\n",
    ],
    [
      ["simulate", "examples/sample-jobs.json", "--duration", "1h", "--model", "threads"],
      "--model: examples/sample-jobs.json has no proxies, and the model is how proxies are " +
        'shared; name them in a fleet file ("proxies": [{ "id": "proxy-1" }]), and in each job ' +
        'the one that it uses ("proxyId": "proxy-1")\n',
    ],
    [["forecast", "--model", "threads"], "unknown option --model; --help lists the options\n"],
    [["simulate", forty, "--modle", "threads"], "unknown option --modle; did you mean --model?\n"],
  ])("should be refused where it can't be had: %j", async (args, err) => {
    expect(await runHere(args)).toEqual({ code: 2, out: "", err });
  });

  it("should be in the help", async () => {
    for (const command of ["simulate", "compare", "sweep", "stagger", "headroom"])
      expect(await textOf([command, "--help"], 0)).toMatch(/^ {2}--model M /m);
    expect(await textOf(["compare", "--help"], 0)).toContain(
      "runcast compare FILE --model MODEL [--model MODEL] [options]",
    );
  });

  it("should leave a fleet of many kinds what it says of other resources", async () => {
    const text = await said("compare", FLEET, ...MODELS, "--from", "2026-01-05", "--days", "2");
    expect(text).toMatch(/Under seed 0, by slots \d+ of \d+ runs are backed up.*: the models /);
    expect(text).not.toMatch(/repository \S+: (?:has|belongs)/);
  });
});
