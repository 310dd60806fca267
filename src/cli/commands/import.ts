/**
 * `runcast import`: what a server answers becomes a fleet file.
 */
import { writeFleetFile } from "../../files/fleetFile.js";
import { issueLine } from "../../files/jobInput.js";
import { clockZone } from "../../host/zones.js";
import { importLines, importSummary, importText } from "../../report/importText.js";
import { clean } from "../../report/kit/safe.js";
import { wrap } from "../../report/kit/table.js";
import { listed } from "../../report/kit/words.js";
import type { OptionTable } from "../arguments.js";
import type { Command } from "../command.js";
import { checkOut, fleetFileText, writeOut } from "../fleetOut.js";
import { FILE_ABOUT, oneFile, pathOf, readFile } from "../request.js";
import { readServerFiles, type ServerFiles } from "../serverFiles.js";
import { SERVER_OPTIONS } from "../serverOptions.js";
import { serverImport } from "../serverFleet.js";
import { layoutFor } from "../terminal.js";

const OPTIONS = {
  ...SERVER_OPTIONS,
  output: {
    type: "string",
    short: "o",
    value: "OUT",
    says: "where the fleet file goes (default: -, standard output, for a pipe)",
  },
  force: { type: "boolean", says: "let --output take the place of a file that is read" },
} as const satisfies OptionTable;

/** What fleet is this server? */
export const importCommand: Command<typeof OPTIONS> = {
  asks: "What fleet do a server's jobs, sessions, proxies and repositories make?",
  operands: ["FILE [options]"],
  about: [
    FILE_ABOUT,
    "The other files are what that API gives for JobSessions, Proxies, BackupRepositories and " +
      "Organizations; sessions may also be a table with a heading. Of a fleet file only the jobs " +
      "that lack a workload get one.",
    "Sessions that ran beside others on a proxy were slowed by them. Their durations are brought " +
      "back to what they are at full speed, since a simulation slows them again (R28).",
  ],
  options: OPTIONS,
  examples: [
    "runcast import jobs.json --sessions sessions.json --proxies proxies.json \\",
    "  --repositories repositories.json -o fleet.json",
    "runcast import jobs.json --sessions sessions.csv | runcast simulate -",
  ],
  exitCodes:
    "Exit code: 0, or 2 where an option or something in a file was wrong; what can be read is " +
    "imported anyway.",
  async answer(request) {
    const { values, operands, problems, leftOut, notices, world } = request;
    const file = oneFile(operands, problems);
    if (file === undefined) return undefined;
    const files = (await readServerFiles(request, [file])) ?? NO_FILES;
    if (problems.length > 0) return undefined;
    const input = await readFile(file, request);
    const to = values.get("output");
    const path = to === "-" ? undefined : to;
    const out = { option: "--output", path, force: values.has("force") };
    await checkOut(out, [pathOf(file), ...files.paths], problems);
    if (input === undefined || problems.length > 0) return undefined;
    const made = serverImport(input, files, problems);
    if (made === undefined) return undefined;

    leftOut.push(...made.issues);
    const { fleet, warnings } = made;
    const written = writeFleetFile(fleet, input.rules, input.head);
    const noted = [...input.warnings.map((one) => issueLine(input.label, one)), ...warnings];
    const summary = importSummary({ ...made, leftOut: [...leftOut], warnings: noted });
    const labels = [input.label, ...Object.values(files.labels).flat()];
    const source = listed(labels);
    await writeOut(out, written, problems);
    if (problems.length > 0) return undefined;
    if (path === undefined && !request.json)
      notices.push(...importLines(summary, source, layoutFor(world).width));
    return {
      data: () => ({
        format: "runcast.import/1",
        source: labels,
        ...summary,
        ...(path === undefined ? { fleet: written } : { written: path }),
      }),
      zone: clockZone(fleet),
      text: ({ width }) =>
        path === undefined
          ? fleetFileText(written)
          : [
              importText(summary, source, width),
              "",
              ...wrap(clean(`Written to ${path}.`), width),
            ].join("\n"),
      hasFindings: false,
    };
  },
};

const NO_FILES: ServerFiles = { answers: {}, labels: {}, paths: [], options: {} };
