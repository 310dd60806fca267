/**
 * A forecast on a page: what each job will do, its next runs, and what is odd about it.
 */
import type { Forecast } from "../../core/forecast/forecast.js";
import type { JobForecast } from "../../core/forecast/jobForecast.js";
import { localDayTime } from "../../core/time/moments.js";
import { clockChangeText, jobFacts, spanText } from "../jobText.js";
import { clean } from "../kit/safe.js";
import { counted } from "../kit/words.js";
import type { Fact } from "../timelineFacts.js";
import { tableOf } from "./columns.js";
import type { PageTable } from "./pageData.js";

/** What a forecast is of, in a line each. */
export function forecastFacts(forecast: Forecast): readonly Fact[] {
  const { source, clock, from, to, zoneDatabase, clockChanges, issues } = forecast;
  const plain = (label: string, text: string): Fact => ({
    ...{ label, text: clean(text), tone: "plain" },
  });
  return [
    plain("Job list", source),
    plain("Server clock", clock.zone),
    plain("Span", `${localDayTime(from)} to ${localDayTime(to)}, ${spanText(forecast)}`),
    plain("Zone rules", `time-zone database ${zoneDatabase}`),
    ...clockChanges.map((change) => plain("Clock change", clockChangeText(change))),
    ...(issues.length === 0
      ? []
      : [
          {
            label: "Not read",
            text: `${counted(issues.length, "issue")} in the list`,
            tone: "bad" as const,
          },
        ]),
  ];
}

/** The jobs of a forecast: what needs a look first, then in the order of the list. */
export function forecastTable(forecast: Forecast): PageTable {
  const rows = forecast.jobs.map((job) => {
    const [[policy], done] = jobFacts(job, forecast);
    const wrong = done.filter(({ tone }) => tone === "bad" || tone === "lost" || tone === "warn");
    const state = !job.scheduled ? "does not run" : wrong.length > 0 ? "needs a look" : "fine";
    return { job, state, meant: policy?.text, told: done.map(({ text }) => text).join(" ") };
  });
  rows.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return tableOf(
    {
      id: "jobs",
      title: "Jobs",
      note: "Who needs a look comes first. Lost: starts in hours that the backup window prohibits.",
    },
    rows,
    [
      ["Job", "text", ({ job }) => job.name],
      ["It", "state", ({ state }) => state],
      ["Starts", "count", ({ job }) => job.starts],
      ["Lost", "count", ({ job }) => lostOf(job)],
      ["Next runs", "text", ({ job }) => job.nextRuns.map(localDayTime).join(", ")],
      ["Policy", "text", ({ meant }) => meant],
      ["What is to be known", "text", ({ told }) => told],
    ],
  );
}

const ORDER = ["needs a look", "fine", "does not run"];

function lostOf({ blocked }: JobForecast): number {
  return blocked.find(({ reason }) => reason === "backup-window")?.starts ?? 0;
}
