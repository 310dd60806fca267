/**
 * `runcast sweep`: many variations of a fleet, best first, or one shard of them into a file.
 * Progress goes to the terminal, Ctrl-C prints what is finished.
 */
import { grouped } from "../../core/input/numberText.js";
import { grid } from "../../core/whatif/sweep/dimensions.js";
import { clockZone } from "../../host/zones.js";
import { sweepParallel } from "../../library/sweepParallel.js";
import { counted } from "../../report/kit/words.js";
import type { AnyStudy } from "../../report/studyText.js";
import { integerOption, type OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import {
  CHANGE_ABOUT,
  FLEET_OPTIONS,
  MOST_SEEDS,
  readFleetRequest,
  scenarioLine,
} from "../fleetRequest.js";
import { followed, stoppedAnswer } from "../followed.js";
import { modelData } from "../modelOption.js";
import { answerOver, readOverOptions } from "../overRedis.js";
import { PART_OPTIONS, readPartOptions } from "../partOptions.js";
import { checkWholeOut } from "../wholeFileOut.js";
import { REDIS_ROW, REDIS_SAYS } from "../redisOption.js";
import { MOST_VARIATIONS, readStudyLook, STUDY_OPTIONS, studyAnswer } from "../studyAnswer.js";
import { writePart } from "../sweepPart.js";

const OPTIONS = {
  by: STUDY_OPTIONS.by,
  seeds: {
    type: "string",
    value: "N",
    says:
      `how many seeds, 2 to ${grouped(MOST_SEEDS)}; from 10 on it says which are not clearly ` +
      "worse than the best (default: one)",
  },
  top: STUDY_OPTIONS.top,
  workers: {
    type: "string",
    value: "N",
    says: "worker threads, 1 to 64 (default: one for each processor)",
  },
  ...PART_OPTIONS,
  redis: {
    ...REDIS_ROW,
    says: `have runcast worker do all shards, over Redis; wants --seeds. ${REDIS_SAYS}`,
  },
  ...FLEET_OPTIONS,
} as const satisfies OptionTable;

/** Which of many variations is best? */
export const sweepCommand: Command<typeof OPTIONS> = {
  asks: "Which of many variations is best?",
  operands: ["FILE CHANGE... [options]"],
  about: [
    "Each change has several values, between commas or as a range (1..8, 20:00..23:00, with a " +
      "step 20:00..23:00/30), and every combination is simulated, on all processors. Ctrl-C " +
      "prints what is finished.",
    "With --shard or --shards the simulations are cut in parts of about as much work each, for " +
      "as many machines; --out takes the rows of one. runcast merge makes the table of them, the " +
      "same as of one machine.",
    "With --redis whoever runs runcast worker does the simulations, and the table comes here, or " +
      "with --out the rows of all shards as --shard 1/1 writes them. Ctrl-C cancels it: nothing " +
      "is left in Redis.",
    ...CHANGE_ABOUT,
  ],
  options: OPTIONS,
  examples: [
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --by peak",
    "runcast sweep examples/fleet.json proxies.slots=2,4 duration=x1,x2 --by peak",
    "runcast sweep examples/fleet.json proxy-1.threads=32..128/32 --model threads",
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --seeds 20",
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --seeds 20 \\",
    "  --from 2026-01-05 --shard 1/2 --out part-1.ndjson",
    "runcast sweep examples/fleet.json dailyTime=20:00..23:00 --seeds 20 \\",
    "  --redis redis://queue.example.com:6379",
  ],
  exitCodes:
    "Exit code: 0, or 2 where an option or something in the file was wrong; 1 where it was " +
    "stopped.",
  fields: { "options.seeds": "--seeds", "options.workers": "--workers" },
  async answer(words) {
    const request = await readFleetRequest(words);
    if (request === undefined) return undefined;
    const { values, problems, notices, changes, input, fleet } = request;
    const look = readStudyLook(values, problems);
    const workers = integerOption(values, "workers", undefined, 1, 64, problems);
    const seeds = integerOption(values, "seeds", undefined, 2, MOST_SEEDS, problems);
    const { env } = request.world;
    const over = readOverOptions(values, env, problems);
    const part = values.has("redis") ? undefined : readPartOptions(values, env, problems);
    const points = changes.reduce((product, { variations }) => product * variations.length, 1);
    if (changes.length === 0)
      problems.push(
        "what is to vary? Give changes with several values, such as dailyTime=20:00..23:00; " +
          "--help says more",
      );
    if (points > MOST_VARIATIONS)
      problems.push(
        `at most ${grouped(MOST_VARIATIONS)} combinations, received ${grouped(points)}`,
      );
    const out = over?.out ?? part?.out;
    if (out !== undefined)
      await checkWholeOut(out, request.paths, "the file that is read", problems);
    if (problems.length > 0) return undefined;

    if (over !== undefined) return answerOver(request, over, look, seeds ?? 1);
    const variations = grid(
      Object.fromEntries(changes.map((change) => [change.name, change.variations])),
    );
    if (part !== undefined) return writePart(request, variations, part, seeds ?? 1, workers);
    const study = await followed(request, "variation", ({ signal, tell }): Promise<AnyStudy> =>
      sweepParallel(fleet, variations, request.span, {
        onProgress: ({ done, total }) => tell(done, total),
        signal,
        ...(workers === undefined ? {} : { workers }),
        seeds,
      }),
    );
    const zone = clockZone(fleet);
    if (study === undefined) return stoppedAnswer("runcast.study/1", input.label, zone);
    notices.push(...study.notes);
    if (!study.complete)
      notices.push(
        `stopped after ${grouped(study.rows.length)} of ${counted(points, "variation")}`,
      );
    const asked = { source: input.label, ...modelData(request.model) };
    return studyAnswer(study, look, zone, scenarioLine(request), asked);
  },
};
