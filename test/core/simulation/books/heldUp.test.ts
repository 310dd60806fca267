/**
 * Waits for room, and what is said of them.
 */
import { describe, expect, it } from "vitest";
import {
  heldUp,
  type HeldUp,
  passedByText,
  waitText,
} from "../../../../src/core/simulation/books/heldUp.ts";
import type { Needed } from "../../../../src/core/simulation/fleet.ts";
import { HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const P: Needed = { of: "proxy", id: "P" };
const R: Needed = { of: "repository", id: "repo-2" };
const O: Needed = { of: "organization", id: "O", name: "Contoso" };

/** A wait of three hours, in which what is needed was full for so many minutes each. */
function waited(needs: readonly Needed[], minutes: readonly number[], started = true): HeldUp {
  const full = minutes.map((count) => count * MINUTE);
  return heldUp({ from: HOUR, to: 4 * HOUR, started, full }, needs);
}

describe("a wait", () => {
  it("should have the resources that were full meanwhile, the longest first", () => {
    expect(waited([P, R, O], [10, 0, 170], false)).toEqual({
      from: HOUR,
      to: 4 * HOUR,
      started: false,
      resources: [
        { ...O, full: 170 * MINUTE },
        { ...P, full: 10 * MINUTE },
      ],
    });
    expect(waited([P], [180]).resources).toEqual([{ ...P, full: 3 * HOUR }]);
    expect(waited([P], [0]).resources).toEqual([]);
  });

  it("should be for what was full throughout, or else for what was never free at once", () => {
    expect(waitText(waited([P], [180]))).toBe("3 h for proxy P");
    expect(waitText(waited([P, R], [180, 170]))).toBe("3 h for proxy P");
    expect(waitText(waited([P, R, O], [180, 180, 180]))).toBe(
      "3 h for proxy P, repo-2 and organization Contoso",
    );
    expect(waitText(waited([P, R], [100, 170]))).toBe(
      "3 h because repo-2 and proxy P were never free at once",
    );
  });

  it("should say what it cost", () => {
    const between = "3 h because repo-2 and proxy P were never free at once";
    const told = `waited ${between} (full for 2 h 50 min and 1 h 40 min of it);`;
    expect(passedByText(waited([P, R], [100, 170]), 1)).toBe(
      `${told} 1 start was skipped meanwhile`,
    );
    expect(passedByText(waited([P, R], [100, 170], false), 2)).toBe(
      `${told} the attempt never began and 2 starts were skipped meanwhile`,
    );
    expect(passedByText(waited([P, R], [100, 170], false), 0)).toBe(
      `${told} the attempt never began`,
    );
  });
});
