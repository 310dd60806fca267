/**
 * A table that sorts by any column, filters by words, and goes to a spreadsheet.
 *
 * Thousands of rows are held, a hundred are shown until more are asked for, so that the page stays
 * quick. What a cell shows is its figure in its unit; `data-value` has the figure itself.
 */
import { csvText } from "../export/lines.js";
import { grouped } from "../core/input/numberText.js";
import type { ChartClock } from "../report/charts/chart.js";
import { instantText } from "../report/drawing/timeAxis.js";
import { countCell, lengthCell, NOTHING, shareCell } from "../report/kit/table.js";
import { counted } from "../report/kit/words.js";
import type { PageCell, PageColumn, PageTable } from "../report/page/pageData.js";
import { button, element } from "./elements.js";

/** So many rows are shown at first, and more at a time. */
const ROWS_AT_ONCE = 100;
/** Texts of so many letters want room. */
const LONG = 60;

/** A table on the page. */
export interface TableView {
  readonly root: HTMLElement;
  /** Shows instants on another clock. */
  show(clock: ChartClock): void;
}

/** Makes the view of a table; `id` is unique in the page. */
export function tableView(table: PageTable, id: string, clock: ChartClock): TableView {
  const { columns } = table;
  const rows = columns[0]?.cells.length ?? 0;
  const words = Array.from({ length: rows }, (_, row) =>
    columns
      .map(({ cells }) => cells[row])
      .filter((cell) => typeof cell === "string")
      .join("\n")
      .toLowerCase(),
  );
  const areLong = columns.map(({ cells }) =>
    cells.some((cell) => typeof cell === "string" && cell.length > LONG),
  );
  let shownClock = clock;
  let order = Array.from({ length: rows }, (_, row) => row);
  let sorted: { readonly column: number; readonly isDown: boolean } | undefined;
  let sought = "";
  let most = ROWS_AT_ONCE;

  const body = element("tbody");
  const status = element("span", { class: "status", role: "status" });
  const more = button("Show more", () => {
    most += 10 * ROWS_AT_ONCE;
    fill();
  });
  const heads = columns.map(({ label, unit }, column) =>
    element(
      "th",
      { scope: "col", class: isText(unit) ? "words" : "number" },
      button(label, () => sortBy(column)),
    ),
  );
  const search = element("input", {
    type: "search",
    placeholder: "Filter",
    "aria-label": `Filter ${table.title}`,
    input: () => {
      sought = search.value.trim().toLowerCase();
      most = ROWS_AT_ONCE;
      fill();
    },
  });
  const copied = element("span", { class: "status", role: "status" });
  const root = element(
    "section",
    { class: "table", "aria-labelledby": `${id}-title` },
    element("h3", { id: `${id}-title` }, table.title),
    element("p", { class: "note" }, table.note),
    element(
      "div",
      { class: "tools" },
      search,
      button("Copy as CSV", () => void copy()),
      button("Save as CSV", save),
      status,
      copied,
    ),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": `${id}-title` },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body),
    ),
    more,
  );

  function shownRows(): number[] {
    return sought === "" ? order : order.filter((row) => words[row]!.includes(sought));
  }

  function fill(): void {
    const all = shownRows();
    const some = all.slice(0, most);
    body.replaceChildren(...some.map(rowOf));
    more.hidden = some.length === all.length;
    status.textContent =
      all.length === rows
        ? `${counted(rows, "row")}${some.length < rows ? `, ${grouped(some.length)} shown` : ""}`
        : `${grouped(all.length)} of ${counted(rows, "row")}`;
  }

  function rowOf(row: number): HTMLElement {
    const tr = element("tr");
    for (const [column, { unit, cells }] of columns.entries()) {
      const cell = cells[row]!;
      const shown = cellText(unit, cell, shownClock);
      const kind = !isText(unit)
        ? "number"
        : unit === "state"
          ? `state ${stateOf(cell)}`
          : areLong[column] === true
            ? "words long"
            : "words";
      const settings = {
        class: kind,
        ...(typeof cell === "number" ? { "data-value": cell } : {}),
        ...(isText(unit) ? { dir: "auto" } : {}),
      };
      tr.append(
        column === 0
          ? element("th", { scope: "row", ...settings }, shown)
          : element("td", settings, shown),
      );
    }
    return tr;
  }

  function sortBy(column: number): void {
    const { unit, cells } = columns[column]!;
    const isDown = sorted?.column === column ? !sorted.isDown : !isText(unit);
    sorted = { column, isDown };
    order = order
      .map((row, place) => ({ row, place }))
      .sort((a, b) => {
        const by = compareCells(cells[a.row]!, cells[b.row]!, isDown);
        return by === 0 ? a.place - b.place : by;
      })
      .map(({ row }) => row);
    for (const [at, head] of heads.entries()) {
      if (at === column) head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    fill();
  }

  function csv(): string {
    const lines = [
      columns.map(({ label }) => csvText(label)),
      ...shownRows().map((row) =>
        columns.map(({ unit, cells }) => csvCell(unit, cells[row]!, shownClock)),
      ),
    ];
    return lines.map((cells) => `${cells.join(",")}\n`).join("");
  }

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(csv());
      copied.textContent = `${counted(shownRows().length, "row")} copied`;
    } catch {
      copied.textContent = "this browser lets no file copy: save it instead";
    }
  }

  function save(): void {
    const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    element("a", { href: url, download: `${id}.csv` }).click();
    URL.revokeObjectURL(url);
  }

  fill();
  return {
    root,
    show(next) {
      shownClock = next;
      fill();
    },
  };
}

function isText(unit: PageColumn["unit"]): boolean {
  return unit === "text" || unit === "state";
}

/** Nothing comes last, whichever way a column is sorted; words after numbers. */
function compareCells(a: PageCell, b: PageCell, isDown: boolean): number {
  const [isNothing, isOtherNothing] = [a === null || a === "", b === null || b === ""];
  if (isNothing || isOtherNothing) return Number(isNothing) - Number(isOtherNothing);
  const way = isDown ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") return way * (a - b);
  if (typeof a === "string" && typeof b === "string")
    return way * a.localeCompare(b, "en", { numeric: true });
  return way * (typeof a === "string" ? 1 : -1);
}

/** What a cell shows. */
export function cellText(unit: PageColumn["unit"], cell: PageCell, clock: ChartClock): string {
  if (cell === null) return NOTHING;
  if (typeof cell === "string") return unit === "state" ? signed(cell) : cell;
  if (unit === "ms") return lengthCell(cell);
  if (unit === "share") return shareCell(cell);
  if (unit === "instant") return instantText(clock, cell);
  return Number.isInteger(cell) ? countCell(cell) : grouped(cell, 2);
}

/** A figure in CSV: as exact as it is, instants to the minute on the clock that is shown. */
function csvCell(unit: PageColumn["unit"], cell: PageCell, clock: ChartClock): string {
  if (cell === null) return "";
  if (typeof cell === "string") return csvText(cell);
  return unit === "instant" ? instantText(clock, cell) : String(cell);
}

/** States that are good or bad news have a sign as well as a colour. */
const STATES: Readonly<Record<string, { readonly sign: string; readonly tone: string }>> = {
  kept: { sign: "✓", tone: "good" },
  better: { sign: "✓", tone: "good" },
  fine: { sign: "✓", tone: "good" },
  clear: { sign: "●", tone: "good" },
  missed: { sign: "✗", tone: "bad" },
  worse: { sign: "✗", tone: "bad" },
  "needs a look": { sign: "!", tone: "bad" },
};

function signed(state: string): string {
  const sign = STATES[state]?.sign;
  return sign === undefined ? state : `${sign} ${state}`;
}

function stateOf(cell: PageCell): string {
  return (typeof cell === "string" ? STATES[cell]?.tone : undefined) ?? "plain";
}
