/**
 * QUESTION: what does one `next` cost, walking along a timeline and asking at random?
 *
 * Why anyone cares: a simulation of a fleet asks `next` once per run, millions of times for ten
 * years of a few hundred jobs. At the 30 microseconds of a cron library that is minutes per
 * scenario, and nobody compares fifty of them.
 */
import { atLeast } from "./limits.mjs";
import { ratio } from "./measure.mjs";
import { summaryRow } from "./table.mjs";
import { walkBench } from "./walks.mjs";

export const question =
  "What does one `next` cost, walking along a timeline (walk) and at random instants (random)?";

export function run({ print }) {
  const rows = walkBench({ forward: true, print });
  const home = rows.filter((row) => row.zone === "America/New_York");
  const walked = home.filter((row) => row.years === 10 && row.schedule.id !== "gated");
  return {
    rows,
    summary: [
      ...walked.map(({ schedule, found }) =>
        summaryRow(`next, walking, ${schedule.title}`, found, "walk", "array"),
      ),
      ...walked.slice(0, 1).map(({ schedule, found }) => {
        const random = new Map([
          ["random", found.get("random")],
          ["search", found.get("search")],
          ["croner", found.get("croner at random")],
        ]);
        return summaryRow(`next, at random, ${schedule.title}`, random, "random", "search");
      }),
    ],
    limits: ["daily", "quarters"].map((id) => {
      const same = home.filter((row) => row.schedule.id === id);
      const found = same.map((row) => ratio(row.found.get("croner"), row.found.get("walk")));
      return atLeast(
        `next against croner's nextRun, walking, ${same[0].schedule.title}, America/New_York`,
        found,
        1_000,
        2_000,
      );
    }),
  };
}
