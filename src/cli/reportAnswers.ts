/**
 * What a report is of: the sides that its operands say, the parts that are asked for, and the
 * answers to them.
 */
import { grouped } from "../core/input/numberText.js";
import type { Fleet } from "../core/simulation/fleet.js";
import type { NumericSpan } from "../core/simulation/span.js";
import { DAY_MS } from "../core/time/instant.js";
import { grid } from "../core/whatif/sweep/dimensions.js";
import type { Variation } from "../core/whatif/sweep/study.js";
import { compareReplicatedAsync, staggerAsync } from "../library/asyncForms.js";
import { isChange } from "../library/fleetChange.js";
import { fleetForecast } from "../library/forecast.js";
import { simulate } from "../library/simulation.js";
import { sweepParallel } from "../library/sweepParallel.js";
import { compare } from "../library/whatif.js";
import type { Charted } from "../report/charts/chartsOf.js";
import type { Request } from "./command.js";
import {
  type FLEET_OPTIONS,
  type FleetRequest,
  openFleet,
  readFleetRequest,
  singleChange,
} from "./fleetRequest.js";
import { followed } from "./followed.js";
import { MOST_VARIATIONS } from "./studyAnswer.js";

/** What a report can be of, in the order in which it stands there. */
export const PARTS = ["comparison", "study", "proposal", "forecast", "simulation"] as const;

/** One of them. */
export type Part = (typeof PARTS)[number];

/** A forecast looks no further. */
const MOST_FORECAST_DAYS = 366;

/** What the options say of the parts. */
export interface PartsAsked {
  /** Absent: what the operands ask. */
  readonly parts: readonly Part[] | undefined;
  readonly seeds: number | undefined;
}

/** What is reported on. */
export interface Sides {
  readonly request: FleetRequest<string>;
  readonly baseline: Scenario;
  /** Absent where there is one side only. */
  readonly candidate?: Scenario;
  /** Variations by their dimensions, where changes have several values. */
  readonly dimensions?: Readonly<Record<string, readonly Variation[]>>;
}

/** A fleet, and how long and under which rules it lives. */
export interface Scenario {
  readonly fleet: Fleet;
  readonly span: NumericSpan;
}

/** Reads what is reported on; `undefined` after problems. */
export async function readSides(
  words: Request<keyof typeof FLEET_OPTIONS | "compare">,
): Promise<Sides | undefined> {
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
export function partsOf(
  { parts, seeds }: PartsAsked,
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
export async function answersOf(
  { request, baseline, candidate, dimensions }: Sides,
  parts: readonly Part[],
  { seeds }: PartsAsked,
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
