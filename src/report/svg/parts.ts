/**
 * The parts of ECharts that our charts are drawn with, and no others: who draws adds a renderer.
 */
import { CustomChart, HeatmapChart, LineChart, ParallelChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  ParallelComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";

/** What every picture needs. */
export const STILL_PARTS: readonly unknown[] = [
  CustomChart,
  HeatmapChart,
  LineChart,
  ParallelChart,
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  ParallelComponent,
  TitleComponent,
  VisualMapPiecewiseComponent,
];

/** What a page needs beside these: to point at something, to zoom, to be read aloud. */
export const LIVE_PARTS: readonly unknown[] = [
  AriaComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  TooltipComponent,
];
