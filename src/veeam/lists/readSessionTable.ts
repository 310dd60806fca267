/**
 * Sessions from a table in text, as consoles and PowerShell export them: a heading, and a row for a
 * session, between commas, semicolons or tabs.
 *
 * Only the names of columns are understood here; what stands in them is read where all sessions
 * are. A column that nobody knows, a row with more cells than the heading, a quote that is never
 * closed: each is told. The format is that of RFC 4180 and needs no more than this one loop, which
 * a library would not make safer: the common ones take the rest of a file for a cell where a quote
 * is missing, and do not say so.
 */
import { grouped } from "../../core/input/numberText.js";
import { type Issue, issue } from "../../core/input/issues.js";
import { didYouMean } from "../../core/input/nearest.js";

/** A table as sessions, for `fleetFrom` and `readSessions`. */
export interface SessionTable {
  /** One for each row, under the names of the product's API. */
  readonly sessions: readonly Readonly<Record<string, string>>[];
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** Longer tables are cut, with an issue (R27). */
const MOST_ROWS = 1_000_000;

/** What columns are called, without blanks and in lower case, and whose cells they hold. */
const COLUMNS: Readonly<Record<string, string>> = {
  jobid: "jobId",
  job: "jobName",
  jobname: "jobName",
  name: "jobName",
  id: "id",
  sessionid: "id",
  mainsessionid: "mainSessionId",
  start: "creationTime",
  started: "creationTime",
  starttime: "creationTime",
  creationtime: "creationTime",
  end: "endTime",
  ended: "endTime",
  endtime: "endTime",
  duration: "duration",
  status: "status",
  result: "status",
  type: "jobSessionConfigType",
  sessiontype: "jobSessionConfigType",
  jobsessionconfigtype: "jobSessionConfigType",
  retry: "retryCount",
  retries: "retryCount",
  retrycount: "retryCount",
  proxyid: "proxyId",
  proxypoolid: "proxyPoolId",
  repositoryid: "repositoryId",
};

/** What the heading must have, each in some form. */
const NEEDED: readonly (readonly [what: string, names: readonly string[]])[] = [
  ["a column for the start, such as Start time", ["creationTime"]],
  ["a column for the end or the duration", ["endTime", "duration"]],
  ["a column for the status", ["status"]],
];

/**
 * Reads a table of sessions. Columns are known in any letter case, with blanks or without: Job ID,
 * Job name, Start or Creation time, End time, Duration, Status, Type (Full, Incremental), Retry (a
 * count, or yes and no). Never throws; line numbers count from 1.
 *
 * ```ts
 * const text = "Job name;Start time;Duration;Status\nMail;2026-01-05 22:00:00;00:40:12;Success\n";
 * readSessionTable(text).sessions // => [{ jobName: "Mail", creationTime: "2026-01-05 22:00:00", duration: "00:40:12", status: "Success" }]
 * ```
 */
export function readSessionTable(text: string): SessionTable {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  const none = { sessions: [], issues, warnings };
  if (typeof text !== "string") {
    issues.push(issue("", "a table as text, a heading first", text));
    return none;
  }
  const rows = rowsOf(text.startsWith("\uFEFF") ? text.slice(1) : text, issues);
  const heading = rows[0];
  if (heading === undefined) {
    issues.push(issue("", "a table as text, a heading first", text));
    return none;
  }
  const names = heading.cells.map(nameOf);
  warnings.push(...unknownColumns(heading, names));
  const before = issues.length;
  for (const [what, some] of NEEDED)
    if (!names.some((name) => name !== undefined && some.includes(name)))
      issues.push(issue(`line ${heading.line}`, what, heading.cells.join(", ")));
  const twice = names.find((name, at) => name !== undefined && names.indexOf(name) !== at);
  if (twice !== undefined)
    issues.push(issue(`line ${heading.line}`, `one column for ${twice}`, "two of them"));
  if (issues.length > before) return none;

  const sessions = rows.slice(1).map(({ line, cells }) => {
    if (cells.length > names.length)
      warnings.push(
        issue(
          `line ${line}`,
          `${names.length} cells, as the heading has`,
          cells.length,
          "those beyond are left out",
        ),
      );
    const session: Record<string, string> = {};
    for (const [at, name] of names.entries()) {
      const cell = cells[at]?.trim() ?? "";
      if (name !== undefined && cell !== "") put(session, name, cell);
    }
    return session;
  });
  return { sessions, issues, warnings };
}

/** Whose cells a column holds; `undefined` where nobody knows it. */
function nameOf(heading: string): string | undefined {
  const plain = plainName(heading);
  return Object.hasOwn(COLUMNS, plain) ? COLUMNS[plain] : undefined;
}

function plainName(heading: string): string {
  return heading.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** A word for each column that may be misspelt, and one for all others that nobody knows. */
function unknownColumns({ line, cells }: Row, names: readonly (string | undefined)[]): Issue[] {
  const unknown = cells.filter((cell, at) => names[at] === undefined && cell.trim() !== "");
  const hintOf = (cell: string) => didYouMean(plainName(cell), Object.keys(COLUMNS));
  const misspelt = unknown.filter((cell) => hintOf(cell) !== undefined);
  const others = unknown.filter((cell) => hintOf(cell) === undefined);
  const told = misspelt.map((cell) =>
    issue(`line ${line}`, "a column of sessions", cell, `it is left out, ${hintOf(cell)}`),
  );
  if (others.length === 0) return told;
  return [
    ...told,
    issue(`line ${line}`, "columns of sessions", others.join(", "), "they are left out"),
  ];
}

const SAYS_YES = /^(?:true|yes)$/i;
const SAYS_NO = /^(?:false|no)$/i;
/** Jobs have types, too: these say nothing of a session. */
const JOB_TYPES = /^(?:backup|copy|backup copy)$/i;

function put(session: Record<string, string>, name: string, cell: string): void {
  if (name === "retryCount")
    session[name] = SAYS_YES.test(cell) ? "1" : SAYS_NO.test(cell) ? "0" : cell;
  else if (name !== "jobSessionConfigType" || !JOB_TYPES.test(cell)) session[name] = cell;
}

/** The cells of one row, and the line that it begins on. */
interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a text that have anything in them. What parts cells, the first line says. */
function rowsOf(text: string, issues: Issue[]): Row[] {
  // Windows PowerShell writes the type of its objects above the heading.
  const typed = /^#TYPE [^\n]*\n/.exec(text)?.[0].length ?? 0;
  const separator = separatorOf(text, typed);
  const rows: Row[] = [];
  let cells: string[] = [];
  let line = typed > 0 ? 2 : 1;
  let begins = line;
  let at = typed;
  // Bound: every round reads one cell, at least what ends it.
  while (at <= text.length) {
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close < 0) {
        issues.push(
          issue(`line ${line}`, "a quote that is closed", text.slice(at), "the rest is left out"),
        );
        return rows;
      }
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      line += cell.split("\n").length - 1;
      at = close + 1;
      // What stands behind a quote belongs to the cell.
      const end = endOfCell(text, at, separator);
      cell += text.slice(at, end);
      at = end;
    } else {
      const end = endOfCell(text, at, separator);
      cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (cells.some((one) => one.trim() !== "")) {
      if (rows.length > MOST_ROWS) {
        issues.push(issue(`line ${begins}`, `at most ${grouped(MOST_ROWS)} rows`, "more of them"));
        return rows;
      }
      rows.push({ line: begins, cells });
    }
    cells = [];
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    at += 1;
    line += 1;
    begins = line;
  }
  return rows;
}

/** The commonest of what may part cells, in the line that begins at `from`. */
function separatorOf(text: string, from: number): string {
  const heading = text.slice(from, endOfCell(text, from, "\n"));
  const count = (separator: string): number => heading.split(separator).length;
  return [";", "\t"].reduce((most, one) => (count(one) > count(most) ? one : most), ",");
}

/** Where a cell without quotes ends: at a separator, a line's end or the text's. */
function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length) {
    const letter = text[at];
    if (letter === separator || letter === "\n" || letter === "\r") break;
    at += 1;
  }
  return at;
}

/** The quote that closes the one at `from`: two of them in a row are one in the text. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
