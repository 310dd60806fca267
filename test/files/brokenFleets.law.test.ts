/**
 * A broken fleet is broken alike, whoever is asked about it: one checker, one set of issues (R26).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIssue, type Issue } from "../../src/core/input/issues.ts";
import { FLEET_SHAPE } from "../../src/files/fleetShape.ts";
import { checkShape } from "../../src/files/shape.ts";
import {
  compare,
  compareReplicated,
  type Fleet,
  headroom,
  type Job,
  PolicyError,
  readFleetFile,
  replicate,
  simulate,
  stagger,
  sweep,
} from "../../src/index.ts";
import { daily } from "../support/whatIf.ts";

const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };

/** What somebody complains about; nothing where the question is answered. */
function issuesOf(ask: () => unknown): readonly Issue[] {
  try {
    ask();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.issues;
  }
  return [];
}

/** The issues with their paths as if the fleet stood alone, and not at `place`. */
function issuesAt(place: string, ask: () => unknown): string[] {
  return issuesOf(ask).flatMap((issue) => {
    if (issue.path !== place && !issue.path.startsWith(`${place}.`)) return [];
    return formatIssue({ ...issue, path: issue.path.slice(place.length + 1) });
  });
}

/** Nothing is wrong with it, and everything that a fleet can have is there. */
const sound = {
  clock: { zone: "Europe/Berlin", gap: "skip" },
  proxies: [
    { id: "p", slots: 1 },
    { id: "q", slots: 2 },
  ],
  repositories: [{ id: "r", slots: 3 }],
  organizations: [{ id: "o", slots: 4 }],
  jobs: [
    {
      id: "daily",
      name: "one",
      policy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" },
      proxyId: "p",
      repositoryId: "r",
      workload: { duration: { lognormal: { median: "PT20M", p95: "PT1H" } }, failed: 0.1 },
      rpo: 25 * 3_600_000,
    },
    {
      id: "periodic",
      policy: {
        type: "Periodically",
        periodicallyEvery: "Hours2",
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 10,
      },
      enabled: true,
      runNow: true,
      clock: { zone: "America/New_York", overlap: "both" },
      organizationId: "o",
      workload: { duration: { uniform: ["PT5M", 600_000] }, warning: 0.2, retryShare: 0.5 },
    },
    {
      id: "manual",
      policy: { type: "ManualOnly" },
      proxyId: "q",
      workload: { duration: { empirical: [1_000, "PT1M"] }, failed: 0.5, warning: 0.5 },
    },
  ],
};

/** Takes something out, or puts something in its place or beside it. */
interface Break {
  readonly way: readonly number[];
  readonly how: "replace" | "remove" | "add";
  readonly value: unknown;
}

const breaks: fc.Arbitrary<Break> = fc.record({
  way: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom("replace", "replace", "replace", "remove", "add"),
  value: fc.constantFrom<unknown[]>(
    null,
    true,
    0,
    1.5,
    -1,
    0.7,
    99_999,
    "",
    "x",
    "p",
    "daily",
    "25:00",
    "Mars/Olympus",
    "jump",
    "PT2H",
    [],
    [null],
    {},
    { a: 1 },
  ),
});

function broken(edits: readonly Break[]): unknown {
  const root = { fleet: structuredClone(sound) as unknown };
  for (const { way, how, value } of edits) {
    let node: object = root;
    for (const [at, step] of [0, ...way].entries()) {
      const keys = Object.keys(node);
      const key = keys[step % Math.max(1, keys.length)];
      if (key === undefined) break;
      const inner: unknown = (node as Record<string, unknown>)[key];
      if (at < way.length && typeof inner === "object" && inner !== null) {
        node = inner;
        continue;
      }
      const isKept = key === "rpo" && typeof value === "string"; // only a file has it in words
      if (how === "add" && !Array.isArray(node)) Object.assign(node, { colour: value });
      else if (how === "remove" && !Array.isArray(node) && !isKept)
        Reflect.deleteProperty(node, key);
      else if (!isKept) (node as Record<string, unknown>)[key] = structuredClone(value);
      break;
    }
  }
  return root.fleet;
}

/** Where a file leaves slots out there is no limit; in code that is said. */
function inCode(fleet: unknown): Fleet {
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(fleet)) return fleet as Fleet;
  const entries = Object.entries(fleet).map(([key, list]): [string, unknown] => [
    key,
    key !== "jobs" && Array.isArray(list)
      ? list.map((one: unknown) => (isObject(one) ? { slots: Infinity, ...one } : one))
      : list,
  ]);
  return Object.fromEntries(entries) as unknown as Fleet;
}

const fleets = fc.array(breaks, { minLength: 1, maxLength: 5 }).map(broken);

describe("a broken fleet", () => {
  it("should be good before it is broken", () => {
    const timeline = simulate(sound, span);
    expect(timeline.sessions.length).toBeGreaterThan(10);
    expect(readFleetFile(sound)).toMatchObject({ ok: true, warnings: [] });
  });

  it("should have the same issues, in the same order, whatever is asked of it", () => {
    let bad = 0;
    fc.assert(
      fc.property(fleets, (given) => {
        const fleet = given as Fleet;
        const expected = issuesOf(() => simulate(fleet, span)).map(formatIssue);
        const alone = {
          replicate: () => replicate(fleet, span, { seeds: 2 }),
          stagger: () => stagger(fleet, span),
          headroom: () =>
            headroom(fleet, span, { limits: { waitMax: 0 }, ask: ["jobs"], mostJobs: 1 }),
          sweep: () => sweep(fleet, { same: (same) => same }, span),
        };
        for (const [name, ask] of Object.entries(alone))
          expect(issuesOf(ask).map(formatIssue), name).toEqual(expected);
        const good = sound as unknown as Fleet;
        const both = (): unknown => compareReplicated(fleet, fleet, span, { seeds: 2 });
        const among = {
          baseline: both,
          candidate: both,
          "variations.broken": () => sweep(good, { broken: () => fleet }, span),
        };
        for (const [place, ask] of Object.entries(among)) {
          expect(issuesAt(place, ask), place).toEqual(expected);
          expect(issuesOf(ask).length === 0, place).toBe(expected.length === 0);
        }
        bad += expected.length > 0 ? 1 : 0;
      }),
      { numRuns: 300 },
    );
    expect(bad).toBeGreaterThan(150);
  });

  it("should have them as a file as well, said once: by its shape, or else by the checker", () => {
    fc.assert(
      fc.property(fleets, (given) => {
        const byShape: Issue[] = [];
        checkShape(given, FLEET_SHAPE, "", byShape);
        const isSaid = ({ path }: Issue): boolean =>
          byShape.some(
            ({ path: place }) =>
              path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`),
          );
        const others = issuesOf(() => simulate(inCode(given), span)).filter((one) => !isSaid(one));
        const result = readFleetFile(given);
        const found = result.ok ? [] : result.issues.map(formatIssue);
        expect(found.toSorted()).toEqual([...byShape, ...others].map(formatIssue).toSorted());
      }),
      { numRuns: 1_000 },
    );
  });

  it("should be told by its side where it stands in a timeline that was tampered with", () => {
    const timeline = simulate(sound, span);
    const fleet = { ...timeline.fleet, clock: { zone: "Mars/Olympus" } };
    const tampered = Object.assign(simulate(sound, span), { fleet });
    const issues = issuesOf(() => compare(timeline, tampered));
    expect(issues.map(({ path }) => path)).toEqual(["candidate.fleet.clock.zone"]);
  });

  it("should have what a function workload gives told at its own place, whoever asks it", () => {
    const good = { duration: 60_000, outcome: "Success" } as const;
    const job = (id: string, result: object): Job => ({
      id,
      policy: daily("22:00"),
      workload: () => result as typeof good,
    });
    const fleet: Fleet = { jobs: [job("good", good), job("bad", { ...good, duration: -1 })] };
    const sane: Fleet = { jobs: [job("good", good)] };
    const nominal = span.from + 22 * 3_600_000;
    const place = `jobs[1].workload({ nominal: ${nominal}, attempt: 0 }).duration`;
    const asked: readonly (readonly [string, () => unknown])[] = [
      ["", () => simulate(fleet, span)],
      ["", () => replicate(fleet, span, { seeds: 2 })],
      ["", () => headroom(fleet, span, { limits: { waitMax: 0 } })],
      ["", () => stagger(fleet, span)],
      ["", () => stagger(fleet, span, { lower: "wait" })],
      ["baseline.", () => compareReplicated(fleet, sane, span, { seeds: 2 })],
      ["candidate.", () => compareReplicated(sane, fleet, span, { seeds: 2 })],
      ["variations.bad.", () => sweep(sane, { bad: () => fleet }, span)],
    ];
    for (const [before, ask] of asked)
      expect(issuesOf(ask).map(({ path }) => path)).toEqual([`${before}${place}`]);
  });
});
