import { describe, expect, it } from "vitest";
import { progressOn } from "../../src/cli/progress.ts";

/** What is written while so many ms pass before each look. */
function written(tells: readonly (readonly [ms: number, done: number, total?: number])[]): string {
  let now = 0;
  let out = "";
  const progress = progressOn(
    {
      stdout: { write: () => undefined },
      stderr: { write: (text) => (out += text) },
      env: {},
      isTerminal: true,
      errIsTerminal: true,
      version: "0.0.0",
      now: 0,
      ticks: () => now,
      onInterrupt: () => () => undefined,
    },
    "simulation",
  );
  for (const [ms, done, total] of tells) {
    now = ms;
    progress.tell(done, total);
  }
  progress.end();
  return out;
}

const WIPE = "\r\u001b[K";

describe("how far a long question is", () => {
  it("should not be told of what takes less than a second", () => {
    expect(
      written([
        [0, 0, 10],
        [500, 5, 10],
        [999, 9, 10],
      ]),
    ).toBe("");
  });

  it("should say what is left, as it went so far, and leave no trace", () => {
    expect(
      written([
        [1_000, 40, 650],
        [1_050, 41, 650],
        [90_000, 400, 1_600],
      ]),
    ).toBe(
      `${WIPE}40 of 650 simulations, 6 %, some 16 s left` +
        `${WIPE}400 of 1,600 simulations, 25 %, some 5 min left${WIPE}`,
    );
    expect(
      written([
        [2_000, 1],
        [3_000, 1_234],
      ]),
    ).toBe(`${WIPE}1 simulation${WIPE}1,234 simulations${WIPE}`);
  });
});
