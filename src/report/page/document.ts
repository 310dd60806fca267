/**
 * The document of a page: one file that opens from disk and asks nobody for anything.
 *
 * Its policy forbids every request and every script but its own, which it knows by its hash; data
 * stands in it as text that no browser runs. Whatever is somebody else's text is escaped (R27).
 */
import { clean } from "../kit/safe.js";
import type { PageData } from "./pageData.js";

/** What of a page is the same for all of them: made when the package is built. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** Of the script and the style, as a content-security policy has them: `sha256-...`. */
  readonly scriptHash: string;
  readonly styleHash: string;
  /** The licences of what is built into the script; without two hyphens in a row. */
  readonly notice: string;
}

/** The document as HTML; `data` is the packed and deflated page in base64. */
export function pageDocument(
  { title, sections }: PageData,
  { script, style, scriptHash, styleHash, notice }: PageParts,
  data: string,
): string {
  // Charts put their tooltips' and canvases' styles on elements, which needs the second policy.
  const policy =
    `default-src 'none'; script-src '${scriptHash}'; style-src-elem '${styleHash}'; ` +
    "style-src-attr 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
  const links = sections.map(
    (section) => `<li><a href="#${section.id}">${escaped(section.title)}</a></li>`,
  );
  return [
    "<!doctype html>",
    '<html lang="en" data-theme="light">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="generator" content="runcast">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<a class="skip" href="#answers">Skip to the answers</a>',
    "<header>",
    `<h1 dir="auto">${escaped(title)}</h1>`,
    '<div id="tools"></div>',
    ...(links.length > 1 ? [`<nav aria-label="Answers"><ul>${links.join("")}</ul></nav>`] : []),
    "</header>",
    '<main id="answers">',
    "<noscript><p>Charts and tables need JavaScript; the texts below do not.</p></noscript>",
    ...sections.flatMap(({ id, title: heading, text }) => [
      `<section id="${id}" aria-labelledby="${id}-heading">`,
      `<h2 id="${id}-heading" dir="auto"${heading === title ? ' class="unseen"' : ""}>` +
        `${escaped(heading)}</h2>`,
      '<div class="answer"></div>',
      ...(text === "" ? [] : [textElement(heading, text)]),
      "</section>",
    ]),
    "</main>",
    "<footer><p>Made by runcast. Nothing on this page is loaded from anywhere, and nothing " +
      "leaves it.</p></footer>",
    `<script type="application/octet-stream" id="data">${data}</script>`,
    `<script>${script}</script>`,
    `<!-- What is built into this page:\n\n${notice}\n-->`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function textElement(heading: string, text: string): string {
  return (
    "<details><summary>As text</summary>\n" +
    `<pre tabindex="0" role="region" aria-label="${escaped(heading)}, as text">` +
    `${escapedLines(text)}</pre>\n</details>`
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in a document, or in an attribute of one. */
export function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

function escapedLines(text: string): string {
  return text.split("\n").map(escaped).join("\n");
}
