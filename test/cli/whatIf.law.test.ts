/**
 * Proposals and headroom from the command line, for which fleets are simulated again and again.
 */
import { linkSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLEET, runHere, textOf } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { inProject } from "../support/paths.ts";

const GOLDEN = inProject("test/fixtures/cli/");
const directory = scratch();

const FROM = ["--from", "2025-01-06", "--days", "7"];
const NIGHTS = ["--from", "2025-01-06", "--days", "2"];
/** For what does not hang on which times are proposed: fewer of them to look at. */
const COARSE = [...NIGHTS, "--grid", "60"];

describe("what if, as text", () => {
  it("should propose start times", async () => {
    const text = await textOf(
      [
        "stagger",
        FLEET,
        "--within",
        "21:00-05:00",
        "--keep",
        "Teams",
        "--at-most",
        "120",
        ...NIGHTS,
      ],
      0,
    );
    expect(text).not.toMatch(/^ +Teams /m);
    expect(text).not.toContain("no backup window");
    await expect(text).toMatchFileSnapshot(join(GOLDEN, "stagger.txt"));
    expect(await textOf(["stagger", FLEET, ...COARSE], 0)).toMatch(
      /^\d+ moved jobs? ha(s|ve) no backup window and may start at any hour; --within/m,
    );
  });

  it("should look for headroom, and give 1 where there is none", async () => {
    await expect(await textOf(["headroom", FLEET, ...FROM], 0)).toMatchFileSnapshot(
      join(GOLDEN, "headroom.txt"),
    );
    expect(await textOf(["headroom", FLEET, "--limit", "waitP95=PT1M", ...FROM], 1)).toContain(
      "limit 1 min",
    );
  });

  it("should ask headroom of as many seeds as it is told, and for that share of them", async () => {
    const asked = ["headroom", FLEET, "--ask", "durations", "--limit", "worstExposure=PT60H"];
    const { out } = await runHere([...asked, "--seeds", "3", "--share", ".6", ...NIGHTS, "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      seeds: [0, 1, 2],
      atLeast: 0.6,
      durations: { share: { n: 3 } },
    });
    for (const [option, value, expected] of [
      ["--seeds", "1", "a whole number from 2 to 10,000,"],
      ["--share", "0", "a share above 0, up to 1, such as 0.9,"],
      ["--share", "95", "a share above 0, up to 1, such as 0.9,"],
    ] as const)
      expect(await runHere([...asked, option, value, ...NIGHTS])).toEqual({
        code: 2,
        out: "",
        err: `${option}: expected ${expected} received ${JSON.stringify(value)}\n`.replace(
          "10000 received",
          "10000, received",
        ),
      });
  });

  it("should tell a terminal how far the search for headroom is, and wipe it out", async () => {
    const asked = ["headroom", FLEET, "--ask", "slots", "--limit", "stopped=0", "--seeds", "2"];
    let now = 0;
    const ticks = (): number => (now += 1_000);
    const { err } = await runHere([...asked, ...NIGHTS], { errIsTerminal: true, ticks });
    expect(err).toMatch(/^\r\u001b\[K1 simulation\r\u001b\[K2 simulations\r/);
    expect(err).toMatch(/ simulations\r\u001b\[K$/);
  });
});

describe("stagger", () => {
  it("should be data, if asked: runcast.proposal/1", async () => {
    const { out, err } = await runHere(["stagger", FLEET, ...COARSE, "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ format: "runcast.proposal/1" });
  });

  it("should write a fleet file with the proposed times that every command reads", async () => {
    const out = join(directory, "staggered.json");
    const { code } = await runHere([
      "stagger",
      FLEET,
      "--keep",
      "Teams, Mail Berlin",
      "--write",
      out,
      ...COARSE,
    ]);
    expect(code).toBe(0);
    const times = async (file: string): Promise<Map<string, string>> => {
      const { jobs } = JSON.parse(
        (await runHere(["next", file, "--after", "2025-01-06T12:00Z", "--json"])).out,
      ) as { jobs: { id: string; runs: { local: string }[] }[] };
      return new Map(
        jobs.flatMap(({ id, runs }) =>
          runs.length === 0 ? [] : [[id, runs[0]!.local.slice(11, 16)]],
        ),
      );
    };
    const [before, after] = [await times(FLEET), await times(out)];
    expect([after.get("teams"), after.get("mail-berlin")]).toEqual(["23:00", "22:00"]);
    expect([...after].filter(([id, time]) => before.get(id) !== time).length).toBeGreaterThan(2);
  });

  it("should not take the place of the file that is read unless it is told to", async () => {
    const path = join(directory, "own=fleet.json");
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const labels = { owner: "Ann" };
    const job = { policy, workload: { duration: "PT45M" }, labels };
    const head = { $schema: "../fleet.schema.json", description: "three jobs" };
    const before = JSON.stringify({
      ...head,
      labels,
      proxies: [{ id: "proxy", labels }],
      jobs: ["a", "b"].map((id) => ({ id, ...job })),
    });
    writeFileSync(path, before);
    symlinkSync(path, join(directory, "link.json"));
    const asked = ["stagger", `"${path}"`, "--days", "3", "--within", "20:00-23:00"];
    for (const out of [path, join(directory, "..", basename(directory), "own=fleet.json")]) {
      const { code, err } = await runHere([...asked, "--write", out]);
      expect([code, err]).toEqual([
        2,
        `--write: ${out} is the file that is read; --force puts the new one there\n`,
      ]);
    }
    linkSync(path, join(directory, "hard.json"));
    for (const link of ["link.json", "hard.json"])
      expect((await runHere([...asked, "--write", join(directory, link)])).code).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(before);
    expect((await runHere([...asked, "--write", path, "--force"])).code).toBe(0);
    const after = readFileSync(path, "utf8");
    expect(after).not.toBe(before);
    const kept = { ...head, labels, proxies: [{ labels }], jobs: [{ labels }, { labels }] };
    expect(JSON.parse(after)).toMatchObject(kept);
  });

  /** Runs on a terminal on which each look takes a second, and stops where the text says so. */
  const stopped = async (args: readonly string[], isEnough: (shown: string) => boolean) => {
    let stop: (() => void) | undefined;
    let now = 0;
    let err = "";
    const released: boolean[] = [];
    const { code, out } = await runHere(args, {
      errIsTerminal: true,
      ticks: () => (now += 1_000),
      stderr: {
        write: (text) => {
          err += text;
          if (isEnough(text)) stop?.();
        },
      },
      onInterrupt: (callback) => {
        stop = callback;
        return () => void released.push(true);
      },
    });
    expect(released.length).toBeGreaterThan(0);
    return { code, out, err: err.replace(/(?:\r\u001b\[K[^\r]*)*\r\u001b\[K/, "") };
  };

  it("should end at once where it is interrupted, and say how far it was", async () => {
    for (const [args, noun] of [
      [["stagger", FLEET, ...NIGHTS], "simulations"],
      [["compare", FLEET, "proxies.slots=2", "--seeds", "500", ...NIGHTS], "seeds"],
      [["headroom", FLEET, "--ask", "jobs", ...NIGHTS], "simulations?"],
    ] as const) {
      const { code, out, err } = await stopped(args, () => true);
      expect([code, out]).toEqual([1, "Stopped: too little is done for an answer.\n"]);
      expect(err).toMatch(new RegExp(`^stopped after \\d+(?: of [\\d,]+)? ${noun}\n$`));
      const data = JSON.parse((await stopped([...args, "--json"], () => true)).out) as object;
      expect(data).toMatchObject({ format: expect.any(String), complete: false });
    }
  });

  it("should keep of headroom what was asked to its end", async () => {
    const asked = ["headroom", FLEET, "--limit", "stopped=100", "--seeds", "2", ...NIGHTS];
    const whole = (await runHere([...asked, "--ask", "jobs", "--json"])).out;
    const { simulations, jobs } = JSON.parse(whole) as { simulations: number; jobs: object };
    const { code, out, err } = await stopped(
      [...asked, "--ask", "jobs,durations", "--json"],
      (shown) => Number(/(\d+) simulation/.exec(shown)?.[1] ?? 0) > simulations,
    );
    expect([code, err]).toEqual([1, expect.stringMatching(/^stopped after \d+ simulations\n$/)]);
    const part = JSON.parse(out) as object;
    expect(part).toMatchObject({ complete: false, jobs });
    expect(part).not.toHaveProperty("durations");
  });

  it("should say so where the file cannot be written, before anything is simulated", async () => {
    const places = { ENOENT: join(directory, "no", "such", "place.json"), EISDIR: directory };
    for (const [reason, place] of Object.entries(places)) {
      const ticks = (): number => {
        throw new Error("something is simulated");
      };
      const args = ["stagger", FLEET, "--write", place, ...NIGHTS];
      expect(await runHere(args, { ticks })).toEqual({
        code: 2,
        out: "",
        err: `--write: ${place} cannot be written (${reason})\n`,
      });
    }
  });
});
