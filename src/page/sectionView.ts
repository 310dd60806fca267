/**
 * One answer on the page: what it says in a line each, its charts, its tables, what was assumed,
 * and its text.
 */
import { clean } from "../report/kit/safe.js";
import type { PageAssumption, Section } from "../report/page/pageData.js";
import type { Fact } from "../report/timelineFacts.js";
import { chartCards } from "./chartCards.js";
import { clockOver, type ClockSpan } from "./clocks.js";
import { element } from "./elements.js";
import { currentSettings, onSettings } from "./settings.js";
import { tableView } from "./tableView.js";

/** Fills the place of a section in the document, which has its title and its text. */
export function fillSection(place: HTMLElement, section: Section): void {
  const { id, facts, charts, tables, assumptions, notes } = section;
  const span = spanOf(section);
  place.append(element("dl", { class: "facts" }, ...facts.flatMap(factElements)));
  if (notes.length > 0)
    place.append(
      element("ul", { class: "notes" }, ...notes.map((note) => element("li", {}, note))),
    );
  if (charts.length > 0) place.append(chartCards(section));
  for (const table of tables) {
    const view = tableView(table, `${id}-${table.id}`, clockOver(currentSettings().clock, span));
    onSettings(({ clock }) => view.show(clockOver(clock, span)));
    place.append(view.root);
  }
  if (assumptions.length > 0) place.append(assumptionList(assumptions, id));
}

/** The span that a section is on; UTC where nothing in it is on a server's clock. */
function spanOf({ charts, clock }: Section): ClockSpan {
  const [first] = charts.flatMap((chart) => ("span" in chart ? [chart.span] : []));
  if (first !== undefined) return first;
  const from = clock?.starts[0] ?? 0;
  return { from, to: from + 1, clock: clock ?? { name: "UTC", starts: [0], offsetsMs: [0] } };
}

function factElements({ label, text, tone }: Fact): readonly HTMLElement[] {
  return [element("dt", {}, label), element("dd", { class: tone, dir: "auto" }, clean(text))];
}

const MATTERS: Readonly<Record<PageAssumption["matters"], string>> = {
  yes: "it matters here",
  no: "it makes no difference here",
  unknown: "whether it matters here was not tried",
};

function assumptionList(assumptions: readonly PageAssumption[], id: string): HTMLElement {
  const order = ["yes", "unknown", "no"];
  const sorted = assumptions.toSorted(
    (a, b) => order.indexOf(a.matters) - order.indexOf(b.matters),
  );
  return element(
    "section",
    { class: "assumed", "aria-labelledby": `${id}-assumed` },
    element("h3", { id: `${id}-assumed` }, "Assumed"),
    element(
      "ul",
      {},
      ...sorted.map(({ rule, text, option, matters }) =>
        element(
          "li",
          { class: `matters-${matters}` },
          `${text} (${rule}${option === undefined ? "" : `, ${option}`}): ${MATTERS[matters]}.`,
        ),
      ),
    ),
  );
}
