/**
 * QUESTION: what does one `previous` cost?
 *
 * Why anyone cares: "which restore point should exist by now?" looks back, once per job and per
 * moment of a report. Cron libraries look back as slowly as they look ahead, or not at all.
 */
import { SPANS } from "./schedules.mjs";
import { summaryRow } from "./table.mjs";
import { walkBench } from "./walks.mjs";

export const question =
  "What does one `previous` cost, walking back (walk) and at random instants (random)?";

export function run({ print }) {
  const rows = walkBench({ forward: false, spans: [SPANS[0], SPANS[2]], print });
  const walked = rows.filter(
    (row) => row.zone === "America/New_York" && row.years === 10 && row.schedule.id === "daily",
  );
  return {
    rows,
    summary: walked.map(({ schedule, found }) =>
      summaryRow(`previous, walking, ${schedule.title}`, found, "walk", "array"),
    ),
    limits: [],
  };
}
