/**
 * `runcast report`: what was found as one page to look at and to hand on, or one chart of it as
 * SVG.
 */
import { grouped } from "../../core/input/numberText.js";
import type { Fleet } from "../../core/simulation/fleet.js";
import type { NumericSpan } from "../../core/simulation/span.js";
import { DAY_MS } from "../../core/time/instant.js";
import { grid } from "../../core/whatif/sweep/dimensions.js";
import type { Variation } from "../../core/whatif/sweep/study.js";
import { clockZone } from "../../host/zones.js";
import { compareReplicatedAsync, staggerAsync } from "../../library/asyncForms.js";
import { isChange } from "../../library/fleetChange.js";
import { fleetForecast } from "../../library/forecast.js";
import { chartSvg } from "../../library/pictures.js";
import { reportHtml } from "../../library/report.js";
import { simulate } from "../../library/simulation.js";
import { sweepParallel } from "../../library/sweepParallel.js";
import { compare } from "../../library/whatif.js";
import { CHART_NAMES, type ChartName } from "../../report/charts/chart.js";
import { type Charted, chartNamesOf } from "../../report/charts/chartsOf.js";
import { clean } from "../../report/kit/safe.js";
import { wrap } from "../../report/kit/table.js";
import { listed } from "../../report/kit/words.js";
import { choiceOption, integerOption, type OptionTable } from "../arguments.js";
import type { Answer, Command, Request } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  MOST_SEEDS,
  openFleet,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { MOST_VARIATIONS } from "../studyAnswer.js";
import { checkWholeOut, writeWholeOut } from "../wholeFileOut.js";

const FORMAT = "runcast.report/1";

/** What a report can be of, in the order in which it stands there. */
const PARTS = ["comparison", "study", "proposal", "forecast", "simulation"] as const;
type Part = (typeof PARTS)[number];

/** A forecast looks no further. */
const MOST_FORECAST_DAYS = 366;

const OPTIONS = {
  out: {
    type: "string",
    short: "o",
    value: "FILE",
    says: 'where to; "-" is standard output',
  },
  compare: {
    type: "string",
    value: "OTHER",
    says: "the candidate: FILE is compared with it",
  },
  with: {
    type: "string",
    value: "PARTS",
    says: `what is in it, between commas: ${PARTS.join(", ")} (default: what the operands ask)`,
  },
  seeds: {
    type: "string",
    value: "N",
    says:
      "a study under so many lucks, or a comparison under them beside that under one, 2 to " +
      grouped(MOST_SEEDS),
  },
  svg: {
    type: "string",
    value: "CHART",
    says: `one chart as SVG instead of the page: ${CHART_NAMES.join(", ")}`,
  },
  of: {
    type: "string",
    value: "ID",
    says: "with --svg: the resource of a load, or the job of an exposure, by id",
  },
  dark: { type: "boolean", says: "with --svg: on a dark ground" },
  title: { type: "string", value: "TEXT", says: "what stands above it all" },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

type Name = keyof typeof OPTIONS;

/** What does it look like? */
export const reportCommand: Command<typeof OPTIONS> = {
  asks: "What does it look like: to see, to print, to hand on?",
  operands: ["FILE [CHANGE...] -o report.html [options]", "FILE --compare OTHER -o report.html"],
  about: [
    "One page that opens from disk and loads nothing: charts, tables that sort and filter, what " +
      "was assumed, and the text. Of a file alone its forecast and its simulation; with changes " +
      "or --compare the comparison of both sides; with changes of several values, as sweep takes " +
      "them, the study. --with proposal adds start times that stagger finds.",
    "Times are on the server's clock, wherever the page is opened.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast report examples/fleet.json -o report.html --days 28",
    "runcast report examples/fleet.json proxy-1.slots=6 -o change.html --from 2026-01-05",
    "runcast report today.json --compare tomorrow.json -o change.html",
    "runcast report examples/fleet.json dailyTime=20:00..23:00 --seeds 20 -o study.html",
    "runcast report examples/fleet.json --svg load --of proxy-1 -o load.svg",
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  fields: { "options.seeds": "--seeds", "options.title": "--title" },
  async answer(words) {
    const asked = readAsked(words);
    const sides = asked && (await readSides(words));
    if (asked === undefined || sides === undefined) return undefined;
    const { request } = sides;
    const { problems } = request;
    const parts = partsOf(asked, sides, problems);
    if (asked.path !== undefined)
      await checkWholeOut(asked.path, request.paths, "a file that is read", problems);
    if (problems.length > 0) return undefined;
    const zone = clockZone(request.fleet);
    const answers = await answersOf(sides, parts, asked);
    if (answers === undefined) return stoppedAnswer(FORMAT, request.input.label, zone);
    const text =
      asked.svg === undefined ? pageOf(sides, answers, asked) : svgOf(answers, asked, problems);
    if (text === undefined || problems.length > 0) return undefined;
    return asked.path === undefined
      ? printed(request, text, parts)
      : written(request, text, parts, asked.path);
  },
};

/** What is asked for, as far as no file is needed to know it. */
interface Asked {
  /** Absent: standard output. */
  readonly path: string | undefined;
  readonly parts: readonly Part[] | undefined;
  readonly seeds: number | undefined;
  readonly svg: ChartName | undefined;
  readonly of: string | undefined;
  readonly isDark: boolean;
  readonly title: string | undefined;
}

function readAsked({ values, problems, json }: Request<Name>): Asked | undefined {
  const before = problems.length;
  const out = values.get("out");
  if (out === undefined)
    problems.push("where to? --out report.html, or --out - for standard output");
  else if (out === "") problems.push("--out: expected the name of a file");
  if (out === "-" && json)
    problems.push("--json: standard output has the page; --out FILE puts it elsewhere");
  const svg = choiceOption(values, "svg", CHART_NAMES, problems);
  for (const name of ["of", "dark"] as const)
    if (values.has(name) && svg === undefined)
      problems.push(`--${name}: only a chart has it: --svg load`);
  const parts = readParts(values.get("with"), problems);
  const seeds = integerOption(values, "seeds", undefined, 2, MOST_SEEDS, problems);
  if (problems.length > before) return undefined;
  return {
    path: out === "-" ? undefined : out,
    parts,
    seeds,
    svg,
    of: values.get("of"),
    isDark: values.has("dark"),
    title: values.get("title"),
  };
}

function readParts(text: string | undefined, problems: string[]): readonly Part[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  const unknown = words.filter((word) => !(PARTS as readonly string[]).includes(word));
  if (unknown.length > 0) {
    problems.push(`--with: expected some of ${PARTS.join(", ")}, received ${JSON.stringify(text)}`);
    return undefined;
  }
  return PARTS.filter((part) => words.includes(part));
}

/** What is reported on. */
interface Sides {
  readonly request: FleetRequest<Name>;
  readonly baseline: Scenario;
  /** Absent where there is one side only. */
  readonly candidate?: Scenario;
  /** Variations by their dimensions, where changes have several values. */
  readonly dimensions?: Readonly<Record<string, readonly Variation[]>>;
}

interface Scenario {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
}

async function readSides(words: Request<Name>): Promise<Sides | undefined> {
  const { problems, operands } = words;
  const other = words.values.get("compare");
  if (other !== undefined && operands.some(isChange))
    problems.push("--compare: either another file or changes");
  if (problems.length > 0) return undefined;
  const request = await readFleetRequest(words);
  if (request === undefined) return undefined;
  const { fleet, span, changes } = request;
  const baseline = { fleet, span };
  if (other !== undefined) {
    const candidate = await openFleet(other, words, undefined);
    return candidate === undefined
      ? undefined
      : {
          request,
          baseline,
          candidate: { fleet: candidate.fleet, span: { ...span, rules: candidate.span.rules } },
        };
  }
  if (changes.length === 0) return { request, baseline };
  if (changes.some(({ variations }) => variations.length > 1)) {
    const points = changes.reduce((product, { variations }) => product * variations.length, 1);
    if (points > MOST_VARIATIONS)
      problems.push(
        `at most ${grouped(MOST_VARIATIONS)} combinations, received ${grouped(points)}`,
      );
    return {
      request,
      baseline,
      dimensions: Object.fromEntries(changes.map(({ name, variations }) => [name, variations])),
    };
  }
  const change = singleChange(changes, problems);
  return change && { request, baseline, candidate: { fleet: change(fleet), span } };
}

/** What is in the report; notes what can't be. */
function partsOf(
  { parts, seeds }: Asked,
  { candidate, dimensions }: Sides,
  problems: string[],
): readonly Part[] {
  const asked: readonly Part[] =
    candidate !== undefined
      ? ["comparison"]
      : dimensions !== undefined
        ? ["study"]
        : ["forecast", "simulation"];
  const all = parts ?? asked;
  if (all.includes("comparison") && candidate === undefined)
    problems.push("--with comparison: needs changes of one value each, or --compare OTHER");
  if (all.includes("study") && dimensions === undefined)
    problems.push(
      "--with study: needs changes with several values, such as dailyTime=20:00..23:00",
    );
  if (seeds !== undefined && !all.includes("comparison") && !all.includes("study"))
    problems.push("--seeds: only a comparison or a study has them");
  return all;
}

/** The answers; `undefined` where it was stopped. */
async function answersOf(
  { request, baseline, candidate, dimensions }: Sides,
  parts: readonly Part[],
  { seeds }: Asked,
): Promise<readonly Charted[] | undefined> {
  const { span, input } = request;
  const answers: Charted[] = [];
  const side = candidate ?? baseline;
  for (const part of parts) {
    switch (part) {
      case "comparison": {
        const { fleet, span: own } = candidate!;
        answers.push(compare(simulate(baseline.fleet, baseline.span), simulate(fleet, own)));
        if (seeds === undefined) break;
        const many = await followed(request, "seed", ({ signal, tell }) =>
          compareReplicatedAsync(baseline.fleet, fleet, span, {
            seeds,
            signal,
            onProgress: ({ done, total }) => tell(done, total),
          }),
        );
        if (many === undefined) return undefined;
        answers.push(many);
        break;
      }
      case "study": {
        const study = await followed(request, "variation", ({ signal, tell }) =>
          sweepParallel(baseline.fleet, grid(dimensions!), span, {
            signal,
            onProgress: ({ done, total }) => tell(done, total),
            seeds,
          }),
        );
        if (study === undefined) return undefined;
        answers.push(study);
        break;
      }
      case "proposal": {
        const proposal = await followed(request, "simulation", ({ signal, tell }) =>
          staggerAsync(side.fleet, span, undefined, {
            signal,
            onProgress: ({ done, total }) => tell(done, total),
          }),
        );
        if (proposal === undefined) return undefined;
        answers.push(proposal);
        break;
      }
      case "forecast": {
        const days = Math.min(
          MOST_FORECAST_DAYS,
          Math.max(1, Math.round((span.to - span.from) / DAY_MS)),
        );
        const { issues, warnings, label: name, listed: own } = input;
        const listedJobs = candidate === undefined ? own : undefined;
        answers.push(
          fleetForecast(
            side.fleet,
            { from: span.from, days, runs: 3 },
            { name, issues, warnings },
            {},
            listedJobs,
          ),
        );
        break;
      }
      case "simulation":
        answers.push(simulate(side.fleet, side.span));
    }
  }
  return answers;
}

function pageOf({ request }: Sides, answers: readonly Charted[], { title }: Asked): string {
  return reportHtml(answers, {
    source: scenarioLine(request),
    ...(title === undefined ? {} : { title }),
  });
}

/** The chart of the first answer that has it; notes where none has. */
function svgOf(
  answers: readonly Charted[],
  { svg, of, isDark, title }: Asked,
  problems: string[],
): string | undefined {
  const chart = svg!;
  const answer = answers.find((one) => chartNamesOf(one).includes(chart));
  if (answer === undefined) {
    const names = [...new Set(answers.flatMap((one) => chartNamesOf(one)))];
    problems.push(`--svg ${chart}: here is ${names.length === 0 ? "none" : listed(names)}`);
    return undefined;
  }
  return chartSvg(answer, chart, {
    dark: isDark,
    ...(title === undefined ? {} : { title }),
    ...(of === undefined ? {} : chart === "exposure" ? { job: of } : { line: of }),
  });
}

function printed({ fleet }: FleetRequest<Name>, text: string, parts: readonly Part[]): Answer {
  return {
    data: () => ({ format: FORMAT, parts }),
    zone: clockZone(fleet),
    text: () => "",
    hasFindings: false,
    file: { pieces: [new TextEncoder().encode(text)], isText: true },
  };
}

/** The file as a whole, or none. */
async function written(
  request: FleetRequest<Name>,
  text: string,
  parts: readonly Part[],
  path: string,
): Promise<Answer | undefined> {
  const { problems, fleet, input, span } = request;
  if (!(await writeWholeOut(path, [text], problems))) return undefined;
  const bytes = Buffer.byteLength(text);
  return {
    data: () => ({
      format: FORMAT,
      source: input.label,
      from: span.from,
      to: span.to,
      parts,
      bytes,
      written: path,
    }),
    zone: clockZone(fleet),
    text: ({ width }) =>
      [
        ...wrap(scenarioLine(request), width),
        "",
        ...wrap(
          `${listed(parts)}, ${grouped(Math.ceil(bytes / 1_000))} kB, written to ${clean(path)}.`,
          width,
        ),
      ].join("\n"),
    hasFindings: false,
  };
}
