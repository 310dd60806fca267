/**
 * `runcast stagger`: start times that keep out of each other's way.
 */
import { effective } from "../../core/policy/effective.js";
import {
  type Proposal,
  STAGGER_AIMS,
  type StaggerGoal,
} from "../../core/whatif/stagger/proposal.js";
import { writeFleetFile } from "../../files/fleetFile.js";
import { pickJobs } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import { staggerAsync } from "../../library/asyncForms.js";
import { counted } from "../../report/kit/words.js";
import { describeProposal } from "../../report/proposalText.js";
import { choiceOption, integerOption, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import { checkOut, writeOut } from "../fleetOut.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  type FleetRequest,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { modelData } from "../modelOption.js";
import { fitted } from "../printer.js";
import { splitOutside } from "../../core/input/quoted.js";

const OPTIONS = {
  lower: {
    type: "string",
    value: "WHAT",
    says: "peak (of concurrent sessions; default), demand (on threads), wait (for room), exposure",
  },
  keep: {
    type: "string",
    value: "NAMES",
    says: "jobs that stay where they are, ids or names between commas, * for any letters",
  },
  job: {
    type: "string",
    value: "NAME",
    says: "only this job may move, by id or name; * stands for any letters",
  },
  "at-most": { type: "string", value: "MINUTES", says: "no job moves further" },
  grid: {
    type: "string",
    value: "MINUTES",
    says: "start times are multiples of this, 1 to 60 (default: 5)",
  },
  within: {
    type: "string",
    value: "HOURS",
    says: "where daily jobs that move start and end, such as 20:00-06:00",
  },
  seeds: {
    type: "string",
    value: "NUMBER",
    says: "seeds to choose on, 10 to 1,000, from --seed on (default: 10)",
  },
  judges: {
    type: "string",
    value: "NUMBER",
    says: "other seeds to judge on, 10 to 1,000 (default: 20)",
  },
  write: { type: "string", value: "OUT", says: "the changed fleet as a fleet file" },
  force: { type: "boolean", says: "let --write put it in the place of FILE" },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** Which start times keep the jobs out of each other's way? */
export const staggerCommand: Command<typeof OPTIONS> = {
  asks: "Which start times keep the jobs out of each other's way?",
  operands: ["FILE [CHANGE...] [options]"],
  about: [
    "Proposes new dailyTimes and periodicallyOffsetMinutes. Moves are chosen on some seeds and " +
      "judged on others: they are proposed only if there what is to be lowered falls, and " +
      "neither the runs lost nor the jobs over target nor the worst exposure rise.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast stagger examples/fleet.json --from 2026-01-05 --at-most 120",
    "runcast stagger jobs.json --duration 40m --write staggered.json",
  ],
  exitCodes:
    "Exit code: 0, or 2 where an option or something in the file was wrong; 1 where it was " +
    "stopped.",
  fields: {
    "goal.lower": "--lower",
    "goal.keep": "--keep",
    "goal.atMostMinutes": "--at-most",
    "goal.gridMinutes": "--grid",
    "goal.within": "--within",
    "goal.seeds": "--seeds",
    "goal.judges": "--judges",
  },
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { problems, input, values } = request;
    const goal = readGoal(request);
    const change = singleChange(request.changes, problems);
    const path = values.get("write");
    const out = { option: "--write", path, force: values.has("force") };
    // To find that out after a minute's work would be late.
    await checkOut(out, request.paths, problems);
    if (change === undefined || problems.length > 0) return undefined;
    const proposal = await followed(request, "simulation", ({ signal, tell }) =>
      staggerAsync(change(request.fleet), request.span, goal, {
        signal,
        onProgress: ({ done, total }) => tell(done, total),
      }),
    );
    if (proposal === undefined)
      return stoppedAnswer("runcast.proposal/1", input.label, clockZone(request.fleet));
    await writeOut(out, writeFleetFile(proposal.fleet, request.span.rules, input.head), problems);
    if (problems.length > 0) return undefined;
    return {
      data: () => dataOf(proposal, { source: input.label, ...modelData(request.model) }),
      zone: clockZone(proposal.fleet),
      text: (layout) =>
        fitted(
          [
            scenarioLine(request),
            "",
            describeProposal(proposal, { width: layout.width }) + freeHint(proposal, goal),
          ].join("\n"),
          layout,
        ),
      hasFindings: false,
    };
  },
};

function readGoal({ values, problems, fleet }: FleetRequest<keyof typeof OPTIONS>): StaggerGoal {
  const lower = choiceOption(values, "lower", STAGGER_AIMS, problems);
  const names = values.get("keep");
  const kept = (names === undefined ? [] : splitOutside(names, ",")).flatMap((name) =>
    pickJobs(fleet, name, problems, "--keep"),
  );
  const movable = new Set(pickJobs(fleet, values.get("job"), problems));
  const keep = [...kept, ...fleet.jobs.filter((job) => !movable.has(job))].map(({ id }) => id);
  const atMostMinutes = integerOption(values, "at-most", undefined, 0, 10_080, problems);
  const within = values.get("within");
  return {
    ...(lower === undefined ? {} : { lower }),
    ...(keep.length === 0 ? {} : { keep }),
    ...(atMostMinutes === undefined ? {} : { atMostMinutes }),
    gridMinutes: integerOption(values, "grid", 5, 1, 60, problems),
    seeds: integerOption(values, "seeds", 10, 10, 1_000, problems),
    judges: integerOption(values, "judges", 20, 10, 1_000, problems),
    ...(within === undefined ? {} : { within }),
  };
}

/**
 * Who has no window may be put into the middle of the working day: that this was allowed is worth a
 * line.
 */
function freeHint({ fleet, moves }: Proposal, { within }: StaggerGoal): string {
  const moved = new Set(moves.map(({ job }) => job));
  const free = fleet.jobs.filter(({ id, policy }) => {
    if (!moved.has(id)) return false;
    const { starts, backupWindow } = effective(policy);
    return starts.kind === "daily" && backupWindow === undefined;
  });
  if (within !== undefined || free.length === 0) return "";
  return (
    `\n\n${counted(free.length, "moved job has", "moved jobs have")} no backup window and may ` +
    "start at any hour; --within 20:00-06:00 keeps all to the night."
  );
}

function dataOf({ fleet, ...proposal }: Proposal, asked: object): object {
  return { format: "runcast.proposal/1", ...asked, ...proposal, fleet: writeFleetFile(fleet) };
}
