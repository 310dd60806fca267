/**
 * A failure as a test that can be pasted into a file of `test/deep`, or of any folder beside it, as
 * it is: imports, what was asked, what was expected and what came.
 */
import type { Answer } from "../support/answers.ts";

/** Where the names come from that printed tests speak of. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  vitest: ["expect", "it"],
  "../../src/core/whatif/edits/fleetEdits.ts": ["withMoreJobs"],
  "../../src/index.ts": [
    "compare",
    "compareReplicated",
    "compile",
    "durationFactor",
    "type Fleet",
    "headroom",
    "pairedInterval",
    "parsePolicy",
    "simulate",
    "stagger",
    "summarize",
    "type Summary",
    "type WorkloadResult",
    "type WorkloadRun",
  ],
  "../support/headroomSides.ts": ["tried"],
  "../support/luckyNights.ts": ["withStarts"],
  "../support/scheduleBuilders.ts": ["at", "iso"],
  "../support/slowAnswers.ts": ["withoutPercentiles"],
  "../support/timelineLines.ts": ["missedLine", "sessionLine"],
  "../support/whatIf.ts": ["lostRuns", "mirrorOf", "plainOf", "valueOf"],
};

/** A value as code; functions have no code of their own. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value instanceof Set) return `new Set(${literal([...(value as Set<unknown>)])})`;
  if (value !== null && typeof value === "object")
    return `{ ${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(
        ([key, inner]) =>
          `${/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(inner)}`,
      )
      .join(", ")} }`;
  return typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
}

/** The test: `setup` makes what the answer's code speaks of, a line each. */
export function pastedTest(title: string, setup: readonly string[], answer: Answer): string {
  const { code, got, expected, within } = answer;
  const check =
    within === undefined
      ? `expect(${code}).toEqual(${literal(expected)});`
      : `expect(Math.abs((${code} ?? NaN) - ${literal(expected)})).toBeLessThanOrEqual(${within});`;
  const body = [...setup, ...`got ${literal(got)}`.split("\n").map((line) => `// ${line}`), check];
  const text = body.join("\n");
  const imports = Object.entries(HOMES).flatMap(([home, names]) => {
    const used = names.filter(
      (name) => home === "vitest" || new RegExp(`\\b${name.replace("type ", "")}\\b`).test(text),
    );
    return used.length === 0 ? [] : [`import { ${used.join(", ")} } from "${home}";`];
  });
  return [
    ...imports,
    "",
    `it(${JSON.stringify(title)}, () => {`,
    ...body.map((line) => `  ${line}`),
    "});",
  ].join("\n");
}
