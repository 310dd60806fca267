/**
 * `runcast stagger`: start times that keep out of each other's way.
 */
import { writeFile } from "node:fs/promises";
import type { Proposal, StaggerAim, StaggerGoal } from "../../core/whatif/stagger/proposal.js";
import { describeProposal } from "../../report/proposalText.js";
import { counted } from "../../report/kit/words.js";
import { CLOCK_USAGE } from "../clockOptions.js";
import { integerOption } from "../arguments.js";
import { writeFleetFile } from "../../files/fleetFile.js";
import { stagger } from "../../library/whatif.js";
import { type CliIo, complain, printJson, printText } from "../terminal.js";
import {
  CHANGE_USAGE,
  exitCode,
  FLEET_OPTIONS,
  FLEET_USAGE,
  type FleetRequest,
  readFleetRequest,
  scenarioLine,
  singleChange,
} from "../fleetRequest.js";
import { pickJobs } from "../../files/jobInput.js";
import { COMMON_USAGE } from "../request.js";

const OPTIONS = {
  ...FLEET_OPTIONS,
  lower: { type: "string" },
  keep: { type: "string" },
  "at-most": { type: "string" },
  grid: { type: "string" },
  within: { type: "string" },
  write: { type: "string" },
} as const;

const AIMS: readonly StaggerAim[] = ["peak", "wait", "exposure"];

const USAGE = `Which start times keep the jobs out of each other's way?

  runcast stagger FILE [CHANGE...] [options]

Proposes new dailyTimes and periodicallyOffsetMinutes. No job leaves its backup window, and the
result is never worse than what there is.

${CHANGE_USAGE}
  --lower WHAT         peak (of concurrent sessions; default), wait (for room), exposure
  --keep NAMES         jobs that stay where they are, ids or names between commas
  --at-most MINUTES    no job moves further
  --grid MINUTES       start times are multiples of so many minutes, 1 to 60 (default 5)
  --within HOURS       where daily jobs that move start and end, such as 20:00-06:00
  --write OUT          the changed fleet as a fleet file
${FLEET_USAGE}${COMMON_USAGE}
${CLOCK_USAGE}
Examples:
  runcast stagger examples/fleet.json --from 2026-01-05 --at-most 120
  runcast stagger jobs.json --duration PT40M --within 20:00-06:00 --write staggered.json

Exit code: 0, 1 where targets are missed even so, 2 a bad option or file.
`;

/** Runs the command and gives its exit code. */
export async function staggerCommand(args: readonly string[], io: CliIo): Promise<number> {
  const request = await readFleetRequest(args, OPTIONS, USAGE, io);
  if (typeof request === "number") return request;
  const { problems, input, values } = request;
  const goal = readGoal(request);
  const change = singleChange(request.changes, problems);
  if (change === undefined) return complain(problems, io);

  const proposal = stagger(change(request.fleet), request.span, goal);
  const out = values.get("write");
  const failure =
    out === undefined
      ? undefined
      : await write(
          out,
          `${JSON.stringify(writeFleetFile(proposal.fleet, input.rules), undefined, 2)}\n`,
        );
  if (failure !== undefined) return complain([`--write: ${failure}`], io);
  if (request.json) printJson(dataOf(proposal, input.label), io);
  else
    printText(
      `${scenarioLine(request)}\n\n${describeProposal(proposal)}${freeHint(proposal, goal)}`,
      io,
    );
  return exitCode(input, false);
}

function readGoal({ values, problems, fleet }: FleetRequest<keyof typeof OPTIONS>): StaggerGoal {
  const lower = values.get("lower")?.trim().toLowerCase() ?? "peak";
  const aim = AIMS.find((known) => known === lower);
  if (aim === undefined)
    problems.push(
      `--lower: expected one of ${AIMS.join(", ")}, received ` +
        JSON.stringify(values.get("lower")),
    );
  const keep = values
    .get("keep")
    ?.split(",")
    .flatMap((name) => {
      const wrong: string[] = [];
      const jobs = pickJobs(fleet, name, wrong);
      problems.push(...wrong.map((problem) => problem.replace("--job", "--keep")));
      return jobs.map(({ id }) => id);
    });
  const atMostMinutes = values.has("at-most")
    ? integerOption(values, "at-most", 0, 0, 10_080, problems)
    : undefined;
  const within = values.get("within");
  return {
    ...(aim === undefined ? {} : { lower: aim }),
    ...(keep === undefined ? {} : { keep }),
    ...(atMostMinutes === undefined ? {} : { atMostMinutes }),
    gridMinutes: integerOption(values, "grid", 5, 1, 60, problems),
    ...(within === undefined ? {} : { within }),
  };
}

/**
 * Who has no window may be put into the middle of the working day: that this was allowed is worth a
 * line.
 */
function freeHint({ fleet, moves }: Proposal, { within }: StaggerGoal): string {
  const moved = new Set(moves.map(({ job }) => job));
  const free = fleet.jobs.filter(
    ({ id, policy }) => moved.has(id) && policy.type === "Daily" && !policy.backupWindowEnabled,
  );
  if (within !== undefined || free.length === 0) return "";
  return (
    `\n\n${counted(free.length, "moved job has", "moved jobs have")} no backup window and may ` +
    "start at any hour; --within 20:00-06:00 keeps all to the night."
  );
}

/** Why a file could not be written; `undefined` where it was. */
async function write(path: string, text: string): Promise<string | undefined> {
  try {
    await writeFile(path, text);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return `${path} cannot be written${code === "" ? "" : ` (${code})`}`;
  }
}

function dataOf({ fleet, ...proposal }: Proposal, source: string): object {
  return { format: "runcast.proposal/1", source, ...proposal, fleet: writeFleetFile(fleet) };
}
