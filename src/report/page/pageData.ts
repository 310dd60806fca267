/**
 * What a report's page shows, as data: for each answer its facts, tables, charts and its text.
 *
 * Whoever makes it has figures and words from the same places as the texts, and the page adds
 * neither (R40): it lays out, sorts, filters and draws what stands here. Instants are epoch ms,
 * lengths ms; the page shows them on the clock that the reader picks.
 */
import type { MetricUnit } from "../../core/whatif/metrics.js";
import type { Chart, ChartClock } from "../charts/chart.js";
import type { Fact } from "../timelineFacts.js";

/** The whole page. */
export interface PageData {
  readonly format: "runcast.page/1";
  readonly title: string;
  readonly sections: readonly Section[];
}

/** What an answer is called on the page. */
export type SectionKind =
  | "forecast"
  | "simulation"
  | "comparison"
  | "comparison under seeds"
  | "study"
  | "proposal"
  | "headroom"
  | "replication";

/** One answer. */
export interface Section {
  /** Unique in the page, fit for a link: `simulation-1`. */
  readonly id: string;
  readonly kind: SectionKind;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** The server's clock over the span; absent where nothing on the page is on one. */
  readonly clock?: ChartClock;
  readonly charts: readonly Chart[];
  readonly tables: readonly PageTable[];
  readonly assumptions: readonly PageAssumption[];
  /** What is not on the page, or aggregated, and why: a sentence each. */
  readonly notes: readonly string[];
  /** The answer's text, word for word as `describe...` gives it. */
  readonly text: string;
}

/** A table that sorts, filters and copies: columns of equal length. */
export interface PageTable {
  readonly id: string;
  readonly title: string;
  /** What its columns mean, and what is best or worst first. */
  readonly note: string;
  readonly columns: readonly PageColumn[];
}

/** What a cell can be: a number in the column's unit, a text, or nothing. */
export type PageCell = number | string | null;

/** One column. */
export interface PageColumn {
  readonly label: string;
  /** `text`: words; `state`: one of a few words, each with a sign; else a number's unit. */
  readonly unit: MetricUnit | "text" | "state";
  readonly cells: readonly PageCell[];
}

/** A choice behind the answer. */
export interface PageAssumption {
  readonly rule: string;
  readonly text: string;
  /** The option that changes it, where one does. */
  readonly option?: string;
  /** Whether another choice would give another answer; `unknown` where nobody has tried. */
  readonly matters: "yes" | "no" | "unknown";
}
