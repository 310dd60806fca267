/**
 * Charts with made-up figures, one of each kind and more: small enough to be read, and with all
 * that is hard to draw.
 */
import type {
  ChartClock,
  ExposureChart,
  JudgedChart,
  LoadChart,
  SessionFigures,
  SessionsChart,
  SideName,
  StudyChart,
  WeekChart,
} from "../../src/report/charts/chart.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** Berlin over the week in which its summer ends: Sunday 2026-10-25 has 25 hours. */
export const BERLIN: ChartClock = {
  name: "Europe/Berlin",
  starts: [Date.UTC(2026, 9, 19, 22), Date.UTC(2026, 9, 25, 1)],
  offsetsMs: [2 * HOUR, HOUR],
};

/** UTC over the same week. */
export const UTC: ChartClock = { name: "UTC", starts: [BERLIN.starts[0]!], offsetsMs: [0] };

const from = BERLIN.starts[0]!;
const to = Date.UTC(2026, 9, 26, 23);
const span = { from, to, clock: BERLIN };

/** The span of the samples. */
export const SAMPLE_SPAN = span;

/** Numbers that look like chance, and are the same every time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function weekSide(side: SideName, seed: number): WeekChart["sides"][number] {
  const draw = draws(seed);
  const byHour = (value: (day: number, hour: number) => number): Float64Array =>
    Float64Array.from({ length: 168 }, (_, at) =>
      at === 3 || at === 4 ? Number.NaN : value(Math.floor(at / 24), at % 24),
    );
  return {
    side,
    scheduledJobs: 50,
    counts: "together",
    allowed: byHour((day, hour) => (day > 0 && day < 6 && hour > 7 && hour < 18 ? 0 : 50)),
    starts: byHour((_, hour) => (hour > 7 && hour < 18 ? 0 : Math.floor(draw() ** 4 * 120))),
    lost: byHour((day, hour) => (hour === 7 && day === 1 ? 3 : 0)),
    running: byHour((_, hour) => (hour > 9 && hour < 18 ? 0 : draw() * 7)),
  };
}

/** A week of one side, or of two. */
export function sampleWeek(sides: readonly SideName[] = [""]): WeekChart {
  return { kind: "week", span, sides: sides.map((side, index) => weekSide(side, index + 1)) };
}

/** Loads of a fleet and of a proxy, exact or in stretches. */
export function sampleLoad(sides: readonly SideName[] = [""], everyMs?: number): LoadChart {
  const figures = (side: SideName, seed: number, capacity: number) => {
    const draw = draws(seed);
    const every = everyMs ?? 17 * MINUTE;
    const count = Math.floor((to - from) / every);
    const at = Float64Array.from({ length: count }, (_, index) => from + index * every);
    const most = at.map((instant) => {
      const hour = (((instant - from) / HOUR) % 24) + 1;
      return hour > 20 || hour < 5 ? Math.ceil(draw() * capacity) : draw() < 0.1 ? 1 : 0;
    });
    const mean = everyMs === undefined ? most : most.map((value) => value * 0.6);
    const peak = Math.max(...most);
    return {
      side,
      capacity,
      at,
      most,
      mean,
      ...(everyMs === undefined ? {} : { everyMs }),
      peak,
      peakAt: at[most.indexOf(peak)]!,
      meanOfSpan: mean.reduce((a, b) => a + b, 0) / count,
    };
  };
  return {
    kind: "load",
    span,
    lines: [
      {
        of: "fleet",
        id: "",
        label: "all jobs",
        measure: "sessions",
        sides: sides.map((side, index) => ({
          ...figures(side, index + 7, 12),
          capacity: Number.POSITIVE_INFINITY,
        })),
      },
      {
        of: "proxy",
        id: "p1",
        label: "Proxy <one> & 大阪",
        measure: "sessions",
        sides: sides.map((side, index) => figures(side, index + 3, 8 + index * 4)),
      },
    ],
  };
}

/** Names of others, as bad as they get. */
export const HOSTILE_NAMES = [
  '<script>alert("1")</script>',
  "Почта & SharePoint 'all' sites with a very long name indeed",
  "メール 📬👩‍👩‍👧",
  "\u202Eطالب {a|b} $x",
  "]]> &lt; %s \n second line",
] as const;

/** Sessions of some jobs for a week: every outcome, waits, retries, fulls and missed runs. */
export function sampleSessions(sides: readonly SideName[] = [""], jobs = 14): SessionsChart {
  const side = (name: SideName, seed: number): SessionFigures & { side: SideName } => {
    const draw = draws(seed);
    const rows: number[][] = [];
    const missed: number[][] = [];
    for (let day = 0; day < 7; day += 1)
      for (let job = 0; job < jobs; job += 1) {
        const due = from + day * DAY + 20 * HOUR + Math.floor(draw() * 8) * 30 * MINUTE;
        if (draw() < 0.06) {
          missed.push([job, due]);
          continue;
        }
        let wait = draw() < 0.4 ? draw() * 2 * HOUR : 0;
        const length = (job === 0 ? 6 : 0.3 + draw() * 3) * HOUR;
        const kind = draw();
        const outcome = kind < 0.75 ? 0 : kind < 0.83 ? 1 : kind < 0.93 ? 2 : 3;
        rows.push([
          job,
          due,
          due + wait,
          due + wait + length,
          0,
          outcome,
          outcome < 2 ? (day === 5 ? 2 : 1) : 0,
        ]);
        if (outcome !== 2) continue;
        const again = due + wait + length + 10 * MINUTE;
        wait = 0;
        rows.push([job, again, again, Math.min(again + HOUR, to), 1, again + HOUR > to ? 4 : 0, 1]);
      }
    rows.push([1, to - 3 * HOUR, to - 2 * HOUR, to, 0, 4, 0]);
    rows.sort((a, b) => a[2]! - b[2]!);
    const column = (index: number): number[] => rows.map((row) => row[index]!);
    return {
      side: name,
      length: rows.length,
      job: Uint32Array.from(column(0)),
      due: Float64Array.from(column(1)),
      start: Float64Array.from(column(2)),
      end: Float64Array.from(column(3)),
      attempt: Uint16Array.from(column(4)),
      outcome: Uint8Array.from(column(5)),
      point: Uint8Array.from(column(6)),
      dataFrom: Float64Array.from(rows.map((row) => (row[6] === 0 ? Number.NaN : row[2]!))),
      worst: new Float64Array(jobs).fill(DAY),
      worstAt: new Float64Array(jobs).fill(to),
      missed: {
        length: missed.length,
        job: Uint32Array.from(missed.map(([job]) => job!)),
        nominal: Float64Array.from(missed.map(([, nominal]) => nominal!)),
        reason: Uint8Array.from(missed, (_, index) => index % 2),
      },
      reasons: ["the backup window is closed", "the job still runs"],
      byWindow: [true, false],
      leftOut: 0,
      jobsDrawn: jobs,
    };
  };
  return {
    kind: "sessions",
    span,
    jobs: Array.from({ length: jobs }, (_, index) => ({
      id: `job-${index}`,
      label: HOSTILE_NAMES[index] ?? `Exchange mailboxes ${index}`,
      proxy: `Proxy ${index % 3}`,
      ...(index % 4 === 3 ? {} : { repository: `Repository ${index % 2}` }),
      isCopy: index === 6,
      rpo: DAY,
    })),
    sides: sides.map((name, index) => side(name, index + 11)),
  };
}

/** The exposure of a job that misses its target twice in a week. */
export function sampleExposure(sides: readonly SideName[] = [""]): ExposureChart {
  const figures = (side: SideName, shift: number) => {
    const at = [from];
    const low = [0];
    for (let day = 0; day < 7; day += 1) {
      if (day === 2 + shift || (day === 4 && shift === 0)) continue;
      const end = from + day * DAY + 22 * HOUR;
      at.push(end);
      low.push(40 * MINUTE + shift * 20 * MINUTE);
    }
    const ends = [...at.slice(1), to];
    const highs = ends.map((end, index) => low[index]! + end - at[index]!);
    const worst = Math.max(...highs);
    return {
      side,
      at: Float64Array.from(at),
      low: Float64Array.from(low),
      worst,
      worstAt: ends[highs.indexOf(worst)]!,
    };
  };
  return {
    kind: "exposure",
    span,
    job: { id: "mail", label: HOSTILE_NAMES[0], isCopy: false, rpo: DAY },
    sides: sides.map((side, index) => figures(side, index)),
  };
}

/** A study of so many rows, under several seeds or one. */
export function sampleStudy(rows = 8, seeds = 20): StudyChart {
  const draw = draws(rows);
  const metrics = [
    { name: "worstExposure", label: "worst exposure", unit: "ms" },
    { name: "waitMax", label: "wait, longest", unit: "ms" },
    { name: "jobsOverTarget", label: "jobs over target", unit: "count" },
    { name: "peak", label: "sessions at once, most", unit: "count" },
    { name: "utilisation", label: "time with all threads in use", unit: "share" },
    { name: "missed", label: "starts missed", unit: "count" },
  ] as const;
  const bases = [26 * HOUR, 3 * HOUR, 6, 14, 0.4, 0];
  return {
    kind: "study",
    seeds,
    dimensions: ["start", "slots"],
    metrics,
    rows: Array.from({ length: rows }, (_, row) => ({
      name: `start=${20 + (row % 4)}:00 slots=${4 + Math.floor(row / 4)}`,
      dimensions: { start: `${20 + (row % 4)}:00`, slots: String(4 + Math.floor(row / 4)) },
      cells: metrics.map(({ unit }, metric) => {
        const value =
          unit === "count" && seeds === 1
            ? Math.round(bases[metric]! * (0.6 + draw()))
            : bases[metric]! * (0.6 + draw() * 0.8);
        const reach = seeds === 1 ? 0 : value * 0.06;
        return {
          value,
          low: value - reach,
          high: value + reach,
          isAmongBest: draw() < 0.25,
        };
      }),
    })),
  };
}

/** What a proposal came to, or a comparison under seeds. */
export function sampleJudged(
  sides: readonly SideName[] = ["baseline", "candidate"],
  interval: "each" | "difference" = "each",
): JudgedChart {
  const rows: readonly (readonly [
    label: string,
    unit: "ms" | "count" | "share",
    ...(readonly [mean: number, reach: number])[],
  ])[] = [
    ["worst exposure", "ms", [27 * HOUR, HOUR], [25 * HOUR, 0.5 * HOUR]],
    ["wait, longest", "ms", [95 * MINUTE, 9 * MINUTE], [0, 0]],
    ["sessions at once, most", "count", [40, 0], [12, 0]],
    ["starts in the busiest quarter of an hour", "share", [0.62, 0.03], [0.2, 0.01]],
  ];
  return {
    kind: "judged",
    seeds: Array.from({ length: 20 }, (_, index) => index + 1),
    figures: rows.map(([label, unit, ...values]) => ({
      label,
      unit,
      interval,
      ...(interval === "difference" ? { isClear: label !== "wait, longest" } : {}),
      sides: sides.map((side, index) => {
        const [mean, reach] = values[index]!;
        const isBase = interval === "difference" && side === "baseline";
        return {
          side,
          mean,
          low: isBase ? mean : mean - reach,
          high: isBase ? mean : mean + reach,
        };
      }),
    })),
  };
}
