/**
 * One chart on the page: its drawing, drawn anew whenever what it depends on changes, and the keys
 * that zoom and move it.
 *
 * A drawing begins when it comes into view, so that a page with many of them is there at once. All
 * charts over time of a section show the same part of it.
 */
import type { Chart } from "../report/charts/chart.js";
import type { Look } from "../report/drawing/look.js";
import { optionOf, sentenceOf } from "../report/drawing/option.js";
import { mostTicks, tickOptions } from "../report/drawing/timeAxis.js";
import { clockOver } from "./clocks.js";
import { element } from "./elements.js";
import { type Drawing, drawingIn, stillDrawing } from "./engine.js";
import { currentSettings, onEnd, onSettings } from "./settings.js";

/** What is drawn now: a chart, and how it is looked at beside size and clock. */
export interface Shown {
  readonly chart: Chart;
  readonly look?: Partial<Look>;
  readonly height: number;
}

/** The part of a span that is shown, as shares of it. */
export interface TimeWindow {
  readonly begin: number;
  readonly end: number;
}

const WHOLE: TimeWindow = { begin: 0, end: 1 };
/** Nobody looks at less than this share of a span. */
const LEAST = 1e-5;

/** A window that several charts share. */
export interface SharedWindow {
  get(): TimeWindow;
  set(window: TimeWindow, by: object): void;
  onChange(listener: (by: object) => void): void;
}

/** A window of the whole span. */
export function sharedWindow(): SharedWindow {
  let window = WHOLE;
  const listeners: ((by: object) => void)[] = [];
  return {
    get: () => window,
    set(next, by) {
      const width = Math.min(1, Math.max(LEAST, next.end - next.begin));
      const begin = Math.min(Math.max(0, next.begin), 1 - width);
      window = { begin, end: begin + width };
      for (const listener of listeners) listener(by);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** A card with a title, tools and a drawing. */
export interface ChartCard {
  readonly root: HTMLElement;
  /** Draws again what is shown: somebody picked something else. */
  redraw(): void;
}

/** Paper is so many px wide, A4 upright between its margins. */
const PAPER_WIDTH = 700;
/** Keys that move a window, and by how much of its width. */
const MOVES = { ArrowLeft: -0.2, ArrowRight: 0.2 } as const;

/** Makes a card; `shown` is asked whenever it is drawn. */
export function chartCard(
  title: string,
  id: string,
  tools: readonly HTMLElement[],
  shown: () => Shown,
  window_: SharedWindow,
): ChartCard {
  const figure = element("div", {
    class: "figure",
    role: "img",
    tabindex: 0,
    id: `${id}-figure`,
    "data-chart": id,
  });
  // what a drawing says of names is escaped by whoever draws
  const printed = element("div", { class: "printed" });
  const root = element(
    "section",
    { class: "card", "aria-labelledby": `${id}-title` },
    element("h3", { id: `${id}-title` }, title),
    ...(tools.length === 0 ? [] : [element("div", { class: "tools" }, ...tools)]),
    figure,
    printed,
  );
  const me = {};
  let drawing: Drawing | undefined;
  let drawn: Chart | undefined;
  let isInView = false;
  let isZooming = false;
  let isEnded = false;

  function draw(): void {
    if (!isInView || isEnded) return;
    const { chart, look, height } = shown();
    drawn = chart;
    const { clock, isDark, isPrinted } = currentSettings();
    const width = isPrinted ? PAPER_WIDTH : Math.max(320, figure.clientWidth);
    figure.style.height = `${height}px`;
    const isTimed = "span" in chart;
    const option = optionOf(chart, {
      clock: isTimed ? clockOver(clock, chart.span) : { name: "UTC", starts: [0], offsetsMs: [0] },
      isDark: isDark && !isPrinted,
      width,
      height,
      title: "",
      ...(isPrinted ? { isStill: true } : {}),
      ...look,
    });
    printed.replaceChildren();
    if (isPrinted) printed.innerHTML = stillDrawing(option, width, height);
    else {
      drawing ??= begin();
      drawing.resize({ width, height });
      drawing.setOption(option, { notMerge: true });
      applyWindow();
    }
    figure.setAttribute("aria-label", sentenceOf(option));
    figure.dataset["drawn"] = String(Number(figure.dataset["drawn"] ?? 0) + 1);
  }

  function begin(): Drawing {
    const made = drawingIn(figure);
    made.on("datazoom", () => {
      if (isZooming) return;
      const [first] = (made.getOption()["dataZoom"] ?? []) as readonly ZoomState[];
      if (first === undefined) return;
      window_.set({ begin: first.start / 100, end: first.end / 100 }, me);
      tick();
    });
    return made;
  }

  /** Shows the window that the section shows. */
  function applyWindow(): void {
    if (!hasZoom()) return;
    const { begin: from, end } = window_.get();
    figure.dataset["window"] = `${from} ${end}`;
    isZooming = true;
    drawing!.dispatchAction({ type: "dataZoom", start: from * 100, end: end * 100 });
    isZooming = false;
    tick();
  }

  function hasZoom(): boolean {
    const zooms = drawing?.getOption()["dataZoom"] as readonly unknown[] | undefined;
    return zooms !== undefined && zooms.length > 0;
  }

  /** Ticks anew, for the part of the span that is shown. */
  function tick(): void {
    if (drawn === undefined || !("span" in drawn) || drawing === undefined) return;
    const { span } = drawn;
    const { from, to } = span;
    const { begin: first, end } = window_.get();
    const clock = clockOver(currentSettings().clock, span);
    const ticks = tickOptions(
      clock,
      from + (to - from) * first,
      from + (to - from) * end,
      mostTicks(figure.clientWidth - 160),
    );
    drawing.setOption({ xAxis: [ticks] });
  }

  figure.addEventListener("keydown", (event) => {
    if (!hasZoom()) return;
    const { begin: from, end } = window_.get();
    const width = end - from;
    const middle = (from + end) / 2;
    const about = (share: number): TimeWindow => ({
      begin: middle - (width * share) / 2,
      end: middle + (width * share) / 2,
    });
    const move = MOVES[event.key as keyof typeof MOVES];
    const next =
      event.key === "+" || event.key === "="
        ? about(1 / 2)
        : event.key === "-"
          ? about(2)
          : event.key === "0" || event.key === "Home"
            ? WHOLE
            : move === undefined
              ? undefined
              : { begin: from + width * move, end: end + width * move };
    if (next === undefined) return;
    event.preventDefault();
    window_.set(next, me);
    applyWindow();
  });
  window_.onChange((by) => {
    if (by !== me && drawing !== undefined) applyWindow();
  });
  onSettings(({ isPrinted }) => {
    isInView ||= isPrinted;
    draw();
  });
  const inView = new IntersectionObserver(
    (entries) => {
      if (isInView || !entries.some(({ isIntersecting }) => isIntersecting)) return;
      isInView = true;
      draw();
    },
    { rootMargin: "400px" },
  );
  inView.observe(figure);
  let known = 0;
  const resized = new ResizeObserver(() => {
    if (figure.clientWidth === known || currentSettings().isPrinted) return;
    known = figure.clientWidth;
    draw();
  });
  resized.observe(figure);
  onEnd(() => {
    isEnded = true;
    inView.disconnect();
    resized.disconnect();
    drawing?.dispose();
    drawing = undefined;
  });
  return { root, redraw: draw };
}

/** What ECharts says of a zoom: percent of the axis. */
interface ZoomState {
  readonly start: number;
  readonly end: number;
}
