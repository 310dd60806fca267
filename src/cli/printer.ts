/**
 * The one printer: what every command found becomes text or data here, and an exit code; what is
 * wrong becomes a line on standard error.
 *
 * Text and data are made of one answer. Instants have one shape in all data: ISO 8601 with the
 * server's offset beside epoch ms.
 */
import { momentAt } from "../core/time/moments.js";
import { plainData } from "../core/time/plainData.js";
import type { ZoneTable } from "../core/time/zone.js";
import { clean, safeJson } from "../report/kit/safe.js";
import { displayWidth, wrap } from "../report/kit/table.js";
import { counted } from "../report/kit/words.js";
import type { Answer, FileAnswer, Request } from "./command.js";
import { type Layout, layoutFor, type World } from "./terminal.js";

/** How a command ends: all is well; something to look at; a bad option or file. */
export const EXIT = { good: 0, findings: 1, badInput: 2 } as const;

/** More problems than this are counted. */
const PROBLEMS_SHOWN = 50;
/** How much further the rest of a long line stands. */
const FURTHER_IN = 4;
const CHAIN = " -> ";

/** Prints the answer in the form that was asked for, and gives the exit code. */
export async function printAnswer(
  answer: Answer,
  request: Request<string>,
  world: World,
): Promise<number> {
  if (request.leftOut.length > 0) complain(request.leftOut, world);
  for (const notice of request.notices) world.stderr.write(`${clean(notice)}\n`);
  if (answer.file !== undefined) await printFile(answer.file, world);
  else {
    const { json } = request;
    const text = json ? jsonText(answer.data(), answer.zone) : answer.text(layoutFor(world));
    world.stdout.write(`${text}\n`);
  }
  if (request.leftOut.length > 0) return EXIT.badInput;
  return answer.hasFindings ? EXIT.findings : EXIT.good;
}

/** A file as it is; on a terminal, where no name in it may do anything, line by line. */
async function printFile({ pieces, isText }: FileAnswer, world: World): Promise<void> {
  const isShown = world.isTerminal && isText;
  if (!isShown && world.pour !== undefined) return world.pour(pieces);
  const decoder = new TextDecoder();
  let rest = "";
  for (const piece of pieces) {
    if (world.signal?.aborted === true) return;
    const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    world.stdout.write(lines.map((line) => `${isShown ? clean(line) : line}\n`).join(""));
  }
  if (rest !== "") world.stdout.write(isShown ? clean(rest) : rest);
}

/** Prints problems, a line each, and gives the exit code of bad input. */
export function complain(problems: readonly string[], world: World): number {
  const shown = problems.slice(0, PROBLEMS_SHOWN);
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`... and ${counted(rest, "more problem")}`);
  world.stderr.write(shown.map((problem) => `${clean(problem)}\n`).join(""));
  return EXIT.badInput;
}

/**
 * Data as JSON: instants as moments on the clock of `zone`, typed arrays as lists, what JSON has no
 * number for (no limit, never) as null.
 */
export function jsonText(data: object, zone: ZoneTable): string {
  return safeJson(plainData(data, (instant) => momentAt(zone, instant)));
}

/**
 * A text that was made for no particular width or terminal: what is too long goes on below, a chain
 * of facts one a line; headings, which are not indented, stand out; no name in it can do anything
 * to the terminal.
 */
export function fitted(text: string, { width, paint }: Layout): string {
  const fit = (line: string): string[] => {
    const indent = line.length - line.trimStart().length;
    if (displayWidth(line) <= width) return [indent === 0 ? paint.strong(line) : line];
    const further = indent + FURTHER_IN;
    return line
      .slice(indent)
      .split(CHAIN)
      .flatMap((link, index) => {
        const [first = "", ...rest] = wrap(index === 0 ? link : `-> ${link}`, width - further);
        const more = rest.flatMap((part) => wrap(part, width - further));
        return [
          " ".repeat(index === 0 ? indent : further) + first,
          ...more.map((piece) => " ".repeat(further) + piece),
        ];
      });
  };
  return text
    .split("\n")
    .flatMap((line) => fit(clean(line)))
    .join("\n");
}
