/**
 * Reports as pages: what was found, to be looked at and handed on.
 */
import { deflated, pageParts } from "#page";
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { keysOf, readOptions } from "../core/input/ownShape.js";
import { type Charted, isAnswer } from "../report/charts/chartsOf.js";
import { pageDocument } from "../report/page/document.js";
import { pack } from "../report/page/pack.js";
import type { PageData, Section } from "../report/page/pageData.js";
import { sectionOf, USUAL_SESSIONS } from "./sections.js";

/** How a report is made. */
export interface ReportOptions {
  /** The page's title; default: the source, else what is in it. */
  readonly title?: string;
  /** What the answers are of, e.g. a file. */
  readonly source?: string;
  /**
   * Sessions that are drawn one by one, at most; default 200,000. Those of the jobs that are
   * furthest from trouble are left out first, and the page says so.
   */
  readonly mostSessions?: number;
}

/** The keys of these options. */
const REPORT_KEYS = keysOf<ReportOptions>({ title: true, source: true, mostSessions: true });

/** The most sessions that a page can be asked to hold. */
const MOST_SESSIONS = 2_000_000;

/**
 * One page for an answer, or for several: charts, tables that sort and filter, what was assumed,
 * and the text. It is one file that opens from disk and asks nobody for anything. Times are on the
 * server's clock, wherever it is opened. A comparison and a proposal show both sides in each chart,
 * as long as they are what `compare` and `stagger` gave and no copies. Throws a `PolicyError` for
 * what is no answer.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const week = { from: "2026-01-05", to: "2026-01-12" };
 * const timeline = simulate({ jobs: [{ id: "mail", policy }] }, week);
 * reportHtml(timeline, { title: "Mail" }).includes("<title>Mail</title>") // => true
 * ```
 */
export function reportHtml(
  answer: Charted | readonly Charted[],
  options: ReportOptions = {},
): string {
  const issues: Issue[] = [];
  const { title, source, mostSessions } = readReportOptions(options, issues);
  const answers = Array.isArray(answer) ? (answer as readonly Charted[]) : [answer as Charted];
  if (answers.length === 0) issues.push(issue("answer", "at least one answer", answer));
  for (const [index, one] of answers.entries()) {
    const path = Array.isArray(answer) ? `answer[${index}]` : "answer";
    if (!isAnswer(one)) issues.push(issue(path, ANSWERS, one));
  }
  if (issues.length > 0) throw new PolicyError(issues);
  const sections = answers.map((one, index) => sectionOf(one, index, { source, mostSessions }));
  return pageHtml(
    title ?? source ?? (sections.length === 1 ? sections[0]!.title : "Report"),
    sections,
  );
}

/** The document of a page with these sections. */
export function pageHtml(title: string, sections: readonly Section[]): string {
  const page: PageData = { format: "runcast.page/1", title, sections };
  return pageDocument(page, pageParts(), base64(deflated(pack(withoutText(page)))));
}

/** What can be reported. */
const ANSWERS =
  "a forecast, timeline, comparison, study, proposal, headroom or replication, as the library " +
  "gives it";

interface Asked {
  readonly source: string | undefined;
  readonly mostSessions: number;
}

function readReportOptions(
  options: ReportOptions,
  issues: Issue[],
): Asked & { readonly title: string | undefined } {
  const {
    title,
    source,
    mostSessions = USUAL_SESSIONS,
  } = readOptions<ReportOptions>(options, REPORT_KEYS, issues);
  for (const [name, text] of Object.entries({ title, source }))
    if (text !== undefined && typeof text !== "string")
      issues.push(issue(`options.${name}`, "a text", text));
  const isCount = Number.isSafeInteger(mostSessions) && (mostSessions as number) >= 0;
  if (!isCount || (mostSessions as number) > MOST_SESSIONS)
    issues.push(
      issue("options.mostSessions", `an integer from 0 to ${MOST_SESSIONS}`, mostSessions),
    );
  return { title, source, mostSessions } as Asked & { readonly title: string | undefined };
}

/** The texts stand in the document itself: its data need not have them once more. */
function withoutText(page: PageData): PageData {
  return { ...page, sections: page.sections.map((section) => ({ ...section, text: "" })) };
}

/** Bytes in base64, in pieces that a call can take. */
function base64(bytes: Uint8Array): string {
  const PIECE = 32_766;
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return text;
}
