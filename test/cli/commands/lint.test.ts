import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runHere } from "../../support/cliRun.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { backupWindow, daily, mask } from "../../support/scheduleBuilders.ts";
import { scratch } from "../../support/scratch.ts";

const folder = scratch();

/** What each kind of job does, and the severity under which that is told. */
const KINDS = {
  good: { policy: daily("22:00") },
  never: { policy: daily("12:00", "Everyday", backupWindow(mask((hour) => hour === 3))) },
  storm: {
    policy: daily("22:00", "Everyday", {
      retryEnabled: true,
      retryNumber: 50,
      retryWaitInterval: 1,
    }),
  },
  off: { policy: daily("22:00"), enabled: false },
} as const;

type Kind = keyof typeof KINDS;

/** The text of a list of jobs of these kinds: `never 0`, `storm 1`, `never 2`. */
async function linted(kinds: readonly Kind[], ...words: readonly string[]): Promise<string> {
  const path = join(folder, "fleet.json");
  const jobs = kinds.map((kind, index) => ({ id: `${kind} ${index}`, ...KINDS[kind] }));
  writeFileSync(path, JSON.stringify({ jobs }));
  const { out } = await runHere(["lint", path, "--from", "2026-01-05", ...words]);
  return out;
}

describe("lint", () => {
  it("should tell jobs of which the same is found together", async () => {
    expect(await linted(["never", "good", "off", "never", "never"])).toBe(
      [
        "3 jobs: never 0; never 3; never 4",
        "  Error    Never runs: all 7 starts of a week fall into hours that the backup",
        "           window prohibits (R12).",
        "",
        "off 2",
        "  Note     The job is disabled: it does not start by itself.",
        "",
        "5 jobs: 3 with an error.",
        "",
      ].join("\n"),
    );
  });

  it("should name each job once, and say nothing twice", async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...(Object.keys(KINDS) as Kind[])), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.boolean(),
        async (kinds, isQuiet) => {
          const text = await linted(kinds, ...(isQuiet ? ["--quiet"] : []));
          const blocks = text.split("\n\n").slice(0, -1);
          const found = kinds
            .map((kind, index) => `${kind} ${index}`)
            .filter((name) => {
              return !name.startsWith("good") && !(isQuiet && name.startsWith("off"));
            });
          const told = blocks.flatMap((block) => {
            const [names = ""] = block.split(/\n {2}(?=Error|Warning|Note)/);
            return names.replace(/^\d+ jobs: /, "").split(/;\s+/);
          });
          expect(told.map((name) => name.replace(/\s+/g, " ")).sort()).toEqual(found.sort());
          expect(blocks).toHaveLength(new Set(found.map((name) => name.split(" ")[0])).size);
          expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
          if (blocks.length < found.length) together += 1;
        },
      ),
      runs(40),
    );
    expect(together).toBeGreaterThan(10);
  });
});
