/**
 * `runcast report`: what was found as one page to look at and to hand on, or one chart of it as
 * SVG.
 */
import { grouped } from "../../core/input/numberText.js";
import { clockZone } from "../../host/zones.js";
import { chartSvg } from "../../library/pictures.js";
import { reportHtml } from "../../library/report.js";
import { CHART_NAMES, type ChartName } from "../../report/charts/chart.js";
import { type Charted, chartNamesOf, whyNoChart } from "../../report/charts/chartsOf.js";
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
  scenarioLine,
} from "../fleetRequest.js";
import { stoppedAnswer } from "../followed.js";
import {
  answersOf,
  type Part,
  PARTS,
  type PartsAsked,
  partsOf,
  readSides,
  type Sides,
} from "../reportAnswers.js";
import { checkWholeOut, writeWholeOut } from "../wholeFileOut.js";

const FORMAT = "runcast.report/1";

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
      "how many seeds a study is made on, or a comparison beside that under one, 2 to " +
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
  asks: "How does it look, as a page to read, print and hand on?",
  operands: ["FILE [CHANGE...] -o report.html [options]", "FILE --compare OTHER -o report.html"],
  about: [
    "One page that opens from disk and loads nothing: charts, tables that sort and filter, what " +
      "was assumed, and the text. Of a file alone its forecast and its simulation; with changes " +
      "or --compare the comparison of both sides; with changes of several values, as sweep takes " +
      "them, the study. --with proposal adds start times that stagger finds. Beside a " +
      "comparison, what else is in it is of the candidate.",
    "Times are on the server's clock, wherever the page is opened.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast report examples/fleet.json -o report.html --days 28",
    "runcast report examples/fleet.json proxy-1.slots=6 -o change.html",
    "runcast report today.json --compare tomorrow.json -o change.html",
    "runcast report examples/fleet.json proxies.slots=1..4 -o study.html",
    "runcast report examples/fleet.json --svg load --of proxy-1 -o load.svg",
  ],
  exitCodes: "Exit code: 0, or 2 where an option or something in the file was wrong.",
  fields: {
    "options.seeds": "--seeds",
    "options.title": "--title",
    "options.line": "--of",
    "options.job": "--of",
  },
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
      : written(request, text, parts, asked);
  },
};

/** What is asked for, as far as no file is needed to know it. */
interface Asked extends PartsAsked {
  /** Absent: standard output. */
  readonly path: string | undefined;
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
    const why = [...new Set(answers.map((one) => whyNoChart(one, chart)!))];
    const others = names.length === 0 ? "" : `; there is ${listed(names)}`;
    problems.push(`--svg ${chart}: ${why.join(", and ")}${others}`);
    return undefined;
  }
  return chartSvg(answer, chart, {
    dark: isDark,
    ...(title === undefined ? {} : { title }),
    ...(of === undefined ? {} : chart === "exposure" ? { job: of } : { line: of }),
  });
}

function printed({ fleet }: FleetRequest<string>, text: string, parts: readonly Part[]): Answer {
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
  request: FleetRequest<string>,
  text: string,
  parts: readonly Part[],
  { svg, path = "" }: Asked,
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
          `${svg === undefined ? listed(parts) : `${svg} chart`}, ` +
            `${grouped(Math.ceil(bytes / 1_000))} kB, written to ${clean(path)}.`,
          width,
        ),
      ].join("\n"),
    hasFindings: false,
  };
}
