/**
 * Which starts does a change of the server's clock move or double, and what do the switches change
 * about it?
 */
import { compile, describePolicy, parsePolicy, type ServerClock } from "runcast";

// midnight to midnight in New York
const year = [Date.UTC(2025, 0, 1, 5), Date.UTC(2026, 0, 1, 5)] as const;
const policies = [
  { type: "Daily", dailyType: "Everyday", dailyTime: "02:30" },
  { type: "Daily", dailyType: "Everyday", dailyTime: "01:30" },
  { type: "Periodically", periodicallyEvery: "Minutes30" },
  { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" },
].map(parsePolicy);

const WORDS = {
  shifted: "its time does not exist: it runs later by the length of the gap",
  "gap-end": "its time does not exist: it runs at the end of the gap",
  "first-pass": "the clock shows this time twice: the first one",
  "second-pass": "the clock shows this time twice: the second one",
};

console.log("New York in 2025: on 9 March 02:00 becomes 03:00, on 2 November 02:00 becomes 01:00.");
for (const policy of policies) {
  const schedule = compile(policy, { zone: "America/New_York" });
  const met = [...schedule.runs(...year)].filter((run) => run.clockChange !== undefined);
  console.log(`\n  ${describePolicy(policy)}`);
  if (met.length === 0) console.log("    no start meets a clock change");
  for (const run of met) console.log(`    ${run.local}  ${WORDS[run.clockChange!]}`);
}

const switches: Partial<ServerClock>[] = [
  {},
  { gap: "gap-end" },
  { gap: "earlier" },
  { gap: "skip" },
  { overlap: "second" },
  { overlap: "both" },
  { gridOverlap: "first" },
];
console.log(
  `\nRuns in 2025, if the product decides otherwise:\n\n  ${"".padEnd(26)}02:30  01:30  ` +
    "every 30 minutes",
);
for (const changed of switches) {
  const [name = "as assumed"] = Object.entries(changed).map(([key, value]) => `${key}: ${value}`);
  const counts = policies
    .slice(0, 3)
    .map((policy) => compile(policy, { zone: "America/New_York", ...changed }).count(...year));
  console.log(`  ${name.padEnd(26)}${counts.map((count) => String(count).padStart(5)).join("  ")}`);
}
