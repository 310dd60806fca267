/**
 * Tables of studies, proposals, replications and headroom on a page.
 */
import type { Headroom } from "../../core/whatif/headroom/goal.js";
import { KEY_METRICS, keyMetricRule } from "../../core/whatif/keyMetrics.js";
import { metricAt } from "../../core/whatif/metrics.js";
import type { Replication } from "../../core/whatif/replicate.js";
import type { Proposal } from "../../core/whatif/stagger/proposal.js";
import { valueText } from "../changeWords.js";
import { clean } from "../kit/safe.js";
import type { AnyStudy } from "../studyText.js";
import { type ColumnOf, tableOf, unlessEmpty } from "./columns.js";
import type { PageTable } from "./pageData.js";

type Row = AnyStudy["rows"][number];

/** The variations of a study, a row each, in their order. */
export function studyTable(study: AnyStudy): PageTable {
  const several = study.seeds.length > 1;
  const places: readonly ColumnOf<Row>[] =
    study.dimensions.length === 0
      ? [["Variation", "text", ({ name }) => name]]
      : study.dimensions.map((of) => [of, "text", ({ dimensions }: Row) => dimensions[of]]);
  const numbers = KEY_METRICS.flatMap((metric): ColumnOf<Row>[] => {
    const { label, unit } = keyMetricRule(metric);
    const value = ({ metrics }: Row): number => {
      const own = metrics[metric];
      return typeof own === "number" ? own : own.mean;
    };
    const reach = ({ metrics }: Row): number | undefined => {
      const own = metrics[metric];
      return typeof own === "number" ? undefined : (own.high - own.low) / 2;
    };
    return several
      ? [
          [label, unit, value],
          [`± of ${label}`, unit, reach],
        ]
      : [[label, unit, value]];
  });
  return tableOf(
    {
      id: "variations",
      title: "Variations",
      note: several
        ? "Means over the seeds, and half of their 95 % intervals beside them."
        : "What happened under one seed; another may tell otherwise.",
    },
    study.rows as readonly Row[],
    [...places, ...numbers],
  );
}

/** The moves of a proposal, and the jobs that may not move. */
export function proposalTables({ moves, stay }: Proposal): readonly PageTable[] {
  return [
    ...unlessEmpty(
      tableOf(
        { id: "moves", title: "Moves", note: "What levels the crowd most comes first." },
        moves,
        [
          ["Job", "text", ({ job, name }) => name ?? job],
          ["Setting", "state", ({ setting }) => setting],
          ["Now", "text", ({ baseline }) => String(baseline)],
          ["Proposed", "text", ({ candidate }) => String(candidate)],
          ["Later by, minutes", "count", ({ byMinutes }) => byMinutes],
        ],
      ),
    ),
    ...unlessEmpty(
      tableOf({ id: "stay", title: "Jobs that may not move", note: "And why." }, stay, [
        ["Job", "text", ({ job, name }) => name ?? job],
        ["Why", "text", ({ because }) => clean(because)],
      ]),
    ),
  ];
}

/** The fleet's metrics over several seeds that texts tell. */
export function replicationTable(replication: Replication): PageTable {
  const rows = Array.from(replication.rows()).flatMap((row) => {
    const { told = false, label, unit } = metricAt(row.of, row.metric);
    return told && row.of !== "job" ? [{ row, label, unit }] : [];
  });
  return tableOf(
    {
      id: "metrics",
      title: "Figures over the seeds",
      note: "Means with their 95 % intervals; spread: the standard deviation of one seed's value.",
    },
    rows,
    [
      ["Of", "text", ({ row }) => (row.of === "fleet" ? "fleet" : `${row.of} ${row.id}`)],
      ["Figure", "text", ({ label }) => label],
      ["Mean", "text", ({ row, unit }) => valueText(unit, row.mean)],
      ["From", "text", ({ row, unit }) => valueText(unit, row.low)],
      ["To", "text", ({ row, unit }) => valueText(unit, row.high)],
      ["Spread", "text", ({ row, unit }) => valueText(unit, row.standardDeviation)],
    ],
  );
}

/** How few slots or threads would do, a row for each resource. */
export function headroomTables({ slots = [], threads = [] }: Headroom): readonly PageTable[] {
  const rows = [
    ...slots.map((edge) => ({ ...edge, what: "slots", has: edge.slots })),
    ...threads.map((edge) => ({ ...edge, what: "threads", has: edge.threads })),
  ];
  return unlessEmpty(
    tableOf(
      {
        id: "edges",
        title: "With how little it does",
        note: "Of each resource by itself; the share of the seeds under which the limits hold.",
      },
      rows,
      [
        ["Resource", "text", ({ id, name }) => name ?? id],
        ["Of", "state", ({ what }) => what],
        ["It has", "count", ({ has }) => has],
        ["Does with", "count", ({ holds }) => holds],
        ["Holds under", "share", ({ share }) => share.mean],
        ["Breaks at", "count", ({ breaks }) => breaks],
      ],
    ),
  );
}
