/**
 * Pictures as documents: well-formed, described, with the names of others as text, and the same
 * bytes in whatever order they are drawn.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../../src/report/charts/chart.ts";
import { drawPicture, type PictureLook } from "../../../src/report/svg/picture.ts";
import {
  BERLIN,
  HOSTILE_NAMES,
  sampleExposure,
  sampleJudged,
  sampleLoad,
  sampleSessions,
  sampleStudy,
  sampleWeek,
} from "../../support/sampleCharts.ts";
import { svgRead } from "../../support/svgRead.ts";

const HOUR = 3_600_000;
const TWO = ["baseline", "candidate"] as const;

type Picture = readonly [name: string, chart: Chart, look?: Partial<PictureLook>];

const PICTURES: readonly Picture[] = [
  ["week", sampleWeek()],
  ["week of two sides", sampleWeek(TWO), { measure: "running", isDark: true }],
  ["load", sampleLoad()],
  ["load in stretches", sampleLoad(TWO, 3 * HOUR), { line: 1, width: 600 }],
  ["sessions", sampleSessions()],
  ["sessions of two sides", sampleSessions(TWO), { width: 600, isDark: true }],
  ["sessions by proxy", sampleSessions(TWO), { groupBy: "proxy" }],
  ["exposure", sampleExposure()],
  ["exposure of two sides", sampleExposure(TWO), { title: "<b>&amp;\u0000\ud800" }],
  ["study", sampleStudy()],
  ["study as lines", sampleStudy(40)],
  ["judged", sampleJudged()],
  ["nothing", { kind: "judged", seeds: [1], figures: [] }],
];

function draw(chart: Chart, look: Partial<PictureLook> = {}): string {
  return drawPicture(chart, { clock: BERLIN, isDark: false, width: 1_000, ...look });
}

describe("a picture", () => {
  it.each([...PICTURES] as [string, Chart, Partial<PictureLook>?][])(
    "should be a document of its own: %s",
    (_, chart, look) => {
      const svg = draw(chart, look);
      const { root, title, desc, texts, names } = svgRead(svg);
      expect(root).toMatchObject({ xmlns: "http://www.w3.org/2000/svg", role: "img" });
      expect(root["viewBox"]).toBe(`0 0 ${look?.width ?? 1_000} ${root["height"]!}`);
      expect(desc.length).toBeGreaterThan(20);
      expect(desc.startsWith(title)).toBe(true);
      expect(texts.length).toBeGreaterThan(1);
      // neither scripts nor anything from elsewhere
      const drawn = ["svg", "title", "desc", "defs", "clipPath", "g", "text"];
      const shapes = ["path", "rect", "circle", "polygon", "polyline", "line"];
      expect([...drawn, ...shapes]).toEqual(expect.arrayContaining([...names]));
      expect(svg).not.toMatch(/\son\w+=|NaN|Infinity|undefined|class=/);
      expect(svg.match(/https?:[^"]*/g)!.every((url) => url.startsWith("http://www.w3.org/"))).toBe(
        true,
      );
    },
  );

  it("should be the same bytes in any order", () => {
    const first = PICTURES.map(([, chart, look]) => draw(chart, look));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...PICTURES.keys()], { minLength: 2, maxLength: 4 }),
        (order) => {
          for (const index of order) {
            const [, chart, look] = PICTURES[index]!;
            expect(draw(chart, look) === first[index]).toBe(true);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it("should have names as text, whatever they are", () => {
    const { texts } = svgRead(draw(sampleSessions()));
    expect(texts).toContain(HOSTILE_NAMES[0]);
    expect(texts.join("\n")).not.toContain("\u202e");
    const names = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, (name) => {
        const chart = sampleExposure();
        const svg = draw({ ...chart, job: { ...chart.job, label: name } });
        svgRead(svg);
        expect(svg.replace(/<[^>]*>/g, "")).not.toMatch(/[<>]/);
      }),
      { numRuns: 60 },
    );
  });
});

describe("figures of a picture", () => {
  it("should be those of its chart: hours of a week", () => {
    const week = sampleWeek();
    const { texts } = svgRead(draw(week));
    const numbers = texts.filter((text) => /^\d+$/.test(text)).map(Number);
    const { starts } = week.sides[0]!;
    const there = [...starts].filter((count) => count > 0);
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
    // beside them stand the hours of the day, and the shade for none
    expect(sorted(numbers)).toEqual(sorted([...there, ...hours, 0]));
  });

  it("should be those of its chart: what was judged", () => {
    const { texts, desc } = svgRead(draw(sampleJudged()));
    for (const text of ["27 h (26 h to 28 h)", "25 h (24 h 30 min to 25 h 30 min)", "40", "12"])
      expect(texts).toContain(text);
    expect(desc).toContain("sessions at once, most: baseline 40 and candidate 12.");
  });

  it("should be those of its chart: a load", () => {
    const load = sampleLoad(TWO);
    const { texts, desc } = svgRead(draw(load, { line: 1 }));
    for (const { side, capacity, peak } of load.lines[1]!.sides) {
      expect(texts).toContain(`${capacity} slots, ${side}`);
      expect(desc.toLowerCase()).toContain(`${side}: at most ${peak} of ${capacity} slots`);
    }
  });
});
