/** What options of charts have in common, and what their figures and sentences are. */
import { describe, expect, it } from "vitest";
import type { Chart, LoadChart } from "../../../src/report/charts/chart.ts";
import type { Look } from "../../../src/report/drawing/look.ts";
import { optionOf, sentenceOf } from "../../../src/report/drawing/option.ts";
import {
  BERLIN,
  HOSTILE_NAMES,
  SAMPLE_SPAN,
  sampleExposure,
  sampleJudged,
  sampleLoad,
  sampleSessions,
  sampleStudy,
  sampleWeek,
  UTC,
} from "../../support/sampleCharts.ts";

const HOUR = 3_600_000;
const TWO = ["baseline", "candidate"] as const;
const LOOK: Look = { clock: BERLIN, isDark: false, width: 1_000, height: 440 };

/** Every kind of chart, and every way to look at one. */
const ALL: readonly (readonly [name: string, chart: Chart, look: Partial<Look>])[] = [
  ["week", sampleWeek(), {}],
  ["week of two sides", sampleWeek(TWO), { measure: "running" }],
  ["jobs allowed", sampleWeek(), { measure: "allowed" }],
  ["load", sampleLoad(), {}],
  ["load of two sides, in stretches", sampleLoad(TWO, 3 * HOUR), { line: 1 }],
  ["sessions", sampleSessions(), {}],
  ["sessions of two sides", sampleSessions(TWO), { rows: [3, 0, 1, 2, 4] }],
  ["sessions by proxy", sampleSessions(TWO), { groupBy: "proxy" }],
  ["exposure", sampleExposure(), {}],
  ["exposure of two sides", sampleExposure(TWO), {}],
  ["study", sampleStudy(), {}],
  ["study as lines", sampleStudy(40), {}],
  ["judged", sampleJudged(), {}],
  ["judged differences", sampleJudged(TWO, "difference"), {}],
];

/** What a series has, as far as tests look at it. */
interface Series {
  readonly type: string;
  readonly name?: string;
  readonly data: readonly (readonly number[])[] | Float64Array;
  readonly renderItem?: (params: object, api: object) => object | undefined;
}

const seriesOf = (option: object): readonly Series[] =>
  (option as { readonly series: readonly Series[] }).series;

/** Every value of a tree of options. */
function* valuesOf(value: unknown): Generator {
  yield value;
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
    for (const each of Object.values(value)) yield* valuesOf(each);
}

describe("options of every chart", () => {
  it.each(ALL)("should be still, spoken and of our own axes: %s", (_, chart, more) => {
    const option = optionOf(chart, { ...LOOK, ...more, isStill: true });
    expect(option["animation"]).toBe(false);
    expect(sentenceOf(option)).toMatch(/^[A-Z].*\.$/s);
    expect(option["tooltip"]).toBeUndefined();
    expect(option["dataZoom"]).toBeUndefined();
    for (const value of valuesOf(option)) {
      expect(value).not.toBe("time");
      // gradients print badly
      expect(value).not.toHaveProperty("colorStops");
    }
  });

  it.each(ALL)("should be the same however often one asks: %s", (_, chart, more) => {
    const plain = (): string =>
      JSON.stringify(optionOf(chart, { ...LOOK, ...more }), (_key, value: unknown) =>
        ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
      );
    expect(plain()).toBe(plain());
  });

  it.each(ALL)("should write names as text in tooltips: %s", (_, chart, more) => {
    const option = optionOf(chart, { ...LOOK, ...more });
    const { formatter } = option["tooltip"] as { formatter: (params: unknown) => string };
    const isAxis = (option["tooltip"] as { trigger?: string }).trigger === "axis";
    const texts = seriesOf(option).flatMap((series, seriesIndex) => {
      const count = series.data.length / (ArrayBuffer.isView(series.data) ? 4 : 1);
      return Array.from({ length: Math.min(Math.floor(count), 12) }, (__, dataIndex) => {
        const item: unknown = series.data[dataIndex] ?? [];
        const value = (item as { value?: unknown }).value ?? item;
        return formatter(
          isAxis ? [{ axisValue: SAMPLE_SPAN.from + HOUR }] : { seriesIndex, dataIndex, value },
        );
      });
    });
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts)
      expect(text.replace(/<\/?b>|<br>|<\/?bdi>|&(?:lt|gt|amp|quot|#39);/g, "")).not.toMatch(
        /[<>&"']|\u202e/,
      );
  });

  it("should take a title of one's own, and none", () => {
    const title = (own: string): unknown =>
      (optionOf(sampleLoad(), { ...LOOK, title: own })["title"] as { text: string }).text;
    expect(title("Nights <b>")).toBe("Nights <b>");
    expect(title("")).toBe("");
  });
});

describe("a load", () => {
  const at = (hour: number): number => UTC.starts[0]! + hour * HOUR;
  const chart = (capacity: number): LoadChart => ({
    kind: "load",
    span: { from: at(0), to: at(10), clock: UTC },
    lines: [
      {
        of: "proxy",
        id: "p",
        label: "Proxy",
        measure: "sessions",
        sides: [
          {
            side: "",
            capacity,
            at: Float64Array.of(at(0), at(2), at(4)),
            most: Float64Array.of(0, 3, 1),
            mean: Float64Array.of(0, 3, 1),
            peak: 3,
            peakAt: at(2),
            meanOfSpan: 1.2,
          },
        ],
      },
    ],
  });

  it("should be steps to the end of the span, against what there is", () => {
    const option = optionOf(chart(4), { ...LOOK, clock: UTC, isStill: true });
    expect(seriesOf(option)[0]!.data).toEqual([
      [at(0), 0],
      [at(2), 3],
      [at(4), 1],
      [at(10), 1],
    ]);
    expect(sentenceOf(option)).toBe(
      "Sessions at once, proxy Proxy. " +
        "At most 3 of 4 slots, first at Tue 2026-10-20 00:00; 1.20 on average.",
    );
    expect(JSON.stringify(option["series"])).toContain('"yAxis":4');
  });

  it("should tell a capacity that is far above the peak, and not draw it", () => {
    const option = optionOf(chart(500), LOOK);
    expect(sentenceOf(option)).toContain("At most 3 of 500 slots");
    expect(JSON.stringify(option["series"])).not.toContain('"yAxis":500');
    expect(sentenceOf(optionOf(chart(Infinity), LOOK))).toContain("At most 3 sessions, no limit");
  });

  it("should say at an instant what the step there is", () => {
    const { formatter } = optionOf(chart(4), LOOK)["tooltip"] as {
      formatter: (points: object) => string;
    };
    const textAt = (axisValue: number): string => formatter([{ axisValue }]);
    expect(textAt(at(4) - 1)).toContain("3 sessions");
    expect(textAt(at(4))).toMatch(/>1 session</);
  });
});

describe("a week", () => {
  it("should have Monday first, and a cell for each hour that is there", () => {
    const week = sampleWeek();
    const [cells, holes] = seriesOf(optionOf(week, LOOK));
    const shown = cells!.data as unknown as { value: [number, number, number] }[];
    expect(shown).toHaveLength(166);
    expect(holes!.data).toEqual([
      [3, 6],
      [4, 6],
    ]);
    const { starts } = week.sides[0]!;
    for (const { value } of shown) {
      const [column, row, amount] = value;
      expect(amount).toBe(starts[((row + 1) % 7) * 24 + column]);
    }
    expect(shown[0]!.value.slice(0, 2)).toEqual([0, 0]);
  });

  it("should have the same shades on both sides", () => {
    const { pieces } = optionOf(sampleWeek(TWO), LOOK)["visualMap"] as {
      pieces: { lte: number }[];
    };
    const most = Math.max(
      ...sampleWeek(TWO).sides.flatMap(({ starts }) => [...starts].filter((one) => one > 0)),
    );
    expect(pieces.at(-1)!.lte).toBe(most);
  });
});

describe("an exposure", () => {
  it("should be filled from where it crosses the target", () => {
    const option = optionOf(sampleExposure(), { ...LOOK, isStill: true });
    const [over, ramps] = seriesOf(option);
    // every ramp but the first is longer than a day; each began 40 minutes old
    const [first] = over!.data as readonly (readonly number[])[];
    const begin = SAMPLE_SPAN.from + 22 * HOUR;
    expect(first).toEqual([
      begin + 23 * HOUR + 20 * 60_000,
      24 * HOUR,
      begin + 24 * HOUR,
      24 * HOUR + 40 * 60_000,
    ]);
    expect(ramps!.data[0]).toEqual([SAMPLE_SPAN.from, 0]);
    expect(ramps!.data[1]).toEqual([begin, 22 * HOUR]);
    expect(ramps!.data[2]).toEqual([begin, 40 * 60_000]);
    expect(sentenceOf(option)).toContain(
      "Worst exposure 48 h 40 min, until Fri 2026-10-23 22:00; over the target of 24 h.",
    );
  });
});

describe("sessions", () => {
  const chart = sampleSessions();
  const [side] = chart.sides;

  it("should have a bar for each session, and a mark for each start that came to none", () => {
    const series = seriesOf(optionOf(chart, LOOK));
    const items = (name: string): number =>
      (series.find((each) => each.name === name)?.data.length ?? 0) / 4;
    const ended = (code: number): number => side!.outcome.filter((each) => each === code).length;
    expect(["Success", "Warning", "Failed", "Stopped", "Running at the end"].map(items)).toEqual(
      [0, 1, 2, 3, 4].map(ended),
    );
    const { missed, byWindow } = side!;
    const blocked = Array.from(missed.reason).filter((reason) => byWindow[reason]).length;
    expect([items("Missed"), items("Blocked by a window")]).toEqual([
      missed.length - blocked,
      blocked,
    ]);
    expect(blocked).toBeGreaterThan(0);
    expect(blocked).toBeLessThan(missed.length);
    expect(items("Waiting")).toBe(
      side!.start.filter((start, index) => start > side!.due[index]!).length,
    );
  });

  it("should have rows of one's choice, in one's order, and say so", () => {
    const option = optionOf(chart, { ...LOOK, rows: [2, 0] });
    const { data } = option["yAxis"] as { data: string[] };
    expect(data).toEqual(["メール 📬👩·👩·👧", HOSTILE_NAMES[0]]);
    const own = side!.job.filter((job) => job === 0 || job === 2).length;
    expect(sentenceOf(option)).toContain(`${own} sessions`);
    expect(sentenceOf(option)).toContain("2 jobs of 14 have a row.");
  });

  it("should draw one bar where many lie in a pixel, whatever their order", () => {
    const many = 1_000;
    const begin = SAMPLE_SPAN.from;
    const crowd = {
      ...chart,
      jobs: chart.jobs.slice(0, 1),
      sides: [
        {
          ...side!,
          length: many,
          job: new Uint32Array(many),
          due: new Float64Array(many).fill(begin),
          start: Float64Array.from({ length: many }, (_, index) => begin + index * 100),
          end: Float64Array.from({ length: many }, (_, index) => begin + index * 100 + 50),
          attempt: new Uint16Array(many),
          outcome: new Uint8Array(many),
          point: new Uint8Array(many),
          missed: { ...side!.missed, length: 0 },
        },
      ],
    };
    const success = seriesOf(optionOf(crowd, LOOK)).find(({ name }) => name === "Success")!;
    const data = success.data as Float64Array;
    const drawn = (indices: readonly number[]): number => {
      const context = {};
      const px = (instant: number): number => ((instant - begin) / (7 * 24 * HOUR)) * 800;
      return indices.filter((index) => {
        const api = {
          value: (dimension: number) => data[index * 4 + dimension]!,
          coord: ([instant, row]: number[]) => [px(instant!), 10 + 20 * row!],
          size: () => [1, 20],
        };
        return success.renderItem!({ context, coordSys: { x: 0, width: 800 } }, api) !== undefined;
      }).length;
    };
    const order = Array.from({ length: many }, (_, index) => index);
    expect(drawn(order)).toBe(1);
    expect(drawn([...order].reverse())).toBe(1);
  });

  it("should say what lower bars are where there are some", () => {
    const words = "Lower bars, outlined where there is room, are retries.";
    const retried = side!.job[side!.attempt.findIndex((attempt) => attempt > 0)]!;
    const never = chart.jobs.findIndex(
      (_, job) => !side!.job.some((own, index) => own === job && side!.attempt[index]! > 0),
    );
    const sentence = (job: number): string => sentenceOf(optionOf(chart, { ...LOOK, rows: [job] }));
    expect(sentence(retried)).toContain(words);
    expect(never).toBeGreaterThanOrEqual(0);
    expect(sentence(never)).not.toContain(words);
    expect(sentence(never)).toContain("1 job of 14 has a row.");
  });

  it("should count how many run in a group", () => {
    const option = optionOf(chart, { ...LOOK, groupBy: "repository" });
    const { data } = option["yAxis"] as { data: string[] };
    expect(data).toEqual(["Repository 0", "Repository 1", "no repository"]);
    expect(sentenceOf(option)).toMatch(/^Sessions at once by repository\. \d+ sessions; most/);
  });
});

describe("a study", () => {
  it("should be a table up to 30 rows, and lines over more", () => {
    const type = (rows: number, look: Partial<Look> = {}): string =>
      seriesOf(optionOf(sampleStudy(rows), { ...LOOK, ...look }))[0]!.type;
    expect([type(30), type(31), type(4, { style: "lines" })]).toEqual([
      "custom",
      "parallel",
      "parallel",
    ]);
  });

  it("should mark nothing under seeds that are too few for a verdict", () => {
    const sentence = (seeds: number): string => sentenceOf(optionOf(sampleStudy(8, seeds), LOOK));
    expect(sentence(9)).toContain("9 seeds: figures, no verdict; at least 10 are needed.");
    expect(sentence(9)).not.toContain("A bar at the left");
    expect(sentence(10)).toContain("A bar at the left: not clearly worse than the best.");
    expect(sentence(1)).not.toMatch(/verdict|best/);
  });
});

describe("what was judged", () => {
  it("should be told with intervals, or with differences and theirs", () => {
    expect(sentenceOf(optionOf(sampleJudged(), LOOK))).toContain(
      "worst exposure: baseline 27 h (26 h to 28 h) " +
        "and candidate 25 h (24 h 30 min to 25 h 30 min).",
    );
    const sentence = sentenceOf(optionOf(sampleJudged(TWO, "difference"), LOOK));
    expect(sentence).toContain(
      "worst exposure: baseline 27 h and candidate 25 h, -2 h (-2 h 30 min to -1 h 30 min), clear.",
    );
    expect(sentence).toContain("candidate 0 s, -1 h 35 min, not clear.");
  });
});
