/**
 * Pages of every answer, what is refused, and what a page holds: its parts as they were put in.
 */
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type Charted,
  compare,
  compareReplicated,
  type Fleet,
  forecast,
  headroom,
  parsePolicy,
  PolicyError,
  replicate,
  reportHtml,
  simulate,
  slots,
  stagger,
  staggerAsync,
  sweep,
} from "../../src/index.ts";
import { unpack } from "../../src/report/page/pack.ts";
import type { PageData } from "../../src/report/page/pageData.ts";

const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
const workload = { duration: { uniform: ["20m", "60m"] }, failed: 0.1 } as const;
const fleetWith = (count: number): Fleet => ({
  clock: { zone: "Europe/Berlin" },
  jobs: ["mail", "sites", "teams"].map((id) => ({
    ...{ id, policy, workload, proxyId: "proxy", rpo: 24 * 3_600_000 },
  })),
  proxies: [{ id: "proxy", slots: count }],
});
const fleet = fleetWith(1);
const span = { from: "2026-03-27", to: "2026-04-03" };
const timeline = simulate(fleet, span);
const comparison = compare(timeline, simulate(fleetWith(2), span));

/** What the page of a document holds. */
function pageIn(html: string): PageData {
  const packed = /<script type="application\/octet-stream" id="data">([^<]*)</.exec(html)![1]!;
  return unpack(inflateRawSync(Buffer.from(packed, "base64"))) as PageData;
}

const chartsIn = (answer: Charted | readonly Charted[]): string[][] =>
  pageIn(reportHtml(answer)).sections.map(({ charts }) => charts.map(({ kind }) => kind));

const SIDED = ["week", "load", "sessions"];

describe("reportHtml", () => {
  it.each<[string, Charted, readonly string[]]>([
    ["a forecast", forecast(fleet, { from: span.from }), ["week"]],
    ["a simulation", timeline, SIDED],
    ["a simulation without rows", simulate(fleet, { ...span, keep: "summary" }), ["week", "load"]],
    ["a comparison", comparison, SIDED],
    ["a copy of one, which lacks its sides", structuredClone(comparison), []],
    ["one under seeds", compareReplicated(fleet, fleetWith(2), span, { seeds: 10 }), ["judged"]],
    ["a study", sweep(fleet, slots("proxy", [1, 2]), span), ["study"]],
    ["a study under seeds", sweep(fleet, slots("proxy", [1, 2]), span, { seeds: 3 }), ["study"]],
    ["a proposal", stagger(fleet, span), [...SIDED, "judged"]],
    ["a headroom", headroom(fleet, span, { ask: ["slots"], seeds: 2 }), []],
    ["a replication", replicate(fleet, span, { seeds: 3 }), ["judged"]],
  ])("should draw what %s has", (_, answer, charts) => {
    expect(chartsIn(answer)).toEqual([charts]);
  });

  it("should show both sides of a proposal that was made in a thread", async () => {
    expect(chartsIn(await staggerAsync(fleet, span))).toEqual([[...SIDED, "judged"]]);
  });

  it("should hold several answers in their order, each under an id of its own", () => {
    const { sections, title } = pageIn(
      reportHtml([comparison, timeline, timeline], { source: "x" }),
    );
    expect(title).toBe("x");
    expect(sections.map(({ id }) => id)).toEqual(["comparison-1", "simulation-2", "simulation-3"]);
  });

  it("should say the clock of the server, with its change", () => {
    const [section] = pageIn(reportHtml(timeline)).sections;
    expect(section!.clock).toMatchObject({ name: "Europe/Berlin", offsetsMs: [3.6e6, 7.2e6] });
  });

  it("should say which choices mattered, and how that is known", () => {
    const [section] = pageIn(reportHtml(timeline)).sections;
    const of = (rule: string) =>
      section!.assumptions.filter((one) => one.rule === rule).map(({ matters }) => matters);
    // no session ends with a warning here, and there is no outage
    expect([of("R18"), of("R23"), of("R30")]).toEqual([["no"], ["no"], ["no"]]);
    const warned = fleetWith(1).jobs.map((job) => ({
      ...job,
      workload: { ...workload, warning: 0.5 },
    }));
    const [other] = pageIn(reportHtml(simulate({ ...fleet, jobs: warned }, span))).sections;
    expect(other!.assumptions.find(({ rule }) => rule === "R23")!.matters).toBe("yes");
  });

  it("should leave out sessions of the last jobs where there are too many, and say so", () => {
    const [section] = pageIn(reportHtml(timeline, { mostSessions: 15 })).sections;
    expect(section!.notes).toHaveLength(1);
    expect(section!.notes[0]).toMatch(/^\d+ sessions are not drawn one by one: those of the last /);
  });

  it("should be the same bytes each time", () => {
    expect(reportHtml(comparison)).toBe(reportHtml(comparison));
  });

  it("should refuse everything that is wrong at once", () => {
    const wrong = [timeline, { sessions: [] }, fleet] as unknown as Charted[];
    const options = { title: 7, mostSessions: -1, colour: "red" } as never;
    let issues: readonly string[] = [];
    try {
      reportHtml(wrong, options);
    } catch (error) {
      issues = (error as PolicyError).issues.map(({ path }) => path);
      expect(error).toBeInstanceOf(PolicyError);
    }
    expect(issues.toSorted()).toEqual([
      "answer[1]",
      "answer[2]",
      "options.colour",
      "options.mostSessions",
      "options.title",
    ]);
    expect(() => reportHtml([])).toThrow("at least one answer");
  });

  it("should let no name out of its place", () => {
    const hostile = "</script><script>alert(1)</script>";
    const jobs = fleet.jobs.map((job) => ({ ...job, name: hostile }));
    const html = reportHtml(simulate({ ...fleet, jobs }, span), { title: hostile });
    expect(html.split("<script").length - 1).toBe(2);
    expect(html.split("</script>").length - 1).toBe(2);
    expect(html).toContain("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>");
  });
});
