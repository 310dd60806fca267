/**
 * The sessions that benches export: 500 jobs, every five minutes, some of them failed.
 */
import { parsePolicy, simulate } from "runcast";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 5);
const JOBS = 500;

/** So many days of them, 144,000 each. */
export function sessionsOf(days) {
  const policy = parsePolicy({ type: "Periodically", periodicallyEvery: "Minutes5" });
  const workload = { duration: { uniform: ["PT1M", "PT4M"] }, failed: 0.05 };
  const jobs = Array.from({ length: JOBS }, (_, index) => ({
    id: `job-${index}`,
    name: `Mailboxes, group ${index}`,
    policy,
    workload,
  }));
  return simulate({ jobs }, { from: FROM, to: FROM + days * DAY });
}
