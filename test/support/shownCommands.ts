/**
 * Commands of a document with what they print: a block of `sh`, and a block of `text` after it.
 *
 * They run where `examples/` is as in the project and nothing else, one after the other, and
 * `npx runcast` is the built command. Run as a script, this fills in what they print:
 * `node --import tsx test/support/shownCommands.ts --write`. A line `...` in a text stands for any
 * number of lines; a text that has one is left as it is.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/** What a document shows of a command. */
export interface ShownCommand {
  readonly command: string;
  readonly text: string;
}

const SHOWN = /```sh\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;

/** All of a document, in its order. */
export function shownCommands(page: string): ShownCommand[] {
  return Array.from(page.matchAll(SHOWN), ([, command, text]) => ({
    command: command!,
    text: text!,
  }));
}

/** What a command prints in a folder, and whatever it says beside it, as a terminal shows it. */
export function printedBy(command: string, folder: string): string {
  const script = command.replaceAll("npx runcast ", `"$NODE" "${ROOT}dist/run/cli.js" `);
  const { stdout } = spawnSync("sh", ["-c", `exec 2>&1\n${script}`], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      NODE: process.execPath,
      TZ: "Pacific/Chatham",
      NO_COLOR: "1",
      COLUMNS: "80",
    },
    timeout: 4 * 60_000,
  });
  return stdout;
}

/** Puts what commands find into a folder. */
export function furnish(folder: string): void {
  cpSync(`${ROOT}examples`, join(folder, "examples"), { recursive: true });
}

/** Whether a command printed what is shown, `...` standing for any lines. */
export function isShown(text: string, printed: string): boolean {
  const lines = text.split("\n").slice(0, -1);
  const pattern = lines.map((line) => (line === "..." ? "(?:.*\\n)*?" : `${escaped(line)}\\n`));
  return new RegExp(`^${pattern.join("")}$`).test(printed);
}

const escaped = (line: string): string => line.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

if (process.argv.includes("--write")) {
  const path = `${ROOT}docs/COOKBOOK.md`;
  const folder = mkdtempSync(join(tmpdir(), "runcast."));
  furnish(folder);
  const page = readFileSync(path, "utf8").replaceAll(
    SHOWN,
    (whole, command: string, text: string) => {
      const printed = printedBy(command, folder);
      return /^\.\.\.$/m.test(text)
        ? whole
        : `\`\`\`sh\n${command}\`\`\`\n\n\`\`\`text\n${printed}\`\`\``;
    },
  );
  writeFileSync(path, page);
  rmSync(folder, { recursive: true });
}
