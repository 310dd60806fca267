import { describe, expect, it } from "vitest";
import { ANSWERING, FLEET, runHere } from "../support/cliRun.ts";

describe("instants in data", () => {
  const question: Readonly<Record<string, readonly string[]>> = {
    forecast: [FLEET],
    next: [FLEET],
    runs: [FLEET, "--blocked"],
    explain: [FLEET, "2026-01-06T22:00"],
    lint: [FLEET],
    simulate: [FLEET, "--sessions"],
    compare: [FLEET, "proxy-1.slots=2"],
    sweep: [FLEET, "proxy-1.slots=2,3", "--workers", "1"],
    stagger: [FLEET, "--days", "3"],
    headroom: [FLEET, "--days", "2", "--ask", "slots"],
    import: ["examples/sample-jobs.json", "--zone", "UTC"],
    reconcile: ["examples/sample-jobs.json"],
  };
  const asked = [
    ...Object.entries(question).map(([command, args]) => [command, ...args]),
    ["compare", FLEET, "proxy-1.slots=2", "--seeds", "3", "--days", "3"],
    ["sweep", FLEET, "proxy-1.slots=2,3", "--seeds", "3", "--days", "3", "--workers", "1"],
  ];

  /** Whatever can only be an instant: nothing else here counts 30 years of ms. */
  const isEpochMs = (value: unknown): boolean => typeof value === "number" && value > 1e12;

  function problemsOf(value: unknown, path: string): string[] {
    if (isEpochMs(value)) return [`${path} is a bare number`];
    if (typeof value !== "object" || value === null) return [];
    const { epochMs, local, ...rest } = value as Record<string, unknown>;
    const own: string[] = [];
    if (isEpochMs(epochMs)) {
      const isSame = typeof local === "string" && Date.parse(local) === epochMs;
      if (!isSame || !/(?:Z|[+-]\d\d:\d\d)$/.test(local)) own.push(`${path}: ${String(local)}`);
    } else if (epochMs !== undefined) own.push(`${path}.epochMs is no instant`);
    return [...own, ...Object.entries(rest).flatMap(([k, v]) => problemsOf(v, `${path}.${k}`))];
  }

  it.each(asked)("should have one shape, with the server's offset: %s", async (...args) => {
    const { out, err } = await runHere([...args, "--json"]);
    expect(err).toBe("");
    expect(out).toContain(
      '"epochMs"'.slice(0, ["lint", "headroom", "import"].includes(args[0]!) ? 0 : 9),
    );
    expect(problemsOf(JSON.parse(out), args[0]!)).toEqual([]);
  });

  it("should be asked of every command that has data", () => {
    expect(new Set(asked.map(([command]) => command))).toEqual(new Set(ANSWERING));
  });
});
