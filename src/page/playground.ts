/**
 * The playground: jobs are pasted, and forecast, explanations and the report are there at once.
 *
 * The whole library runs in the page. Nothing leaves it: its policy forbids every request.
 */
import { CLOCK_SWITCHES, type ClockSwitch } from "../core/schedule/clock.js";
import { choiceOf, type Switch } from "../core/input/switches.js";
import { grouped } from "../core/input/numberText.js";
import { formatIssue, type Issue, PolicyError } from "../core/input/issues.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { readTypedLength } from "../core/time/duration.js";
import { readFleet, type ReadFleet } from "../files/readFleet.js";
import { readInstant } from "../host/instants.js";
import { hostZone } from "../host/zones.js";
import { fleetForecast } from "../library/forecast.js";
import { compile } from "../library/schedules.js";
import { sectionOf } from "../library/sections.js";
import { simulate } from "../library/simulation.js";
import { clean } from "../report/kit/safe.js";
import { counted } from "../report/kit/words.js";
import { button, choice, element } from "./elements.js";
import { followTheme, pageTools } from "./frame.js";
import { fillSection } from "./sectionView.js";
import { beginShown } from "./settings.js";

/** What is asked, as it stands in the form. */
interface Form {
  text: string;
  zone: string;
  from: string;
  days: string;
  duration: string;
  rpo: string;
  readonly switches: Partial<Record<ClockSwitch, string>>;
}

const SAMPLE = JSON.parse(document.getElementById("sample")!.textContent) as unknown;
const WAIT_MS = 250;
const MOST_DAYS = 366;
/** A page does not keep its reader waiting for more. */
const MOST_STARTS = 1_000_000;

const form: Form = {
  text: JSON.stringify(SAMPLE, null, 2),
  zone: "Europe/Berlin",
  from: new Date().toISOString().slice(0, 10),
  days: "14",
  duration: "45m",
  rpo: "26h",
  switches: {},
};

const problems = element("ul", { class: "problems", role: "status", "aria-label": "Problems" });
const oddities = element("ul", {
  class: "notes",
  "aria-label": "What was odd and read all the same",
});
const answers = document.getElementById("answers")!;
let endShown = (): void => undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

followTheme();
document.getElementById("tools")!.append(...pageTools(""));
document.getElementById("form")!.append(...fields(), problems, oddities);
answer();

function fields(): readonly HTMLElement[] {
  const text = element("textarea", {
    id: "jobs",
    rows: 14,
    spellcheck: "false",
    "aria-label": "Jobs: a list of the product, a fleet file, one job or a policy",
    input: () => changed(() => (form.text = text.value)),
  });
  text.value = form.text;
  const file = element("input", {
    type: "file",
    accept: ".json,application/json",
    "aria-label": "Open a file of jobs",
    change: () => void opened(),
  });
  const opened = async (): Promise<void> => {
    const [picked] = file.files ?? [];
    if (picked === undefined) return;
    text.value = await picked.text();
    changed(() => (form.text = text.value));
  };
  const zones = element(
    "datalist",
    { id: "zones" },
    ...Intl.supportedValuesOf("timeZone").map((name) => element("option", { value: name })),
  );
  return [
    element(
      "label",
      { class: "wide", for: "jobs" },
      "Jobs: a list of the product, a fleet file, one job or a policy",
    ),
    text,
    element("div", { class: "tools" }, file),
    zones,
    element(
      "div",
      { class: "tools" },
      field("Server's zone", "zone", { list: "zones" }),
      field("From", "from", {}),
      field("Days", "days", { inputmode: "numeric" }),
      field("Sessions take", "duration", {}),
      field("Target", "rpo", {}),
    ),
    element("div", { class: "tools" }, ...switchChoices()),
  ];
}

function field(
  label: string,
  name: "zone" | "from" | "days" | "duration" | "rpo",
  settings: Readonly<Record<string, string>>,
): HTMLElement {
  const input = element("input", {
    value: form[name],
    size: name === "zone" ? 22 : 10,
    name,
    input: () => changed(() => (form[name] = input.value)),
    ...settings,
  });
  return element("label", { class: "choice" }, element("span", {}, label), input);
}

function switchChoices(): readonly HTMLElement[] {
  return Object.entries(CLOCK_SWITCHES).map(([name, row]) => {
    const { about, usual, choices }: Switch = row;
    return choice(
      `${about.charAt(0).toUpperCase()}${about.slice(1)}`,
      choices.map(({ value, does }) => ({ value: String(value), label: `${value}: ${does}` })),
      String(choiceOf(row as Switch, usual).value),
      (value) => changed(() => (form.switches[name as ClockSwitch] = value)),
    );
  });
}

function changed(note: () => void): void {
  note();
  clearTimeout(timer);
  timer = setTimeout(answer, WAIT_MS);
}

function answer(): void {
  endShown();
  endShown = beginShown();
  const said: string[] = [];
  const odd: string[] = [];
  const shown: HTMLElement[] = [];
  try {
    const clock = { zone: form.zone.trim(), ...form.switches } as never;
    const read = readFleet(form.text, { clock });
    said.push(...read.issues.map(formatIssue));
    odd.push(...read.warnings.map(formatIssue));
    if (read.fleet.jobs.length > 0) shown.push(...sectionsOf(read, said));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    said.push(...error.issues.map(formatIssue));
  }
  problems.replaceChildren(...said.map((line) => element("li", {}, clean(line))));
  oddities.replaceChildren(...odd.map((line) => element("li", {}, clean(line))));
  answers.replaceChildren(...shown);
  document.documentElement.dataset["answered"] = String(
    Number(document.documentElement.dataset["answered"] ?? 0) + 1,
  );
}

function sectionsOf(read: ReadFleet, said: string[]): readonly HTMLElement[] {
  const issues: Issue[] = [];
  const zone = hostZone(read.fleet.clock?.zone ?? "UTC");
  const from = readInstant(form.from.trim(), "From", issues, zone);
  const days = /^\d{1,3}$/.test(form.days.trim()) ? Number(form.days) : 0;
  if (days < 1 || days > MOST_DAYS)
    said.push(
      `Days: expected a whole number from 1 to ${MOST_DAYS}, received "${clean(form.days)}"`,
    );
  const duration = readTypedLength(form.duration, "Sessions take", "m", issues);
  const rpo = readTypedLength(form.rpo, "Target", "h", issues);
  said.push(...issues.map(formatIssue));
  if (from === undefined || issues.length > 0 || days < 1 || days > MOST_DAYS) return [];
  const fleet: Fleet = {
    ...read.fleet,
    jobs: read.fleet.jobs.map((job) => ({
      ...job,
      workload: job.workload ?? { duration: duration! },
      ...(job.rpo === undefined && rpo !== undefined && rpo > 0 ? { rpo } : {}),
    })),
  };
  const source = { name: "the jobs of this page", issues: read.issues, warnings: read.warnings };
  const forecast = fleetForecast(fleet, { from, days, runs: 3 }, source, {}, read.listed);
  const starts = forecast.jobs.reduce((sum, job) => sum + job.starts, 0);
  if (starts > MOST_STARTS)
    said.push(
      `${grouped(starts)} starts are too many to simulate on a page: fewer days, or the command`,
    );
  const timeline =
    starts > MOST_STARTS
      ? undefined
      : simulate(fleet, { from, to: forecast.to.epochMs, rules: read.rules ?? {} });
  return [
    explanation(fleet),
    ...[forecast, ...(timeline === undefined ? [] : [timeline])].map((one, index) => {
      const section = sectionOf(one, index);
      const place = element("div", { class: "answer" });
      const root = element(
        "section",
        { id: section.id },
        element("h2", { dir: "auto" }, section.title),
        place,
        element(
          "details",
          {},
          element("summary", {}, "As text"),
          element("pre", { tabindex: 0 }, section.text),
        ),
      );
      fillSection(place, section);
      return root;
    }),
  ];
}

/** Why a job runs at an instant, or does not. */
function explanation(fleet: Fleet): HTMLElement {
  let place = 0;
  const said = element("p", { class: "explained", role: "status", dir: "auto" });
  const when = element("input", { value: `${form.from} 22:00`, size: 18, "aria-label": "When" });
  const explain = (): void => {
    const job = fleet.jobs[place]!;
    const zone = hostZone((job.clock ?? fleet.clock)?.zone ?? "UTC");
    const issues: Issue[] = [];
    const typed = when.value.trim().replace(" ", "T");
    const instant = readInstant(typed, "When", issues, zone);
    said.textContent =
      instant === undefined
        ? issues.map(formatIssue).join("; ")
        : clean(compile(job.policy, { ...fleet.clock, ...job.clock }).explain(instant).text);
  };
  const root = element(
    "section",
    { class: "card" },
    element("h2", {}, "Why does it run then, or why not?"),
    element(
      "div",
      { class: "tools" },
      choice(
        counted(fleet.jobs.length, "job"),
        fleet.jobs.map(({ id, name = id }, index) => ({ value: String(index), label: name })),
        "0",
        (value) => {
          place = Number(value);
          explain();
        },
      ),
      when,
      button("Explain", explain),
    ),
    said,
  );
  explain();
  return root;
}
